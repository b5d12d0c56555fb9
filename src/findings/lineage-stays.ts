/** When was each channel a home? From its first sign of life, or its return, to its disappearance. */

import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import type { VerdictRow } from '../model/rows.ts';
import type { State } from '../model/words.ts';
import type { ChannelHistory, Episode } from './history.ts';
import type { IdentityKey } from './identity.ts';
import { compare } from './order.ts';
import type { Candidate, Succession } from './successors.ts';
import type { Interval } from './verdict.ts';

export interface LineageInput {
  successions: readonly Succession[];
  histories: readonly ChannelHistory[];
  verdicts: readonly VerdictRow[];
  /** First and last sign of life of channels without a history. */
  seen: ReadonlyMap<IdentityKey, { channel: ChannelRef; first: Ms; last: Ms }>;
  /** The channel that a reference means. */
  resolve: (ref: ChannelRef) => IdentityKey;
}

export interface Stay {
  identity: IdentityKey;
  channel: ChannelRef;
  /** 1, 2, … of its channel. */
  number: number;
  from: Ms | null;
  /** Null: it has not, as far as is known. */
  ended: Interval | null;
  /** It stands, but the platform or an analyst says that its community went elsewhere. */
  left: boolean;
  state: State;
}

/** The stays of every channel that has a history or stands in a succession or verdict, each list in time order. */
export function staysOf(input: LineageInput): Map<IdentityKey, Stay[]> {
  const stays = new Map<IdentityKey, Stay[]>();
  for (const history of input.histories) if (!history.control) stays.set(history.identity, staysOfHistory(history));
  const add = (identity: IdentityKey, channel: ChannelRef, state: State): void => {
    if (stays.has(identity)) return;
    const seen = input.seen.get(identity);
    const from = seen?.first ?? null;
    stays.set(identity, [{ identity, channel: seen?.channel ?? channel, number: 1, from, ended: null, left: false, state }]);
  };
  for (const { identity, predecessor, state } of input.successions) add(identity, predecessor, state);
  for (const { candidates } of input.successions) for (const { identity, channel } of candidates) add(identity, channel, 'unknown');
  for (const row of input.verdicts) for (const ref of [row.predecessor, row.successor]) add(input.resolve(ref), ref, 'unknown');
  // What is not gone by the rule may be lost all the same: private, or by answers that do not suffice yet.
  for (const { identity, lost } of input.successions) {
    const last = stays.get(identity)?.at(-1);
    if (last !== undefined && last.ended === null) last.ended = lost;
  }
  for (const identity of movedBy(input)) {
    const last = stays.get(identity)?.at(-1);
    if (last !== undefined) last.left = last.ended === null;
  }
  return stays;
}

/** Whose move an analyst confirmed, or the platform itself told. */
function movedBy(input: LineageInput): IdentityKey[] {
  const told = input.successions.filter(({ candidates }) =>
    candidates.some((candidate) => candidate.verdict === 'confirmed' || isNative(candidate)),
  );
  const confirmed = input.verdicts.filter((row) => row.verdict === 'confirmed');
  return [...told.map(({ identity }) => identity), ...confirmed.map((row) => input.resolve(row.predecessor))];
}

/** The platform names it as the new home. */
export function isNative(candidate: Candidate): boolean {
  return candidate.evidence.some((evidence) => evidence.kind === 'native' && evidence.log2Odds > 0);
}

function staysOfHistory(history: ChannelHistory): Stay[] {
  const losses = history.episodes.filter((episode) => episode.kind === 'gone').sort((a, b) => a.by - b.by || compare(a.source, b.source));
  const stays: Stay[] = [];
  let from = history.firstAlive;
  for (const loss of apart(losses)) {
    stays.push({ ...stayOf(history, stays.length + 1, from), ended: { after: loss.after, by: loss.by }, state: 'gone' });
    if (loss.until === null) return stays;
    from = loss.until.by;
  }
  stays.push(stayOf(history, stays.length + 1, from));
  return stays;
}

function stayOf(history: ChannelHistory, number: number, from: Ms | null): Stay {
  return { identity: history.identity, channel: history.channel, number, from, ended: null, left: false, state: history.state };
}

/** Two absences that overlap (looks said one, a list the other) are one. */
function apart(losses: readonly Episode[]): Episode[] {
  const kept: Episode[] = [];
  for (const loss of losses) {
    const last = kept.at(-1);
    if (last === undefined || (last.until !== null && last.until.by < loss.by)) kept.push(loss);
  }
  return kept;
}

/**
 * Stays in the order of their last sign of life; then those that were left and stand, last those that were not: nothing continues a home before it was
 * left, so joins that follow this order can never form a circle.
 */
export function byEnd(a: Stay, b: Stay): number {
  return (
    lastSign(a) - lastSign(b) ||
    (a.from ?? Number.NEGATIVE_INFINITY) - (b.from ?? Number.NEGATIVE_INFINITY) ||
    compare(a.identity, b.identity) ||
    a.number - b.number
  );
}

function lastSign(stay: Stay): number {
  if (stay.ended === null) return stay.left ? Number.MAX_VALUE / 2 : Number.MAX_VALUE;
  return stay.ended.after ?? stay.ended.by;
}
