/** The measures of an impact report, as days of numbers for a set of channels. */

import type { DailyRatio } from './impact-change.ts';
import type { GroupDays, MemberDays, Panel } from './impact-panel.ts';
import { lengthOf, type Span } from './impact-windows.ts';

/** `total`: told as a sum over the window; `perDay`: as a mean of days; `ratio`: as what it is. */
export const MEASURES = {
  organicPosts: 'total',
  forwardedPosts: 'total',
  posts: 'total',
  uniquePosts: 'total',
  uniqueShare: 'ratio',
  activeChannels: 'perDay',
  activePosters: 'perDay',
  postsPerChannelDay: 'ratio',
  outlinks: 'total',
  newChannels: 'total',
} as const;
export type Measure = keyof typeof MEASURES;

/** Sums over channels, by day up to the end of the window after. */
export interface DailySums {
  organic: Float64Array;
  forwarded: Float64Array;
  /** Channels with a post that day. */
  active: Float64Array;
  outlinks: Float64Array;
}

export function dailySums(panel: Panel, members: Iterable<number>): DailySums {
  const length = panel.windows.after.to;
  const sums: DailySums = {
    organic: new Float64Array(length),
    forwarded: new Float64Array(length),
    active: new Float64Array(length),
    outlinks: new Float64Array(length),
  };
  for (const member of members) include(sums, panel.days[member], 1);
  return sums;
}

/** Adds a channel (`sign` 1) or takes it out again (−1). */
export function include(sums: DailySums, member: MemberDays | undefined, sign: 1 | -1): void {
  if (member === undefined) return;
  const { organic, forwarded, outlinks } = member;
  for (let day = 0; day < sums.organic.length; day += 1) {
    const own = organic?.[day] ?? 0;
    const passedOn = forwarded?.[day] ?? 0;
    if (own + passedOn > 0) {
      sums.organic[day] = (sums.organic[day] ?? 0) + sign * own;
      sums.forwarded[day] = (sums.forwarded[day] ?? 0) + sign * passedOn;
      sums.active[day] = (sums.active[day] ?? 0) + sign;
    }
    if (outlinks !== null) sums.outlinks[day] = (sums.outlinks[day] ?? 0) + sign * (outlinks[day] ?? 0);
  }
}

/** Measures that need nothing but sums over channels: they can be asked at any date. */
export const ADDITIVE = ['organicPosts', 'forwardedPosts', 'posts', 'activeChannels', 'postsPerChannelDay', 'outlinks'] as const;
export type AdditiveMeasure = (typeof ADDITIVE)[number];

export function additive(measure: AdditiveMeasure, sums: DailySums, span: Span): DailyRatio {
  const { from, to } = span;
  const cut = (days: Float64Array): Float64Array => days.subarray(from, to);
  switch (measure) {
    case 'organicPosts':
      return { x: cut(sums.organic), z: null, counts: true };
    case 'forwardedPosts':
      return { x: cut(sums.forwarded), z: null, counts: true };
    case 'posts':
      return { x: postsIn(sums, span), z: null, counts: true };
    case 'activeChannels':
      return { x: cut(sums.active), z: null, counts: false };
    case 'postsPerChannelDay':
      return { x: postsIn(sums, span), z: cut(sums.active), counts: true };
    case 'outlinks':
      return { x: cut(sums.outlinks), z: null, counts: true };
  }
}

/** Any measure in one of the two windows. `born`: new channels of each day up to the end of the window after. */
export function inWindow(
  measure: Measure,
  side: 'before' | 'after',
  given: { panel: Panel; group: GroupDays; sums: DailySums; born: Float64Array },
): DailyRatio {
  const span = given.panel.windows[side];
  const unique = side === 'before' ? given.group.uniqueBefore : given.group.uniqueAfter;
  if (measure === 'uniquePosts') return { x: unique, z: null, counts: true };
  if (measure === 'uniqueShare') return { x: unique, z: postsIn(given.sums, span), counts: false };
  if (measure === 'activePosters') return { x: given.group.posters.subarray(span.from, span.to), z: null, counts: false };
  if (measure === 'newChannels') return { x: given.born.subarray(span.from, span.to), z: null, counts: true };
  return additive(measure, given.sums, span);
}

function postsIn(sums: DailySums, span: Span): Float64Array {
  return Float64Array.from({ length: lengthOf(span) }, (_, day) => {
    const place = span.from + day;
    return (sums.organic[place] ?? 0) + (sums.forwarded[place] ?? 0);
  });
}
