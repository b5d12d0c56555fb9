import type { Ms } from '../model/observation.ts';
import { formatTime } from '../model/time.ts';
import type { Actor, HomesRecord, PlannedPost, Rhythm, Speech } from './homes-types.ts';
import { type Random, random as seeded, zipf } from './random.ts';
import type { Script } from './vocabulary.ts';

/** What did everybody post? One channel after another, each post a function of the seed, so that nothing needs to be kept. */

const DAY = 86_400_000;
const HOUR = 3_600_000;

export interface Talk {
  seed: string;
  start: Ms;
  at: Ms;
  actors: readonly Actor[];
  speech: Speech;
  /** Statements that everybody repeats, a day. */
  wiresPerDay: number;
  wireShare: number;
  forwardShare: number;
  /** Share of posts that nobody kept. */
  missing: number;
}

/** All posts that were seen, channel by channel, each in the order of its numbers. */
export function* postRecords(talk: Talk): Generator<HomesRecord, void, undefined> {
  const memory: Memory = { talk, times: new Map(), brands: brandsOf(talk.actors), wires: new Map(), busy: zipf(60, 1) };
  for (const actor of talk.actors) {
    if (!actor.hidden) yield* postsOf(actor, memory);
  }
}

interface Memory {
  talk: Talk;
  times: Map<number, Float64Array>;
  brands: Map<number, Actor[]>;
  wires: Map<Script, ReturnType<Speech>>;
  busy: (random: Random) => number;
}

function brandsOf(actors: readonly Actor[]): Map<number, Actor[]> {
  const brands = new Map<number, Actor[]>();
  for (const actor of actors) brands.set(actor.brand, [...(brands.get(actor.brand) ?? []), actor]);
  return brands;
}

/** What a regular post says and whom it repeats. */
interface Said {
  text: string;
  forward: { of: Actor; place: number } | null;
}

function* postsOf(actor: Actor, memory: Memory): Generator<HomesRecord, void, undefined> {
  const { talk } = memory;
  const times = timesOf(actor, memory);
  const planned = [...actor.planned].filter((post) => post.at < end(actor, talk)).sort((a, b) => a.at - b.at);
  const random = seeded(`${talk.seed}/posts/${actor.index}`);
  const gaps = [0, 1].map(() => talk.start + random.uniform() * (talk.at - talk.start));
  const first = actor.place.platform === 'x' || actor.place.platform === 'mastodon' ? 100_000 : 0;
  let next = 0;
  for (let i = 0, number = first + 1; i < times.length || next < planned.length; number += 1) {
    const plan = planned[next];
    const regular = times[i] ?? Number.POSITIVE_INFINITY;
    const isPlan = plan !== undefined && plan.at <= regular;
    const at = isPlan ? plan.at : regular;
    const kept = isKept(actor, at, gaps, talk, random) || (isPlan && plan.kept);
    if (kept && isPlan) yield plannedRecord(actor, number, plan, random);
    else if (kept) yield record(actor, number, i, regularPost(actor, i, at, memory), random, memory);
    if (isPlan) next += 1;
    else i += 1;
  }
}

/** A quarter is missing: some here and there, some because nobody collected for days. */
function isKept(actor: Actor, at: Ms, gaps: readonly Ms[], talk: Talk, random: Random): boolean {
  if (actor.away !== null && at >= actor.away.from && at < actor.away.until) return false;
  const away = 0.04 * (talk.at - talk.start);
  const gone = random.chance(talk.missing * 0.7);
  return !gone && at >= actor.seenFrom && !gaps.some((gap) => at > gap && at < gap + away);
}

function end(actor: Actor, talk: Talk): Ms {
  return actor.lostAt ?? talk.at;
}

