/** What happened to each channel over time: every disappearance, not only the last; what waves, lifespans and lineages read. */

import type { Ms } from '../model/observation.ts';
import { type ChannelRef, platformOf } from '../model/ref.ts';
import type { FaceRow, SharedRow } from '../model/rows.ts';
import { type State, type Status, showsAlive } from '../model/words.ts';
import type { IdentityKey } from './identity.ts';
import { type Assessed, assess, identityOfRow, type LivenessInput } from './liveness.ts';
import { type OperatorTag, operators } from './operators.ts';
import { compare, groupBy } from './order.ts';
import type { Judged } from './rounds.ts';
import { type Silence, silences } from './silences.ts';
import type { Subject } from './state.ts';
import type { Away } from './verdict.ts';

/** It ended (was gone, private or silent) after `after` and by `by`; `after` is null where it was never seen before. */
export interface Episode {
  kind: 'gone' | 'private' | 'silent';
  /**
   * `probes`: looks at the channel itself, and posts. `list`: it was struck off a list that somebody keeps, which is one
   * look of all its entries whenever the list was edited, and says nothing of the moment between two editions.
   */
  source: 'probes' | 'list';
  after: Ms | null;
  by: Ms;
  /** Where it ended: after the last look that showed it so, by the first that showed it alive, or away in another way. */
  until: { after: Ms; by: Ms } | null;
  /** The status of the first explicit answer; null for silence. */
  status: Status | null;
  /** Ids of the sightings that decide. */
  evidence: string[];
}

export interface ChannelHistory {
  identity: IdentityKey;
  channel: ChannelRef;
  platform: string;
  control: boolean;
  /** All looks at it are editions of a kept list: nobody looked at the channel itself. */
  listed: boolean;
  /** Presumed operator: equal strings for channels that one hand seems to run. Null: nobody's but its own. */
  operator: string | null;
  /** Where the platform told it. */
  createdAt: Ms | null;
  /** First sign of life of any kind (post, profile, look); null where it was never seen. */
  firstAlive: Ms | null;
  /** The last look before `firstAlive` that said it was not there (yet): it came into being after that. Null where none did. */
  absentBefore: Ms | null;
  /** From when it was under watch: its first look or profile, not the posts of its past, and never before it was seen to live. Null where nobody ever looked. */
  watchedFrom: Ms | null;
  /** Up to when looks that count, or posts, tell of it. */
  observedTo: Ms | null;
  lastAlive: Ms | null;
  state: State;
  /** In time order, none overlapping another of its kind. */
  episodes: Episode[];
}

export interface HistoriesInput extends LivenessInput {
  faces: readonly FaceRow[];
  shared: readonly SharedRow[];
  /** What the roster says of its channels, for the tag `operator:NAME`. */
  tags: readonly OperatorTag[];
}

/** Sightings of a kept list bear this reason. */
const LIST_REASON = 'list';

/** One history per channel of the roster, controls included and marked, sorted by reference; made by the same walk as the census. */
export function histories(input: HistoriesInput): ChannelHistory[] {
  const { assessed, index } = assess(input);
  const faces = groupBy(input.faces, (row) => identityOfRow(index, row.channel, row.nativeId, row.to));
  const hands = operators(assessed, index, input);
  return assessed.map((a) => historyOf(a, faces.get(a.subject.identity) ?? [], hands.get(a.subject.identity) ?? null));
}

function historyOf(a: Assessed, faces: readonly FaceRow[], operator: string | null): ChannelHistory {
  const { subject, path, entry } = a;
  const counting = subject.looks.filter((look) => look.doubt === null || isList(look));
  const firstAlive = firstSign(subject, counting);
  const firstLook = counting[0]?.row.at ?? null;
  const before = counting.filter((look) => firstAlive !== null && look.row.at < firstAlive && look.row.status === 'absent');
  return {
    identity: subject.identity,
    channel: subject.channel,
    platform: platformOf(subject.channel),
    control: subject.control,
    listed: counting.length > 0 && counting.every(isList),
    operator,
    createdAt: least(faces.flatMap((face) => face.createdAt ?? [])),
    firstAlive,
    absentBefore: before.at(-1)?.row.at ?? null,
    watchedFrom: firstLook === null || firstAlive === null ? firstLook : Math.max(firstLook, firstAlive),
    observedTo: greatest([...counting.map((look) => look.row.at), ...subject.activity.map((row) => row.lastPost)]),
    lastAlive: path.lastAlive,
    state: entry.state,
    episodes: episodesOf(a),
  };
}

function firstSign(subject: Subject, counting: readonly Judged[]): Ms | null {
  const look = counting.find((candidate) => showsAlive(candidate.row.status));
  return least([...(look === undefined ? [] : [look.row.at]), ...subject.activity.map((row) => row.firstPost)]);
}

function episodesOf({ subject, path }: Assessed): Episode[] {
  const probed = path.aways.filter((away) => !away.deciding.every(isList)).map((away) => episodeOf(away, 'probes'));
  const struck = listAways(subject)
    .map((away) => episodeOf(away, 'list'))
    .filter((episode) => !probed.some((other) => other.kind === 'gone' && overlap(other, episode)));
  return [...probed, ...struck, ...silences(subject).map(silentEpisode)].sort((x, y) => x.by - y.by || compare(x.kind, y.kind));
}

function episodeOf(away: Away, source: Episode['source']): Episode {
  const status = away.deciding[0]?.row.status ?? null;
  return { kind: away.kind, source, after: away.after, by: away.by, until: away.until, status, evidence: idsOf(away.deciding) };
}

function silentEpisode({ after, by, until, quiet }: Silence): Episode {
  return { kind: 'silent', source: 'probes', after, by, until, status: null, evidence: idsOf([quiet]) };
}

function idsOf(looks: readonly Judged[]): string[] {
  return looks.map((look) => look.row.id).filter((id) => id !== '');
}

function overlap(a: Episode, b: Episode): boolean {
  return (a.after ?? a.by) < (b.until?.by ?? Number.POSITIVE_INFINITY) && (b.after ?? b.by) < (a.until?.by ?? Number.POSITIVE_INFINITY);
}

/** A list is taken at its word: one edition without the entry ends its stay, and doubts about our own sight do not concern it. */
function listAways(subject: Subject): Away[] {
  const aways: Away[] = [];
  let alive: Ms | null = null;
  let open: Away | null = null;
  const lastPost = greatest(subject.activity.map((row) => row.lastPostAfter));
  for (const look of subject.looks) {
    const { at, status } = look.row;
    if (showsAlive(status) && (look.doubt === null || isList(look))) {
      if (open !== null) open.until = { after: open.lastLook, by: at };
      open = null;
      alive = at;
    } else if (isList(look) && status === 'absent') {
      if (open !== null) open.lastLook = at;
      else if (alive !== null) {
        open = { kind: 'gone', after: alive, by: at, until: null, lastLook: at, deciding: [look] };
        aways.push(open);
      }
    }
  }
  if (open !== null && lastPost !== null && lastPost > open.by) open.until = { after: open.lastLook, by: lastPost };
  return aways;
}

function isList(look: Judged): boolean {
  return look.row.reason === LIST_REASON;
}

function least(values: readonly Ms[]): Ms | null {
  return values.length === 0 ? null : values.reduce((a, b) => Math.min(a, b));
}

function greatest(values: readonly Ms[]): Ms | null {
  return values.length === 0 ? null : values.reduce((a, b) => Math.max(a, b));
}
