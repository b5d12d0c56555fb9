/** What does each cluster of lives add to ends, less what was expected of it, over the ages? */

import { cellsOf, type Life, NOT_SEEN } from './survival-cells.ts';
import { fitHazards } from './survival-fit.ts';
import { evaluate, type Likelihood, likelihoodOf } from './survival-likelihood.ts';
import { countsOf, narrowed, type Ranges, rangesOf } from './survival-ranges.ts';

/** The lives of one cluster in one group; parts of one cluster follow each other. */
export interface Part {
  cluster: number;
  group: number;
  /** Expected ends, given what was seen, less common hazards over the ages under watch. */
  own: number;
  /** The same over spans of ages, made up for what the cluster itself adds to the hazards; and in all. */
  residual: Float64Array;
  total: number;
  /** Expected presence over the same spans, weighted by the hazards. */
  presence: Float64Array;
}

const TOLERANCE = 1e-6;
const MOST_SPANS = 64;
const FEWEST_SPANS = 8;
/** Numbers to go through for one statistic: with more, ages are taken together. */
const WORK = 400_000;
/** A cluster that is all who are at risk says nothing there; what is divided by stays above this. */
const LEAST_REST = 0.05;

interface Model {
  ranges: Ranges;
  of: Likelihood;
  hazard: Float64Array;
  /** The span of each cell. */
  spanOf: Int32Array;
  spans: number;
}

/**
 * Parts under hazards common to all lives. A cluster adds to a cell's hazard what it then is expected to bear, the more the larger
 * its share of those at risk; dividing by √(1 − share) makes up for that in mean square (Bell and McCaffrey, Survey
 * Methodology 28, 2002).
 */
export function partsOf(lives: readonly Life[], group: ArrayLike<number>, cluster: ArrayLike<number> | null, groups: number): Part[] {
  const members = new Map<number, Map<number, number[]>>();
  lives.forEach((_, i) => {
    const key = cluster?.[i] ?? i;
    const own = members.get(key) ?? new Map<number, number[]>();
    own.set(group[i] ?? 0, [...(own.get(group[i] ?? 0) ?? []), i]);
    members.set(key, own);
  });
  const model = modelOf(lives, Math.max(FEWEST_SPANS, Math.min(MOST_SPANS, Math.floor(WORK / (members.size * groups)))));
  const slope = new Float64Array(model.ranges.cells);
  const risk = new Float64Array(model.ranges.cells);
  return [...members].flatMap(([key, own]) => {
    risk.fill(0);
    for (const i of [...own.values()].flat()) addLife(model, i, slope, risk);
    const scale = risk.map((r, j) => 1 / Math.sqrt(Math.max(LEAST_REST, 1 - r / Math.max(model.of.atRisk[j] ?? 0, r))));
    return [...own].map(([g, some]) => {
      slope.fill(0);
      risk.fill(0);
      for (const i of some) addLife(model, i, slope, risk);
      return partOf(model, { cluster: key, group: g, slope, risk, scale });
    });
  });
}

interface Sums {
  cluster: number;
  group: number;
  slope: Float64Array;
  risk: Float64Array;
  scale: Float64Array;
}

function partOf({ hazard, spanOf, spans }: Model, { cluster, group, slope, risk, scale }: Sums): Part {
  const residual = new Float64Array(spans);
  const presence = new Float64Array(spans);
  let own = 0;
  let total = 0;
  for (let j = 0; j < hazard.length; j += 1) {
    const h = hazard[j] ?? 0;
    const b = spanOf[j] ?? 0;
    const more = h * (slope[j] ?? 0);
    own += more;
    total += more * (scale[j] ?? 1);
    residual[b] = (residual[b] ?? 0) + more * (scale[j] ?? 1);
    presence[b] = (presence[b] ?? 0) + h * (risk[j] ?? 0);
  }
  return { cluster, group, own, residual, total, presence };
}

/** The common hazards over cells with mass; cells of like numbers of expected ends are taken together. */
function modelOf(lives: readonly Life[], most: number): Model {
  const all = rangesOf(cellsOf(lives));
  const fit = fitHazards(all, null, TOLERANCE);
  const withMass = Array.from(fit.hazard.keys()).filter((j) => (fit.hazard[j] ?? 0) > 0);
  const ranges = narrowed(all, withMass);
  const hazard = Float64Array.from(withMass, (j) => fit.hazard[j] ?? 0);
  const of = likelihoodOf(ranges, countsOf(ranges, null));
  evaluate(of, hazard);
  const spans = Math.min(most, withMass.length);
  const ends = hazard.map((h, j) => h * (of.atRisk[j] ?? 0));
  const allEnds = ends.reduce((sum, value) => sum + value, 0);
  let passed = 0;
  const spanOf = Int32Array.from(ends, (value, j) => {
    passed += value;
    if (spans === withMass.length) return j;
    return Math.min(spans - 1, Math.floor((spans * (passed - value / 2)) / allEnds));
  });
  return { ranges, of, hazard, spanOf, spans };
}

/** Adds a life's slope of the log-likelihood along the cumulative hazard, and its expected presence. */
function addLife({ ranges, of }: Model, i: number, slope: Float64Array, risk: Float64Array): void {
  const range = ranges.range[i] ?? NOT_SEEN;
  const a = range === NOT_SEEN ? (ranges.leave[i] ?? 0) : (ranges.first[range] ?? 0);
  for (let j = ranges.enter[i] ?? 0; j < a; j += 1) {
    slope[j] = (slope[j] ?? 0) - 1;
    risk[j] = (risk[j] ?? 0) + 1;
  }
  if (range === NOT_SEEN) return;
  const q = of.outlives[range] ?? 0;
  const start = of.survival[a] ?? 1;
  for (let j = a; j <= (ranges.last[range] ?? 0); j += 1) {
    const reached = of.block[j] === of.block[a] ? (of.survival[j] ?? 0) / start : 0;
    slope[j] = (slope[j] ?? 0) + q / (1 - q);
    risk[j] = (risk[j] ?? 0) + Math.max(0, (reached - q) / (1 - q));
  }
}
