/** Where is each watched community at a few moments, as far as can be said? The rows behind "where did they go". */

import type { Ms } from '../model/observation.ts';
import { type ChannelRef, platformOf } from '../model/ref.ts';
import type { ChannelHistory } from './history.ts';
import type { IdentityKey } from './identity.ts';
import { joinsOf } from './lineage-joins.ts';
import { type LineageInput, staysOf } from './lineage-stays.ts';
import { compare, groupBy } from './order.ts';
import type { Moment } from './whereabouts-moments.ts';

/**
 * `own`: alive under its own name; `elsewhere`: that is not, but a likely or confirmed continuation is alive. `silent`,
 * `private`, `unknown`: the best that is known of it and its continuations. Then those of which nothing is left to see:
 * `between`: it or a continuation is seen later; `gone`: so is its likely continuation; `pointed`: its likely continuation
 * was never observed; `notFound`: searched for, none likely; `notLooked`: nothing was compared with it. `notYet`: not seen so far.
 */
export const PLACE_KINDS = [
  'own',
  'elsewhere',
  'silent',
  'private',
  'unknown',
  'between',
  'gone',
  'pointed',
  'notFound',
  'notLooked',
  'notYet',
] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

export interface Place {
  kind: PlaceKind;
  /** Of the channel that stands for the community; null where none is to be seen. */
  platform: string | null;
  /** That channel. */
  home: ChannelRef | null;
  /** Somebody denied that it is genuine, on the way there. */
  contested: boolean;
}

/** One community: a channel of the roster, with whatever probably continues it. */
export interface Whereabouts {
  identity: IdentityKey;
  channel: ChannelRef;
  /** One for each moment. */
  places: readonly Place[];
}

/** `histories` are of everyone observed, so that homes off the roster can be followed. */
export interface WhereaboutsInput extends LineageInput {
  at: Ms;
  /** Channels of the roster, controls left out. */
  watched: readonly IdentityKey[];
  /** In time order; the last is `at`. Not empty. */
  moments: readonly Moment[];
}

/**
 * One row for each watched community that was ever seen, sorted by channel. A channel first seen after the first moment that
 * probably continues another watched one is no community of its own: it is where that one went. `neverSeen` counts the rest
 * of the roster. Told in hindsight: with all that is known as of `at`; a disappearance or return counts from the moment
 * by which it had happened. Only continuations that an analyst confirmed, a platform named or a ranking calls likely (half or
 * more) are followed; of several that are alive, the most probable one stands for the community.
 */
export function whereabouts(input: WhereaboutsInput): { rows: Whereabouts[]; neverSeen: number } {
  const scene = sceneOf(input);
  const start = input.moments[0]?.at ?? input.at;
  const watched = new Set(input.watched);
  const communities = [...watched].flatMap((identity) => scene.histories.get(identity) ?? []);
  const seen = communities.filter((history) => firstSeen(history) !== null);
  const later = new Set(seen.filter((history) => (firstSeen(history) ?? 0) > start).map((history) => history.identity));
  const continued = new Set(
    [...watched].flatMap((identity) => scene.continuations(identity).map((next) => next.identity)).filter((to) => later.has(to)),
  );
  const rows = seen
    .filter((history) => !continued.has(history.identity))
    .map((history) => ({
      identity: history.identity,
      channel: history.channel,
      places: input.moments.map((moment) => placeAt(history, moment.at, scene)),
    }));
  rows.sort((a, b) => compare(a.channel, b.channel) || compare(a.identity, b.identity));
  return { rows, neverSeen: watched.size - seen.length };
}

/** A channel that probably continues a community, by the most probable way there. */
interface Continuation {
  identity: IdentityKey;
  channel: ChannelRef;
  probability: number;
  contested: boolean;
}

interface Scene {
  at: Ms;
  histories: ReadonlyMap<IdentityKey, ChannelHistory>;
  /** The most probable first. */
  continuations(of: IdentityKey): readonly Continuation[];
  /** Its community went elsewhere though it stands: an analyst or the platform says so. */
  left(identity: IdentityKey): boolean;
  lookedFor(identity: IdentityKey): boolean;
}

