/** Learns the model of successors from measured worlds whose truth is known. */

import { weighDisputes, withDisputes } from '../src/findings/successor-arena.ts';
import { MEASURES, type Measure, placeOf } from '../src/findings/successor-measures.ts';
import {
  type Entrant,
  noneOf,
  type PairModel,
  probabilityOf,
  type Rivalry,
  rivalFields,
  type SuccessorModel,
  standings,
  strength,
} from '../src/findings/successor-model.ts';
import { random } from '../src/simulate/random.ts';
import { fitScaling, type Scaling } from '../src/stats/calibration.ts';
import { fitLogistic } from '../src/stats/logistic.ts';
import { fieldOf, type Measured } from './successors-world.ts';

/** A world ready to be fitted: its pairs with disputes weighed, and which of them are true. */
interface Lesson {
  family: string;
  measured: Measured;
  entrants: Entrant[];
  truth: Uint8Array;
  /** The pairs that weights are fitted on, each standing for so many. */
  chosen: { i: number; times: number }[];
}

/** Kinds of measures that may be switched off, to see what they are worth and to learn to do without. */
export type Without = 'native' | 'signpost' | 'face' | 'text' | 'archive' | 'rhythm' | 'timing' | 'dispute' | 'voice';

const LN2 = Math.LN2;
/** How strongly the weights are drawn to what was thought of them beforehand. */
const PRECISION = 0.5;
const MEMBERS = 20;
const MOST_TIMES = 2.5;
/** Of each lost channel so many of the strongest wrong pairs are learnt from, and of the others every so manieth. */
const HARD = 14;
const EASY_EVERY = 5;
/** Each world is learnt from again without some of its evidence, with this weight. */
const LESSENED = 0.1;

export function lessonOf(measured: Measured, weights: readonly number[], without: readonly Without[] = []): Lesson {
  const field = fieldOf(measured);
  const lessened = { ...field, entrants: field.entrants.map((entrant) => ({ ...entrant, vector: lessenedBy(entrant.vector, without) })) };
  const disputes = weighDisputes(lessened, weights);
  const entrants = without.includes('dispute') ? lessened.entrants : withDisputes(lessened.entrants, disputes);
  const pairs = new Set(measured.lost.flatMap((lost) => lost.homes.map((home) => `${lost.from} ${home.to}`)));
  const truth = Uint8Array.from(entrants, ({ from, to }) => (pairs.has(`${from} ${to}`) ? 1 : 0));
  return { family: measured.family, measured, entrants, truth, chosen: chosenOf(entrants, truth) };
}

/** Every true pair, the hardest wrong ones, and a regular sample of the easy ones, which stand for all. */
function chosenOf(entrants: readonly Entrant[], truth: Uint8Array): Lesson['chosen'] {
  const usual = MEASURES.map((measure) => measure.usual);
  const wrong = new Map<number, { i: number; bits: number }[]>();
  const chosen: Lesson['chosen'] = [];
  for (const [i, { from, vector }] of entrants.entries()) {
    if (truth[i] === 1) chosen.push({ i, times: 1 });
    else wrong.set(from, [...(wrong.get(from) ?? []), { i, bits: strength(vector, usual) }]);
  }
  for (const list of wrong.values()) {
    list.sort((a, b) => b.bits - a.bits || a.i - b.i);
    for (const { i } of list.slice(0, HARD)) chosen.push({ i, times: 1 });
    const easy = list.slice(HARD);
    const sample = easy.filter((_, place) => place % EASY_EVERY === 0);
    for (const { i } of sample) chosen.push({ i, times: easy.length / sample.length });
  }
  return chosen;
}

function lessenedBy(vector: Float64Array, without: readonly Without[]): Float64Array {
  const voice = without.includes('voice');
  const out = vector.map((x, i) => {
    const { kind } = MEASURES[i] ?? { kind: 'prior' };
    const gone = without.some((one) => one === kind) || (voice && (kind === 'text' || kind === 'archive' || kind === 'rhythm'));
    return gone ? 0 : x;
  });
  if ((voice || without.includes('text')) && vector[placeOf('pointedOnly')] === 0) out[placeOf('mute')] = 1;
  return out;
}

/** The whole model: weights, rivalry learnt on families left out, an ensemble over resampled worlds, and the scaling of "none". */
export function fitModel(
  all: readonly Measured[],
  start: readonly number[],
  without: readonly Without[] = [],
  members = MEMBERS,
): SuccessorModel {
  // What a denial is worth depends on the weights, and these on the denials: two rounds settle it.
  const first = fitWeights(withLessened(all, start, without));
  const lessons = withLessened(all, first, without);
  const weights = fitWeights(lessons);
  const plain = lessons.filter((lesson) => lesson.weight === 1).map((lesson) => lesson.lesson);
  const families = [...new Set(plain.map((lesson) => lesson.family))].sort();
  const apart = families.flatMap((family) => {
    const others = fitWeights(lessons.filter((lesson) => lesson.lesson.family !== family));
    return plain.filter((lesson) => lesson.family === family).map((lesson) => ({ lesson, weights: others }));
  });
  const rivalry = fitRivalry(apart);
  const ensemble = Array.from({ length: members }, (_, i) => member(lessons, families, i));
  const none = fitNone(apart.map(({ lesson, weights: theirs }) => ({ lesson, model: { weights: theirs, rivalry } })));
  const pools = plain.map((lesson) => Math.log2(Math.max(2, lesson.measured.pool)));
  return {
    weights,
    rivalry,
    ensemble,
    none,
    pools: { low: Math.min(...pools), high: Math.max(...pools) },
    calibratedOn: `${plain.length} simulated worlds of the families ${families.join(', ')}`,
  };
}

