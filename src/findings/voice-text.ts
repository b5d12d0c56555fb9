/** Do two channels talk about the same things? Rare words in common, as an aspect that the pool can judge. */

import { counts } from './voice-counts.ts';
import type { Aspect } from './voice-judge.ts';
import { type Own, partOf, wordsOf } from './voice-own.ts';
import type { Sampler } from './voice-sample.ts';
import { type Topic, type TopicIndex, tally, topicIndex, topicLikeness, topicOf } from './voice-topic.ts';

export interface Texts {
  aspect: Aspect<Topic>;
  topics: readonly (Topic | null)[];
  /** Over words rare enough to lead from one channel to few others. */
  rare: TopicIndex;
}

/** Fewer words than this say nothing. */
const AMOUNTS = [40, 80, 160, 320, 640, 1_280];
const LEAST_POSTS = 4;
/** A word leads to others only where at most this share of all halves says it. */
const RARE_SHARE = 0.01;
const ALWAYS_RARE = 32;

/**
 * `own` by channel number. How rare a word is: of all halves of channels, the share that say it. Halves, because a word
 * that only one channel says, but early and late, is what tells this channel from all others.
 */
export function texts(from: Sampler, own: readonly (Own | null)[], references: readonly number[]): Texts {
  const spoken = counts();
  let halves = 0;
  for (const its of own) {
    if (its === null) continue;
    const middle = its.places.length >> 1;
    for (const places of [its.places.subarray(0, middle), its.places.subarray(middle)]) {
      if (places.length === 0) continue;
      halves += 1;
      const { keys, size } = tally(wordsOf(from, places));
      for (let i = 0; i < size; i += 1) spoken.add(keys[i] ?? 0);
    }
  }
  const rarity = (key: number): number => {
    const said = spoken.get(key);
    return said < 2 ? 0 : Math.log2(halves / said);
  };
  const topics = own.map((its) => (its === null || its.places.length < LEAST_POSTS ? null : topicOf(wordsOf(from, its.places), rarity)));
  const most = Math.max(ALWAYS_RARE, RARE_SHARE * halves);
  const reference = topicIndex(
    references.map((channel) => topics[channel] ?? null),
    () => true,
  );
  return {
    topics,
    rare: topicIndex(topics, (key) => spoken.get(key) <= most),
    aspect: {
      valueOf: (channel) => topics[channel] ?? null,
      amountOf: (channel) => own[channel]?.words ?? 0,
      likeness: topicLikeness,
      against(topic) {
        const sums = new Float64Array(references.length);
        reference.add(topic, sums);
        return sums;
      },
      part(channel, half, amount) {
        const its = own[channel] ?? null;
        const places = its === null ? null : partOf(from, its, half, amount);
        return places === null ? null : topicOf(wordsOf(from, places), rarity);
      },
      amounts: AMOUNTS,
      given: { at0: -1.5, slope: 0.8 },
      most: 12,
      kept: [1, 0.5, 0.25],
      changed: 0.1,
    },
  };
}
