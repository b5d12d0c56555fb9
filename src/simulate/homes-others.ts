import type { Brand, Stage } from './homes-family.ts';
import { anyName, changed, lookOf, memberName } from './homes-names.ts';
import { DAY, enter, flipped, freeHandle, HOUR, member, newBits, newBrand, newRate, newRhythm, weighted } from './homes-stage.ts';
import { type Fate, seenLater, timesBetween } from './homes-story.ts';
import type { Actor } from './homes-types.ts';
import type { Random } from './random.ts';

/** Who else is there: those who pretend, rivals, readers, newcomers, those who take a free name, and the controls. */

/** Of each channel that is observed and nobody's home, so many others are only pointed to. */
const UNSEEN = 0.6;

export function castImpostors(stage: Stage, fates: readonly Fate[]): void {
  const { random, family } = stage;
  for (const fate of fates) {
    if (random.chance(family.rates.impostor)) fate.impostors.push(addImpostor(stage, fate, random));
    if (random.chance(family.rates.impostor * 0.15)) fate.impostors.push(addImpostor(stage, fate, random));
  }
}

function addImpostor(stage: Stage, fate: Fate, random: Random): Actor {
  const { lost } = fate;
  const createdAt = Math.min(stage.at - 2 * DAY, (lost.lostAt ?? stage.at) + random.normal(2, 3) * DAY);
  const change = weighted(
    [
      ['kept', 6],
      ['numbered', 1],
      ['decorated', 2],
      ['lookalike', 1],
    ] as const,
    random,
  );
  const copies = random.chance(stage.family.rates.copiesArchive);
  // Half of them know what the community talks about.
  const voice = random.chance(0.5) ? stage.speech(lost.script, random) : lost.voice.vary(random, 0.85);
  const impostor = enter(
    stage,
    {
      role: 'impostor',
      place: random.pick(random.chance(0.85) ? stage.family.to : stage.family.from),
      brand: lost.brand + 100_000,
      script: lost.script,
      name: lost.name,
      voice,
      rhythm: newRhythm(random),
      createdAt: Math.floor(createdAt),
      look: changed(lost.name, fate.look, change, random),
      picture:
        fate.picture === null
          ? newBits(random)
          : random.chance(0.9)
            ? flipped(fate.picture, 3 * random.uniform(), random)
            : newBits(random),
      rate: newRate(stage, random),
      authors: lost.authors,
      archive: copies ? { of: lost.index, share: 0.5 + 0.45 * random.uniform() } : null,
    },
    random,
  );
  seenLater(stage, impostor, random);
  if (impostor.profiles.length === 0) impostor.profiles = timesBetween(Math.max(createdAt, stage.start), stage.at, 1, random);
  return impostor;
}

/** Rivals, readers, newcomers, strangers, and those who take a name that became free. */
export function castBystanders(stage: Stage, fates: readonly Fate[]): void {
  const { random, family, size } = stage;
  const own = stage.brands.length;
  for (const fate of fates) {
    if (fate.lost.place.nativeIds && random.chance(family.rates.taken)) takeHandle(stage, fate, random);
    if (fate.homes.length === 0 && random.chance(family.rates.taken)) squat(stage, fate, random);
  }
  const present = stage.actors.filter((actor) => actor.role === 'bystander').length;
  for (let i = present; i < size.bystanders; i += 1) {
    const drawn = random.uniform();
    if (drawn < 0.12) addReaders(stage, random);
    else if (drawn < 0.6) addRival(stage, stage.brands[random.int(own)], random);
    else addRival(stage, undefined, random);
  }
}

function takeHandle(stage: Stage, fate: Fate, random: Random): void {
  const { lost } = fate;
  const at = (lost.lostAt ?? stage.at) + (0.3 + 0.5 * random.uniform()) * (stage.at - (lost.lostAt ?? stage.at));
  const name = anyName(lost.script, random);
  lost.handleTakenAt = Math.floor(at);
  enter(
    stage,
    {
      role: 'bystander',
      place: lost.place,
      brand: 200_000 + lost.index,
      script: lost.script,
      name,
      voice: stage.speech(lost.script, random),
      rhythm: newRhythm(random),
      createdAt: Math.floor(at),
      look: lookOf(name, random),
      handle: lost.handle,
      authors: lost.authors,
      picture: newBits(random),
      rate: newRate(stage, random),
      profiles: [Math.floor(at) + HOUR],
    },
    random,
  );
}

