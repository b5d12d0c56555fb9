import { sightingOf } from '../../src/case/watch-sighting.ts';
import { histories } from '../../src/findings/history.ts';
import { liveness } from '../../src/findings/liveness.ts';
import { type WavesAnswer, waves } from '../../src/findings/waves.ts';
import type { Ms, Sighting } from '../../src/model/observation.ts';
import { type BindingRow, type RosterRow, type SightingRow, VOID_ROUND_REASON } from '../../src/model/rows.ts';
import { NOTHING_KNOWN } from '../../src/model/watch.ts';
import type { State } from '../../src/model/words.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import { random } from '../../src/simulate/random.ts';
import { virtualClock } from '../../src/simulate/virtual-clock.ts';
import { type Lane, type RoundEnd, runLane } from '../../src/watch/lane.ts';
import type { Looked } from '../../src/watch/looking.ts';
import { byRisk, type Watched } from '../../src/watch/schedule.ts';
import { standing } from '../../src/watch/standing.ts';
import { faultyAsk } from './million-ask.ts';
import { KINDS, type Planted, type PlatformName, plant } from './million-world.ts';

/**
 * Does anything that goes wrong between a platform and us ever make a living channel gone? The real sources, through the real
 * lane, over a faulty line to a replica: a trial is some channels on one platform for some hours, some of them removed.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2019, 10, 22);
/** Rounds without faults, so that everybody was seen alive once. */
export const CALM = 40 * MINUTE;
export const EVERY = 20 * MINUTE;

export interface Trial {
  platform: PlatformName;
  faults: readonly Fault[];
  rate: number;
  channels: number;
  removals: number;
  /** Milliseconds before anything goes wrong; 0: from the first look on. */
  calm: Ms;
  /** Hours after that. */
  hours: number;
  /** Removals happen within so many hours of the first that is possible. */
  removedWithin: number;
  /** A saboteur: controls and never-used names are spared by every fault, so that they prove nothing. */
  controlsSpared?: boolean;
  seed: string;
}

export interface Removal {
  channel: string;
  at: Ms;
  /** When the lane knew; null: never. */
  knownAt: Ms | null;
  /** Rounds that counted and in which it was answered, up to the one that confirmed it. */
  validRounds: number;
  /** Rounds of the usual pace, of whatever worth, that the time until then had room for. */
  rounds: number;
  /** What the findings say in the end. */
  interval: { after: Ms | null; by: Ms } | null;
}

export interface Outcome {
  trial: Trial;
  probes: number;
  requests: number;
  struck: number;
  rounds: RoundEnd[];
  sightings: SightingRow[];
  roster: RosterRow[];
  bindings: BindingRow[];
  removals: Removal[];
  /** Living channels called gone: by whom, when. */
  falseGone: string[];
  /** Removed channels called gone and then anything that lives. */
  falseReturns: string[];
  /** What the lane said of each channel in the end. */
  states: Map<string, State>;
  end: Ms;
  /** Times at which a naive rule would have called a living channel gone, by rule. */
  naive: { anyRefusal: number; threeInARow: number };
}

export async function runTrial(trial: Trial): Promise<Outcome> {
  const chance = random(trial.seed);
  const faultsFrom = START + trial.calm;
  const end = faultsFrom + trial.hours * HOUR;
  const first = START + CALM + 10 * MINUTE;
  const removedBetween = [first, first + trial.removedWithin * HOUR] as const;
  const planted = plant({ ...trial, controls: 5, start: START, removedBetween }, chance.fork('world'));
  const clock = virtualClock(START);
  const { source } = KINDS[trial.platform];
  const spares = (handle: string): boolean => trial.controlsSpared === true && !planted.removedAt.has(`${trial.platform}:${handle}`);
  const line = faultyAsk({ ...planted, ...trial, clock, spares, from: faultsFrom, pauseMs: source.pauseMs, random: chance.fork('line') });
  const records = recordsOf(planted);
  const stop = new AbortController();
  const lane: Lane = {
    platform: trial.platform,
    source,
    settings: { base: null, own: {} },
    ask: line.ask,
    clock,
    observer: 'trial',
    everyMs: EVERY,
    once: false,
    priority: byRisk,
    chance: chance.fork('lane').uniform,
    roster: () => ({
      watched: [...records.watched.values()],
      living: planted.controls.map((channel) => ({ channel, known: NOTHING_KNOWN })),
      searches: [],
    }),
    took: async (looked) => records.took(looked, clock.now()),
    found: async () => {},
    async closed(round) {
      records.closed(round, clock.now());
      if (clock.now() >= end) stop.abort();
    },
    stop: stop.signal,
  };
  await runLane(lane);
  return records.outcome(trial, line.requests(), line.struck(), clock.now());
}

