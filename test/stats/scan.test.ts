import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compound, DISPERSIONS, integratedTail, likelihoods, meanDispersion, posterior } from '../../src/stats/dispersion.ts';
import { cumulated, exposureOf } from '../../src/stats/exposure.ts';
import { candidates, fitEdges, gain, lengthsFor } from '../../src/stats/scan.ts';
import { extent, reachOf, stillOpen } from '../../src/stats/surge.ts';
import { logNegativeBinomialTail } from '../../src/stats/tails.ts';

describe('exposure', () => {
  it('sums hazards over those at risk, as adding them one by one would', () => {
    const stay = fc.record({
      from: fc.integer({ min: 0, max: 50 }),
      length: fc.integer({ min: 0, max: 30 }),
      band: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(stay, { maxLength: 20 }), fc.integer({ min: 0, max: 90 }), (made, time) => {
        const hazards = [0.5, 0.1, 0.02];
        const stays = made.map(({ from, length, band }) => ({ from, to: from + length, band }));
        const direct = stays.reduce((sum, s) => sum + (hazards[s.band] ?? 0) * Math.max(0, Math.min(time, s.to) - s.from), 0);
        expect(cumulated(exposureOf(stays, 3), hazards)(time)).toBeCloseTo(direct, 9);
      }),
    );
  });
});

describe('dispersion', () => {
  it('sums to one, with the mean and the variance it states', () => {
    for (const [together, shape] of [
      [1, 2],
      [5, 8],
      [7, Number.POSITIVE_INFINITY],
    ] as const) {
      let [total, mean, square] = [0, 0, 0];
      for (let n = 0; n < 600; n++) {
        const p = Math.exp(compound(n, 6, together, shape, false));
        total += p;
        mean += n * p;
        square += n * n * p;
      }
      expect(total).toBeCloseTo(1, 6);
      expect(mean).toBeCloseTo(6, 4);
      expect(square - mean * mean).toBeCloseTo((6 * (2 * together + 1)) / 3 + 36 / shape, 2);
      expect(Math.exp(compound(4, 6, together, shape, true))).toBeCloseTo(
        1 - [0, 1, 2, 3].reduce((sum, n) => sum + Math.exp(compound(n, 6, together, shape, false)), 0),
        8,
      );
    }
  });

  it('is the negative binomial where all fall one by one, however far out', () => {
    for (const n of [3, 40, 900]) expect(compound(n, 25, 1, 4, true) / logNegativeBinomialTail(n, 25, 4)).toBeCloseTo(1, 6);
    expect(compound(5000, 3000, 1, 1e9, true)).toBeLessThan(-500);
  });

  it('is learnt from counts', () => {
    const learnt = (counts: number[]) => {
      const sums = new Float64Array(DISPERSIONS.length);
      for (const count of counts)
        likelihoods({ days: 1, count, expected: 1 }).forEach((value, i) => {
          sums[i] = (sums[i] ?? 0) + value;
        });
      return posterior(sums);
    };
    const single = learnt(Array.from({ length: 60 }, (_, i) => [0, 1, 2, 1, 1, 0, 2, 1][i % 8] ?? 1));
    const six = learnt(Array.from({ length: 60 }, (_, i) => (i % 6 === 0 ? 6 : 0)));
    expect(meanDispersion(single).together).toBeLessThan(2);
    expect(meanDispersion(six).together).toBeGreaterThan(5);
    const tail = (weights: Float64Array) => integratedTail(weights, { days: 1, count: 12, expected: 1 }, () => Number.POSITIVE_INFINITY);
    expect(tail(six)).toBeGreaterThan(1000 * tail(single));
  });
});

