import { writeSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Fault } from '../../src/simulate/fault.ts';
import { FAULTS } from '../../src/simulate/faults.ts';
import { broken, CALM, runTrial, type Trial, wavesIn } from '../watch/million.ts';
import { tally } from '../watch/million-report.ts';
import type { PlatformName } from '../watch/million-world.ts';

/** One million probes: every fault on every platform at every rate, and outages that must not be waves. */

const PLATFORMS: readonly PlatformName[] = ['telegram', 'tamtam', 'x'];
const RATES = [0.01, 0.05, 0.2, 0.5, 1];
const MILLION = 1_000_000;

function* trials(): Generator<Trial> {
  for (let turn = 0; ; turn += 1) for (const fault of FAULTS) yield* trialsOf(fault, turn);
}

function trialsOf(fault: Fault, turn: number): Trial[] {
  return PLATFORMS.flatMap((platform) =>
    RATES.map((rate): Trial => {
      const blind = rate === 1;
      const calm = turn % 2 === 0 || blind ? CALM : 0;
      const seed = `long ${turn} ${platform} ${fault.name} ${rate}`;
      return {
        platform,
        faults: [fault],
        rate,
        channels: 10,
        removals: blind ? 0 : 3,
        calm,
        hours: blind ? 50 : 8,
        removedWithin: 4,
        seed,
      };
    }),
  );
}

it('a million probes, and no living channel is called gone', async () => {
  const all = tally();
  const problems: string[] = [];
  for (const trial of trials()) {
    const outcome = await runTrial(trial);
    all.add(outcome);
    problems.push(...broken(outcome));
    if (all.probes() >= MILLION) break;
  }
  writeSync(1, `${all.text()}\n`);
  expect(problems).toEqual([]);
  expect(all.removals().planted).toBeGreaterThanOrEqual(50);
  for (const wrong of Object.values(all.naive())) expect(wrong).toBeGreaterThan(0);
});

const OUTAGES = [
  'own outage',
  'platform silent',
  '502 for all',
  '404 for all',
  'captive portal, 200',
  'captive portal, 404',
  'names lead to private addresses',
  'search page of a false name server',
  'nobody is there for all',
  'everybody is there for all',
  'the observer is expelled',
];
const SEEDS = 20;

it.each(OUTAGES)('%s is no wave, and hides none', async (name) => {
  const faults = FAULTS.filter((fault) => fault.name === name);
  const problems: string[] = [];
  let seen = 0;
  for (let i = 0; i < SEEDS; i += 1) {
    const platform = PLATFORMS[i % PLATFORMS.length] ?? 'telegram';
    const common = { platform, faults, rate: 0.3, channels: 25, calm: CALM, hours: 10, seed: `outage ${name} ${i}` };
    const quiet = await runTrial({ ...common, removals: 0, removedWithin: 0 });
    const { waves, undecided } = wavesIn(quiet);
    problems.push(
      ...broken(quiet),
      ...[...waves, ...undecided].map((wave) => `a wave of ${wave.lost} where nobody was lost, ${name} ${i}`),
    );
    const struck = await runTrial({ ...common, removals: 12, removedWithin: 0.5 });
    problems.push(...broken(struck));
    const told = wavesIn(struck);
    const lost = new Set([...told.waves, ...told.undecided].flatMap((wave) => wave.channels));
    if (lost.size >= 10) seen += 1;
    else problems.push(`of 12 lost together only ${lost.size} are in a wave, ${name} ${i}`);
  }
  expect(problems).toEqual([]);
  expect(seen).toBe(SEEDS);
});
