import { ASIDE, ASIDE_NUMBER, LINKED, NUMBER, PLAIN, scannedText, scanWords } from './words.ts';

/**
 * Could two posts be copies of one statement? 64 bytes that answer it without the texts.
 *
 * Built from the folded words that are no part of a link. Lines that are there for a link or a handle ("Forwarded from
 * @name", "Join us: …") are left out too where the rest says more than they do: who passed a text on is not what it says.
 * - bytes 0–27, the search part: 28 minima (MinHash, Broder 1997) over pairs of neighbouring words, one byte of each kept
 *   (b-bit minwise hashing, Li & König 2010). Pairs, because single words are shared by everybody.
 * - bytes 28–35: a hash of all words in order. Equal texts, and only they, have it equal.
 * - bytes 36–59, the proof part: a parity bitmap of the set of words ("odd sketch", Mitzenmacher, Pagh & Pham 2014). The
 *   bits in which two differ tell how many words only one of them says, far more exactly than as many minima would.
 *   Of a text with more than 64 different words, the 64 with the smallest hashes.
 * - bytes 60–62: which numbers it says, as a bitmap. Byte 63: how many words the proof part holds; 0 where the text is
 *   too short to be compared by anything but equality.
 */

export const SIGNATURE_BYTES = 64;
export const MINIMA = 28;
export const EQUAL_AT = 28;
export const PROOF_AT = 36;
export const NUMBERS_AT = 60;
export const SIZE_AT = 63;
/** Fewer words than this say too little for "nearly the same": such texts are copies only if all their words are equal. */
export const LEAST_WORDS = 8;
const MOST_WORDS = 64;
const PROOF_BITS = 8 * (NUMBERS_AT - PROOF_AT);

export interface ReadText {
  /** What `foldWords` gives. */
  words: string;
  /** 64 bytes; null where the text has no word outside links. */
  signature: Uint8Array | null;
}

/** Folds a text and signs it in one pass. */
export function readText(text: string): ReadText {
  const scan = scanWords(text);
  const words = scannedText();
  const { hashes, kinds } = scan;
  if (scan.words > saidHash.length) reserve(2 * scan.words + 256);
  let own = 0;
  let aside = 0;
  for (let i = 0; i < scan.words; i += 1) {
    const kind = kinds[i] ?? PLAIN;
    if (kind < ASIDE) own += 1;
    else if (kind < LINKED) aside += 1;
  }
  const most = own >= LEAST_WORDS && own >= aside ? NUMBER : ASIDE_NUMBER;
  const said = saidHash;
  const saidKinds = saidKind;
  let count = 0;
  for (let i = 0; i < scan.words; i += 1) {
    const kind = kinds[i] ?? PLAIN;
    if (kind > most) continue;
    said[count] = mix(hashes[i] ?? 0);
    saidKinds[count] = kind & NUMBER;
    count += 1;
  }
  return { words, signature: count === 0 ? null : sign(count) };
}

/** The signature alone. */
export function signatureOf(text: string): Uint8Array | null {
  return readText(text).signature;
}

/** The words said, links left out: mixed hash and kind. */
let saidHash = new Int32Array(0);
let saidKind = new Uint8Array(0);
let pairs = new Int32Array(0);

function reserve(size: number): void {
  saidHash = new Int32Array(size);
  saidKind = new Uint8Array(size);
  pairs = new Int32Array(size);
}

/** The signature being made, as bytes and as little-endian 32-bit words, which is what every machine that runs Node has. */
const draft = new Uint8Array(SIGNATURE_BYTES);
const draftWords = new Int32Array(draft.buffer);

function sign(count: number): Uint8Array {
  draftWords.fill(0);
  const said = saidHash;
  const kinds = saidKind;
  let first = count;
  let second = ~count;
  let numbers = 0;
  for (let i = 0; i < count; i += 1) {
    const hash = said[i] ?? 0;
    first = Math.imul(first ^ hash, 0x5bd1e995);
    first ^= first >>> 15;
    second = (Math.imul(second, 0x01000193) ^ hash) | 0;
    if (kinds[i] === NUMBER) numbers |= 1 << ((hash >>> 8) % 24);
  }
  draftWords[EQUAL_AT / 4] = mix(first);
  // Zero in all of these bytes would read as "no text".
  draftWords[EQUAL_AT / 4 + 1] = mix(second) | 1;
  if (count >= LEAST_WORDS) {
    signMinima(draft, count - 1);
    const size = signProof(draft, count);
    draftWords[NUMBERS_AT / 4] = numbers | (size << 24);
  }
  const signature = Buffer.allocUnsafe(SIGNATURE_BYTES);
  signature.set(draft);
  return signature;
}

