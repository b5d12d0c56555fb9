import { describe, expect, it } from 'vitest';
import { random, zipf } from '../../src/simulate/random.ts';

function many(count: number, draw: () => number): number[] {
  return Array.from({ length: count }, draw);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('random', () => {
  it('repeats itself for a seed and differs for others and for forks', () => {
    const draw = (seed: number | string): number[] => many(5, random(seed).uniform);
    expect(draw(1)).toEqual(draw('1'));
    expect(draw(1)).not.toEqual(draw(2));
    expect(draw('ab')).not.toEqual(draw('ba'));
    const parent = random(1);
    const child = many(5, parent.fork('a').uniform);
    expect(many(5, parent.uniform)).toEqual(draw(1));
    expect(many(5, random(1).fork('a').uniform)).toEqual(child);
    expect(many(5, random(1).fork('b').uniform)).not.toEqual(child);
  });

  it('gives the same numbers on every machine', () => {
    const chance = random('trackway');
    expect(many(4, () => chance.int(1_000_000))).toEqual([757_817, 955_434, 712_480, 195_379]);
  });

  it('is spread as it says', () => {
    const chance = random('spread');
    const uniform = many(50_000, chance.uniform);
    expect(mean(uniform)).toBeCloseTo(0.5, 2);
    expect(Math.min(...uniform.slice(0, 20_000))).toBeGreaterThanOrEqual(0);
    expect(uniform.every((value) => value < 1)).toBe(true);
    const normal = many(50_000, () => chance.normal(3, 2));
    expect(mean(normal)).toBeCloseTo(3, 1);
    expect(mean(normal.map((value) => (value - 3) ** 2))).toBeCloseTo(4, 0);
    expect(mean(many(50_000, () => chance.exponential(7)))).toBeCloseTo(7, 0);
    expect(mean(many(50_000, () => (chance.chance(0.3) ? 1 : 0)))).toBeCloseTo(0.3, 1);
    const counts = new Array<number>(6).fill(0);
    for (const face of many(60_000, () => chance.int(6))) counts[face] = (counts[face] ?? 0) + 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  it('picks and shuffles without losing anything', () => {
    const chance = random('deck');
    const deck = many(
      52,
      (() => {
        let next = 0;
        return () => next++;
      })(),
    );
    const shuffled = chance.shuffle([...deck]);
    expect(shuffled).not.toEqual(deck);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(deck);
    expect(new Set(many(300, () => chance.pick(['a', 'b', 'c']).charCodeAt(0))).size).toBe(3);
    expect(() => chance.pick([])).toThrow('nothing to pick');
  });
});

describe('zipf', () => {
  it('draws ranks in proportion to their weights', () => {
    const chance = random('zipf');
    for (const exponent of [0, 0.8, 1, 1.5]) {
      const draw = zipf(50, exponent);
      const counts = new Array<number>(50).fill(0);
      for (let i = 0; i < 100_000; i += 1) {
        const rank = draw(chance);
        counts[rank] = (counts[rank] ?? 0) + 1;
      }
      const total = counts.reduce((sum, _, rank) => sum + (rank + 1) ** -exponent, 0);
      counts.forEach((count, rank) => {
        const expected = (100_000 * (rank + 1) ** -exponent) / total;
        expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected) + 1);
      });
    }
  });

  it('has only one rank of one', () => {
    expect(zipf(1, 1)(random(1))).toBe(0);
  });
});