/** When it posts: at a tenth of its rate before it begins in earnest. */
function timesOf(actor: Actor, memory: Memory): Float64Array {
  const known = memory.times.get(actor.index);
  if (known !== undefined) return known;
  const { talk } = memory;
  const random = seeded(`${talk.seed}/times/${actor.index}`);
  const begin = Math.max(talk.start, actor.createdAt);
  const from = Math.max(begin, actor.from);
  const until = end(actor, talk);
  const early = (0.1 * (from - begin)) / (0.1 * (from - begin) + Math.max(HOUR, until - from));
  const times = Float64Array.from({ length: until <= begin ? 0 : actor.posts }, () =>
    random.chance(early) ? moment(begin, from, actor.rhythm, random) : moment(from, until, actor.rhythm, random),
  ).sort();
  memory.times.set(actor.index, times);
  return times;
}

function moment(from: Ms, until: Ms, rhythm: Rhythm, random: Random): Ms {
  let at = from;
  for (let tries = 0; tries < 25; tries += 1) {
    at = Math.floor(from + random.uniform() * (until - from));
    const hour = rhythm.hours[Math.floor(at / HOUR) % 24] ?? 1;
    const weekday = rhythm.weekdays[Math.floor(at / DAY) % 7] ?? 1;
    if (random.uniform() < hour * weekday) return at;
  }
  return at;
}

/** The text that a channel wrote as its own, by number: what is forwarded and copied is made again from here. */
function ownText(actor: Actor, place: number, memory: Memory): string {
  const { talk } = memory;
  const at = timesOf(actor, memory)[place] ?? talk.start;
  return actor.voice.write(
    seeded(`${talk.seed}/own/${actor.index}/${place}`),
    (at - talk.start) / (talk.at - talk.start),
    whoOf(actor, place, memory),
  );
}

/** Who of its people wrote it: a few write most. */
function whoOf(actor: Actor, place: number, memory: Memory): number {
  return actor.authors === 0 ? 0 : memory.busy(seeded(`${memory.talk.seed}/who/${actor.index}/${place}`)) % actor.authors;
}

function regularPost(actor: Actor, place: number, at: Ms, memory: Memory): Said {
  const { talk } = memory;
  const random = seeded(`${talk.seed}/kind/${actor.index}/${place}`);
  const { archive } = actor;
  if (archive !== null && random.chance(archive.share)) {
    const old = talk.actors[archive.of];
    const copied = old === undefined ? null : earlier(old, at, Number.POSITIVE_INFINITY, random, memory);
    if (old !== undefined && copied !== null) return { text: ownText(old, copied, memory), forward: null };
  }
  if (random.chance(talk.wireShare)) return { text: wire(actor.script, at, random, memory), forward: null };
  if (random.chance(talk.forwardShare)) {
    const of = source(actor, random, memory);
    const copied = of === null ? null : earlier(of, at, 10 * DAY, random, memory);
    // A header names the origin within a platform; across platforms a text is copied and edited a little.
    if (of !== null && copied !== null) return forwarded(actor, of, copied, random, memory);
  }
  const text = ownText(actor, place, memory);
  if (!random.chance(0.12)) return { text, forward: null };
  return { text: `${text}\nhttps://${host(actor, random)}/${random.int(1e9).toString(36)}`, forward: null };
}

function forwarded(actor: Actor, of: Actor, copied: number, random: Random, memory: Memory): Said {
  const text = ownText(of, copied, memory);
  if (of.place.platform === actor.place.platform) return { text, forward: { of, place: copied } };
  return { text: edited(text, random), forward: null };
}

const SITES = ['journal.example', 'orchard.example', 'www.harbour.example', 'maktaba.example', 'almanac.example', 'atlas.example'];

/** Mostly a site that many name, now and then one that the brand prefers. */
function host(actor: Actor, random: Random): string {
  return random.chance(0.4) ? `site${actor.brand % 97}.example` : random.pick(SITES);
}

