/** Where communities were, without counts from which one of them could be told: what a public version may show. */

import type { Flow, Stratum, WhereaboutsTally } from '../findings/whereabouts-tally.ts';
import { FEWEST } from './small-cells.ts';

export interface PublicPlaces {
  strata: readonly (Stratum | 'merged')[];
  columns: readonly (readonly { n: number; contested: number }[])[];
  flows: readonly Flow[];
}

/**
 * In each column small counts are merged with the next smallest until what is merged is not small and stands for two places
 * at least. Ribbons between two columns are told only where none of them is small: the rest could be reckoned. Says nothing
 * of disputes. Null where nothing would be left to tell apart.
 */
export function publicPlaces(tally: WhereaboutsTally): PublicPlaces | null {
  const merged = tally.columns.map((cells) => mergedCells(cells.map(({ n }) => n)));
  const all = tally.strata.length;
  const cellsOf = tally.columns.map((cells, column) => {
    const own = cells.map(({ n }, i) => (merged[column]?.has(i) ? 0 : n));
    return [...own, tally.communities - own.reduce((sum, n) => sum + n, 0)];
  });
  const kept = [...tally.strata.keys(), all].filter((i) => cellsOf.some((cells) => (cells[i] ?? 0) > 0));
  if (tally.communities < FEWEST || kept.length < 2) return null;
  const place = (column: number, stratum: number): number => kept.indexOf(merged[column]?.has(stratum) ? all : stratum);
  return {
    strata: kept.map((i) => tally.strata[i] ?? 'merged'),
    columns: cellsOf.map((cells) => kept.map((i) => ({ n: cells[i] ?? 0, contested: 0 }))),
    flows: tally.columns.flatMap((_, column) =>
      flowsBetween(
        tally.flows.filter((flow) => flow.column === column),
        place,
      ),
    ),
  };
}

/** Which of the cells of one column have to be merged. */
function mergedCells(counts: readonly number[]): Set<number> {
  const rising = [...counts.keys()].filter((i) => (counts[i] ?? 0) > 0).sort((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0) || b - a);
  const merged = new Set<number>();
  let sum = 0;
  for (const i of rising) {
    const n = counts[i] ?? 0;
    if (n >= FEWEST && (merged.size === 0 || sum >= FEWEST)) break;
    merged.add(i);
    sum += n;
  }
  return merged;
}

function flowsBetween(flows: readonly Flow[], place: (column: number, stratum: number) => number): Flow[] {
  const sums = new Map<string, Flow>();
  for (const { column, n, ...flow } of flows) {
    const [from, to] = [place(column, flow.from), place(column + 1, flow.to)];
    const key = `${from} ${to}`;
    sums.set(key, { column, from, to, n: n + (sums.get(key)?.n ?? 0), contested: 0 });
  }
  const told = [...sums.values()].sort((a, b) => a.from - b.from || a.to - b.to);
  return told.every((flow) => flow.n >= FEWEST) ? told : [];
}
