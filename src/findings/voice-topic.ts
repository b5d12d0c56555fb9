/** What does a channel talk about? The words of its posts, weighted by how few channels say them, as one short list. */

import { counts } from './voice-counts.ts';

/** Words (hashes, ascending) with weights whose squares add to one. */
export interface Topic {
  keys: Uint32Array;
  weights: Float32Array;
}

/** Words kept of one channel: those that weigh most. */
const MOST_WORDS = 400;

/** Sorts the words of several posts (each post's different words) and tells how many posts say each. */
export function tally(words: Uint32Array): { keys: Uint32Array; posts: Uint16Array; size: number } {
  words.sort();
  const posts = new Uint16Array(words.length);
  let size = 0;
  for (let i = 0; i < words.length; i += 1) {
    const key = words[i] ?? 0;
    if (size > 0 && words[size - 1] === key) {
      posts[size - 1] = (posts[size - 1] ?? 0) + 1;
      continue;
    }
    words[size] = key;
    posts[size] = 1;
    size += 1;
  }
  return { keys: words, posts, size };
}

/**
 * Weights of term frequency and inverse document frequency (Salton & Buckley 1988): (1 + log2 posts) × rarity. `rarity` in bits,
 * 0 for a word that cannot tell channels apart. Null where nothing is left. Sorts `words`.
 */
export function topicOf(words: Uint32Array, rarity: (key: number) => number): Topic | null {
  const { keys, posts, size } = tally(words);
  const weights = new Float32Array(size);
  let left = 0;
  for (let i = 0; i < size; i += 1) {
    const key = keys[i] ?? 0;
    const bits = rarity(key);
    if (bits <= 0) continue;
    keys[left] = key;
    weights[left] = (1 + Math.log2(posts[i] ?? 1)) * bits;
    left += 1;
  }
  if (left === 0) return null;
  return unit(heaviest(keys.subarray(0, left), weights.subarray(0, left)));
}

function heaviest(keys: Uint32Array, weights: Float32Array): Topic {
  if (keys.length <= MOST_WORDS) return { keys: keys.slice(), weights: weights.slice() };
  const least = weights.slice().sort()[weights.length - MOST_WORDS] ?? 0;
  let equal = MOST_WORDS;
  for (const weight of weights) if (weight > least) equal -= 1;
  const topic = { keys: new Uint32Array(MOST_WORDS), weights: new Float32Array(MOST_WORDS) };
  let size = 0;
  for (let i = 0; i < keys.length; i += 1) {
    const weight = weights[i] ?? 0;
    if (weight < least || (weight === least && equal-- <= 0)) continue;
    topic.keys[size] = keys[i] ?? 0;
    topic.weights[size] = weight;
    size += 1;
  }
  return topic;
}

function unit(topic: Topic): Topic {
  let squares = 0;
  for (const weight of topic.weights) squares += weight * weight;
  const length = Math.sqrt(squares);
  for (let i = 0; i < topic.weights.length; i += 1) topic.weights[i] = (topic.weights[i] ?? 0) / length;
  return topic;
}

/** The cosine of two topics: 0 (nothing in common) to 1. */
export function topicLikeness(a: Topic, b: Topic): number {
  let [i, j, sum] = [0, 0, 0];
  while (i < a.keys.length && j < b.keys.length) {
    const difference = (a.keys[i] ?? 0) - (b.keys[j] ?? 0);
    if (difference === 0) sum += (a.weights[i] ?? 0) * (b.weights[j] ?? 0);
    if (difference <= 0) i += 1;
    if (difference >= 0) j += 1;
  }
  return sum;
}

/** Finds which of many topics have words in common with one. */
export interface TopicIndex {
  /** Adds to `sums` (one place for each topic) its cosine with this one over the indexed words. */
  add(topic: Topic, sums: Float64Array): void;
}

/** Of words for which `indexed` holds; `topics` by number, null for none. */
export function topicIndex(topics: readonly (Topic | null)[], indexed: (key: number) => boolean): TopicIndex {
  const posts = counts();
  for (const topic of topics) for (const key of topic?.keys ?? []) if (indexed(key)) posts.add(key);
  const starts = new Map<number, number>();
  let total = 0;
  posts.each((key, count) => {
    starts.set(key, total);
    total += count + 1;
  });
  const numbers = new Int32Array(total).fill(-1);
  const weights = new Float32Array(total);
  topics.forEach((topic, number) => {
    if (topic === null) return;
    topic.keys.forEach((key, i) => {
      let at = starts.get(key) ?? -1;
      if (at < 0) return;
      while (numbers[at] !== -1) at += 1;
      numbers[at] = number;
      weights[at] = topic.weights[i] ?? 0;
    });
  });
  return {
    add(topic, sums) {
      for (let i = 0; i < topic.keys.length; i += 1) {
        const weight = topic.weights[i] ?? 0;
        for (let at = starts.get(topic.keys[i] ?? 0) ?? total; (numbers[at] ?? -1) >= 0; at += 1) {
          const number = numbers[at] ?? 0;
          sums[number] = (sums[number] ?? 0) + weight * (weights[at] ?? 0);
        }
      }
    },
  };
}
