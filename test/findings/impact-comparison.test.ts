import { describe, expect, it } from 'vitest';
import { panelOf } from '../../quality/impact-rows.ts';
import { differences, inPoints, inRatio } from '../../src/findings/impact-comparison.ts';
import { networkOf, successorsAmong } from '../../src/findings/impact-network.ts';
import type { Candidate, Succession } from '../../src/findings/successors.ts';
import { activityPanel } from '../../src/simulate/interventions-panels.ts';
import { random } from '../../src/simulate/random.ts';

const units = (...pairs: [number, number][]) => pairs.map(([before, after]) => ({ before, after }));

describe('difference in differences', () => {
  it('is one mean change minus the other, with the interval of a Welch test', () => {
    const targeted = units([0.2, 0.4], [0.3, 0.6], [0.1, 0.2], [0.4, 0.7], [0.2, 0.5], [0.3, 0.4]);
    const others = units([0.2, 0.2], [0.3, 0.4], [0.1, 0.1], [0.4, 0.5], [0.2, 0.2]);
    const { difference, low, high, targeted: a, comparison: b, unit } = inPoints(targeted, others);
    expect(unit).toBe('points');
    expect(a).toBeCloseTo(1.3 / 6, 12);
    expect(b).toBeCloseTo(0.04, 12);
    expect(difference).toBeCloseTo(1.3 / 6 - 0.04, 12);
    // Both from SciPy: ttest_ind([.2,.3,.1,.3,.3,.1], [0,.1,0,.1,0], equal_var=False).confidence_interval()
    expect(low).toBeCloseTo(0.06829414743, 8);
    expect(high).toBeCloseTo(0.28503918591, 8);
  });

  it('compares totals as ratios: a change common to both is taken out', () => {
    const targeted = units(...Array.from({ length: 20 }, (_, i): [number, number] => [i + 1, 0.35 * (i + 1)]));
    const others = units(...Array.from({ length: 20 }, (_, i): [number, number] => [i + 1, 0.5 * (i + 1)]));
    const { difference, low, high, targeted: a, comparison: b } = inRatio(targeted, others);
    expect([a, b]).toEqual([expect.closeTo(-0.65, 12), expect.closeTo(-0.5, 12)]);
    expect(difference).toBeCloseTo(-0.3, 12);
    // Every channel changed by the same factor: nothing is left to vary.
    expect(low).toBeCloseTo(-0.3, 6);
    expect(high).toBeCloseTo(-0.3, 6);
  });

  it('gives no interval from few channels, or where one channel is nearly all', () => {
    const four = units([1, 2], [2, 3], [1, 1], [2, 2]);
    const many = units([1, 2], [2, 3], [1, 1], [2, 2], [3, 1], [1, 1]);
    expect(inPoints(four, many).low).toBeNull();
    expect(inRatio(four, many).low).toBeNull();
    expect(inRatio(units([1000, 900], [1, 1], [1, 1], [1, 2], [1, 0]), many).low).toBeNull();
    expect(inRatio(units([0, 1]), many)).toMatchObject({ targeted: null, difference: null });
    expect(inPoints([], many).difference).toBeNull();
  });

  it('finds the planted effect in panels, without bias and with honest intervals', () => {
    let held = 0;
    let sum = 0;
    const runs = 60;
    for (let seed = 0; seed < runs; seed += 1) {
      const people = activityPanel({ units: 300, days: 30, targeted: 0.5 }, 0.109, 0.03, random(`panel test ${seed}`));
      const panel = panelOf(people);
      const places = [...people.keys()];
      const line = differences(
        panel,
        places.filter((place) => people[place]?.targeted),
        places.filter((place) => !people[place]?.targeted),
        panel.windows.before,
        panel.windows.after,
      ).find((one) => one.measure === 'activeDays');
      sum += line?.difference ?? Number.NaN;
      if ((line?.low ?? 1) <= 0.109 && 0.109 <= (line?.high ?? 0)) held += 1;
    }
    expect(Math.abs(sum / runs - 0.109)).toBeLessThan(0.005);
    expect(held / runs).toBeGreaterThan(0.86);
  });
});

describe('the network', () => {
  const candidate = (identity: string, more: Partial<Candidate> = {}): Candidate => ({
    identity,
    channel: identity,
    observed: true,
    probability: 0.8,
    low: 0.6,
    high: 0.9,
    contested: false,
    disputes: [],
    verdict: null,
    evidence: [],
    ...more,
  });
  const succession = (identity: string, ...candidates: Candidate[]): Succession => ({
    identity,
    predecessor: identity,
    state: 'gone',
    lost: null,
    pool: 9,
    noneInPool: 0.1,
    calibratedOn: 'nothing',
    candidates,
  });

  it('takes in confirmed and likely homes over several moves, and no rejected, unlikely or unseen ones', () => {
    const chain = [
      succession('t:a', candidate('t:b'), candidate('t:fake', { verdict: 'impersonator' }), candidate('t:far', { probability: 0.4 })),
      succession('t:b', candidate('t:c', { probability: 0.1, verdict: 'confirmed', contested: true }), candidate('t:a')),
      succession('t:x', candidate('t:y')),
      succession('t:c', candidate('t:ghost', { observed: false })),
    ];
    const network = networkOf(['t:a'], chain);
    expect([...network.members].sort()).toEqual(['t:a', 't:b', 't:c']);
    expect(network).toMatchObject({ confirmed: 1, likely: 1, contested: 1 });
    expect(successorsAmong(new Set(['t:c', 't:y', 't:a']), new Set(['t:a']), chain)).toBe(1);
  });
});
