import type { Speech, Voice } from './homes-types.ts';
import { type Random, zipf } from './random.ts';
import { type Script, type Vocabulary, vocabulary } from './vocabulary.ts';

/**
 * Speech as a mixture of topics: half of the words are everybody's, most others come from a few of 60 topics, some are the
 * community's own (its people and places). On top of it habits of punctuation, emoji, opening and closing words.
 */

const TOPICS = 60;
const TOPIC_WORDS = 2_500;
const OWN_WORDS = 40;
const EMOJI = ['📌', '🔴', '✨', '🌿', '📷', '☕️', '🌊', '🎵', '📚', '🌙', '🌾', '🕊', '⭐️', '🍞', '🐝', '🪁', '🧵', '🌧', '⚓️', '🏔'];

interface Manner {
  length: number;
  spread: number;
  sentence: number;
  lineBreak: number;
  stops: readonly string[];
  emoji: readonly string[];
  emojiRate: number;
  opening: string;
  openingRate: number;
  closing: string;
  closingRate: number;
  numbers: number;
  tag: number;
}

interface Mix {
  /** Topic numbers, one of them drawn with equal chance: a heavy topic stands there more often. */
  before: readonly number[];
  after: readonly number[];
  own: readonly number[];
  ownRate: number;
}

const STOPS: Record<Script, readonly (readonly string[])[]> = {
  arabic: [
    ['.', '،', '.'],
    ['..', '،'],
    ['!', '.', '؛'],
    ['…', '.'],
    ['', '،'],
    ['!!', '..'],
  ],
  latin: [
    ['.', ','],
    ['...', ','],
    ['!', '.'],
    ['.', ';', ' –'],
    ['', ','],
    ['!!', '.'],
  ],
  cyrillic: [
    ['.', ','],
    ['...', ','],
    ['!', '.'],
    ['.', ' —'],
    ['', ','],
    ['!!', '.'],
  ],
};

/** One language of a world. */
export function topicSpeech(seed: string): Speech {
  const rank = zipf(TOPIC_WORDS, 0.95);
  const languages = new Map<Script, Vocabulary>();
  const languageOf = (script: Script): Vocabulary => {
    const known = languages.get(script) ?? vocabulary(script, `${seed}/language`);
    languages.set(script, known);
    return known;
  };
  return (script, random) => {
    const language = languageOf(script);
    return voice(language, rank, newMix(language, random), newManner(language, random));
  };
}

function voice(language: Vocabulary, rank: (random: Random) => number, mix: Mix, manner: Manner): Voice {
  return {
    write: (random, progress) => write(language, rank, mix, manner, random, progress),
    vary: (random, distance) =>
      voice(language, rank, variedMix(language, mix, random, distance), variedManner(language, manner, random, distance)),
  };
}

function newMix(language: Vocabulary, random: Random): Mix {
  const before = topics(random);
  const after = before.map((topic) => (random.chance(0.2) ? random.int(TOPICS) : topic));
  const own = Array.from({ length: OWN_WORDS }, () => ownWord(language, random));
  return { before, after, own, ownRate: 0.03 + 0.05 * random.uniform() };
}

/** Two to five topics with uneven weights. */
function topics(random: Random): number[] {
  const list = Array.from({ length: 2 + random.int(4) }, () => random.int(TOPICS));
  return list.flatMap((topic) => Array.from({ length: 1 + random.int(5) }, () => topic));
}

/** Names and places are no frequent words. */
function ownWord(language: Vocabulary, random: Random): number {
  return 300 + random.int(language.words.length - 300);
}

function variedMix(language: Vocabulary, mix: Mix, random: Random, distance: number): Mix {
  const fresh = newMix(language, random);
  const swap = (list: readonly number[], other: readonly number[]) =>
    list.map((topic) => (random.chance(0.6 * distance) ? (other[random.int(other.length)] ?? topic) : topic));
  // What came after is what a successor begins with.
  const before = swap(mix.after, fresh.before);
  return {
    before,
    after: before.map((topic) => (random.chance(0.15) ? random.int(TOPICS) : topic)),
    own: mix.own.map((word) => (random.chance(Math.min(1, 1.4 * distance)) ? ownWord(language, random) : word)),
    ownRate: random.chance(distance) ? fresh.ownRate : mix.ownRate,
  };
}

