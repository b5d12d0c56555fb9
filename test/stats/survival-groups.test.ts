import { describe, expect, it } from 'vitest';
import { type CohortPlan, cohort } from '../../src/simulate/cohorts.ts';
import { random } from '../../src/simulate/random.ts';
import { seeded } from '../../src/stats/seeded.ts';
import { incidences } from '../../src/stats/survival-causes.ts';
import { estimateLives } from '../../src/stats/survival-estimate.ts';
import { compareGroups, type GroupTest } from '../../src/stats/survival-score.ts';

const PLAIN: CohortPlan = {
  channels: 80,
  hands: [1],
  joint: 0,
  shape: 1,
  meanDays: 14,
  foundAfterDays: 5,
  lookEveryDays: 1,
  followedDays: [60, 90],
};

function compared(one: CohortPlan, other: CohortPlan, seed: string, byOperator = true): GroupTest {
  const chance = random(seed);
  const [a, b] = [cohort(one, chance), cohort(other, chance)];
  const lives = [...a.lives, ...b.lives];
  const group = lives.map((_, k) => (k < a.lives.length ? 0 : 1));
  const cluster = byOperator ? lives.map((life, k) => 2 * life.operator + group[k]!) : null;
  return compareGroups(lives, group, 2, { cluster, permutations: 99, chance: chance.uniform })!;
}

function rejected(one: CohortPlan, other: CohortPlan, times: number, byOperator = true): number {
  let n = 0;
  for (let i = 0; i < times; i += 1) if (compared(one, other, `${i}`, byOperator).pValue <= 0.05) n += 1;
  return n / times;
}

describe('comparing groups', () => {
  it('finds homes that last twice as long, and says which', () => {
    const { pValue, excess, degrees } = compared(PLAIN, { ...PLAIN, meanDays: 28 }, 'twice');
    expect(degrees).toBe(1);
    expect(pValue).toBeLessThan(0.05);
    expect(excess[0]!).toBeGreaterThan(5);
    expect(excess[0]! + excess[1]!).toBeCloseTo(0, 3);
  });

  it('finds nothing where homes last alike, though one group was found earlier, looked at seldom and followed briefly', () => {
    const other = { ...PLAIN, foundAfterDays: 1, lookEveryDays: 5, followedDays: [10, 30] as const };
    // 100 draws at 5 %: more than 12 once in 500 cases.
    expect(rejected(PLAIN, other, 100)).toBeLessThanOrEqual(0.12);
  });

  it('finds nothing where whole operators are lost at once, as it would were their homes taken for many', () => {
    const mirrored = { ...PLAIN, channels: 60, hands: [6], joint: 1, foundAfterDays: 1 };
    expect(rejected(mirrored, mirrored, 80)).toBeLessThanOrEqual(0.15);
    expect(rejected(mirrored, mirrored, 80, false)).toBeGreaterThan(0.25);
  });

  it('does not compare one group with nothing, nor groups without an end', () => {
    const { lives } = cohort(PLAIN, random('one'));
    const options = { cluster: null, permutations: 9, chance: seeded('x') };
    expect(
      compareGroups(
        lives,
        lives.map(() => 0),
        2,
        options,
      ),
    ).toBeNull();
    const going = lives.map((life) => ({ ...life, by: Number.POSITIVE_INFINITY }));
    expect(
      compareGroups(
        going,
        going.map((_, i) => i % 2),
        2,
        options,
      ),
    ).toBeNull();
  });
});

describe('several kinds of end', () => {
  const plan = { ...PLAIN, channels: 2_000, foundAfterDays: 2 };

  it('come in their true shares, which add up to what the curve has lost', () => {
    const { lives } = cohort(plan, random('kinds'));
    const chance = seeded('kinds');
    // A quarter of homes go private, whatever their age.
    const kind = lives.map(() => (chance() < 0.25 ? 1 : 0));
    const found = estimateLives(lives, { cluster: null, enough: 10, resamples: 0, chance })!;
    const [gone, hidden] = incidences(found.cells, found.fit, found.curve, kind, 2);
    found.curve.to.forEach((age, k) => {
      const both = gone!.points[k]!.share + hidden!.points[k]!.share;
      expect(both, `at ${age}`).toBeCloseTo(1 - found.curve.after[k]!, 8);
    });
    expect(hidden!.total / (gone!.total + hidden!.total)).toBeCloseTo(0.25, 1);
  });

  it('an end of the other kind is no life that goes on: counting it so would give more', () => {
    const lives = [0, 1, 2, 3].map((day) => ({ entry: 0, after: day, by: day + 1 }));
    const found = estimateLives(lives, { cluster: null, enough: 3, resamples: 0, chance: seeded('') })!;
    const [gone, hidden] = incidences(found.cells, found.fit, found.curve, [1, 0, 1, 0], 2);
    expect(gone!.points.map((point) => point.share)).toEqual([0, 0.25, 0.25, 0.5].map((share) => expect.closeTo(share, 5)));
    expect(hidden!.total).toBeCloseTo(0.5, 5);
  });
});
