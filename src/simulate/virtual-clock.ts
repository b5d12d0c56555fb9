/** What time is it in a rehearsal? A clock that stands still while anybody works and jumps to the next one to wake when all sleep. */

import type { Clock } from '../model/clock.ts';
import type { Ms } from '../model/observation.ts';

/**
 * A clock for tests and rehearsals. Time stands still while anybody works, so real I/O on loopback takes none; it jumps to
 * the earliest sleeper as soon as all who joined are asleep.
 *
 * - Everything that sleeps on its own (a lane, the delivery of alerts, the director of a story) joins once before it begins
 *   and leaves when it is done, most easily through `run`. Either all join or nobody does: a single loop needs not.
 * - One sleeper wakes at a time: the earliest, and of those due together the one that fell asleep first. It works until it
 *   sleeps or leaves before the next wakes. So several loops in one process always take the same turns.
 * - Whoever joined must not wait for something that only another sleeper will do, and two of its sleeps must not overlap:
 *   time would stand still for ever, or run too early. A deadline on real I/O belongs on a real timer.
 */
export interface VirtualClock extends Clock {
  join(): void;
  leave(): void;
  /** Joins, waits its turn, works, and leaves, whatever came of it. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

interface Sleeper {
  wakeAt: Ms;
  wake: () => void;
}

export function virtualClock(start: Ms): VirtualClock {
  let now = start;
  let joined = 0;
  // In the order in which they fell asleep.
  const asleep: Sleeper[] = [];

  const jump = (): void => {
    if (asleep.length === 0 || asleep.length < joined) return;
    const next = asleep.reduce((earliest, sleeper) => (sleeper.wakeAt < earliest.wakeAt ? sleeper : earliest));
    asleep.splice(asleep.indexOf(next), 1);
    now = Math.max(now, next.wakeAt);
    next.wake();
  };
  const sleep = (ms: Ms, stop: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (stop.aborted) return resolve();
      const wokenEarly = (): void => {
        asleep.splice(asleep.indexOf(sleeper), 1);
        resolve();
      };
      const wake = (): void => {
        stop.removeEventListener('abort', wokenEarly);
        resolve();
      };
      // Whole milliseconds, as real clocks tell them.
      const sleeper = { wakeAt: Math.ceil(now + Math.max(0, ms)), wake };
      stop.addEventListener('abort', wokenEarly, { once: true });
      asleep.push(sleeper);
      jump();
    });
  const join = (): void => {
    joined += 1;
  };
  const leave = (): void => {
    joined -= 1;
    jump();
  };
  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    join();
    try {
      await sleep(0, new AbortController().signal);
      return await work();
    } finally {
      leave();
    }
  };
  return { now: () => now, sleep, join, leave, run };
}
