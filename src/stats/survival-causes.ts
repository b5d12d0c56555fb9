/** Which of several kinds of end comes by which age, when one forestalls the others? */

import { type Cells, NOT_SEEN } from './survival-cells.ts';
import type { Curve } from './survival-curve.ts';
import type { Fit } from './survival-fit.ts';

export interface Incidence {
  /** By rising age: the share that has ended in this way by then, of those that reached the first age. */
  points: { age: number; share: number }[];
  /** At the end of the span. */
  total: number;
}

const MOST_ROUNDS = 500;
const TOLERANCE = 1e-7;

/**
 * Cumulative incidence of each kind of end. The chance to end in a cell is that of the curve of all ends; within a cell it is shared
 * out among kinds so as to make the seen intervals of each kind most likely (expectation and maximisation; the likelihood is
 * concave in the shares). So the incidences add up to what the curve has lost. Cf. Hudgens, Satten and Longini, Biometrics
 * 57 (2001), who maximise over both at once. `kind`: of each life, from 0 to kinds − 1; ignored where the end was not seen.
 */
export function incidences(cells: Cells, fit: Fit, curve: Curve, kind: ArrayLike<number>, kinds: number): Incidence[] {
  const shares = sharesOf(cells, fit.hazard, kind, kinds);
  return shares.map((share) => {
    const points: Incidence['points'] = [];
    let total = 0;
    let k = 0;
    for (let j = 0; j < fit.hazard.length && k < curve.to.length; j += 1) {
      if (cells.to[j] !== curve.to[k] || (fit.hazard[j] ?? 0) === 0) continue;
      total += ((curve.before[k] ?? 0) - (curve.after[k] ?? 0)) * (share[j] ?? 0);
      points.push({ age: curve.to[k] ?? 0, share: total });
      k += 1;
    }
    return { points, total };
  });
}

/** One seen end: its kind, and the cells with mass in which it may lie with the chance of each relative to the others. */
interface Seen {
  kind: number;
  from: number;
  weights: Float64Array;
}

/** The share of each kind in what ends in each cell. */
function sharesOf(cells: Cells, hazard: Float64Array, kind: ArrayLike<number>, kinds: number): Float64Array[] {
  const withMass = Array.from(hazard.keys()).filter((j) => (hazard[j] ?? 0) > 0);
  const seen = seenEnds(cells, hazard, withMass, kind);
  let shares = Array.from({ length: kinds }, () => new Float64Array(withMass.length).fill(1 / kinds));
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const next = shares.map((share) => new Float64Array(share.length));
    for (const end of seen) shareOut(end, shares[end.kind], next[end.kind]);
    const moved = normalise(next, shares);
    shares = next;
    if (moved < TOLERANCE) break;
  }
  return shares.map((share) => {
    const all = new Float64Array(hazard.length);
    withMass.forEach((j, k) => {
      all[j] = share[k] ?? 0;
    });
    return all;
  });
}

/** Spreads one end over the cells in which it may lie, as its kind's shares have it. */
function shareOut({ from, weights }: Seen, share: Float64Array = new Float64Array(0), into: Float64Array = new Float64Array(0)): void {
  let sum = 0;
  for (let j = 0; j < weights.length; j += 1) sum += (weights[j] ?? 0) * (share[from + j] ?? 0);
  if (sum <= 0) return;
  for (let j = 0; j < weights.length; j += 1) {
    const at = from + j;
    into[at] = (into[at] ?? 0) + ((weights[j] ?? 0) * (share[at] ?? 0)) / sum;
  }
}

/** Makes the shares of each cell add up to 1; returns the largest change from before. */
function normalise(next: Float64Array[], before: readonly Float64Array[]): number {
  let moved = 0;
  for (let j = 0; j < (next[0]?.length ?? 0); j += 1) {
    const sum = next.reduce((total, share) => total + (share[j] ?? 0), 0);
    next.forEach((share, k) => {
      const was = before[k]?.[j] ?? 0;
      share[j] = sum > 0 ? (share[j] ?? 0) / sum : was;
      moved = Math.max(moved, Math.abs((share[j] ?? 0) - was));
    });
  }
  return moved;
}

function seenEnds(cells: Cells, hazard: Float64Array, withMass: readonly number[], kind: ArrayLike<number>): Seen[] {
  const before = new Int32Array(hazard.length + 1);
  for (let cell = 0, passed = 0; cell <= hazard.length; cell += 1) {
    before[cell] = passed;
    if (withMass[passed] === cell) passed += 1;
  }
  const seen: Seen[] = [];
  for (let i = 0; i < cells.first.length; i += 1) {
    const last = cells.last[i] ?? NOT_SEEN;
    if (last === NOT_SEEN) continue;
    const from = before[cells.first[i] ?? 0] ?? 0;
    const to = before[last + 1] ?? 0;
    let level = 1;
    const weights = Float64Array.from({ length: to - from }, (_, k) => {
      const h = hazard[withMass[from + k] ?? 0] ?? 0;
      const weight = level * h;
      level *= 1 - h;
      return weight;
    });
    seen.push({ kind: kind[i] ?? 0, from, weights });
  }
  return seen;
}
