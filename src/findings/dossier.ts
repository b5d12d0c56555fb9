/** Everything that is known of one channel, put together once for comparing it with others. */

import type { Ms } from '../model/observation.ts';
import { type ChannelRef, nativeIdOf, platformOf } from '../model/ref.ts';
import type { ActivityRow, FaceRow, PointerRow, RosterRow, SightingRow } from '../model/rows.ts';
import { type ChannelKind, type State, type Status, saysAway, showsAlive } from '../model/words.ts';
import { type Hold, handleAt, handlesOf, type Identities, type IdentityKey, resolve } from './identity.ts';
import { identityOfRow, type LivenessInput, liveness } from './liveness.ts';
import { compare, groupBy } from './order.ts';
import type { Liveness } from './state.ts';
import type { Interval } from './verdict.ts';

export interface Dossier {
  /** Its place in the list of all dossiers: how comparisons name it. */
  index: number;
  identity: IdentityKey;
  /** How it is called as of the question. */
  channel: ChannelRef;
  platform: string;
  kind: ChannelKind | null;
  control: boolean;
  /** False: only others' posts point to it. */
  observed: boolean;
  /** Every handle that it held, with the time; one entry without native id: the reference itself. */
  handles: readonly Hold[];
  /** In time order. */
  faces: readonly FaceRow[];
  createdAt: Ms | null;
  /** First sign of life of any kind. */
  firstSeen: Ms | null;
  firstPost: Ms | null;
  lastPost: Ms | null;
  posts: number;
  lastAlive: Ms | null;
  state: State;
  status: Status;
  /** Where it is lost: when. In state `alive` or `unknown` it is lost by answers that do not suffice yet. */
  lost: Interval | null;
  /** Where the platform says it went. */
  movedTo: ChannelRef | null;
}

export interface DossierInput extends LivenessInput {
  faces: readonly FaceRow[];
  pointers: readonly PointerRow[];
}

export interface Dossiers {
  list: Dossier[];
  /** Days (whole days since 1970, UTC, ascending) on which each posted. */
  days: (readonly number[])[];
  /** The dossier of a row; null where it is of no channel that is known. */
  of(channel: ChannelRef, nativeId: string | null, at: Ms): number | null;
}

const NEVER = Number.NEGATIVE_INFINITY;

/**
 * One dossier for every channel that was observed or is on the roster, and for every one that is only pointed to; sorted by
 * identity. A name that nobody has on a roster and that was never seen alive is no channel: it is there only if pointed to.
 */
export function dossiers(input: DossierInput): Dossiers {
  const { channels, index } = liveness({ ...input, roster: withObserved(input) });
  const parts = partsOf(input, index);
  const known = channels.map((entry) => observedDossier(entry, parts, index));
  const taken = new Set(known.map((dossier) => dossier.identity));
  const strangers = [...pointedTo(input, index, known)].filter((identity) => !taken.has(identity));
  const list = [...known, ...strangers.map((identity) => pointedDossier(identity, index))]
    .sort((a, b) => compare(a.identity, b.identity))
    .map((dossier, place) => ({ ...dossier, index: place }));
  const places = new Map(list.map((dossier) => [dossier.identity, dossier.index]));
  return {
    list,
    days: list.map((dossier) => daysOf(parts.activity.get(dossier.identity) ?? [])),
    of: (channel, nativeId, at) => places.get(identityOfRow(index, channel, nativeId, at)) ?? null,
  };
}

/** The roster, and every channel beside it that was seen alive. Those never seen alive serve as names that must be absent. */
function withObserved(input: DossierInput): RosterRow[] {
  const known = new Set(input.roster.map((row) => row.channel));
  const seen = [
    ...input.activity.map((row) => row.channel),
    ...input.sightings.filter((row) => showsAlive(row.status) || row.status === 'private').map((row) => row.channel),
    ...input.faces.map((row) => row.channel),
  ];
  const beside = [...new Set(seen)].filter((channel) => !known.has(channel));
  const rows = beside.map((channel): RosterRow => ({ channel, control: null, since: input.at }));
  return [...input.roster, ...rows, ...earlierHolders(input, new Set([...known, ...beside]))];
}

/** A handle that went to another native id names the new holder; the old one enters under its native id. */
function earlierHolders(input: DossierInput, channels: ReadonlySet<ChannelRef>): RosterRow[] {
  const ids = [...input.activity, ...input.faces, ...input.sightings].flatMap((row) =>
    row.nativeId === null || !channels.has(row.channel) ? [] : [`${platformOf(row.channel)}:#${row.nativeId}`],
  );
  return [...new Set(ids)].filter((id) => !channels.has(id)).map((channel) => ({ channel, control: null, since: null }));
}

interface Parts {
  faces: Map<IdentityKey, FaceRow[]>;
  activity: Map<IdentityKey, ActivityRow[]>;
  looks: Map<IdentityKey, SightingRow[]>;
}

