/** How strongly do signposts name one channel as the continuation of a lost one? */

import type { Ms } from '../model/observation.ts';
import type { Stance } from '../model/words.ts';
import type { Dossiers } from './dossier.ts';
import { independent, type Said, type Sayings, type Weighed } from './pointers.ts';
import type { Kin } from './successor-kin.ts';

const DAY = 86_400_000;
/** A pointer of the lost channel itself in its last days speaks of its future; an older one may be any recommendation. */
const LAST_DAYS = 30 * DAY;
const OLD_WORD = 0.35;
/** Around the loss, a pointer from its circle that names nobody may speak of it. */
const BEFORE = 7 * DAY;
const AFTER = 45 * DAY;
/** Long before the loss nobody speaks of what comes after it. */
const FORETOLD = 30 * DAY;
const EARLY_WORD = 0.4;
/** A candidate that is said to continue more lost channels than this is everybody's. */
const CONTINUES = 2;
/** How far a candidate's own first days reach, in which it says whom it continues. */
const FIRST_DAYS = 14 * DAY;

/** Of what the lost channel said itself, the last so many. */
const MOST_OWN = 400;

/** The word of a place without posts of its own beside those that point, and from how many on it is an ordinary place. */
const UNKNOWN_WORD = 0.4;
const ORDINARY_POSTS = 10;
/** Saying the same more often than this is the way of those who want to be believed. */
const OFTEN = 4;

const LOUD: Readonly<Record<Stance, number>> = { call: 1, endorse: 1, calm: 0.9, neutral: 0.7, warn: 0 };

/** Weights of independent voices by what they are to the lost channel; the strongest first. */
export interface SignpostMeasures {
  /** The lost channel itself. */
  self: Weighed[];
  /** Those of its circle that name it, and others that do. */
  circle: Weighed[];
  named: Weighed[];
  /** Its circle, around the loss, naming nobody. */
  kin: Weighed[];
  /** The candidate itself says whom it continues: a claim that anybody can make. */
  back: Weighed[];
}

export interface SignpostReader {
  /** For a lost channel: what is said of each candidate. */
  of(from: number): Map<number, SignpostMeasures>;
}

export function signpostReader(said: Sayings, known: Dossiers, kin: Kin): SignpostReader {
  const context = {
    said,
    known,
    kin,
    breadth: breadths(said, known, kin),
    kinLost: lostByKin(kin),
    places: placesOf(said),
    repeats: repeatsOf(said),
  };
  return { of: (from) => read(from, context) };
}

interface Context {
  said: Sayings;
  known: Dossiers;
  kin: Kin;
  breadth: ReadonlyMap<number, number>;
  kinLost: ReadonlyMap<number, readonly number[]>;
  /** How many places a voice names: by voice and channel named beside, see `placeKey`. */
  places: ReadonlyMap<string, number>;
  /** How often a voice points to a place: by `to voice`. */
  repeats: ReadonlyMap<string, number>;
}

function placeKey(voice: string, named: number | null): string {
  return `${named ?? 'nobody'} ${voice}`;
}

function repeatsOf(said: Sayings): Map<string, number> {
  const repeats = new Map<string, number>();
  for (const { voice, to } of said.all) repeats.set(`${to} ${voice}`, (repeats.get(`${to} ${voice}`) ?? 0) + 1);
  return repeats;
}

function placesOf(said: Sayings): Map<string, number> {
  const places = new Map<string, Set<number>>();
  const add = (key: string, to: number): void => {
    const known = places.get(key);
    if (known === undefined) places.set(key, new Set([to]));
    else known.add(to);
  };
  for (const { voice, to, stance, names } of said.all) {
    if (stance === 'warn') continue;
    if (names.size === 0) add(placeKey(voice, null), to);
    for (const named of names.keys()) add(placeKey(voice, named), to);
  }
  return new Map([...places].map(([key, set]) => [key, set.size]));
}

/** Of how many lost channels each candidate is said to be the continuation. */
function breadths(said: Sayings, known: Dossiers, kin: Kin): Map<number, number> {
  const found = new Map<number, number>();
  for (const [to, list] of said.byTarget) {
    const named = new Map<number, number>();
    for (const { names, by, stance } of list) {
      if (stance === 'warn') continue;
      if (kin.has(by)) named.set(by, 1);
      for (const [from, sure] of names)
        if (kin.has(from) && known.list[from] !== undefined) named.set(from, Math.max(sure, named.get(from) ?? 0));
    }
    let sum = 0;
    for (const sure of [...named.values()].sort((a, b) => a - b)) sum += sure;
    found.set(to, sum);
  }
  return found;
}

function lostByKin(kin: Kin): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const [from, circle] of kin) {
    for (const speaker of circle.keys()) found.set(speaker, [...(found.get(speaker) ?? []), from]);
  }
  return found;
}

type Heard = Record<keyof SignpostMeasures, Weighed[]>;

