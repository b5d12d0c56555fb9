/** How many channels of the pool have these letters in a name? A suffix array over all names of one kind. */

import type { Form } from './names.ts';

/** Texts one after the other, each ended by a zero; their suffixes in order. */
export interface NameIndex {
  /** Channels that have a text here. */
  channels: number;
  text: Uint16Array;
  /** Where the text of each number begins. */
  starts: Int32Array;
  /** Which channel each position belongs to. */
  owner: Int32Array;
  suffixes: Int32Array;
  /** Of each position: its place among the suffixes. */
  ranks: Int32Array;
  /** How many characters each suffix has in common with the one before it. */
  common: Uint8Array;
  /** The suffixes that begin with two characters, by these. */
  pairs: Map<number, Range>;
  /** Channels of ranges that were read. */
  remembered: Map<number, readonly number[]>;
  /** Ways to write a character after the two before it, learnt from the pool. */
  letters: Letters;
}

/** Counts of runs of one, two and three characters. */
interface Letters {
  runs: Map<number, number>;
  size: number;
}

/** A range of suffixes: from `low`, before `high`. */
export interface Range {
  low: number;
  high: number;
}

/** Names longer than this are cut: the rest adds nothing. */
export const LONGEST = 60;

/** Builds the index of texts, each with its channel. Time n log n in the total length. */
export function nameIndex(forms: readonly Form[], owners: readonly number[]): NameIndex {
  let length = 0;
  for (const form of forms) length += Math.min(form.text.length, LONGEST) + 1;
  const text = new Uint16Array(length);
  const owner = new Int32Array(length);
  const starts = new Int32Array(forms.length + 1);
  let at = 0;
  for (const [i, form] of forms.entries()) {
    starts[i] = at;
    const end = at + Math.min(form.text.length, LONGEST);
    owner.fill(owners[i] ?? 0, at, end + 1);
    for (let j = 0; at < end; at += 1, j += 1) text[at] = form.text.charCodeAt(j);
    at += 1;
  }
  starts[forms.length] = at;
  const pairs = new Map<number, Range>();
  const suffixes = sorted(text, pairs);
  const ranks = new Int32Array(length);
  for (let i = 0; i < suffixes.length; i += 1) ranks[suffixes[i] ?? 0] = i;
  const channels = new Set(owners).size;
  const common = commonOf(text, suffixes);
  return { channels, text, starts, owner, suffixes, ranks, pairs, common, remembered: new Map(), letters: lettersOf(text) };
}

/** Positions of characters in the order of what follows them, up to the zero; equal ones by position. Fills in the range of each pair of first characters. */
function sorted(text: Uint16Array, pairs: Map<number, Range>): Int32Array {
  const heaps = new Map<number, number[]>();
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === 0) continue;
    const pair = pairAt(text, i);
    const heap = heaps.get(pair);
    if (heap === undefined) heaps.set(pair, [i]);
    else heap.push(i);
  }
  const order = new Int32Array(text.length);
  let low = 0;
  for (const pair of [...heaps.keys()].sort((a, b) => a - b)) {
    const heap = Int32Array.from(heaps.get(pair) ?? []);
    // Most comparisons end early, since the first two characters need none. Where the text ends there, nothing follows.
    if (pair % 65_536 !== 0) heap.sort((a, b) => compareFrom(text, a, b, 2));
    order.set(heap, low);
    pairs.set(pair, { low, high: low + heap.length });
    low += heap.length;
  }
  return order.slice(0, low);
}

function pairAt(text: Uint16Array, at: number): number {
  return (text[at] ?? 0) * 65_536 + (text[at + 1] ?? 0);
}

function compareFrom(text: Uint16Array, a: number, b: number, depth: number): number {
  for (let k = depth; ; k += 1) {
    const x = text[a + k] ?? 0;
    const y = text[b + k] ?? 0;
    if (x !== y) return x - y;
    if (x === 0) return a - b;
  }
}

function commonOf(text: Uint16Array, suffixes: Int32Array): Uint8Array {
  const common = new Uint8Array(suffixes.length);
  for (let i = 1; i < suffixes.length; i += 1) {
    const a = suffixes[i - 1] ?? 0;
    const b = suffixes[i] ?? 0;
    let k = 0;
    while (text[a + k] !== 0 && text[a + k] === text[b + k]) k += 1;
    common[i] = k;
  }
  return common;
}

