import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLogistic, logistic, softplus } from '../../src/stats/logistic.ts';

const free = (size: number) => ({
  prior: Array.from({ length: size }, () => 0),
  precision: Array.from({ length: size }, () => 0),
  low: Array.from({ length: size }, () => -50),
  high: Array.from({ length: size }, () => 50),
});

describe('fitLogistic', () => {
  it('finds the closed answer for one yes-or-no measure', () => {
    // 30 of 40 with the measure, 10 of 60 without: log-odds ln 3 and ln 0.2.
    const rows = [...Array(40).fill([1, 1]), ...Array(60).fill([1, 0])].map((row: number[]) => Float64Array.from(row));
    const yes = rows.map((_, i) => (i < 30 || (i >= 40 && i < 50) ? 1 : 0));
    const found = fitLogistic({ rows, yes, weight: rows.map(() => 1), ...free(2) });
    expect(found[0]).toBeCloseTo(Math.log(0.2), 6);
    expect(found[1]).toBeCloseTo(Math.log(3) - Math.log(0.2), 6);
  });

  it('counts a row of weight three like three rows', () => {
    const rows = [
      [1, 2],
      [1, -1],
      [1, 0.5],
      [1, -2],
    ].map((row) => Float64Array.from(row));
    const yes = [1, 0, 0, 1];
    const common = { ...free(2), precision: [0.3, 0.3] };
    const weighted = fitLogistic({ rows, yes, weight: [3, 1, 1, 1], ...common });
    const repeated = fitLogistic({
      rows: [rows[0], rows[0], ...rows] as Float64Array[],
      yes: [1, 1, ...yes],
      weight: [1, 1, 1, 1, 1, 1],
      ...common,
    });
    expect(weighted[0]).toBeCloseTo(repeated[0] ?? 0, 7);
    expect(weighted[1]).toBeCloseTo(repeated[1] ?? 0, 7);
  });

  it('stays within its bounds and is no worse there than anywhere near', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.boolean()), { minLength: 4, maxLength: 30 }),
        (points) => {
          const rows = points.map(([x]) => Float64Array.of(1, x));
          const yes = points.map(([, y]) => (y ? 1 : 0));
          const problem = { rows, yes, weight: rows.map(() => 1), prior: [0, 1], precision: [0.1, 0.1], low: [-50, 0], high: [50, 2] };
          const found = fitLogistic(problem);
          const loss = (a: number, b: number): number =>
            points.reduce((sum, [x, y]) => sum + softplus(y ? -(a + b * x) : a + b * x), 0) + 0.05 * a * a + 0.05 * (b - 1) ** 2;
          const [a = 0, b = 0] = found;
          expect(b).toBeGreaterThanOrEqual(0);
          expect(b).toBeLessThanOrEqual(2);
          for (const [da, db] of [
            [0.01, 0],
            [-0.01, 0],
            [0, 0.01],
            [0, -0.01],
          ] as const) {
            const other = Math.min(2, Math.max(0, b + db));
            expect(loss(a, b)).toBeLessThanOrEqual(loss(a + da, other) + 1e-9);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('stays at the prior where nothing is known', () => {
    const found = fitLogistic({ rows: [], yes: [], weight: [], prior: [2, -1], precision: [1, 1], low: [-5, -5], high: [5, 5] });
    expect([...found]).toEqual([2, -1]);
  });

  it('neither overflows nor loses small numbers', () => {
    expect(logistic(-800)).toBe(0);
    expect(logistic(800)).toBe(1);
    expect(softplus(800)).toBe(800);
    expect(softplus(-40)).toBeCloseTo(Math.exp(-40), 30);
  });
});
