import type { Family, Rates, Stage } from './homes-family.ts';
import { BLUESKY, LEMMY, MASTODON, MATRIX, MAX, ROCKETCHAT, TAMTAM, TELEGRAM, VK, X, XMPP } from './homes-places.ts';
import { FIRST_TONGUE, SECOND_TONGUE } from './homes-signs.ts';
import { bulletinSpeech } from './homes-speech-bulletins.ts';
import { chainSpeech } from './homes-speech-chains.ts';
import { templateSpeech } from './homes-speech-templates.ts';
import { threadSpeech } from './homes-speech-threads.ts';
import { topicSpeech } from './homes-speech-topics.ts';
import { hostOf } from './homes-stage.ts';
import { random as seeded } from './random.ts';

/** Which families of worlds are there, and what only happens in one of them? The first three are for fitting, the others are held out. */

const USUAL: Rates = {
  none: 0.38,
  hidden: 0.12,
  split: 0.08,
  merge: 0.12,
  prepared: 0.4,
  chain: 0,
  away: 0.02,
  renamed: 0.02,
  impostor: 0.24,
  copiesArchive: 0.4,
  denounced: 0.45,
  forged: 0.4,
  spam: 0.05,
  slandered: 0.07,
  announced: 0.55,
  friends: 0.5,
  readers: 0.4,
  ownWord: 0.4,
  moved: 0,
  taken: 0.07,
  avatarKept: 0.75,
  siblings: 0.6,
  heirs: [0.05, 0.35],
  rebuilt: 0.25,
};

const nobody = (): number => 0;
const nothing = (): void => {};

/** One platform sweeps out networks of channels within two days; most go to one other platform, many had prepared. */
const MESSENGER_WAVE: Family = {
  name: 'messenger-wave',
  heldOut: false,
  start: Date.UTC(2024, 8, 2),
  speech: topicSpeech,
  tongue: FIRST_TONGUE,
  scripts: ['arabic', 'arabic', 'arabic', 'latin', 'latin', 'cyrillic'],
  from: [TELEGRAM],
  to: [TAMTAM, TAMTAM, TAMTAM, TELEGRAM],
  changes: { kept: 42, numbered: 18, decorated: 14, lookalike: 6, transliterated: 7, translated: 7, shortened: 5, replaced: 8 },
  rates: USUAL,
  wiresPerDay: 3,
  wireShare: 0.05,
  forwardShare: 0.12,
  missing: 0.25,
  people: nobody,
  brandSize: (random) => (random.chance(0.5) ? 1 : 2 + Math.floor(random.exponential(2.6))),
  lossOf: (_brandDay, _handle, random) => (random.chance(0.85) ? 0.62 + 0.02 * random.uniform() : 0.35 + 0.5 * random.uniform()),
  finish: nothing,
};

/** Losses over months on two messengers, some announced long before; homes are lost in turn and communities come back; renames; voices drift. */
const SLOW_DRIFT: Family = {
  ...MESSENGER_WAVE,
  name: 'slow-drift',
  start: Date.UTC(2023, 1, 6),
  speech: chainSpeech,
  scripts: ['latin', 'latin', 'arabic', 'cyrillic', 'cyrillic'],
  from: [TELEGRAM, TELEGRAM, TAMTAM],
  to: [TAMTAM, TELEGRAM, MAX],
  changes: { kept: 36, numbered: 20, decorated: 10, lookalike: 4, transliterated: 8, translated: 7, shortened: 10, replaced: 9 },
  rates: {
    ...USUAL,
    chain: 0.25,
    away: 0.07,
    renamed: 0.1,
    prepared: 0.5,
    announced: 0.6,
    friends: 0.4,
    readers: 0.3,
    heirs: [0.05, 0.4],
    taken: 0.1,
    rebuilt: 0.15,
  },
  wiresPerDay: 1.5,
  wireShare: 0.03,
  forwardShare: 0.08,
  brandSize: (random) => (random.chance(0.6) ? 1 : 2 + Math.floor(random.exponential(1.5))),
  lossOf: (brandDay, _handle, random) =>
    random.chance(0.4) ? 0.2 + 0.68 * brandDay + 0.03 * random.normal(0, 1) : 0.2 + 0.68 * random.uniform(),
};

