import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENOUGH_GAPS, FALSE_SILENCES_PER_YEAR, habitOf } from '../../src/findings/silence.ts';
import { type Random, random } from '../../src/simulate/random.ts';

/** Pauses between posts in days; `clock` is the hour of the week at which nothing is posted, where there is one. */
const HABITS: Record<string, (chance: Random) => number> = {
  'every day': (chance) => 1 + chance.normal(0, 0.1),
  'four a day': (chance) => chance.exponential(0.25),
  'every other day': (chance) => chance.exponential(2),
  weekly: (chance) => 7 + chance.normal(0, 0.5),
  'weekly, a tenth left out': (chance) => (chance.chance(0.1) ? 14 : 7) + chance.normal(0, 0.5),
  'in bursts': (chance) => (chance.chance(0.95) ? chance.exponential(0.02) : chance.exponential(5)),
  'log-normal': (chance) => Math.exp(chance.normal(-1.5, 1.5)),
  'power law of exponent 2': (chance) => 0.5 * (1 - chance.uniform()) ** (-1 / 2),
};

/** Nights from 22 to 6 and, for some, weekends pass without posts: what falls there waits for the morning. */
function awake(day: number, weekends: boolean): number {
  const hour = (day % 1) * 24;
  const later = hour < 6 ? Math.floor(day) + 0.25 : hour >= 22 ? Math.floor(day) + 1.25 : day;
  const weekday = Math.floor(later) % 7;
  return weekends && weekday >= 5 ? Math.floor(later) + (7 - weekday) + 0.3 : later;
}

function living(chance: Random, pause: (chance: Random) => number, until: number, weekends: boolean): number[] {
  const posts: number[] = [];
  for (let day = chance.uniform(); day < until; day = Math.max(day + 0.001, day + pause(chance))) posts.push(awake(day, weekends));
  return posts.sort((a, b) => a - b);
}

function looksAt(posts: readonly number[], from: number, to: number): { looks: number; wrong: number; calls: number } {
  const seen = { looks: 0, wrong: 0, calls: 0 };
  let before = false;
  let known = 0;
  for (let day = from + 0.4; day < to; day += 3) {
    while ((posts[known] ?? Number.POSITIVE_INFINITY) <= day) known += 1;
    const past = posts.slice(0, known).filter((post) => post > day - 400);
    const habit = habitOf(past.map(Math.floor));
    const silent = habit !== null && day - (past.at(-1) ?? day) > habit.silentAfterDays;
    seen.looks += 1;
    if (silent) seen.wrong += 1;
    if (silent && !before) seen.calls += 1;
    before = silent;
  }
  return seen;
}

describe('silence', () => {
  it.each([30, 120, 365])('calls at most 1 in 100 living channels silent at a random look, after %i days of past', (past) => {
    const total = { looks: 0, wrong: 0, calls: 0, years: 0 };
    for (const [name, pause] of Object.entries(HABITS)) {
      for (let i = 0; i < 30; i += 1) {
        const posts = living(random(`${name} ${past} ${i}`), pause, past + 200, i % 2 === 0);
        const seen = looksAt(posts, past, past + 200);
        total.looks += seen.looks;
        total.wrong += seen.wrong;
        total.calls += seen.calls;
        total.years += 200 / 365;
      }
    }
    expect(total.wrong / total.looks).toBeLessThan(0.01);
    expect(total.calls / total.years).toBeLessThan(2 * FALSE_SILENCES_PER_YEAR);
  });

  it('notices that a channel with a post a day stopped: within 5 days after a year, within 9 after a month', () => {
    const days = (n: number) => Array.from({ length: n }, (_, day) => 18_000 + day);
    expect(habitOf(days(365))?.silentAfterDays).toBeLessThanOrEqual(5);
    expect(habitOf(days(30))?.silentAfterDays).toBeLessThanOrEqual(9);
  });

  it('waits longer where less is known, and longer for whoever paused longer', () => {
    const weekly = (n: number) => habitOf(Array.from({ length: n }, (_, week) => 7 * week))?.silentAfterDays ?? 0;
    expect(weekly(10)).toBeGreaterThan(weekly(50));
    expect(weekly(50)).toBeGreaterThan(14);
    expect(weekly(50)).toBeLessThan(21);
  });

  it('says nothing without enough past', () => {
    expect(habitOf([])).toBeNull();
    expect(habitOf(Array.from({ length: ENOUGH_GAPS }, (_, day) => day))).toBeNull();
    expect(habitOf(Array.from({ length: 500 }, () => 7))).toBeNull();
  });

  it('never calls a pause silent that the channel has made before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: ENOUGH_GAPS, maxLength: 80 }), (gaps) => {
        let day = 0;
        const habit = habitOf([0, ...gaps.map((gap) => (day += gap))]);
        expect(habit?.silentAfterDays).toBeGreaterThan(Math.max(...gaps));
        expect(habit?.silentAfterDays).toBeGreaterThanOrEqual(habit?.usualDays ?? 0);
      }),
    );
  });
});
