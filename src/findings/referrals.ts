/** What followed a referral? How many of the referred channels were no longer visible after an hour, a day, a week, a month: never why. */

import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import type { State } from '../model/words.ts';
import { cumulativeIncidence, type Followed } from '../stats/incidence.ts';
import type { ChannelHistory, Episode } from './history.ts';
import type { IdentityKey } from './identity.ts';
import { compare, groupBy } from './order.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const HORIZONS = [
  { name: '1 h', after: HOUR },
  { name: '24 h', after: DAY },
  { name: '7 d', after: 7 * DAY },
  { name: '30 d', after: 30 * DAY },
] as const;

export interface SentReferral {
  id: string;
  platform: string;
  channels: readonly { channel: ChannelRef; identity: IdentityKey }[];
  sentAt: Ms;
}

/**
 * `gone before`: by the sending. `perhaps before`: between two looks with the sending in between, so it cannot be told.
 * `gone`, `private`: after it. `visible`: seen after it and not gone, as far as is known. `not seen since`: nobody looked.
 */
export type Fate = 'gone before' | 'perhaps before' | 'gone' | 'private' | 'visible' | 'not seen since';

/** What is known of one referred channel. Times are milliseconds after the sending. */
export interface Outcome {
  referral: string;
  platform: string;
  channel: ChannelRef;
  fate: Fate;
  /** It ended between these two: the earliest and the latest possible. Null where it has not. */
  earliest: Ms | null;
  latest: Ms | null;
  /** The last sign of life after the sending, where it has not ended. */
  followed: Ms | null;
  /** It was seen again after it had ended. */
  returned: boolean;
  state: State;
}

export interface IncidenceAt {
  horizon: string;
  /** Of those sent early enough before the as-of date: how many, certainly gone by then, and how many of which that is not known. */
  due: number;
  gone: number;
  notKnown: number;
  /** Share no longer visible: every end at its latest and at its earliest possible moment. Null where nobody was followed so far. */
  low: number | null;
  high: number | null;
}

export interface Incidence {
  /** Null: all platforms. */
  platform: string | null;
  referred: number;
  goneBefore: number;
  perhapsBefore: number;
  notSeenSince: number;
  wentPrivate: number;
  stillVisible: number;
  horizons: IncidenceAt[];
}

/** One outcome per referred channel, as of `at`; referrals sent later than that are left out. */
export function outcomes(referrals: readonly SentReferral[], histories: readonly ChannelHistory[], at: Ms): Outcome[] {
  const known = new Map(histories.map((history) => [history.identity, history]));
  return referrals
    .filter((referral) => referral.sentAt <= at)
    .flatMap((referral) => referral.channels.map(({ channel, identity }) => outcomeOf(referral, channel, known.get(identity) ?? null)))
    .sort((a, b) => compare(a.referral, b.referral) || compare(a.channel, b.channel));
}

function outcomeOf({ id, platform, sentAt }: SentReferral, channel: ChannelRef, history: ChannelHistory | null): Outcome {
  const outcome = {
    referral: id,
    platform,
    channel,
    earliest: null,
    latest: null,
    followed: null,
    returned: false,
    state: history?.state ?? 'unknown',
  };
  const end = history === null ? null : endOf(history.episodes, sentAt);
  if (end !== null) {
    const { fate, episode } = end;
    const times = fate === 'gone before' ? {} : { earliest: Math.max(0, (episode.after ?? 0) - sentAt), latest: episode.by - sentAt };
    return { ...outcome, ...times, fate, returned: episode.until !== null };
  }
  const followed = (history?.lastAlive ?? Number.NEGATIVE_INFINITY) - sentAt;
  return followed > 0 ? { ...outcome, fate: 'visible', followed } : { ...outcome, fate: 'not seen since' };
}