interface Weighed {
  lesson: Lesson;
  weight: number;
}

function withLessened(all: readonly Measured[], weights: readonly number[], without: readonly Without[]): Weighed[] {
  const kinds: Without[] = ['voice', 'face', 'signpost'];
  return all.flatMap((measured) => [
    { lesson: lessonOf(measured, weights, without), weight: 1 },
    ...kinds
      .filter((kind) => !without.includes(kind))
      .map((kind) => ({ lesson: lessonOf(measured, weights, [...without, kind]), weight: LESSENED })),
  ]);
}

function fitWeights(lessons: readonly Weighed[]): number[] {
  const rows: Float64Array[] = [];
  const yes: number[] = [];
  const weight: number[] = [];
  for (const one of lessons) {
    for (const { i, times } of one.lesson.chosen) {
      rows.push((one.lesson.entrants[i]?.vector ?? new Float64Array(MEASURES.length)).map((x) => x * LN2));
      yes.push(one.lesson.truth[i] ?? 0);
      weight.push(times * one.weight);
    }
  }
  return [
    ...fitLogistic({
      rows,
      yes,
      weight,
      prior: MEASURES.map(({ usual }) => usual),
      precision: MEASURES.map(({ usual, kind }) => (kind === 'prior' ? 0.01 : PRECISION / Math.max(0.25, usual * usual))),
      low: MEASURES.map((measure) => (measure.sign === 1 ? 0 : -boundOf(measure))),
      high: MEASURES.map((measure) => (measure.sign === -1 ? 0 : boundOf(measure))),
    }),
  ];
}

/** No weight grows beyond a few times what was thought of it beforehand, however well it would do on these worlds. */
function boundOf({ kind, usual }: Measure): number {
  return kind === 'prior' ? 30 : MOST_TIMES * Math.abs(usual);
}

function fitRivalry(lessons: readonly { lesson: Lesson; weights: readonly number[] }[]): Rivalry {
  const rows: Float64Array[] = [];
  const yes: number[] = [];
  for (const { lesson, weights } of lessons) {
    for (const [i, { own, rival, claim }] of rivalFields(lesson.entrants, weights).entries()) {
      rows.push(Float64Array.of(own * LN2, LN2, -rival * LN2, -claim * LN2));
      yes.push(lesson.truth[i] ?? 0);
    }
  }
  const [slope = 1, shift = 0, rivals = 0, claims = 0] = fitLogistic({
    rows,
    yes,
    weight: rows.map(() => 1),
    prior: [1, 0, 0.5, 0.5],
    precision: [1, 0.1, 1, 1],
    low: [0.1, -30, 0, 0],
    high: [3, 30, 2, 2],
  });
  return { slope, shift, rivals, claims };
}

/** One member: families drawn with replacement, worlds within them too; its rivalry is learnt on the worlds that were not drawn. */
function member(lessons: readonly Weighed[], families: readonly string[], i: number): PairModel {
  const chance = random(`successors/member/${i}`);
  const drawn = new Map<Measured, number>();
  for (const _ of families) {
    const family = chance.pick(families);
    const worlds = [...new Set(lessons.filter((one) => one.lesson.family === family).map((one) => one.lesson.measured))];
    for (const _one of worlds) {
      const world = chance.pick(worlds);
      drawn.set(world, (drawn.get(world) ?? 0) + 1);
    }
  }
  const sample = lessons.flatMap((one) => {
    const times = drawn.get(one.lesson.measured) ?? 0;
    return times === 0 ? [] : [{ ...one, weight: one.weight * times }];
  });
  const weights = fitWeights(sample);
  const rest = lessons.filter((one) => one.weight === 1 && !drawn.has(one.lesson.measured)).map((one) => ({ lesson: one.lesson, weights }));
  return {
    weights,
    rivalry: fitRivalry(rest.length > 0 ? rest : sample.filter((one) => one.weight >= 1).map((one) => ({ lesson: one.lesson, weights }))),
  };
}

function fitNone(lessons: readonly { lesson: Lesson; model: PairModel }[]): Scaling {
  const logits: number[] = [];
  const yes: number[] = [];
  for (const { lesson, model } of lessons) {
    for (const { misses, empty } of outcomes(lesson, model)) {
      logits.push(Math.log(misses / (1 - misses)));
      yes.push(empty ? 1 : 0);
    }
  }
  return fitScaling(
    logits,
    yes,
    yes.map(() => 1),
    2,
  );
}

/** For each lost channel: the product of its misses, and whether truly none of the pairs continues it. */
function outcomes(lesson: Lesson, model: PairModel): { misses: number; empty: boolean }[] {
  const found = standings(lesson.entrants, model);
  return lesson.measured.lost.map(({ from }) => {
    const own = lesson.entrants.flatMap((entrant, i) => (entrant.from === from ? [i] : []));
    const misses = noneOf(
      own.map((i) => probabilityOf(found[i]?.bits ?? 0)),
      { slope: 1, shift: 0 },
    );
    return { misses: Math.min(1 - 1e-9, Math.max(1e-9, misses)), empty: own.every((i) => lesson.truth[i] === 0) };
  });
}
