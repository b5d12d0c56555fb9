/** How long do lives last, and how sure is that, when several lives share one fate? */

import { studentBelow, studentQuantile } from './student.ts';
import { type Cells, cellsOf, type Life } from './survival-cells.ts';
import { type Curve, curveOf, isUnique, quantileOf, restrictedMean, type Span, spanOf, survivalAt } from './survival-curve.ts';
import { type Fit, fitHazards } from './survival-fit.ts';
import { type Ranges, rangesOf } from './survival-ranges.ts';

/** A number with the interval that holds the truth 95 times in 100; an end is null where the resamples do not reach so far. */
export interface Ranged {
  value: number | null;
  low: number | null;
  high: number | null;
}

export interface Estimate {
  lives: number;
  ended: number;
  /** Clusters of lives with one fate. */
  clusters: number;
  span: Span;
  /** No other curve is as likely, apart from how it falls within one cell. */
  unique: boolean;
  median: Ranged;
  /** Mean age at the end, ages above `span.to` counted as that, of those that reached `span.from`. */
  mean: Ranged;
  /** The ages between which the curve comes down to a half: where in between is not determined. Null without a median. */
  medianWithin: { from: number; to: number } | null;
  /** By rising age; the first is (`span.from`, 1). */
  points: { age: number; survival: number; low: number; high: number }[];
  logLikelihood: number;
  lacking: number;
  curve: Curve;
  fit: Fit;
  cells: Cells;
}

export interface EstimateOptions {
  /** Which lives share one fate: equal numbers from 0 on; null: each has its own. */
  cluster: ArrayLike<number> | null;
  /** How many lives must be under watch at the age that the curve begins with. */
  enough: number;
  /** 0: no intervals. */
  resamples: number;
  chance: () => number;
}

/** The estimate lacks less than this of the maximal log-likelihood; a resample's less than the other, which is far within its noise. */
const TOLERANCE = 1e-6;
const TOLERANCE_RESAMPLED = 1e-2;
const MOST_POINTS = 200;
const TAIL = 0.025;

/**
 * The non-parametric maximum-likelihood estimate under interval censoring and delayed entry, given that the first age with
 * `enough` under watch was reached; null where there is no such age. Intervals by resampling whole clusters (Efron and
 * Tibshirani 1993, chapter 8), each estimated anew over all cells; percentiles widened for few clusters
 * (Hesterberg, The American Statistician 69, 2015). Deterministic given `chance` and the order of lives.
 */
export function estimateLives(lives: readonly Life[], options: EstimateOptions): Estimate | null {
  const wanted = spanOf(lives, options.enough);
  if (wanted === null) return null;
  const cells = cellsOf(lives);
  const ranges = rangesOf(cells);
  const fit = fitHazards(ranges, null, TOLERANCE);
  const entries = Float64Array.from(lives, (life) => life.entry).sort();
  const curve = curveOf(cells, fit.hazard, wanted, entries);
  const { span } = curve;
  const ages = pointsOf(curve);
  const clusterOf = Int32Array.from(lives, (_, i) => options.cluster?.[i] ?? i);
  const clusters = new Set(clusterOf).size;
  const resampled = resample(lives.length, clusterOf, { cells, ranges, fit, wanted, entries, ages, ...options });
  const interval = (value: number | null, draws: readonly (number | null)[]): Ranged => ({ value, ...percentiles(draws, clusters) });
  const sure = atRiskClusters(lives, clusterOf, span.from);
  const points = ages.map((age, k) => {
    const survival = survivalAt(curve, age);
    const { low, high } = percentiles(
      resampled.map((draw) => draw.survival[k] ?? 0),
      clusters,
    );
    // Nothing lost in n: the share that would leave none lost once in 40 times.
    const spared = survival >= 1 && age > span.from ? TAIL ** (1 / Math.max(1, sure)) : 1;
    return { age, survival, low: Math.min(survival, low ?? survival, spared), high: Math.max(survival, high ?? survival) };
  });
  const median = quantileOf(curve, 0.5);
  return {
    lives: lives.length,
    ended: lives.filter((life) => life.by !== Number.POSITIVE_INFINITY).length,
    clusters,
    span,
    unique: isUnique(cells, ranges, fit, span),
    median: interval(
      median,
      resampled.map((draw) => draw.median),
    ),
    mean: interval(
      restrictedMean(curve, span.to),
      resampled.map((draw) => draw.mean),
    ),
    medianWithin: median === null ? null : cellAt(curve, median),
    points,
    logLikelihood: fit.logLikelihood,
    lacking: fit.lacking,
    curve,
    fit,
    cells,
  };
}

