/** Where in time do events crowd? Windows of many lengths over events that are known as intervals. */

/** It happened after `after` and by `by` (days); `weight` below one where several are one joint event. */
export interface Interval {
  after: number;
  by: number;
  weight: number;
}

export interface Window {
  from: number;
  to: number;
  /** The length that was scanned for; 0 where the edges were fitted. */
  length: number;
  /** Weights of the events that certainly lie within. */
  count: number;
  expected: number;
}

const HOUR = 1 / 24;
/** From two hours to three weeks, each twice the one before. */
const LENGTHS: readonly number[] = [2, 4, 8, 16, 32, 64, 128, 256, 512].map((hours) => hours * HOUR);

/** A window may take this part of the time scanned, so that enough is left to tell what is ordinary; those of little more than a day always may. */
const SHARE = 1 / 3;
const ALWAYS = 32 * HOUR;
/** Times are whole milliseconds; what is so little longer than a window fits it. */
const TOLERANCE = 1e-6;

/** The lengths to scan a span of so many days with, where no event is known more closely than to `narrowest` days. */
export function lengthsFor(days: number, narrowest: number): number[] {
  return LENGTHS.filter((length) => length <= Math.max(ALWAYS, days * SHARE) + TOLERANCE && length >= narrowest - TOLERANCE);
}

const BEST_OF_A_LENGTH = 6;
/** With more events than this within reach, the edges are looked for among the nearest. */
const MOST_TO_FIT = 1500;

/** Poisson log-likelihood ratio of a raised rate (Kulldorff 1997); 0 where nothing is raised. */
export function gain(count: number, expected: number): number {
  if (count <= expected) return 0;
  return expected <= 0 ? Number.POSITIVE_INFINITY : count * Math.log(count / expected) - (count - expected);
}

/**
 * For each length the few best windows that do not overlap. An event counts where its whole interval lies within: then a
 * long gap between looks, or an outage, lets events only count in windows as long as it. `events` sorted by `after`.
 */
export function candidates(
  events: readonly Interval[],
  expectedUpTo: (time: number) => number,
  lengths: readonly number[],
  closed: readonly { from: number; to: number }[],
): Window[] {
  return lengths.flatMap((length) => {
    const found: Window[] = [];
    events.forEach(({ after: from }, i) => {
      const to = from + length;
      if (from === events[i - 1]?.after || closed.some((span) => span.from < to && from < span.to)) return;
      const count = countWithin(events, i, to);
      if (count > 1) found.push({ from, to, length, count, expected: expectedUpTo(to) - expectedUpTo(from) });
    });
    return bestApart(found);
  });
}

/** Weights of the events from the i-th on that end by `to`. */
function countWithin(events: readonly Interval[], i: number, to: number): number {
  let count = 0;
  for (let j = i; j < events.length; j++) {
    const event = events[j];
    if (event === undefined || event.after >= to) break;
    if (event.by <= to + TOLERANCE) count += event.weight;
  }
  return count;
}

function bestApart(found: Window[]): Window[] {
  const ranked = found.sort((a, b) => gain(b.count, b.expected) - gain(a.count, a.expected) || a.from - b.from);
  const kept: Window[] = [];
  for (const window of ranked) {
    if (kept.length === BEST_OF_A_LENGTH) break;
    if (!kept.some((other) => other.from < window.to && window.from < other.to)) kept.push(window);
  }
  return kept;
}

/** Fits the edges of a window: the pair of event bounds around it with the greatest gain. */
export function fitEdges(events: readonly Interval[], expectedUpTo: (time: number) => number, around: Window): Window {
  const reach = around.length / 2;
  const near = events.filter((event) => event.after >= around.from - reach && event.by <= around.to + reach).slice(0, MOST_TO_FIT);
  const byEnd = [...near].sort((a, b) => a.by - b.by || a.after - b.after);
  const upTo = byEnd.map((event) => expectedUpTo(event.by));
  let best = { ...around, length: 0 };
  let most = gain(best.count, best.expected);
  for (const from of new Set(near.map((event) => event.after))) {
    const before = expectedUpTo(from);
    let count = 0;
    for (let j = 0; j < byEnd.length; j++) {
      const event = byEnd[j];
      if (event === undefined || event.after < from) continue;
      count += event.weight;
      const expected = (upTo[j] ?? 0) - before;
      const value = gain(count, expected);
      if (value > most) {
        most = value;
        best = { from, to: event.by, length: 0, count, expected };
      }
    }
  }
  return best;
}
