/** Writes an invented world of lost homes as files that can be imported: records.ndjson, roster.csv, truth.json. */

import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { FAMILY_NAMES, type HomesSize, type HomesWorld, homes, LARGE, TYPICAL } from '../src/simulate/homes.ts';

const PIECE = 1 << 20;

/** `world FAMILY SEED DIR [large | lost=N bystanders=N days=N posts=N]` */
export async function run(args: string[]): Promise<void> {
  const [family, seed, folder, ...rest] = args;
  if (family === undefined || seed === undefined || folder === undefined) {
    throw new Error(
      `Use: world FAMILY SEED DIR [large | lost=N bystanders=N days=N posts=N], with FAMILY one of ${FAMILY_NAMES.join(', ')}.`,
    );
  }
  const world = homes(family, seed, sizeOf(rest));
  const records = writeWorld(world, folder);
  console.log(`${records} records of ${family}, seed ${seed}, in ${folder}`);
}

export function sizeOf(words: readonly string[]): HomesSize {
  if (words.includes('large')) return LARGE;
  const given = Object.fromEntries(words.map((word) => word.split('=')).map(([key = '', value]) => [key, Number(value)]));
  return { ...TYPICAL, ...given };
}

/** Returns the number of records. */
export function writeWorld(world: HomesWorld, folder: string): number {
  mkdirSync(folder, { recursive: true });
  const file = openSync(join(folder, 'records.ndjson'), 'w');
  let records = 0;
  let piece = '';
  for (const record of world.records) {
    piece += `${JSON.stringify(record)}\n`;
    records += 1;
    if (piece.length > PIECE) {
      writeSync(file, piece);
      piece = '';
    }
  }
  writeSync(file, piece);
  closeSync(file);
  const roster = ['channel,note,control,tags', ...world.truth.lost.map((lost) => `${lost.channel},,false,lost`)];
  writeFileSync(join(folder, 'roster.csv'), `${roster.join('\n')}\n`);
  writeFileSync(
    join(folder, 'truth.json'),
    `${JSON.stringify({ family: world.family, seed: world.seed, at: new Date(world.at).toISOString(), ...world.truth }, null, 1)}\n`,
  );
  return records;
}