/** Elsewhere somebody has long had the same handle, and nothing else in common. */
function squat(stage: Stage, fate: Fate, random: Random): void {
  const { lost } = fate;
  const name = anyName(lost.script, random);
  const squatter = enter(
    stage,
    {
      role: 'bystander',
      place: random.pick(stage.family.to),
      brand: 500_000 + lost.index,
      script: lost.script,
      name,
      voice: stage.speech(lost.script, random),
      rhythm: newRhythm(random),
      createdAt: stage.start - random.exponential(200 * DAY),
      look: { title: lookOf(name, random).title, handle: fate.look.handle },
      picture: newBits(random),
      rate: newRate(stage, random),
      authors: lost.authors,
    },
    random,
  );
  seenLater(stage, squatter, random);
}

/** Places outside of what anybody observes: channels point to them every day, and nobody's home is among them. */
export function castUnseen(stage: Stage): void {
  const { random, size } = stage;
  const own = stage.brands.length;
  for (let i = Math.round(UNSEEN * size.bystanders); i > 0; i -= 1) {
    const stranger = addRival(stage, random.chance(0.5) ? stage.brands[random.int(own)] : undefined, random);
    stranger.hidden = true;
    stranger.profiles = [];
  }
}

/** Same topics, now and then the same stem in its name; old or just arrived, here or there. */
function addRival(stage: Stage, of: Brand | undefined, random: Random): Actor {
  const brand = of ?? newBrand(stage, random.pick(stage.family.scripts), random);
  const there = random.chance(0.55);
  const given = member(stage, brand, of === undefined, random.pick(there ? stage.family.to : stage.family.from), random);
  const recent = there && random.chance(0.7);
  const createdAt = recent ? stage.start + (brand.day - 0.2 + 0.5 * random.uniform()) * stage.size.days * DAY : given.createdAt;
  const sharesName = of === undefined || random.chance(0.3);
  const name = sharesName ? memberName(of?.name ?? brand.name, of === undefined, random) : anyName(brand.script, random);
  const rival = enter(
    stage,
    {
      ...given,
      name,
      look: lookOf(name, random),
      brand: of === undefined ? brand.index : 300_000 + stage.actors.length,
      voice: of === undefined ? given.voice : brand.voice.vary(random, 0.8),
      picture: of === undefined ? given.picture : random.chance(0.2) ? flipped(random.pick(stage.stock), 2, random) : newBits(random),
      createdAt: Math.floor(Math.min(createdAt, stage.at - 2 * DAY)),
    },
    random,
  );
  seenLater(stage, rival, random);
  return rival;
}

/** A group in which many people write, and say where others went. */
function addReaders(stage: Stage, random: Random): void {
  const brand = stage.brands[random.int(stage.brands.length)];
  if (brand === undefined) return;
  const given = member(stage, brand, false, random.pick(stage.family.from), random);
  const readers = enter(
    stage,
    {
      ...given,
      kind: given.place.kind === 'channel' ? 'group' : given.place.kind,
      voice: brand.voice.vary(random, 0.7),
      authors: given.place.kind === 'account' ? 0 : 8 + random.int(40),
      readers: true,
      about: 'readers',
    },
    random,
  );
  seenLater(stage, readers, random);
}

export function castControls(stage: Stage): void {
  const { random, family } = stage;
  for (const place of new Set([...family.from, ...family.to])) {
    for (let i = 0; i < 4; i += 1) {
      const name = anyName('latin', random);
      const control = enter(
        stage,
        {
          role: 'control',
          place,
          brand: 400_000 + stage.actors.length,
          script: 'latin',
          name,
          voice: stage.speech('latin', random),
          rhythm: newRhythm(random),
          createdAt: stage.start - 900 * DAY,
          look: lookOf(name, random),
          picture: newBits(random),
          rate: newRate(stage, random),
        },
        random,
      );
      control.profiles = [stage.start + HOUR];
    }
  }
}

/** What happens to living channels: some cannot be seen for a while, some change their handle. */
export function disturb(stage: Stage): void {
  const { random, family, start, at } = stage;
  for (const actor of stage.actors) {
    if (actor.hidden || actor.role === 'control' || actor.handleTakenAt !== null) continue;
    const from = Math.max(start, actor.createdAt);
    const until = actor.lostAt ?? at;
    if (random.chance(family.rates.renamed)) rename(stage, actor, from + (0.2 + 0.6 * random.uniform()) * (until - from), random);
    if (actor.role === 'bystander' && random.chance(family.rates.away)) {
      const away = from + (0.3 + 0.3 * random.uniform()) * (until - from);
      actor.away = { from: away, until: away + 0.25 * (until - from) };
    }
  }
}

/** The same native id under two names. */
function rename(stage: Stage, actor: Actor, until: number, random: Random): void {
  if (actor.nativeId === null) return;
  const former = freeHandle(stage, actor.place, lookOf(anyName(actor.script, random), random).handle, random);
  actor.formerHandle = { handle: former, until: Math.floor(until) };
}
