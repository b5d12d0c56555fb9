import { NUMBERS_AT, PROOF_AT, SIGNATURE_BYTES } from './signature.ts';

/** Are two texts nearly the same? Decided from the proof parts of their signatures. */

/** Signatures are compared as 32-bit words: so many make one, these are the proof, and this holds numbers and size. */
const WORDS = SIGNATURE_BYTES / 4;
const PROOF = PROOF_AT / 4;
const TAIL = NUMBERS_AT / 4;

export const UNLIKE = 0;
/** More words are the same than by chance, yet these are two statements. */
export const RELATED = 1;
/** Most words are the same. */
export const ALIKE = 2;
/** Nearly all are. */
export const CLOSE = 3;

const BITS = 8 * (NUMBERS_AT - PROOF_AT);
/**
 * How many words are likely said by only one of two texts whose parities differ in so many bits: each such word turns a
 * random bit, so the expected number of bits is B/2 · (1 − (1 − 2/B)^n), solved for n. From half the bits on, anything.
 */
const DIFFERENT = Float64Array.from({ length: BITS + 1 }, (_, bits) =>
  bits >= BITS / 2 ? Number.POSITIVE_INFINITY : Math.log(1 - (2 * bits) / BITS) / Math.log(1 - 2 / BITS),
);

/**
 * The words said by one only, as a share of the sizes of both, is (1 − J) / (1 + J) with J the Jaccard similarity of the
 * sets: 0.3 is J ≥ 0.54, 1/4 is J ≥ 0.6, 1/5 is J ≥ 0.67, 0.6 is J ≥ 0.25.
 */
const MOST_DIFFERENT = 0.3;
const MOST_DIFFERENT_IN_SHORT = 1 / 4;
const MOST_DIFFERENT_IN_CLOSE = 1 / 5;
const MOST_DIFFERENT_IN_RELATED = 0.6;
const SHORT = 12;
/** J ≥ 0.95: so long a text may have a number corrected and is still the same statement. */
const MOST_DIFFERENT_WITH_NUMBERS = 1 / 39;

/**
 * Compares signatures number `a` and `b` of a table, as 32-bit words in the machine's (little-endian) order.
 * Where each of two texts says a number that the other does not, they report two things in one form ("alert in region
 * 4 at 12:30") and are no copies; a number only added, as in a line of forwarding, decides nothing.
 */
export function compareProofs(table: Int32Array, a: number, b: number): number {
  const i = a * WORDS;
  const j = b * WORDS;
  const tailA = table[i + TAIL] ?? 0;
  const tailB = table[j + TAIL] ?? 0;
  const sizeA = tailA >>> 24;
  const sizeB = tailB >>> 24;
  let bits = 0;
  for (let word = PROOF; word < TAIL; word += 1) bits += countBits((table[i + word] ?? 0) ^ (table[j + word] ?? 0));
  const different = (DIFFERENT[bits] ?? Number.POSITIVE_INFINITY) / (sizeA + sizeB);
  if (different > MOST_DIFFERENT_IN_RELATED) return UNLIKE;
  if (different > (Math.min(sizeA, sizeB) < SHORT ? MOST_DIFFERENT_IN_SHORT : MOST_DIFFERENT)) return RELATED;
  const onlyA = tailA & ~tailB & 0xffffff;
  const onlyB = tailB & ~tailA & 0xffffff;
  if (onlyA !== 0 && onlyB !== 0 && different > MOST_DIFFERENT_WITH_NUMBERS) return RELATED;
  return different <= MOST_DIFFERENT_IN_CLOSE ? CLOSE : ALIKE;
}

function countBits(value: number): number {
  let v = value - ((value >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
