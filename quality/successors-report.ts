/** Prints how good successors are on held-out worlds: whole, in parts, with evidence switched off. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finder } from '../src/case/links.ts';
import type { SuccessorModel } from '../src/findings/successor-model.ts';
import { SUCCESSOR_MODEL } from '../src/findings/successor-weights.ts';
import { HELD_OUT_FAMILIES, homes } from '../src/simulate/homes.ts';
import { calibrationOf } from '../src/stats/calibration.ts';
import { BASELINES, type BaselineFigures, measure, rowsOf } from './baselines.ts';
import { reliabilityFigure } from './successors-figure.ts';
import { fitModel, type Without } from './successors-fit.ts';
import { type Answered, answersTo, forecast, type Score, scoreOf } from './successors-score.ts';
import type { Measured } from './successors-world.ts';

const KINDS: readonly Without[] = ['native', 'signpost', 'face', 'voice', 'text', 'archive', 'rhythm', 'timing', 'dispute'];
const COLUMNS: readonly (keyof Score)[] = [
  'lost',
  'observable',
  'top1',
  'top5',
  'precision',
  'recall',
  'topError',
  'topBrier',
  'likelyError',
  'noneError',
  'impostors',
  'fooled',
  'wronglyContested',
  'genuineContested',
  'invented',
  'blocked',
];

export async function report(measured: readonly Measured[], tuning: readonly Measured[], folder: string): Promise<void> {
  const model: SuccessorModel = SUCCESSOR_MODEL;
  const answers = measured.flatMap((world) => answersTo(world, model));
  const heldOut = answers.filter((answer) => HELD_OUT_FAMILIES.includes(answer.family));
  head();
  line('held-out families', heldOut);
  for (const family of [...new Set(answers.map((answer) => answer.family))])
    line(
      family,
      answers.filter((answer) => answer.family === family),
    );
  for (const language of unique(heldOut.map((answer) => answer.lost.language)))
    line(
      `script ${language}`,
      heldOut.filter((answer) => answer.lost.language === language),
    );
  for (const [name, holds] of BRANDS)
    line(
      `brand ${name}`,
      heldOut.filter((answer) => holds(answer.lost.brandSize)),
    );
  for (const kind of KINDS) {
    const without = fitModel(tuning, model.weights, [kind], 0);
    line(
      `without ${kind}`,
      measured.filter((world) => HELD_OUT_FAMILIES.includes(world.family)).flatMap((world) => answersTo(world, without, [kind])),
    );
  }
  await baselines(measured);
  const tops = calibrationOf(heldOut.flatMap((answer) => answer.offers.slice(0, 1).map(forecast)));
  const likely = calibrationOf(heldOut.flatMap((answer) => answer.offers.filter((offer) => offer.probability > 0.5).map(forecast)));
  for (const bin of tops.bins)
    console.log(`top ${bin.from.toFixed(1)}: said ${bin.said.toFixed(3)} happened ${bin.happened.toFixed(3)} (${bin.forecasts})`);
  mkdirSync(folder, { recursive: true });
  const figure = join(folder, 'successors-reliability.svg');
  writeFileSync(
    figure,
    reliabilityFigure([
      { name: 'top candidate of each', bins: tops.bins },
      { name: 'all above 0.5', bins: likely.bins },
    ]),
  );
  console.log(`reliability figure: ${figure}`);
}

/** What anybody would write in an afternoon, on the same worlds. */
async function baselines(measured: readonly Measured[]): Promise<void> {
  const find = await finder();
  const worlds = measured.filter((world) => HELD_OUT_FAMILIES.includes(world.family)).map((world) => homes(world.family, world.seed));
  const rows = worlds.map((world) => ({ rows: rowsOf(world.records, find), truth: world.truth }));
  for (const ranker of BASELINES) {
    const figures = rows.map((one) => measure(ranker, one.rows, one.truth));
    const mean = (of: (figure: BaselineFigures) => number): string =>
      (figures.reduce((sum, figure) => sum + of(figure), 0) / figures.length).toFixed(3);
    console.log(
      `baseline "${ranker.name}": top1 ${mean((f) => f.top1)} top5 ${mean((f) => f.top5)} fooled ${mean((f) => f.fooled)} invented ${mean((f) => f.invented)}`,
    );
  }
}

const BRANDS: readonly [string, (size: number) => boolean][] = [
  ['of one', (size) => size === 1],
  ['of 2 to 4', (size) => size >= 2 && size <= 4],
  ['of 5 or more', (size) => size >= 5],
];

function unique(words: readonly string[]): string[] {
  return [...new Set(words)].sort();
}

function head(): void {
  console.log(`${''.padEnd(26)} ${COLUMNS.map((column) => column.slice(0, 10).padStart(10)).join(' ')}`);
}

function line(name: string, answers: readonly Answered[]): void {
  const score = scoreOf(answers);
  const cells = COLUMNS.map((column) =>
    (column === 'lost' || column === 'observable' ? String(score[column]) : score[column].toFixed(3)).padStart(10),
  );
  console.log(`${name.padEnd(26)} ${cells.join(' ')}`);
}
