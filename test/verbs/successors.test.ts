import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { homes } from '../../src/simulate/homes.ts';
import { type Workplace, workplace } from '../command.ts';

interface Answer {
  at: string;
  total: number;
  successors: {
    predecessor: string;
    names: string[];
    pool: number;
    noneInPool: number;
    calibratedOn: string;
    candidates: {
      channel: string;
      names: string[];
      probability: number;
      low: number;
      high: number;
      contested: boolean;
      verdict: string | null;
      prior: number;
      rivalry: number;
      evidence: { kind: string; log2Odds: number }[];
    }[];
  }[];
}

describe('successors, from files to the answer', () => {
  const world = homes('messenger-wave', 'small', { lost: 24, bystanders: 60, days: 60, posts: 60 });
  let place: Workplace;
  let answer: Answer;

  beforeAll(() => {
    place = workplace();
    writeFileSync(place.path('world.ndjson'), [...world.records].map((record) => `${JSON.stringify(record)}\n`).join(''));
    place.json('init', 'case');
    place.json('import', 'world.ndjson', '--case', 'case');
    answer = place.json<Answer>('successors', '--case', 'case');
  }, 120_000);
  afterAll(() => place.remove());

  it('asks about every channel that is lost, and finds most homes that could be seen', () => {
    const observable = world.truth.lost.filter((lost) => lost.successors.some((home) => home.observable));
    const found = observable.filter((lost) => {
      const line = answer.successors.find((one) => one.names.includes(lost.channel));
      const top = line?.candidates[0];
      return top !== undefined && lost.successors.some((home) => top.names.includes(home.channel));
    });
    expect(answer.total).toBeGreaterThanOrEqual(world.truth.lost.length);
    expect(observable.length).toBeGreaterThan(4);
    expect(found.length / observable.length).toBeGreaterThan(0.7);
  });

  it('gives probabilities that open into bits, each within its interval', () => {
    for (const line of answer.successors) {
      expect(line.noneInPool).toBeGreaterThanOrEqual(0);
      expect(line.noneInPool).toBeLessThanOrEqual(1);
      expect(line.calibratedOn).toMatch(/simulated worlds/);
      for (const { probability, low, high, evidence, prior, rivalry } of line.candidates) {
        expect(low).toBeLessThanOrEqual(probability);
        expect(high).toBeGreaterThanOrEqual(probability);
        if (probability < 0.01 || probability > 0.99) continue;
        const bits = evidence.reduce((sum, item) => sum + item.log2Odds, prior + rivalry);
        expect(bits).toBeCloseTo(Math.log2(probability / (1 - probability)), 1);
      }
    }
  });

  it('answers the same bytes again, in another zone and another locale', () => {
    const first = place.run('successors', '--case', 'case', '--json').out;
    Object.assign(place.env, { TZ: 'Pacific/Auckland', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' });
    expect(place.run('successors', '--case', 'case', '--json').out).toBe(first);
  });

  it('a verdict overrides, and clearing it brings back what was', () => {
    const line = answer.successors.find((one) => one.candidates.length > 1);
    const [top, second] = line?.candidates ?? [];
    if (line === undefined || top === undefined || second === undefined) throw new Error('nobody has two candidates');
    const ask = () => place.json<Answer>('successors', line.predecessor, '--case', 'case').successors;
    place.json('decide', line.predecessor, second.channel, 'impersonator', '--case', 'case');
    expect(ask()[0]?.candidates.find((one) => one.channel === second.channel)).toMatchObject({ probability: 0, verdict: 'impersonator' });
    place.json('decide', line.predecessor, second.channel, 'clear', '--case', 'case');
    // One channel asked alone is answered as it is among all.
    expect(ask()).toEqual([line]);
  });

  it('tells people in words, and what to do where nothing is lost or nobody is known', () => {
    expect(place.run('successors', '--case', 'case', '--limit', '1').out).toMatch(/none of \d+ channels searched/);
    place.json('init', 'empty');
    expect(place.run('successors', '--case', 'empty').out).toMatch(/No channel is lost/);
    const unknown = place.run('successors', 'telegram:nobody_here', '--case', 'case');
    expect(unknown.code).toBe(2);
    expect(unknown.err).toMatch(/telegram:nobody_here is not in this case/);
  });
});
