/** Who is alive, silent, gone, private or unknown as of a time? The liveness rule over a whole roster; see docs/methods/liveness.md. */

import type { Ms } from '../model/observation.ts';
import { type ChannelRef, nameOf, nativeIdOf, platformOf } from '../model/ref.ts';
import type { ActivityRow, BindingRow, RosterRow, SightingRow } from '../model/rows.ts';
import { showsAlive } from '../model/words.ts';
import {
  handleAt,
  handlesOf,
  holderBefore,
  type Identities,
  type IdentityKey,
  identities,
  identityOf,
  reassignments,
  renames,
  resolve,
  shownAs,
} from './identity.ts';
import { type MassLoss, massLosses } from './mass-loss.ts';
import { compare, groupBy } from './order.ts';
import { type Judged, judge, type RoundContext } from './rounds.ts';
import { type Liveness, type Subject, stateOf } from './state.ts';
import { type Walk, walk } from './verdict.ts';

export interface LivenessInput {
  at: Ms;
  roster: readonly RosterRow[];
  /** Sightings and profiles up to `at`. */
  sightings: readonly SightingRow[];
  activity: readonly ActivityRow[];
  bindings: readonly BindingRow[];
  /** Pause between probes by platform, where the case sets one; else it is taken from the looks themselves. */
  probeIntervals: Readonly<Record<string, Ms>>;
}

export interface LivenessAnswer {
  channels: Liveness[];
  massLosses: MassLoss[];
  /** Who held which handle when, for what else is to be shown of these channels. */
  index: Identities;
}

/** One channel of the roster with everything that its line rests on. */
export interface Assessed {
  subject: Subject;
  path: Walk;
  entry: Liveness;
}

/**
 * One entry per channel of the roster (two references to one channel are one entry; never-used names are none), sorted by
 * reference. The answer does not depend on the order of rows, and sightings `unknown` change nothing.
 */
export function liveness(input: LivenessInput): LivenessAnswer {
  const { assessed, index } = assess(input);
  return { channels: assessed.map((a) => a.entry), massLosses: massLosses(assessed), index };
}

/** The same with the looks and the walk through them, sorted by reference: for what is to be told of the past too. */
export function assess(input: LivenessInput): { assessed: Assessed[]; index: Identities } {
  const index = identities(
    input.bindings,
    input.sightings.filter((row) => row.status === 'reassigned').map((row) => row.channel),
  );
  const subjects = subjectsOf(input, index);
  const assessed = subjects.map((subject) => {
    const path = walk(subject.looks, lastSign(subject.activity));
    return { subject, path, entry: stateOf(subject, path, input.at, input.probeIntervals[platformOf(subject.channel)] ?? null) };
  });
  return { assessed: assessed.sort((a, b) => compare(a.entry.channel, b.entry.channel)), index };
}

function lastSign(activity: readonly ActivityRow[]): { at: Ms } | null {
  return activity.length === 0 ? null : { at: Math.max(...activity.map((row) => row.lastPostAfter)) };
}

function subjectsOf(input: LivenessInput, index: Identities): Subject[] {
  const entries = new Map<IdentityKey, RosterRow>();
  for (const row of [...input.roster].sort((a, b) => (a.channel < b.channel ? -1 : 1))) {
    const key = enteredAs(index, row, input.at);
    const old = entries.get(key);
    entries.set(key, old === undefined ? row : { ...old, control: old.control ?? row.control });
  }
  const activity = groupBy(input.activity, (row) => identityOfRow(index, row.channel, row.nativeId, row.lastPost));
  const sighted = attributed(index, input.sightings);
  const looks = groupBy(judge(sighted, contextOf(entries, activity, sighted)), (look) => look.identity);
  const lastRename = new Map(renames(index).map((rename) => [rename.identity, rename]));
  const watched = [...entries].filter(([, row]) => row.control !== 'never-used');
  const names = namesOf(index, watched, input.at);
  return watched.map(([identity, row]) => ({
    identity,
    channel: names.get(identity) ?? identity,
    entered: row.channel,
    control: row.control === 'living',
    looks: (looks.get(identity) ?? []).filter((look) => concerns(index, look)),
    activity: activity.get(identity) ?? [],
    renamed: lastRename.get(identity) ?? null,
  }));
}

