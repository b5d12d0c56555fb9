import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { sightingOf } from '../src/case/watch-sighting.ts';
import type { Ms } from '../src/model/observation.ts';
import type { RosterRow } from '../src/model/rows.ts';
import { type Answered, type Ask, NOTHING_KNOWN } from '../src/model/watch.ts';
import { showsAlive } from '../src/model/words.ts';
import { platform as telegram } from '../src/platforms/telegram/index.ts';
import { type Random, random } from '../src/simulate/random.ts';
import type { ReplicaPlace, ReplicaPost } from '../src/simulate/replica.ts';
import { answerOf } from '../src/simulate/replica-ask.ts';
import { telegramReplica } from '../src/simulate/replica-telegram.ts';
import { virtualClock } from '../src/simulate/virtual-clock.ts';
import { type Lane, runLane } from '../src/watch/lane.ts';
import { byRisk, byTurn, type Watched } from '../src/watch/schedule.ts';
import { standing } from '../src/watch/standing.ts';

/**
 * How long after a channel's true end does the watch know, at the politeness floor? By risk against each in its turn, through
 * the real source and the real lane, over a replica in the same process and a clock that jumps. And what a probe costs.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2019, 10, 1);
const CONTROLS = 5;
const FAMILY = 5;
/** A re-formed channel lasts 14 days in the mean, another 302 (Amarasingam, Maher and Winter 2021); not all young ones are re-formed. */
const YOUNG_SHARE = 0.3;
const YOUNG_RISK = 8;
/** One operator's mirrors are often taken together. */
const KIN_SHARE = 0.4;
const KIN_WITHIN = 12 * HOUR;

interface Planted {
  handle: string;
  family: number;
  bornAt: Ms;
  endsAt: Ms | null;
}

/** Ends are drawn by risk over the first two thirds of the time; some take a neighbour along. */
function roster(channels: number, ends: number, days: number, chance: Random): Planted[] {
  const planted = Array.from({ length: channels }, (_, i): Planted => {
    const isYoung = chance.uniform() < YOUNG_SHARE;
    const age = isYoung ? chance.uniform() * 25 * DAY : (40 + chance.uniform() * 800) * DAY;
    return { handle: `poplar_room_${String(i).padStart(5, '0')}`, family: Math.floor(i / FAMILY), bornAt: START - age, endsAt: null };
  });
  const risk = (one: Planted): number => (START - one.bornAt < 30 * DAY ? YOUNG_RISK : 1);
  for (let done = 0; done < ends; ) {
    const one = chance.pick(planted);
    if (one.endsAt !== null || chance.uniform() * YOUNG_RISK > risk(one)) continue;
    one.endsAt = START + 4 * HOUR + chance.uniform() * ((2 / 3) * days * DAY - 4 * HOUR);
    done += 1;
    const kin = planted.filter((other) => other.family === one.family && other.endsAt === null);
    if (kin.length === 0 || chance.uniform() >= KIN_SHARE) continue;
    chance.pick(kin).endsAt = one.endsAt + chance.uniform() * KIN_WITHIN;
    done += 1;
  }
  return planted;
}

function place({ handle, bornAt, endsAt }: Planted, i: number, posts: number): ReplicaPlace {
  const wrote = Array.from({ length: posts }, (_, n): ReplicaPost => {
    const text = `Evening ${n} in room ${i}. Tea at seven, lamps at eight, and the ledger is open: https://example.org/${n}`;
    const nothing = { links: [], author: null, forward: null, replyTo: null, editedAt: null, deletedAt: null };
    return { id: String(n + 2), at: START - (posts - n) * HOUR, text, views: 120, ...nothing };
  });
  return {
    platform: 'telegram',
    nativeId: String(1_500_000_000 + i),
    kind: 'channel',
    createdAt: Math.min(bornAt, START - posts * HOUR),
    handles: [{ handle, from: bornAt - 1000 * HOUR, to: null }],
    invites: [],
    faces: [{ from: bornAt, title: `Room ${i}`, about: 'Tea and lamps', subscribers: 900, preview: true }],
    endings: endsAt === null ? [] : [{ how: 'deleted', from: endsAt, to: null }],
    posts: wrote,
  };
}