function partsOf(input: DossierInput, index: Identities): Parts {
  const looks = input.sightings.filter((row) => row.status !== 'unknown' && row.status !== 'reassigned');
  // Once a channel is called otherwise, a look at its old handle tells of the name only.
  const atItsName = (row: SightingRow): boolean => {
    const now = handleAt(index, identityOfRow(index, row.channel, row.nativeId, row.at), input.at);
    return showsAlive(row.status) || now === null || now === row.channel || nativeIdOf(row.channel) !== null;
  };
  return {
    faces: groupBy([...input.faces].sort(inTime), (row) => identityOfRow(index, row.channel, row.nativeId, row.to)),
    activity: groupBy(input.activity, (row) => identityOfRow(index, row.channel, row.nativeId, row.lastPost)),
    looks: groupBy(looks.filter(atItsName), (row) => identityOfRow(index, row.channel, row.nativeId, row.at)),
  };
}

function inTime(a: FaceRow, b: FaceRow): number {
  const text = (row: FaceRow): string => JSON.stringify([row.channel, row.title, row.about, row.avatarHash, row.kind, row.createdAt]);
  return a.from - b.from || a.to - b.to || compare(text(a), text(b));
}

function observedDossier(entry: Liveness, parts: Parts, index: Identities): Dossier {
  const faces = parts.faces.get(entry.identity) ?? [];
  const activity = parts.activity.get(entry.identity) ?? [];
  const looks = parts.looks.get(entry.identity) ?? [];
  const firstPost = least(activity.map((row) => row.firstPost));
  const alive = looks.filter((row) => showsAlive(row.status)).map((row) => row.at);
  return {
    index: 0,
    identity: entry.identity,
    channel: entry.channel,
    platform: platformOf(entry.channel),
    kind: faces.findLast((face) => face.kind !== null)?.kind ?? null,
    control: entry.control,
    observed: activity.length > 0 || faces.length > 0 || entry.lastAlive !== null || looks.length > 0,
    handles: handlesFor(entry.identity, index),
    faces,
    createdAt: least(faces.flatMap((face) => face.createdAt ?? [])),
    firstSeen: least([...(firstPost === null ? [] : [firstPost]), ...alive, ...faces.map((face) => face.from)]),
    firstPost,
    lastPost: entry.lastPost,
    posts: entry.posts,
    lastAlive: entry.lastAlive,
    state: entry.state,
    status: entry.status,
    lost: lostWhen(entry, looks),
    movedTo: entry.movedTo ?? movedTo(looks),
  };
}

/** When it was lost. Answers that do not count yet, or were given in a doubtful round, count here where nothing contradicts them since. */
function lostWhen(entry: Liveness, looks: readonly SightingRow[]): Interval | null {
  if (entry.gone !== null) return entry.gone;
  if (entry.state === 'silent') return { after: entry.lastPost, by: Math.max(entry.lastAlive ?? NEVER, entry.lastPost ?? NEVER) };
  const since = looks.filter((row) => saysAway(row.status) && row.at > (entry.lastAlive ?? NEVER)).map((row) => row.at);
  const by = least(since);
  return by === null ? null : { after: entry.lastAlive, by };
}

/** The last word of the platform on it, also from a look that does not suffice to call it gone. */
function movedTo(looks: readonly SightingRow[]): ChannelRef | null {
  const told = looks.filter((row) => row.movedTo !== null).sort((a, b) => a.at - b.at || compare(a.movedTo ?? '', b.movedTo ?? ''));
  return told.at(-1)?.movedTo ?? null;
}

function pointedTo(input: DossierInput, index: Identities, known: readonly Dossier[]): Set<IdentityKey> {
  const targets = new Set<IdentityKey>();
  for (const row of input.pointers) targets.add(resolve(index, row.to, row.at));
  for (const dossier of known) if (dossier.movedTo !== null) targets.add(resolve(index, dossier.movedTo, input.at));
  return targets;
}

function pointedDossier(identity: IdentityKey, index: Identities): Dossier {
  const nothing = { createdAt: null, firstSeen: null, firstPost: null, lastPost: null, lastAlive: null, lost: null, movedTo: null };
  return {
    index: 0,
    identity,
    channel: identity,
    platform: platformOf(identity),
    kind: null,
    control: false,
    observed: false,
    handles: handlesFor(identity, index),
    faces: [],
    posts: 0,
    state: 'unknown',
    status: 'unknown',
    ...nothing,
  };
}

function handlesFor(identity: IdentityKey, index: Identities): Hold[] {
  const holds = handlesOf(index, identity);
  if (holds.length > 0 || nativeIdOf(identity) !== null) return holds;
  return [{ handle: identity, identity, from: NEVER, to: Number.POSITIVE_INFINITY }];
}

function daysOf(rows: readonly ActivityRow[]): number[] {
  return [...new Set(rows.flatMap((row) => row.days))].sort((a, b) => a - b);
}

/** The smallest; null of none. A loop, since there may be more values than a call takes arguments. */
function least(values: readonly number[]): number | null {
  let found: number | null = null;
  for (const value of values) if (found === null || value < found) found = value;
  return found;
}
