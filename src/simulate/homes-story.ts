import type { Ms } from '../model/observation.ts';
import type { Bits, Brand, Stage } from './homes-family.ts';
import { changed, NAME_CHANGES, type NameChange } from './homes-names.ts';
import { DAY, enter, flipped, freeHandle, HOUR, hostOf, member, newBits, newBrand, variedRhythm, weighted } from './homes-stage.ts';
import type { Actor, Look, Voice } from './homes-types.ts';
import type { Random } from './random.ts';

/** Who is lost, where does each go, who pretends, and who stands by? */

/** A lost channel and what became of it. */
export interface Fate {
  lost: Actor;
  look: Look;
  picture: Bits | null;
  rate: number;
  brandSize: number;
  homes: Actor[];
  impostors: Actor[];
}

export function castBrands(stage: Stage): Fate[] {
  const { random, family, size } = stage;
  const fates: Fate[] = [];
  while (fates.length < size.lost) {
    const brand = newBrand(stage, random.pick(family.scripts), random);
    const count = family.brandSize(random);
    const mine: Fate[] = [];
    for (let i = 0; i < count; i += 1) {
      const stays = count > 1 && random.chance(0.3);
      if (stays) {
        addSibling(stage, brand, random);
        continue;
      }
      if (fates.length + mine.length < size.lost) mine.push(addLost(stage, brand, count === 1, random));
    }
    for (const fate of mine) fate.brandSize = count;
    fates.push(...mine);
  }
  return fates;
}

function addSibling(stage: Stage, brand: Brand, random: Random): void {
  const there = random.chance(0.4);
  const given = member(stage, brand, false, random.pick(there ? stage.family.to : stage.family.from), random);
  const createdAt = there ? stage.start + (brand.day - 0.5 + 0.55 * random.uniform()) * stage.size.days * DAY : given.createdAt;
  const actor = enter(stage, { ...given, createdAt: Math.min(createdAt, stage.at - 2 * DAY) }, random);
  seenLater(stage, actor, random);
}

function addLost(stage: Stage, brand: Brand, alone: boolean, random: Random): Fate {
  const given = member(stage, brand, alone, random.pick(stage.family.from), random);
  const handle = freeHandle(stage, given.place, given.look.handle, random);
  const lostAt = lossTime(stage, stage.family.lossOf(brand.day, handle, random));
  // Some were young when they were lost.
  const createdAt = Math.min(given.createdAt, lostAt - 4 * DAY);
  const lost = enter(stage, { ...given, role: 'lost', handle, lostAt, createdAt }, random);
  if (random.chance(0.94)) lost.profiles = timesBetween(Math.max(stage.start, createdAt), lostAt, 1 + random.int(2), random);
  return { lost, look: given.look, picture: given.picture, rate: given.rate, brandSize: 1, homes: [], impostors: [] };
}

/** Late enough that there is a past, early enough that the rounds can tell. */
export function lossTime(stage: Stage, share: number): Ms {
  return Math.floor(stage.start + Math.min(0.88, Math.max(0.2, share)) * stage.size.days * DAY);
}

export function timesBetween(from: Ms, until: Ms, count: number, random: Random): Ms[] {
  return Array.from({ length: count }, () => Math.floor(from + random.uniform() * Math.max(0, until - from - HOUR))).sort((a, b) => a - b);
}

/** Bystanders' profiles: some time after they appeared, or never. */
export function seenLater(stage: Stage, actor: Actor, random: Random): void {
  const known = Math.max(stage.start, actor.createdAt) + random.exponential(4 * DAY);
  if (known < stage.at && random.chance(0.93))
    actor.profiles = [Math.floor(known), ...timesBetween(known, stage.at, random.int(2), random)];
}

/** Gives homes to those that go on; homes that are lost in turn are added to the fates. */
export function settle(stage: Stage, fates: Fate[]): void {
  const { random, family } = stage;
  const { rates } = family;
  for (const fate of [...fates]) {
    if (fate.homes.length > 0 || random.chance(rates.none)) continue;
    const count = random.chance(rates.split) ? 2 : 1;
    for (let i = 0; i < count; i += 1) fate.homes.push(addHome(stage, fate, fate.lost.voice, i > 0, random));
    const other = random.chance(rates.merge) ? partnerOf(fate, fates, random) : null;
    const home = fate.homes[0];
    if (other !== null && home !== undefined) {
      home.voice = blended(home.voice, other.lost.voice.vary(random, 0.2));
      other.homes.push(home);
    }
    if (home !== undefined && other === null && random.chance(rates.chain)) continueChain(stage, fate, home, fates);
  }
}

