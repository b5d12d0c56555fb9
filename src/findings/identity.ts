/** Which channel does a name mean at a time? Answers renames and re-used handles from what was shown together. */

import type { Ms } from '../model/observation.ts';
import { type ChannelRef, channelRef, nativeIdOf, platformOf } from '../model/ref.ts';
import type { BindingRow } from '../model/rows.ts';
import { compare, groupBy } from './order.ts';

/**
 * The one name of a channel through all its handles: `platform:#ID` where the native id is known, else its handle.
 * It is a reference like any other.
 */
export type IdentityKey = ChannelRef;

/** A handle and an identity, from the first to the last time both were shown together. */
export interface Hold {
  handle: ChannelRef;
  identity: IdentityKey;
  from: Ms;
  to: Ms;
}

export interface Identities {
  byHandle: Map<ChannelRef, Hold[]>;
  byIdentity: Map<IdentityKey, Hold[]>;
  /** Handles that a platform called reassigned: before their first known holder they were somebody else's. */
  reassigned: Set<ChannelRef>;
}

/** A change between two moments: it happened after `after` and no later than `by`. */
export interface Rename {
  identity: IdentityKey;
  from: ChannelRef;
  to: ChannelRef;
  after: Ms;
  by: Ms;
}

export interface Reassignment {
  handle: ChannelRef;
  from: IdentityKey;
  to: IdentityKey;
  after: Ms;
  by: Ms;
}

/** `('telegram', '1001234')` → `telegram:#1001234`. An id that cannot stand in a reference binds nothing: null. */
export function identityOf(platform: string, nativeId: string): IdentityKey | null {
  return channelRef(platform, `#${nativeId}`);
}

/**
 * Reads binding rows (in any order, rows of one pair are merged) into an index.
 * `reassigned` holds handles of which a sighting said so: their first known holder is then not taken to have been there always.
 */
export function identities(bindings: readonly BindingRow[], reassigned: Iterable<ChannelRef> = []): Identities {
  const pairs = new Map<string, Hold>();
  for (const row of bindings) {
    const identity = identityOf(platformOf(row.channel), row.nativeId);
    if (identity === null || nativeIdOf(row.channel) !== null) continue;
    const key = `${row.channel} ${identity}`;
    const old = pairs.get(key);
    if (old === undefined) pairs.set(key, { handle: row.channel, identity, from: row.from, to: row.to });
    else pairs.set(key, { ...old, from: Math.min(old.from, row.from), to: Math.max(old.to, row.to) });
  }
  const holds = [...pairs.values()].sort(inTime);
  return {
    byHandle: groupBy(holds, (h) => h.handle),
    byIdentity: groupBy(holds, (h) => h.identity),
    reassigned: new Set(reassigned),
  };
}

/** The channel that a reference means at a time: its identity, or the reference itself where no native id was ever shown with it. */
export function resolve(index: Identities, ref: ChannelRef, at: Ms): IdentityKey {
  const holds = index.byHandle.get(ref);
  const first = holds?.[0];
  if (holds === undefined || first === undefined) return ref;
  if (at < first.from && index.reassigned.has(ref) && holds.length === 1) return ref;
  return validAt(holds, at)?.identity ?? ref;
}

/** The channel that held a handle before it went to another: for a sighting `reassigned` that shows the new native id. */
export function holderBefore(index: Identities, handle: ChannelRef, newHolder: IdentityKey | null, at: Ms): IdentityKey {
  const earlier = (index.byHandle.get(handle) ?? []).filter((hold) => hold.identity !== newHolder && hold.from <= at);
  return validAt(earlier, at)?.identity ?? handle;
}

/** The handles of a channel, the earliest first. */
export function handlesOf(index: Identities, identity: IdentityKey): Hold[] {
  return index.byIdentity.get(identity) ?? [];
}

/** The handle of a channel at a time: the one shown then, else the last one shown before, else the first one known. Null where none is. */
export function handleAt(index: Identities, identity: IdentityKey, at: Ms): ChannelRef | null {
  return validAt(handlesOf(index, identity), at)?.handle ?? null;
}

/** How a channel is called in answers as of a time: its handle where it still holds it, else its native id, else as it came. */
export function shownAs(index: Identities, identity: IdentityKey, at: Ms): ChannelRef {
  const handle = handleAt(index, identity, at);
  return handle !== null && resolve(index, handle, at) === identity ? handle : identity;
}

/** Every time a channel was seen under another handle than before. Two handles held side by side are no rename while both are shown. */
export function renames(index: Identities): Rename[] {
  return [...index.byIdentity.values()].flatMap((holds) =>
    changes(holds).map(([old, now, by]) => ({ identity: old.identity, from: old.handle, to: now.handle, after: old.to, by })),
  );
}

/** Every time a handle was seen with another native id than before. */
export function reassignments(index: Identities): Reassignment[] {
  return [...index.byHandle.values()].flatMap((holds) =>
    changes(holds).map(([old, now, by]) => ({ handle: old.handle, from: old.identity, to: now.identity, after: old.to, by })),
  );
}

/** Successive holds of which the later one was shown last, with the first moment known to be after the change. */
function changes(holds: readonly Hold[]): [Hold, Hold, Ms][] {
  const found: [Hold, Hold, Ms][] = [];
  let current = holds[0];
  for (const next of holds.slice(1)) {
    if (current === undefined || next.to <= current.to) continue;
    found.push([current, next, next.from > current.to ? next.from : next.to]);
    current = next;
  }
  return found;
}

/** Of holds sorted by their start: the youngest that covers the time, else the one that ended last before it, else the first. */
function validAt(holds: readonly Hold[], at: Ms): Hold | null {
  let covering: Hold | null = null;
  let ended: Hold | null = null;
  for (const hold of holds) {
    if (hold.from > at) break;
    if (hold.to >= at) covering = hold;
    else if (ended === null || hold.to >= ended.to) ended = hold;
  }
  return covering ?? ended ?? holds[0] ?? null;
}

function inTime(a: Hold, b: Hold): number {
  return a.from - b.from || a.to - b.to || compare(a.handle, b.handle) || compare(a.identity, b.identity);
}