/** Accounts of a microblog are closed in three sweeps; short posts, many small accounts that point, platforms that tell of a move. */
const ACCOUNTS: Family = {
  ...MESSENGER_WAVE,
  name: 'accounts',
  start: Date.UTC(2022, 9, 3),
  speech: templateSpeech,
  scripts: ['latin', 'latin', 'latin', 'arabic', 'cyrillic'],
  from: [X, X, X, MASTODON],
  to: [MASTODON, MASTODON, BLUESKY, X],
  changes: { kept: 42, numbered: 20, decorated: 12, lookalike: 8, transliterated: 5, translated: 4, shortened: 8, replaced: 8 },
  rates: { ...USUAL, prepared: 0.3, moved: 0.45, readers: 0.6, friends: 0.5, forged: 0.5, impostor: 0.26, rebuilt: 0.1, taken: 0.1 },
  wiresPerDay: 4,
  wireShare: 0.04,
  forwardShare: 0.2,
  brandSize: (random) => (random.chance(0.7) ? 1 : 2 + random.int(3)),
  lossOf: (_brandDay, _handle, random) => 0.4 + 0.2 * random.int(3) + 0.015 * random.uniform(),
  finish: tellMovesOnlyWhereThePlatformCan,
};

/** Rooms of many authors on many servers: a server goes and all its rooms with it; names stay, servers change; clocks are minutes off. */
const ROOMS: Family = {
  ...MESSENGER_WAVE,
  name: 'rooms',
  heldOut: true,
  start: Date.UTC(2025, 2, 3),
  speech: threadSpeech,
  tongue: SECOND_TONGUE,
  scripts: ['latin', 'latin', 'cyrillic', 'arabic'],
  from: [MATRIX, MATRIX, XMPP, ROCKETCHAT],
  to: [MATRIX, XMPP, ROCKETCHAT, LEMMY],
  changes: { kept: 44, numbered: 8, decorated: 8, lookalike: 3, transliterated: 8, translated: 7, shortened: 12, replaced: 12 },
  rates: { ...USUAL, readers: 0.5, ownWord: 0.3, rebuilt: 0.05, moved: 0.1, announced: 0.5, avatarKept: 0.65, siblings: 0.55 },
  wiresPerDay: 1,
  wireShare: 0.02,
  forwardShare: 0.06,
  people: (random) => 4 + random.int(20),
  brandSize: (random) => (random.chance(0.6) ? 1 : 2 + Math.floor(random.exponential(1.5))),
  lossOf: (_brandDay, handle, random) => (random.chance(0.75) ? hostDay(handle) : 0.25 + 0.6 * random.uniform()),
  finish: setClocks,
};

/** Newsletters of a large network: whole brands are lost in a day and regroup, two into one and one into two; directories list everybody. */
const BULLETINS: Family = {
  ...MESSENGER_WAVE,
  name: 'bulletins',
  heldOut: true,
  start: Date.UTC(2021, 8, 6),
  speech: bulletinSpeech,
  tongue: SECOND_TONGUE,
  scripts: ['cyrillic', 'cyrillic', 'latin', 'arabic'],
  from: [VK],
  to: [TELEGRAM, TELEGRAM, VK],
  changes: { kept: 42, numbered: 14, decorated: 16, lookalike: 6, transliterated: 10, translated: 7, shortened: 5, replaced: 6 },
  rates: {
    ...USUAL,
    split: 0.2,
    merge: 0.3,
    prepared: 0.55,
    announced: 0.5,
    friends: 0.6,
    readers: 0.3,
    siblings: 0.65,
    impostor: 0.26,
    rebuilt: 0.35,
  },
  wiresPerDay: 5,
  wireShare: 0.08,
  forwardShare: 0.15,
  brandSize: (random) => (random.chance(0.35) ? 1 : 2 + Math.floor(random.exponential(3))),
  lossOf: (brandDay, _handle, random) => 0.25 + 0.6 * brandDay + 0.01 * random.uniform(),
};

export const FAMILIES: readonly Family[] = [MESSENGER_WAVE, SLOW_DRIFT, ACCOUNTS, ROOMS, BULLETINS];

/** Of these platforms only Mastodon names the new home of an account. */
function tellMovesOnlyWhereThePlatformCan(stage: Stage): void {
  for (const actor of stage.actors) if (actor.place.platform !== 'mastodon') actor.movedTo = null;
}

function setClocks(stage: Stage): void {
  for (const actor of stage.actors) {
    if (actor.place.platform !== 'matrix') actor.movedTo = null;
    const host = hostOf(actor);
    if (host === '') continue;
    const random = seeded(`${stage.seed}/clock/${actor.place.platform}/${host}`);
    // Half of the servers are right; the others are off by minutes, and half of those do not say so.
    const offset = random.chance(0.5) ? 0 : Math.round(random.normal(0, 4) * 60_000);
    actor.clockOffset = offset;
    actor.clockErrorMs = random.chance(0.5) ? Math.max(1_000, Math.abs(offset)) : null;
  }
}

/** The day on which a server goes, the same for all of its rooms. */
function hostDay(handle: string): number {
  const host = handle.includes('/') ? handle.slice(0, handle.indexOf('/')) : (handle.split(/[@:]/)[1] ?? handle);
  return 0.3 + 0.5 * seeded(host).uniform();
}
