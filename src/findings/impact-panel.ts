/** Who posted how much on which day? Posts streamed once, kept as small numbers by channel and day. */

import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import type { PostPiece } from '../model/rows.ts';
import { type Identities, type IdentityKey, identityOf } from './identity.ts';
import { DAY, type Span, type Windows } from './impact-windows.ts';
import { identityOfRow } from './liveness.ts';

/** What one channel did, by day of the windows' arrays up to the end of the window after. Null: never did it. */
export interface MemberDays {
  organic: Uint32Array | null;
  forwarded: Uint32Array | null;
  /** Pairs of post and host outside the channel's own platform; filled in by `impact-domains`. */
  outlinks: Uint32Array | null;
}

/** All posts of one channel in the stream, for lifespans. */
export interface MemberPosts {
  posts: number;
  first: Ms;
  last: Ms;
}

/** A set of channels looked at together: `roster` and `network`. */
export interface GroupDays {
  members: readonly number[];
  /** By day up to the end of the case. */
  organic: Float64Array;
  forwarded: Float64Array;
  /** Different posters of each day up to the end of the window after: authors, and channels that show none. */
  posters: Float64Array;
  /** Posts of each day whose statement had not been seen in the group earlier in the same window; places as in the window. */
  uniqueBefore: Float64Array;
  uniqueAfter: Float64Array;
}

export interface Panel {
  windows: Windows;
  identities: readonly IdentityKey[];
  days: readonly MemberDays[];
  posts: readonly MemberPosts[];
  groups: readonly GroupDays[];
}

export interface PanelBuilder {
  add(piece: PostPiece): void;
  /** The member that a row is of; −1 where it is of none. */
  memberOf(channel: ChannelRef, nativeId: string | null, at: Ms): number;
  finish(): Panel;
}

/**
 * Collects the posts of `identities` (all others are passed over) into days. `groups`: sets of members, as places in
 * `identities`. Memory grows with channels × days and with posters × days / 8, not with posts. The order of posts does not matter.
 */
export function panelBuilder(
  windows: Windows,
  identities: readonly IdentityKey[],
  groups: readonly (readonly number[])[],
  index: Identities,
): PanelBuilder {
  const memberOf = memberFinder(identities, index);
  const upTo = windows.after.to;
  const days = identities.map((): MemberDays => ({ organic: null, forwarded: null, outlinks: null }));
  const posts = identities.map((): MemberPosts => ({ posts: 0, first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY }));
  const collectors = groups.map((members) => groupCollector(windows, members, identities.length));
  const posters = new Map<string, number>();

  const addOne = (piece: PostPiece, i: number): void => {
    const at = piece.at[i] ?? 0;
    const member = memberOf(piece.channel[i] ?? '', piece.nativeId[i] ?? null, at);
    const total = posts[member];
    if (total === undefined) return;
    total.posts += 1;
    total.first = Math.min(total.first, at);
    total.last = Math.max(total.last, at);
    const day = Math.floor((at - windows.start) / DAY);
    if (day < 0 || day >= windows.days) return;
    const forwarded = piece.forwarded[i] === 1;
    if (day < upTo) count(days[member], forwarded ? 'forwarded' : 'organic', day, upTo);
    const poster = day < upTo ? posterOf(posters, piece.author[i] ?? identities[member] ?? '') : -1;
    for (const collector of collectors) collector.add(member, day, forwarded, poster, piece.statement[i] ?? -1);
  };

  return {
    memberOf,
    add(piece) {
      for (let i = 0; i < piece.length; i += 1) addOne(piece, i);
    },
    finish: () => ({ windows, identities, days, posts, groups: collectors.map((collector) => collector.finish()) }),
  };
}

/** Counts one more of a kind for a member; the array is made when it is needed. */
export function count(member: MemberDays | undefined, kind: keyof MemberDays, day: number, length: number, more = 1): void {
  if (member === undefined) return;
  const array = member[kind] ?? new Uint32Array(length);
  member[kind] = array;
  array[day] = (array[day] ?? 0) + more;
}

