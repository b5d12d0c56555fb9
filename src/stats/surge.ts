/** How far does a surge reach beyond its core? It stays open over small lulls and closes once the rate is ordinary again. */

import type { Interval } from './scan.ts';

/** The least raise over the ordinary rate that still belongs to a surge. */
const RAISE = 3;
/** Evidence (natural log) for reaching further, and for having ended. */
const ENOUGH = 5;
const ENDED = 4;
/** A lull as long as this closes it whatever the rates. */
const LONGEST_LULL = 3;

/**
 * Walks away from the core through the times (in days from its edge, rising) at which further events have certainly
 * happened, and sums the evidence for a raised against an ordinary rate (Page's cumulative sum, 1954). Returns how far the
 * surge reaches: the place of the greatest sum, where it is enough; 0 where it ends with its core.
 *
 * `inflation` (variance over mean of ordinary counts) makes the evidence of each event and each pause so much weaker.
 */
export function reachOf(steps: readonly { distance: number; weight: number; expected: number }[], inflation: number): number {
  let sum = 0;
  let peak = 0;
  let reach = 0;
  let seen = 0;
  let last = 0;
  for (const { distance, weight, expected } of steps) {
    sum -= ((RAISE - 1) * (expected - seen)) / inflation;
    seen = expected;
    if (sum < peak - ENDED || distance - last > LONGEST_LULL) break;
    sum += (weight * Math.log(RAISE)) / inflation;
    last = distance;
    if (sum > peak) {
      peak = sum;
      reach = distance;
    }
  }
  return peak >= ENOUGH ? reach : 0;
}

/**
 * Whether a surge may still be going on: the quiet since its last event is too short to tell. Its own late rate (half of
 * what its last three days had) sets how much quiet is needed, and never less than `least` days.
 */
export function stillOpen(lastDays: { count: number; days: number }, ordinary: number, quiet: number, least: number): boolean {
  if (quiet < least) return true;
  if (quiet >= Math.max(LONGEST_LULL, least)) return false;
  const raised = Math.max(RAISE * ordinary, lastDays.count / Math.max(1, lastDays.days) / 2);
  return (raised - ordinary) * quiet < ENOUGH;
}

/**
 * First and last innermost interval (Turnbull 1976): where the first and the last event of the surge lie, as closely as their
 * intervals tell. With intervals no longer than d, each bound is within d of the truth.
 */
export function extent(members: readonly Interval[]): { from: number; fromBy: number; toAfter: number; to: number } {
  const fromBy = members.reduce((least, event) => Math.min(least, event.by), Number.POSITIVE_INFINITY);
  const toAfter = members.reduce((most, event) => Math.max(most, event.after), Number.NEGATIVE_INFINITY);
  const from = members.reduce((most, event) => (event.after < fromBy ? Math.max(most, event.after) : most), Number.NEGATIVE_INFINITY);
  const to = members.reduce((least, event) => (event.by > toAfter ? Math.min(least, event.by) : least), Number.POSITIVE_INFINITY);
  return { from, fromBy, toAfter, to };
}
