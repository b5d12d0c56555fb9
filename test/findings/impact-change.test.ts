import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeOf, longRunVariance } from '../../src/findings/impact-change.ts';
import { burstyCounts } from '../../src/simulate/interventions-panels.ts';
import { random } from '../../src/simulate/random.ts';

const days = (x: ArrayLike<number>) => ({ x, z: null, counts: true });

describe('changes', () => {
  it('compares levels of days, not totals of windows of different length', () => {
    const { change } = changeOf(days(Array(30).fill(10)), days(Array(15).fill(5)));
    expect(change).toBeCloseTo(-0.5, 12);
  });

  it('allows steady counts no less than a Poisson number varies', () => {
    // Ten a day for thirty days are 300: a Poisson total varies by 1/√300, two of them by √(2/300).
    const { low, high } = changeOf(days(Array(30).fill(10)), days(Array(30).fill(10)));
    expect(low).toBeLessThan(-Math.sqrt(2 / 300));
    expect(high).toBeGreaterThan(Math.sqrt(2 / 300));
    expect(high).toBeLessThan(0.3);
    const sure = changeOf({ x: Array(30).fill(10), z: null, counts: false }, { x: Array(30).fill(5), z: null, counts: false });
    expect([sure.low, sure.high]).toEqual([-0.5, -0.5]);
  });

  it('says nothing where nothing was before, and little where nothing is after', () => {
    expect(changeOf(days(Array(30).fill(0)), days(Array(30).fill(4)))).toEqual({ change: null, low: null, high: null });
    const gone = changeOf(days(Array(30).fill(10)), days(Array(30).fill(0)));
    expect(gone.change).toBe(-1);
    expect(gone.low).toBe(-1);
    // 3.69 posts in all are not ruled out.
    expect(gone.high).toBeCloseTo(-1 + 3.689 / 300, 5);
  });

  it('gives no interval from fewer than five days, nor against a level that is lost in its noise', () => {
    expect(changeOf(days([3, 4, 3, 5]), days(Array(30).fill(4)))).toMatchObject({ low: null, high: null });
    const noisy = [...Array(29).fill(0), 300];
    expect(changeOf(days(noisy), days(Array(30).fill(10)))).toEqual({ change: 0, low: null, high: null });
  });

  it('is not fooled by a fall within a few days', () => {
    const after = [90, 40, 20, 8, 3, 1, ...Array(24).fill(0)];
    const { change, high } = changeOf(days(Array(30).fill(100)), days(after));
    expect(change).toBeCloseTo(162 / 3000 - 1, 12);
    expect(high).toBeLessThan(-0.7);
  });

  it('weighs ratios by their weights', () => {
    const ratio = changeOf(
      { x: [1, 9, 1, 9, 1, 9], z: [10, 90, 10, 90, 10, 90], counts: false },
      { x: [2, 2, 2, 2, 2, 2], z: Array(6).fill(10), counts: false },
    );
    expect(ratio.change).toBeCloseTo(1, 12);
    expect(ratio.low).toBeCloseTo(1, 9);
  });

  it('holds the true change in 95 of 100 worlds of bursty days, with and without memory', () => {
    for (const [memory, least] of [
      [0, 0.92],
      [0.5, 0.91],
    ] as const) {
      let held = 0;
      for (let seed = 0; seed < 400; seed += 1) {
        const chance = random(`test/${memory}/${seed}`);
        const { low, high } = changeOf(
          days(burstyCounts(30, 100, { deviation: 0.3, memory }, chance)),
          days(burstyCounts(30, 60, { deviation: 0.3, memory }, chance)),
        );
        if (low !== null && high !== null && low <= -0.4 && -0.4 <= high) held += 1;
      }
      expect(held / 400).toBeGreaterThan(least);
      expect(held / 400).toBeLessThan(0.985);
    }
  });

  it('has its change inside its interval, whatever the days', () => {
    const window = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(window, window, (before, after) => {
        const { change, low, high } = changeOf(days(before), days(after));
        if (change === null || low === null || high === null) return;
        expect(low).toBeGreaterThanOrEqual(-1);
        expect(low).toBeLessThanOrEqual(change + 1e-9);
        expect(high).toBeGreaterThanOrEqual(change - 1e-9);
      }),
    );
  });
});

describe('long-run variance', () => {
  it('is the plain variance for independent days and more for days that resemble each other', () => {
    const mean = (memory: number): number => {
      let sum = 0;
      for (let seed = 0; seed < 300; seed += 1) {
        const chance = random(`variance/${memory}/${seed}`);
        let level = chance.normal(0, 1);
        const values = Array.from({ length: 200 }, () => {
          level = memory * level + Math.sqrt(1 - memory ** 2) * chance.normal(0, 1);
          return level;
        });
        sum += longRunVariance(values, 5);
      }
      return sum / 300;
    };
    expect(mean(0)).toBeGreaterThan(0.85);
    expect(mean(0)).toBeLessThan(1.15);
    // (1 + ρ)/(1 − ρ) = 3 at ρ = 0.5.
    expect(mean(0.5)).toBeGreaterThan(2.4);
    expect(mean(0.5)).toBeLessThan(3.4);
  });
});
