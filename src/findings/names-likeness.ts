/** How much less often do two unrelated channels of the pool have names so alike? */

import { isNumberSign } from './names.ts';
import { channelsIn, type NameIndex, ownersIn, rangeOf } from './names-index.ts';
import type { Costs } from './names-rarity.ts';
import { type Tile, tilesOf } from './names-tiles.ts';

/** A text of an index with what it costs. */
export interface Written {
  index: NameIndex;
  /** Its number in the index. */
  number: number;
  letters: Uint16Array;
  costs: Costs;
  edges: readonly number[];
}

/** What two texts share. */
export interface Shared {
  /** −log2 of the probability that an unrelated channel shares so much, less what speaks against. 0 where nothing is shared. */
  bits: number;
  /** Channels beside the pair that have all of it. */
  others: number;
  /** Which: null where they are too many to list. */
  owners: readonly number[] | null;
  /** Both are the same but for numbers. */
  whole: boolean;
}

export const NOTHING: Shared = { bits: 0, others: 0, owners: null, whole: false };

const SHORTEST = 3;
/** Choosing a further piece after seeing the first. */
const FURTHER_PIECE = 1.5;
/** A piece that says less than this by itself is chance. */
const LEAST_PIECE = 0.5;
/** Against names of which all but the shared piece differs. */
const REST_DIFFERS = 1;
/** No likeness of names says more: coincidences of meaning are not that rare. */
export const MOST_BITS = 20;

/** What the texts of channels `a` and `b` share. Symmetric up to the choice between pieces of equal length. */
export function shared(x: Written, y: Written, a: number, b: number): Shared {
  const xs = x.letters;
  const ys = y.letters;
  const longer = Math.max(xs.length, ys.length);
  const shortest = Math.min(SHORTEST, Math.max(2, longer));
  const pieces: Piece[] = [];
  let bits = 0;
  for (const tile of tilesOf(xs, ys, shortest)) {
    const piece = pieceOf(x, y, tile, a, b);
    const gain = piece.bits - (pieces.length > 0 ? FURTHER_PIECE : 0);
    if (gain < LEAST_PIECE && tile.length < longer) continue;
    bits += gain;
    pieces.push(piece);
  }
  if (pieces.length === 0) return NOTHING;
  const total = (plainCost(x, 0, xs.length) + plainCost(y, 0, ys.length)) / 2;
  const matched = pieces.reduce((sum, piece) => sum + piece.cost, 0);
  const rest = Math.max(0, 1 - matched / Math.max(1e-9, total));
  // The pieces may go together in this pool (a brand): then they are one.
  const { owners, others } = together(pieces);
  if (others > 0) bits = Math.min(bits, Math.log2(x.index.channels / others));
  return { bits: Math.min(MOST_BITS, bits) - REST_DIFFERS * rest, others, owners, whole: rest < 0.01 };
}

/** The channels that have all of the pieces. */
function together(pieces: readonly Piece[]): { owners: readonly number[] | null; others: number } {
  const lists = pieces.flatMap((piece) => (piece.owners === null ? [] : [piece.owners]));
  const first = lists[0];
  if (first === undefined) return { owners: null, others: Math.max(0, Math.min(...pieces.map((piece) => piece.others))) };
  const owners = lists.slice(1).reduce<readonly number[]>((all, list) => common(all, list), first);
  return { owners, others: owners.length };
}

/** Bits of the characters from one place to before another. */
export function costBetween(costs: Costs, from: number, to: number): number {
  return (costs[to] ?? 0) - (costs[from] ?? 0);
}

interface Piece {
  bits: number;
  cost: number;
  others: number;
  owners: readonly number[] | null;
}

function pieceOf(x: Written, y: Written, tile: Tile, a: number, b: number): Piece {
  const position = (x.index.starts[x.number] ?? 0) + tile.inX;
  const range = rangeOf(x.index, position, tile.length);
  const all = ownersIn(x.index, range);
  const owners = all === null ? null : all.filter((owner) => owner !== a && owner !== b);
  const others = owners === null ? channelsIn(x.index, range, all) - 2 : owners.length;
  const cost = Math.min(costBetween(x.costs, tile.inX, tile.inX + tile.length), costBetween(y.costs, tile.inY, tile.inY + tile.length));
  const waysX = ways(x, tile.inX, tile.length);
  const waysY = ways(y, tile.inY, tile.length);
  // Any piece of one name might have turned up in the other, so it counts how many there were to choose from.
  const chance = Math.max(waysX, waysY) * (others / x.index.channels) + waysX * waysY * 2 ** -cost;
  const plain = (plainCost(x, tile.inX, tile.length) + plainCost(y, tile.inY, tile.length)) / 2;
  return { bits: Math.max(0, -Math.log2(Math.min(1, chance))), cost: plain, others, owners };
}

/** The cost of a piece without its numbers, which come and go. */
function plainCost(written: Written, from: number, length: number): number {
  let cost = 0;
  for (let i = from; i < from + length; i += 1) {
    if (!isNumberSign(written.letters[i] ?? 0)) cost += costBetween(written.costs, i, i + 1);
  }
  return cost;
}

/** How many pieces like this the text has: words where it begins and ends with one, else places. */
function ways(written: Written, from: number, length: number): number {
  const { edges, costs } = written;
  if (edges.includes(from) && edges.includes(from + length)) return edges.length - 1;
  return costs.length - length;
}

/** What two sorted lists share. */
export function common(a: readonly number[], b: readonly number[]): number[] {
  const found: number[] = [];
  let j = 0;
  for (const item of a) {
    while (j < b.length && (b[j] ?? 0) < item) j += 1;
    if (b[j] === item) found.push(item);
  }
  return found;
}
