/** How many channels exist, going by what two observers' rosters share? A lower bound, since observers follow the same hubs. */

import { type ChannelRef, platformOf } from '../model/ref.ts';
import { exactTotal } from '../stats/hypergeometric.ts';
import type { IdentityKey } from './identity.ts';
import { compare } from './order.ts';

/** Fewer shared channels than this give no estimate: it would be biased downwards (Robson and Regier 1964). */
export const LEAST_SHARED = 7;

export interface OverlapInput {
  first: Iterable<ChannelRef>;
  second: Iterable<ChannelRef>;
  /** The channel a reference means; handles and native ids of one channel give one identity. */
  resolve: (ref: ChannelRef) => IdentityKey;
  /** Controls, which nobody found: left out of both. */
  controls: ReadonlySet<IdentityKey>;
}

export interface Overlap {
  first: number;
  second: number;
  both: number;
  /** Sorted. */
  onlyFirst: IdentityKey[];
  onlySecond: IdentityKey[];
  seen: number;
  /** Null where it is refused: how many exist (not rounded), with the 95 % interval of independent observers. */
  total: { estimate: number; low: number; high: number } | null;
  refused: string | null;
  cautions: string[];
  /** By platform: how many each watches, and both. */
  platforms: { platform: string; first: number; second: number; both: number }[];
}

/**
 * Chapman's estimator (1951) of how many there are, from two samples of n1 and n2 that share m: (n1 + 1)(n2 + 1)/(m + 1) − 1.
 * Never below n1 + n2 − m; without bias where the samples are independent and n1 + n2 is at least the whole.
 */
export function chapman(n1: number, n2: number, m: number): number {
  return ((n1 + 1) * (n2 + 1)) / (m + 1) - 1;
}

/** Holds two rosters against each other; the order of references, and how often one is listed, never matters. */
export function overlap(input: OverlapInput): Overlap {
  const identitiesOf = (refs: Iterable<ChannelRef>): Set<IdentityKey> =>
    new Set([...refs].map(input.resolve).filter((identity) => !input.controls.has(identity)));
  const first = identitiesOf(input.first);
  const second = identitiesOf(input.second);
  const both = [...first].filter((identity) => second.has(identity));
  const platforms = platformsOf(first, second);
  const [n1, n2, m] = [first.size, second.size, both.length];
  const refused = refusal(n1, n2, m);
  return {
    first: n1,
    second: n2,
    both: m,
    onlyFirst: without(first, second),
    onlySecond: without(second, first),
    seen: n1 + n2 - m,
    total: refused === null ? { estimate: chapman(n1, n2, m), ...exactTotal(m, n1, n2, 0.95) } : null,
    refused,
    cautions: refused === null ? cautionsOf(n1, n2, m, platforms) : [],
    platforms,
  };
}

function without(these: ReadonlySet<IdentityKey>, those: ReadonlySet<IdentityKey>): IdentityKey[] {
  return [...these].filter((identity) => !those.has(identity)).sort(compare);
}

function refusal(n1: number, n2: number, m: number): string | null {
  if (n1 === 0 || n2 === 0) return `the ${n1 === 0 ? 'first' : 'second'} roster has no channel but controls, so nothing can be estimated`;
  if (m >= LEAST_SHARED) return null;
  return `the rosters share ${m === 0 ? 'no channel' : m === 1 ? '1 channel' : `${m} channels`}; with fewer than ${LEAST_SHARED} in both, an estimate would be too low and too uncertain to use`;
}

function cautionsOf(n1: number, n2: number, m: number, platforms: Overlap['platforms']): string[] {
  const cautions = [
    'A lower bound, unless the two divided the work between them: observers follow the same hubs and share more than chance alone would give, so there may be more channels than the upper end of the interval.',
  ];
  if (m === Math.min(n1, n2))
    cautions.push(
      'One roster holds the whole other one: if one was made from the other, they share by copying, and this says nothing of what exists.',
    );
  const lonely = platforms.filter((row) => row.first === 0 || row.second === 0).map((row) => row.platform);
  if (lonely.length > 0)
    cautions.push(
      `Only one roster has channels of ${lonely.join(', ')}: where observers divide the work between them, the estimate is too high instead.`,
    );
  return cautions;
}

function platformsOf(first: ReadonlySet<IdentityKey>, second: ReadonlySet<IdentityKey>): Overlap['platforms'] {
  const rows = new Map<string, { platform: string; first: number; second: number; both: number }>();
  for (const identity of new Set([...first, ...second])) {
    const platform = platformOf(identity);
    const row = rows.get(platform) ?? { platform, first: 0, second: 0, both: 0 };
    rows.set(platform, row);
    if (first.has(identity)) row.first += 1;
    if (second.has(identity)) row.second += 1;
    if (first.has(identity) && second.has(identity)) row.both += 1;
  }
  return [...rows.values()].sort((a, b) => compare(a.platform, b.platform));
}
