/** Which items share a key? A stable radix sort, since comparing would cost more than all the rest. */

const DIGIT_BITS = 12;
const DIGITS = 1 << DIGIT_BITS;
/** A power of two, small enough for the processor's cache. */
const SEEN = 1 << 22;

/** Working space for sorting up to so many items. */
export interface SortSpace {
  keys: Uint32Array;
  items: Uint32Array;
  otherKeys: Uint32Array;
  otherItems: Uint32Array;
  /** What `fillShared` has seen. */
  seen: Uint8Array;
}

export function sortSpace(size: number): SortSpace {
  return {
    keys: new Uint32Array(size),
    items: new Uint32Array(size),
    otherKeys: new Uint32Array(size),
    otherItems: new Uint32Array(size),
    seen: new Uint8Array(SEEN),
  };
}

/** Sorts the first `count` of `space.items` by `space.keys`, which have so many bits. Equal keys keep their order. */
export function sortByKey(count: number, bits: number, space: SortSpace): void {
  for (let shift = 0; shift < bits; shift += DIGIT_BITS) {
    sortDigit(space, count, shift);
    Object.assign(space, { keys: space.otherKeys, otherKeys: space.keys, items: space.otherItems, otherItems: space.items });
  }
}

function sortDigit(space: SortSpace, count: number, shift: number): void {
  const { keys, items, otherKeys, otherItems } = space;
  const next = new Uint32Array(DIGITS);
  for (let i = 0; i < count; i += 1) {
    const digit = ((keys[i] ?? 0) >>> shift) & (DIGITS - 1);
    next[digit] = (next[digit] ?? 0) + 1;
  }
  let sum = 0;
  for (let digit = 0; digit < DIGITS; digit += 1) {
    const size = next[digit] ?? 0;
    next[digit] = sum;
    sum += size;
  }
  for (let i = 0; i < count; i += 1) {
    const key = keys[i] ?? 0;
    const digit = (key >>> shift) & (DIGITS - 1);
    const to = next[digit] ?? 0;
    next[digit] = to + 1;
    otherKeys[to] = key;
    otherItems[to] = items[i] ?? 0;
  }
}

/**
 * Fills the space with the numbers 0 to `count` − 1 and their keys, leaving out most of those whose key no other has:
 * most keys are alone, and sorting them is what takes the time. Returns how many are in.
 */
export function fillShared(keys: Uint32Array, count: number, space: SortSpace): number {
  const { keys: sharedKeys, items, seen } = space;
  seen.fill(0);
  for (let i = 0; i < count; i += 1) {
    const place = (keys[i] ?? 0) & (SEEN - 1);
    // 0, 1, 3: none, one, more.
    seen[place] = ((seen[place] ?? 0) << 1) | 1;
  }
  let length = 0;
  for (let i = 0; i < count; i += 1) {
    const key = keys[i] ?? 0;
    if ((seen[key & (SEEN - 1)] ?? 0) < 3) continue;
    sharedKeys[length] = key;
    items[length] = i;
    length += 1;
  }
  return length;
}
