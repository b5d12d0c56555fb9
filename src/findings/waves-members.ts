/** From a window to a wave: how far it reaches, whether it goes on, and who belongs to it with which probability. */

import type { ChannelRef } from '../model/ref.ts';
import { type Dispersion, inflationOf } from '../stats/dispersion.ts';
import type { Window } from '../stats/scan.ts';
import { extent, reachOf, stillOpen } from '../stats/surge.ts';
import type { Baseline, Span } from './waves-baseline.ts';
import type { Loss, Risk } from './waves-risk.ts';

const DAY = 86_400_000;
/** Losses less likely than this to belong are not listed. */
const LEAST_PROBABILITY = 0.05;
/** No wave is called over within a day of its last loss. */
const LEAST_QUIET = 1;
const LATE_DAYS = 3;

/** Times in days. */
export interface Extent {
  from: number;
  fromBy: number;
  toAfter: number;
  to: number;
  ongoing: boolean;
  /** The outer bounds of all its losses' intervals. */
  outer: Span;
  /** Times of differing intensity within `outer`: before the core, the core, after it. */
  parts: Span[];
}

export interface Member {
  channel: ChannelRef;
  after: number;
  by: number;
  /** That it was lost in the wave, and not in the ordinary way at the same time. */
  probability: number;
}

/** How far the core reaches on both sides, where its first and last losses lie, and whether it may be going on as of `at`. */
export function extentOf(
  risk: Risk,
  baseline: Baseline,
  dispersion: Dispersion,
  core: Window,
  closed: readonly Span[],
  at: number,
): Extent {
  const day = dailyIn(baseline, core);
  const free = risk.losses.filter((loss) => !closed.some((span) => span.from < loss.by && loss.after < span.to));
  const outer = reachAround(free, baseline, dispersion, core);
  const parts = [
    { from: outer.from, to: core.from },
    { from: core.from, to: core.to },
    { from: core.to, to: outer.to },
  ].filter((part) => part.to > part.from);
  const within = free.filter((loss) => loss.after >= outer.from && loss.by <= outer.to);
  const bounds = extent(within);
  const late = within.filter((loss) => loss.by > outer.to - LATE_DAYS).reduce((sum, loss) => sum + loss.weight, 0);
  const seen = Math.min(at, risk.seenTo);
  const least = Math.max(LEAST_QUIET, 2 * usualWidth(within));
  const ongoing = stillOpen({ count: late, days: Math.min(LATE_DAYS, outer.to - outer.from) }, day, Math.max(0, seen - bounds.to), least);
  return { ...bounds, ongoing, outer, parts };
}

/** Ordinary joint losses a day at the time of a window. */
function dailyIn(baseline: Baseline, { from, to }: Span): number {
  return Math.max(1e-9, baseline.expectedUpTo(to) - baseline.expectedUpTo(from)) / Math.max(1e-9, to - from);
}

/** How far losses beyond the ordinary reach on both sides of a core. */
export function reachAround(losses: readonly Loss[], baseline: Baseline, dispersion: Dispersion, core: Span): Span {
  const inflation = inflationOf(dispersion.together) + dailyIn(baseline, core) / dispersion.day;
  const upTo = baseline.expectedUpTo;
  const later = losses
    .filter((loss) => loss.after >= core.from && loss.by > core.to)
    .sort((a, b) => a.by - b.by)
    .map((loss) => ({ distance: loss.by - core.to, weight: loss.weight, expected: upTo(loss.by) - upTo(core.to) }));
  const earlier = losses
    .filter((loss) => loss.by <= core.to && loss.after < core.from)
    .sort((a, b) => b.after - a.after)
    .map((loss) => ({ distance: core.from - loss.after, weight: loss.weight, expected: upTo(core.from) - upTo(loss.after) }));
  return { from: core.from - reachOf(earlier, inflation), to: core.to + reachOf(later, inflation) };
}

/** The median width of the intervals: what stands for the pause between looks. */
function usualWidth(losses: readonly Loss[]): number {
  const widths = losses.map((loss) => loss.by - loss.after).sort((a, b) => a - b);
  return widths[Math.floor(widths.length / 2)] ?? 0;
}

/** Every loss that lies in the wave or may, sorted by channel, with the share of the excess in its intensity. */
export function membersOf(risk: Risk, baseline: Baseline, { outer, parts }: Extent): Member[] {
  const inLosses = baseline.joint > 0 ? baseline.losses / baseline.joint : 1;
  const within = risk.losses.filter((loss) => loss.after >= outer.from && loss.by <= outer.to);
  const excess = parts.map((part) => {
    const count = within.filter((loss) => part.from <= loss.middle && loss.middle <= part.to).length;
    const ordinary = (baseline.expectedUpTo(part.to) - baseline.expectedUpTo(part.from)) * inLosses;
    return { part, ordinary: ordinary / (part.to - part.from), raised: Math.max(0, count - ordinary) / (part.to - part.from) };
  });
  const members: Member[] = [];
  for (const loss of risk.losses) {
    if (loss.by <= outer.from || loss.after >= outer.to) continue;
    const width = Math.max(loss.by - loss.after, 1e-6);
    const raised = excess.reduce((sum, { part, raised: rate }) => sum + rate * overlap(part, loss), 0);
    const ordinary = ((baseline.expectedUpTo(loss.by) - baseline.expectedUpTo(loss.after)) / width) * inLosses * width;
    const probability = raised + ordinary > 0 ? raised / (raised + ordinary) : 0;
    if (probability < LEAST_PROBABILITY) continue;
    members.push({ channel: loss.channel, after: Math.round(loss.after * DAY), by: Math.round(loss.by * DAY), probability });
  }
  return members.sort((a, b) => (a.channel < b.channel ? -1 : a.channel > b.channel ? 1 : a.by - b.by));
}

function overlap(part: Span, loss: Loss): number {
  const width = Math.max(loss.by - loss.after, 1e-6);
  return Math.max(0, Math.min(part.to, loss.after + width) - Math.max(part.from, loss.after));
}

/** Channels at risk at the beginning of a wave, and those that came under watch while it lasted. */
export function channelsAt(risk: Risk, { from, to, fromBy, outer }: Extent): number {
  // Who was lost within it was there, though half of its interval may lie before the wave's likeliest beginning.
  const since = Math.min(from, outer.from);
  return new Set(risk.stays.filter((stay) => stay.from < Math.max(to, fromBy) && stay.to >= since).map((stay) => stay.channel)).size;
}
