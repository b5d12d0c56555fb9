/** How likely do hazards make the ranges in which lives ended, and which way does that rise? */

import type { Counts, Ranges } from './survival-ranges.ts';

/**
 * The likelihood of hazards. Of a life that was at risk from cell e on and ended in cells a to b it is
 * S(a)/S(e) · (1 − q), q = S(b + 1)/S(a), S(j) the chance to outlive all cells before j. In the cumulative hazard
 * (λ = −log(1 − hazard), summed) its logarithm is a line plus log(1 − e^−x): concave, so what satisfies the
 * Karush-Kuhn-Tucker conditions (slope 0 where λ > 0, nowhere above 0) is the maximum.
 */
export interface Likelihood {
  cells: number;
  first: Int32Array;
  last: Int32Array;
  ended: Float64Array;
  /** Joins less leavings of those whose end was not seen, by cell. */
  joins: Float64Array;
  /** How many were certainly at risk throughout each cell. */
  sure: Float64Array;
  /** Left by the last `evaluate`: slope along λ, expected number at risk, q of each range. */
  slope: Float64Array;
  atRisk: Float64Array;
  outlives: Float64Array;
  survival: Float64Array;
  block: Int32Array;
}

/** Hazards stop short of 1 by this, so that what comes after an age that nobody outlived stays defined. */
export const MOST_HAZARD = 1 - 1e-6;
/** Expected numbers at risk below this are rounding. */
const NOBODY = 1e-9;
/** Survival is kept in blocks of this size, so that long products of small chances do not vanish. */
const BLOCK = 1e-200;

export function likelihoodOf(ranges: Ranges, counts: Counts): Likelihood {
  const { cells, first, last } = ranges;
  const joins = new Float64Array(cells + 1);
  const sure = new Float64Array(cells + 1);
  for (let j = 0; j <= cells; j += 1) joins[j] = (counts.enters[j] ?? 0) - (counts.leaves[j] ?? 0);
  sure.set(joins);
  for (let k = 0; k < first.length; k += 1) sure[first[k] ?? 0] = (sure[first[k] ?? 0] ?? 0) - (counts.ended[k] ?? 0);
  accumulate(sure);
  return {
    cells,
    first,
    last,
    ended: counts.ended,
    joins,
    sure,
    slope: new Float64Array(cells + 1),
    atRisk: new Float64Array(cells + 1),
    outlives: new Float64Array(first.length),
    survival: new Float64Array(cells + 1),
    block: new Int32Array(cells + 1),
  };
}

function accumulate(values: Float64Array): void {
  let sum = 0;
  for (let j = 0; j < values.length; j += 1) {
    sum += values[j] ?? 0;
    values[j] = sum;
  }
}

/** The log-likelihood of the hazards; leaves slopes, numbers at risk and q behind. −Infinity where a seen end has no mass. */
export function evaluate(of: Likelihood, hazard: Float64Array): number {
  const log = outlive(of, hazard) + endIn(of);
  riskAlong(of, hazard);
  return log;
}

/** Survival up to each cell, and the part of the log-likelihood that certain presence gives. */
function outlive({ cells, sure, survival, block }: Likelihood, hazard: Float64Array): number {
  let log = 0;
  let s = 1;
  let blocks = 0;
  for (let j = 0; j < cells; j += 1) {
    survival[j] = s;
    block[j] = blocks;
    const h = hazard[j] ?? 0;
    if (h === 0) continue;
    log += (sure[j] ?? 0) * Math.log1p(-h);
    s *= 1 - h;
    if (s < BLOCK) {
      s /= BLOCK;
      blocks += 1;
    }
  }
  survival[cells] = s;
  block[cells] = blocks;
  return log;
}