/** The home is lost too, and the community moves once more: often back to where it came from. */
function continueChain(stage: Stage, fate: Fate, home: Actor, fates: Fate[]): void {
  const { random } = stage;
  const lostAt = home.from + (6 + random.exponential(12)) * DAY;
  if (home.hidden || lostAt > lossTime(stage, 1)) return;
  home.lostAt = Math.floor(lostAt);
  home.profiles = timesBetween(home.from, lostAt, 1 + random.int(2), random);
  home.posts = Math.max(2, Math.round((home.posts * (lostAt - home.from)) / (stage.at - home.from)));
  const look = { title: home.title, handle: fate.look.handle };
  const next: Fate = { lost: home, look, picture: fate.picture, rate: fate.rate, brandSize: fate.brandSize, homes: [], impostors: [] };
  next.homes.push(addHome(stage, next, home.voice, false, random));
  // What continues the home continues the first channel as well.
  fate.homes.push(...next.homes);
  fates.push(next);
}

/** A sibling without a home yet, lost in the same days. */
function partnerOf(fate: Fate, fates: readonly Fate[], random: Random): Fate | null {
  const others = fates.filter(
    (other) =>
      other !== fate &&
      other.lost.brand === fate.lost.brand &&
      other.homes.length === 0 &&
      Math.abs((other.lost.lostAt ?? 0) - (fate.lost.lostAt ?? 0)) < 10 * DAY,
  );
  return others.length === 0 ? null : random.pick(others);
}

function blended(one: Voice, other: Voice): Voice {
  return {
    write: (random, progress, who) => (random.chance(0.55) ? one : other).write(random, progress, who),
    vary: (random, distance) => blended(one.vary(random, distance), other.vary(random, distance)),
  };
}

export function addHome(stage: Stage, fate: Fate, voice: Voice, second: boolean, random: Random): Actor {
  const { family } = stage;
  const { rates } = family;
  const { lost } = fate;
  const lostAt = lost.lostAt ?? stage.at;
  const prepared = random.chance(rates.prepared);
  const wait = random.chance(0.1) ? random.exponential(14 * DAY) : random.exponential(1.5 * DAY);
  const createdAt = prepared
    ? Math.max(stage.start + DAY, lostAt - (2 + random.exponential(15)) * DAY)
    : Math.min(stage.at - 3 * DAY, lostAt + wait);
  const from = prepared ? Math.min(stage.at - 3 * DAY, lostAt + random.exponential(12 * HOUR)) : createdAt;
  const change = second
    ? weighted(
        [
          ['numbered', 1],
          ['decorated', 1],
          ['replaced', 1],
        ] as const,
        random,
      )
    : weighted(
        NAME_CHANGES.map((kind) => [kind, family.changes[kind]] as const),
        random,
      );
  const look = changed(lost.name, fate.look, change, random);
  const [near, far] = rates.heirs;
  const place = random.pick(family.to);
  const home = enter(
    stage,
    {
      role: 'home',
      place,
      handle: freeHandle(stage, place, look.handle, random, hostOf(lost)),
      authors: lost.authors,
      // Within one platform people keep their ids.
      authorStem: place.platform === lost.place.platform ? lost.authorStem : `v${lost.index}`,
      brand: lost.brand,
      script: lost.script,
      name: lost.name,
      voice: voice.vary(random, near + (far - near) * random.uniform() ** 1.5),
      rhythm: variedRhythm(lost.rhythm, 0.15, random),
      createdAt: Math.floor(createdAt),
      from: Math.floor(from),
      look,
      picture: pictureAfter(fate.picture, change, random, rates.avatarKept, stage),
      rate: fate.rate * Math.exp(random.normal(-0.1, 0.5)),
      hidden: random.chance(rates.hidden),
      archive: random.chance(rates.rebuilt) ? { of: lost.index, share: 0.05 + 0.2 * random.uniform() } : null,
    },
    random,
  );
  showHome(stage, home, prepared, random);
  return home;
}

function pictureAfter(picture: Bits | null, change: NameChange, random: Random, kept: number, stage: Stage): Bits | null {
  // Who hides hides altogether, mostly.
  const share = change === 'replaced' ? kept * 0.35 : kept;
  if (picture !== null && random.chance(share)) return flipped(picture, 6 * random.uniform() ** 2, random);
  if (random.chance(0.12)) return flipped(random.pick(stage.stock), 2, random);
  return random.chance(0.08) ? null : newBits(random);
}

/** Found at some time after it began, sometimes before the loss, sometimes only through its posts. */
function showHome(stage: Stage, home: Actor, prepared: boolean, random: Random): void {
  const early = prepared && random.chance(0.2);
  const found = (early ? home.createdAt : home.from) + HOUR + random.exponential(3 * DAY);
  if (found < stage.at && random.chance(0.92)) home.profiles = [Math.floor(found), ...timesBetween(found, stage.at, random.int(2), random)];
  if (random.chance(0.15)) home.seenFrom = Math.min(found, stage.at - 2 * DAY);
  if (home.profiles.length === 0) {
    const text = home.voice.write(random, 0.8, 0);
    home.planned.push({ at: Math.max(home.from, home.seenFrom) + HOUR, text, author: null, links: [], kept: true });
  }
}
