/** How much more did the targeted channels change than others that were not targeted? Difference in differences, by channel. */

import { studentQuantile } from '../stats/student.ts';
import { sum } from './impact-change.ts';
import type { MemberDays, Panel } from './impact-panel.ts';
import { lengthOf, type Span } from './impact-windows.ts';

export const COMPARED = ['organicPosts', 'forwardedPosts', 'posts', 'outlinks', 'activeDays'] as const;
export type Compared = (typeof COMPARED)[number];

export interface Difference {
  measure: Compared;
  /** `ratio`: −0.2 is a fifth less than the comparison set's change would give. `points`: −0.2 is twenty percentage points of days. */
  unit: 'ratio' | 'points';
  targeted: number | null;
  comparison: number | null;
  difference: number | null;
  low: number | null;
  high: number | null;
}

/** What one channel did in both windows, per day. */
export interface UnitChange {
  before: number;
  after: number;
}

/** Fewer channels on a side give no interval. */
export const FEWEST_CHANNELS = 5;

/** All comparisons of two sets of members over two spans of days. */
export function differences(
  panel: Panel,
  targeted: readonly number[],
  comparison: readonly number[],
  before: Span,
  after: Span,
): Difference[] {
  return COMPARED.map((measure) => {
    const units = (members: readonly number[]): UnitChange[] =>
      members.map((member) => ({
        before: perDay(panel.days[member], measure, before),
        after: perDay(panel.days[member], measure, after),
      }));
    const compared = measure === 'activeDays' ? inPoints : inRatio;
    return { measure, ...compared(units(targeted), units(comparison)) };
  });
}

function perDay(member: MemberDays | undefined, measure: Compared, span: Span): number {
  const { organic, forwarded, outlinks } = member ?? { organic: null, forwarded: null, outlinks: null };
  const cut = (days: Uint32Array | null): number => (days === null ? 0 : sum(days.subarray(span.from, span.to)));
  const days = Math.max(1, lengthOf(span));
  if (measure === 'organicPosts') return cut(organic) / days;
  if (measure === 'forwardedPosts') return cut(forwarded) / days;
  if (measure === 'posts') return (cut(organic) + cut(forwarded)) / days;
  if (measure === 'outlinks') return cut(outlinks) / days;
  let active = 0;
  for (let day = span.from; day < span.to; day += 1) if ((organic?.[day] ?? 0) + (forwarded?.[day] ?? 0) > 0) active += 1;
  return active / days;
}

type Compare = Omit<Difference, 'measure'>;

/**
 * Mean change of the one set minus mean change of the other. Each channel gives one difference of its two windows, so that
 * its days may depend on each other as they like; 95 % interval after Welch. In a balanced panel this is the regression with
 * channel and day effects and errors clustered by channel (Bertrand, Duflo and Mullainathan, QJE 119 (2004) 249).
 */
export function inPoints(targeted: readonly UnitChange[], comparison: readonly UnitChange[]): Compare {
  const a = spread(targeted.map((unit) => unit.after - unit.before));
  const b = spread(comparison.map((unit) => unit.after - unit.before));
  const difference = a.n === 0 || b.n === 0 ? null : a.mean - b.mean;
  const reach = difference === null ? null : welch(a, b);
  return {
    unit: 'points',
    targeted: a.n === 0 ? null : a.mean,
    comparison: b.n === 0 ? null : b.mean,
    difference,
    low: reach === null || difference === null ? null : difference - reach,
    high: reach === null || difference === null ? null : difference + reach,
  };
}

/** The ratio of the two sets' changes of totals, minus one; channels are the clusters, the variance is linearised on the log scale. */
export function inRatio(targeted: readonly UnitChange[], comparison: readonly UnitChange[]): Compare {
  const a = logChange(targeted);
  const b = logChange(comparison);
  const told = { unit: 'ratio' as const, targeted: a.change, comparison: b.change };
  if (a.change === null || b.change === null || b.change <= -1) return { ...told, difference: null, low: null, high: null };
  const ratio = (1 + a.change) / (1 + b.change);
  const reach = a.change <= -1 ? null : welch(a.spread, b.spread);
  return {
    ...told,
    difference: ratio - 1,
    low: reach === null ? null : ratio / Math.exp(reach) - 1,
    high: reach === null ? null : ratio * Math.exp(reach) - 1,
  };
}

/**
 * A change of totals with its spread over channels. A few large channels carry a total, and their own spread is known from few:
 * the degrees of freedom are those of the effective number of channels, (Σ posts)² / Σ posts².
 */
function logChange(units: readonly UnitChange[]): { change: number | null; spread: Spread } {
  const sorted = [...units].sort((a, b) => a.before - b.before || a.after - b.after);
  const before = sum(sorted.map((unit) => unit.before));
  const after = sum(sorted.map((unit) => unit.after));
  if (before <= 0) return { change: null, spread: spread([]) };
  const n = sorted.length;
  // A channel's share in the change of the total's logarithm; they are spread as the logarithm of the total is.
  const influences = sorted.map((unit) => n * ((after > 0 ? unit.after / after : 0) - unit.before / before));
  const squares = sum(sorted.map((unit) => (unit.before / before) ** 2));
  return { change: after / before - 1, spread: { ...spread(influences), freedom: 1 / squares - 1 } };
}

interface Spread {
  n: number;
  mean: number;
  /** Of the mean. */
  variance: number;
  freedom: number;
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const mean = n === 0 ? 0 : sum(sorted) / n;
  const squares = sum(sorted.map((value) => (value - mean) ** 2));
  return { n, mean, variance: n < 2 ? 0 : squares / (n - 1) / n, freedom: n - 1 };
}

/** Half the width of the 95 % interval of a difference of two means; null where a side is too small. */
function welch(a: Spread, b: Spread): number | null {
  if (Math.min(a.n, b.n) < FEWEST_CHANNELS || Math.min(a.freedom, b.freedom) < 1) return null;
  const variance = a.variance + b.variance;
  if (variance === 0) return 0;
  const freedom = variance ** 2 / (a.variance ** 2 / a.freedom + b.variance ** 2 / b.freedom);
  return studentQuantile(0.975, freedom) * Math.sqrt(variance);
}
