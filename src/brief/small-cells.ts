/** Which counts may a public version show? Small ones are merged until nobody can be told from them. */

import type { Fill } from '../figures/texture.ts';
import type { CensusPlatform } from '../findings/census.ts';
import { STATES } from '../model/words.ts';

/** A count below this could mean a single channel and its neighbour. */
export const FEWEST = 3;

export interface StateCell {
  fill: Fill;
  n: number;
}

export interface PlatformCells {
  /** Null: several small platforms together. */
  platform: string | null;
  watched: number;
  cells: readonly StateCell[];
}

/** The states of a platform that occur, in their order. */
export function cellsOf(line: CensusPlatform): PlatformCells {
  return {
    platform: line.platform,
    watched: line.watched,
    cells: STATES.map((state) => ({ fill: state, n: line[state] })).filter(({ n }) => n > 0),
  };
}

/** The same without small counts: small platforms in one row (none where even that is small), small states in one cell. */
export function mergedCells(lines: readonly CensusPlatform[]): PlatformCells[] {
  const large = lines.filter((line) => line.watched >= FEWEST);
  const small = lines.filter((line) => line.watched > 0 && line.watched < FEWEST);
  const rows = large.map(cellsOf);
  if (small.length > 0) {
    const sum = (state: (typeof STATES)[number]) => small.reduce((n, line) => n + line[state], 0);
    const watched = small.reduce((n, line) => n + line.watched, 0);
    const cells = STATES.map((state) => ({ fill: state, n: sum(state) })).filter(({ n }) => n > 0);
    if (watched >= FEWEST) rows.push({ platform: null, watched, cells });
  }
  return rows.map((row) => ({ ...row, cells: mergeSmall(row.cells) }));
}

/** Merging one cell alone would let it be reckoned from the total: the next smallest joins until the merged one is large, and not alone. */
function mergeSmall(cells: readonly StateCell[]): StateCell[] {
  if (cells.every(({ n }) => n >= FEWEST)) return [...cells];
  const rising = [...cells].sort((a, b) => a.n - b.n);
  const merged = new Set<Fill>();
  let n = 0;
  for (const candidate of rising) {
    if (n >= FEWEST && merged.size > 1 && candidate.n >= FEWEST) break;
    merged.add(candidate.fill);
    n += candidate.n;
  }
  return [...cells.filter(({ fill }) => !merged.has(fill)), { fill: 'merged', n }];
}
