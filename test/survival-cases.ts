import { type CohortPlan, cohort } from '../src/simulate/cohorts.ts';
import { random } from '../src/simulate/random.ts';
import type { Life } from '../src/stats/survival-cells.ts';

/** Data on which Trackway's estimates are held against R's, made from seeds so that both see the same numbers. */

const PLAN: CohortPlan = {
  channels: 150,
  hands: [1],
  joint: 0,
  shape: 0.8,
  meanDays: 20,
  foundAfterDays: 0,
  lookEveryDays: 2,
  followedDays: [10, 60],
};

/** Looked at every 2, 3 or 7 days from birth on: intervals that overlap. */
export function intervalCensored(): Life[] {
  return [2, 3, 7].flatMap((lookEveryDays) => cohort({ ...PLAN, lookEveryDays }, random(`interval ${lookEveryDays}`)).lives);
}

/** Found late, the end taken to be known exactly. */
export function lateEntry(): Life[] {
  return cohort({ ...PLAN, channels: 400, foundAfterDays: 8, lookEveryDays: 0.5 }, random('late')).lives.map(({ entry, after, by }) =>
    Number.isFinite(by) ? { entry, after: by, by } : { entry, after, by },
  );
}

/** What R said: survival after each of its times. */
export interface Curve {
  time: number[];
  survival: number[];
}

export function stepAt({ time, survival }: Curve, age: number): number {
  const k = time.findLastIndex((t) => t <= age);
  return k < 0 ? 1 : (survival[k] ?? 1);
}
