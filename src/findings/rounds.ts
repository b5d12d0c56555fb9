/** Could we see at all? Decides for every sighting whether it counts: the controls of its round, or what stands in for them. */

import type { Ms } from '../model/observation.ts';
import { platformOf } from '../model/ref.ts';
import { NEVER_USED_REASON, type SightingRow, VOID_ROUND_REASON } from '../model/rows.ts';
import { saysAway, showsAlive, TOOLS } from '../model/words.ts';
import type { IdentityKey } from './identity.ts';
import { compare, groupBy } from './order.ts';

export const LIVING_CONTROLS = 3;
export const NEVER_USED_CONTROLS = 2;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Sightings of one path without a `round` belong together up to this pause and this length. */
const ROUND_PAUSE = 10 * MINUTE;
const ROUND_LENGTH = 30 * MINUTE;
/** How far from a round without a control the next ones with a control still speak for it. */
const CONTROL_REACH = 24 * HOUR;
/** Around a thin round, how far we look for "most of everything". */
const COMPANY_REACH = 3 * HOUR;
/** A round of so many channels speaks for itself. */
const CROWD = 5;
/** From so many channels on, "all of them at once" is a sign of our own blindness. */
const BLIND_CROWD = 10;
const COMEBACK_CROWD = 3;

/** A sighting with the channel it is of, and whether it counts. */
export interface Judged {
  row: SightingRow;
  identity: IdentityKey;
  /** A person looked, with their own eyes. */
  byHand: boolean;
  /** The round, or what stands in for one. */
  round: string;
  /** Null where it counts, else why not, in plain words. */
  doubt: string | null;
}

export interface RoundContext {
  /** Controls that are known to live. */
  living: ReadonlySet<IdentityKey>;
  /** Names that nobody ever used. */
  neverUsed: ReadonlySet<IdentityKey>;
  /** The latest moment at which a post or a look showed a channel alive. */
  lastAlive: ReadonlyMap<IdentityKey, Ms>;
  /** The first such moment. */
  firstAlive: ReadonlyMap<IdentityKey, Ms>;
  /** Channels on the roster: a stranger that was never seen alive serves as a name that must be absent. */
  rostered: ReadonlySet<IdentityKey>;
}

interface Sighted {
  row: SightingRow;
  identity: IdentityKey;
}

/** A person looked: in an app, or as a named observer without a tool and without a round. */
export function isByHand(row: SightingRow): boolean {
  if (row.tool === 'app') return true;
  return row.tool === null && row.round === null && row.observer !== null && !TOOLS.some((tool) => tool === row.observer);
}

export function isNeverUsed(row: SightingRow, identity: IdentityKey, context: RoundContext): boolean {
  return context.neverUsed.has(identity) || (row.reason?.startsWith(NEVER_USED_REASON) ?? false);
}

/**
 * Judges sightings (any order) and returns those that say something, in time order; status `unknown` says nothing and is left out.
 *
 * - With `round`: it counts only if at least 3 living controls were seen, at least 2 never-used names were absent and none alive, and
 *   who looked did not declare it void.
 * - Without: sightings of one path (observer or tool) on one platform, clustered by pauses, stand in for a round. A control stands for
 *   itself: where most controls of the cluster, or of the next clusters around one that has none, were lost from sight, nothing counts.
 *   Without any control, a crowd that vanished as one, or most of which came back, was our own blindness.
 */
export function judge(sighted: readonly Sighted[], context: RoundContext): Judged[] {
  const inOrder = [...sighted].sort(inTime);
  const formal = inOrder.filter((s) => s.row.round !== null && !isByHand(s.row));
  const loose = inOrder.filter((s) => telling(s) && (s.row.round === null || isByHand(s.row)));
  const judged: Judged[] = [];
  for (const [round, members] of groupBy(formal, (s) => `${platformOf(s.row.channel)} round ${s.row.round}`)) {
    judged.push(...mark(members.filter(telling), round, formalDoubt(members, context)));
  }
  for (const [path, members] of groupBy(loose, pathOf)) judged.push(...judgePath(path, members, context));
  return judged.sort(inTime);
}

function telling(s: Sighted): boolean {
  return s.row.status !== 'unknown';
}

function pathOf(s: Sighted): string {
  return `${platformOf(s.row.channel)} seen by ${s.row.observer ?? s.row.tool ?? 'unnamed'}`;
}

function mark(members: readonly Sighted[], round: string, doubt: string | null): Judged[] {
  return members.map(({ row, identity }) => ({ row, identity, byHand: isByHand(row), round, doubt }));
}

function formalDoubt(members: readonly Sighted[], context: RoundContext): string | null {
  if (members.some((s) => s.row.reason?.startsWith(VOID_ROUND_REASON)))
    return 'its controls dropped out of sight before it was closed, as who looked says';
  const alive = new Set(members.filter((s) => showsAlive(s.row.status)).map((s) => s.identity));
  const living = [...context.living].filter((key) => alive.has(key)).length;
  if (living < LIVING_CONTROLS) return `only ${living} of at least ${LIVING_CONTROLS} living controls were seen in its round`;
  const names = new Set(members.filter((s) => telling(s) && mustBeAbsent(s, context)).map((s) => s.identity));
  if ([...names].some((name) => alive.has(name))) return 'a name that nobody ever used was said to be alive in its round';
  const absent = new Set(members.filter((s) => names.has(s.identity) && s.row.status === 'absent').map((s) => s.identity));
  if (absent.size >= NEVER_USED_CONTROLS) return null;
  return `only ${absent.size} of at least ${NEVER_USED_CONTROLS} never-used names were absent in its round`;
}