/** The part that seen ends give; leaves in `slope` by how much each cell's edges change it. */
function endIn({ first, last, ended, slope, outlives, survival, block }: Likelihood): number {
  let log = 0;
  slope.fill(0);
  for (let k = 0; k < first.length; k += 1) {
    const count = ended[k] ?? 0;
    const a = first[k] ?? 0;
    const b = (last[k] ?? 0) + 1;
    const apart = (block[b] ?? 0) - (block[a] ?? 0);
    const q = ((survival[b] ?? 0) / (survival[a] ?? 1)) * (apart === 0 ? 1 : BLOCK ** apart);
    outlives[k] = q;
    if (count === 0) continue;
    const odds = (count * q) / (1 - q);
    log += count * Math.log1p(-q);
    slope[a] = (slope[a] ?? 0) + odds;
    slope[b] = (slope[b] ?? 0) - odds;
  }
  return log;
}

/** Sums the slopes up, and follows who is expected to be at risk: in each cell those of the last less its expected ends, and who joined. */
function riskAlong({ cells, joins, sure, slope, atRisk }: Likelihood, hazard: Float64Array): void {
  let sum = 0;
  let risk = 0;
  for (let j = 0; j < cells; j += 1) {
    sum += slope[j] ?? 0;
    const up = sum - (sure[j] ?? 0);
    slope[j] = up;
    risk = Math.max(0, risk + (joins[j] ?? 0));
    atRisk[j] = risk;
    risk -= (hazard[j] ?? 0) * (up + risk);
  }
}

/** One step of expectation and maximisation after `evaluate`: expected ends over expected number at risk. Never lowers the likelihood. */
export function emStep(of: Likelihood, hazard: Float64Array, out: Float64Array): void {
  for (let j = 0; j < of.cells; j += 1) {
    const h = hazard[j] ?? 0;
    const risk = of.atRisk[j] ?? 0;
    out[j] = risk > NOBODY ? Math.min(MOST_HAZARD, Math.max(0, h * (1 + (of.slope[j] ?? 0) / risk))) : h;
  }
}

/** By how much the ends that the hazards expect differ from those expected given the ranges, summed: 0 at the maximum over cells with mass. */
export function unrest(of: Likelihood, hazard: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < of.cells; j += 1) {
    const h = hazard[j] ?? 0;
    const slope = of.slope[j] ?? 0;
    if (h < MOST_HAZARD || slope < 0) sum += Math.abs(slope) * h;
  }
  return sum;
}

/** What the log-likelihood curves by, along λ: sums over ranges of `count · q/(1 − q)²` times the products of what moves in them. */
export function curvatures(of: Likelihood): Float64Array {
  return of.outlives.map((q, k) => (of.ended[k] === 0 ? 0 : ((of.ended[k] ?? 0) * q) / (1 - q) ** 2));
}

/** The curvature of each cell alone. */
export function diagonal(of: Likelihood, curvature: Float64Array): Float64Array {
  const out = new Float64Array(of.cells + 1);
  for (let k = 0; k < curvature.length; k += 1) {
    const [a, b, v] = [of.first[k] ?? 0, (of.last[k] ?? 0) + 1, curvature[k] ?? 0];
    out[a] = (out[a] ?? 0) + v;
    out[b] = (out[b] ?? 0) - v;
  }
  accumulate(out);
  return out;
}

/** The matrix of curvatures times a direction, in time of the number of ranges and cells. */
export function curve(of: Likelihood, curvature: Float64Array, direction: Float64Array, out: Float64Array, scratch: Float64Array): void {
  const { cells, first, last } = of;
  let sum = 0;
  for (let j = 0; j < cells; j += 1) {
    scratch[j] = sum;
    sum += direction[j] ?? 0;
  }
  scratch[cells] = sum;
  out.fill(0);
  for (let k = 0; k < first.length; k += 1) {
    const a = first[k] ?? 0;
    const b = (last[k] ?? 0) + 1;
    const pull = (curvature[k] ?? 0) * ((scratch[b] ?? 0) - (scratch[a] ?? 0));
    out[a] = (out[a] ?? 0) + pull;
    out[b] = (out[b] ?? 0) - pull;
  }
  accumulate(out);
}