interface Watch {
  planted: readonly Planted[];
  posts: number;
  days: number;
  everyMs: Ms;
  /** With what is known of risks, or each in its turn as if nothing were. */
  byRisk: boolean;
  chance: Random;
  /** Called after each round. */
  after: (now: Ms) => void;
}

interface Watched1 {
  probes: number;
  cpuSeconds: number;
  /** Minutes from the true end to the first explicit answer, and to where the rule confirms it. */
  noticed: number[];
  confirmed: number[];
  missed: number;
}

async function watchOver(plan: Watch): Promise<Watched1> {
  const controls = Array.from(
    { length: CONTROLS },
    (_, i): Planted => ({ handle: `linden_room_${i}`, family: -1, bornAt: START - 900 * DAY, endsAt: null }),
  );
  const replica = telegramReplica({ places: [...plan.planted, ...controls].map((one, i) => place(one, i, plan.posts)) });
  const source = telegram.watch;
  if (source === undefined) throw new Error('Telegram is not watched');
  const clock = virtualClock(START);
  const stop = new AbortController();
  const ref = (one: Planted): string => `telegram:${one.handle}`;
  const byRef = new Map(plan.planted.map((one) => [ref(one), one]));
  const watched = new Map(plan.planted.map((one): [string, Watched] => [ref(one), fresh(ref(one), plan.byRisk ? one.bornAt : null)]));
  const rows: RosterRow[] = [
    ...plan.planted.map((one): RosterRow => ({ channel: ref(one), control: null, since: START })),
    ...controls.map((one): RosterRow => ({ channel: ref(one), control: 'living', since: START })),
  ];
  const now = standing([], [], []);
  const kinLostAt = new Map<number, Ms>();
  const noticed = new Map<string, Ms>();
  const confirmed = new Map<string, Ms>();
  const [least, most] = source.pauseMs;
  const ask: Ask = async (request): Promise<Answered> => {
    await clock.sleep(least + plan.chance.uniform() * (most - least), stop.signal);
    return answerOf(replica, request, clock.now(), clock.now());
  };
  let probes = 0;
  const lane: Lane = {
    platform: 'telegram',
    source,
    settings: { base: null, own: {} },
    ask,
    clock,
    observer: 'bench',
    everyMs: plan.everyMs,
    once: false,
    priority: plan.byRisk ? byRisk : byTurn,
    chance: plan.chance.fork('lane').uniform,
    roster: () => ({
      watched: [...watched.values()],
      living: controls.map((one) => ({ channel: ref(one), known: NOTHING_KNOWN })),
      searches: [],
    }),
    async took({ context, look, exchanges }) {
      probes += 1;
      now.observe(sightingOf(context, look, exchanges, 'web'));
      const one = watched.get(context.channel);
      const family = byRef.get(context.channel)?.family;
      if (one === undefined || family === undefined) return;
      const { status } = look.sighting;
      if (status !== 'unknown' && !showsAlive(status)) {
        if (!noticed.has(one.channel)) noticed.set(one.channel, clock.now());
        if (!one.gone) kinLostAt.set(family, clock.now());
      }
      watched.set(one.channel, { ...one, lookedAt: clock.now(), known: look.known, more: look.more });
    },
    found: async () => {},
    async closed() {
      const settled = now.settle(clock.now(), rows);
      for (const [channel, one] of watched) {
        const gone = settled.channels.get(channel)?.state === 'gone';
        if (gone && !confirmed.has(channel)) confirmed.set(channel, clock.now());
        const kin = plan.byRisk ? (kinLostAt.get(byRef.get(channel)?.family ?? -1) ?? null) : null;
        watched.set(channel, { ...one, gone, pending: plan.byRisk && settled.pending.has(channel), kinLostAt: kin });
      }
      plan.after(clock.now());
      if (clock.now() >= START + plan.days * DAY) stop.abort();
    },
    stop: stop.signal,
  };
  const cpu = process.cpuUsage();
  await runLane(lane);
  const { user, system } = process.cpuUsage(cpu);
  const ended = plan.planted.flatMap((one) => (one.endsAt === null ? [] : [{ channel: ref(one), endsAt: one.endsAt }]));
  const delays = (known: ReadonlyMap<string, Ms>): number[] =>
    ended.flatMap(({ channel, endsAt }) => {
      const at = known.get(channel);
      return at === undefined ? [] : [(at - endsAt) / MINUTE];
    });
  const told = delays(confirmed);
  return { probes, cpuSeconds: (user + system) / 1e6, noticed: delays(noticed), confirmed: told, missed: ended.length - told.length };
}

