/** Which different words does a text say, as numbers? For comparing what many posts talk about without keeping their texts. */

/** What the last reading found. One text at a time: it is used up before the next is read. */
export interface WordHashes {
  /** The different words, ascending; of a text with more than `MOST_WORDS`, those with the smallest hashes. */
  hashes: Uint32Array;
  count: number;
  /** Of all words in their order: equal texts have it equal. */
  sequence: number;
}

export const MOST_WORDS = 48;

const SPACE = 0x20;
/** The unit after the digits. */
const COLON = 0x3a;
const SEED = 0x811c9dc5 | 0;
const PRIME = 0x01000193;

const reading: WordHashes = { hashes: new Uint32Array(MOST_WORDS), count: 0, sequence: 0 };
let heap = new Uint32Array(1_024);

/**
 * Reads folded words with one space between, as `foldWords` gives them. Words of digits only are left out: dates and
 * scores are shared by everybody. What it returns changes with the next call.
 */
export function wordHashes(words: string): Readonly<WordHashes> {
  const end = words.length;
  let count = 0;
  let sequence = SEED;
  let hash = SEED;
  let begun = 0;
  for (let i = 0; i <= end; i += 1) {
    const unit = i < end ? words.charCodeAt(i) : SPACE;
    if (unit !== SPACE) {
      hash = Math.imul(hash ^ unit, PRIME);
      continue;
    }
    if (i > begun) {
      const mixed = mix(hash);
      sequence = Math.imul(sequence ^ mixed, PRIME);
      if (!isNumber(words, begun, i)) {
        if (count === heap.length) heap = grown(heap);
        heap[count] = mixed;
        count += 1;
      }
    }
    begun = i + 1;
    hash = SEED;
  }
  reading.count = different(count);
  reading.sequence = mix(sequence);
  return reading;
}

function isNumber(words: string, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (words.charCodeAt(i) >= COLON) return false;
  return true;
}

function different(count: number): number {
  const sorted = heap.subarray(0, count);
  if (count > 40) sorted.sort();
  else insertionSort(sorted);
  const out = reading.hashes;
  let size = 0;
  for (let i = 0; i < count && size < MOST_WORDS; i += 1) {
    const value = sorted[i] ?? 0;
    if (i === 0 || value !== sorted[i - 1]) out[size++] = value;
  }
  return size;
}

/** Quicker than the library's for the few words of a post. */
function insertionSort(values: Uint32Array): void {
  for (let i = 1; i < values.length; i += 1) {
    const value = values[i] ?? 0;
    let at = i - 1;
    while (at >= 0 && (values[at] ?? 0) > value) {
      values[at + 1] = values[at] ?? 0;
      at -= 1;
    }
    values[at + 1] = value;
  }
}

function grown(values: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * values.length);
  larger.set(values);
  return larger;
}

/** The finaliser of MurmurHash3. */
export function mix(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
