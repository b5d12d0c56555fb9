import { MOST_MARKS, type StyleMarks } from '../text/style-marks.ts';
import { MOST_WORDS, mix, type WordHashes } from '../text/word-hashes.ts';
import { type Arena, arena } from './voice-arena.ts';

/**
 * Which posts stand for a channel's voice, when there is room for a hundred of each and they come in any order?
 *
 * Three samples of each channel: of its first days, of its last days, and of its whole life (by hash, a uniform sample:
 * Broder 1997). What is kept depends on the set of posts alone. Posts that stand alone come before copies. Among posts of
 * one day, and in the sample of the whole life, authors share the room as evenly as they can: who writes a thousand
 * posts crowds nobody out.
 */

export interface Sampler {
  /** Offers a post of the channel with this index; `marksOf` is asked only if the post is kept. */
  offer(of: number, post: SampledPost, words: Readonly<WordHashes>, marksOf: () => Readonly<StyleMarks>): void;
  /** The places of all posts kept of a channel, each once, in no order that means anything. */
  placesOf(of: number): number[];
  read(place: number): SampledPost;
  /** The hashes of its different words, and its style marks. */
  words(place: number): Uint32Array;
  marks(place: number): Uint16Array;
  /** How many words are kept of it. */
  size(place: number): number;
}

export interface SampledPost {
  /** Minutes since 1970. */
  minute: number;
  /** A hash of the pseudonym; 0 where the channel speaks. */
  author: number;
  /** The number of its statement plus one; 0 where it stands alone. */
  statement: number;
  /** Equal for equal texts. */
  key: number;
}

/** Posts in each of the three samples, and of one day in those of the first and last days. */
const SAMPLE = 32;
const OF_ONE_DAY = 8;
const LAST = 1;
const ANY = 2;

const REFERENCES = 0;
const MINUTE = 1;
const AUTHOR = 2;
const STATEMENT = 3;
const KEY = 4;
const SIZES = 5;
const HEADER = 6;

/** Columns of an entry: where the post is kept, its group (the larger the better), its chance (the smaller the better), its author. */
const WIDTH = 4;
interface Stratum {
  entries: Int32Array;
  count: number;
}
type Strata = [Stratum, Stratum, Stratum];

/** Standing alone is worth more than any day. */
const ALONE = 1 << 22;
const MIDDLE_DAY = 1 << 20;

export function sampler(): Sampler {
  const memory = arena();
  const channels: (Strata | undefined)[] = [];
  return {
    offer(of, post, words, marksOf) {
      const strata = channels[of] ?? [stratum(), stratum(), stratum()];
      channels[of] = strata;
      offerTo(memory, strata, post, () => store(memory, post, words, marksOf()));
    },
    placesOf(of) {
      const places = new Set<number>();
      for (const { entries, count } of channels[of] ?? []) for (let i = 0; i < count; i += 1) places.add(entries[i * WIDTH] ?? 0);
      return [...places];
    },
    read: (place) => ({
      minute: memory.get(place + MINUTE) - MINUTE_ZERO,
      author: memory.get(place + AUTHOR),
      statement: memory.get(place + STATEMENT),
      key: memory.get(place + KEY),
    }),
    words: (place) => memory.view(place + HEADER, memory.get(place + SIZES) & 0xffff),
    marks(place) {
      const sizes = memory.get(place + SIZES);
      return memory.halves(place + HEADER + (sizes & 0xffff), sizes >>> 16);
    },
    size: (place) => memory.get(place + SIZES) & 0xffff,
  };
}

/** `keep` writes the post down: once, whichever samples it enters. */
function offerTo(memory: Arena, strata: Strata, post: SampledPost, keep: () => number): void {
  const day = Math.max(-MIDDLE_DAY, Math.min(MIDDLE_DAY, Math.floor(post.minute / 1_440)));
  const rank = post.statement === 0 ? ALONE : 0;
  const chance = mix(post.key ^ Math.imul(post.author, 0x9e3779b1)) | 0;
  let place = -1;
  strata.forEach((into, kind) => {
    const group = rank + (kind === ANY ? 0 : MIDDLE_DAY + (kind === LAST ? day : -day));
    const entry = makeRoom(memory, into, kind === ANY ? SAMPLE : OF_ONE_DAY, group, chance, post);
    if (entry < 0) return;
    if (place < 0) place = keep();
    memory.set(place + REFERENCES, memory.get(place + REFERENCES) + 1);
    into.entries.set([place, group, chance, post.author | 0], entry * WIDTH);
  });
}

/** Minutes are kept as numbers without sign. */
const MINUTE_ZERO = 1 << 30;

