/** Does one channel carry another's old posts? */

import type { Ms } from '../model/observation.ts';
import { type PostRef, postRef } from '../model/ref.ts';
import type { SharedRow } from '../model/rows.ts';
import { compare as compareStrings } from './order.ts';

export interface ArchiveLikeness {
  bits: number;
  copies: number;
  /** Of these, how many nobody else has. */
  onlyThese: number;
  before: number;
  /** Original and copy by turns. */
  examples: PostRef[];
}

/** Takes rows a piece at a time and keeps of them only columns. */
export interface ArchiveBuilder {
  /** `channelOf` −1 for channels unknown. */
  add(rows: readonly SharedRow[], channelOf: (row: SharedRow) => number): void;
  /** `pool`: how many channels have posts; `size`: how many channels are numbered. */
  finish(pool: number, size: number): Archives;
}

export interface Archives {
  /** Every statement that few share, with the channel that had it first (−1: one unknown). */
  eachFirst(see: (statement: number, channel: number) => void): void;
  /** Channels with statements in common, those with most rare ones first. */
  partners(channel: number): readonly number[];
  compare(a: number, b: number): ArchiveLikeness;
}

/** Clocks may be off: who is earlier by less than this was not earlier. */
const CLOCK: Ms = 10 * 60_000;
/** Of true new homes, about so many carry old posts [assumed]. */
const RESTORED = 0.3;
/** One statement in common may be chance: it says no more than this; twice as many say two bits more. */
const ONE_SAYS = 3;
const EXAMPLES = 3;

/** Rows of shared statements as columns. */
interface Columns {
  statement: number[];
  channel: number[];
  at: number[];
  /** How many channels have the statement. */
  channels: number[];
  ref: string[];
  post: string[];
}

/** Rows in any order. */
export function archiveBuilder(): ArchiveBuilder {
  const rows: Columns = { statement: [], channel: [], at: [], channels: [], ref: [], post: [] };
  return {
    add(given, channelOf) {
      for (const row of given) {
        rows.statement.push(row.statement);
        rows.channel.push(channelOf(row));
        rows.at.push(row.firstAt);
        rows.channels.push(row.channels);
        rows.ref.push(row.channel);
        rows.post.push(row.post);
      }
    },
    finish: (pool, size) => archives(rows, pool, size),
  };
}

/** Row numbers by statement, within it the earliest first. */
function inOrder(rows: Columns): Int32Array {
  const number = (column: number[], row: number): number => column[row] ?? 0;
  return Int32Array.from(rows.statement, (_, row) => row).sort(
    (a, b) =>
      number(rows.statement, a) - number(rows.statement, b) ||
      number(rows.at, a) - number(rows.at, b) ||
      number(rows.channel, a) - number(rows.channel, b) ||
      compareStrings(postOf(rows, a), postOf(rows, b)),
  );
}

function postOf(rows: Columns, row: number): PostRef {
  return postRef(rows.ref[row] ?? '', rows.post[row] ?? '');
}

/** What is known of each channel: its rows, one for each statement, by statement. */
interface Book {
  rows: Columns;
  order: Int32Array;
  /** For each place in `order`, where its statement begins. */
  begins: Int32Array;
  /** By channel: places in `order`. */
  held: (number[] | undefined)[];
}

function book(rows: Columns, size: number): Book {
  const order = inOrder(rows);
  const begins = new Int32Array(order.length);
  const held: (number[] | undefined)[] = Array.from({ length: size });
  for (let place = 0; place < order.length; place += 1) {
    const row = order[place] ?? 0;
    const begin = place > 0 && rows.statement[order[place - 1] ?? 0] === rows.statement[row] ? (begins[place - 1] ?? 0) : place;
    begins[place] = begin;
    const channel = rows.channel[row] ?? -1;
    if (channel < 0) continue;
    const its = held[channel];
    // One identity may have it under two handles: the earlier row came first.
    if (its === undefined) held[channel] = [place];
    else if (begins[its.at(-1) ?? -1] !== begin) its.push(place);
  }
  return { rows, order, begins, held };
}

/** The channels that one has something in common with, ascending, and how much. */
interface Partners {
  channels: Int32Array;
  scores: Float64Array;
  /** The scores, ascending. */
  ranked: Float64Array;
}