describe('the scan', () => {
  const flat = (rate: number) => (time: number) => rate * time;
  const at = (time: number, width = 0.05, weight = 1) => ({ after: time, by: time + width, weight });

  it('finds where events crowd, and fits its edges', () => {
    const background = Array.from({ length: 30 }, (_, i) => at(i + 0.5));
    const burst = Array.from({ length: 20 }, (_, i) => at(12 + i * 0.01));
    const events = [...background, ...burst].sort((a, b) => a.after - b.after);
    const best = candidates(events, flat(1), lengthsFor(30, 0), []).sort(
      (a, b) => gain(b.count, b.expected) - gain(a.count, a.expected),
    )[0];
    const fitted = fitEdges(events, flat(1), best ?? { from: 0, to: 0, length: 0, count: 0, expected: 0 });
    expect(fitted).toMatchObject({ from: 12, count: 20 });
    expect(fitted.to).toBeCloseTo(12.24, 9);
  });

  it('counts nothing in windows shorter than the interval that it is known by', () => {
    const wide = Array.from({ length: 30 }, (_, i) => at(10 + i * 0.001, 3));
    expect(candidates(wide, flat(1), lengthsFor(60, 0), []).every((window) => window.length > 3)).toBe(true);
  });

  it('leaves at least two thirds of the time to tell what is ordinary, but for windows of a day', () => {
    expect(Math.max(...lengthsFor(2, 0))).toBeLessThan(1.4);
    expect(Math.max(...lengthsFor(30, 0))).toBeLessThanOrEqual(10);
    expect(Math.min(...lengthsFor(365, 2))).toBeGreaterThan(2);
    expect(Math.max(...lengthsFor(365, 0))).toBeCloseTo(512 / 24, 9);
  });
});

describe('a surge', () => {
  const steps = (times: number[], rate: number) => times.map((distance) => ({ distance, weight: 1, expected: rate * distance }));

  it('reaches as far as losses stay raised, over a small lull, and no further', () => {
    const tail = Array.from({ length: 30 }, (_, i) => 0.2 * (i + 1));
    const lull = tail.map((time) => (time > 3 ? time + 1 : time));
    expect(reachOf(steps(tail, 1), 1)).toBe(6);
    expect(reachOf(steps(lull, 1), 1)).toBe(7);
    expect(reachOf(steps([...tail, 9, 10, 11], 1), 1)).toBe(6);
    expect(reachOf(steps([1, 2, 3, 4, 5], 1), 1)).toBe(0);
    expect(reachOf(steps(tail, 1), 20)).toBe(0);
  });

  it('may go on until it has been quiet for long enough', () => {
    expect(stillOpen({ count: 30, days: 3 }, 1, 0.5, 1)).toBe(true);
    expect(stillOpen({ count: 30, days: 3 }, 1, 1.6, 1)).toBe(false);
    expect(stillOpen({ count: 6, days: 3 }, 0.1, 2, 1)).toBe(true);
    expect(stillOpen({ count: 6, days: 3 }, 0.1, 3.5, 1)).toBe(false);
    expect(stillOpen({ count: 300, days: 3 }, 0.1, 1, 2)).toBe(true);
  });

  it('begins and ends in the innermost intervals, each within one interval of the truth', () => {
    const loss = fc.record({ died: fc.double({ min: 5, max: 7, noNaN: true }), phase: fc.double({ min: 0, max: 0.5, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(loss, { minLength: 1, maxLength: 30 }), (losses) => {
        const members = losses.map(({ died, phase }) => {
          const n = Math.ceil((died - phase) / 0.5);
          return { after: (n - 1) * 0.5 + phase, by: n * 0.5 + phase, weight: 1 };
        });
        const found = extent(members);
        const times = losses.map(({ died }) => died);
        expect(Math.abs(found.from - Math.min(...times))).toBeLessThanOrEqual(0.5 + 1e-9);
        expect(Math.abs(found.to - Math.max(...times))).toBeLessThanOrEqual(0.5 + 1e-9);
        expect(found.fromBy).toBeGreaterThanOrEqual(Math.min(...times) - 1e-9);
      }),
    );
  });
});
