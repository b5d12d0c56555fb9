import { type PostRef, postRef } from '../model/ref.ts';
import { formatTime } from '../model/time.ts';
import { copyOf } from './prose-copies.ts';
import { channelName, link, render } from './prose-text.ts';
import { type Random, random as seeded, zipf } from './random.ts';
import { type Script, type Vocabulary, vocabulary } from './vocabulary.ts';

/**
 * What would a large import look like, if we knew which posts are copies of which? Invented posts in time order, for
 * measuring: 500 channels, 90 days, words by Zipf's law in Arabic, Latin and Cyrillic letters, about 26 a post, a
 * quarter of the posts near-duplicates of an earlier one with up to 15 % of the words changed. No word means anything.
 */

/** One post in the neutral format of observations. */
export interface ProseRecord {
  type: 'post';
  platform: string;
  channel: string;
  id: string;
  publishedAt: string;
  text: string;
  views: number;
}

export interface ProsePost {
  record: ProseRecord;
  ref: PostRef;
  /** The number (0-based, in the order given) of the original that this post is a near-duplicate of; null for an original. */
  trueDuplicateOf: number | null;
}

/** What is remembered of an original until it is too old to be copied. */
interface Original {
  number: number;
  channel: number;
  words: readonly string[];
  tail: string;
  voice: Vocabulary;
}

const CHANNELS = 500;
const START = Date.UTC(2024, 0, 1);
const DAYS_90 = 90 * 86_400_000;
const COPIED = 0.25;
const LINKED = 0.3;
/** Copies follow within the last so many originals, mostly soon. */
const MEMORY = 20_000;
/** Some originals everybody copies: so many are current at a time, and this share of the copies is of them. */
const POPULAR = 200;
const OF_POPULAR = 0.3;
const SCRIPTS: readonly Script[] = ['arabic', 'arabic', 'arabic', 'arabic', 'latin', 'latin', 'latin', 'latin', 'cyrillic'];

interface Channel {
  platform: string;
  name: string;
  voice: Vocabulary;
  posts: number;
  /** What the channel puts under its posts; empty for most. */
  footer: string;
}

/** `count` posts. The same seed and count give the same posts. Memory stays bounded. */
export function* prose(count: number, seed: number | string): Generator<ProsePost, void, undefined> {
  const random = seeded(`${seed}/posts`);
  const channels = makeChannels(seeded(`${seed}/channels`), String(seed));
  const busy = zipf(CHANNELS, 0.8);
  const past: Past = { originals: [], popular: [], made: 0 };
  let at = START;
  for (let number = 0; number < count; number += 1) {
    at += random.exponential(DAYS_90 / count);
    const index = busy(random);
    const channel = channels[index];
    if (channel === undefined) continue;
    const source = random.chance(COPIED) ? sourceFor(index, past, random) : null;
    let text: string;
    if (source === null) {
      const original = writeOriginal(number, index, channel.voice, random);
      remember(original, past, random);
      text = render(original.words, channel.voice.script, random) + original.tail + channel.footer;
    } else {
      text = copyOf(source.words, source.tail, source.voice, random);
    }
    channel.posts += 1;
    const id = String(channel.posts);
    yield {
      record: {
        type: 'post',
        platform: channel.platform,
        channel: channel.name,
        id,
        publishedAt: formatTime(Math.floor(at)),
        text,
        views: random.int(5_000),
      },
      ref: postRef(`${channel.platform}:${channel.name}`, id),
      trueDuplicateOf: source === null ? null : source.number,
    };
  }
}

/** The originals that may still be copied, as two rings. */
interface Past {
  originals: Original[];
  popular: Original[];
  made: number;
}

function remember(original: Original, past: Past, random: Random): void {
  past.originals[past.made % MEMORY] = original;
  past.made += 1;
  if (random.chance(0.01)) past.popular[past.popular.length < POPULAR ? past.popular.length : random.int(POPULAR)] = original;
}

/** An earlier original of another channel; null where there is none. */
function sourceFor(channel: number, { originals, popular, made }: Past, random: Random): Original | null {
  const known = Math.min(made, MEMORY);
  if (known === 0) return null;
  const back = Math.floor(random.exponential(MEMORY / 4)) % known;
  const ofPopular = random.chance(OF_POPULAR) && popular.length > 0;
  const source = ofPopular ? random.pick(popular) : originals[(made - 1 - back) % MEMORY];
  return source === undefined || source.channel === channel ? null : source;
}

function writeOriginal(number: number, channel: number, voice: Vocabulary, random: Random): Original {
  // Log-normal lengths: a median of 22 words and a mean of 24, to which links and footers add.
  const length = Math.max(8, Math.min(150, Math.round(22 * Math.exp(random.normal(0, 0.42)))));
  const words = Array.from({ length }, () => (random.chance(0.03) ? String(random.int(2_000)) : voice.draw(random)));
  let tail = '';
  if (random.chance(LINKED)) {
    tail = `\n${link(random)}`;
    if (random.chance(0.2)) tail += ` ${link(random)}`;
  }
  return { number, channel, words, tail, voice };
}

function makeChannels(random: Random, seed: string): Channel[] {
  const voices = new Map(SCRIPTS.map((script) => [script, vocabulary(script, seed)]));
  return Array.from({ length: CHANNELS }, (_, i) => {
    const voice = voices.get(random.pick(SCRIPTS)) ?? vocabulary('latin', seed);
    const name = `${channelName(random)}_${i}`;
    const words = Array.from({ length: 3 + random.int(3) }, () => voice.draw(random));
    const footer = random.chance(0.15) ? `\n\n${words.join(' ')} @${name}` : '';
    return { platform: random.chance(0.85) ? 'telegram' : 'tamtam', name, voice, posts: 0, footer };
  });
}
