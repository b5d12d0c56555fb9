/** Which hazards of given cells make the ranges of ends most likely? */

import { curvatures, diagonal, emStep, evaluate, type Likelihood, MOST_HAZARD, unrest } from './survival-likelihood.ts';
import { conjugateGradients, type System, systemOf } from './survival-system.ts';

/** Keeps Newton's system solvable where the likelihood is flat. */
const RIDGE = 1e-8;
const MOST_PRODUCTS = 60;
/** Newton's system is solved to this part of its residual: the next step corrects the rest. */
const SOLVED = 1e-2;
const MOST_SOLUTIONS = 8;
/** Part of each cell's curvature added to it: less after a step that climbed, more after one that did not (Levenberg, Marquardt). */
const FIRST_DAMPING = 1e-4;
const LEAST_DAMPING = 1e-7;
const MOST_DAMPING = 10;
/** A falling cell keeps this part of its mass, */
const KEEPS = 0.02;
/** until it is smaller than this, and goes: should it be wanted, it can be given mass again. */
const SMALL = 1e-4;
const NEGLIGIBLE = 1e-13;

/**
 * Climbs from `hazard` (changed in place; positive where mass may be) until `unrest` is below `tolerance`. Each round takes two
 * steps of expectation and maximisation and one of Newton in λ, its system solved by conjugate gradients that are stopped
 * early (which still point upwards) and its result held above zero; a Newton step that does not climb is not taken.
 * Returns the log-likelihood reached.
 */
export function climb(of: Likelihood, hazard: Float64Array, tolerance: number, mostRounds: number): number {
  const once = new Float64Array(hazard.length);
  const tried = new Float64Array(hazard.length);
  let reached = evaluate(of, hazard);
  let damping = FIRST_DAMPING;
  for (let round = 0; round < mostRounds && unrest(of, hazard) > tolerance; round += 1) {
    emStep(of, hazard, once);
    const before = evaluate(of, once);
    emStep(of, once, hazard);
    newtonStep(of, once, damping, tried);
    const climbed = evaluate(of, tried) > before;
    if (climbed) emStep(of, tried, hazard);
    damping = climbed ? Math.max(LEAST_DAMPING, damping / 10) : Math.min(MOST_DAMPING, damping * 10);
    reached = evaluate(of, hazard);
  }
  return reached;
}

/** After `evaluate` at `hazard`: `out` is where Newton's step leads, no cell below zero. */
function newtonStep(of: Likelihood, hazard: Float64Array, damping: number, out: Float64Array): void {
  const curvature = curvatures(of);
  const ridge = diagonal(of, curvature).map((bend) => damping * Math.abs(bend) + RIDGE);
  const now = hazard.map((h) => -Math.log1p(-h));
  const step = new Float64Array(of.cells);
  const fixed = new Uint8Array(of.cells);
  const system = systemOf(of, curvature, { right: of.slope, ridge, fixed, solution: step });
  holdBack(of, hazard, now, system);
  for (let round = 0; round < MOST_SOLUTIONS; round += 1) {
    conjugateGradients(system, MOST_PRODUCTS, SOLVED);
    let fell = false;
    for (let j = 0; j < of.cells; j += 1) {
      if (fixed[j] !== 0 || (now[j] ?? 0) + (step[j] ?? 0) >= 0) continue;
      fall(system, now, j);
      fell = true;
    }
    if (!fell) break;
  }
  for (let j = 0; j < of.cells; j += 1) {
    const lambda = (now[j] ?? 0) + (step[j] ?? 0);
    out[j] = lambda < NEGLIGIBLE ? 0 : Math.min(MOST_HAZARD, -Math.expm1(-lambda));
  }
}

/** Leaves out of the system what stands at its upper end, and lets fall what a step of its own would take to nothing. */
function holdBack(of: Likelihood, hazard: Float64Array, now: Float64Array, system: System): void {
  for (let j = 0; j < of.cells; j += 1) {
    const slope = of.slope[j] ?? 0;
    const lambda = now[j] ?? 0;
    const stiff = (system.scale[j] ?? 0) + (system.ridge[j] ?? 0);
    if ((slope > 0 && (hazard[j] ?? 0) >= MOST_HAZARD) || lambda === 0) system.fixed[j] = 1;
    else if (slope < 0 && lambda * stiff <= -slope) fall(system, now, j);
  }
}

function fall({ fixed, solution }: System, now: Float64Array, j: number): void {
  const lambda = now[j] ?? 0;
  fixed[j] = 1;
  solution[j] = -lambda * (lambda < SMALL ? 1 : 1 - KEEPS);
}
