/** Which weights make a sum of measures tell yes from no best, when each may only speak in its own direction? */

export interface LogisticProblem {
  /** One row of measures each, all of one length. */
  rows: readonly Float64Array[];
  /** 1 or 0 for each row. */
  yes: ArrayLike<number>;
  /** How much each row counts. */
  weight: ArrayLike<number>;
  /** What the weights are drawn to, and how strongly (precision of a normal prior). */
  prior: ArrayLike<number>;
  precision: ArrayLike<number>;
  /** Bounds of each weight; a measure that may only speak for has 0 below. */
  low: ArrayLike<number>;
  high: ArrayLike<number>;
}

const MOST_STEPS = 60;
const MOST_SWEEPS = 200;
const TOLERANCE = 1e-9;
/** Below this a row's curvature is taken to be this: steps stay finite where all is certain. */
const LEAST_CURVATURE = 1e-10;

/**
 * Logistic regression, natural log-odds: maximises Σ weight·log-likelihood − Σ precision·(w − prior)²/2 within the bounds.
 * Newton's method; each quadratic step is solved under the bounds by coordinate descent and halved until the objective falls
 * (a projected Newton method, Bertsekas 1982; the penalty is the ridge of le Cessie and van Houwelingen 1992).
 * Deterministic; begins at the prior.
 */
export function fitLogistic(problem: LogisticProblem): Float64Array {
  const size = problem.prior.length;
  let weights = Float64Array.from(problem.prior, (w, i) => clamp(w, problem.low[i] ?? -Infinity, problem.high[i] ?? Infinity));
  let value = objective(problem, weights);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { gradient, curvature } = slopes(problem, weights);
    const wanted = solveWithin(problem, weights, gradient, curvature, size);
    let share = 1;
    let next = weights;
    let nextValue = value;
    for (; share > 1e-6; share /= 2) {
      next = weights.map((w, i) => w + share * ((wanted[i] ?? w) - w));
      nextValue = objective(problem, next);
      if (nextValue <= value) break;
    }
    const moved = next.reduce((most, w, i) => Math.max(most, Math.abs(w - (weights[i] ?? 0))), 0);
    if (nextValue > value) return weights;
    weights = next;
    value = nextValue;
    if (moved < TOLERANCE) break;
  }
  return weights;
}

/** 1 / (1 + e^−x). */
export function logistic(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/** ln(1 + e^x). */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

function clamp(x: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function objective({ rows, yes, weight, prior, precision }: LogisticProblem, weights: Float64Array): number {
  let loss = 0;
  for (const [i, row] of rows.entries()) {
    const score = dot(row, weights);
    loss += (weight[i] ?? 0) * ((yes[i] ?? 0) > 0.5 ? softplus(-score) : softplus(score));
  }
  for (let j = 0; j < weights.length; j += 1) loss += ((precision[j] ?? 0) * ((weights[j] ?? 0) - (prior[j] ?? 0)) ** 2) / 2;
  return loss;
}

function slopes(problem: LogisticProblem, weights: Float64Array): { gradient: Float64Array; curvature: Float64Array } {
  const size = weights.length;
  const gradient = Float64Array.from(weights, (w, j) => (problem.precision[j] ?? 0) * (w - (problem.prior[j] ?? 0)));
  const curvature = new Float64Array(size * size);
  for (let j = 0; j < size; j += 1) curvature[j * size + j] = (problem.precision[j] ?? 0) + LEAST_CURVATURE;
  for (const [i, row] of problem.rows.entries()) addRow(problem, i, row, logistic(dot(row, weights)), gradient, curvature);
  for (let j = 0; j < size; j += 1) for (let k = 0; k < j; k += 1) curvature[k * size + j] = curvature[j * size + k] ?? 0;
  return { gradient, curvature };
}

function addRow(
  problem: LogisticProblem,
  i: number,
  row: Float64Array,
  chance: number,
  gradient: Float64Array,
  curvature: Float64Array,
): void {
  const size = row.length;
  const counts = problem.weight[i] ?? 0;
  const error = counts * (chance - (problem.yes[i] ?? 0));
  const bend = Math.max(LEAST_CURVATURE, counts * chance * (1 - chance));
  for (let j = 0; j < size; j += 1) {
    const x = row[j] ?? 0;
    if (x === 0) continue;
    gradient[j] = (gradient[j] ?? 0) + error * x;
    for (let k = 0; k <= j; k += 1) curvature[j * size + k] = (curvature[j * size + k] ?? 0) + bend * x * (row[k] ?? 0);
  }
}

/** Minimises the quadratic around `weights` within the bounds. */
function solveWithin(
  { low, high }: LogisticProblem,
  weights: Float64Array,
  gradient: Float64Array,
  curvature: Float64Array,
  size: number,
): Float64Array {
  const found = weights.slice();
  const slope = gradient.slice();
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
    let moved = 0;
    for (let j = 0; j < size; j += 1) {
      const now = found[j] ?? 0;
      const next = clamp(now - (slope[j] ?? 0) / (curvature[j * size + j] ?? 1), low[j] ?? -Infinity, high[j] ?? Infinity);
      const change = next - now;
      if (change === 0) continue;
      found[j] = next;
      for (let k = 0; k < size; k += 1) slope[k] = (slope[k] ?? 0) + change * (curvature[j * size + k] ?? 0);
      moved = Math.max(moved, Math.abs(change));
    }
    if (moved < TOLERANCE) break;
  }
  return found;
}
