import { type ChannelHistory, histories } from '../findings/history.ts';
import { type Identities, type IdentityKey, identities, resolve } from '../findings/identity.ts';
import { type Impact, type ImpactInput, impactBuilder } from '../findings/impact.ts';
import { platformHosts } from '../findings/impact-domains.ts';
import { type Network, networkOf, successorsAmong } from '../findings/impact-network.ts';
import { DAY } from '../findings/impact-windows.ts';
import { identityOfRow } from '../findings/liveness.ts';
import { compare } from '../findings/order.ts';
import type { Succession } from '../findings/successors.ts';
import type { Ms } from '../model/observation.ts';
import type { RosterRow, SightingRow } from '../model/rows.ts';
import { parseTime } from '../model/time.ts';
import { loadPlatforms } from '../platforms/registry.ts';
import type { Lake } from '../store/lake.ts';
import type { OpenCase } from './case.ts';
import { rosterRows } from './rows-for.ts';
import { taggedWith } from './tagged.ts';

/** Gathers the rows of an impact report and streams the posts through it. */

export interface ImpactQuestion {
  at: Ms;
  asOf: Ms;
  windowDays: number;
  gap: { before: number; after: number };
  /** The roster's tag of channels that were not targeted; null: no comparison. */
  compareTag: string | null;
}

export interface ImpactTaken {
  impact: Impact;
  network: Network;
  /** Nobody is watched: every channel that was observed counts. */
  rosterEmpty: boolean;
  /** Channels of the comparison set that are confirmed or likely successors of the roster's. */
  spillover: number;
}

interface Gathered {
  sightings: SightingRow[];
  index: Identities;
  histories: ChannelHistory[];
}

/** `succeed`: gives the successions as of then, asked once the question is known to be sound; what they make likely joins the network. */
export async function takeImpact(
  open: OpenCase,
  lake: Lake,
  question: ImpactQuestion,
  succeed: () => Promise<readonly Succession[]>,
): Promise<ImpactTaken> {
  const { asOf } = question;
  const roster = await rosterRows(open, lake);
  const compared = question.compareTag === null ? null : new Set(taggedWith(open, question.compareTag));
  const successions = await succeed();
  const gathered = await gather(lake, asOf, roster, successions);
  const { index } = gathered;
  const named = (row: RosterRow): IdentityKey => resolve(index, row.channel, row.since !== null && row.since <= asOf ? row.since : asOf);
  const controls = new Set(roster.filter((row) => row.control !== null).map(named));
  const living = new Set(roster.filter((row) => row.control === 'living').map(named));
  const comparison = compared === null ? null : new Set(roster.filter((row) => compared.has(row.channel)).map(named));
  const rosterEmpty = roster.every((row) => row.control !== null);
  const watched = rosterEmpty ? gathered.histories.map((history) => history.identity) : roster.map(named);
  const targeted = new Set(watched.filter((identity) => !controls.has(identity) && comparison?.has(identity) !== true));
  const network = networkOf(targeted, successions);
  const input: ImpactInput = {
    ...question,
    histories: gathered.histories,
    roster: targeted,
    network: new Set([...network.members].filter((identity) => comparison?.has(identity) !== true && !controls.has(identity))),
    comparison,
    looks: gathered.sightings.map((row) => {
      const identity = identityOfRow(index, row.channel, row.nativeId, row.at);
      return { row, identity, control: living.has(identity) };
    }),
    index,
    hosts: platformHosts((await loadPlatforms()).flatMap((platform) => platform.links ?? [])),
  };
  const impact = await stream(lake, input);
  return { impact, network, rosterEmpty, spillover: comparison === null ? 0 : successorsAmong(comparison, targeted, successions) };
}

/** What is known of every channel of the roster, of its successors, and of all that were observed where nobody is watched. */
async function gather(lake: Lake, asOf: Ms, roster: readonly RosterRow[], successions: readonly Succession[]): Promise<Gathered> {
  const [sightings, activity, bindings, faces] = await Promise.all([
    lake.sightings(asOf),
    lake.activity(asOf),
    lake.bindings(asOf),
    lake.faces(asOf),
  ]);
  const reassigned = sightings.filter((row) => row.status === 'reassigned').map((row) => row.channel);
  const index = identities(bindings, reassigned);
  const watched = roster.some((row) => row.control === null);
  const others = watched
    ? successions.flatMap((succession) =>
        succession.candidates.filter((candidate) => candidate.observed).map((candidate) => candidate.identity),
      )
    : [...activity, ...sightings].map((row) => row.channel);
  const entered = new Set(roster.map((row) => row.channel));
  const rows = [
    ...roster,
    ...[...new Set(others)].filter((ref) => !entered.has(ref)).map((channel): RosterRow => ({ channel, control: null, since: null })),
  ];
  const input = { at: asOf, roster: rows, sightings, activity, bindings, probeIntervals: {} };
  // Who runs them does not matter here: no shared statements and no tags are asked for.
  return { sightings, index, histories: histories({ ...input, faces, shared: [], tags: [] }) };
}

/** So many days of hosts are held at once. */
const HOST_DAYS = 120;

async function stream(lake: Lake, input: ImpactInput): Promise<Impact> {
  const builder = impactBuilder(input);
  const { windows } = builder;
  const { asOf } = input;
  for await (const piece of lake.posts({ from: windows.start, to: asOf + 1, at: asOf, withText: false })) builder.addPosts(piece);
  const last = windows.start + windows.after.to * DAY;
  for (let from = windows.start; from < last; from += HOST_DAYS * DAY) {
    const rows = await lake.hosts({ from, to: Math.min(last, from + HOST_DAYS * DAY), at: asOf });
    const day = (from - windows.start) / DAY;
    builder.addHosts(rows.map((row) => ({ ...row, day: row.day + day })));
  }
  return builder.finish();
}

/** Happenings of `case.yaml` and of imported records that were meant to change something, the earliest first. */
export async function interventionsOf(open: OpenCase, lake: Lake, asOf: Ms): Promise<{ at: Ms; name: string }[]> {
  const imported = (await lake.events(asOf)).filter((event) => event.intervention).map(({ at, name }) => ({ at, name }));
  const written = open.settings.events.filter((event) => event.intervention).map(({ at, name }) => ({ at: parseTime(at)?.ms ?? 0, name }));
  return [...imported, ...written.filter((event) => event.at <= asOf)].sort((a, b) => a.at - b.at || compare(a.name, b.name));
}
