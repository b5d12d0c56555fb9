import { expect, test } from 'vitest';
import { sightingOf } from '../../src/case/watch-sighting.ts';
import type { Ms } from '../../src/model/observation.ts';
import type { RosterRow } from '../../src/model/rows.ts';
import { NOTHING_KNOWN } from '../../src/model/watch.ts';
import { random } from '../../src/simulate/random.ts';
import { virtualClock } from '../../src/simulate/virtual-clock.ts';
import { type Lane, type RoundEnd, runLane } from '../../src/watch/lane.ts';
import { byRisk, type Watched } from '../../src/watch/schedule.ts';
import { type Standing, standing } from '../../src/watch/standing.ts';
import { type Says, stagedAsk, stagedSource } from './stage.ts';

const START = Date.UTC(2019, 10, 22, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Outcome {
  rounds: RoundEnd[];
  looked: { channel: string; at: Ms; control: string | null }[];
  standing: Standing;
  rows: RosterRow[];
}

/** Runs one lane over the staged platform until a time, with the standing that a watch keeps. */
async function run(says: Says, options: { channels: number; controls: number; until: Ms; once?: boolean; everyMs?: Ms }): Promise<Outcome> {
  const clock = virtualClock(START);
  const chance = random('lane').uniform;
  const stop = new AbortController();
  const watched = new Map<string, Watched>();
  for (let i = 0; i < options.channels; i++) {
    const channel = `stage:room_${i}`;
    watched.set(channel, {
      channel,
      known: NOTHING_KNOWN,
      lookedAt: null,
      bornAt: null,
      more: false,
      pending: false,
      gone: false,
      kinLostAt: null,
    });
  }
  const living = Array.from({ length: options.controls }, (_, i) => `stage:control_${i}`);
  const rows: RosterRow[] = [
    ...[...watched.keys()].map((channel): RosterRow => ({ channel, control: null, since: START })),
    ...living.map((channel): RosterRow => ({ channel, control: 'living', since: START })),
  ];
  const now = standing([], [], []);
  const outcome: Outcome = { rounds: [], looked: [], standing: now, rows };
  const lane: Lane = {
    platform: 'stage',
    source: stagedSource(says),
    settings: { base: null, own: {} },
    ask: stagedAsk(clock),
    clock,
    observer: 'test',
    everyMs: options.everyMs ?? 15 * MINUTE,
    once: options.once ?? false,
    priority: byRisk,
    chance,
    roster: () => ({ watched: [...watched.values()], living: living.map((channel) => ({ channel, known: NOTHING_KNOWN })), searches: [] }),
    async took({ context, look, exchanges }) {
      const sighting = sightingOf(context, look, exchanges, 'web');
      now.observe(sighting);
      outcome.looked.push({ channel: context.channel, at: sighting.at, control: context.control });
      const one = watched.get(context.channel);
      if (one !== undefined) watched.set(one.channel, { ...one, lookedAt: clock.now(), known: look.known });
    },
    found: async () => {},
    async closed(end) {
      outcome.rounds.push(end);
      const settled = now.settle(clock.now(), rows);
      for (const [channel, one] of watched)
        watched.set(channel, { ...one, pending: settled.pending.has(channel), gone: settled.channels.get(channel)?.state === 'gone' });
      if (clock.now() >= options.until) stop.abort();
    },
    stop: stop.signal,
  };
  await runLane(lane);
  return outcome;
}

const isControl = (name: string): boolean => name.startsWith('control');
const isNever = (name: string): boolean => name.startsWith('never');
const calm: Says = (name) => ({ status: isNever(name) ? 'absent' : 'alive' });

function stateOf(
  outcome: Outcome,
  channel: string,
  at: Ms,
): ReturnType<Standing['settle']>['channels'] extends Map<string, infer L> ? L | undefined : never {
  return outcome.standing.settle(at, outcome.rows).channels.get(channel);
}

test('a loss is confirmed within the half hour that the rule asks for, and its interval holds the truth', async () => {
  const lostAt = START + 2 * HOUR + 7 * MINUTE;
  const says: Says = (name, now) => (name === 'room_3' && now >= lostAt ? { status: 'absent', reason: 'contact_page' } : calm(name, now));
  const outcome = await run(says, { channels: 10, controls: 3, until: START + 4 * HOUR });
  const { state, gone } = stateOf(outcome, 'stage:room_3', START + 4 * HOUR) ?? {};
  expect(state).toBe('gone');
  expect(gone?.after).toBeLessThan(lostAt);
  expect(gone?.by).toBeGreaterThanOrEqual(lostAt);
  expect((gone?.by ?? 0) - lostAt).toBeLessThan(20 * MINUTE);
  const confirming = outcome.looked.filter((one) => one.channel === 'stage:room_3' && one.at >= lostAt);
  expect((confirming[2]?.at ?? 0) - lostAt).toBeLessThan(60 * MINUTE);
  for (const room of [0, 1, 2, 4, 5, 6, 7, 8, 9]) expect(stateOf(outcome, `stage:room_${room}`, START + 4 * HOUR)?.state).toBe('alive');
});

test('a portal that begins in the middle of rounds makes nobody gone', async () => {
  // For 25 minutes of every hour everything answers as if it were absent, controls too.
  const says: Says = (name, now) =>
    (now - START) % HOUR > 20 * MINUTE && (now - START) % HOUR < 45 * MINUTE ? { status: 'absent' } : calm(name, now);
  const outcome = await run(says, { channels: 200, controls: 3, until: START + 12 * HOUR });
  for (const [channel, one] of outcome.standing.settle(START + 12 * HOUR, outcome.rows).channels)
    expect([channel, one.state]).not.toContain('gone');
  expect(outcome.rounds.some((round) => round.fault !== null)).toBe(true);
  expect(outcome.rounds.some((round) => round.fault === null)).toBe(true);
});

test('a portal that lets the named controls through is given away by the never-used names', async () => {
  const says: Says = (name, now) => (isControl(name) ? { status: 'alive' } : now > START + HOUR ? { status: 'alive' } : calm(name, now));
  const outcome = await run(says, { channels: 5, controls: 3, until: START + 3 * HOUR });
  const late = outcome.rounds.filter((round) => round.startedAt > START + HOUR);
  expect(late.length).toBeGreaterThan(0);
  for (const round of late) expect(round.fault).toContain('nobody ever used');
});

test('while blind, nobody is asked but the controls, ever more rarely', async () => {
  const blind: Says = () => ({ status: 'unknown', reason: 'timeout', again: true });
  const outcome = await run(blind, { channels: 50, controls: 3, until: START + 6 * HOUR });
  expect(outcome.looked.every((one) => one.control !== null)).toBe(true);
  const pauses = outcome.rounds.slice(1).map((round, i) => round.startedAt - (outcome.rounds[i]?.endedAt ?? 0));
  expect(pauses[0]).toBeLessThan(2 * MINUTE);
  expect(pauses.at(-1)).toBeGreaterThan(45 * MINUTE);
});

test('once: everybody is looked at once, in rounds with controls, and it ends', async () => {
  const outcome = await run(calm, { channels: 700, controls: 3, until: START + 100 * HOUR, once: true });
  const rooms = outcome.looked.filter((one) => one.control === null).map((one) => one.channel);
  expect(rooms).toHaveLength(700);
  expect(new Set(rooms).size).toBe(700);
  expect(outcome.rounds.length).toBeGreaterThan(1);
});

test('memory does not grow with the length of the watch', async () => {
  const lost = START + 5 * HOUR;
  const says: Says = (name, now) => (name === 'room_0' && now > lost ? { status: 'absent' } : calm(name, now));
  const short = await run(says, { channels: 20, controls: 3, until: START + 24 * HOUR });
  const long = await run(says, { channels: 20, controls: 3, until: START + 240 * HOUR });
  expect(long.looked.length).toBeGreaterThan(8 * short.looked.length);
  expect(long.standing.size()).toBeLessThan(1.3 * short.standing.size());
});
