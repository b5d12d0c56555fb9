/**
 * How good are successors? `successors train` fits the model on the families of worlds that are for tuning and writes it into the source;
 * `successors report` judges it on families and seeds that no fit has seen. `--worlds DIR` keeps
 * measured worlds between runs; empty it when what is measured has changed.
 */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { MEASURES } from '../src/findings/successor-measures.ts';
import type { SuccessorModel } from '../src/findings/successor-model.ts';
import { SUCCESSOR_MODEL } from '../src/findings/successor-weights.ts';
import { FITTING_FAMILIES, HELD_OUT_FAMILIES, TYPICAL } from '../src/simulate/homes.ts';

import { fitModel } from './successors-fit.ts';
import { report } from './successors-report.ts';
import { type Measured, measuredWorld } from './successors-world.ts';

/** Sizes that the fit sees, so that it knows small pools and larger ones: factors on the usual number of channels. */
const TRAIN_SIZES = [1, 0.3, 1, 0.12, 1, 0.5];
const REPORT_SEEDS = 3;

/** `successors train|report [--worlds DIR] [--seeds N]` */
export async function run(args: string[]): Promise<void> {
  const folder = option(args, '--worlds') ?? mkdtempSync(join(tmpdir(), 'trackway-worlds-'));
  const seeds = Number(option(args, '--seeds') ?? (args[0] === 'train' ? TRAIN_SIZES.length : REPORT_SEEDS));
  if (args[0] === 'train') await train(folder, seeds);
  else if (args[0] === 'report') await report(await held(folder, seeds), await tuning(folder, TRAIN_SIZES.length), folder);
  else throw new Error('Use: successors train|report [--worlds DIR] [--seeds N]');
}

function option(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

async function worlds(families: readonly string[], seeds: readonly { name: string; size: number }[], folder: string): Promise<Measured[]> {
  const found: Measured[] = [];
  for (const family of families) {
    for (const { name, size } of seeds) {
      const scaled = { ...TYPICAL, lost: Math.round(TYPICAL.lost * size), bystanders: Math.round(TYPICAL.bystanders * size) };
      found.push(await measuredWorld(family, name, scaled, folder));
      console.error(`measured ${family} ${name}`);
    }
  }
  return found;
}

function tuning(folder: string, seeds: number): Promise<Measured[]> {
  const named = TRAIN_SIZES.slice(0, seeds).map((size, i) => ({ name: `train-${i + 1}`, size }));
  return worlds(FITTING_FAMILIES, named, folder);
}

function held(folder: string, seeds: number): Promise<Measured[]> {
  const named = Array.from({ length: seeds }, (_, i) => ({ name: `judged-${i + 1}`, size: 1 }));
  return worlds([...HELD_OUT_FAMILIES, ...FITTING_FAMILIES], named, folder);
}

async function train(folder: string, seeds: number): Promise<void> {
  const model = fitModel(await tuning(folder, seeds), SUCCESSOR_MODEL.weights);
  for (const [i, { name }] of MEASURES.entries()) console.log(`${name.padEnd(14)} ${(model.weights[i] ?? 0).toFixed(3)}`);
  console.log(model.rivalry, model.none, model.pools, model.calibratedOn);
  writeFileSync(resolve('src/findings/successor-weights.ts'), source(model));
}

/** The model as source text: one line for each member, four decimals. */
export function source(model: SuccessorModel): string {
  const rounded = (_: string, value: unknown): unknown => (typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value);
  const text = (value: unknown): string => JSON.stringify(value, rounded);
  return [
    '/** What the model of successors learnt from simulated worlds: written by `npm run quality -- successors train`, not by hand. */',
    '',
    "import type { SuccessorModel } from './successor-model.ts';",
    '',
    '/** Weights in the order of `MEASURES`. */',
    '// biome-ignore format: one line for each member',
    'export const SUCCESSOR_MODEL: SuccessorModel = {',
    `  weights: ${text(model.weights)},`,
    `  rivalry: ${text(model.rivalry)},`,
    '  ensemble: [',
    ...model.ensemble.map((member) => `    ${text(member)},`),
    '  ],',
    `  none: ${text(model.none)},`,
    `  pools: ${text(model.pools)},`,
    `  calibratedOn: ${text(model.calibratedOn)},`,
    '};',
    '',
  ].join('\n');
}
