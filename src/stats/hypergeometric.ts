/** How many do two random samples share? Tails of the hypergeometric, and the sizes of the whole that they leave possible. */

import { logGamma } from './tails.ts';

/** P(X ≤ m) and P(X ≥ m) of the number that random samples of n1 and n2 from `total` share. */
export function sharedTails(m: number, n1: number, n2: number, total: number): { below: number; above: number } {
  const least = Math.max(0, n1 + n2 - total);
  const most = Math.min(n1, n2);
  if (m < least) return { below: 0, above: 1 };
  if (m > most) return { below: 1, above: 0 };
  const here = Math.exp(logShared(m, n1, n2, total));
  let [below, above] = [here, here];
  for (let k = m, term = here; k > least && term > 0; k -= 1) {
    term *= (k * (total - n1 - n2 + k)) / ((n1 - k + 1) * (n2 - k + 1));
    below += term;
    if (term < below * 1e-17) break;
  }
  for (let k = m, term = here; k < most && term > 0; k += 1) {
    term *= ((n1 - k) * (n2 - k)) / ((k + 1) * (total - n1 - n2 + k + 1));
    above += term;
    if (term < above * 1e-17) break;
  }
  return { below: Math.min(1, below), above: Math.min(1, above) };
}

/** log P(X = m). */
function logShared(m: number, n1: number, n2: number, total: number): number {
  return logChoose(n1, m) + logChoose(total - n1, n2 - m) - logChoose(total, n2);
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

/**
 * The exact interval of the size of the whole when random samples of n1 and n2 share m, m > 0: every size under which so few
 * and under which so many has a probability above half of what `level` leaves (Cosenza and others,
 * American Review of Mathematics and Statistics 2, 2014).
 */
export function exactTotal(m: number, n1: number, n2: number, level: number): { low: number; high: number } {
  const side = (1 - level) / 2;
  const union = n1 + n2 - m;
  const tooSmall = (total: number): boolean => sharedTails(m, n1, n2, total).below <= side;
  const possible = (total: number): boolean => sharedTails(m, n1, n2, total).above > side;
  const low = tooSmall(union) ? firstNot(tooSmall, union) : union;
  return { low, high: possible(low) ? firstNot(possible, low) - 1 : low };
}

/** The first whole number from which on `held` fails; it holds at `from`, and once it fails it does for good. */
function firstNot(held: (total: number) => boolean, from: number): number {
  let step = 1;
  while (held(from + step)) step *= 2;
  let [yes, no] = [from + Math.floor(step / 2), from + step];
  if (step === 1) yes = from;
  while (no - yes > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (held(middle)) yes = middle;
    else no = middle;
  }
  return no;
}
