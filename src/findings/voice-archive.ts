/** Does one channel carry another's old posts? */

import type { Ms } from '../model/observation.ts';
import { type PostRef, postRef } from '../model/ref.ts';
import type { SharedRow } from '../model/rows.ts';
import { compare as compareStrings } from './order.ts';

/** One statement in one channel: its first post there. */
interface Carried {
  statement: number;
  at: Ms;
  post: PostRef;
  /** How many channels have it. */
  channels: number;
}

export interface ArchiveLikeness {
  bits: number;
  copies: number;
  /** Of these, how many nobody else has. */
  onlyThese: number;
  before: number;
  /** Original and copy by turns. */
  examples: PostRef[];
}

export interface Archives {
  /** The channel that had this statement first; null where it is not among those shared. */
  firstOf(statement: number): number | null;
  /** Whether the statement is one of those that few share. */
  has(statement: number): boolean;
  /** How many shared statements the channel had first. */
  firsts(channel: number): number;
  /** Channels with statements in common, those with most rare ones first. */
  partners(channel: number): { channel: number; score: number }[];
  compare(a: number, b: number): ArchiveLikeness;
}

/** Clocks may be off: who is earlier by less than this was not earlier. */
const CLOCK: Ms = 10 * 60_000;
/** Of true new homes, about so many carry old posts [assumed]. */
const RESTORED = 0.3;
/** One statement in common may be chance: it says no more than this; twice as many say two bits more. */
const ONE_SAYS = 3;
const EXAMPLES = 3;

/** `rows` in any order; `channelOf` −1 for channels unknown; `pool`: how many channels have posts. */
export function archives(rows: readonly SharedRow[], channelOf: (row: SharedRow) => number, pool: number): Archives {
  const carried = new Map<number, Map<number, Carried>>();
  const holders = new Map<number, number[]>();
  const first = new Map<number, { channel: number; at: Ms }>();
  for (const row of rows) {
    const channel = channelOf(row);
    const known = first.get(row.statement);
    if (known === undefined || row.firstAt < known.at || (row.firstAt === known.at && channel < known.channel))
      first.set(row.statement, { channel, at: row.firstAt });
    if (channel >= 0) carry(carried, holders, channel, row);
  }
  const firsts = new Map<number, number>();
  for (const { channel } of first.values()) firsts.set(channel, (firsts.get(channel) ?? 0) + 1);
  const partnersOf = new Map<number, { channel: number; score: number }[]>();
  const partners = (of: number): { channel: number; score: number }[] => {
    let known = partnersOf.get(of);
    if (known === undefined) {
      known = partnersIn(of, carried, holders);
      partnersOf.set(of, known);
    }
    return known;
  };
  return {
    firstOf: (statement) => first.get(statement)?.channel ?? null,
    has: (statement) => first.has(statement),
    firsts: (channel) => firsts.get(channel) ?? 0,
    partners,
    compare: (a, b) => compareArchives(carried.get(a), carried.get(b), [partners(a), partners(b)], pool),
  };
}

function carry(carried: Map<number, Map<number, Carried>>, holders: Map<number, number[]>, channel: number, row: SharedRow): void {
  const post = postRef(row.channel, row.post);
  let its = carried.get(channel);
  if (its === undefined) {
    its = new Map();
    carried.set(channel, its);
  }
  const known = its.get(row.statement);
  if (known === undefined) {
    const all = holders.get(row.statement);
    if (all === undefined) holders.set(row.statement, [channel]);
    else all.push(channel);
  }
  // One identity may have it under two handles.
  if (known === undefined || row.firstAt < known.at || (row.firstAt === known.at && compareStrings(post, known.post) < 0))
    its.set(row.statement, { statement: row.statement, at: row.firstAt, post, channels: row.channels });
}

/** Statements that only two have count 1, of three ½, of n 1/(n − 1). */
function rarity(channels: number): number {
  return 1 / Math.max(1, channels - 1);
}

function partnersIn(of: number, carried: Map<number, Map<number, Carried>>, holders: Map<number, number[]>): { channel: number; score: number }[] {
  const statements = [...(carried.get(of)?.values() ?? [])].sort((a, b) => a.statement - b.statement);
  const scores = new Map<number, number>();
  for (const { statement, channels } of statements)
    for (const other of holders.get(statement) ?? []) if (other !== of) scores.set(other, (scores.get(other) ?? 0) + rarity(channels));
  return [...scores].map(([channel, score]) => ({ channel, score })).sort((a, b) => b.score - a.score || a.channel - b.channel);
}

function compareArchives(
  a: Map<number, Carried> | undefined,
  b: Map<number, Carried> | undefined,
  partners: readonly { channel: number; score: number }[][],
  pool: number,
): ArchiveLikeness {
  const common: [Carried, Carried][] = [];
  for (const mine of a?.values() ?? []) {
    const theirs = b?.get(mine.statement);
    if (theirs !== undefined) common.push([mine, theirs]);
  }
  if (common.length === 0) return { bits: 0, copies: 0, onlyThese: 0, before: 0, examples: [] };
  common.sort(([one], [other]) => one.channels - other.channels || one.at - other.at || compareStrings(one.post, other.post));
  let score = 0;
  for (const [mine] of common) score += rarity(mine.channels);
  let unusual = Number.POSITIVE_INFINITY;
  // A channel that shares with everybody makes its partners no relatives: each side has its own yardstick.
  for (const side of partners) {
    const asMuch = side.filter((partner) => partner.score >= score - 1e-9).length;
    unusual = Math.min(unusual, Math.log2((RESTORED * Math.max(pool - 1, 1)) / Math.max(1, asMuch)));
  }
  return {
    bits: Math.max(0, Math.min(unusual, ONE_SAYS + 2 * Math.log2(score))),
    copies: common.length,
    onlyThese: common.filter(([mine]) => mine.channels <= 2).length,
    before: common.filter(([mine, theirs]) => theirs.at < mine.at - CLOCK).length,
    examples: common.slice(0, EXAMPLES).flatMap(([mine, theirs]) => [mine.post, theirs.post]),
  };
}