function posterOf(known: Map<string, number>, name: string): number {
  const old = known.get(name);
  if (old !== undefined) return old;
  known.set(name, known.size);
  return known.size - 1;
}

/** Millions of posts ask the same few names: an answer that no rename can change is kept. */
function memberFinder(identities: readonly IdentityKey[], index: Identities): PanelBuilder['memberOf'] {
  const places = new Map(identities.map((identity, place) => [identity, place]));
  const bound = new Map<ChannelRef, Map<string, number>>();
  const unbound = new Map<ChannelRef, number>();
  return (channel, nativeId, at) => {
    if (nativeId === null) {
      const kept = unbound.get(channel);
      if (kept !== undefined) return kept;
      const place = places.get(identityOfRow(index, channel, null, at)) ?? -1;
      if (!index.byHandle.has(channel)) unbound.set(channel, place);
      return place;
    }
    const ofChannel = bound.get(channel) ?? new Map<string, number>();
    bound.set(channel, ofChannel);
    const kept = ofChannel.get(nativeId);
    if (kept !== undefined) return kept;
    const place = places.get(identityOfRow(index, channel, nativeId, at)) ?? -1;
    // An id that can stand in a reference names the channel whatever the time.
    if (identityOf(channel.slice(0, channel.indexOf(':')), nativeId) !== null) ofChannel.set(nativeId, place);
    return place;
  };
}

interface GroupCollector {
  add(member: number, day: number, forwarded: boolean, poster: number, statement: number): void;
  finish(): GroupDays;
}

function groupCollector(windows: Windows, members: readonly number[], all: number): GroupCollector {
  const { after, before, days } = windows;
  const isMember = new Uint8Array(all);
  for (const member of members) isMember[member] = 1;
  const organic = new Float64Array(days);
  const forwardedDays = new Float64Array(days);
  const posters = new Float64Array(after.to);
  const seen = Array.from({ length: after.to }, () => new Uint8Array(0));
  const inBefore = uniqueCollector(before);
  const inAfter = uniqueCollector(after);
  return {
    add(member, day, forwarded, poster, statement) {
      if (isMember[member] !== 1) return;
      const kind = forwarded ? forwardedDays : organic;
      kind[day] = (kind[day] ?? 0) + 1;
      if (poster >= 0 && mark(seen, day, poster)) posters[day] = (posters[day] ?? 0) + 1;
      inBefore.add(day, statement);
      inAfter.add(day, statement);
    },
    finish: () => ({
      members,
      organic,
      forwarded: forwardedDays,
      posters,
      uniqueBefore: inBefore.finish(),
      uniqueAfter: inAfter.finish(),
    }),
  };
}

/** Sets one bit; true where it was not set before. */
function mark(days: Uint8Array[], day: number, bit: number): boolean {
  const byte = bit >> 3;
  const bits = roomFor(days, day, byte);
  const mask = 1 << (bit & 7);
  const old = bits[byte] ?? 0;
  bits[byte] = old | mask;
  return (old & mask) === 0;
}

function roomFor(days: Uint8Array[], day: number, byte: number): Uint8Array {
  const bits = days[day] ?? new Uint8Array(0);
  if (byte < bits.length) return bits;
  const larger = new Uint8Array(Math.max(64, 2 * byte));
  larger.set(bits);
  days[day] = larger;
  return larger;
}

/** A statement counts once in a window, on the first day on which the window has it. */
function uniqueCollector(span: Span): { add(day: number, statement: number): void; finish(): Float64Array } {
  const firstDays = new Map<number, number>();
  const alone = new Float64Array(Math.max(0, span.to - span.from));
  return {
    add(day, statement) {
      if (day < span.from || day >= span.to) return;
      const place = day - span.from;
      if (statement < 0) alone[place] = (alone[place] ?? 0) + 1;
      else if (place < (firstDays.get(statement) ?? Number.POSITIVE_INFINITY)) firstDays.set(statement, place);
    },
    finish() {
      const unique = Float64Array.from(alone);
      for (const place of firstDays.values()) unique[place] = (unique[place] ?? 0) + 1;
      return unique;
    },
  };
}
