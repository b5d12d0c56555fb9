/** Which homes are one community's, one after the other? Chains of homes, so that a returnee is not counted as new. */

import type { Ms } from '../model/observation.ts';
import { type ChannelRef, platformOf } from '../model/ref.ts';
import type { State } from '../model/words.ts';
import type { IdentityKey } from './identity.ts';
import { type Join, type JoinBasis, joinsOf } from './lineage-joins.ts';
import { type LineageInput, type Stay, staysOf } from './lineage-stays.ts';
import { compare, groupBy } from './order.ts';

/** One home of a line: one stay of one channel, from its first sign of life (or its return) to its disappearance. */
export interface Home {
  identity: IdentityKey;
  channel: ChannelRef;
  platform: string;
  /** 1 for the first stay, 2 where it came back once, and so on. */
  stay: number;
  from: Ms | null;
  /** Where it ended: after `endedAfter`, and by `to`. Null where it has not, as far as is known. */
  endedAfter: Ms | null;
  to: Ms | null;
  state: State;
  /** That it continues the home before it; 1 for the first. */
  probability: number;
  /** What joins it to the home before it; null for the first. */
  basis: JoinBasis | null;
  contested: boolean;
}

export interface Lineage {
  /** The homes' names: the same for the same chain. */
  id: string;
  homes: Home[];
}

export interface Lineages {
  /** Every way from a first home to a last one; homes may stand in several. */
  lineages: Lineage[];
  /** Lines that were left out because their tangle of homes has more than `MOST_LINES`. */
  leftOut: number;
}

/** One-to-two and two-to-one several times over give more lines than anybody reads. */
export const MOST_LINES = 200;

/**
 * Lines of at least two homes, the earliest first. Stays are ordered by their last sign of life, so that a line never
 * turns in a circle: a channel that comes back is another stay of the same home.
 */
export function lineages(input: LineageInput): Lineages {
  const stays = staysOf(input);
  const joins = joinsOf(stays, input);
  const next = groupBy(joins, (join) => join.from);
  const joined = new Set(joins.map((join) => join.to));
  const starts = [...next.keys()].filter((stay) => !joined.has(stay)).sort((a, b) => inOrder(a, b));
  const lines: Lineage[] = [];
  let leftOut = 0;
  for (const start of starts) {
    const { paths, more } = pathsFrom(start, next);
    lines.push(...paths.map(lineOf));
    leftOut += more;
  }
  return { lineages: lines, leftOut };
}

function inOrder(a: Stay, b: Stay): number {
  return (a.from ?? 0) - (b.from ?? 0) || compare(a.identity, b.identity) || a.number - b.number;
}

interface Path {
  start: Stay;
  joins: Join[];
}

/** All ways from a stay to an end, the likeliest first at every fork; those beyond `MOST_LINES` are only counted. */
function pathsFrom(start: Stay, next: ReadonlyMap<Stay, Join[]>): { paths: Path[]; more: number } {
  const paths: Path[] = [];
  const walk = (stay: Stay, joins: Join[]): void => {
    if (paths.length >= MOST_LINES) return;
    const forks = [...(next.get(stay) ?? [])].sort((a, b) => b.probability - a.probability || inOrder(a.to, b.to));
    if (forks.length === 0) paths.push({ start, joins });
    for (const fork of forks) walk(fork.to, [...joins, fork]);
  };
  walk(start, []);
  return { paths, more: countFrom(start, next, new Map()) - paths.length };
}

function countFrom(stay: Stay, next: ReadonlyMap<Stay, Join[]>, known: Map<Stay, number>): number {
  const before = known.get(stay);
  if (before !== undefined) return before;
  const forks = next.get(stay) ?? [];
  const count = forks.length === 0 ? 1 : forks.reduce((sum, fork) => sum + countFrom(fork.to, next, known), 0);
  known.set(stay, count);
  return count;
}

function lineOf(path: Path): Lineage {
  const homes = [homeOf(path.start, null), ...path.joins.map((join) => homeOf(join.to, join))];
  return { id: homes.map((home) => (home.stay === 1 ? home.identity : `${home.identity}(${home.stay})`)).join(' > '), homes };
}

function homeOf(stay: Stay, join: Join | null): Home {
  return {
    identity: stay.identity,
    channel: stay.channel,
    platform: platformOf(stay.channel),
    stay: stay.number,
    from: stay.from,
    endedAfter: stay.ended?.after ?? null,
    to: stay.ended?.by ?? null,
    state: stay.state,
    probability: join?.probability ?? 1,
    basis: join?.basis ?? null,
    contested: join?.contested ?? false,
  };
}

/** A home that continues another one, and is therefore not new. */
export interface Continuation {
  identity: IdentityKey;
  channel: ChannelRef;
  /** The home before it, by the likeliest join. */
  of: IdentityKey;
  /** The first home of that line. */
  first: IdentityKey;
  /** That it continues the home before it. */
  probability: number;
  /** It had been a home of the line before, and came back. */
  returned: boolean;
}

/** The channels that continue others, one entry for each, sorted by identity: whoever counts new channels leaves them out. */
export function continuations(lines: readonly Lineage[]): Continuation[] {
  const best = new Map<IdentityKey, Continuation>();
  for (const { homes } of lines) {
    for (const [i, home] of homes.entries()) {
      const before = homes[i - 1];
      const first = homes[0];
      if (before === undefined || first === undefined) continue;
      const returned = homes.slice(0, i).some((earlier) => earlier.identity === home.identity);
      const entry = {
        identity: home.identity,
        channel: home.channel,
        of: before.identity,
        first: first.identity,
        probability: home.probability,
        returned,
      };
      const known = best.get(home.identity);
      // What it continued when it first came says more than that it came back.
      if (known === undefined || stronger(entry, known)) best.set(home.identity, entry);
    }
  }
  return [...best.values()].sort((a, b) => compare(a.identity, b.identity));
}

function stronger(a: Continuation, b: Continuation): boolean {
  if (a.returned !== b.returned) return !a.returned;
  return a.probability - b.probability > 0 || (a.probability === b.probability && compare(a.of, b.of) < 0);
}
