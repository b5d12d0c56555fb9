/** From what is confirmed of a channel to its line in the census: freshness, silence, and the words that explain it. */

import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import type { ActivityRow } from '../model/rows.ts';
import { formatTime } from '../model/time.ts';
import type { State, Status } from '../model/words.ts';
import type { IdentityKey, Rename } from './identity.ts';
import type { Judged } from './rounds.ts';
import { type Habit, habitOf } from './silence.ts';
import { HAND_NEEDED, type Interval, PROBES_NEEDED, ROUNDS_NEEDED, type Walk } from './verdict.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FRESH_INTERVALS = 3;
const FRESH_AT_LEAST = 48 * HOUR;
/** Without a setting, the pause between looks is that of the looks themselves; beyond a week nobody is watching. */
const LONGEST_INTERVAL = 7 * DAY;

/** What is known of one channel on the roster, put together under its identity. */
export interface Subject {
  identity: IdentityKey;
  channel: ChannelRef;
  entered: ChannelRef;
  control: boolean;
  looks: Judged[];
  activity: ActivityRow[];
  renamed: Rename | null;
}

/** What the census says of one channel. */
export interface Liveness {
  identity: IdentityKey;
  /** How it is called as of `at`. */
  channel: ChannelRef;
  /** As it stands in the roster. */
  entered: ChannelRef;
  control: boolean;
  state: State;
  posting: boolean | null;
  /** The last answer that counts; `unknown` where there is none. */
  status: Status;
  reason: string | null;
  gone: Interval | null;
  lastAlive: Ms | null;
  lastPost: Ms | null;
  posts: number;
  movedTo: ChannelRef | null;
  /** The last change of its handle. */
  renamed: Rename | null;
  /** Why, in plain words, without a full stop. */
  why: string;
  /** Ids of the sightings that decide. */
  evidence: string[];
}

interface Finding {
  state: State;
  posting: boolean | null;
  why: string;
}

/** The line of one channel. `probeInterval` null: the median pause between the looks that count, at most a week. */
export function stateOf(subject: Subject, path: Walk, at: Ms, probeInterval: Ms | null): Liveness {
  const lastPost = subject.activity.length === 0 ? null : Math.max(...subject.activity.map((row) => row.lastPost));
  const habit = habitOf(subject.activity.flatMap((row) => row.days));
  const window = Math.max(FRESH_AT_LEAST, FRESH_INTERVALS * (probeInterval ?? usualPause(subject.looks)));
  const found = decide(path, { at, lastPost, habit, window, doubted: lastDoubt(subject.looks) });
  const told = path.pending.length > 0 && found.state !== 'gone' ? path.pending : path.deciding;
  return {
    identity: subject.identity,
    channel: subject.channel,
    entered: subject.entered,
    control: subject.control,
    ...found,
    status: path.last?.row.status ?? (path.lastAlive === null ? 'unknown' : 'alive'),
    reason: path.last === null ? (path.lastAlive === null ? 'never_seen' : 'post') : path.last.row.reason,
    gone: path.gone,
    lastAlive: path.lastAlive,
    lastPost,
    posts: subject.activity.reduce((sum, row) => sum + row.posts, 0),
    movedTo: path.movedTo,
    renamed: subject.renamed,
    evidence: told.map((look) => look.row.id).filter((id) => id !== ''),
  };
}

interface Known {
  at: Ms;
  lastPost: Ms | null;
  habit: Habit | null;
  window: Ms;
  doubted: string | null;
}

function decide(path: Walk, known: Known): Finding {
  if (path.confirmed === 'gone') return { state: 'gone', posting: false, why: goneWords(path) };
  if (path.pending.length > 0) return { state: 'unknown', posting: null, why: pendingWords(path.pending) };
  if (path.confirmed === 'private') {
    return { state: 'private', posting: null, why: `private in ${path.deciding.length} looks from ${timeOf(path.deciding[0])}` };
  }
  if (path.lastAlive === null) {
    return {
      state: 'unknown',
      posting: null,
      why: known.doubted === null ? 'no look at it counts yet' : `no look counts: ${known.doubted}`,
    };
  }
  return living(path, known, path.lastAlive);
}

function living(path: Walk, known: Known, lastAlive: Ms): Finding {
  const { at, lastPost, habit } = known;
  const seen = `last seen alive ${formatTime(lastAlive)}`;
  const fresh = at - lastAlive <= known.window;
  const withinHabit = lastPost !== null && habit !== null && at - lastPost <= habit.usualDays * DAY;
  if (!fresh && !withinHabit) {
    const doubt = known.doubted === null ? '' : `; later looks do not count: ${known.doubted}`;
    return { state: 'unknown', posting: null, why: `${seen}, more than ${Math.round(known.window / HOUR)} h before${doubt}` };
  }
  if (path.last?.row.status === 'restricted') return { state: 'alive', posting: null, why: `${seen}, restricted` };
  if (habit === null || lastPost === null)
    return { state: 'alive', posting: null, why: `${seen}; too few days with posts to know its habit` };
  // Only a look proves that a pause is the channel's own: without one, what came after the last post is merely not known.
  const pause = ((path.lastLook ?? lastPost) - lastPost) / DAY;
  if (pause <= habit.silentAfterDays) return { state: 'alive', posting: true, why: `${seen}; last post ${formatTime(lastPost)}` };
  const days = `${pause.toFixed(1)} days`;
  const limit = `its own ${habit.gaps} past pauses make more than ${habit.silentAfterDays.toFixed(1)} days hard to believe`;
  return { state: 'silent', posting: false, why: `reachable, but no post known for ${days}; ${limit}` };
}

function goneWords(path: Walk): string {
  if (path.reassigned) return `its handle was seen with another native id ${timeOf(path.deciding[0])}`;
  const statuses = [...new Set(path.deciding.map((look) => look.row.status))].join(', ');
  const rounds = new Set(path.deciding.map((look) => look.round)).size;
  const by = path.deciding.every((look) => look.byHand) ? 'looks by hand' : 'looks';
  return `${statuses} in ${path.deciding.length} ${by} over ${rounds} rounds from ${timeOf(path.deciding[0])}`;
}

function pendingWords(pending: readonly Judged[]): string {
  const status = pending.at(-1)?.row.status ?? 'absent';
  const needed = `${PROBES_NEEDED} in ${ROUNDS_NEEDED} rounds, or ${HAND_NEEDED} by hand, 30 minutes apart`;
  return `${status} in ${pending.length} look${pending.length === 1 ? '' : 's'} since ${timeOf(pending[0])}, not confirmed yet (needs ${needed})`;
}

function timeOf(look: Judged | undefined): string {
  return look === undefined ? 'an unknown time' : formatTime(look.row.at);
}

function lastDoubt(looks: readonly Judged[]): string | null {
  return looks.at(-1)?.doubt ?? null;
}

/** The median pause between rounds in which this channel was looked at; 0 where there are fewer than three. */
function usualPause(looks: readonly Judged[]): Ms {
  const pauses: Ms[] = [];
  let last: Judged | null = null;
  for (const look of looks) {
    if (look.doubt !== null || look.round === last?.round) continue;
    if (last !== null) pauses.push(look.row.at - last.row.at);
    last = look;
  }
  pauses.sort((a, b) => a - b);
  return pauses.length < 2 ? 0 : Math.min(LONGEST_INTERVAL, pauses[Math.floor(pauses.length / 2)] ?? 0);
}