function sceneOf(input: WhereaboutsInput): Scene {
  const stays = staysOf(input);
  const steps = groupBy(
    joinsOf(stays, input).filter((join) => join.from.identity !== join.to.identity),
    (join) => join.from.identity,
  );
  const searched = new Set(input.successions.filter((lost) => lost.pool > 0).map((lost) => lost.identity));
  const known = new Map<IdentityKey, readonly Continuation[]>();
  return {
    at: input.at,
    histories: new Map(input.histories.map((history) => [history.identity, history])),
    continuations(of) {
      const found = known.get(of) ?? reached(of, (from) => (steps.get(from) ?? []).map(({ to, ...join }) => ({ ...to, ...join })));
      known.set(of, found);
      return found;
    },
    left: (identity) => (stays.get(identity) ?? []).some((stay) => stay.left),
    lookedFor: (identity) => searched.has(identity),
  };
}

/** Everything that can be reached from a channel, each by the way with the greatest product of probabilities. */
function reached(of: IdentityKey, next: (from: IdentityKey) => readonly Continuation[]): Continuation[] {
  const best = new Map<IdentityKey, Continuation>();
  const waiting: Continuation[] = [{ identity: of, channel: of, probability: 1, contested: false }];
  for (let here = waiting.shift(); here !== undefined; here = waiting.shift()) {
    for (const step of next(here.identity)) {
      const probability = here.probability * step.probability;
      if (step.identity === of || probability <= (best.get(step.identity)?.probability ?? 0)) continue;
      const there = { identity: step.identity, channel: step.channel, probability, contested: here.contested || step.contested };
      best.set(there.identity, there);
      waiting.push(there);
    }
  }
  return [...best.values()].sort((a, b) => b.probability - a.probability || compare(a.identity, b.identity));
}

type Presence = 'alive' | 'silent' | 'private' | 'unknown' | 'gone' | 'notYet' | 'unseen';

/** What is known of one channel at a moment. The last moment takes the state of the census. */
function presenceAt(history: ChannelHistory | undefined, moment: Ms, at: Ms): Presence {
  const first = history === undefined ? null : firstSeen(history);
  if (history === undefined || first === null) return 'unseen';
  if (first > moment) return 'notYet';
  const away = history.episodes.filter((episode) => episode.by <= moment && (episode.until === null || episode.until.by > moment));
  for (const kind of ['gone', 'private', 'silent'] as const) if (away.some((episode) => episode.kind === kind)) return kind;
  if (moment >= at) return history.state;
  // What is unknown as of now has been so since it was last seen.
  return history.state === 'unknown' && moment > (history.lastAlive ?? first) ? 'unknown' : 'alive';
}

/** First seen alive or, where it never was, first seen to exist. */
function firstSeen(history: ChannelHistory): Ms | null {
  return history.firstAlive ?? history.episodes.find((episode) => episode.kind === 'private')?.by ?? null;
}

function placeAt(history: ChannelHistory, moment: Ms, scene: Scene): Place {
  const own = presenceAt(history, moment, scene.at);
  if (own === 'notYet') return nowhere('notYet');
  const itself = { identity: history.identity, channel: history.channel, probability: 1, contested: false };
  if (own === 'alive' && !scene.left(history.identity)) return placeOf('own', itself);
  const others = scene.continuations(history.identity);
  const presences = others.map((other) => presenceAt(scene.histories.get(other.identity), moment, scene.at));
  const alive = others[presences.indexOf('alive')];
  if (alive !== undefined) return placeOf('elsewhere', alive);
  if (own === 'alive') return placeOf('own', itself);
  for (const kind of ['silent', 'private', 'unknown'] as const) {
    const there = own === kind ? itself : others[presences.indexOf(kind)];
    if (there !== undefined) return placeOf(kind, there);
  }
  return nowhere(lostKind(history, others, presences, moment, scene));
}

/** Nothing of it is to be seen: is it back later, was it pointed to, searched for? */
function lostKind(
  history: ChannelHistory,
  others: readonly Continuation[],
  presences: readonly Presence[],
  moment: Ms,
  { histories, lookedFor }: Scene,
): PlaceKind {
  const family = [history, ...others.flatMap((other) => histories.get(other.identity) ?? [])];
  if (family.some((member) => isSeenAfter(member, moment))) return 'between';
  if (presences.includes('gone')) return 'gone';
  if (presences.includes('unseen')) return 'pointed';
  return lookedFor(history.identity) ? 'notFound' : 'notLooked';
}

function isSeenAfter(history: ChannelHistory, moment: Ms): boolean {
  return (firstSeen(history) ?? 0) > moment || history.episodes.some((episode) => (episode.until?.by ?? 0) > moment);
}

function placeOf(kind: PlaceKind, { channel, contested }: Continuation): Place {
  return { kind, platform: platformOf(channel), home: channel, contested };
}

function nowhere(kind: PlaceKind): Place {
  return { kind, platform: null, home: null, contested: false };
}