function fresh(channel: string, bornAt: Ms | null): Watched {
  return { channel, known: NOTHING_KNOWN, lookedAt: null, bornAt, more: false, pending: false, gone: false, kinLostAt: null };
}

export interface DelayMeasure {
  channels: number;
  schedule: 'by risk' | 'in turn';
  ends: number;
  missed: number;
  /** Minutes. */
  noticedMean: number;
  confirmedMedian: number;
  confirmedMean: number;
  confirmed90: number;
}

/** Delays for one size of roster under both schedules, which meet the same ends. */
export async function measureDelay(channels: number): Promise<DelayMeasure[]> {
  const ends = Math.min(80, Math.floor(channels * 0.4));
  const days = channels >= 5000 ? 2 : channels >= 500 ? 3 : 6;
  const measures: DelayMeasure[] = [];
  for (const risk of [true, false]) {
    const chance = random(`bench watch ${channels}`);
    const planted = roster(channels, ends, days, chance.fork('roster'));
    const done = await watchOver({
      planted,
      posts: 2,
      days,
      everyMs: 15 * MINUTE,
      byRisk: risk,
      chance: chance.fork('line'),
      after: () => {},
    });
    const sorted = [...done.confirmed].sort((a, b) => a - b);
    measures.push({
      channels,
      schedule: risk ? 'by risk' : 'in turn',
      ends: done.confirmed.length + done.missed,
      missed: done.missed,
      noticedMean: mean(done.noticed),
      confirmedMedian: sorted[Math.floor(sorted.length / 2)] ?? 0,
      confirmedMean: mean(sorted),
      confirmed90: sorted[Math.floor(sorted.length * 0.9)] ?? 0,
    });
  }
  return measures;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** Microseconds of CPU for one look at a channel with a full page of 20 posts: replica, source, lane and standing together. */
export async function measureProbe(): Promise<{ probes: number; microseconds: number }> {
  const chance = random('bench probe');
  const planted = roster(100, 5, 1, chance.fork('roster'));
  const done = await watchOver({ planted, posts: 20, days: 0.25, everyMs: 15 * MINUTE, byRisk: true, chance, after: () => {} });
  return { probes: done.probes, microseconds: (done.cpuSeconds * 1e6) / done.probes };
}

/** Megabytes of live heap after 10 and after 90 simulated days of one watch. */
export async function measureMemory(): Promise<{ day10: number; day90: number; probes: number }> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const heapAt = new Map<number, number>();
  const after = (now: Ms): void => {
    const day = Math.floor((now - START) / DAY);
    if ((day !== 10 && day !== 90) || heapAt.has(day)) return;
    collect();
    heapAt.set(day, process.memoryUsage().heapUsed / (1 << 20));
  };
  const chance = random('bench memory');
  const planted = roster(25, 8, 90, chance.fork('roster'));
  const done = await watchOver({ planted, posts: 5, days: 90.5, everyMs: 12 * HOUR, byRisk: true, chance, after });
  return { day10: heapAt.get(10) ?? 0, day90: heapAt.get(90) ?? 0, probes: done.probes };
}
