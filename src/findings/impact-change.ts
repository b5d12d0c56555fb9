/** By how much did a daily measure change, and how sure is that, where days are bursty and alike to their neighbours? */

import { studentQuantile } from '../stats/student.ts';

/**
 * Days of one window. The measure is Σ x / Σ z: a count per day where `z` is 1 on each day (null), a share or a mean where it
 * is something else.
 */
export interface DailyRatio {
  x: ArrayLike<number>;
  z: ArrayLike<number> | null;
  /** x counts independent things at best: its total cannot vary less than a Poisson number. */
  counts: boolean;
}

/** `change` −0.5: half as much a day as before. Null where nothing was before; `low` and `high` null where too few or too irregular days tell. */
export interface Change {
  change: number | null;
  low: number | null;
  high: number | null;
}

/** Fewer days tell nothing of how days vary. */
export const FEWEST_DAYS = 5;

/**
 * The change of Σx/Σz from one window to the other with a 95 % interval.
 *
 * The variance of each side is that of Σx/Σz, linearised into daily deviations x − z·Σx/Σz, with the equally weighted cosine
 * estimator of the long-run variance: ν = n^(2/3)/3 cosines, at least 2; Student's t with ν degrees of freedom for a side
 * (Lazarus, Lewis, Stock and Watson, JBES 36 (2018) 541), sides put together after Welch and Satterthwaite. It holds for
 * over-dispersed days that resemble their neighbours. The interval is Fieller's (JRSS B 16 (1954) 175): the ratios that the
 * two levels do not rule out. On the log scale a fall within days, which leaves most days at zero, would have no upper bound.
 */
export function changeOf(before: DailyRatio, after: DailyRatio): Change {
  const was = sideOf(before);
  const is = sideOf(after);
  if (was === null || is === null || was.level <= 0) return { change: null, low: null, high: null };
  const ratio = is.level / was.level;
  const change = ratio - 1;
  if (was.variance === null || is.variance === null) return { change, low: null, high: null };
  if (is.total <= 0) return { change, low: -1, high: highestOfNone(was, is.weight) };
  const reach = reachOf(is.variance, is.freedom, ratio ** 2 * was.variance, was.freedom) ** 2;
  const square = was.level ** 2 - reach * was.variance;
  // The level before may as well be none: no ratio is ruled out.
  if (square <= 0) return { change, low: null, high: null };
  const product = is.level * was.level;
  const root = Math.sqrt(Math.max(0, product ** 2 - square * (is.level ** 2 - reach * is.variance)));
  return { change, low: Math.max(0, (product - root) / square) - 1, high: (product + root) / square - 1 };
}

/** How many standard errors: Student's t for two variances with their degrees of freedom. */
function reachOf(a: number, freedomOfA: number, b: number, freedomOfB: number): number {
  const variance = a + b;
  const freedom = variance === 0 ? freedomOfA + freedomOfB : variance ** 2 / (a ** 2 / freedomOfA + b ** 2 / freedomOfB);
  return studentQuantile(0.975, freedom);
}

interface Side {
  total: number;
  weight: number;
  /** Σ x / Σ z, and its variance; null where too few days tell. */
  level: number;
  variance: number | null;
  freedom: number;
}

function sideOf({ x, z, counts }: DailyRatio): Side | null {
  const days = x.length;
  const total = sum(x);
  const weight = z === null ? days : sum(z);
  if (!(weight > 0)) return null;
  const level = total / weight;
  const freedom = Math.max(2, Math.floor(days ** (2 / 3) / 3));
  if (days < FEWEST_DAYS) return { total, weight, level, variance: null, freedom };
  const deviations = Float64Array.from({ length: days }, (_, day) => ((x[day] ?? 0) - level * (z === null ? 1 : (z[day] ?? 0))) / weight);
  const variance = days * longRunVariance(deviations, freedom);
  return { total, weight, level, variance: counts ? Math.max(variance, level / weight) : variance, freedom };
}

/** The mean of the squared projections on the first cosines of the window, whose own mean is zero. */
export function longRunVariance(deviations: ArrayLike<number>, cosines: number): number {
  const n = deviations.length;
  let squares = 0;
  for (let j = 1; j <= cosines; j += 1) {
    let projection = 0;
    for (let t = 0; t < n; t += 1) projection += (deviations[t] ?? 0) * Math.cos((Math.PI * j * (t + 0.5)) / n);
    squares += (2 / n) * projection ** 2;
  }
  return squares / cosines;
}

/** Nothing at all after: the most that none of a Poisson number allows at 97.5 %, in lumps as large as those before. */
function highestOfNone(was: Side, weight: number): number {
  const lump = Math.max(1, ((was.variance ?? 0) * was.weight) / was.level);
  return (-Math.log(0.025) * lump) / weight / was.level - 1;
}

export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i += 1) total += values[i] ?? 0;
  return total;
}
