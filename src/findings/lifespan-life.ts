/** When did a home begin, from when was it under watch, and between which instants did it end? */

import type { Ms } from '../model/observation.ts';
import type { ChannelHistory, Episode } from './history.ts';

/**
 * What the life of a home is counted from: `created`, the platform told when; `appeared`, its first sight, where a look at most
 * `CLOSE_DAYS` before had said it was not there; `discovered`, where it came under watch, its age then unknown.
 */
export type Origin = 'created' | 'appeared' | 'discovered';

export interface HomeLife {
  history: ChannelHistory;
  origin: Origin;
  began: Ms;
  /** Days since `began`. */
  entry: number;
  after: number;
  /** Infinity where the end was not seen. */
  by: number;
  kind: Episode['kind'] | null;
}

/** Why a channel has no life to count. */
export type LeftOut = 'neverAlive' | 'neverLookedAt' | 'endedBeforeWatch';

const DAY = 86_400_000;
/** A first sight so soon after a look that saw nothing dates the origin. */
export const CLOSE_DAYS = 31;
/** An absence or silence that certainly lasted less than this, and ended, is no end. */
export const SHORT_DAYS = 30;

export function homeLife(history: ChannelHistory): HomeLife | LeftOut {
  const { firstAlive, watchedFrom, lastAlive } = history;
  if (firstAlive === null || lastAlive === null) return 'neverAlive';
  if (watchedFrom === null) return 'neverLookedAt';
  const ends = history.episodes.filter((episode) => !isShort(episode) && !isPast(episode, watchedFrom));
  const end = ends[0];
  if (end === undefined ? lastAlive < watchedFrom : (end.after ?? end.by) < watchedFrom) return 'endedBeforeWatch';
  const { origin, began } = originOf(history, firstAlive, watchedFrom);
  const days = (at: Ms): number => (at - began) / DAY;
  return {
    history,
    origin,
    began,
    entry: days(watchedFrom),
    after: days(end === undefined ? lastAlive : (end.after ?? end.by)),
    by: end === undefined ? Number.POSITIVE_INFINITY : days(end.by),
    kind: end?.kind ?? null,
  };
}

function isShort(episode: Episode): boolean {
  return episode.until !== null && episode.until.after - episode.by < SHORT_DAYS * DAY;
}

/** Over before anybody watched: the home was there when the watch began. */
function isPast(episode: Episode, watchedFrom: Ms): boolean {
  return episode.until !== null && episode.until.by <= watchedFrom;
}

function originOf(history: ChannelHistory, firstAlive: Ms, watchedFrom: Ms): { origin: Origin; began: Ms } {
  const { createdAt, absentBefore } = history;
  // A date of creation after the first sign of life is of something else.
  if (createdAt !== null && createdAt <= firstAlive) return { origin: 'created', began: createdAt };
  if (absentBefore !== null && firstAlive - absentBefore <= CLOSE_DAYS * DAY) return { origin: 'appeared', began: firstAlive };
  return { origin: 'discovered', began: watchedFrom };
}
