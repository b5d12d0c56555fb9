import type { Ms } from '../model/observation.ts';
import { formatTime } from '../model/time.ts';
import { handleAt } from './homes-posts.ts';
import type { Actor, HomesRecord } from './homes-types.ts';
import { type Random, random as seeded } from './random.ts';

/** What did the observer see, round by round, and what did the channels show of themselves? */

export interface Watch {
  seed: string;
  start: Ms;
  at: Ms;
  actors: readonly Actor[];
  /** Pause between the rounds of probes. */
  every: Ms;
}

const MINUTE = 60_000;
const NEVER_USED = 3;

/** Rounds of probes on every platform, with living controls and names that nobody used; a few rounds in which nothing could be seen. */
export function* sightingRecords(watch: Watch): Generator<HomesRecord, void, undefined> {
  const platforms = new Map<string, Actor[]>();
  for (const actor of watch.actors) {
    const { platform } = actor.place;
    const list = platforms.get(platform) ?? [];
    platforms.set(platform, list);
    if (!actor.hidden) list.push(actor);
  }
  for (const [platform, actors] of platforms) {
    const random = seeded(`${watch.seed}/rounds/${platform}`);
    let number = 0;
    for (let at = watch.start + random.int(watch.every); at <= watch.at; at += watch.every) {
      number += 1;
      yield* roundOf(platform, actors, { at, name: `${platform}-r${number}`, blind: random.chance(0.03), last: watch.at }, random);
    }
  }
}

interface Round {
  at: Ms;
  name: string;
  blind: boolean;
  last: Ms;
}

function* roundOf(platform: string, actors: readonly Actor[], round: Round, random: Random): Generator<HomesRecord, void, undefined> {
  for (let i = 0; i < NEVER_USED; i += 1) {
    const name = `zz${random.int(1e9).toString(36)}q${random.int(1e6).toString(36)}`;
    const seen = { status: round.blind ? 'unknown' : 'absent', reason: 'control:never-used' };
    yield look(platform, name, Math.min(round.at + i * 1000, round.last), seen, null, round.name);
  }
  for (const [i, actor] of actors.entries()) {
    // A round takes minutes; in a large world many looks share a second.
    const time = Math.min(round.at + MINUTE + Math.floor((i * 10 * MINUTE) / actors.length), round.last);
    const seen = statusOf(actor, time);
    if (seen === null) continue;
    yield look(
      platform,
      handleAt(actor, time),
      time,
      round.blind ? { status: 'unknown', reason: 'timeout' } : seen,
      actor.nativeId,
      round.name,
    );
  }
}

interface Seen {
  status: string;
  reason: string;
  movedTo?: string;
}

function statusOf(actor: Actor, at: Ms): Seen | null {
  const known = actor.profiles[0] ?? actor.from;
  if (at < actor.createdAt || (at < known && actor.role !== 'lost' && actor.role !== 'control')) return null;
  if (actor.away !== null && at >= actor.away.from && at < actor.away.until) return { status: 'absent', reason: 'contact_page' };
  if (actor.lostAt === null || at < actor.lostAt) return { status: 'alive', reason: 'page' };
  if (actor.handleTakenAt !== null && at >= actor.handleTakenAt) return null;
  if (actor.movedTo !== null) return { status: 'moved', reason: 'platform', movedTo: actor.movedTo };
  return { status: 'absent', reason: 'contact_page' };
}

function look(platform: string, channel: string, at: Ms, seen: Seen, nativeId: string | null, round: string): HomesRecord {
  const native = nativeId === null || seen.status !== 'alive' ? {} : { nativeId };
  return {
    type: 'sighting',
    platform,
    channel,
    at: formatTime(Math.floor(at / 1000) * 1000),
    ...seen,
    ...native,
    observer: 'a1',
    tool: 'web',
    round,
  };
}

export function* profileRecords(watch: Watch): Generator<HomesRecord, void, undefined> {
  for (const actor of watch.actors) {
    if (actor.hidden) continue;
    const random = seeded(`${watch.seed}/profiles/${actor.index}`);
    const readers = Math.floor(Math.exp(random.normal(actor.role === 'lost' ? 6.5 : 5.5, 1.2)));
    for (const [i, at] of actor.profiles.entries()) yield profile(actor, at, Math.floor(readers * (1 + 0.1 * i)));
  }
}

function profile(actor: Actor, at: Ms, subscribers: number): HomesRecord {
  const known = {
    nativeId: actor.nativeId,
    about: actor.about,
    createdAt: actor.place.tellsAge ? formatTime(Math.floor(actor.createdAt / 1000) * 1000) : null,
    avatarHash: actor.avatar,
    control: actor.role === 'control' ? true : null,
  };
  return {
    type: 'profile',
    platform: actor.place.platform,
    channel: handleAt(actor, at),
    observedAt: formatTime(Math.floor(at / 1000) * 1000),
    kind: actor.kind,
    title: actor.title,
    subscribers,
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null)),
  };
}
