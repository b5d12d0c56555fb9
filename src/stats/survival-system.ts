/** Which small change of the hazards meets a given slope, when ranges tie the cells together? */

import { curve, diagonal, type Likelihood } from './survival-likelihood.ts';

export interface System {
  of: Likelihood;
  curvature: Float64Array;
  right: Float64Array;
  /** Added to the curvature of each cell. */
  ridge: Float64Array;
  /** 1 where the solution stays as it is. */
  fixed: Uint8Array;
  solution: Float64Array;
  scale: Float64Array;
}

export function systemOf(of: Likelihood, curvature: Float64Array, parts: Pick<System, 'right' | 'ridge' | 'fixed' | 'solution'>): System {
  return { of, curvature, scale: diagonal(of, curvature), ...parts };
}

/**
 * Solves (curvature + ridge) · solution = right for the cells that are not fixed, from the solution given; each cell scaled by
 * its own curvature. Stops when the residual has fallen to `solved` of what it was, or after `most` products
 * (Hestenes and Stiefel 1952).
 */
export function conjugateGradients(system: System, most: number, solved: number): void {
  const { of, curvature, ridge, fixed, solution, scale } = system;
  const residual = residualOf(system);
  const direction = new Float64Array(of.cells);
  const product = new Float64Array(of.cells + 1);
  const scratch = new Float64Array(of.cells + 1);
  const weight = Float64Array.from(fixed, (held, j) => (held === 0 ? 1 / ((scale[j] ?? 0) + (ridge[j] ?? 0)) : 0));
  let size = lengthOf(residual, weight);
  follow(direction, residual, weight, 0);
  const enough = size * solved * solved;
  for (let k = 0; k < most && size > enough && size > 1e-30; k += 1) {
    curve(of, curvature, direction, product, scratch);
    for (let j = 0; j < of.cells; j += 1) product[j] = (product[j] ?? 0) + (ridge[j] ?? 0) * (direction[j] ?? 0);
    const bend = dot(direction, product);
    if (!(bend > 0)) break;
    advance(solution, direction, size / bend);
    advance(residual, product, -size / bend);
    const next = lengthOf(residual, weight);
    follow(direction, residual, weight, next / size);
    size = next;
  }
}

function residualOf({ of, curvature, right, ridge, solution }: System): Float64Array {
  const product = new Float64Array(of.cells + 1);
  curve(of, curvature, solution, product, new Float64Array(of.cells + 1));
  return solution.map((x, j) => (right[j] ?? 0) - (product[j] ?? 0) - (ridge[j] ?? 0) * x);
}

/** Cells that are fixed have weight 0, and so neither count nor move. */
function lengthOf(residual: Float64Array, weight: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < weight.length; j += 1) sum += (residual[j] ?? 0) ** 2 * (weight[j] ?? 0);
  return sum;
}

function follow(direction: Float64Array, residual: Float64Array, weight: Float64Array, keep: number): void {
  for (let j = 0; j < weight.length; j += 1) direction[j] = (residual[j] ?? 0) * (weight[j] ?? 0) + keep * (direction[j] ?? 0);
}

function advance(x: Float64Array, along: Float64Array, by: number): void {
  for (let j = 0; j < x.length; j += 1) x[j] = (x[j] ?? 0) + by * (along[j] ?? 0);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j += 1) sum += (a[j] ?? 0) * (b[j] ?? 0);
  return sum;
}
