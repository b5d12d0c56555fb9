import { type ChannelRef, channelRef } from '../model/ref.ts';
import type { Bits, Brand, Stage } from './homes-family.ts';
import { brandName, lookOf, memberName } from './homes-names.ts';
import type { Actor, Look, Place, Rhythm } from './homes-types.ts';
import type { Random } from './random.ts';
import type { Script } from './vocabulary.ts';

/** Where the story of a world is set up: everybody in it so far, and how one more comes in. */

export const DAY = 86_400_000;
export const HOUR = 3_600_000;

export function newBits(random: Random): Bits {
  return Uint8Array.from({ length: 256 }, () => random.int(2));
}

/** Another rendering of a picture: so many of 64 bits differ. */
export function flipped(bits: Bits, of64: number, random: Random): Bits {
  return bits.map((bit) => (random.uniform() < of64 / 64 ? 1 - bit : bit));
}

export function hexOf(bits: Bits, length: 64 | 256): string {
  let text = '';
  for (let i = 0; i < length; i += 4) {
    text += (8 * (bits[i] ?? 0) + 4 * (bits[i + 1] ?? 0) + 2 * (bits[i + 2] ?? 0) + (bits[i + 3] ?? 0)).toString(16);
  }
  return text;
}

/** Waking hours somewhere, two busier times a day, and quieter days of the week. */
export function newRhythm(random: Random): Rhythm {
  const wake = random.int(24);
  const peak = 2 + random.int(6);
  const late = peak + 4 + random.int(7);
  const sharp = 0.15 + 0.5 * random.uniform();
  const hours = Array.from({ length: 24 }, (_, hour) => {
    const since = (hour - wake + 24) % 24;
    const near = Math.max(Math.exp(-(((since - peak) * sharp) ** 2)), 0.8 * Math.exp(-(((since - late) * sharp) ** 2)));
    return since < 17 ? 0.08 + 0.92 * near : 0.02;
  });
  const quiet = random.int(7);
  const weekdays = Array.from({ length: 7 }, (_, day) => (day === quiet ? 0.3 + 0.7 * random.uniform() : 0.75 + 0.25 * random.uniform()));
  return { hours, weekdays };
}

/** The same people on other days: each hour a little more or less. */
export function variedRhythm(rhythm: Rhythm, distance: number, random: Random): Rhythm {
  if (random.chance(distance)) return newRhythm(random);
  const shaken = (weight: number) => Math.min(1, weight * Math.exp(random.normal(0, 0.5 * distance)));
  return { hours: rhythm.hours.map(shaken), weekdays: rhythm.weekdays.map(shaken) };
}

export function newBrand(stage: Stage, script: Script, random: Random): Brand {
  const brand: Brand = {
    index: stage.brands.length,
    script,
    name: brandName(script, random),
    voice: stage.speech(script, random),
    rhythm: newRhythm(random),
    logo: newBits(random),
    day: random.uniform(),
  };
  stage.brands.push(brand);
  return brand;
}

/** The server in a handle; empty where there is none. */
export function hostOf(actor: Actor): string {
  return (
    actor.place.hosts.find(
      (host) => actor.handle.endsWith(`@${host}`) || actor.handle.endsWith(`:${host}`) || actor.handle.startsWith(`${host}/`),
    ) ?? ''
  );
}

/** A handle that nobody has on its platform, on any of its servers but one. */
export function freeHandle(stage: Stage, place: Place, stem: string, random: Random, avoided = ''): string {
  // Nobody goes back to the server that threw him out.
  const hosts = place.hosts.filter((one) => one !== avoided);
  const host = hosts.length === 0 ? '' : random.pick(hosts);
  for (let tries = 0; ; tries += 1) {
    // Room for a number, on platforms with short names too.
    const numbered = `${stem.slice(0, Math.max(8, 26 - 6 * tries))}${tries < 3 ? random.int(100) : random.int(100_000)}`;
    const handle = place.handle(tries === 0 ? stem : numbered, host);
    const ref = channelRef(place.platform, handle);
    if (ref !== null && !stage.taken.has(ref)) {
      stage.taken.add(ref);
      return handle;
    }
    if (tries > 50) throw new RangeError(`No free handle is left on ${place.platform} for ${stem}.`);
  }
}

