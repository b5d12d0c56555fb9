import type { Ms } from '../model/observation.ts';
import { saysAway } from '../model/words.ts';
import { type Control, type ControlCheck, checkAll, checkQuickly } from './controls.ts';
import { type Eyes, type Looked, lookAt, type Searched, searchFor } from './looking.ts';
import { type Priority, pauseOf, ranked, type Watched } from './schedule.ts';

/**
 * One platform's loop: open a round with the controls, look at channels by risk, ask the controls again after losses and at the
 * end, sleep, again. Lanes know nothing of each other, so that one dead platform never delays another.
 */

export interface LaneRoster {
  watched: Watched[];
  /** Controls that are known to live, with what is known of each. */
  living: Control[];
  searches: { query: string; cursor: string | null }[];
}

export interface Lane extends Eyes {
  /** The usual pause between looks at one channel. */
  everyMs: Ms;
  /** Walk once through everyone, and end. */
  once: boolean;
  priority: Priority;
  /** Numbers from 0 to 1. */
  chance: () => number;
  /** Who is to be looked at as of now, with what earlier looks taught. */
  roster(): LaneRoster;
  /** Called with each look as it is done, controls included; the evidence is the caller's business. */
  took(looked: Looked): Promise<void>;
  found(searched: Searched): Promise<void>;
  closed(round: RoundEnd): Promise<void>;
  stop: AbortSignal;
}

export interface RoundEnd {
  platform: string;
  round: string;
  startedAt: Ms;
  endedAt: Ms;
  /** Channels looked at, controls not counted. */
  looks: number;
  unknown: number;
  /** First explicit answers that a channel is away. */
  lost: number;
  /** Why nothing that was seen in it counts; null where it does. */
  fault: string | null;
  /** Living controls that are no longer to be seen though we can see: name others. */
  missingControls: string[];
  /** Channels that were due and had to wait for the next round. */
  waiting: number;
}

const MINUTE = 60_000;
const LONGEST_ROUND = 30 * MINUTE;
const LEAST_ROUND = 5 * MINUTE;
/** So many rounds at most in the usual pause, whoever is at risk. */
const ROUNDS_TOGETHER = 3;
/** After so many losses, or so long after the first of them, the controls are asked. */
const LOSSES_UNCHECKED = 5;
const LOSS_UNCHECKED_MS = MINUTE;
/** So many channels without an answer, one after the other, and the controls are asked too. */
const UNKNOWN_RUN = 5;
const FIRST_PAGES = 10;
const PAGES = 3;
/** How early a look may be: rounds are not to miss a channel by seconds. */
const EARLY = 0.9;
/** With `once`, rounds that begin blind before it gives up. */
const BLIND_ROUNDS = 3;
const BLIND_FIRST = MINUTE;
const BLIND_MOST = 60 * MINUTE;

/** Ends when stopped; with `once`, when everyone was looked at. */
export async function runLane(lane: Lane): Promise<void> {
  const begun = lane.clock.now();
  let blind = 0;
  while (!lane.stop.aborted) {
    const end = await runRound(lane, begun);
    await lane.closed(end);
    blind = end.fault === null ? 0 : blind + 1;
    if (lane.once && (dueNow(lane, begun).length === 0 || blind >= BLIND_ROUNDS)) return;
    await rest(lane, pauseAfter(lane, end, begun, blind));
  }
}

/** How soon a channel that a person takes under watch is looked at, while the lane rests. */
const NOTICE_MS = 3 * MINUTE;

/** Sleeps, unless somebody new is there to be looked at. */
async function rest(lane: Lane, ms: Ms): Promise<void> {
  const until = lane.clock.now() + ms;
  const newcomers = (): number => lane.roster().watched.filter((one) => one.lookedAt === null).length;
  const before = newcomers();
  for (let left = ms; left > 0 && !lane.stop.aborted; left = until - lane.clock.now()) {
    await lane.clock.sleep(Math.min(left, NOTICE_MS), lane.stop);
    if (newcomers() > before) return;
  }
}

function pauseAfter(lane: Lane, end: RoundEnd, begun: Ms, blind: number): Ms {
  const jitter = 0.9 + 0.2 * lane.chance();
  if (blind > 0) return Math.min(BLIND_MOST, BLIND_FIRST * 2 ** (blind - 1)) * jitter;
  if (lane.once) return 0;
  const now = lane.clock.now();
  const { watched, searches } = lane.roster();
  const due = (one: Watched): Ms => (one.lookedAt ?? begun) + pauseOf(one, now, lane.everyMs);
  const earliest = watched.filter((one) => !one.pending).reduce((soonest, one) => Math.min(soonest, due(one)), Number.POSITIVE_INFINITY);
  const regular = searches.length > 0 || watched.length === 0 ? end.startedAt + lane.everyMs : Number.POSITIVE_INFINITY;
  // Each round costs its controls: who is due a little later comes along.
  const next = Math.max(Math.min(earliest, regular), end.startedAt + Math.max(LEAST_ROUND, lane.everyMs / ROUNDS_TOGETHER));
  // Losses that wait to be confirmed wait for nobody but each other.
  const confirmed = watched.filter((one) => one.pending).reduce((latest, one) => Math.max(latest, due(one)), Number.NEGATIVE_INFINITY);
  return Math.max(0, (Math.min(next, confirmed > now ? confirmed : next) - now) * jitter);
}

