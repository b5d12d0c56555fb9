/** Was it changing already, would any other date look the same, and when was it back? */

import { type Change, changeOf, type DailyRatio, sum } from './impact-change.ts';
import { ADDITIVE, type AdditiveMeasure, additive, type DailySums } from './impact-measures.ts';
import { lengthOf, type Span, type Windows } from './impact-windows.ts';

/** Placebo dates stand a week apart, so that weekdays stay in step. */
const STEP_DAYS = 7;

export interface Placebo {
  /** How many earlier dates were tried; those nearer to each other than a window share days. */
  dates: number;
  /** How many of them show a change at least as large, up or down. */
  asLarge: number;
  /** (1 + asLarge) / (1 + dates). */
  pValue: number;
}

export interface PlaceboDate {
  /** Place of the pretended date in arrays of days. */
  day: number;
  before: Span;
  after: Span;
}

/** Earlier dates whose windows lie wholly in the known past and end before the gap of the real one, the latest first. */
export function placeboDates(windows: Windows): PlaceboDate[] {
  const lengthBefore = lengthOf(windows.before);
  const lengthAfter = lengthOf(windows.after);
  const { gap, past } = windows;
  const dates: PlaceboDate[] = [];
  if (lengthBefore === 0 || lengthAfter === 0) return dates;
  for (let day = past - gap.before - gap.after - lengthAfter; day - gap.before - lengthBefore >= 0; day -= STEP_DAYS) {
    const to = day - gap.before;
    const from = day + gap.after;
    dates.push({ day, before: { from: to - lengthBefore, to }, after: { from, to: from + lengthAfter } });
  }
  return dates;
}

/**
 * For each measure the share of placebo dates with a change at least as large. `sumsAt` gives the sums of the channels that
 * count at a date; it is asked for the latest date first.
 */
export function placebos(
  windows: Windows,
  actual: DailySums,
  sumsAt: (date: PlaceboDate) => DailySums,
): Record<AdditiveMeasure, Placebo | null> {
  const sizes = ADDITIVE.map((measure) => size(additive(measure, actual, windows.before), additive(measure, actual, windows.after)));
  const asLarge = ADDITIVE.map(() => 0);
  const dates = placeboDates(windows);
  for (const date of dates) {
    const sums = sumsAt(date);
    for (const [i, measure] of ADDITIVE.entries()) {
      const there = size(additive(measure, sums, date.before), additive(measure, sums, date.after));
      if (there >= (sizes[i] ?? 0)) asLarge[i] = (asLarge[i] ?? 0) + 1;
    }
  }
  const told = ADDITIVE.map((measure, i) => {
    const large = asLarge[i] ?? 0;
    const placebo: Placebo = { dates: dates.length, asLarge: large, pValue: (1 + large) / (1 + dates.length) };
    return [measure, dates.length === 0 ? null : placebo];
  });
  return Object.fromEntries(told) as Record<AdditiveMeasure, Placebo | null>;
}

/** |log| of the change; half a thing added to each side, so that nothing has a size too. */
function size(before: DailyRatio, after: DailyRatio): number {
  const level = ({ x, z }: DailyRatio): number => (sum(x) + 0.5) / ((z === null ? x.length : sum(z)) + 0.5);
  return Math.abs(Math.log(level(after) / level(before)));
}

export interface PreTrend extends Change {
  /** With which days the window before is compared: as many before it, or its own first half with its second. */
  compares: 'window' | 'halves';
}

/** The change up to the window before. Null where too little past is known. */
export function preTrend(windows: Windows, inSpan: (span: Span) => DailyRatio): PreTrend | null {
  const { from, to } = windows.before;
  const length = to - from;
  if (from >= length) return { ...changeOf(inSpan({ from: from - length, to: from }), inSpan(windows.before)), compares: 'window' };
  const middle = from + Math.floor(length / 2);
  if (middle - from < 5) return null;
  return { ...changeOf(inSpan({ from, to: middle }), inSpan({ from: middle, to })), compares: 'halves' };
}

export const RECOVERY_SHARES = [0.5, 0.8, 1] as const;

export interface Recovery {
  /** Of the mean day of the window before. */
  share: number;
  /** Whether a week of the window after stayed below. */
  fellBelow: boolean;
  /** Days from the date to the first week at or above after the fall; 0 where it never fell; null where it has not been seen. */
  days: number | null;
  /** Days after the date that were seen. */
  seenDays: number;
}

/** When a week's mean was back at shares of the level before. `series`: by day up to the end of the case. */
export function recoveryOf(windows: Windows, series: Float64Array): Recovery[] {
  const baseline = sum(series.subarray(windows.before.from, windows.before.to)) / lengthOf(windows.before);
  const seenDays = Math.max(0, windows.days - windows.past);
  if (!(baseline > 0) || seenDays < 7) return [];
  const weeks = Float64Array.from({ length: seenDays - 6 }, (_, d) => sum(series.subarray(windows.past + d, windows.past + d + 7)) / 7);
  const inWindow = Math.max(1, windows.after.to - windows.past - 6);
  return RECOVERY_SHARES.map((share) => {
    const wanted = share * baseline;
    const fall = weeks.subarray(0, inWindow).findIndex((mean) => mean < wanted);
    if (fall < 0) return { share, fellBelow: false, days: 0, seenDays };
    const back = weeks.subarray(fall).findIndex((mean) => mean >= wanted);
    return { share, fellBelow: true, days: back < 0 ? null : fall + back, seenDays };
  });
}
