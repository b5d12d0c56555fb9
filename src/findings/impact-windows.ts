/** Which days are compared? Days of 24 hours counted from the date itself, so that no day holds both before and after. */

import type { Ms } from '../model/observation.ts';

export const DAY = 86_400_000;

/** How far back placebo dates are looked for. */
export const PAST_DAYS = 400;

/** A run of days: from the one (included) to the other (left out), as places in arrays of days. */
export interface Span {
  from: number;
  to: number;
}

export interface Windows {
  at: Ms;
  asOf: Ms;
  windowDays: number;
  /** Days left out before and after the date. */
  gap: { before: number; after: number };
  /** Place 0 of all arrays of days begins here; day 0 after the date has place `past`. */
  start: Ms;
  past: number;
  /** Days up to the knowledge of the case: the length of long arrays. */
  days: number;
  before: Span;
  after: Span;
}

/**
 * Windows around `at`. The one before ends where the gap begins and is cut where the case knows nothing yet (`earliest`, the
 * first sign of life of any channel concerned); the one after is cut at the last whole day before `asOf`.
 */
export function windowsOf(given: {
  at: Ms;
  asOf: Ms;
  windowDays: number;
  gap: { before: number; after: number };
  earliest: Ms | null;
}): Windows {
  const { at, asOf, windowDays, gap, earliest } = given;
  const known = earliest === null || earliest >= at ? 0 : Math.floor((at - earliest) / DAY);
  const past = Math.min(PAST_DAYS, Math.max(known, 0));
  const days = past + Math.max(0, Math.floor((asOf - at) / DAY));
  const upTo = Math.max(0, past - gap.before);
  const since = Math.min(days, past + gap.after);
  return {
    at,
    asOf,
    windowDays,
    gap,
    start: at - past * DAY,
    past,
    days,
    before: { from: Math.max(0, upTo - windowDays), to: upTo },
    after: { from: since, to: Math.min(days, since + windowDays) },
  };
}

export function lengthOf(span: Span): number {
  return span.to - span.from;
}

/** The place of an instant in arrays of days; may lie outside of them. */
export function dayOf(windows: Windows, at: Ms): number {
  return Math.floor((at - windows.start) / DAY);
}
