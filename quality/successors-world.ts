/** One invented world through the real path: records → importer → lake → rows → measured pairs, kept in a folder so that it is done once. */

import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lakeOf, layOut, openCase } from '../src/case/case.ts';
import { refreshStatements } from '../src/case/derived.ts';
import { importPaths } from '../src/case/import.ts';
import { createKey, keyCheck } from '../src/case/pseudonyms.ts';
import { writeSettings } from '../src/case/settings.ts';
import { successorRows } from '../src/case/successors.ts';
import { type Arena, arena } from '../src/findings/successor-arena.ts';
import type { Denial } from '../src/findings/successor-disputes.ts';
import { MEASURES } from '../src/findings/successor-measures.ts';
import type { Entrant } from '../src/findings/successor-model.ts';
import { SUCCESSOR_MODEL } from '../src/findings/successor-weights.ts';
import { type HomesSize, type HomesWorld, homes } from '../src/simulate/homes.ts';
import { openCaseDb } from '../src/store/case-db.ts';
import { FORMAT } from '../src/store/schema.ts';
import { writeWorld } from './world.ts';

/** What is kept of a world: enough to fit and to judge by, without its posts. */
export interface Measured {
  family: string;
  seed: string;
  pool: number;
  lost: MeasuredLoss[];
  /** Channels that are no home of `of`, in the shape `from to`. */
  impostors: string[];
  denounced: number[];
  entrants: { from: number; to: number; vector: number[] }[];
  denials: [number, { by: number | null; recorded: boolean }[]][];
  /** Who of those who deny belongs to the circle of whom. */
  kin: [number, number[]][];
  names: [number, string][];
}

export interface MeasuredLoss {
  from: number;
  language: string;
  brandSize: number;
  /** Every true continuation, and whether anything of it could be seen. */
  homes: { to: number; observable: boolean }[];
  /** Observable homes that the comparison never met. */
  blocked: number;
}

/** What the fit and the report read: the arena of a world as it was when it was measured. */
export type Field = Pick<Arena, 'entrants' | 'denials' | 'kin'>;

/** The version of the measures: pairs measured otherwise are measured again. */
const SHAPE = MEASURES.map((measure) => measure.name).join(' ');

/** Measures a world, or reads what was measured of it before. `folder` is for this only. */
export async function measuredWorld(family: string, seed: string, size: HomesSize, folder: string): Promise<Measured> {
  const kept = join(folder, `${family}-${seed}-${size.lost}.json`);
  if (existsSync(kept)) {
    const { shape, measured } = JSON.parse(readFileSync(kept, 'utf8')) as { shape: string; measured: Measured };
    if (shape === SHAPE) return measured;
  }
  const world = homes(family, seed, size);
  const measured = await withWorld(world, join(folder, `case-${family}-${seed}`), (caseFolder) => measureCase(world, caseFolder));
  mkdirSync(folder, { recursive: true });
  writeFileSync(kept, JSON.stringify({ shape: SHAPE, measured }));
  return measured;
}

const quiet = (): void => {};

/** Imports a world into a case of its own, gives it to `work`, and removes it. */
export async function withWorld<T>(world: HomesWorld, folder: string, work: (caseFolder: string) => Promise<T>): Promise<T> {
  rmSync(folder, { recursive: true, force: true });
  const caseFolder = join(folder, 'case');
  const keyFile = process.env['TRACKWAY_KEY_FILE'];
  process.env['TRACKWAY_KEY_FILE'] = join(folder, 'key');
  try {
    writeWorld(world, join(folder, 'world'));
    const id = randomUUID();
    const key = createKey(id, caseFolder);
    mkdirSync(caseFolder, { recursive: true });
    layOut(caseFolder);
    const stated = { purpose: 'measuring', basis: 'none', responsible: 'nobody', retention: 'none', zone: 'UTC' };
    writeSettings(caseFolder, { format: FORMAT, id, name: 'world', ...stated, keyCheck: keyCheck(key), events: [], assertions: [] });
    openCaseDb(caseFolder, true).close();
    const open = openCase(caseFolder, Date.now);
    await importPaths(
      open,
      [join(folder, 'world', 'records.ndjson')],
      null,
      { platform: null, channel: null, zone: null, map: null },
      quiet,
    );
    await refreshStatements(open, quiet);
    open.close();
    return await work(caseFolder);
  } finally {
    if (keyFile === undefined) delete process.env['TRACKWAY_KEY_FILE'];
    else process.env['TRACKWAY_KEY_FILE'] = keyFile;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Measures an imported world. */
async function measureCase(world: Pick<HomesWorld, 'family' | 'seed' | 'at' | 'truth'>, caseFolder: string): Promise<Measured> {
  const open = openCase(caseFolder, Date.now);
  const lake = await lakeOf(open);
  try {
    return keep(world, arena(await successorRows(open, lake, world.at, null, quiet), SUCCESSOR_MODEL.weights));
  } finally {
    lake.close();
    open.close();
  }
}

function keep(world: Parameters<typeof measureCase>[0], field: Arena): Measured {
  const { known } = field.input;
  const place = (channel: string): number => known.of(channel, null, world.at) ?? -1;
  const met = new Set(field.entrants.map(({ from, to }) => `${from} ${to}`));
  const lost = world.truth.lost.map(({ channel, successors, language, brandSize }): MeasuredLoss => {
    const from = place(channel);
    const found = successors.map((home) => ({ to: place(home.channel), observable: home.observable }));
    const blocked = found.filter((home) => home.observable && !met.has(`${from} ${home.to}`)).length;
    return { from, language, brandSize, homes: found, blocked };
  });
  const deniers = new Set([...field.denials.values()].flatMap((list) => list.map((denial) => denial.by)));
  return {
    family: world.family,
    seed: world.seed,
    pool: field.pool,
    lost,
    impostors: world.truth.impostors.map(({ channel, of }) => `${place(of)} ${place(channel)}`),
    denounced: world.truth.denounced.map(place),
    entrants: field.entrants.map(({ from, to, vector }) => ({ from, to, vector: [...vector].map((x) => Math.round(x * 1e4) / 1e4) })),
    denials: [...field.denials].map(([about, list]) => [about, list.map(({ by, recorded }) => ({ by, recorded }))]),
    kin: [...field.kin].map(([from, circle]) => [from, [...circle.keys()].filter((by) => deniers.has(by))]),
    names: known.list.map((dossier) => [dossier.index, dossier.channel]),
  };
}

/** The arena of a measured world, for `weighDisputes` and what follows. */
export function fieldOf(measured: Measured): Field {
  const shown: Denial['shown'] = { by: '', at: 0, post: null, kind: 'fake' };
  return {
    entrants: measured.entrants.map(({ from, to, vector }): Entrant => ({ from, to, vector: Float64Array.from(vector), decided: null })),
    denials: new Map(measured.denials.map(([about, list]) => [about, list.map((denial) => ({ ...denial, shown }))])),
    kin: new Map(measured.kin.map(([from, circle]) => [from, new Map(circle.map((by) => [by, 1]))])),
  };
}