/** Who added a handle after all that is known means the channel that the record is about: the first that held it. */
export function enteredAs(index: Identities, row: Pick<RosterRow, 'channel' | 'since'>, at: Ms): IdentityKey {
  return resolve(index, row.channel, row.since !== null && row.since <= at ? row.since : Number.NEGATIVE_INFINITY);
}

/** The channel that a row is of: by its native id where it shows one, else by its handle at that time. */
export function identityOfRow(index: Identities, channel: ChannelRef, nativeId: string | null, at: Ms): IdentityKey {
  const bound = nativeId === null ? null : identityOf(platformOf(channel), nativeId);
  return bound ?? resolve(index, channel, at);
}

interface Attributed {
  row: SightingRow;
  identity: IdentityKey;
}

/** Which channel each look was at. A handle seen with another native id than before is a look at its old holder too. */
function attributed(index: Identities, sightings: readonly SightingRow[]): Attributed[] {
  const direct = sightings.map((row) => {
    if (row.status !== 'reassigned') return { row, identity: identityOfRow(index, row.channel, row.nativeId, row.at) };
    const newHolder = row.nativeId === null ? null : identityOf(platformOf(row.channel), row.nativeId);
    return { row, identity: holderBefore(index, row.channel, newHolder, row.at) };
  });
  const told = new Set(direct.filter((s) => s.row.status === 'reassigned').map((s) => s.identity));
  const derived = reassignments(index)
    .filter((change) => !told.has(change.from))
    .map((change) => ({ row: reassignedRow(change.handle, change.by), identity: change.from }));
  return [...direct, ...derived];
}

/** A reassignment that no single sighting states, only two records with different ids: made into a look by hand, so that no round speaks of it. */
function reassignedRow(handle: ChannelRef, at: Ms): SightingRow {
  const nothing = { nativeId: null, movedTo: null, round: null };
  return { id: '', channel: handle, at, status: 'reassigned', reason: 'another_native_id', observer: 'records', tool: 'app', ...nothing };
}

/**
 * A look at a handle concerns the channel only while the channel holds it: once it was seen under another handle,
 * the old one tells of the name, not of the channel.
 */
function concerns(index: Identities, look: Judged): boolean {
  if (showsAlive(look.row.status) || nativeIdOf(look.row.channel) !== null) return true;
  const current = handleAt(index, look.identity, look.row.at);
  if (current === null || current === look.row.channel) return true;
  const held = handlesOf(index, look.identity).find((hold) => hold.handle === look.row.channel);
  const now = handlesOf(index, look.identity).find((hold) => hold.handle === current);
  return held === undefined || now === undefined || held.to >= now.to;
}

function contextOf(
  entries: ReadonlyMap<IdentityKey, RosterRow>,
  activity: ReadonlyMap<IdentityKey, ActivityRow[]>,
  sighted: readonly Attributed[],
): RoundContext {
  const firstAlive = new Map<IdentityKey, Ms>();
  const lastAlive = new Map<IdentityKey, Ms>();
  const note = (key: IdentityKey, first: Ms, last: Ms) => {
    firstAlive.set(key, Math.min(first, firstAlive.get(key) ?? first));
    lastAlive.set(key, Math.max(last, lastAlive.get(key) ?? last));
  };
  for (const { row, identity } of sighted) if (showsAlive(row.status)) note(identity, row.at, row.at);
  for (const [key, rows] of activity) for (const row of rows) note(key, row.firstPost, row.lastPostAfter);
  const of = (kind: string) => new Set([...entries].filter(([, row]) => row.control === kind).map(([key]) => key));
  return { living: of('living'), neverUsed: of('never-used'), firstAlive, lastAlive, rostered: new Set(entries.keys()) };
}

/**
 * How each channel is called: the handle that it holds as of `at`; else the one it last held, unless another channel of the
 * answer is called so; else its native id.
 */
function namesOf(index: Identities, watched: readonly [IdentityKey, RosterRow][], at: Ms): Map<IdentityKey, ChannelRef> {
  const holding = new Map(watched.map(([key]) => [key, shownAs(index, key, at)]));
  const taken = new Set(holding.values());
  for (const [key, name] of holding) {
    const last = handleAt(index, key, at);
    if (nameOf(name).startsWith('#') && last !== null && !taken.has(last)) {
      holding.set(key, last);
      taken.add(last);
    }
  }
  return holding;
}
