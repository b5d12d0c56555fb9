/** How many communities are in which place at each moment, and from where to where did they go between two? */

import type { ChannelRef } from '../model/ref.ts';
import { compare } from './order.ts';
import { PLACE_KINDS, type Place, type PlaceKind, type Whereabouts } from './whereabouts.ts';
import type { Moment } from './whereabouts-moments.ts';

/** The rest stands together: more colours and words than this cannot be kept apart. */
const MOST_PLATFORMS = 3;

/** Places that are counted together. `platform` is told of what is alive only; null there: platforms with few. */
export interface Stratum {
  kind: PlaceKind;
  platform: string | null;
}

export interface Flow {
  /** From the column of this number to the next. */
  column: number;
  /** Numbers of strata. */
  from: number;
  to: number;
  n: number;
  /** Of these, in a contested home after it. */
  contested: number;
}

export interface WhereaboutsTally {
  moments: readonly Moment[];
  communities: number;
  /** Channels of the roster that were never seen, and are in no column. */
  neverSeen: number;
  /** In the order in which they are drawn: it hangs on no crossing of ribbons, so that two figures of one case look alike. */
  strata: readonly Stratum[];
  /** By moment, then by stratum: each column adds up to `communities`. */
  columns: readonly (readonly { n: number; contested: number }[])[];
  /** In the order of columns and strata; each column's flows add up to `communities`. */
  flows: readonly Flow[];
  /** Where communities are alive elsewhere, sorted: the homes that this rests on. */
  homes: readonly ChannelRef[];
}

/** Platforms in the order of the column in which they first occur, the fuller first; kinds in their fixed order below them. */
export function tallied(moments: readonly Moment[], rows: readonly Whereabouts[], neverSeen: number): WhereaboutsTally {
  const platforms = platformsOf(moments, rows);
  const named = new Set(platforms.slice(0, MOST_PLATFORMS));
  const stratumOf = ({ kind, platform }: Place): Stratum => ({
    kind,
    platform: isAlive(kind) && platform !== null && named.has(platform) ? platform : null,
  });
  const taken = new Map<string, Stratum>();
  for (const row of rows) for (const place of row.places) taken.set(keyOf(stratumOf(place)), stratumOf(place));
  const rank = ({ kind, platform }: Stratum): number =>
    isAlive(kind) ? (platform === null ? MOST_PLATFORMS : platforms.indexOf(platform)) : MOST_PLATFORMS + 1;
  const strata = [...taken.values()].sort((a, b) => rank(a) - rank(b) || PLACE_KINDS.indexOf(a.kind) - PLACE_KINDS.indexOf(b.kind));
  const numbers = new Map(strata.map((stratum, i) => [keyOf(stratum), i]));
  const paths = rows.map((row) =>
    row.places.map((place) => ({ stratum: numbers.get(keyOf(stratumOf(place))) ?? 0, contested: place.contested })),
  );
  return {
    moments,
    communities: rows.length,
    neverSeen,
    strata,
    columns: moments.map((_, i) =>
      strata.map((_, stratum) => {
        const there = paths.filter((path) => path[i]?.stratum === stratum);
        return { n: there.length, contested: there.filter((path) => path[i]?.contested).length };
      }),
    ),
    flows: moments.slice(1).flatMap((_, i) => flowsFrom(i, paths)),
    homes: [...new Set(rows.flatMap((row) => row.places.flatMap(({ kind, home }) => (kind === 'elsewhere' ? (home ?? []) : []))))].sort(
      compare,
    ),
  };
}

function isAlive(kind: PlaceKind): boolean {
  return kind === 'own' || kind === 'elsewhere';
}

function keyOf({ kind, platform }: Stratum): string {
  return `${kind} ${platform ?? ''}`;
}

function platformsOf(moments: readonly Moment[], rows: readonly Whereabouts[]): string[] {
  const order: string[] = [];
  for (const i of moments.keys()) {
    const counts = new Map<string, number>();
    for (const row of rows) {
      const place = row.places[i];
      if (place === undefined || place.platform === null || !isAlive(place.kind) || order.includes(place.platform)) continue;
      counts.set(place.platform, (counts.get(place.platform) ?? 0) + 1);
    }
    order.push(...[...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0])).map(([platform]) => platform));
  }
  return order;
}

function flowsFrom(column: number, paths: readonly (readonly { stratum: number; contested: boolean }[])[]): Flow[] {
  const flows = new Map<string, Flow>();
  for (const path of paths) {
    const [from, to] = [path[column], path[column + 1]];
    if (from === undefined || to === undefined) continue;
    const key = `${from.stratum} ${to.stratum}`;
    const flow = flows.get(key) ?? { column, from: from.stratum, to: to.stratum, n: 0, contested: 0 };
    flows.set(key, { ...flow, n: flow.n + 1, contested: flow.contested + Number(to.contested) });
  }
  return [...flows.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}