const FACTORS = Int32Array.from({ length: MINIMA }, (_, i) => mix(i + 1) | 1);

function signMinima(signature: Uint8Array, count: number): void {
  const hashes = saidHash;
  const values = pairs;
  for (let i = 0; i < count; i += 1) values[i] = mix(Math.imul(hashes[i] ?? 0, 0x9e3779b1) ^ (hashes[i + 1] ?? 0));
  for (let j = 0; j < MINIMA; j += 4) {
    // Four at a time and without branches: a minimum of random values is what a processor predicts worst.
    const f0 = FACTORS[j] ?? 0;
    const f1 = FACTORS[j + 1] ?? 0;
    const f2 = FACTORS[j + 2] ?? 0;
    const f3 = FACTORS[j + 3] ?? 0;
    let m0 = MOST;
    let m1 = MOST;
    let m2 = MOST;
    let m3 = MOST;
    for (let i = 0; i < count; i += 1) {
      const value = values[i] ?? 0;
      m0 = lesser(Math.imul(value, f0) >>> 1, m0);
      m1 = lesser(Math.imul(value, f1) >>> 1, m1);
      m2 = lesser(Math.imul(value, f2) >>> 1, m2);
      m3 = lesser(Math.imul(value, f3) >>> 1, m3);
    }
    signature[j] = m0 ^ (m0 >>> 8) ^ (m0 >>> 16);
    signature[j + 1] = m1 ^ (m1 >>> 8) ^ (m1 >>> 16);
    signature[j + 2] = m2 ^ (m2 >>> 8) ^ (m2 >>> 16);
    signature[j + 3] = m3 ^ (m3 >>> 8) ^ (m3 >>> 16);
  }
}

const MOST = 0x7fffffff;

/** The lesser of two numbers of 31 bits. */
function lesser(a: number, b: number): number {
  const difference = (a - b) | 0;
  return (b + (difference & (difference >> 31))) | 0;
}

/** Open addressing; a slot counts only if it carries the mark of this text. */
const SLOTS = 4_096;
const slotHash = new Int32Array(SLOTS);
const slotMark = new Int32Array(SLOTS);
let mark = 0;
let different = new Int32Array(SLOTS / 2);

/** The set of words as parities. Returns how many words it holds. */
function signProof(signature: Uint8Array, count: number): number {
  let size = differentWords(count);
  if (size > MOST_WORDS) {
    different.subarray(0, size).sort();
    size = MOST_WORDS;
  }
  for (let i = 0; i < size; i += 1) {
    const bit = ((different[i] ?? 0) >>> 1) % PROOF_BITS;
    const byte = PROOF_AT + (bit >>> 3);
    signature[byte] = (signature[byte] ?? 0) ^ (1 << (bit & 7));
  }
  return size;
}

function differentWords(count: number): number {
  if (count > different.length) different = new Int32Array(2 * count);
  if (count > SLOTS / 2) {
    const sorted = saidHash.slice(0, count).sort();
    let size = 0;
    for (let i = 0; i < count; i += 1) if (i === 0 || sorted[i] !== sorted[i - 1]) different[size++] = sorted[i] ?? 0;
    return size;
  }
  mark = (mark + 1) & 0x3fffffff;
  if (mark === 0) slotMark.fill(-1);
  const now = mark;
  // A short text stays within what the processor's nearest cache holds.
  const last = count <= 64 ? 255 : SLOTS - 1;
  const [said, out, marks, slots] = [saidHash, different, slotMark, slotHash];
  let size = 0;
  for (let i = 0; i < count; i += 1) {
    const hash = said[i] ?? 0;
    let slot = (hash >>> 16) & last;
    while (marks[slot] === now && slots[slot] !== hash) slot = (slot + 1) & last;
    if (marks[slot] === now) continue;
    marks[slot] = now;
    slots[slot] = hash;
    out[size] = hash;
    size += 1;
  }
  return size;
}

/** The finaliser of MurmurHash3. */
function mix(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