function archives(rows: Columns, pool: number, size: number): Archives {
  const known = book(rows, size);
  const sums = new Float64Array(size);
  const partnersOf: (Partners | undefined)[] = Array.from({ length: size });
  const partners = (of: number): Partners => {
    let its = partnersOf[of];
    if (its === undefined) {
      its = partnersIn(known, of, sums);
      partnersOf[of] = its;
    }
    return its;
  };
  return {
    eachFirst(see) {
      known.begins.forEach((begin, place) => {
        const row = known.order[place] ?? 0;
        if (begin === place) see(rows.statement[row] ?? 0, rows.channel[row] ?? -1);
      });
    },
    partners(of) {
      const { channels, scores } = partners(of);
      return Array.from(channels, (channel, i) => ({ channel, score: scores[i] ?? 0 }))
        .sort((a, b) => b.score - a.score || a.channel - b.channel)
        .map(({ channel }) => channel);
    },
    compare(a, b) {
      const [mine, theirs] = [partners(a), partners(b)];
      const at = placeOf(mine.channels, b);
      if (mine.channels[at] !== b) return { bits: 0, copies: 0, onlyThese: 0, before: 0, examples: [] };
      const score = mine.scores[at] ?? 0;
      // A channel that shares with everybody makes its partners no relatives: each side has its own yardstick.
      const asMuch = Math.max(...[mine, theirs].map(({ ranked }) => ranked.length - placeOf(ranked, score - 1e-9)), 1);
      const unusual = Math.log2((RESTORED * Math.max(pool - 1, 1)) / asMuch);
      return { bits: Math.max(0, Math.min(unusual, ONE_SAYS + 2 * Math.log2(score))), ...inCommon(known, a, b) };
    },
  };
}

/** Statements that only two have count 1, of three ½, of n 1/(n − 1). */
function rarity(channels: number): number {
  return 1 / Math.max(1, channels - 1);
}

/** `sums`: a zero for each channel; zeros again afterwards. */
function partnersIn({ rows, order, begins, held }: Book, of: number, sums: Float64Array): Partners {
  const met: number[] = [];
  for (const place of held[of] ?? []) {
    const begin = begins[place] ?? 0;
    const heard = new Set([of, -1]);
    for (let other = begin; begins[other] === begin; other += 1) {
      const channel = rows.channel[order[other] ?? 0] ?? -1;
      if (heard.has(channel)) continue;
      heard.add(channel);
      if (sums[channel] === 0) met.push(channel);
      sums[channel] = (sums[channel] ?? 0) + rarity(rows.channels[order[place] ?? 0] ?? 2);
    }
  }
  const channels = Int32Array.from(met).sort();
  const scores = Float64Array.from(channels, (channel) => sums[channel] ?? 0);
  for (const channel of met) sums[channel] = 0;
  return { channels, scores, ranked: scores.slice().sort() };
}

/** The first place whose value is at least this. */
function placeOf(sorted: Int32Array | Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function inCommon({ rows, order, begins, held }: Book, a: number, b: number): Omit<ArchiveLikeness, 'bits'> {
  const theirs = new Map((held[b] ?? []).map((place) => [begins[place] ?? 0, order[place] ?? 0]));
  const common: { mine: number; other: number }[] = [];
  for (const place of held[a] ?? []) {
    const other = theirs.get(begins[place] ?? 0);
    if (other !== undefined) common.push({ mine: order[place] ?? 0, other });
  }
  const channels = (row: number): number => rows.channels[row] ?? 2;
  const at = (row: number): number => rows.at[row] ?? 0;
  common.sort(
    (x, y) => channels(x.mine) - channels(y.mine) || at(x.mine) - at(y.mine) || compareStrings(postOf(rows, x.mine), postOf(rows, y.mine)),
  );
  return {
    copies: common.length,
    onlyThese: common.filter(({ mine }) => channels(mine) <= 2).length,
    before: common.filter(({ mine, other }) => at(other) < at(mine) - CLOCK).length,
    examples: common.slice(0, EXAMPLES).flatMap(({ mine, other }) => [postOf(rows, mine), postOf(rows, other)]),
  };
}