function recordsOf(planted: Planted) {
  const watched = new Map([...planted.removedAt.keys()].map((channel): [string, Watched] => [channel, fresh(channel)]));
  const roster: RosterRow[] = [
    ...[...watched.keys()].map((channel): RosterRow => ({ channel, control: null, since: START })),
    ...planted.controls.map((channel): RosterRow => ({ channel, control: 'living', since: START })),
  ];
  const now = standing([], [], []);
  const sightings: SightingRow[] = [];
  const rounds: RoundEnd[] = [];
  const knownAt = new Map<string, Ms>();
  const falseGone: string[] = [];
  const falseReturns: string[] = [];
  const naive = naiveRules();
  let states = new Map<string, State>();

  const took = ({ context, look, exchanges }: Looked, at: Ms): void => {
    const sighting = sightingOf(context, look, exchanges, 'web');
    now.observe(sighting);
    sightings.push(rowOf(sighting, sightings.length));
    const one = watched.get(context.channel);
    if (one === undefined) return;
    watched.set(one.channel, { ...one, lookedAt: at, known: look.known, more: look.more });
    naive.saw(context.channel, exchanges.at(-1)?.outcome, isAlive(planted, context.channel, at));
  };
  const closed = (round: RoundEnd, at: Ms): void => {
    rounds.push(round);
    const settled = now.settle(at, roster);
    states = new Map([...settled.channels].map(([channel, one]) => [channel, one.state]));
    for (const [channel, one] of watched) {
      const state = states.get(channel);
      watched.set(channel, { ...one, pending: settled.pending.has(channel), gone: state === 'gone' });
      if (state !== 'gone' && state !== 'unknown' && knownAt.has(channel)) falseReturns.push(`${channel} ${state} at ${at}`);
    }
    for (const [channel, state] of states) {
      if (state !== 'gone') continue;
      if (isAlive(planted, channel, at)) falseGone.push(`${channel} by the lane at ${at}`);
      else if (!knownAt.has(channel)) knownAt.set(channel, at);
    }
  };
  const outcome = (trial: Trial, requests: number, struck: number, end: Ms): Outcome => {
    const bindings = bindingsOf(sightings);
    const found = assessFindings({ planted, roster, sightings, bindings, rounds, end });
    const removals = [...planted.removedAt].flatMap(([channel, at]) => {
      if (at === null) return [];
      const known = knownAt.get(channel) ?? null;
      return [
        {
          channel,
          at,
          knownAt: known,
          validRounds: validRoundsUntil(channel, at, known ?? end, rounds, sightings),
          rounds: Math.ceil(((known ?? end) - at) / EVERY),
          interval: found.intervals.get(channel) ?? null,
        },
      ];
    });
    return {
      trial,
      probes: sightings.length,
      requests,
      struck,
      rounds,
      sightings,
      roster,
      bindings,
      removals,
      falseGone: [...falseGone, ...found.falseGone],
      falseReturns: [...falseReturns, ...found.falseReturns],
      states,
      end,
      naive: naive.counts,
    };
  };
  return { watched, took, closed, outcome };
}

function fresh(channel: string): Watched {
  return { channel, known: NOTHING_KNOWN, lookedAt: null, bornAt: null, more: false, pending: false, gone: false, kinLostAt: null };
}

function rowOf({ channel, nativeId, at, status, reason, movedTo, observer, tool, round }: Sighting, index: number): SightingRow {
  return { id: String(index), channel, nativeId, at, status, reason, movedTo, observer, tool, round };
}

function isAlive(planted: Planted, channel: string, at: Ms): boolean {
  const removed = planted.removedAt.get(channel) ?? null;
  return removed === null || at < removed;
}

function bindingsOf(sightings: readonly SightingRow[]): BindingRow[] {
  const bound = new Map<string, BindingRow>();
  const voided = new Set(sightings.filter(({ reason }) => reason?.startsWith(VOID_ROUND_REASON)).map(({ round }) => round));
  for (const { channel, nativeId, at, status, round } of sightings) {
    if (nativeId === null || status === 'reassigned' || voided.has(round)) continue;
    const key = `${channel} ${nativeId}`;
    const row = bound.get(key);
    bound.set(key, row === undefined ? { channel, nativeId, from: at, to: at } : { ...row, to: at });
  }
  return [...bound.values()];
}

interface Everything {
  planted: Planted;
  roster: readonly RosterRow[];
  sightings: readonly SightingRow[];
  bindings: readonly BindingRow[];
  rounds: readonly RoundEnd[];
  end: Ms;
}

