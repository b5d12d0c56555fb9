/** Which moments does a time axis name? */

import type { Ms } from '../model/observation.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS: readonly Ms[] = [
  SECOND,
  5 * SECOND,
  10 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  30 * DAY,
  90 * DAY,
  365 * DAY,
];

/** Round moments in `[from, to]`, at most `most` (at least 2) of them; `offset` is the zone's, in ms east of UTC. */
export function ticks(from: Ms, to: Ms, most: number, offset: Ms): { step: Ms; at: Ms[] } {
  const step = STEPS.find((candidate) => (to - from) / candidate <= most - 1) ?? 3650 * DAY;
  const at: Ms[] = [];
  for (let moment = Math.ceil((from + offset) / step) * step - offset; moment <= to; moment += step) at.push(moment);
  return { step, at };
}
