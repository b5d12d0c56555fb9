import { scannedText, scanWords } from './words.ts';

/**
 * Could two posts be copies of one statement? 64 bytes that answer it without the texts.
 *
 * Built from the folded words that are no part of a link:
 * - bytes 0–35, the search part: 36 minima (MinHash, Broder 1997) over pairs of neighbouring words, one byte of each kept
 *   (b-bit minwise hashing, Li & König 2010). Pairs, because single words are shared by everybody.
 * - bytes 36–43: a hash of all words in order. Equal texts, and only they, have it equal.
 * - bytes 44–59, the proof part: a parity bitmap of the set of words ("odd sketch", Mitzenmacher, Pagh & Pham 2014). The
 *   bits in which two differ tell how many words only one of them says, far more exactly than as many minima would.
 *   Of a text with more than 64 different words, the 64 with the smallest hashes.
 * - bytes 60–62: which numbers it says, as a bitmap. - byte 63: how many words the proof part holds; 0 where the text is
 *   too short to be compared by anything but equality.
 */

export const SIGNATURE_BYTES = 64;
export const MINIMA = 36;
export const EQUAL_AT = 36;
export const PROOF_AT = 44;
export const NUMBERS_AT = 60;
export const SIZE_AT = 63;
/** Fewer words than this say too little for "nearly the same": such texts are copies only if all their words are equal. */
export const LEAST_WORDS = 8;
const MOST_WORDS = 64;

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
  let kept = 0;
  const { hashes, checks, linked, numeric } = scan;
  if (scan.words > saidHash.length) reserve(2 * scan.words);
  for (let i = 0; i < scan.words; i += 1) {
    if (linked[i] === 1) continue;
    saidHash[kept] = mix(hashes[i] ?? 0);
    saidCheck[kept] = checks[i] ?? 0;
    saidNumber[kept] = numeric[i] ?? 0;
    kept += 1;
  }
  return { words, signature: kept === 0 ? null : sign(kept) };
}

/** The signature alone. */
export function signatureOf(text: string): Uint8Array | null {
  return readText(text).signature;
}

/** The words said, links left out: mixed hash, second hash, whether it is a number. */
let saidHash = new Int32Array(0);
let saidCheck = new Int32Array(0);
let saidNumber = new Uint8Array(0);
let pairs = new Int32Array(0);

function reserve(size: number): void {
  saidHash = new Int32Array(size);
  saidCheck = new Int32Array(size);
  saidNumber = new Uint8Array(size);
  pairs = new Int32Array(size);
}

function sign(count: number): Uint8Array {
  const signature = Buffer.allocUnsafe(SIGNATURE_BYTES).fill(0);
  let first = count;
  let second = 0;
  let numbers = 0;
  for (let i = 0; i < count; i += 1) {
    const hash = saidHash[i] ?? 0;
    const check = saidCheck[i] ?? 0;
    first = Math.imul(first ^ hash, 0x5bd1e995);
    first ^= first >>> 15;
    second = (Math.imul(second, 0x01000193) ^ check) | 0;
    if (saidNumber[i] === 1) numbers |= 1 << ((hash >>> 8) % 24);
  }
  signature.writeInt32LE(mix(first), EQUAL_AT);
  // Zero in all of these bytes would read as "no text".
  signature.writeInt32LE(mix(second ^ first) | 1, EQUAL_AT + 4);
  if (count < LEAST_WORDS) return signature;
  signMinima(signature, count - 1);
  signature[SIZE_AT] = signProof(signature, count);
  signature.writeUIntLE(numbers, NUMBERS_AT, 3);
  return signature;
}

const FACTORS = Int32Array.from({ length: MINIMA }, (_, i) => mix(i + 1) | 1);
const OFFSETS = Int32Array.from({ length: MINIMA }, (_, i) => mix(~i));

function signMinima(signature: Uint8Array, count: number): void {
  for (let i = 0; i < count; i += 1) pairs[i] = mix(Math.imul(saidHash[i] ?? 0, 0x9e3779b1) ^ (saidHash[i + 1] ?? 0));
  for (let j = 0; j < MINIMA; j += 1) {
    const factor = FACTORS[j] ?? 0;
    const offset = OFFSETS[j] ?? 0;
    let least = 0x7fffffff;
    for (let i = 0; i < count; i += 1) {
      const value = Math.imul((pairs[i] ?? 0) ^ offset, factor);
      if (value < least) least = value;
    }
    signature[j] = least ^ (least >>> 8) ^ (least >>> 16);
  }
}

/** Open addressing; a slot counts only if it carries the mark of this text. */
const SLOTS = 4_096;
const slotHash = new Int32Array(SLOTS);
const slotMark = new Int32Array(SLOTS);
let mark = 0;
let different = new Int32Array(SLOTS / 2);

/** The set of words as parities of 128 bits. Returns how many words it holds. */
function signProof(signature: Uint8Array, count: number): number {
  let size = differentWords(count);
  if (size > MOST_WORDS) {
    different.subarray(0, size).sort();
    size = MOST_WORDS;
  }
  for (let i = 0; i < size; i += 1) {
    const bit = (different[i] ?? 0) & 127;
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
  mark = (mark + 1) | 0;
  let size = 0;
  for (let i = 0; i < count; i += 1) {
    const hash = saidHash[i] ?? 0;
    let slot = (hash >>> 16) & (SLOTS - 1);
    while (slotMark[slot] === mark && slotHash[slot] !== hash) slot = (slot + 1) & (SLOTS - 1);
    if (slotMark[slot] === mark) continue;
    slotMark[slot] = mark;
    slotHash[slot] = hash;
    different[size++] = hash;
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