function dueNow(lane: Lane, begun: Ms): Watched[] {
  const now = lane.clock.now();
  return lane.roster().watched.filter((one) => {
    if (one.lookedAt === null) return true;
    return lane.once ? one.lookedAt < begun : now >= one.lookedAt + EARLY * pauseOf(one, now, lane.everyMs);
  });
}

interface Round {
  id: string;
  deadline: Ms;
  end: RoundEnd;
  living: readonly Control[];
  /** Losses since the controls were last asked, and when the first of them was. */
  unchecked: number;
  uncheckedSince: Ms;
  unknownRun: number;
}

async function runRound(lane: Lane, begun: Ms): Promise<RoundEnd> {
  const startedAt = lane.clock.now();
  const id = `${lane.platform}-${new Date(startedAt).toISOString().replace(/[-:]|\.\d+/g, '')}`;
  const { living, searches } = lane.roster();
  const round: Round = {
    id,
    deadline: startedAt + Math.min(LONGEST_ROUND, Math.max(LEAST_ROUND, lane.everyMs)),
    end: {
      platform: lane.platform,
      round: id,
      startedAt,
      endedAt: startedAt,
      looks: 0,
      unknown: 0,
      lost: 0,
      fault: null,
      missingControls: [],
      waiting: 0,
    },
    living,
    unchecked: 0,
    uncheckedSince: 0,
    unknownRun: 0,
  };
  if (await inSight(lane, round, 'all')) {
    for (const { query, cursor } of searches) await search(lane, query, cursor);
    await lookAround(lane, round, begun);
    // One glance shows whether we still see; where it fails, all controls are asked.
    if (round.end.fault === null && round.end.looks > 0) await inSight(lane, round, 'quick');
  }
  round.end.waiting = dueNow(lane, begun).length;
  round.end.endedAt = lane.clock.now();
  return round.end;
}

async function search(lane: Lane, query: string, cursor: string | null): Promise<void> {
  const searched = await searchFor(lane, query, cursor, PAGES);
  if (searched !== null) await lane.found(searched);
}

/** Those due, the most at risk first; a loss changes who that is. */
async function lookAround(lane: Lane, round: Round, begun: Ms): Promise<void> {
  const done = new Set<string>();
  let queue: Watched[] | null = null;
  while (!lane.stop.aborted && lane.clock.now() < round.deadline) {
    queue ??= ranked(
      dueNow(lane, begun).filter((one) => !done.has(one.channel)),
      lane.clock.now(),
      lane.priority,
    );
    const next = queue.shift();
    if (next === undefined) return;
    done.add(next.channel);
    if (await lookOnce(lane, round, next)) queue = null;
    if (needsCheck(lane, round) && !(await inSight(lane, round, 'quick'))) return;
  }
}

/** True where the channel turned out to be away, and was not known to be. */
async function lookOnce(lane: Lane, round: Round, watched: Watched): Promise<boolean> {
  const pages = watched.known.lastPost === null ? FIRST_PAGES : PAGES;
  const looked = await lookAt(lane, { channel: watched.channel, known: watched.known, round: round.id, control: null, pages });
  await lane.took(looked);
  const { status } = looked.look.sighting;
  round.end.looks++;
  round.unknownRun = status === 'unknown' ? round.unknownRun + 1 : 0;
  if (status === 'unknown') round.end.unknown++;
  if (!saysAway(status) || watched.gone) return false;
  if (!watched.pending) round.end.lost++;
  if (round.unchecked++ === 0) round.uncheckedSince = lane.clock.now();
  return true;
}

function needsCheck(lane: Lane, round: Round): boolean {
  if (round.unknownRun >= UNKNOWN_RUN || round.unchecked >= LOSSES_UNCHECKED) return true;
  return round.unchecked > 0 && lane.clock.now() - round.uncheckedSince >= LOSS_UNCHECKED_MS;
}

/** Asks the controls; where a glance fails, all of them. Where those fail too the round is void, and says so in the evidence. */
async function inSight(lane: Lane, round: Round, how: 'all' | 'quick'): Promise<boolean> {
  const check = how === 'all' ? checkAll : checkQuickly;
  const checked = await check(lane, round.id, round.living, lane.chance);
  if (checked.fault !== null && how === 'all') {
    round.end.fault = checked.fault;
    const last = checked.looks.at(-1);
    if (last !== undefined) last.context.voids = true;
  }
  await handOver(lane, checked);
  if (checked.fault !== null && how === 'quick') return inSight(lane, round, 'all');
  round.end.missingControls = checked.missing;
  round.unchecked = 0;
  round.unknownRun = 0;
  return checked.fault === null;
}

async function handOver(lane: Lane, check: ControlCheck): Promise<void> {
  for (const looked of check.looks) await lane.took(looked);
}
