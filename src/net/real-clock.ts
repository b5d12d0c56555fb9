import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../model/clock.ts';

/** The time of this machine. */

/** A timer holds no more. */
const LONGEST_MS = 2 ** 31 - 1;

export const realClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, stop) {
    for (let left = ms; left > 0 && !stop.aborted; left -= LONGEST_MS) {
      await wait(Math.min(left, LONGEST_MS), undefined, { signal: stop }).catch(() => undefined);
    }
  },
};
