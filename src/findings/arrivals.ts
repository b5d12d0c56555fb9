/** Who is arriving on a platform? Signposts to it by hour against its own past, and the lost channels behind its new homes. */

import type { Ms } from '../model/observation.ts';
import { type ChannelRef, type PostRef, platformOf } from '../model/ref.ts';
import type { ActivityRow, BindingRow, DisputeRow, PointerRow } from '../model/rows.ts';
import type { DisputeKind, Stance, Verdict } from '../model/words.ts';
import { HOUR, hourOf, type Ordinary, type Said, type StandsOut, seriesOf, standingOut, usualIn, voicesOf } from './arrivals-hours.ts';
import { type Identities, type IdentityKey, identities, resolve, shownAs } from './identity.ts';
import { LIKELY } from './lineage-joins.ts';
import { identityOfRow } from './liveness.ts';
import { compare, groupBy } from './order.ts';
import type { Candidate, Evidence, Succession } from './successors.ts';

export interface ArrivalsInput {
  platform: string;
  at: Ms;
  /** Where the count begins; null: with the first hour that stands out, where one does. */
  since: Ms | null;
  /** To any platform; those to others are left out. */
  pointers: readonly PointerRow[];
  activity: readonly ActivityRow[];
  bindings: readonly BindingRow[];
  /** Of every lost channel. */
  successions: readonly Succession[];
  disputes: readonly DisputeRow[];
}

export interface ArrivalHour {
  at: Ms;
  signposts: number;
  /** What is usual, from the same platform's past. */
  expected: number;
  /** Of these, from other platforms; and how many independent voices those are at most. */
  fromElsewhere: number;
  voices: number;
}

/** A lost channel that a home may continue. */
export interface Behind {
  channel: ChannelRef;
  probability: number;
  verdict: Verdict | null;
}

export interface ArrivalHome {
  identity: IdentityKey;
  channel: ChannelRef;
  /** Lost channels whose likely or confirmed home this is. */
  from: ChannelRef[];
  /** The same and the less likely ones, the likeliest first. */
  behind: Behind[];
  firstSignpost: Ms | null;
  /** Since the count begins; by how many channels, and how many independent voices. */
  signposts: number;
  pointing: number;
  voices: number;
  stances: Record<Stance, number>;
  /** That it is the home of a lost channel: the greatest of `behind`. */
  probability: number;
  contested: boolean;
  disputes: { by: ChannelRef; at: Ms; post: PostRef | null; kind: DisputeKind }[];
  /** For and against the likeliest of `behind`. */
  evidence: Evidence[];
  /** Some of the signposts, the earliest first. */
  posts: PostRef[];
}

export interface Arrivals {
  platform: string;
  at: Ms;
  /** The count begins here. */
  since: Ms;
  /** The beginning of the latest time in which hours stood out; null where none did. */
  standsOut: StandsOut | null;
  /** From `since` on: all signposts to the platform, those from other platforms, their independent voices. */
  signposts: number;
  fromElsewhere: number;
  voices: number;
  /** Of those from elsewhere: by a lost channel, or to the likely home of one. */
  ofLost: number;
  /** The first of them. */
  first: Ms | null;
  /** Lost channels of other platforms that are behind them. */
  lost: ChannelRef[];
  hours: ArrivalHour[];
  homes: ArrivalHome[];
}

const WEEK = 7 * 24 * HOUR;
/** Hours shown before the count begins, to compare with. */
const BEFORE = 24;
const EXAMPLES = 5;
/** Less likely predecessors are not told. */
const WORTH_TELLING = 0.1;

/** One post that points to one channel of the platform. */
interface Signpost extends Said {
  post: PostRef;
  by: IdentityKey;
  to: IdentityKey;
  elsewhere: boolean;
  stance: Stance;
}