function read(from: number, context: Context): Map<number, SignpostMeasures> {
  const lost = context.known.list[from]?.lost ?? null;
  const start = lost?.after ?? lost?.by ?? Number.POSITIVE_INFINITY;
  const end = lost?.by ?? Number.POSITIVE_INFINITY;
  const heard = new Map<number, Heard>();
  const hear = (kind: keyof Heard, said: Said, weight: number): void => {
    if (said.stance === 'warn' || weight <= 0 || said.to === from) return;
    const of = heard.get(said.to) ?? { self: [], circle: [], named: [], kin: [], back: [] };
    heard.set(said.to, of);
    of[kind].push({ said, weight });
  };
  const own = context.said.bySpeaker.get(from) ?? [];
  for (const said of own.slice(-MOST_OWN)) hear('self', said, selfWeight(said, own.slice(-MOST_OWN), start));
  for (const said of context.said.byNamed.get(from) ?? []) {
    if (said.by === from) continue;
    const sure = said.names.get(from) ?? 0;
    const timely = (said.at < start - FORETOLD ? EARLY_WORD : 1) * credit(said, context);
    hear(
      context.kin.get(from)?.has(said.by) === true ? 'circle' : 'named',
      said,
      (timely * sure * LOUD[said.stance]) / spread(said, from, context),
    );
  }
  for (const speaker of context.kin.get(from)?.keys() ?? []) hearKin(speaker);
  for (const said of context.said.byTarget.get(from) ?? []) claim(said);
  return new Map([...heard].map(([to, of]) => [to, settled(of)]));

  function hearKin(speaker: number): void {
    const close = context.kin.get(from)?.get(speaker) ?? 0;
    for (const said of context.said.bySpeaker.get(speaker) ?? []) {
      if (said.names.size > 0 || said.at < start - BEFORE || said.at > end + AFTER) continue;
      hear('kin', said, (close * LOUD[said.stance]) / (lostAround(speaker, said.at, context) * spread(said, from, context)));
    }
  }

  /** Here the roles are turned: the candidate points to the lost channel. */
  function claim(said: Said): void {
    const candidate = context.known.list[said.by];
    const young = candidate !== undefined && said.at <= (candidate.firstPost ?? candidate.firstSeen ?? said.at) + FIRST_DAYS;
    if (said.by === from || (!young && said.at < start - BEFORE)) return;
    const of = heard.get(said.by) ?? { self: [], circle: [], named: [], kin: [], back: [] };
    heard.set(said.by, of);
    const claims = Math.max(1, (context.said.bySpeaker.get(said.by) ?? []).length / 3);
    if (said.stance !== 'warn') of.back.push({ said, weight: LOUD[said.stance] / Math.sqrt(claims) });
  }
}

function settled(heard: Heard): SignpostMeasures {
  return {
    self: independent(heard.self),
    circle: independent(heard.circle),
    named: independent(heard.named),
    kin: independent(heard.kin),
    back: independent(heard.back),
  };
}

/** Its own word, shared among all the places that it names in the same days. */
function selfWeight(said: Said, own: readonly Said[], start: Ms): number {
  const recent = isRecent(said, start);
  const places = new Set(own.filter((other) => other.stance !== 'warn' && (!recent || isRecent(other, start))).map((other) => other.to))
    .size;
  return ((recent ? 1 : OLD_WORD) * LOUD[said.stance]) / Math.sqrt(Math.max(1, places));
}

function isRecent(said: Said, start: Ms): boolean {
  return said.post === null || said.at >= start - LAST_DAYS;
}

/**
 * What a voice is worth that is nobody's circle: less where it does hardly anything but point, and less again where it says the same
 * very often. Who is heard in a place with a life of its own has more to lose.
 */
function credit({ by, voice, to }: Said, { known, said, repeats }: Context): number {
  const ordinary = (known.list[by]?.posts ?? 0) - (said.bySpeaker.get(by)?.length ?? 0);
  const standing = UNKNOWN_WORD + (1 - UNKNOWN_WORD) * Math.min(1, Math.max(0, ordinary) / ORDINARY_POSTS);
  const often = Math.max(0, Math.log2((repeats.get(`${to} ${voice}`) ?? 1) / OFTEN));
  return standing / (1 + often / 4);
}

/** Who names many places for one lost channel, or one place for many lost channels, says less of each. */
function spread(said: Said, from: number, { places, breadth }: Context): number {
  const named = places.get(placeKey(said.voice, said.names.size === 0 ? null : from)) ?? 1;
  return Math.sqrt(Math.max(1, named)) * Math.max(1, (breadth.get(said.to) ?? 0) / CONTINUES);
}

function lostAround(speaker: number, at: Ms, { kinLost, known }: Context): number {
  const around = (kinLost.get(speaker) ?? []).filter((other) => {
    const lost = known.list[other]?.lost;
    return lost !== null && lost !== undefined && at >= (lost.after ?? lost.by) - BEFORE && at <= lost.by + AFTER;
  });
  return Math.max(1, around.length);
}