/** A sibling, or one of the channels that everybody repeats. */
function source(actor: Actor, random: Random, memory: Memory): Actor | null {
  const siblings = memory.brands.get(actor.brand) ?? [];
  const { actors } = memory.talk;
  const of =
    random.chance(0.55) && siblings.length > 1 ? random.pick(siblings) : (actors[(memory.busy(random) * 37) % actors.length] ?? null);
  return of === null || of.index === actor.index || of.script !== actor.script ? null : of;
}

/** The number of a post before `at`, mostly a late one, at most `reach` old. */
function earlier(of: Actor, at: Ms, reach: Ms, random: Random, memory: Memory): number | null {
  const times = timesOf(of, memory);
  let low = 0;
  for (let high = times.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return null;
  const place = reach === Number.POSITIVE_INFINITY ? random.int(low) : Math.max(0, low - 1 - Math.floor(random.exponential(3)));
  return at - (times[place] ?? 0) > reach ? null : place;
}

/** A statement of the day, as somebody passes it on. */
function wire(script: Script, at: Ms, random: Random, memory: Memory): string {
  const { talk } = memory;
  let voice = memory.wires.get(script);
  if (voice === undefined) {
    voice = talk.speech(script, seeded(`${talk.seed}/wires/${script}`));
    memory.wires.set(script, voice);
  }
  const number = Math.max(0, Math.floor(((at - talk.start) / DAY) * talk.wiresPerDay - random.exponential(1.2)));
  return edited(voice.write(seeded(`${talk.seed}/wire/${script}/${number}`), 0.5, 0), random);
}

/** Passed on by hand: a word or two dropped or doubled, a sign added. */
function edited(text: string, random: Random): string {
  if (random.chance(0.5)) return text;
  const words = text.split(' ');
  const changes = Math.round(0.06 * words.length * random.uniform());
  for (let i = 0; i < changes; i += 1) words.splice(random.int(words.length), 1);
  return random.chance(0.3) ? `${random.pick(['🔴', '▪️', '#', '»'])} ${words.join(' ')}` : words.join(' ');
}

function record(actor: Actor, number: number, place: number, said: Said, random: Random, memory: Memory): HomesRecord {
  const { forward } = said;
  const at = timesOf(actor, memory)[place] ?? memory.talk.at;
  const from =
    forward === null
      ? null
      : {
          channel: handleAt(forward.of, at),
          id: String(forward.place + 1),
          publishedAt: formatTime(timesOf(forward.of, memory)[forward.place] ?? at),
        };
  return {
    ...head(actor, number, at),
    text: said.text,
    ...author(actor, place, memory),
    views: views(random),
    ...(from === null ? {} : { forwardedFrom: from }),
  };
}

function plannedRecord(actor: Actor, number: number, post: PlannedPost, random: Random): HomesRecord {
  const links = post.links.length === 0 ? {} : { links: post.links };
  const author = post.author === null ? {} : { author: post.author };
  return { ...head(actor, number, post.at), text: post.text, ...author, views: views(random), ...links };
}

function head(actor: Actor, number: number, at: Ms): HomesRecord {
  const native = actor.nativeId === null ? {} : { nativeId: actor.nativeId };
  const clock = actor.clockErrorMs === null ? {} : { clockErrorMs: actor.clockErrorMs };
  return {
    type: 'post',
    platform: actor.place.platform,
    channel: handleAt(actor, at),
    ...native,
    id: String(number),
    publishedAt: formatTime(Math.floor((at + actor.clockOffset) / 1000) * 1000),
    ...clock,
  };
}

export function handleAt(actor: Actor, at: Ms): string {
  return actor.formerHandle !== null && at < actor.formerHandle.until ? actor.formerHandle.handle : actor.handle;
}

function author(actor: Actor, place: number, memory: Memory): { author?: string } {
  return actor.authors === 0 ? {} : { author: `${actor.authorStem}-${whoOf(actor, place, memory)}` };
}

function views(random: Random): number {
  return Math.floor(Math.exp(random.normal(5, 1.2)));
}