/** The arrivals on one platform as of `input.at`; the order of rows plays no part. */
export function arrivals(input: ArrivalsInput): Arrivals {
  const index = identities(input.bindings);
  const signposts = signpostsTo(input, index);
  const heard = heardOn(input.activity);
  const { found, unusual } = standingOut(
    seriesOf(
      signposts.filter((row) => row.elsewhere),
      heard,
    ),
    hourOf(input.at),
  );
  const standsOut = beginning(found, input.since);
  const since = input.since ?? (standsOut === null ? input.at - WEEK : firstIn(signposts, standsOut.hour));
  const counted = signposts.filter((row) => row.at >= since);
  const outside = counted.filter((row) => row.elsewhere);
  const homes = homesOf(input, index, signposts, counted);
  const { rows, lost } = behindThem(outside, homes, input);
  return {
    platform: input.platform,
    at: input.at,
    since,
    standsOut,
    signposts: counted.length,
    fromElsewhere: outside.length,
    voices: voicesOf(outside),
    ofLost: rows.length,
    first: rows[0]?.at ?? outside[0]?.at ?? counted[0]?.at ?? null,
    lost,
    hours: hoursOf(signposts, { heard, unusual }, since, input.at),
    homes,
  };
}

/** In time order; a link that a post repeats is one. */
function signpostsTo(input: ArrivalsInput, index: Identities): Signpost[] {
  const rows = new Map<string, Signpost>();
  for (const row of input.pointers) {
    if (platformOf(row.to) !== input.platform || row.at > input.at) continue;
    const [by, to] = [identityOfRow(index, row.by, row.byNativeId, row.at), resolve(index, row.to, row.at)];
    if (by === to) continue;
    const { post, at, textHash: text, stance } = row;
    const elsewhere = platformOf(row.by) !== input.platform;
    rows.set(`${post} ${to}`, { post, at, author: row.author ?? by, text, by, to, elsewhere, stance });
  }
  return [...rows.values()].sort((a, b) => a.at - b.at || compare(a.post, b.post) || compare(a.to, b.to));
}

/** How many channels posted on the day of an hour: where nobody did, nobody was watched. */
function heardOn(activity: readonly ActivityRow[]): (hour: number) => number {
  const days = new Map<number, number>();
  for (const row of activity) for (const day of row.days) days.set(day, (days.get(day) ?? 0) + 1);
  return (hour) => days.get(Math.floor(hour / 24)) ?? 0;
}

/** The first hour that stands out after `since`; without one, of the latest run of such hours that no quiet week interrupts. */
function beginning(found: readonly StandsOut[], since: Ms | null): StandsOut | null {
  if (since !== null) return found.find((hour) => hour.noticed > since - HOUR) ?? null;
  let start: StandsOut | null = null;
  let last = Number.NEGATIVE_INFINITY;
  for (const hour of found) {
    if (start === null || hour.noticed - last > WEEK) start = hour;
    last = hour.noticed;
  }
  return start;
}

function firstIn(signposts: readonly Signpost[], hour: Ms): Ms {
  return signposts.find((row) => row.elsewhere && row.at >= hour)?.at ?? hour;
}

function hoursOf(signposts: readonly Signpost[], { heard, unusual }: Ordinary, since: Ms, at: Ms): ArrivalHour[] {
  const byHour = groupBy(signposts, (row) => hourOf(row.at));
  const countIn = (hour: number): number => byHour.get(hour)?.length ?? 0;
  const hours: ArrivalHour[] = [];
  for (let hour = hourOf(since) - BEFORE; hour <= hourOf(at); hour += 1) {
    const outside = (byHour.get(hour) ?? []).filter((row) => row.elsewhere);
    hours.push({
      at: hour * HOUR,
      signposts: countIn(hour),
      expected: usualIn(hour, countIn, { heard, unusual }),
      fromElsewhere: outside.length,
      voices: voicesOf(outside),
    });
  }
  return hours;
}

interface Claim {
  predecessor: ChannelRef;
  candidate: Candidate;
}