/** A name that must be absent: never used, or a stranger off the roster that nobody ever saw alive. */
function mustBeAbsent(s: Sighted, context: RoundContext): boolean {
  if (isNeverUsed(s.row, s.identity, context)) return true;
  return s.row.status === 'absent' && !context.rostered.has(s.identity) && !context.lastAlive.has(s.identity);
}

interface Cluster {
  members: Sighted[];
  start: Ms;
  end: Ms;
  /** What its own controls say: null where it has none. */
  controls: string | null | undefined;
}

function judgePath(path: string, members: readonly Sighted[], context: RoundContext): Judged[] {
  const clusters = clustersOf(members).map((c) => ({ ...c, controls: controlDoubt(c.members, context) }));
  return clusters.flatMap((cluster, i) => {
    let doubt = cluster.controls;
    if (doubt === undefined && cluster.members.some((s) => saysAway(s.row.status))) {
      doubt = neighbourDoubt(clusters, i) ?? crowdDoubt(company(clusters, i), context);
    }
    return mark(cluster.members, `${path} from ${cluster.start}`, doubt ?? null);
  });
}

function clustersOf(members: readonly Sighted[]): Cluster[] {
  const clusters: Cluster[] = [];
  for (const s of members) {
    const last = clusters.at(-1);
    if (last !== undefined && s.row.at - last.end <= ROUND_PAUSE && s.row.at - last.start <= ROUND_LENGTH) {
      last.members.push(s);
      last.end = s.row.at;
    } else clusters.push({ members: [s], start: s.row.at, end: s.row.at, controls: undefined });
  }
  return clusters;
}

/** Undefined: no control was looked at. Null: the controls were seen. */
function controlDoubt(members: readonly Sighted[], context: RoundContext): string | null | undefined {
  const alive = new Set(members.filter((s) => showsAlive(s.row.status)).map((s) => s.identity));
  if (members.some((s) => isNeverUsed(s.row, s.identity, context) && alive.has(s.identity))) {
    return 'a name that nobody ever used was said to be alive in the same round';
  }
  const controls = new Set(members.map((s) => s.identity).filter((key) => context.living.has(key)));
  if (controls.size === 0) return undefined;
  const seen = [...controls].filter((key) => alive.has(key)).length;
  if (seen * 2 > controls.size) return null;
  // A control may die too: it stands for itself where plenty of others are plainly in sight.
  const others = new Set(members.map((s) => s.identity).filter((key) => !controls.has(key) && !context.neverUsed.has(key)));
  const othersSeen = [...others].filter((key) => alive.has(key)).length;
  if (othersSeen >= COMEBACK_CROWD && othersSeen * 2 > others.size) return null;
  return `${controls.size - seen} of ${controls.size} controls were lost from sight in the same round`;
}

/** The nearest rounds with controls before and after, within reach: where either was blind, so may this one have been. */
function neighbourDoubt(clusters: readonly Cluster[], i: number): string | null {
  const here = clusters[i];
  if (here === undefined) return null;
  for (const step of [-1, 1]) {
    for (let j = i + step; j >= 0 && j < clusters.length; j += step) {
      const there = clusters[j];
      if (there === undefined || Math.max(here.start - there.end, there.start - here.end) > CONTROL_REACH) break;
      if (there.controls === undefined) continue;
      if (there.controls !== null) return 'the controls nearest in time were lost from sight';
      break;
    }
  }
  return null;
}

/** A round of a crowd speaks for itself; a thin one is judged with what the same path saw around it. */
function company(clusters: readonly Cluster[], i: number): Sighted[] {
  const here = clusters[i];
  if (here === undefined) return [];
  const members = [...here.members];
  if (new Set(members.map((s) => s.identity)).size >= CROWD) return members;
  for (const step of [-1, 1]) {
    for (let j = i + step; j >= 0 && j < clusters.length; j += step) {
      const there = clusters[j];
      if (there === undefined || Math.max(here.start - there.end, there.start - here.end) > COMPANY_REACH) break;
      members.push(...there.members);
    }
  }
  return members;
}

function crowdDoubt(members: readonly Sighted[], context: RoundContext): string | null {
  const answered = new Map<IdentityKey, boolean>();
  const vanished = new Map<IdentityKey, Ms>();
  for (const { row, identity } of members) {
    if (isNeverUsed(row, identity, context)) continue;
    const seen = showsAlive(row.status);
    answered.set(identity, seen || (answered.get(identity) ?? false));
    if (!seen && (context.firstAlive.get(identity) ?? row.at) < row.at)
      vanished.set(identity, Math.max(row.at, vanished.get(identity) ?? row.at));
  }
  const inSight = [...answered.values()].filter(Boolean).length;
  const back = [...vanished].filter(([key, at]) => (context.lastAlive.get(key) ?? at) > at).length;
  if (vanished.size >= COMEBACK_CROWD && vanished.size * 2 > answered.size && back * 2 > vanished.size) {
    return `${vanished.size} of ${answered.size} channels vanished together and most of them came back`;
  }
  // What a person saw with their own eyes stands, until it comes back.
  if (vanished.size >= BLIND_CROWD && inSight === 0 && !members.every((s) => isByHand(s.row)))
    return `all ${answered.size} channels vanished together and no control was looked at`;
  return null;
}

function inTime(a: Sighted, b: Sighted): number {
  return a.row.at - b.row.at || compare(a.row.channel, b.row.channel) || compare(a.row.status, b.row.status) || compare(a.row.id, b.row.id);
}
