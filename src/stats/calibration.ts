/** Do probabilities come true as often as they say, and how are they set right where they do not? */

import { fitLogistic, logistic } from './logistic.ts';

/** One forecast: what was said, what happened, how much it counts (1 where all count alike). */
export interface Forecast {
  probability: number;
  yes: boolean;
  weight: number;
}

export interface ReliabilityBin {
  from: number;
  to: number;
  forecasts: number;
  /** Weighted means of what was said and of what happened. */
  said: number;
  happened: number;
}

export interface Calibration {
  forecasts: number;
  /** Mean squared error (Brier 1950). */
  brier: number;
  /** Expected calibration error: weighted mean of |said − happened| over the bins. */
  error: number;
  bins: ReliabilityBin[];
}

/**
 * Reliability in `count` bins of equal width over 0 to 1; empty bins are left out (the error of Naeini, Cooper and Hauskrecht 2015).
 */
export function calibrationOf(forecasts: readonly Forecast[], count = 10): Calibration {
  const total = sum(forecasts.map((f) => f.weight));
  const bins: ReliabilityBin[] = [];
  for (let bin = 0; bin < count; bin += 1) {
    const inside = forecasts.filter((f) => Math.min(count - 1, Math.floor(f.probability * count)) === bin);
    const weight = sum(inside.map((f) => f.weight));
    if (weight === 0) continue;
    const said = sum(inside.map((f) => f.weight * f.probability)) / weight;
    const happened = sum(inside.map((f) => (f.yes ? f.weight : 0))) / weight;
    bins.push({ from: bin / count, to: (bin + 1) / count, forecasts: inside.length, said, happened });
  }
  const squares = forecasts.map((f) => f.weight * (f.probability - (f.yes ? 1 : 0)) ** 2);
  const errors = bins.map((bin) => {
    const inside = forecasts.filter((f) => Math.min(count - 1, Math.floor(f.probability * count)) === Math.round(bin.from * count));
    return sum(inside.map((f) => f.weight)) * Math.abs(bin.said - bin.happened);
  });
  return {
    forecasts: forecasts.length,
    brier: total === 0 ? 0 : sum(squares) / total,
    error: total === 0 ? 0 : sum(errors) / total,
    bins,
  };
}

/** `logit(calibrated) = slope · logit + shift`: keeps the order, and sums of evidence stay sums. */
export interface Scaling {
  slope: number;
  shift: number;
}

const LOGIT_LIMIT = 30;

/**
 * Platt's scaling (1999) on natural log-odds, drawn to "leave as it is" by a normal prior worth `caution` forecasts:
 * few forecasts change little. The slope is never negative.
 */
export function fitScaling(logits: ArrayLike<number>, yes: ArrayLike<number>, weight: ArrayLike<number>, caution: number): Scaling {
  const rows = Array.from(logits, (x) => Float64Array.of(1, Math.min(LOGIT_LIMIT, Math.max(-LOGIT_LIMIT, x))));
  const bounds = { low: [-LOGIT_LIMIT, 0], high: [LOGIT_LIMIT, 10] };
  const [shift, slope] = fitLogistic({ rows, yes, weight, prior: [0, 1], precision: [caution, caution], ...bounds });
  return { slope: slope ?? 1, shift: shift ?? 0 };
}

export function scaled(logit: number, { slope, shift }: Scaling): number {
  return logistic(slope * logit + shift);
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
