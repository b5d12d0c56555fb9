/** Communities that lose their homes, with known truth: where each went, who only pretends, who went nowhere. See docs/methods/worlds.md. */

import { FAMILIES } from './homes-families.ts';
import type { Family, Stage } from './homes-family.ts';
import { profileRecords, sightingRecords } from './homes-looks.ts';
import { castBystanders, castControls, castImpostors, castUnseen, disturb } from './homes-others.ts';
import { point } from './homes-pointing.ts';
import { postRecords } from './homes-posts.ts';
import { DAY, identityOf, newBits, refOf } from './homes-stage.ts';
import { castBrands, type Fate, settle } from './homes-story.ts';
import type { HomesRecord, HomesSize, HomesTruth, HomesWorld } from './homes-types.ts';
import { random as seeded } from './random.ts';

export type { HomesRecord, HomesSize, HomesTruth, HomesWorld, LostHome } from './homes-types.ts';

/** What one question of a case looks like. */
export const TYPICAL: HomesSize = { lost: 80, bystanders: 330, days: 90, posts: 70 };
/** For measuring speed and memory: 5,000 lost, 20,000 channels, about 5 million posts. */
export const LARGE: HomesSize = { lost: 5_000, bystanders: 10_000, days: 90, posts: 480 };

export const FAMILY_NAMES: readonly string[] = FAMILIES.map((family) => family.name);
/** For fitting; and for testing what was fitted. */
export const FITTING_FAMILIES: readonly string[] = FAMILIES.filter((family) => !family.heldOut).map((family) => family.name);
export const HELD_OUT_FAMILIES: readonly string[] = FAMILIES.filter((family) => family.heldOut).map((family) => family.name);

/**
 * A world of this family. The same family, seed and size give the same records in the same order; `records` can be gone through
 * any number of times and is made on the way, so that only the channels and what they planned are held.
 *
 * @throws RangeError where there is no such family
 */
export function homes(family: string, seed: string, size: HomesSize = TYPICAL): HomesWorld {
  const found = FAMILIES.find((one) => one.name === family);
  if (found === undefined) throw new RangeError(`There is no family of worlds called ${family}: take one of ${FAMILY_NAMES.join(', ')}.`);
  const stage = newStage(found, seed, size);
  const fates = castBrands(stage);
  settle(stage, fates);
  castImpostors(stage, fates);
  castBystanders(stage, fates);
  castControls(stage);
  castUnseen(stage);
  disturb(stage);
  point(stage, fates);
  found.finish(stage);
  return { family, seed, at: stage.at, records: { [Symbol.iterator]: () => recordsOf(stage) }, truth: truthOf(stage, fates) };
}

function newStage(family: Family, seed: string, size: HomesSize): Stage {
  const name = `${family.name}/${seed}`;
  const random = seeded(`${name}/stage`);
  const speech = family.speech(name);
  const at = family.start + size.days * DAY;
  const stock = Array.from({ length: 8 }, () => newBits(random));
  return {
    family,
    seed: name,
    size,
    random,
    speech,
    start: family.start,
    at,
    actors: [],
    brands: [],
    taken: new Set(),
    stock,
    disputes: [],
    denounced: new Set(),
  };
}

function* recordsOf(stage: Stage): Generator<HomesRecord, void, undefined> {
  const { seed, start, at, actors, family, size } = stage;
  const watch = { seed, start, at, actors, every: Math.max(DAY, (size.days * DAY) / 40) };
  yield* profileRecords(watch);
  yield* sightingRecords(watch);
  yield* stage.disputes;
  const { wiresPerDay, wireShare, forwardShare, missing } = family;
  yield* postRecords({ seed, start, at, actors, speech: stage.speech, wiresPerDay, wireShare, forwardShare, missing });
}

function truthOf(stage: Stage, fates: readonly Fate[]): HomesTruth {
  const lost = fates.map((fate) => ({
    channel: refOf(fate.lost),
    identity: identityOf(fate.lost),
    successors: fate.homes.map((home) => ({ channel: refOf(home), identity: identityOf(home), observable: !home.hidden })),
    language: fate.lost.script,
    brandSize: fate.brandSize,
  }));
  const impostors = fates.flatMap((fate) =>
    fate.impostors.map((one) => ({
      channel: refOf(one),
      identity: identityOf(one),
      of: refOf(fate.lost),
      copiesArchive: one.archive !== null,
      denounced: stage.denounced.has(one),
    })),
  );
  const denounced = [...new Set(fates.flatMap((fate) => fate.homes))].filter((home) => stage.denounced.has(home)).map(refOf);
  return { lost, impostors, denounced };
}
