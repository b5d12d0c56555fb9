import { describe, expect, it } from 'vitest';
import { studentBelow, studentQuantile } from '../../src/stats/student.ts';

describe("Student's t", () => {
  it('has the quantiles of the printed tables', () => {
    for (const [p, df, t] of [
      [0.975, 1, 12.7062],
      [0.975, 2, 4.30265],
      [0.975, 3, 3.18245],
      [0.975, 4, 2.77645],
      [0.975, 10, 2.22814],
      [0.975, 30, 2.04227],
      [0.95, 5, 2.01505],
      [0.995, 120, 2.61742],
    ] as const) {
      expect(studentQuantile(p, df)).toBeCloseTo(t, 4);
      expect(studentQuantile(1 - p, df)).toBeCloseTo(-t, 4);
    }
    expect(studentQuantile(0.975, 1e7)).toBeCloseTo(1.959964, 4);
  });

  it('takes degrees of freedom that are no whole number, and inverts itself', () => {
    for (const df of [0.7, 1.5, 3.3, 57.2])
      for (const p of [0.01, 0.3, 0.5, 0.8, 0.999]) expect(studentBelow(studentQuantile(p, df), df)).toBeCloseTo(p, 9);
    expect(() => studentQuantile(1, 3)).toThrow(RangeError);
    expect(() => studentQuantile(0.5, 0)).toThrow(RangeError);
  });
});
