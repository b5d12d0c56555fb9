import { ALIKE, CLOSE, compareProofs, RELATED } from './near-duplicates-proof.ts';
import { fillShared, type SortSpace, sortByKey, sortSpace } from './near-duplicates-sort.ts';
import { EQUAL_AT, MINIMA, SIGNATURE_BYTES, SIZE_AT } from './signature.ts';

/**
 * Which posts are copies of one statement? Groups posts by their signatures, in bounded memory however many there are.
 *
 * Texts whose words are all equal are found first. Of the rest, posts that share the search part of their signatures in
 * one of several bands meet in a bucket (locality-sensitive hashing, Indyk & Motwani 1998); there each is held against
 * the few latest texts that differ from each other, and counts as a copy where the proof parts agree. A post belongs to
 * the earliest post it is a copy of, if that one heads a group, or else with the earliest it is a close copy of: a group
 * is a star around its first post and what is close to its rays, and a chain of small changes does not carry it away.
 *
 * Buckets are split over as many passes through the signatures as memory allows. Each lies whole in one pass, and what
 * is compared depends on the bucket alone, so the answer does not depend on the number of passes.
 */

/** Signatures of consecutive posts, `SIGNATURE_BYTES` each, zeros for a post without one; no piece ends inside a signature. Opened anew for every pass. */
export type OpenSignatures = () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** What the working arrays of one pass may take, beside 14 bytes for each post. */
const MEMORY = 192 << 20;
/** Each of a band's three minima is one byte. */
const KEY_BITS = 24;
/**
 * Band b takes the minima b, b + 1 and b + 5, counted round, and half as many more bands take b, b + 2 and b + 9: the
 * differences all differ, so that any two bands share at most one minimum and fail nearly independently.
 */
const BANDS: readonly Band[] = Array.from({ length: 1.5 * MINIMA }, (_, band) =>
  band < MINIMA ? [band, (band + 1) % MINIMA, (band + 5) % MINIMA] : [band % MINIMA, (band + 2) % MINIMA, (band + 9) % MINIMA],
);
type Band = readonly [number, number, number];
/** Different texts that are remembered in one bucket. */
const REMEMBERED = 16;
/**
 * A bucket in which so many texts are related and yet no copies is made by something they all carry: a long footer, a
 * form. They share so much that only close copies of them count.
 */
const CROWD = 6;
/** A group reaches from its head to its copies and to close copies of these, and no further. */
const MOST_STEPS = 2;
const EQUAL_BYTES = 24;
const ALIKE_BYTES = SIGNATURE_BYTES + 24;

/** For each post the earliest one found to be a copy of the same statement, or −1: at all, and closely. */
interface Nearest {
  alike: Int32Array;
  close: Int32Array;
  /** 1 for a post that was met in a crowd. */
  crowded: Uint8Array;
}

/** A part of the work: buckets of these bands whose key leaves `part` when divided by `parts`. */
interface Share {
  bands: readonly Band[];
  part: number;
  parts: number;
}

/**
 * The group of each of `count` posts: the number (0-based, in the order given) of the group's first post; a post without
 * copies is its own group. Takes about `memory` bytes and 14 for each post; less memory means more passes.
 */
export async function groupNearDuplicates(count: number, open: OpenSignatures, memory: number = MEMORY): Promise<Int32Array> {
  const groups = Int32Array.from({ length: count }, (_, post) => post);
  const equalParts = Math.max(1, Math.ceil((count * EQUAL_BYTES) / memory));
  for (let part = 0; part < equalParts; part += 1) await findEqual(open, part, equalParts, groups);
  const nearest = { alike: new Int32Array(count).fill(-1), close: new Int32Array(count).fill(-1), crowded: new Uint8Array(count) };
  for (const share of shares(count, memory)) await findAlike(open, share, groups, nearest);
  settle(groups, nearest);
  return groups;
}

/** All bands at once where memory holds all posts, else each band in as many parts as it takes. */
function shares(count: number, memory: number): Share[] {
  const parts = Math.max(1, Math.ceil((count * ALIKE_BYTES) / memory));
  if (parts === 1) return [{ bands: BANDS, part: 0, parts }];
  return BANDS.flatMap((band) => Array.from({ length: parts }, (_, part) => ({ bands: [band], part, parts })));
}

/** Posts in order: each joins the head it is like, or the group of its close copy, or stays the head of its own. */
function settle(groups: Int32Array, { alike, close, crowded }: Nearest): void {
  /** How many copies lead from the head to the post. */
  const steps = new Uint8Array(groups.length);
  for (let post = 0; post < groups.length; post += 1) {
    const first = groups[post] ?? post;
    const head = crowded[post] === 1 ? -1 : (alike[post] ?? -1);
    const via = close[post] ?? -1;
    if (first !== post) groups[post] = groups[first] ?? first;
    else if (head >= 0 && groups[head] === head) {
      groups[post] = head;
      steps[post] = 1;
    } else if (via >= 0 && (steps[via] ?? 0) < MOST_STEPS) {
      groups[post] = groups[via] ?? via;
      steps[post] = (steps[via] ?? 0) + 1;
    }
  }
}

/** Calls back with the number, the bytes and the offset of every signature that is one. */
async function eachSignature(
  open: OpenSignatures,
  take: (post: number, bytes: Uint8Array, view: DataView, at: number) => void,
): Promise<void> {
  let post = 0;
  for await (const bytes of open()) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at + SIGNATURE_BYTES <= bytes.length; at += SIGNATURE_BYTES) {
      if (view.getInt32(at + EQUAL_AT + 4) !== 0) take(post, bytes, view, at);
      post += 1;
    }
  }
}

