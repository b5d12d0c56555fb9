/** One copy of a statement: which post, and between which moments it can have appeared. */

import type { Ms } from '../model/observation.ts';
import { type ChannelRef, nativeIdOf, platformOf } from '../model/ref.ts';
import type { CopyRow } from '../model/rows.ts';
import { type Identities, type IdentityKey, resolve, shownAs } from './identity.ts';
import { identityOfRow } from './liveness.ts';
import { compare, groupBy } from './order.ts';

const SECOND = 1000;

/**
 * Platforms whose stamps carry milliseconds. Everywhere else, and where we do not know, a stamp `s` stands for all of that
 * second: [s, s + 1 s).
 */
const IN_MILLISECONDS: ReadonlySet<string> = new Set(['tamtam', 'max', 'x', 'bluesky', 'matrix', 'mastodon', 'discord']);

/** Platforms whose own servers stamp every post. NTP keeps such servers within milliseconds; one second allows for queues. */
const ONE_CLOCK: ReadonlySet<string> = new Set([
  'telegram',
  'tamtam',
  'max',
  'x',
  'discord',
  'vk',
  'facebook',
  'instagram',
  'youtube',
  'whatsapp',
]);

/** What a post's clock may be off by where its source says nothing, in ms: anybody's server, or a client's word, gets more room. */
export function defaultClockError(platform: string): Ms {
  return ONE_CLOCK.has(platform) ? SECOND : 5 * SECOND;
}

/** How coarse a platform's stamps are, in ms. */
export function granularity(platform: string): Ms {
  return IN_MILLISECONDS.has(platform) ? 1 : SECOND;
}

/** True where a platform gives the posts of a channel consecutive numbers, so that what was not seen can be counted. */
export function numbersPosts(platform: string): boolean {
  return platform === 'telegram';
}

export interface Copy {
  channel: ChannelRef;
  identity: IdentityKey;
  platform: string;
  /** Null where a forward names the channel but not the post. */
  post: string | null;
  /** The nominal time, for sorting and showing. */
  at: Ms;
  /** It appeared at or after this. */
  after: Ms;
  /** And before this. */
  by: Ms;
  /** The text as stored; null where only a forward showed it. */
  text: string | null;
  /** An origin that was never seen itself: a forward names it. */
  throughForward: boolean;
  /** False for an origin whose forward gives no time: it was some time before the forward. */
  dated: boolean;
}

/**
 * The copies of one statement, the earliest first: one per post, and one per origin that only forwards show.
 *
 * The interval of a copy is the time as recorded (`after` to `by`), widened by the platform's granularity and by the clock's
 * error, and up to the edit where the post was edited before it was ever seen with this text: it may have said something else
 * until then.
 */
export function copiesOf(rows: readonly CopyRow[], index: Identities): Copy[] {
  const copies = new Map<string, Copy>();
  for (const [key, versions] of groupBy(rows, (row) => `${identityOfCopy(index, row)}/${row.post}`))
    copies.set(key, ownCopy(versions, index));
  const origins = rows.flatMap((row) => originOf(row, index) ?? []).sort((a, b) => Number(b.dated) - Number(a.dated) || inOrder(a, b));
  for (const origin of origins) {
    const key = `${origin.identity}/${origin.post}`;
    const known = copies.get(key);
    if (known === undefined) copies.set(key, origin);
    // Forwards of one post may disagree by a second: what all of them allow is kept. One without a time adds nothing.
    else if (known.throughForward && origin.dated)
      copies.set(key, { ...known, after: Math.min(known.after, origin.after), by: Math.max(known.by, origin.by) });
  }
  return [...copies.values()].sort(inOrder);
}

function identityOfCopy(index: Identities, row: CopyRow): IdentityKey {
  return identityOfRow(index, row.channel, row.nativeId, row.at);
}

function ownCopy(versions: readonly CopyRow[], index: Identities): Copy {
  const [version] = [...versions].sort(
    (a, b) =>
      (a.editedAt ?? Number.NEGATIVE_INFINITY) - (b.editedAt ?? Number.NEGATIVE_INFINITY) ||
      a.after - b.after ||
      a.by - b.by ||
      compare(a.text, b.text),
  );
  if (version === undefined) throw new RangeError('a copy has at least one version');
  const platform = platformOf(version.channel);
  const error = version.clockErrorMs ?? defaultClockError(platform);
  const latest = Math.max(version.by, version.editedAt ?? version.by);
  return {
    channel: nativeIdOf(version.channel) === null ? version.channel : shownAs(index, identityOfCopy(index, version), version.at),
    identity: identityOfCopy(index, version),
    platform,
    post: version.post,
    at: version.at,
    after: version.after - error,
    by: latest + granularity(platform) + error,
    text: version.text,
    throughForward: false,
    dated: true,
  };
}

/** The origin that a forward's header proves. A header without a time proves only that it was before the forward. */
function originOf(row: CopyRow, index: Identities): Copy | null {
  if (row.forwardChannel === null) return null;
  const platform = platformOf(row.forwardChannel);
  const error = defaultClockError(platform);
  const at = row.forwardAt ?? row.at;
  const identity = resolve(index, row.forwardChannel, at);
  return {
    channel: nativeIdOf(row.forwardChannel) === null ? row.forwardChannel : shownAs(index, identity, at),
    identity,
    platform,
    post: row.forwardId,
    at,
    after: row.forwardAt === null ? 0 : at - error,
    by: (row.forwardAt ?? Math.max(row.by, row.editedAt ?? row.by)) + granularity(platform) + error,
    text: null,
    throughForward: true,
    dated: row.forwardAt !== null,
  };
}

/** By nominal time; what was itself seen before what only a forward shows; then by name. */
export function inOrder(a: Copy, b: Copy): number {
  return (
    a.at - b.at ||
    a.by - b.by ||
    Number(a.throughForward) - Number(b.throughForward) ||
    compare(a.channel, b.channel) ||
    compare(a.post ?? '', b.post ?? '')
  );
}
