/** How many happened in each of equal stretches of time, where each is known as an interval? */

import type { Ms } from '../model/observation.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const BINS = {
  hour1: HOUR,
  hour3: 3 * HOUR,
  hour6: 6 * HOUR,
  hour12: 12 * HOUR,
  day1: DAY,
  day2: 2 * DAY,
  day7: 7 * DAY,
  day14: 14 * DAY,
  day30: 30 * DAY,
  day90: 90 * DAY,
  day365: 365 * DAY,
} as const;
export type BinName = keyof typeof BINS;

/** More bars cannot be told apart, nor read in a table. */
const MOST_BINS = 60;
const NAMES: readonly BinName[] = ['hour1', 'hour3', 'hour6', 'hour12', 'day1', 'day2', 'day7', 'day14', 'day30', 'day90', 'day365'];

export interface Bins {
  name: BinName;
  size: Ms;
  from: Ms;
  to: Ms;
}

/** The finest stretches of which at most 60 hold the time asked for, aligned to the clock of a zone; of more than 60 years, the last. */
export function binsFor(from: Ms, to: Ms, zoneOffset: Ms): Bins {
  const name = NAMES.find((candidate) => (to - from) / BINS[candidate] <= MOST_BINS - 2) ?? 'day365';
  const size = BINS[name];
  const aligned = (at: Ms, round: (x: number) => number): Ms => round((at + zoneOffset) / size) * size - zoneOffset;
  const end = aligned(to + 1, Math.ceil);
  return { name, size, from: Math.max(aligned(from, Math.floor), end - MOST_BINS * size), to: end };
}

export interface Bin {
  after: Ms;
  by: Ms;
  /** Certainly in it, and possibly. */
  least: number;
  most: number;
}

/** Something that happened `n` times after `after` and by `by`; at a moment where both are equal. Null: any time before. */
export interface Happening {
  after: Ms | null;
  by: Ms;
  n: number;
}

/** Stretches in which anything may have happened, in time order. One of unknown beginning may lie in the stretch of its end, and before. */
export function binned(happenings: readonly Happening[], { from, to, size }: Bins): Bin[] {
  const bins = Array.from({ length: Math.round((to - from) / size) }, (_, i): Bin => {
    return { after: from + i * size, by: from + (i + 1) * size, least: 0, most: 0 };
  });
  const place = (at: Ms): number => Math.floor((at - from) / size);
  for (const { after, by, n } of happenings) {
    const [first, last] = [after === null ? place(by) : place(after), place(by)];
    for (let i = Math.max(0, first); i <= Math.min(bins.length - 1, last); i++) {
      const bin = bins[i];
      if (bin === undefined) continue;
      bin.most += n;
      if (first === last && after !== null) bin.least += n;
    }
  }
  return bins.filter((bin) => bin.most > 0);
}

/** How many lie wholly before and wholly behind. */
export function outsideOf(happenings: readonly Happening[], { from, to }: Bins): { earlier: number; later: number } {
  const sum = (of: readonly Happening[]): number => of.reduce((total, { n }) => total + n, 0);
  return {
    earlier: sum(happenings.filter(({ by }) => by < from)),
    later: sum(happenings.filter(({ after, by }) => (after ?? by) >= to)),
  };
}