/** The liveness rule over everything that was seen, as of several moments: what a census of the case would have said. */
function assessFindings(all: Everything): {
  falseGone: string[];
  falseReturns: string[];
  intervals: Map<string, { after: Ms | null; by: Ms }>;
} {
  const falseGone: string[] = [];
  const falseReturns: string[] = [];
  const intervals = new Map<string, { after: Ms | null; by: Ms }>();
  const wasGone = new Set<string>();
  const moments = Array.from({ length: 6 }, (_, i) => all.rounds[Math.floor(((i + 1) * all.rounds.length) / 6) - 1]?.endedAt ?? all.end);
  for (const at of moments) {
    const sightings = all.sightings.filter((row) => row.at <= at);
    const bindings = bindingsOf(sightings);
    const { channels } = liveness({ at, roster: all.roster, sightings, activity: [], bindings, probeIntervals: {} });
    for (const { entered, state, gone, control } of channels) {
      const alive = control || isAlive(all.planted, entered, at);
      if (state === 'gone' && alive) falseGone.push(`${entered} by the findings as of ${at}`);
      if (wasGone.has(entered) && (state === 'alive' || state === 'silent')) falseReturns.push(`${entered} by the findings as of ${at}`);
      if (state === 'gone') wasGone.add(entered);
      if (gone !== null) intervals.set(entered, gone);
    }
  }
  return { falseGone, falseReturns, intervals };
}

/** Rounds that counted and in which the channel was answered. */
function validRoundsUntil(channel: string, from: Ms, to: Ms, rounds: readonly RoundEnd[], sightings: readonly SightingRow[]): number {
  const seen = sightings.filter((row) => row.channel === channel && row.at >= from && row.at <= to && row.status !== 'unknown');
  const answered = new Set(seen.map((row) => row.round));
  return rounds.filter((round) => round.fault === null && answered.has(round.round)).length;
}

/** What tools without a liveness rule do: each counts how often it calls a living channel gone. */
function naiveRules() {
  const counts = { anyRefusal: 0, threeInARow: 0 };
  const refused = new Map<string, number>();
  const saw = (channel: string, outcome: { kind: string; status?: number } | undefined, alive: boolean): void => {
    const isRefusal = outcome === undefined || outcome.kind !== 'answer' || outcome.status !== 200;
    refused.set(channel, isRefusal ? (refused.get(channel) ?? 0) + 1 : 0);
    if (!alive) return;
    if (isRefusal) counts.anyRefusal += 1;
    if ((refused.get(channel) ?? 0) === 3) counts.threeInARow += 1;
  };
  return { counts, saw };
}

/** Where faults are rarer, every removal must be found in time. */
const RARE = 0.2;
const MOST_VALID_ROUNDS = 3;
const MOST_ROUNDS = 12;

/** What is promised and was not kept. */
export function broken({ trial, falseGone, falseReturns, removals, rounds, states }: Outcome): string[] {
  const late = removals.filter((one) => one.knownAt === null || one.validRounds > MOST_VALID_ROUNDS || one.rounds > MOST_ROUNDS);
  const found = removals.filter((one) => one.knownAt !== null);
  const wrong = found.filter(({ at, interval }) => interval === null || (interval.after ?? 0) >= at || interval.by < at);
  const blind = trial.rate === 1 && rounds.every((round) => round.fault !== null || round.startedAt < START + trial.calm);
  const known = blind ? [...states].filter(([, state]) => state !== 'unknown') : [];
  const name = `${trial.platform} at ${trial.rate} with ${trial.faults.map((fault) => fault.name).join(', ')} (${trial.seed})`;
  return [
    ...falseGone.map((one) => `called gone while it lived: ${one}`),
    ...falseReturns.map((one) => `called back while it was gone: ${one}`),
    ...(trial.rate < RARE ? late.map((one) => `found late or never: ${said(one)}`) : []),
    ...wrong.map((one) => `the truth is outside of the interval: ${said(one)}`),
    ...known.map(([channel, state]) => `${channel} is ${state} though nothing could be seen`),
  ].map((problem) => `${problem}; ${name}`);
}

function said({ channel, at, knownAt, validRounds, rounds, interval }: Removal): string {
  const minutes = (time: Ms | null | undefined): string =>
    time === null || time === undefined ? 'never' : ((time - at) / MINUTE).toFixed(1);
  return `${channel}, known after ${minutes(knownAt)} min, ${validRounds} valid of ${rounds} rounds, interval ${minutes(interval?.after)} to ${minutes(interval?.by)} min`;
}

/** Waves that the findings see in all that was seen: every one must be a true one. */
export function wavesIn({ sightings, bindings, roster, end }: Outcome): WavesAnswer {
  const input = { at: end, roster, sightings, activity: [], bindings, probeIntervals: {}, faces: [], shared: [], tags: [] };
  return waves(histories(input), end);
}

/** The 95 % upper limit (Wilson) of a rate of which `hits` were seen in `n`. */
export function wilsonUpper(hits: number, n: number): number {
  const z = 1.959964;
  const p = hits / n;
  const middle = p + z ** 2 / (2 * n);
  return (middle + z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2))) / (1 + z ** 2 / n);
}
