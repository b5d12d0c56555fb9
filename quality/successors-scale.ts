/** How long do successors take in a large case, in how much memory, and how many true pairs does the search for candidates miss? */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lakeOf, openCase } from '../src/case/case.ts';
import { successorRows } from '../src/case/successors.ts';
import { arena } from '../src/findings/successor-arena.ts';
import { successors } from '../src/findings/successor-ranking.ts';
import { SUCCESSOR_MODEL } from '../src/findings/successor-weights.ts';
import { homes, LARGE } from '../src/simulate/homes.ts';
import { withWorld } from './successors-world.ts';

/** `successors-scale [SHARE [FAMILY [SEED]]]`: SHARE 1 is 5,000 lost among 20,000 channels with five million posts. */
export async function run([share = '1', family = 'messenger-wave', seed = 'large']: string[]): Promise<void> {
  const part = Number(share);
  const size = { ...LARGE, lost: Math.round(LARGE.lost * part), bystanders: Math.round(LARGE.bystanders * part) };
  const world = homes(family, seed, size);
  await withWorld(world, mkdtempSync(join(tmpdir(), 'trackway-scale-')), async (caseFolder) => {
    const open = openCase(caseFolder, Date.now);
    const lake = await lakeOf(open);
    const read = await timed(() => successorRows(open, lake, world.at, null, () => undefined));
    const input = read.result;
    console.log(`rows, faces and voices of ${input.known.list.length} channels: ${read.told}`);
    const ranked = await timed(async () => successors(input, SUCCESSOR_MODEL));
    console.log(`ranking of ${ranked.result.length} lost channels: ${ranked.told}`);
    const met = new Set(arena(input, SUCCESSOR_MODEL.weights).entrants.map(({ from, to }) => `${from} ${to}`));
    const place = (channel: string): number | null => input.known.of(channel, null, world.at);
    const pairs = world.truth.lost.flatMap(({ channel, successors: truly }) =>
      truly.filter((home) => home.observable).map((home) => `${place(channel)} ${place(home.channel)}`),
    );
    const missed = pairs.filter((pair) => !met.has(pair)).length;
    console.log(`true pairs never compared: ${missed} of ${pairs.length} (${((100 * missed) / pairs.length).toFixed(2)} %)`);
    lake.close();
    open.close();
  });
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; told: string }> {
  const cpu = process.cpuUsage();
  const wall = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  const peak = process.resourceUsage().maxRSS / 1024;
  return {
    result,
    told: `${((user + system) / 1e6).toFixed(0)} s CPU, ${((performance.now() - wall) / 1000).toFixed(0)} s, peak ${peak.toFixed(0)} MB`,
  };
}