function phrase(language: Vocabulary, words: number, random: Random): string {
  return Array.from({ length: words }, () => language.words[20 + random.int(3_000)] ?? '').join(' ');
}

function newManner(language: Vocabulary, random: Random): Manner {
  return {
    length: 7 + 28 * random.uniform() ** 1.5,
    spread: 0.3 + 0.4 * random.uniform(),
    sentence: 0.06 + 0.14 * random.uniform(),
    lineBreak: random.chance(0.4) ? 0 : 0.5 * random.uniform(),
    stops: random.pick(STOPS[language.script]),
    emoji: Array.from({ length: 3 }, () => random.pick(EMOJI)),
    emojiRate: random.chance(0.4) ? 0 : 0.6 * random.uniform(),
    opening: phrase(language, 1 + random.int(3), random),
    openingRate: random.chance(0.5) ? 0 : 0.5 * random.uniform(),
    closing: phrase(language, 2 + random.int(3), random),
    closingRate: random.chance(0.55) ? 0 : 0.8 * random.uniform(),
    numbers: 0.05 * random.uniform(),
    tag: random.chance(0.6) ? 0 : 0.5 * random.uniform(),
  };
}

function variedManner(language: Vocabulary, manner: Manner, random: Random, distance: number): Manner {
  const fresh = newManner(language, random);
  const other = random.chance(distance) ? fresh : manner;
  const closing = random.chance(distance) ? fresh : manner;
  const emoji = random.chance(distance) ? fresh : manner;
  return {
    ...other,
    length: Math.max(4, manner.length * Math.exp(random.normal(0, 0.35 * distance))),
    opening: closing.opening,
    openingRate: closing.openingRate,
    closing: random.chance(distance) ? fresh.closing : closing.closing,
    closingRate: closing.closingRate,
    emoji: emoji.emoji,
    emojiRate: emoji.emojiRate,
  };
}

function write(language: Vocabulary, rank: (random: Random) => number, mix: Mix, manner: Manner, random: Random, progress: number): string {
  const length = Math.max(3, Math.min(160, Math.round(manner.length * Math.exp(random.normal(0, manner.spread)))));
  // A post is about one or two things.
  const list = random.chance(progress) ? mix.after : mix.before;
  const topic = [random.pick(list), random.pick(list)];
  let text = random.chance(manner.openingRate) ? `${manner.opening} ` : '';
  let begins = true;
  for (let i = 0; i < length; i += 1) {
    const word = drawWord(language, rank, mix, manner, topic, random);
    text += begins && language.script !== 'arabic' ? word.charAt(0).toUpperCase() + word.slice(1) : word;
    begins = i === length - 1 || random.chance(manner.sentence);
    if (begins) text += random.pick(manner.stops);
    if (i < length - 1) text += begins && random.chance(manner.lineBreak) ? '\n' : ' ';
  }
  if (random.chance(manner.emojiRate)) text += ` ${random.pick(manner.emoji)}`;
  if (random.chance(manner.tag)) text += ` #${language.words[random.pick(mix.own)] ?? ''}`;
  if (random.chance(manner.closingRate)) text += `\n${manner.closing}`;
  return text;
}

function drawWord(
  language: Vocabulary,
  rank: (random: Random) => number,
  mix: Mix,
  manner: Manner,
  topic: readonly number[],
  random: Random,
): string {
  const drawn = random.uniform();
  if (drawn < 0.5) return language.draw(random);
  if (drawn < 0.5 + mix.ownRate) return language.words[mix.own[Math.floor(mix.own.length * random.uniform() ** 2)] ?? 0] ?? '';
  if (drawn < 0.5 + mix.ownRate + manner.numbers) return String(random.int(2_000));
  const number = topic[random.int(2)] ?? 0;
  // Each topic has its own order of the same words: a walk through the vocabulary with a step that meets every word once.
  const place = (rank(random) * (7_919 + 2 * 3 * 5 * 7 * number + (number % 2) * 4) + 331 * number) % language.words.length;
  return language.words[place] ?? '';
}
