/** Are the bits of names and pictures what they say? On invented worlds of families that nothing was tuned on. */

import type { FaceMeasures } from '../src/findings/face.ts';
import { faces } from '../src/findings/faces.ts';
import { HELD_OUT_FAMILIES } from '../src/simulate/homes.ts';
import { random } from '../src/simulate/random.ts';
import { type FacesOfHomes, facesOfHomes } from './names-homes.ts';

const MEASURES = ['title', 'handle', 'avatar', 'joint'] as const;
const BANDS: readonly [number, number][] = [
  [-9, 0.5],
  [0.5, 3],
  [3, 6],
  [6, 9],
  [9, 12],
  [12, 99],
];
const DRAWN = 200_000;

/** `log2(share of true pairs / share of unrelated pairs)` for each band of bits; a plus where no unrelated pair is in it. */
export function reportWorlds(): void {
  for (const family of HELD_OUT_FAMILIES) {
    const world = facesOfHomes(family, 'held-out-names', 300);
    const pool = faces(world.dossiers);
    console.log(`\nworlds of ${family}: ${world.pairs.length} true pairs among ${world.dossiers.length} channels`);
    for (const measure of MEASURES) console.log(`  ${measure.padEnd(7)} ${bands(world, (a, b) => pool.compare(a, b)[measure])}`);
    const kept = (limit: number): string => {
      const alike = world.pairs.filter(([a, b]) => pool.compare(a, b).joint > 1);
      return `${alike.filter(([a, b]) => pool.neighbours(a, limit).includes(b)).length} of ${alike.length} among ${limit}`;
    };
    console.log(`  true pairs with more than one bit that are among the neighbours: ${kept(60)}, ${kept(200)}`);
  }
}

/** CPU seconds and memory at the size of a large case. */
export function reportScale(): void {
  const world = facesOfHomes('accounts', 'scale', 5_500);
  const cpu = (): number => process.cpuUsage().user / 1e6;
  let begun = cpu();
  const pool = faces(world.dossiers);
  const built = cpu() - begun;
  begun = cpu();
  const lost = Array.from({ length: 5_000 }, (_, i) => world.pairs[i % world.pairs.length]?.[0] ?? 0).map((a, i) =>
    i < world.pairs.length ? a : i,
  );
  let compared = 0;
  for (const a of lost) {
    for (const b of pool.neighbours(a, 60)) {
      pool.compare(a, b);
      compared += 1;
    }
  }
  const memory = process.memoryUsage().rss / 1e6;
  console.log(
    `\nscale: ${world.dossiers.length} channels built in ${built.toFixed(1)} CPU s; ${lost.length} × 60 neighbours, ${compared} compared in ${(cpu() - begun).toFixed(1)} CPU s; ${memory.toFixed(0)} MB`,
  );
  for (const limit of [60, 200]) {
    const alike = world.pairs.filter(([a, b]) => pool.compare(a, b).joint > 1);
    const kept = alike.filter(([a, b]) => pool.neighbours(a, limit).includes(b)).length;
    console.log(`  true pairs with more than one bit among ${limit} neighbours: ${kept} of ${alike.length}`);
  }
}

type Measure = (a: number, b: number) => FaceMeasures['title'];

function bands(world: FacesOfHomes, measure: Measure): string {
  const related = groups(world);
  const right = world.pairs.map(([a, b]) => measure(a, b)).filter((bits) => bits !== null);
  const chance = random('pairs');
  const wrong: number[] = [];
  for (let i = 0; i < DRAWN; i += 1) {
    const [a, b] = [chance.int(world.dossiers.length), chance.int(world.dossiers.length)];
    const bits = a === b || related(a) === related(b) ? null : measure(a, b);
    if (bits !== null) wrong.push(bits);
  }
  const share = (list: readonly number[], [from, to]: readonly [number, number]): number =>
    list.filter((b) => b >= from && b < to).length / list.length;
  const told = BANDS.map((band) => {
    const [t, f] = [share(right, band), share(wrong, band)];
    const ratio = t === 0 ? '–' : `${Math.log2(t / (f || 1 / wrong.length)).toFixed(1)}${f === 0 ? '+' : ''}`;
    return `${band[0]}..${band[1]}: ${ratio}`;
  });
  const mean = wrong.reduce((sum, b) => sum + 2 ** b, 0) / wrong.length;
  return `${told.join('  ')}  mean likelihood ratio of unrelated ${mean.toFixed(2)}`;
}

/** Channels of one community, and those that wear its face, are not unrelated. */
function groups(world: FacesOfHomes): (i: number) => number {
  const parent = world.dossiers.map((_, i) => i);
  const root = (i: number): number => (parent[i] === i ? i : root(parent[i] ?? i));
  for (const [a, b] of [...world.pairs, ...world.impostors]) parent[root(a)] = root(b);
  return root;
}
