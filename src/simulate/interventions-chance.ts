/** Counts drawn by chance. */

import type { Random } from './random.ts';

/** A Poisson number with this mean; by counting, in pieces that do not underflow. */
export function poisson(mean: number, chance: Random): number {
  let left = mean;
  let total = 0;
  // Sums of Poisson numbers are Poisson: large means are drawn in parts.
  for (; left > 30; left -= 30) total += small(30, chance);
  return total + small(left, chance);
}

function small(mean: number, chance: Random): number {
  const limit = Math.exp(-mean);
  let product = chance.uniform();
  let n = 0;
  for (; product > limit; n += 1) product *= chance.uniform();
  return n;
}