/** All suffixes that begin with the `length` characters at a position of the text; two at least. */
export function rangeOf(index: NameIndex, position: number, length: number): Range {
  let range = index.pairs.get(pairAt(index.text, position)) ?? { low: 0, high: 0 };
  for (let depth = 2; depth < length && range.low < range.high; depth += 1) {
    range = narrowed(index, range, depth, index.text[position + depth] ?? 0);
  }
  return range;
}

/** The part of a range of suffixes equal in `depth` characters that goes on with this one. */
export function narrowed(index: NameIndex, range: Range, depth: number, unit: number): Range {
  const low = firstAtLeast(index, range, depth, unit);
  return { low, high: firstAtLeast(index, { low, high: range.high }, depth, unit + 1) };
}

function firstAtLeast(index: NameIndex, range: Range, depth: number, unit: number): number {
  const { text, suffixes } = index;
  let { low, high } = range;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((text[(suffixes[middle] ?? 0) + depth] ?? 0) < unit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Ranges longer than this are not read through. */
const READ = 400;
const REMEMBERED = 20_000;

/** The channels of a range in order, each once; null where it is too long to be read. The last ones asked for are remembered. */
export function ownersIn(index: NameIndex, range: Range): readonly number[] | null {
  const size = range.high - range.low;
  if (size > READ) return null;
  const key = range.low * (READ + 1) + size;
  let owners = index.remembered.get(key);
  if (owners === undefined) {
    const all: number[] = [];
    for (let i = range.low; i < range.high; i += 1) all.push(index.owner[index.suffixes[i] ?? 0] ?? 0);
    all.sort((a, b) => a - b);
    owners = all.filter((owner, i) => i === 0 || owner !== all[i - 1]);
    if (index.remembered.size >= REMEMBERED) index.remembered.clear();
    index.remembered.set(key, owners);
  }
  return owners;
}

/** About how many channels a range has: exact for short ones. */
export function channelsIn(index: NameIndex, range: Range, owners: readonly number[] | null): number {
  return owners === null ? Math.ceil(((range.high - range.low) * index.channels) / Math.max(1, index.starts.length - 1)) : owners.length;
}

function lettersOf(text: Uint16Array): Letters {
  const ids = new Map<number, number>();
  for (const unit of text) if (!ids.has(unit)) ids.set(unit, ids.size);
  const runs = new Map<number, number>();
  const add = (key: number): unknown => runs.set(key, (runs.get(key) ?? 0) + 1);
  for (let i = 0; i < text.length; i += 1) {
    const [a, b, c] = [text[i - 2] ?? 0, text[i - 1] ?? 0, text[i] ?? 0];
    if (c === 0) continue;
    add(keyOf(0xffff, 0xffff, c));
    add(keyOf(0xffff, b, c));
    add(keyOf(0xffff, b, 0xffff));
    if (b === 0) continue;
    add(keyOf(a, b, c));
    add(keyOf(a, b, 0xffff));
  }
  return { runs, size: Math.max(27, ids.size) };
}

function keyOf(a: number, b: number, c: number): number {
  return (a * 65_536 + b) * 65_536 + c;
}

/** Bits of a character after the two before it: counts of longer runs first, shorter ones behind them (Witten and Bell's idea with fixed weights). */
export function letterBits(index: NameIndex, position: number): number {
  const { text, letters } = index;
  const [a, b, c] = [text[position - 2] ?? 0, text[position - 1] ?? 0, text[position] ?? 0];
  const count = (x: number, y: number, z: number): number => letters.runs.get(keyOf(x, y, z)) ?? 0;
  // The text itself was counted: without it, and with a few imagined characters at each step.
  const total = text.length;
  let p = (Math.max(0, count(0xffff, 0xffff, c) - 1) + 1) / (total + letters.size);
  p = (Math.max(0, count(0xffff, b, c) - 1) + 8 * p) / (count(0xffff, b, 0xffff) + 8);
  if (b !== 0) p = (Math.max(0, count(a, b, c) - 1) + 4 * p) / (count(a, b, 0xffff) + 4);
  return -Math.log2(p);
}
