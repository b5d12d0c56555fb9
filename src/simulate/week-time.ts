import type { Ms } from '../model/observation.ts';
import type { Random } from './random.ts';

/** When does the invented autumn happen, and when does a room of some habit post? */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The first post that anybody kept. */
export const START = Date.UTC(2019, 8, 1);
/** Friday evening: rooms begin to go. */
export const WAVE = Date.UTC(2019, 10, 29, 18);
/** Tuesday evening: the last look. */
export const END = Date.UTC(2019, 11, 3, 20);

/** `clock(30, 14, 31)`: 30 November 2019, 14:31 UTC; days beyond 30 are of December, those below 1 of October. */
export function clock(day: number, hour: number, minute: number, second = 0): Ms {
  return Date.UTC(2019, 10, day, hour, minute, second);
}

const SUMMER_ENDS = Date.UTC(2019, 9, 27, 1);

/** The wall clock in Brussels in that autumn, read as UTC. */
export function inBrussels(at: Ms): Ms {
  return at + (at < SUMMER_ENDS ? 2 : 1) * HOUR;
}

/** `daily`: one or two, now and then none. `busy`: six to twelve, `hourly`: more. `bursty`: pauses of days, then several. `weekly`: on its weekday. */
export type Rhythm = 'daily' | 'busy' | 'hourly' | 'bursty' | 'weekly';

/** Whole seconds in the waking hours of UTC from `from` up to `to`, ascending. */
export function postingTimes(rhythm: Rhythm, from: Ms, to: Ms, random: Random): Ms[] {
  const days: number[] = [];
  for (let day = Math.floor(from / DAY); day * DAY < to; day += 1) days.push(day);
  const times = rhythm === 'bursty' ? bursts(from, to, random) : days.flatMap((day) => ofDay(rhythm, day, random));
  return times.filter((at) => at >= from && at < to).sort((a, b) => a - b);
}

function ofDay(rhythm: Rhythm, day: number, random: Random): Ms[] {
  return Array.from({ length: countOf(rhythm, day, random) }, () => day * DAY + awake(random));
}

function countOf(rhythm: Rhythm, day: number, random: Random): number {
  if (rhythm === 'hourly') return 10 + random.int(5);
  if (rhythm === 'busy') return 6 + random.int(7);
  // Day 0 of 1970 was a Thursday: this is a Sunday.
  if (rhythm === 'weekly') return day % 7 === 3 ? 1 + random.int(2) : 0;
  return random.chance(0.06) ? 0 : 1 + random.int(2);
}

function awake(random: Random): Ms {
  return 6 * HOUR + random.int(15 * 3600) * 1000;
}

function bursts(from: Ms, to: Ms, random: Random): Ms[] {
  const times: Ms[] = [];
  for (let day = Math.floor(from / DAY); day * DAY < to; day += 1 + Math.min(5, Math.floor(random.exponential(1.4)))) {
    let at = day * DAY + awake(random);
    for (let left = 2 + random.int(5); left > 0; left -= 1) {
      times.push(at);
      at += (40 + random.int(900)) * 1000;
    }
  }
  return times;
}
