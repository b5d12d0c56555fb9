/** From the judged looks at one channel to what is known of it: one walk through time, the liveness rule itself. */

import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import { type Status, showsAlive } from '../model/words.ts';
import type { Judged } from './rounds.ts';

export const PROBES_NEEDED = 3;
export const ROUNDS_NEEDED = 2;
export const HAND_NEEDED = 2;
export const APART_MS = 30 * 60_000;

/** Explicit answers that it is gone from where it was. */
const GONE: ReadonlySet<Status> = new Set(['absent', 'banned', 'deactivated', 'moved']);

/** After the last sign of existence, no later than the first explicit answer. `after` is null where it was never seen. */
export interface Interval {
  after: Ms | null;
  by: Ms;
}

/** A time away, as the walk met it: confirmed by looks, and ended by a sign of life or by becoming another kind. */
export interface Away {
  kind: 'gone' | 'private';
  after: Ms | null;
  by: Ms;
  until: { after: Ms; by: Ms } | null;
  /** The last look that showed it so. */
  lastLook: Ms;
  /** The looks that confirmed it. */
  deciding: Judged[];
}

export interface Walk {
  /** What is confirmed: null before anything was seen. */
  confirmed: 'alive' | 'gone' | 'private' | null;
  /** Where gone: when. */
  gone: Interval | null;
  /** The handle went to another native id. */
  reassigned: boolean;
  /** Last look or post that showed it alive. */
  lastAlive: Ms | null;
  /** Last look (not post) that showed it alive. */
  lastLook: Ms | null;
  /** The last look that counts. */
  last: Judged | null;
  /** The looks that decide: those that confirmed, or the unconfirmed ones since. */
  deciding: Judged[];
  /** Explicit answers that are not enough yet. */
  pending: Judged[];
  movedTo: ChannelRef | null;
  /** Every confirmed time away, the last one included. */
  aways: Away[];
}

/** A post is a sighting alive at its publication. */
export interface PostSign {
  at: Ms;
}

/**
 * Walks through the looks at one channel (judged, in time order; those in doubt are passed over) and its last post.
 * A later sign of life re-opens everything but a reassigned handle.
 */
export function walk(looks: readonly Judged[], lastPost: PostSign | null): Walk {
  const state: Walk = {
    confirmed: null,
    gone: null,
    reassigned: false,
    lastAlive: null,
    lastLook: null,
    last: null,
    deciding: [],
    pending: [],
    movedTo: null,
    aways: [],
  };
  let existed: Ms | null = null;
  let post = lastPost;
  for (const look of looks) {
    if (look.doubt !== null) continue;
    // A post of the same instant comes first: what was seen then is what a look at it says.
    if (post !== null && post.at <= look.row.at) {
      existed = sawPost(state, post.at);
      post = null;
    }
    if (state.reassigned) continue;
    existed = step(state, look, existed);
  }
  if (post !== null) sawPost(state, post.at);
  return state;
}

function sawPost(state: Walk, at: Ms): Ms {
  reopen(state, at);
  state.lastAlive = Math.max(at, state.lastAlive ?? at);
  if (!state.reassigned) state.last = null;
  return state.lastAlive;
}

function reopen(state: Walk, at: Ms): void {
  if (state.reassigned) return;
  endAway(state, at);
  state.confirmed = 'alive';
  state.gone = null;
  state.pending = [];
  state.deciding = [];
  state.movedTo = null;
}

function endAway(state: Walk, by: Ms): void {
  const open = state.aways.at(-1);
  if (open !== undefined && open.until === null) open.until = { after: open.lastLook, by };
}

function beginAway(state: Walk, kind: Away['kind'], interval: Interval): void {
  const before = state.aways.at(-1);
  // Whoever passes from gone to private, or back, was the one until the first look that showed the other.
  endAway(state, interval.by);
  const after = before?.until?.by === interval.by ? Math.max(before.until.after, interval.after ?? 0) : interval.after;
  const lastLook = state.deciding.at(-1)?.row.at ?? interval.by;
  state.aways.push({ kind, after, by: interval.by, until: null, lastLook, deciding: state.deciding });
}

/** Takes one look into account; returns the last moment at which the channel is known to have existed. */
function step(state: Walk, look: Judged, existed: Ms | null): Ms | null {
  const { row } = look;
  state.last = look;
  if (showsAlive(row.status)) {
    reopen(state, row.at);
    state.deciding = [look];
    state.lastAlive = Math.max(row.at, state.lastAlive ?? row.at);
    state.lastLook = row.at;
    return state.lastAlive;
  }
  if (row.status === 'reassigned') {
    const known = state.gone !== null;
    state.gone ??= { after: existed, by: row.at };
    Object.assign(state, { confirmed: 'gone', reassigned: true, deciding: [look], pending: [] });
    if (!known) beginAway(state, 'gone', state.gone);
    return existed;
  }
  const kind = GONE.has(row.status) ? 'gone' : 'private';
  if (row.movedTo !== null) state.movedTo = row.movedTo;
  if (state.confirmed === kind) sawAgain(state, row.at);
  else collect(state, look, kind, existed);
  // Whoever is private exists.
  return kind === 'private' ? row.at : existed;
}

function sawAgain(state: Walk, at: Ms): void {
  state.pending = [];
  const open = state.aways.at(-1);
  if (open !== undefined) open.lastLook = at;
}

function collect(state: Walk, look: Judged, kind: 'gone' | 'private', existed: Ms | null): void {
  const first = state.pending[0];
  const sameKind = first !== undefined && GONE.has(first.row.status) === (kind === 'gone');
  if (sameKind) state.pending.push(look);
  else state.pending = [look];
  if (!suffices(state.pending)) return;
  const by = (first !== undefined && sameKind ? first : look).row.at;
  state.confirmed = kind;
  state.gone = kind === 'gone' ? { after: existed, by } : null;
  state.deciding = state.pending;
  state.pending = [];
  // Looks that showed it private move `existed`; what went before them is when it was last seen alive.
  beginAway(state, kind, kind === 'gone' ? { after: existed, by } : { after: state.lastAlive, by });
}

/** The rule for `gone` and `private`: enough explicit answers, far enough apart. */
export function suffices(run: readonly Judged[]): boolean {
  return enoughByHand(run.filter((look) => look.byHand)) || enoughProbes(run);
}

function enoughProbes(run: readonly Judged[]): boolean {
  return run.length >= PROBES_NEEDED && new Set(run.map((look) => look.round)).size >= ROUNDS_NEEDED && span(run) >= APART_MS;
}

function enoughByHand(run: readonly Judged[]): boolean {
  return run.length >= HAND_NEEDED && (span(run) >= APART_MS || new Set(run.map((look) => look.row.observer)).size >= 2);
}

function span(run: readonly Judged[]): Ms {
  return (run.at(-1)?.row.at ?? 0) - (run[0]?.row.at ?? 0);
}