export type Newcomer = Pick<Actor, 'role' | 'place' | 'brand' | 'script' | 'name' | 'voice' | 'rhythm' | 'createdAt'> & {
  look: Look;
  picture: Bits | null;
  /** Posts a day once it posts in earnest. */
  rate: number;
} & Partial<Actor>;

/** One more channel. */
export function enter(stage: Stage, given: Newcomer, random: Random): Actor {
  const { look, picture, rate, ...known } = given;
  const index = stage.actors.length;
  const from = known.from ?? known.createdAt;
  const until = known.lostAt ?? stage.at;
  const actor: Actor = {
    index,
    handle: known.handle ?? freeHandle(stage, known.place, look.handle, random),
    nativeId: known.place.nativeIds ? nativeId(known.place, index, random) : null,
    kind: known.place.kind,
    title: look.title,
    about: null,
    avatar: picture === null ? null : hexOf(picture, known.place.avatarBits),
    from,
    lostAt: null,
    posts: Math.max(1, Math.round((rate * (until - Math.max(stage.start, from))) / DAY)),
    authors: 0,
    authorStem: `u${index}`,
    archive: null,
    profiles: [],
    hidden: false,
    seenFrom: known.createdAt,
    clockOffset: 0,
    clockErrorMs: null,
    formerHandle: null,
    planned: [],
    handleTakenAt: null,
    away: null,
    readers: false,
    movedTo: null,
    ...known,
  };
  stage.actors.push(actor);
  return actor;
}

function nativeId(place: Place, index: number, random: Random): string {
  if (place.platform === 'matrix') return `!${random.int(1e9).toString(36)}${index}:${random.pick(place.hosts)}`;
  return String(1_000_000_000 + index * 7_919 + random.int(7_000));
}

/** Posts a day: a few channels write ten times as much as most. */
export function newRate(stage: Stage, random: Random): number {
  const spread = 1.15;
  return Math.min(12, Math.exp(random.normal(-(spread ** 2) / 2, spread))) * (stage.size.posts / stage.size.days);
}

/** The channel of a brand, with its face and its way of writing. */
export function member(stage: Stage, brand: Brand, alone: boolean, place: Place, random: Random): Newcomer {
  const name = memberName(brand.name, alone, random);
  const drawn = random.uniform();
  const picture =
    drawn < 0.12
      ? flipped(random.pick(stage.stock), 2, random)
      : drawn < 0.5
        ? flipped(brand.logo, 4 * random.uniform(), random)
        : newBits(random);
  return {
    role: 'bystander',
    place,
    brand: brand.index,
    script: brand.script,
    name,
    voice: brand.voice.vary(random, alone ? 0 : stage.family.rates.siblings),
    rhythm: variedRhythm(brand.rhythm, 0.4, random),
    createdAt: stage.start - random.exponential(300 * DAY),
    look: lookOf(name, random),
    picture: random.chance(0.05) ? null : picture,
    rate: newRate(stage, random),
    authors: stage.family.people(random),
  };
}

export function refOf(actor: Actor): ChannelRef {
  if (actor.handleTakenAt !== null && actor.nativeId !== null) return `${actor.place.platform}:#${actor.nativeId}`;
  return channelRef(actor.place.platform, actor.handle) ?? '';
}

/** What is never seen shows no native id. */
export function identityOf(actor: Actor): ChannelRef {
  return actor.nativeId === null || actor.hidden ? refOf(actor) : `${actor.place.platform}:#${actor.nativeId}`;
}

export function weighted<T>(choices: readonly (readonly [T, number])[], random: Random): T {
  let left = random.uniform() * choices.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [item, weight] of choices) {
    left -= weight;
    if (left < 0) return item;
  }
  const last = choices.at(-1);
  if (last === undefined) throw new RangeError('There is nothing to choose from.');
  return last[0];
}
