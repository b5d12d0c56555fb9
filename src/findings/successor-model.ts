/** From measured pairs to probabilities: sums of evidence in bits, rivals for one place, and "none of these". */

import type { Scaling } from '../stats/calibration.ts';
import { logistic } from '../stats/logistic.ts';
import { MEASURES } from './successor-measures.ts';

/** How the sum of evidence of a pair becomes its log-odds among rivals, all in bits. */
export interface Rivalry {
  slope: number;
  shift: number;
  /** What rivals for the same lost channel take away, and what other lost channels that claim the same home do. */
  rivals: number;
  claims: number;
}

export interface PairModel {
  /** Bits per unit, in the order of `MEASURES`. */
  weights: readonly number[];
  rivalry: Rivalry;
}

export interface SuccessorModel extends PairModel {
  /** Fitted on resampled worlds: how much the answer hangs on the worlds that were seen. */
  ensemble: readonly PairModel[];
  /** On the natural log-odds of the product of all misses. */
  none: Scaling;
  /** Sizes of pool (log2) that worlds of the fit had. */
  pools: { low: number; high: number };
  calibratedOn: string;
}

/** A pair in the arena: who, what was measured, and what an analyst decided. */
export interface Entrant {
  from: number;
  to: number;
  vector: Float64Array;
  /** `in`: decided to be a continuation; `out`: decided to be none. Null: undecided. */
  decided: 'in' | 'out' | null;
}

/** Bits of a decided continuation among its rivals. */
const DECIDED_BITS = 10;
const LOG2E = Math.LOG2E;

/** The sum of evidence of a pair, in bits. */
export function strength(vector: Float64Array, weights: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i += 1) sum += (vector[i] ?? 0) * (weights[i] ?? 0);
  return sum;
}

export interface Standing {
  /** Log-odds in bits, and what of it rivals took away (0 or less). */
  bits: number;
  rivalry: number;
}

/**
 * The log-odds of all pairs of one case. `bits = slope·s + shift − rivals·log2(1 + Σ 2^s') − claims·log2(1 + Σ 2^s'')`, with s' the
 * other candidates of the same lost channel and s'' the other lost channels that the same candidate could continue. With slope
 * and rivals of 1 this is a choice of exactly one or none; with 0 every pair stands alone. The fit finds what lies between.
 */
export function standings(entrants: readonly Entrant[], model: PairModel): Standing[] {
  const found = rivalFields(entrants, model.weights);
  const { slope, shift, rivals, claims } = model.rivalry;
  return found.map(({ own, rival, claim }) => {
    const rivalry = -(rivals * rival + claims * claim);
    return { bits: slope * own + shift + rivalry, rivalry };
  });
}

interface RivalField {
  own: number;
  rival: number;
  claim: number;
}

/** For each pair its own strength and those of the two fields against it, as log2(1 + Σ 2^s). */
export function rivalFields(entrants: readonly Entrant[], weights: readonly number[]): RivalField[] {
  const own = entrants.map((entrant) => strength(entrant.vector, weights));
  const asRival = own.map((s, i) =>
    entrants[i]?.decided === 'out' ? 0 : 2 ** Math.min(40, entrants[i]?.decided === 'in' ? DECIDED_BITS : s),
  );
  const byFrom = sums(entrants, asRival, (entrant) => entrant.from);
  const byTo = sums(entrants, asRival, (entrant) => entrant.to);
  return entrants.map((entrant, i) => {
    const self = asRival[i] ?? 0;
    const rest = (total: number | undefined): number => Math.log2(1 + Math.max(0, (total ?? 0) - self));
    return { own: own[i] ?? 0, rival: rest(byFrom.get(entrant.from)), claim: rest(byTo.get(entrant.to)) };
  });
}

/** Sums by key; the addends in ascending order, so that the order of pairs does not matter. */
function sums(entrants: readonly Entrant[], values: readonly number[], keyOf: (entrant: Entrant) => number): Map<number, number> {
  const groups = new Map<number, number[]>();
  for (const [i, entrant] of entrants.entries()) {
    const key = keyOf(entrant);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [values[i] ?? 0]);
    else group.push(values[i] ?? 0);
  }
  return new Map([...groups].map(([key, group]) => [key, group.sort((a, b) => a - b).reduce((sum, x) => sum + x, 0)]));
}

export function probabilityOf(bits: number): number {
  return logistic(bits / LOG2E);
}

export interface Judged {
  probability: number;
  low: number;
  high: number;
  standing: Standing;
}

const LOW_SHARE = 0.05;

/**
 * Probability and interval of every pair. The interval spans 90 % of the ensemble and never leaves out the probability itself.
 * `strange` (1 or more) widens it where the case is unlike the worlds of the fit.
 */
export function judgePairs(entrants: readonly Entrant[], model: SuccessorModel, strange: number): Judged[] {
  const main = standings(entrants, model);
  const others = model.ensemble.map((member) => Float64Array.from(standings(entrants, member), (standing) => standing.bits));
  return main.map((standing, i) => {
    const spread = others.map((member) => member[i] ?? standing.bits).sort((a, b) => a - b);
    const low = Math.min(standing.bits, quantile(spread, LOW_SHARE, standing.bits));
    const high = Math.max(standing.bits, quantile(spread, 1 - LOW_SHARE, standing.bits));
    return {
      probability: probabilityOf(standing.bits),
      low: probabilityOf(standing.bits - strange * (standing.bits - low)),
      high: probabilityOf(standing.bits + strange * (high - standing.bits)),
      standing,
    };
  });
}

function quantile(sorted: readonly number[], share: number, otherwise: number): number {
  return sorted[Math.round(share * (sorted.length - 1))] ?? otherwise;
}

/** The probability that none of the pool continues the lost channel, from those of its candidates. */
export function noneOf(probabilities: readonly number[], none: Scaling): number {
  let log = 0;
  for (const p of [...probabilities].sort((a, b) => a - b)) log += Math.log1p(-Math.min(p, 1 - 1e-9));
  const miss = Math.min(1 - 1e-9, Math.max(1e-9, Math.exp(log)));
  return logistic(none.slope * Math.log(miss / (1 - miss)) + none.shift);
}

/** Bits of a pair by kind of measure, scaled as the rivalry scales them; `prior` holds what is no evidence. */
export function bitsByKind(vector: Float64Array, model: PairModel): Map<string, number> {
  const bits = new Map<string, number>([['prior', model.rivalry.shift]]);
  for (const [i, { kind }] of MEASURES.entries()) {
    const part = model.rivalry.slope * (vector[i] ?? 0) * (model.weights[i] ?? 0);
    bits.set(kind, (bits.get(kind) ?? 0) + part);
  }
  return bits;
}
