import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/simulate/fault.ts';
import { FAULTS } from '../../src/simulate/faults.ts';
import { broken, CALM, type Outcome, runTrial, type Trial, wavesIn } from './million.ts';
import { tally } from './million-report.ts';
import type { PlatformName } from './million-world.ts';

const PLATFORMS: readonly PlatformName[] = ['telegram', 'tamtam', 'x'];
const RATES = [0.01, 0.05, 0.2, 0.5, 1];

/** Faults in handfuls, so that every platform meets every one of them within seconds. */
function handfuls(size: number): Fault[][] {
  return Array.from({ length: Math.ceil(FAULTS.length / size) }, (_, i) =>
    FAULTS.filter((_, n) => n % Math.ceil(FAULTS.length / size) === i),
  );
}

function trials(): Trial[] {
  return handfuls(4).flatMap((faults, i) =>
    PLATFORMS.map((platform, p): Trial => {
      const rate = RATES[(i + p) % RATES.length] ?? 1;
      const blind = rate === 1;
      // The state is unknown only after two days without an answer that counts.
      return {
        platform,
        faults,
        rate,
        channels: 10,
        removals: blind ? 0 : 3,
        calm: i % 2 === 0 || blind ? CALM : 0,
        hours: blind ? 50 : 4,
        removedWithin: 1,
        seed: `suite ${i} ${platform}`,
      };
    }),
  );
}

describe('whatever goes wrong between a platform and us', () => {
  it('no living channel is ever gone, removals are found in time, and naive rules fail', async () => {
    const all = tally();
    const problems: string[] = [];
    for (const trial of trials()) {
      const outcome = await runTrial(trial);
      all.add(outcome);
      problems.push(...broken(outcome));
    }
    expect(problems, all.text()).toEqual([]);
    expect(all.probes()).toBeGreaterThan(15_000);
    expect(all.removals().planted).toBeGreaterThanOrEqual(50);
    expect(all.falseGone()).toBe(0);
    for (const wrong of Object.values(all.naive())) expect(wrong).toBeGreaterThan(0);
  });

  it.each(['own outage', 'captive portal, 200', 'names lead to private addresses', 'nobody is there for all'])(
    '%s raises no wave',
    async (name) => {
      const fault = FAULTS.filter((one) => one.name === name);
      const outcome = await runTrial({
        platform: 'telegram',
        faults: fault,
        rate: 0.3,
        channels: 20,
        removals: 0,
        calm: CALM,
        hours: 6,
        removedWithin: 0,
        seed: `wave ${name}`,
      });
      expect(broken(outcome)).toEqual([]);
      const { waves, undecided } = wavesIn(outcome);
      expect([...waves, ...undecided]).toEqual([]);
    },
  );

  it('a true wave is seen through an outage', async () => {
    const faults = FAULTS.filter((one) => one.name === 'own outage');
    const outcome = await runTrial({
      platform: 'telegram',
      faults,
      rate: 0.3,
      channels: 20,
      removals: 12,
      calm: CALM,
      hours: 6,
      removedWithin: 0.5,
      seed: 'true wave',
    });
    expect(broken(outcome)).toEqual([]);
    const { waves, undecided } = wavesIn(outcome);
    const lost = [...waves, ...undecided].flatMap((wave) => wave.channels);
    expect(new Set(lost).size).toBeGreaterThanOrEqual(10);
  });
});

describe('the harness itself', () => {
  /** What a trial would have shown if the lane had believed whatever it was told. */
  const believed = (change: Partial<Outcome>): Outcome => ({ ...template, ...change });
  const template: Outcome = {
    trial: { platform: 'x', faults: [], rate: 0.01, channels: 1, removals: 1, calm: CALM, hours: 1, removedWithin: 1, seed: 'none' },
    probes: 0,
    requests: 0,
    struck: 0,
    rounds: [],
    sightings: [],
    roster: [],
    bindings: [],
    removals: [{ channel: 'x:room', at: 1000, knownAt: 2000, validRounds: 3, rounds: 3, interval: { after: 999, by: 1000 } }],
    falseGone: [],
    falseReturns: [],
    states: new Map(),
    end: 0,
    naive: { anyRefusal: 0, threeInARow: 0 },
  };
  const removal = template.removals[0] ?? { channel: '', at: 0, knownAt: null, validRounds: 0, rounds: 0, interval: null };

  it('sees a living channel called gone, where the controls prove nothing', async () => {
    const faults = FAULTS.filter((one) => one.name === 'nobody is there for all');
    const outcome = await runTrial({
      platform: 'tamtam',
      faults,
      rate: 1,
      channels: 3,
      removals: 0,
      calm: CALM,
      hours: 2,
      removedWithin: 0,
      controlsSpared: true,
      seed: 'saboteur',
    });
    expect(outcome.falseGone.length).toBeGreaterThan(0);
    expect(broken(outcome).length).toBeGreaterThan(0);
  });

  it('passes what is right and names what is not', () => {
    expect(broken(template)).toEqual([]);
    expect(broken(believed({ falseGone: ['x:room'] }))).toHaveLength(1);
    expect(broken(believed({ falseReturns: ['x:room'] }))).toHaveLength(1);
    for (const wrong of [
      { knownAt: null },
      { validRounds: 4 },
      { rounds: 13 },
      { interval: { after: 1000, by: 1000 } },
      { interval: { after: 0, by: 999 } },
    ]) {
      expect(broken(believed({ removals: [{ ...removal, ...wrong }] }))).toHaveLength(1);
    }
    expect(broken(believed({ trial: { ...template.trial, rate: 1 }, states: new Map([['x:room', 'alive']]) }))).toHaveLength(1);
  });
});
