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
export function conjugateGradients({ of, curvature, right, ridge, fixed, solution, scale }: System, most: number, solved: number): void {
  const n = of.cells;
  const direction = new Float64Array(n);
  const residual = new Float64Array(n);
  const product = new Float64Array(n + 1);
  const scratch = new Float64Array(n + 1);
  const scaled = (j: number): number => (residual[j] ?? 0) / ((scale[j] ?? 0) + (ridge[j] ?? 0));
  curve(of, curvature, solution, product, scratch);
  let size = 0;
  for (let j = 0; j < n; j += 1) {
    if (fixed[j] !== 0) continue;
    residual[j] = (right[j] ?? 0) - (product[j] ?? 0) - (ridge[j] ?? 0) * (solution[j] ?? 0);
    direction[j] = scaled(j);
    size += (residual[j] ?? 0) * scaled(j);
  }
  const enough = size * solved * solved;
  for (let k = 0; k < most && size > enough && size > 1e-30; k += 1) {
    curve(of, curvature, direction, product, scratch);
    let bend = 0;
    for (let j = 0; j < n; j += 1) bend += (direction[j] ?? 0) * ((product[j] ?? 0) + (ridge[j] ?? 0) * (direction[j] ?? 0));
    if (!(bend > 0)) break;
    const along = size / bend;
    let next = 0;
    for (let j = 0; j < n; j += 1) {
      if (fixed[j] !== 0) continue;
      solution[j] = (solution[j] ?? 0) + along * (direction[j] ?? 0);
      residual[j] = (residual[j] ?? 0) - along * ((product[j] ?? 0) + (ridge[j] ?? 0) * (direction[j] ?? 0));
      next += (residual[j] ?? 0) * scaled(j);
    }
    for (let j = 0; j < n; j += 1) if (fixed[j] === 0) direction[j] = scaled(j) + (next / size) * (direction[j] ?? 0);
    size = next;
  }
}