/** Points every post whose words are all equal to those of an earlier one to the first of them. */
async function findEqual(open: OpenSignatures, part: number, parts: number, groups: Int32Array): Promise<void> {
  const size = roomFor(groups.length, parts);
  let [posts, hashes, rest] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)];
  let length = 0;
  await eachSignature(open, (post, _, view, at) => {
    const hash = view.getInt32(at + EQUAL_AT, true);
    if (parts > 1 && (hash >>> 0) % parts !== part) return;
    if (length === posts.length) [posts, hashes, rest] = [doubled(posts), doubled(hashes), doubled(rest)];
    posts[length] = post;
    hashes[length] = hash;
    rest[length] = view.getInt32(at + EQUAL_AT + 4, true);
    length += 1;
  });
  const keys = new Uint32Array(hashes.buffer);
  const space = sortSpace(length);
  const shared = fillShared(keys, length, space);
  sortByKey(shared, 32, space);
  eachBucket(space, shared, (from, to) => {
    const heads: number[] = [];
    for (let i = from; i < to; i += 1) {
      const item = space.items[i] ?? 0;
      const head = heads.find((other) => rest[other] === rest[item]);
      if (head === undefined) heads.push(item);
      else groups[posts[item] ?? 0] = posts[head] ?? 0;
    }
  });
}

/** Room for one of `parts` equal shares of `count`, and some more, since shares are not quite equal. */
function roomFor(count: number, parts: number): number {
  return parts === 1 ? count : Math.ceil((1.2 * count) / parts) + 64;
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}

/** Calls back with the range of every key that more than one item has. */
function eachBucket(space: SortSpace, count: number, take: (from: number, to: number) => void): void {
  const keys = space.keys;
  let from = 0;
  for (let i = 1; i <= count; i += 1) {
    if (i < count && keys[i] === keys[from]) continue;
    if (i - from > 1) take(from, i);
    from = i;
  }
}

/** What one pass over bands holds of the posts of its share. */
interface Held {
  length: number;
  posts: Int32Array;
  /** Their signatures. */
  bytes: Uint8Array;
  /** The same memory. */
  words: Int32Array;
}

function holding(size: number): Held {
  const bytes = new Uint8Array(size * SIGNATURE_BYTES);
  return { length: 0, posts: new Int32Array(size), bytes, words: new Int32Array(bytes.buffer) };
}

/** Finds copies among the posts of one share of the buckets. Posts equal to an earlier one are left to it. */
async function findAlike(open: OpenSignatures, share: Share, groups: Int32Array, nearest: Nearest): Promise<void> {
  const held = await load(open, share, groups);
  const keys = new Uint32Array(held.length);
  const space = sortSpace(held.length);
  for (const band of share.bands) {
    for (let item = 0; item < held.length; item += 1) keys[item] = bandKey(held.bytes, item * SIGNATURE_BYTES, band);
    const shared = fillShared(keys, held.length, space);
    sortByKey(shared, KEY_BITS, space);
    eachBucket(space, shared, (from, to) => compareBucket(space.items, from, to, held, nearest));
  }
}

async function load(open: OpenSignatures, { bands, part, parts }: Share, groups: Int32Array): Promise<Held> {
  let held = holding(roomFor(groups.length, parts));
  const [only] = bands;
  await eachSignature(open, (post, bytes, _, at) => {
    if (bytes[at + SIZE_AT] === 0 || groups[post] !== post) return;
    if (parts > 1 && only !== undefined && bandKey(bytes, at, only) % parts !== part) return;
    if (held.length === held.posts.length) held = enlarged(held);
    held.posts[held.length] = post;
    held.bytes.set(bytes.subarray(at, at + SIGNATURE_BYTES), held.length * SIGNATURE_BYTES);
    held.length += 1;
  });
  return held;
}

function enlarged(held: Held): Held {
  const larger = holding(2 * held.posts.length);
  larger.posts.set(held.posts);
  larger.bytes.set(held.bytes);
  larger.length = held.length;
  return larger;
}

function bandKey(bytes: Uint8Array, at: number, band: Band): number {
  return ((bytes[at + band[0]] ?? 0) << 16) | ((bytes[at + band[1]] ?? 0) << 8) | (bytes[at + band[2]] ?? 0);
}

const remembered = new Int32Array(REMEMBERED);

/** Holds each post of a bucket against the texts remembered, until it is a copy of one; if of none, it is remembered too. */
function compareBucket(items: Uint32Array, from: number, to: number, held: Held, nearest: Nearest): void {
  let different = 0;
  let related = 0;
  for (let i = from; i < to; i += 1) {
    const item = items[i] ?? 0;
    const known = Math.min(different, REMEMBERED);
    let likeness = 0;
    for (let k = 0; k < known && likeness < ALIKE; k += 1) {
      likeness = Math.max(likeness, compare(item, remembered[k] ?? 0, held, nearest));
    }
    if (likeness >= ALIKE) continue;
    if (likeness === RELATED) related += 1;
    remembered[different % REMEMBERED] = item;
    different += 1;
  }
  if (related < CROWD) return;
  for (let i = from; i < to; i += 1) nearest.crowded[held.posts[items[i] ?? 0] ?? 0] = 1;
}

function compare(item: number, other: number, held: Held, nearest: Nearest): number {
  const post = held.posts[item] ?? 0;
  const earlier = held.posts[other] ?? 0;
  // Known from another band already.
  if (nearest.alike[post] === earlier) return ALIKE;
  const likeness = compareProofs(held.words, item, other);
  if (likeness >= ALIKE) keepEarliest(nearest.alike, post, earlier);
  if (likeness >= CLOSE) keepEarliest(nearest.close, post, earlier);
  return likeness;
}

function keepEarliest(nearest: Int32Array, post: number, earlier: number): void {
  const now = nearest[post] ?? -1;
  if (now < 0 || earlier < now) nearest[post] = earlier;
}
