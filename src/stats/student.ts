/** How far out does Student's t reach? For intervals whose variance was itself estimated from little. */

import { logBeta } from './tails.ts';

/** The probability that Student's t with `df` degrees of freedom (any positive number) lies below `t`. */
export function studentBelow(t: number, df: number): number {
  const tail = Math.exp(logBeta(df / (df + t * t), df / 2, 0.5)) / 2;
  return t < 0 ? tail : 1 - tail;
}

/**
 * The value below which Student's t with `df` degrees of freedom lies with probability `p`; 0 < p < 1, df > 0.
 * By bisection of the distribution function: exact to about ten digits.
 */
export function studentQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1 && df > 0)) throw new RangeError(`no quantile of Student's t at p = ${p}, df = ${df}`);
  if (p < 0.5) return -studentQuantile(1 - p, df);
  let low = 0;
  let high = 1;
  while (studentBelow(high, df) < p && high < 1e150) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-12 * high; i += 1) {
    const middle = (low + high) / 2;
    if (studentBelow(middle, df) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