function homesOf(input: ArrivalsInput, index: Identities, signposts: readonly Signpost[], counted: readonly Signpost[]): ArrivalHome[] {
  const claims = claimsOf(input);
  const pointed = groupBy(counted, (row) => row.to);
  const first = new Map<IdentityKey, Ms>();
  for (const row of signposts) if (!first.has(row.to)) first.set(row.to, row.at);
  const disputes = groupBy(input.disputes, (row) => resolve(index, row.about, row.at));
  const likely = [...claims].filter(([, list]) => probabilityOf(list) >= LIKELY).map(([identity]) => identity);
  return [...new Set([...pointed.keys(), ...likely])]
    .map((identity) => {
      const channel = claims.get(identity)?.[0]?.candidate.channel ?? shownAs(index, identity, input.at);
      const said = {
        rows: pointed.get(identity) ?? [],
        first: first.get(identity) ?? null,
        disputes: disputes.get(identity) ?? [],
      };
      return homeOf(identity, channel, claims.get(identity) ?? [], said);
    })
    .sort((a, b) => b.probability - a.probability || b.voices - a.voices || b.signposts - a.signposts || compare(a.channel, b.channel));
}

/** What is said of each home of the platform, the likeliest first. */
function claimsOf(input: ArrivalsInput): Map<IdentityKey, Claim[]> {
  const all = input.successions.flatMap(({ predecessor, candidates }) => candidates.map((candidate) => ({ predecessor, candidate })));
  const here = all.filter(({ candidate }) => platformOf(candidate.channel) === input.platform);
  here.sort((a, b) => chance(b.candidate) - chance(a.candidate) || compare(a.predecessor, b.predecessor));
  return groupBy(here, ({ candidate }) => candidate.identity);
}

/** A verdict stands above what was worked out. */
function chance({ verdict, probability }: Candidate): number {
  if (verdict === 'confirmed') return 1;
  return verdict === 'rejected' || verdict === 'impersonator' ? 0 : probability;
}

function probabilityOf(claims: readonly Claim[]): number {
  return claims[0] === undefined ? 0 : chance(claims[0].candidate);
}

interface SaidOfHome {
  rows: readonly Signpost[];
  first: Ms | null;
  disputes: readonly DisputeRow[];
}

function homeOf(identity: IdentityKey, channel: ChannelRef, claims: readonly Claim[], said: SaidOfHome): ArrivalHome {
  const told = claims.filter(({ candidate }) => chance(candidate) >= WORTH_TELLING || candidate.verdict !== null);
  const stances: Record<Stance, number> = { call: 0, calm: 0, endorse: 0, warn: 0, neutral: 0 };
  for (const row of said.rows) stances[row.stance] += 1;
  const disputes = [...said.disputes].sort((a, b) => a.at - b.at || a.rid - b.rid);
  return {
    identity,
    channel,
    from: claims.filter(({ candidate }) => chance(candidate) >= LIKELY).map(({ predecessor }) => predecessor),
    behind: told.map(({ predecessor, candidate }) => ({
      channel: predecessor,
      probability: chance(candidate),
      verdict: candidate.verdict,
    })),
    firstSignpost: said.first,
    signposts: said.rows.length,
    pointing: new Set(said.rows.map((row) => row.by)).size,
    voices: voicesOf(said.rows),
    stances,
    probability: probabilityOf(claims),
    contested: disputes.length > 0 || claims.some(({ candidate }) => candidate.contested),
    disputes: disputes.map((row) => ({ by: row.by, at: row.at, post: row.citation, kind: row.kind })),
    evidence: claims[0]?.candidate.evidence ?? [],
    posts: said.rows.slice(0, EXAMPLES).map((row) => row.post),
  };
}

/** The signposts that have a lost channel of another platform behind them, and those channels. */
function behindThem(
  outside: readonly Signpost[],
  homes: readonly ArrivalHome[],
  input: ArrivalsInput,
): { rows: Signpost[]; lost: ChannelRef[] } {
  const gone = new Map(
    input.successions
      .filter(({ predecessor }) => platformOf(predecessor) !== input.platform)
      .map(({ identity, predecessor }) => [identity, predecessor]),
  );
  const elsewhere = new Set(gone.values());
  const behind = new Map(homes.map((home) => [home.identity, home.from.filter((channel) => elsewhere.has(channel))]));
  const lost = new Set<ChannelRef>();
  const rows = outside.filter((row) => {
    const by = gone.get(row.by);
    const channels = [...(by === undefined ? [] : [by]), ...(behind.get(row.to) ?? [])];
    for (const channel of channels) lost.add(channel);
    return channels.length > 0;
  });
  return { rows, lost: [...lost].sort(compare) };
}
