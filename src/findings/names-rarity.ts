/** How surprising are the letters of a name in this pool? Words and pieces that others use are cheap, letters nobody combines so are dear. */

import { channelsIn, letterBits, type NameIndex, narrowed, ownersIn, rangeOf } from './names-index.ts';

/** Bits up to each character of a text: those of a piece are the difference of two. */
export type Costs = Float64Array;

/** Shorter pieces are no words. */
const SHORTEST_PIECE = 3;
/** Names are made of words, which makes their letters less surprising than runs of three letters tell. */
const LETTERS_COUNT = 0.65;
/** Words of one name belong to one topic, so that the next one surprises a little less than by itself. */
const WORDS_COUNT = 0.9;
/** Longer ranges are estimated. */
const EXACT = 40;

/**
 * The cheapest way to put the text together from pieces that channels other than the pair use, and from single letters.
 * In bits; a piece that c of N channels have costs −log2((c − 2)/N), since the pair itself does not count.
 */
export function costsOf(index: NameIndex, number: number): Costs {
  const start = index.starts[number] ?? 0;
  const length = (index.starts[number + 1] ?? 0) - start - 1;
  const best = new Float64Array(length + 1).fill(Number.POSITIVE_INFINITY);
  const from = new Int32Array(length + 1);
  best[0] = 0;
  for (let i = 0; i < length; i += 1) {
    const before = best[i] ?? 0;
    offer(best, from, i, i + 1, before + LETTERS_COUNT * letterBits(index, start + i));
    pieces(index, start + i, length - i, (size, bits) => offer(best, from, i, i + size, before + WORDS_COUNT * bits));
  }
  return spread(best, from);
}

function offer(best: Float64Array, from: Int32Array, start: number, end: number, bits: number): void {
  if (bits >= (best[end] ?? 0)) return;
  best[end] = bits;
  from[end] = start;
}

/** Each piece that begins at a position and that others use. */
function pieces(index: NameIndex, position: number, most: number, found: (size: number, bits: number) => void): void {
  if (most < SHORTEST_PIECE) return;
  let range = rangeOf(index, position, 2);
  for (let size = SHORTEST_PIECE; size <= most; size += 1) {
    range = narrowed(index, range, size - 1, index.text[position + size - 1] ?? 0);
    const owners = range.high - range.low <= EXACT ? ownersIn(index, range) : null;
    const others = channelsIn(index, range, owners) - 2;
    if (others < 1) return;
    found(size, -Math.log2(others / index.channels));
  }
}

/** The cost of each piece, evenly over its letters. */
function spread(best: Float64Array, from: Int32Array): Costs {
  const costs = new Float64Array(best.length);
  let end = best.length - 1;
  while (end > 0) {
    const start = from[end] ?? 0;
    const each = ((best[end] ?? 0) - (best[start] ?? 0)) / (end - start);
    for (let i = start; i < end; i += 1) costs[i + 1] = each;
    end = start;
  }
  for (let i = 1; i < costs.length; i += 1) costs[i] = (costs[i] ?? 0) + (costs[i - 1] ?? 0);
  return costs;
}