function stratum(): Stratum {
  return { entries: new Int32Array(4 * WIDTH), count: 0 };
}

function store(memory: Arena, post: SampledPost, words: Readonly<WordHashes>, marks: Readonly<StyleMarks>): number {
  const count = Math.min(MOST_WORDS, words.count);
  const marked = Math.min(MOST_MARKS, marks.count);
  const place = memory.take(HEADER + count + Math.ceil(marked / 2));
  memory.set(place + REFERENCES, 0);
  memory.set(place + MINUTE, post.minute + MINUTE_ZERO);
  memory.set(place + AUTHOR, post.author);
  memory.set(place + STATEMENT, post.statement);
  memory.set(place + KEY, post.key);
  memory.set(place + SIZES, count | (marked << 16));
  for (let i = 0; i < count; i += 1) memory.set(place + HEADER + i, words.hashes[i] ?? 0);
  for (let i = 0; i < marked; i += 2) {
    const pair = (marks.marks[i] ?? 0) | ((i + 1 < marked ? (marks.marks[i + 1] ?? 0) : 0) << 16);
    memory.set(place + HEADER + count + (i >> 1), pair);
  }
  return place;
}

/** The entry that the post may take; −1 where it is not kept, or is known already. */
function makeRoom(memory: Arena, into: Stratum, ofOneGroup: number, group: number, chance: number, post: SampledPost): number {
  const { entries, count } = into;
  let same = 0;
  let worst = group;
  for (let at = 0; at < count * WIDTH; at += WIDTH) {
    const its = entries[at + 1] ?? 0;
    if (its < worst) worst = its;
    if (its !== group) continue;
    same += 1;
    if (entries[at + 2] === chance && entries[at + 3] === (post.author | 0)) {
      // The same text by the same author: it counts once, as the earliest.
      if (memory.get((entries[at] ?? 0) + MINUTE) <= post.minute + MINUTE_ZERO) return -1;
      release(memory, entries[at] ?? 0);
      return at / WIDTH;
    }
  }
  if (same < ofOneGroup && count < SAMPLE) return added(into);
  const leaves = leaving(into, same >= ofOneGroup ? group : worst, group, chance, post.author | 0);
  if (leaves >= 0) release(memory, entries[leaves * WIDTH] ?? 0);
  return leaves;
}

function added(into: Stratum): number {
  if ((into.count + 1) * WIDTH > into.entries.length) {
    const larger = new Int32Array(Math.min(SAMPLE * WIDTH, 2 * into.entries.length));
    larger.set(into.entries);
    into.entries = larger;
  }
  into.count += 1;
  return into.count - 1;
}

function release(memory: Arena, place: number): void {
  const references = memory.get(place + REFERENCES) - 1;
  memory.set(place + REFERENCES, references);
  const sizes = memory.get(place + SIZES);
  if (references === 0) memory.give(place, HEADER + (sizes & 0xffff) + Math.ceil((sizes >>> 16) / 2));
}

/**
 * Who leaves a group that is too full: of the authors with most posts in it, the post with the greatest chance number. −1: the
 * new one. What is left after any series of arrivals is the same whatever their order, since taking away one at a time
 * by this rule leaves nested sets.
 */
function leaving(from: Stratum, group: number, newGroup: number, newChance: number, newAuthor: number): number {
  const { entries, count } = from;
  const joins = newGroup === group;
  let leaves = -1;
  let most = joins ? authored(from, group, newAuthor) + 1 : 0;
  let greatest = joins ? newChance : 0;
  const oneAuthor = joins && most === sizeOf(from, group) + 1;
  for (let i = 0; i < count; i += 1) {
    if (entries[i * WIDTH + 1] !== group) continue;
    const author = entries[i * WIDTH + 3] ?? 0;
    const chance = entries[i * WIDTH + 2] ?? 0;
    const posts = oneAuthor ? most : authored(from, group, author) + (joins && author === newAuthor ? 1 : 0);
    if (posts < most || (posts === most && chance <= greatest)) continue;
    most = posts;
    greatest = chance;
    leaves = i;
  }
  return leaves;
}

function authored({ entries, count }: Stratum, group: number, author: number): number {
  let posts = 0;
  for (let at = 0; at < count * WIDTH; at += WIDTH) if (entries[at + 1] === group && entries[at + 3] === author) posts += 1;
  return posts;
}

function sizeOf({ entries, count }: Stratum, group: number): number {
  let posts = 0;
  for (let at = 0; at < count * WIDTH; at += WIDTH) if (entries[at + 1] === group) posts += 1;
  return posts;
}