/** The ages at which the curve has come down, thinned evenly; the first age before. */
function pointsOf(curve: Curve): number[] {
  const all = Array.from(curve.to);
  const step = Math.max(1, all.length / MOST_POINTS);
  const kept = new Set<number>([curve.span.from]);
  for (let k = 0; k < all.length; k += step) kept.add(all[Math.floor(k)] ?? 0);
  const last = all.at(-1);
  if (last !== undefined) kept.add(last);
  return [...kept];
}

function cellAt(curve: Curve, age: number): { from: number; to: number } {
  const k = curve.to.findIndex((to, i) => age <= to && age >= (curve.from[i] ?? 0));
  return k < 0 ? { from: age, to: age } : { from: curve.from[k] ?? age, to: curve.to[k] ?? age };
}

function atRiskClusters(lives: readonly Life[], clusterOf: Int32Array, age: number): number {
  return new Set(clusterOf.filter((_, i) => (lives[i]?.entry ?? 0) <= age && (lives[i]?.after ?? 0) >= age)).size;
}

interface Draw {
  median: number | null;
  mean: number;
  survival: number[];
}

interface Resampling extends EstimateOptions {
  cells: Cells;
  ranges: Ranges;
  fit: Fit;
  wanted: Span;
  entries: Float64Array;
  ages: readonly number[];
}

function resample(n: number, clusterOf: Int32Array, of: Resampling): Draw[] {
  const names = [...new Set(clusterOf)];
  const often = new Float64Array(Math.max(-1, ...names) + 1);
  const weights = new Float64Array(n);
  return Array.from({ length: of.resamples }, () => {
    often.fill(0);
    for (let k = 0; k < names.length; k += 1) {
      const drawn = names[Math.floor(of.chance() * names.length)] ?? 0;
      often[drawn] = (often[drawn] ?? 0) + 1;
    }
    for (let i = 0; i < n; i += 1) weights[i] = often[clusterOf[i] ?? 0] ?? 0;
    const { hazard } = fitHazards(of.ranges, weights, TOLERANCE_RESAMPLED, of.fit.hazard);
    const curve = curveOf(of.cells, hazard, of.wanted, of.entries);
    return {
      median: quantileOf(curve, 0.5),
      mean: restrictedMean(curve, of.wanted.to),
      survival: of.ages.map((age) => survivalAt(curve, age)),
    };
  });
}

/** Percentiles whose tails are those of Student's t, widened by √(G/(G − 1)), in terms of the normal. Null draws lie beyond all others. */
function percentiles(draws: readonly (number | null)[], clusters: number): { low: number | null; high: number | null } {
  if (draws.length === 0) return { low: null, high: null };
  const sorted = draws.map((draw) => draw ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const df = Math.max(1, clusters - 1);
  const tail = studentBelow(studentQuantile(TAIL, df) * Math.sqrt((df + 1) / df), NORMAL);
  const at = (share: number): number | null => {
    const place = share * (sorted.length + 1) - 1;
    const below = Math.min(sorted.length - 1, Math.max(0, Math.floor(place)));
    const above = Math.min(sorted.length - 1, Math.max(0, Math.ceil(place)));
    const [a, b] = [sorted[below] ?? 0, sorted[above] ?? 0];
    if (!Number.isFinite(b)) return Number.isFinite(a) && place <= below ? a : null;
    return a + (b - a) * (Math.min(sorted.length - 1, Math.max(0, place)) - below);
  };
  return { low: at(tail), high: at(1 - tail) };
}

/** Student's t with so many degrees of freedom is normal to more digits than matter here. */
const NORMAL = 1e7;
