/** Plain series and panels with a known effect: what a comparison before and after, and between sets, should find. */

import { burstyDays } from './interventions.ts';
import { poisson } from './interventions-chance.ts';
import type { Random } from './random.ts';

/** Daily counts around `mean` whose logarithmic level wanders (`deviation`, `memory` from one day to the next). */
export function burstyCounts(
  days: number,
  mean: number,
  { deviation, memory }: { deviation: number; memory: number },
  chance: Random,
): number[] {
  return burstyDays(days, deviation, memory, chance).map((weight) => poisson(mean * weight, chance));
}

/** Days of posts of one channel or person. */
export interface PanelUnit {
  targeted: boolean;
  /** Posts by day: `days` before the date, then `days` after. */
  posts: Uint32Array;
}

export interface PanelShape {
  units: number;
  days: number;
  /** Share of units that are targeted. */
  targeted: number;
}

/**
 * Whether somebody is active on a day: each unit has its own probability, a day of activity makes the next likelier, weekdays
 * differ, all share a drift after the date, and the targeted gain exactly `effect` (in probability) from the date on.
 */
export function activityPanel({ units, days, targeted }: PanelShape, effect: number, drift: number, chance: Random): PanelUnit[] {
  return Array.from({ length: units }, (_, i) => {
    const isTargeted = i < Math.round(targeted * units);
    // Those who are targeted are busier to begin with: only the differences may be compared.
    const own = 0.15 + 0.45 * chance.uniform() + (isTargeted ? 0.08 : 0);
    const stays = 0.3 * chance.uniform();
    let last = chance.chance(own);
    const posts = Uint32Array.from({ length: 2 * days }, (_day, day) => {
      const level = own + (day % 7 < 2 ? -0.05 : 0.02) + (day >= days ? drift + (isTargeted ? effect : 0) : 0);
      // Staying as one was, with some probability, keeps every day's expectation where the levels do.
      const kept = chance.chance(stays) && day !== days;
      const active = kept ? last : chance.chance(level);
      last = active;
      return Number(active);
    });
    return { targeted: isTargeted, posts };
  });
}

/** Counts of posts: heavy-tailed rates, bursts of each unit's own, a change common to all and one of the targeted (as ratios). */
export function postsPanel(
  { units, days, targeted }: PanelShape,
  { effect, common, tail }: { effect: number; common: number; tail: number },
  chance: Random,
): PanelUnit[] {
  return Array.from({ length: units }, (_, i) => {
    const isTargeted = i < Math.round(targeted * units);
    const rate = Math.exp(chance.normal(0, tail));
    const own = Math.exp(chance.normal(-0.125, 0.5));
    const after = (1 + common) * (isTargeted ? 1 + effect : 1) * own;
    const bursts = burstyDays(2 * days, 0.8, 0.6, chance);
    return {
      targeted: isTargeted,
      posts: Uint32Array.from(bursts, (burst, day) => poisson(rate * burst * (day < days ? 1 : after), chance)),
    };
  });
}
