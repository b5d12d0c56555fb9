/** Has a channel stopped posting, or is this a pause of the kind it has always made? */

/** Looked at for as long as one likes, a living channel is called silent by mistake about this often a year. */
export const FALSE_SILENCES_PER_YEAR = 0.1;

/** Fewer gaps between days with posts than this, and nothing is known of a habit. */
export const ENOUGH_GAPS = 5;

/** However regular the past: a channel that once leaves out a post, as on a holiday, is not silent. */
const SHORTEST_THRESHOLD_PAUSES = 2;
/** However little is known of a habit: beyond this, and three times the longest pause ever seen, a channel is silent. */
const LONGEST_THRESHOLD_DAYS = 120;
const LONGEST_THRESHOLD_PAUSES = 3;
const DAYS_A_YEAR = 365.25;
/** Prior of the tail's exponent: as if four gaps of a tail with exponent 2 (finite mean, infinite variance) had been seen. */
const PRIOR_SHAPE = 4;
const PRIOR_RATE = 2;
const TAIL_SHARE = 0.2;
const USUAL_SHARE = 0.95;

export interface Habit {
  /** Gaps between days with posts that this rests on. */
  gaps: number;
  /** Days since the last post that 19 in 20 of its past gaps did not reach. */
  usualDays: number;
  /** Days since the last post beyond which the channel is silent. */
  silentAfterDays: number;
}

/**
 * The posting habit of a channel from the days (whole days since 1970, any order) on which it posted.
 * Null where fewer than `ENOUGH_GAPS` gaps are known.
 *
 * Gaps are counted between days with posts, so that night, day and bursts within a day play no part. That the next gap
 * is longer than all n before it has probability 1/(n + 1), whatever their distribution (a record among exchangeable
 * values: Rényi 1962). How much longer it may be is the heavy tail of human pauses (Barabási 2005, Nature 435), modelled
 * as Pareto beyond the longest; its exponent is learnt from the k longest gaps (Hill 1975) under a gamma prior, which is
 * conjugate and is integrated out (Arnold and Press 1989), so that few gaps give a long, cautious threshold:
 *
 *   P(gap > x) = 1/(n + 1) · (b / (b + ln(x/longest)))^a   with a = a0 + k, b = b0 + Σ ln(gap_i/u), u the next longest gap
 *
 * A channel that is looked at again and again has each of its gaps tested once, at its end, however often one looks.
 * So the probability is set for a gap: the yearly rate of mistakes divided by the gaps that this channel makes in a year.
 */
export function habitOf(days: readonly number[]): Habit | null {
  const active = [...new Set(days)].sort((a, b) => a - b);
  const gaps: number[] = [];
  for (let i = 1; i < active.length; i++) gaps.push((active[i] ?? 0) - (active[i - 1] ?? 0));
  const n = gaps.length;
  if (n < ENOUGH_GAPS) return null;
  gaps.sort((a, b) => b - a);
  const k = Math.min(n, Math.max(ENOUGH_GAPS, Math.ceil(n * TAIL_SHARE)));
  const u = gaps[Math.min(k, n - 1)] ?? 1;
  const shape = PRIOR_SHAPE + k;
  const rate = gaps.slice(0, k).reduce((sum, gap) => sum + Math.log(gap / u), PRIOR_RATE);
  const meanGap = gaps.reduce((sum, gap) => sum + gap, 0) / n;
  const perGap = (FALSE_SILENCES_PER_YEAR * meanGap) / DAYS_A_YEAR;
  const longest = gaps[0] ?? 1;
  const excess = rate * ((1 / ((n + 1) * perGap)) ** (1 / shape) - 1);
  const stretch = Math.max(SHORTEST_THRESHOLD_PAUSES, Math.exp(excess));
  const extrapolated = Math.min(longest * stretch, Math.max(LONGEST_THRESHOLD_DAYS, LONGEST_THRESHOLD_PAUSES * longest));
  const usual = gaps[Math.floor((1 - USUAL_SHARE) * n)] ?? u;
  // Two posts on days g apart may lie g + 1 days apart on the clock.
  return { gaps: n, usualDays: usual + 1, silentAfterDays: extrapolated + 1 };
}
