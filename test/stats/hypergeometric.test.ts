import { describe, expect, it } from 'vitest';
import { exactTotal, sharedTails } from '../../src/stats/hypergeometric.ts';

/** P(X = m) from whole numbers alone. */
function shared(m: number, n1: number, n2: number, total: number): number {
  const choose = (n: number, k: number): bigint => {
    if (k < 0 || k > n) return 0n;
    let product = 1n;
    for (let i = 1; i <= k; i += 1) product = (product * BigInt(n - k + i)) / BigInt(i);
    return product;
  };
  const scale = 10n ** 18n;
  return Number((choose(n1, m) * choose(total - n1, n2 - m) * scale) / choose(total, n2)) / 1e18;
}

describe('samples that share some', () => {
  it('both tails are the sums of the probabilities', () => {
    for (const [n1, n2, total] of [
      [5, 4, 12],
      [30, 20, 40],
      [90, 60, 400],
      [7, 7, 7],
    ] as const) {
      let below = 0;
      for (let m = 0; m <= Math.min(n1, n2); m += 1) {
        const here = shared(m, n1, n2, total);
        const tails = sharedTails(m, n1, n2, total);
        below += here;
        expect(tails.below).toBeCloseTo(below, 9);
        expect(tails.above).toBeCloseTo(1 - below + here, 9);
      }
    }
  });

  it('the interval holds exactly the sizes under which both tails are above 2.5 %', () => {
    for (const [m, n1, n2] of [
      [7, 20, 30],
      [20, 20, 30],
      [9, 9, 9],
      [37, 165, 50],
    ] as const) {
      const union = n1 + n2 - m;
      const possible: number[] = [];
      for (let total = union; total < 40 * union; total += 1) {
        const { below, above } = sharedTails(m, n1, n2, total);
        if (below > 0.025 && above > 0.025) possible.push(total);
      }
      expect(exactTotal(m, n1, n2, 0.95)).toEqual({ low: possible[0], high: possible.at(-1) });
      expect(possible).toHaveLength((possible.at(-1) ?? 0) - (possible[0] ?? 0) + 1);
    }
  });

  it('great rosters give plausible ends', () => {
    const { low, high } = exactTotal(1_000, 100_000, 100_000, 0.95);
    // About 10 million, give or take 1.96/√1000 of it.
    expect(low / 1e7).toBeCloseTo(0.94, 2);
    expect(high / 1e7).toBeCloseTo(1.065, 2);
  });
});
