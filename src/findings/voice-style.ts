/** Do two channels write alike? Marks of style and the commonest words, as an aspect that the pool can judge. */

import { counts } from './voice-counts.ts';
import type { Aspect } from './voice-judge.ts';
import { type Own, partOf } from './voice-own.ts';
import { againstAll, habits, type Profile, profileLikeness, profileOf } from './voice-profile.ts';
import type { Sampler } from './voice-sample.ts';

/** So many of each, those that most channels have. */
const MARKS = 144;
const WORDS = 64;
const AMOUNTS = [80, 160, 320, 640, 1_280];
const LEAST_POSTS = 8;
/** The pool's usual share counts as so many posts. */
const PRIOR = 4;

/** Which place of a profile a mark or a word has. */
interface Features {
  marks: Int16Array;
  words: Map<number, number>;
  size: number;
}

export function styles(from: Sampler, own: readonly (Own | null)[], references: readonly number[]): Aspect<Profile> {
  const features = commonest(from, own);
  const count = (places: Iterable<number>): Uint16Array => countFeatures(from, features, places);
  const enough = own.map((its) => (its !== null && its.places.length >= LEAST_POSTS ? its : null));
  const counted = enough.map((its) => (its === null ? null : count(its.places)));
  const known = habits(
    counted.flatMap((shares, channel) => (shares === null ? [] : [{ counts: shares, of: own[channel]?.places.length ?? 0 }])),
    features.size,
    PRIOR,
  );
  const profiles = counted.map((shares, channel) => (shares === null ? null : profileOf(known, shares, own[channel]?.places.length ?? 0)));
  return {
    valueOf: (channel) => profiles[channel] ?? null,
    amountOf: (channel) => (profiles[channel] ? (own[channel]?.words ?? 0) : 0),
    likeness: profileLikeness,
    against: againstAll(
      references.map((channel) => profiles[channel] ?? null),
      features.size,
    ),
    part(channel, half, amount) {
      const its = enough[channel] ?? null;
      const places = its === null ? null : partOf(from, its, half, amount);
      return places === null || places.length < LEAST_POSTS / 2 ? null : profileOf(known, count(places), places.length);
    },
    amounts: AMOUNTS,
    given: { at0: -0.7, slope: 0.4 },
    most: 6,
    kept: [1, 0.5],
    changed: 0.25,
  };
}

/** By how many channels have them; equals by their number, so that the order of rows plays no part. */
function commonest(from: Sampler, own: readonly (Own | null)[]): Features {
  const marked = counts();
  const said = counts();
  for (const its of own) {
    if (its === null || its.places.length < LEAST_POSTS) continue;
    const marks = new Set<number>();
    const words = new Set<number>();
    for (const place of its.places.subarray(0, LEAST_POSTS)) {
      for (const mark of from.marks(place)) marks.add(mark);
      for (const word of from.words(place)) words.add(word);
    }
    for (const mark of marks) marked.add(mark);
    for (const word of words) said.add(word);
  }
  const features: Features = { marks: new Int16Array(65_536).fill(-1), words: new Map(), size: 0 };
  for (const mark of top(marked, MARKS)) features.marks[mark] = features.size++;
  for (const word of top(said, WORDS)) features.words.set(word, features.size++);
  return features;
}

function top(from: ReturnType<typeof counts>, size: number): number[] {
  const all: [number, number][] = [];
  from.each((key, count) => {
    if (count > 1) all.push([key, count]);
  });
  all.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return all.slice(0, size).map(([key]) => key);
}

function countFeatures(from: Sampler, features: Features, places: Iterable<number>): Uint16Array {
  const found = new Uint16Array(features.size);
  for (const place of places) {
    for (const mark of from.marks(place)) {
      const at = features.marks[mark] ?? -1;
      if (at >= 0) found[at] = (found[at] ?? 0) + 1;
    }
    for (const word of from.words(place)) {
      const at = features.words.get(word);
      if (at !== undefined) found[at] = (found[at] ?? 0) + 1;
    }
  }
  return found;
}
