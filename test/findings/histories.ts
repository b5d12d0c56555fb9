import { NEVER_USED_REASON, type RosterRow, type SightingRow } from '../../src/model/rows.ts';
import type { Status } from '../../src/model/words.ts';
import { type Random, random } from '../../src/simulate/random.ts';
import { activity, DAY, HOUR, MINUTE, START, sighting, watched } from './rows.ts';

/** Invented histories with known truth: channels live, post and die; a watcher looks through a network that fails and lies. */

export interface History {
  roster: RosterRow[];
  sightings: SightingRow[];
  /** True time of death; null where it lives on. */
  deaths: Map<string, number | null>;
  posts: Map<string, number[]>;
  end: number;
}

interface Fault {
  from: number;
  to: number;
  /** What every probe says during the fault. */
  says: Status;
}

const LENGTH = 6 * DAY;
const FAULTS: Status[] = ['unknown', 'unknown', 'absent', 'absent', 'alive'];

/** `rounds` true: the watcher names its rounds; false: as others' tools leave their records. */
export function history(seed: number, rounds: boolean): History {
  const chance = random(`history ${seed}`);
  const channels = Array.from({ length: 12 }, (_, i) => `telegram:garden_${i}`);
  const controls = Array.from({ length: 4 }, (_, i) => `telegram:weather_${i}`);
  const deaths = new Map<string, number | null>();
  for (const channel of channels) deaths.set(channel, chance.chance(0.4) ? START + DAY + chance.uniform() * (LENGTH - 2 * DAY) : null);
  for (const control of controls) deaths.set(control, null);
  // Half of the histories hold a true wave too.
  if (chance.chance(0.5)) {
    const wave = START + DAY + chance.uniform() * 3 * DAY;
    for (const channel of channels.slice(0, 8)) deaths.set(channel, Math.min(deaths.get(channel) ?? wave, wave + chance.uniform() * HOUR));
  }
  const faults = faultsOf(chance);
  const posts = new Map(channels.map((channel) => [channel, postsOf(chance, deaths.get(channel) ?? START + LENGTH)]));
  const sightings: SightingRow[] = [];
  for (let at = START, n = 0; at < START + LENGTH; at += 2 * HOUR, n += 1) {
    const start = at + chance.uniform() * 20 * MINUTE;
    const names = [`telegram:nobody_${n}_a`, `telegram:nobody_${n}_b`];
    chance.shuffle([...channels, ...controls, ...names]).forEach((channel, i) => {
      const time = Math.round(start + i * 3_000);
      const neverUsed = names.includes(channel);
      const status = answer(chance, faults, time, neverUsed ? 0 : (deaths.get(channel) ?? null));
      sightings.push(
        sighting(channel, time, status, { tool: 'web', round: rounds ? `r${n}` : null, reason: neverUsed ? NEVER_USED_REASON : null }),
      );
    });
  }
  const roster = [...channels.map((channel) => watched(channel)), ...controls.map((control) => watched(control, 'living'))];
  return { roster, sightings, deaths, posts, end: START + LENGTH };
}

function faultsOf(chance: Random): Fault[] {
  return Array.from({ length: 1 + chance.int(4) }, () => {
    const from = START + 4 * HOUR + chance.uniform() * (LENGTH - DAY);
    return { from, to: from + chance.exponential(8 * HOUR), says: chance.pick(FAULTS) };
  });
}

function postsOf(chance: Random, until: number): number[] {
  const posts: number[] = [];
  for (let at = START + chance.exponential(6 * HOUR); at < until; at += chance.exponential(10 * HOUR)) posts.push(Math.round(at));
  return posts;
}

function answer(chance: Random, faults: readonly Fault[], time: number, death: number | null): Status {
  const fault = faults.find((f) => f.from <= time && time < f.to);
  if (fault !== undefined) return fault.says;
  // Single probes fail now and then: too many requests, a login wall.
  if (chance.chance(0.05)) return 'unknown';
  return death !== null && death <= time ? 'absent' : 'alive';
}

/** What a watcher knows as of a time. */
export function knownAt(h: History, at: number) {
  const active = [...h.posts].map(([channel, times]) =>
    activity(
      channel,
      times.filter((time) => time <= at),
    ),
  );
  return {
    at,
    roster: h.roster,
    sightings: h.sightings.filter((row) => row.at <= at),
    activity: active.filter((row) => row.posts > 0),
    bindings: [],
    probeIntervals: {},
  };
}
