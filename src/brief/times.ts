/** How moments are written: in the zone of the case, which is always named. */

import type { Ms } from '../model/observation.ts';
import { zoneOffset } from '../model/time.ts';
import type { Inline } from './document.ts';
import type { Words } from './words/words.ts';

/** The same moment as wall-clock fields of the zone. */
function local(at: Ms, zone: string): { date: Date; offset: string } {
  const ms = zoneOffset(zone, at);
  return { date: new Date(at + ms), offset: zone === 'UTC' ? '' : signed(ms) };
}

function signed(offset: Ms): string {
  const minutes = Math.abs(offset) / 60_000;
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(Math.floor(minutes % 60))}`;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

function clockOf(date: Date, seconds: boolean): string {
  const minutes = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  return seconds ? `${minutes}:${two(date.getUTCSeconds())}` : minutes;
}

/** For tables: `2019-11-29 18:41Z`, `2019-11-29 19:41+01:00`; seconds only where they are not zero. */
export function shortTime(at: Ms, zone: string): Inline {
  const { date, offset } = local(at, zone);
  const shown = `${date.toISOString().slice(0, 10)} ${clockOf(date, date.getUTCSeconds() !== 0)}${offset === '' ? 'Z' : offset}`;
  return { is: 'time', at, shown, direction: 'ltr' };
}

/** For sentences: `29 November 2019, 18:41 UTC`. */
export function longTime(at: Ms, zone: string, words: Words): Inline {
  const { date, offset } = local(at, zone);
  const month = words.months[date.getUTCMonth()] ?? '';
  const clock = clockOf(date, date.getUTCSeconds() !== 0);
  const shown = words.dateTime(String(date.getUTCDate()), month, String(date.getUTCFullYear()), clock, `UTC${offset}`);
  return { is: 'time', at, shown, direction: words.direction };
}

/** Day and clock in digits, for the heads of columns. */
export function axisTime(at: Ms, zone: string): { day: string; clock: string } {
  const { date } = local(at, zone);
  return { day: date.toISOString().slice(0, 10), clock: clockOf(date, false) };
}

/** The day alone, for axes: `29 November 2019`. */
export function dayOf(at: Ms, zone: string, words: Words): string {
  const { date } = local(at, zone);
  return words.date(String(date.getUTCDate()), words.months[date.getUTCMonth()] ?? '', String(date.getUTCFullYear()));
}

/** The name of the zone with its offset at a moment: `UTC`, `Europe/Brussels (UTC+01:00)`. */
export function zoneName(at: Ms, zone: string): string {
  if (zone === 'UTC') return 'UTC';
  const offset = `UTC${signed(zoneOffset(zone, at))}`;
  return /^[+-]/.test(zone) ? offset : `${zone} (${offset})`;
}

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** What an axis writes at a tick: as much as the step between ticks asks for. */
export function tickClock(at: Ms, step: Ms, zone: string): string {
  const { date } = local(at, zone);
  if (step >= DAY) return date.toISOString().slice(0, 10);
  if (step >= 180 * MINUTE && date.getUTCHours() === 0) return date.toISOString().slice(0, 10);
  return clockOf(date, step < MINUTE);
}
