/** Does a channel's life begin where another's ended? Homes prepared before the loss are no exception, but a life lived beside it is. */

import type { Ms } from '../model/observation.ts';
import type { Dossier } from './dossier.ts';

const DAY = 86_400_000;
/** A beginning so long after the loss is half as telling as one right at it. */
const HALF_DAYS = 14;
/** Days with posts beside the lost one, from which on two lives are surely two. */
const FULL_LIFE_DAYS = 12;
/** A profile or a look this long after still tells of the same days. */
const GRACE = DAY;

export interface TimingMeasures {
  /** 0 to 1: how much its activity begins with the loss. */
  near: number;
  /** 0 to 1: how much of a life of its own it had before the loss. */
  parallel: number;
  /** How long after the loss it began, in doublings of a month; 0 up to then. */
  late: number;
  /** 1: it was lost itself before; 0.5: no sign of life since. */
  dead: number;
  detail: string;
}

const NOTHING: TimingMeasures = { near: 0, parallel: 0, late: 0, dead: 0, detail: 'nothing is known of when it was active' };

/**
 * Compares the life of `to` with the loss of `from`. `days`: whole days since 1970 on which `to` posted, ascending.
 * All measures are 0 where `from` is not lost or `to` was never observed.
 */
export function timing(from: Dossier, to: Dossier, days: readonly number[]): TimingMeasures {
  if (from.lost === null || !to.observed) return NOTHING;
  const earliest = from.lost.after ?? from.lost.by;
  const latest = from.lost.by;
  const began = to.firstPost ?? to.createdAt ?? to.firstSeen;
  if (began === null) return NOTHING;
  const before = days.filter((day) => (day + 1) * DAY + GRACE < earliest).length;
  const after = days.filter((day) => (day + 1) * DAY >= earliest).length;
  const share = before + after === 0 ? 1 : after / (before + after);
  const daysLate = Math.max(0, (began - latest) / DAY);
  const onset = daysLate > 0 ? 1 / (1 + daysLate / HALF_DAYS) : share * share;
  const seenSince = (to.lastAlive ?? to.lastPost ?? began) + GRACE >= earliest;
  const lostBefore = to.lost !== null && to.lost.by <= earliest && !seenSince;
  const dead = lostBefore ? 1 : seenSince ? 0 : 0.5;
  const parallel = (1 - share) * Math.min(1, before / FULL_LIFE_DAYS);
  return {
    near: dead > 0 ? 0 : onset,
    parallel,
    late: Math.max(0, Math.log2(daysLate / 30)),
    dead,
    detail: words(dead, before, after, daysLate, began, earliest),
  };
}

function words(dead: number, before: number, after: number, daysLate: number, began: Ms, earliest: Ms): string {
  if (dead === 1) return 'it was lost itself before that';
  if (dead > 0) return 'no sign of life of it since the loss';
  if (daysLate > 0)
    return `its first ${Math.ceil(daysLate)} day${Math.ceil(daysLate) === 1 ? '' : 's'} after the loss`.replace('its first', 'it began');
  if (before === 0) return began < earliest ? 'prepared before the loss, active since' : 'it began with the loss';
  return `it posted on ${before} days before the loss and on ${after} since`;
}
