/** Where does the non-parametric maximum-likelihood estimate put its mass, and how much? */

import { climb } from './survival-ascent.ts';
import { NOT_SEEN } from './survival-cells.ts';
import { curvatures, diagonal, evaluate, type Likelihood, likelihoodOf, unrest } from './survival-likelihood.ts';
import { type Counts, countsOf, narrowed, type Ranges } from './survival-ranges.ts';

export interface Fit {
  /** For each cell the chance that a life that reached it ends in it; most are 0. */
  hazard: Float64Array;
  /** The expected number at risk in each cell. */
  atRisk: Float64Array;
  /** 1 where the likelihood would fall if the cell were given mass: it has none in any maximum. */
  barred: Uint8Array;
  logLikelihood: number;
  /** What the log-likelihood lacks to its maximum, to second order. */
  lacking: number;
}

const MOST_WIDENINGS = 100;
const MOST_ROUNDS = 40;
/** A slope of less than this part of the number at risk is none. */
const FLAT = 1e-4;
/** What a cell begins with. */
const SEED = 1e-3;
const NOTHING = 1e-12;

/**
 * Maximises the likelihood over all cells until it lacks less than `tolerance`: no cell that has mass is out of balance, and
 * none that has none would gain by it (the Karush-Kuhn-Tucker conditions). Begins with few cells, climbs, then gives each
 * gap between cells with mass its most promising one, as long as any promises something (the constrained Newton method of
 * Wang, JRSS B 69, 2007, in the cumulative hazard). `weights`: how often each life counts; null: once. `start`: hazards that
 * give every range mass, such as those of like weights; null: a first guess.
 */
export function fitHazards(ranges: Ranges, weights: ArrayLike<number> | null, tolerance: number, start: Float64Array | null = null): Fit {
  const counts = countsOf(ranges, weights);
  const of = likelihoodOf(ranges, counts);
  const hazard = start?.slice() ?? firstGuess(ranges, counts);
  let logLikelihood = evaluate(of, hazard);
  let { cells, gain } = promising(of, hazard);
  let lacking = gain + unrest(of, hazard);
  for (let widening = 0; widening < MOST_WIDENINGS && lacking > tolerance; widening += 1) {
    const some = narrowed(ranges, cells);
    const within = Float64Array.from(cells, (j) => hazard[j] || SEED);
    climb(likelihoodOf(some, countsOf(some, weights)), within, Math.max(tolerance / 4, Math.min(lacking / 30, 0.1)), MOST_ROUNDS);
    hazard.fill(0);
    cells.forEach((j, k) => {
      hazard[j] = (within[k] ?? 0) < NOTHING ? 0 : (within[k] ?? 0);
    });
    logLikelihood = evaluate(of, hazard);
    ({ cells, gain } = promising(of, hazard));
    lacking = gain + unrest(of, hazard);
  }
  const barred = Uint8Array.from(hazard, (h, j) => (h === 0 && (of.slope[j] ?? 0) < -FLAT * (of.atRisk[j] ?? 0) ? 1 : 0));
  return { hazard, atRisk: of.atRisk.slice(0, ranges.cells), barred, logLikelihood, lacking };
}

/** The cells with mass and, of each gap between them, the one whose Newton step promises the largest gain; the gains summed. */
function promising(of: Likelihood, hazard: Float64Array): { cells: number[]; gain: number } {
  const bend = diagonal(of, curvatures(of));
  const cells: number[] = [];
  let gain = 0;
  let best = -1;
  let most = 0;
  for (let j = 0; j <= of.cells; j += 1) {
    if (j < of.cells && hazard[j] === 0) {
      const slope = of.slope[j] ?? 0;
      const promise = slope > 0 ? (slope * slope) / (2 * Math.max(bend[j] ?? 0, slope * 1e-3)) : 0;
      if (promise > most) {
        most = promise;
        best = j;
      }
      continue;
    }
    if (best >= 0) cells.push(best);
    if (j < of.cells) cells.push(j);
    gain += most;
    best = -1;
    most = 0;
  }
  return { cells, gain };
}

/**
 * As few cells as give every range one (the last of each range that has none yet), with the hazards of a product-limit
 * estimate that takes each life to have ended in its first such cell.
 */
function firstGuess(ranges: Ranges, counts: Counts): Float64Array {
  const order = Array.from(ranges.last, (last, k) => ({ first: ranges.first[k] ?? 0, last, ended: counts.ended[k] ?? 0 }));
  order.sort((a, b) => a.last - b.last || a.first - b.first);
  const hazard = new Float64Array(ranges.cells);
  let chosen = NOT_SEEN;
  for (const { first, last, ended } of order) {
    if (first > chosen) chosen = last;
    hazard[chosen] = (hazard[chosen] ?? 0) + ended;
  }
  let risk = 0;
  for (let j = 0; j < ranges.cells; j += 1) {
    risk += (counts.enters[j] ?? 0) - (counts.leaves[j] ?? 0);
    const ends = hazard[j] ?? 0;
    if (ends > 0) hazard[j] = Math.min(0.9, Math.max(SEED, ends / Math.max(risk, ends)));
    risk -= ends;
  }
  return hazard;
}
