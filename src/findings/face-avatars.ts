/** Do two channels show the same picture? Bits that differ between their hashes, against the other pictures of this pool. */

import type { Dossier } from './dossier.ts';

/** One picture: its hash in words of 32 bits. */
interface Picture {
  words: readonly number[];
  length: number;
}

export interface AvatarPool {
  size: number;
  /** Pictures of each channel, the latest first. */
  pictures: readonly (readonly Picture[])[];
  /** By the length of the hash in bits: who has one, and how far unrelated ones are apart. */
  kinds: Map<number, Kind>;
}

interface Kind {
  channels: Int32Array;
  /** The words of each one's latest picture, one after the other. */
  words: Int32Array;
  mean: number;
  deviation: number;
}

export interface AvatarEvidence {
  bits: number | null;
  detail: string;
  owners: readonly number[] | null;
}

/** A picture that is copied or saved anew differs in a few bits of a hundred (PDQ: at most 31 of 256). */
const SAME_WITHIN = 0.121;
/** How fast the number of true copies falls with the share of bits that differ. */
const COPY_SCALE = 0.04;
/** Share of continuations that keep the picture. */
const KEPT = 0.5;
const MOST_BITS = 16;
const MOST_PICTURES = 3;
const HEX = /^(?:[0-9a-f]{8})+$/i;

/** Reads all pictures. Hashes that are no hex of a whole number of 32 bits count as none. */
export function avatarPool(dossiers: readonly Dossier[]): AvatarPool {
  const pictures = dossiers.map(picturesOf);
  const lengths = [...new Set(pictures.flatMap((list) => list.map((p) => p.length)))].sort((a, b) => a - b);
  return { size: dossiers.length, pictures, kinds: new Map(lengths.map((length) => [length, kindOf(pictures, length)])) };
}

function picturesOf(dossier: Dossier): Picture[] {
  const hashes = dossier.faces.toReversed().flatMap((face) => (face.avatarHash === null ? [] : [face.avatarHash.toLowerCase()]));
  return [...new Set(hashes)]
    .filter((hash) => HEX.test(hash))
    .slice(0, MOST_PICTURES)
    .map((hash) => ({ words: (hash.match(/.{8}/g) ?? []).map((word) => Number.parseInt(word, 16) | 0), length: hash.length * 4 }));
}

const PAIRS = 20_000;

function kindOf(pictures: readonly (readonly Picture[])[], length: number): Kind {
  const channels: number[] = [];
  const words: number[] = [];
  for (const [channel, list] of pictures.entries()) {
    const picture = list.find((p) => p.length === length);
    if (picture === undefined) continue;
    channels.push(channel);
    words.push(...picture.words);
  }
  const kind = { channels: Int32Array.from(channels), words: Int32Array.from(words), mean: length / 2, deviation: Math.sqrt(length) / 2 };
  // Pairs at many different steps in the list: a sample of all that is the same on every run.
  const distances: number[] = [];
  const n = channels.length;
  for (let step = 1; step < n && distances.length < PAIRS; step += 1 + Math.floor((n * n) / PAIRS / 2)) {
    for (let i = 0; i + step < n && distances.length < PAIRS; i += 1) {
      const d = between(kind.words, i, i + step, length / 32);
      if (d > SAME_WITHIN * length) distances.push(d);
    }
  }
  return { ...kind, ...spreadOf(distances, kind) };
}

/** Mean and deviation of distances; what random bits have where there are few. */
function spreadOf(distances: readonly number[], random: { mean: number; deviation: number }): { mean: number; deviation: number } {
  if (distances.length < 30) return random;
  const mean = distances.reduce((sum, d) => sum + d, 0) / distances.length;
  const variance = distances.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (distances.length - 1);
  return { mean, deviation: Math.max(random.deviation, Math.sqrt(variance)) };
}

function between(words: Int32Array, i: number, j: number, width: number): number {
  let bits = 0;
  for (let k = 0; k < width; k += 1) bits += ones((words[i * width + k] ?? 0) ^ (words[j * width + k] ?? 0));
  return bits;
}

function ones(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Every channel whose latest picture is within so many bits of this one, with the distance. */
export function withinReach(pool: AvatarPool, picture: { words: readonly number[]; length: number }, reach: number): Map<number, number> {
  const found = new Map<number, number>();
  const kind = pool.kinds.get(picture.length);
  if (kind === undefined) return found;
  const width = picture.words.length;
  for (let i = 0; i < kind.channels.length; i += 1) {
    let distance = 0;
    for (let k = 0; k < width && distance <= reach; k += 1) distance += ones((kind.words[i * width + k] ?? 0) ^ (picture.words[k] ?? 0));
    if (distance <= reach) found.set(kind.channels[i] ?? 0, distance);
  }
  return found;
}

/** How far a copy may be. */
export function reachOf(length: number): number {
  return Math.floor(SAME_WITHIN * length);
}

/** What the pictures of channels `a` and `b` say. */
export function compareAvatars(pool: AvatarPool, a: number, b: number): AvatarEvidence {
  const nearest = nearestOf(pool.pictures[Math.min(a, b)] ?? [], pool.pictures[Math.max(a, b)] ?? []);
  if (nearest === null) return { bits: null, detail: '', owners: null };
  const { picture, distance } = nearest;
  const differ = `${distance} of ${picture.length} bits of the pictures differ`;
  if (distance > reachOf(picture.length)) return { bits: Math.log2(1 - KEPT), detail: differ, owners: null };
  const near = [...withinReach(pool, picture, distance).keys()];
  const owners = near.filter((channel) => channel !== a && channel !== b).sort((x, y) => x - y);
  const kind = pool.kinds.get(picture.length);
  const chance = owners.length / Math.max(1, kind?.channels.length ?? 1) + chanceWithin(distance, kind);
  const copies = Math.exp(-distance / picture.length / COPY_SCALE);
  const bits = Math.log2((KEPT * copies) / Math.max(chance, 2 ** -MOST_BITS) + (1 - KEPT));
  const detail = `${differ}; ${owners.length + 2} of ${pool.size} channels have one so alike`;
  return { bits: Math.min(MOST_BITS, bits), detail, owners };
}

/** The two pictures of equal length of hash that differ least; null where no lengths are equal. */
function nearestOf(xs: readonly Picture[], ys: readonly Picture[]): { picture: Picture; distance: number } | null {
  let best: { picture: Picture; distance: number } | null = null;
  for (const picture of xs) {
    for (const other of ys) {
      if (picture.length !== other.length) continue;
      const distance = picture.words.reduce((sum, word, k) => sum + ones(word ^ (other.words[k] ?? 0)), 0);
      if (best === null || distance / picture.length < best.distance / best.picture.length) best = { picture, distance };
    }
  }
  return best;
}

/** The chance that an unrelated picture is so near: a normal tail (Chernoff's bound). */
function chanceWithin(distance: number, kind: Kind | undefined): number {
  if (kind === undefined || distance >= kind.mean) return 1;
  return Math.exp(-((kind.mean - distance) ** 2) / (2 * kind.deviation ** 2));
}
