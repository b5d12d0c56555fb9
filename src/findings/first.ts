/** Who said it first, as an interval, and can the order be told at all? The answer of `first`; see docs/methods/first-appearance.md. */

import type { Ms } from '../model/observation.ts';
import { type ChannelRef, nativeIdOf } from '../model/ref.ts';
import type { BindingRow, CopyRow, CoverageRow, CoverageSpan } from '../model/rows.ts';
import { type Copy, copiesOf, numbersPosts } from './copy.ts';
import { identities } from './identity.ts';
import { compare, groupBy } from './order.ts';

/** The decisive time begins this long before the earliest copy can have appeared: an unseen post of a rival there might be an earlier copy. */
const LOOK_BACK: Ms = 3_600_000;

export type Order = 'established' | 'not established' | 'only one';

export interface Appearance {
  channel: ChannelRef;
  /** Null where only a forward without a post id shows it. */
  post: string | null;
  at: Ms;
  /** It appeared at or after `after` and before `by`: granularity, clock error and edits included. */
  after: Ms;
  by: Ms;
  /** Never seen itself: a forward names it. */
  throughForward: boolean;
}

export interface Statement {
  id: string;
  text: string;
  copies: number;
  channels: number;
  /** The earliest of the copies seen. */
  first: Appearance;
  order: { platforms: Order; channels: Order };
  /** Over the earliest copy on another platform where there is one, else in another channel. `minMs` may be negative. */
  lead: { over: ChannelRef; minMs: number; maxMs: number } | null;
  /** Posts of rival channels that were not seen in the decisive time, as far as numbers tell. */
  gaps: number;
  byPlatform: { platform: string; channel: ChannelRef; post: string | null; at: Ms }[];
  posts: Appearance[];
}

export interface FirstInput {
  copies: readonly CopyRow[];
  bindings: readonly BindingRow[];
}

/** What has to be asked of the lake before the order can be told: for every rival channel with numbered posts, how well it was seen. */
export function decisiveSpans(input: FirstInput): CoverageSpan[] {
  const index = identities(input.bindings);
  return [...groupBy(input.copies, (row) => row.statement)].flatMap(([statement, rows]) => {
    const copies = copiesOf(rows, index);
    return rivalHeads(copies).flatMap((rival) => spanOf(statement, copies, rival) ?? []);
  });
}

/**
 * Statements with their earliest copy, sorted by its time. `coverage` answers `decisiveSpans`; a rival without an answer counts
 * as not covered.
 *
 * The order is established only where some copy on the first side had certainly appeared before any copy on the other side, and
 * every rival channel with numbered posts was seen without a gap from the decisive time up to its own copy.
 */
export function firstAppearances(input: FirstInput, coverage: readonly CoverageRow[]): Statement[] {
  const index = identities(input.bindings);
  const covered = new Map(coverage.map((row) => [`${row.statement} ${row.channel}`, row]));
  const statements = [...groupBy(input.copies, (row) => row.statement)].flatMap(([id, rows]) => {
    const copies = copiesOf(rows, index);
    return statementOf(id, copies, covered) ?? [];
  });
  return statements.sort((a, b) => a.first.at - b.first.at || compare(a.id, b.id));
}

function statementOf(id: string, copies: readonly Copy[], covered: ReadonlyMap<string, CoverageRow>): Statement | null {
  const [first] = copies;
  if (first === undefined) return null;
  const missing = new Map(rivalHeads(copies).map((rival) => [rival.identity, unseen(id, copies, rival, covered)]));
  const complete = (rival: Copy) => missing.get(rival.identity) === 0;
  return {
    id,
    text: copies.find((copy) => copy.text !== null)?.text ?? '',
    copies: copies.length,
    channels: new Set(copies.map((copy) => copy.identity)).size,
    first: appearance(first),
    order: {
      platforms: orderOf(copies, (copy) => copy.platform, complete),
      channels: orderOf(copies, (copy) => copy.identity, complete),
    },
    lead: leadOf(copies, first),
    gaps: [...missing.values()].reduce<number>((sum, n) => sum + (n ?? 0), 0),
    byPlatform: [...groupBy(copies, (copy) => copy.platform).values()].flatMap(([copy]) =>
      copy === undefined ? [] : [{ platform: copy.platform, channel: copy.channel, post: copy.post, at: copy.at }],
    ),
    posts: copies.map(appearance),
  };
}

/** Can the side of the earliest copy be told to be first among sides (platforms or channels)? */
function orderOf(copies: readonly Copy[], sideOf: (copy: Copy) => string, complete: (rival: Copy) => boolean): Order {
  const [first] = copies;
  if (first === undefined) return 'only one';
  const ours = copies.filter((copy) => sideOf(copy) === sideOf(first));
  const rivals = copies.filter((copy) => sideOf(copy) !== sideOf(first));
  if (rivals.length === 0) return 'only one';
  const saidBy = Math.min(...ours.map((copy) => copy.by));
  return rivals.every((rival) => saidBy <= rival.after && complete(rival)) ? 'established' : 'not established';
}

/** The earliest copy of every channel but the first one's. */
function rivalHeads(copies: readonly Copy[]): Copy[] {
  const heads = [...groupBy(copies, (copy) => copy.identity).values()].flatMap(([head]) => head ?? []);
  return heads.slice(1);
}

/** Null where nothing can be asked: the rival's posts bear no numbers, or it was never seen. */
function spanOf(statement: string, copies: readonly Copy[], rival: Copy): CoverageSpan | null {
  const [first] = copies;
  if (first === undefined || rival.throughForward || !numbersPosts(rival.platform) || !/^\d{1,15}$/.test(rival.post ?? '')) return null;
  const { channel, identity } = rival;
  return { statement, channel, nativeId: nativeIdOf(identity), from: first.after - LOOK_BACK, copy: Number(rival.post) };
}

/** How many posts of a rival were not seen in the decisive time: 0 where its platform does not number posts, null where it cannot be told. */
function unseen(statement: string, copies: readonly Copy[], rival: Copy, covered: ReadonlyMap<string, CoverageRow>): number | null {
  if (!numbersPosts(rival.platform)) return 0;
  const span = spanOf(statement, copies, rival);
  const row = span === null ? undefined : covered.get(`${statement} ${rival.channel}`);
  if (span === null || row === undefined) return null;
  return Math.max(0, span.copy - (row.anchor ?? 0) - 1 - row.known);
}

function leadOf(copies: readonly Copy[], first: Copy): Statement['lead'] {
  const others = copies.filter((copy) => copy.dated && copy.identity !== first.identity);
  const over = others.find((copy) => copy.platform !== first.platform) ?? others[0];
  return over === undefined ? null : { over: over.channel, minMs: over.after - first.by, maxMs: over.by - first.after };
}

function appearance({ channel, post, at, after, by, throughForward }: Copy): Appearance {
  return { channel, post, at, after, by, throughForward };
}
