import { describe, expect, it } from 'vitest';
import { cumulativeIncidence } from '../../src/stats/incidence.ts';

describe('cumulative incidence', () => {
  it('without censoring: the share', () => {
    const rows = [1, 2, 3, 4].map((time) => ({ time, end: 1 as const }));
    expect(cumulativeIncidence(rows, [0, 1, 2.5, 4, 9])).toEqual([0, 0.25, 0.5, 1, 1]);
  });

  it('with censoring and another way to end, by hand', () => {
    // At risk 5, 4, 3, 2, 1: asked about at 1 and 4, another end at 2, censored at 3 and 5.
    const rows = [
      { time: 1, end: 1 as const },
      { time: 2, end: 2 as const },
      { time: 3, end: 0 as const },
      { time: 4, end: 1 as const },
      { time: 5, end: 0 as const },
    ];
    const [at1, at2, at4, at5, at6] = cumulativeIncidence(rows, [1, 2, 4, 5, 6]);
    expect(at1).toBeCloseTo(0.2, 12);
    expect(at2).toBeCloseTo(0.2, 12);
    // Left before 4: 4/5 · 3/4 = 0.6; half of it ends at 4.
    expect(at4).toBeCloseTo(0.5, 12);
    expect(at5).toBeCloseTo(0.5, 12);
    expect(at6).toBeNull();
  });

  it('nobody followed: nothing can be told', () => {
    expect(cumulativeIncidence([], [1])).toEqual([null]);
  });
});