/** The first disappearance that had not passed when the referral was sent; falling silent is none. */
function endOf(episodes: readonly Episode[], sentAt: Ms): { fate: Fate; episode: Episode } | null {
  const ends = episodes.filter((episode) => episode.kind !== 'silent').sort((a, b) => a.by - b.by || compare(a.kind, b.kind));
  for (const episode of ends) {
    // It was away and came back, at the latest around the sending: as if it had never been.
    if (episode.until !== null && episode.until.after < sentAt && episode.by <= sentAt) continue;
    if (episode.by <= sentAt) return { fate: 'gone before', episode };
    if (episode.after === null || episode.after < sentAt) return { fate: 'perhaps before', episode };
    return { fate: episode.kind === 'private' ? 'private' : 'gone', episode };
  }
  return null;
}

/** What followed on all platforms together and on each, with `at` as the as-of date; platforms sorted by name. */
export function incidence(all: readonly Outcome[], referrals: readonly SentReferral[], at: Ms): Incidence[] {
  const sent = new Map(referrals.map((referral) => [referral.id, referral.sentAt]));
  const reach = (outcome: Outcome): Ms => at - (sent.get(outcome.referral) ?? at);
  const platforms = [...groupBy(all, (outcome) => outcome.platform)].sort(([a], [b]) => compare(a, b));
  return [incidenceOf(null, all, reach), ...platforms.map(([platform, some]) => incidenceOf(platform, some, reach))];
}

function incidenceOf(platform: string | null, some: readonly Outcome[], reach: (outcome: Outcome) => Ms): Incidence {
  const count = (fate: Fate): number => some.filter((outcome) => outcome.fate === fate).length;
  const after = HORIZONS.map((horizon) => horizon.after);
  const scenarios = ['latest', 'earliest'] as const;
  const [late = [], early = []] = scenarios.map((scenario) =>
    cumulativeIncidence(
      some.flatMap((outcome) => followedIn(outcome, scenario)),
      after,
    ),
  );
  return {
    platform,
    referred: some.length,
    goneBefore: count('gone before'),
    perhapsBefore: count('perhaps before'),
    notSeenSince: count('not seen since'),
    wentPrivate: count('private'),
    stillVisible: count('visible'),
    horizons: HORIZONS.map(({ name, after: time }, i) => ({
      horizon: name,
      ...countsAt(some, reach, time),
      ...bounds(late[i] ?? null, early[i] ?? null),
    })),
  };
}

/** Gone before is no risk; what was not seen since says nothing. */
function followedIn(outcome: Outcome, scenario: 'earliest' | 'latest'): Followed[] {
  const { fate, followed } = outcome;
  if (fate === 'visible') return [{ time: followed ?? 0, end: 0 }];
  const time = outcome[scenario] ?? 0;
  if (fate === 'gone') return [{ time, end: 1 }];
  if (fate === 'private') return [{ time, end: 2 }];
  // Perhaps before: at the least it was gone before it was sent, at the most the moment after.
  return fate === 'perhaps before' && scenario === 'earliest' ? [{ time: 0, end: 1 }] : [];
}

/** Early ends may meet a larger number still at risk, so that neither way of placing them is always the smaller. */
function bounds(late: number | null, early: number | null): { low: number | null; high: number | null } {
  if (late === null || early === null) return { low: null, high: null };
  return { low: Math.min(late, early), high: Math.max(late, early) };
}

function countsAt(some: readonly Outcome[], reach: (outcome: Outcome) => Ms, time: Ms): { due: number; gone: number; notKnown: number } {
  const due = some.filter((outcome) => outcome.fate !== 'gone before' && reach(outcome) >= time);
  const gone = due.filter((outcome) => outcome.fate === 'gone' && (outcome.latest ?? Number.POSITIVE_INFINITY) <= time);
  return { due: due.length, gone: gone.length, notKnown: due.filter((outcome) => !isKnown(outcome, time)).length };
}

/** Whether it is certain if the channel was gone by then. */
function isKnown({ fate, earliest, latest, followed }: Outcome, time: Ms): boolean {
  if (fate === 'visible') return (followed ?? 0) >= time;
  if (fate === 'gone') return (latest ?? 0) <= time || (earliest ?? 0) >= time;
  return fate === 'private';
}
