/** Chance that can be repeated, in the shapes that invented worlds ask for. The numbers come from `stats/seeded.ts`. */

import { seeded } from '../stats/seeded.ts';

export interface Random {
  /** [0, 1), 32 bits. */
  uniform(): number;
  /** A whole number from 0 to `below` − 1. */
  int(below: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of the items, which must not be empty. */
  pick<T>(items: readonly T[]): T;
  normal(mean: number, deviation: number): number;
  exponential(mean: number): number;
  /** Permutes in place and returns the same array (Fisher and Yates). */
  shuffle<T>(items: T[]): T[];
  /** An independent stream of the same seed: what one part draws does not move another part. */
  fork(name: string): Random;
}

export function random(seed: number | string): Random {
  const uniform = seeded(String(seed));
  const int = (below: number): number => Math.floor(uniform() * below);
  return {
    uniform,
    int,
    chance: (probability) => uniform() < probability,
    pick: (items) => {
      const item = items[int(items.length)];
      if (item === undefined) throw new RangeError('There is nothing to pick from.');
      return item;
    },
    normal: (mean, deviation) => mean + deviation * Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    exponential: (mean) => -mean * Math.log(1 - uniform()),
    shuffle: (items) => shuffle(items, int),
    fork: (name) => random(`${seed}/${name}`),
  };
}

function shuffle<T>(items: T[], int: (below: number) => number): T[] {
  for (let i = items.length - 1; i > 0; i -= 1) {
    const j = int(i + 1);
    const held = items[i] as T;
    items[i] = items[j] as T;
    items[j] = held;
  }
  return items;
}

/**
 * Draws ranks from 0 to `size` − 1 with probability proportional to 1 / (rank + 1)^exponent.
 * By inversion through a table of the cumulated weights: exact, and a few steps each.
 */
export function zipf(size: number, exponent: number): (chance: Random) => number {
  const upTo = new Float64Array(size);
  let total = 0;
  for (let rank = 0; rank < size; rank += 1) {
    total += (rank + 1) ** -exponent;
    upTo[rank] = total;
  }
  // Where to begin to look, for each of so many equal slices of the total.
  const slices = new Int32Array(4 * size);
  for (let slice = 0, rank = 0; slice < slices.length; slice += 1) {
    while ((upTo[rank] ?? total) < (slice / slices.length) * total) rank += 1;
    slices[slice] = rank;
  }
  return (chance) => {
    const drawn = chance.uniform();
    let rank = slices[Math.floor(drawn * slices.length)] ?? 0;
    while (rank < size - 1 && (upTo[rank] ?? total) <= drawn * total) rank += 1;
    return rank;
  };
}
