/** How many losses are ordinary? Hazards by age with a stated prior, and the dispersion around them, from what lies outside of waves. */

import { type Block, type Dispersion, inflationOf, integratedTail, likelihoods, oneByOne, posterior } from '../stats/dispersion.ts';
import { cumulated } from '../stats/exposure.ts';
import { BANDS, type Risk, type WaveKind } from './waves-risk.ts';

export interface Span {
  from: number;
  to: number;
}

/**
 * Ordinary losses per channel and day before anything was seen, by age in the order of `BANDS`. Gone: mean lives of about a week
 * when new and of months later, as published for such channels (14 to 302 days, seven months; a third of new accounts within
 * two days). Silent and private are rarer, and age says little of them.
 */
const PRIOR: Readonly<Record<WaveKind, readonly number[]>> = {
  gone: [1 / 7, 1 / 10, 1 / 25, 1 / 50, 1 / 60, 1 / 60, 1 / 120],
  silent: Array.from({ length: BANDS }, () => 1 / 180),
  private: Array.from({ length: BANDS }, () => 1 / 600),
};

/** The prior weighs as much as half a joint loss on the level of all hazards, as two on how they differ by age. */
const LEVEL_SHAPE = 2;
const AGE_SHAPE = 4;

export interface Baseline {
  /** Joint losses per channel-day, by band. */
  hazards: Float64Array;
  /** Joint losses, and losses, that it rests on. */
  joint: number;
  losses: number;
  channelDays: number;
  /** By band: joint losses seen and expected from the prior's level: for what is known of the rates. */
  byBand: Float64Array;
  expectedUpTo: (time: number) => number;
}

/** Fits the ordinary hazards to all but the spans left out (sorted or not). */
export function baselineOf(risk: Risk, leftOut: readonly Span[]): Baseline {
  const prior = PRIOR[risk.kind];
  const exposed = exposedByBand(risk, leftOut);
  const byBand = new Float64Array(BANDS);
  let losses = 0;
  for (const loss of risk.losses) {
    if (inside(leftOut, loss.middle)) continue;
    byBand[loss.band] = (byBand[loss.band] ?? 0) + loss.weight;
    losses += 1;
  }
  const joint = byBand.reduce((a, b) => a + b, 0);
  const expected = exposed.reduce((sum, days, b) => sum + days * (prior[b] ?? 0), 0);
  const level = (LEVEL_SHAPE + joint) / (LEVEL_SHAPE + expected);
  const hazards = Float64Array.from(exposed, (days, b) => {
    const guess = level * (prior[b] ?? 0);
    return (AGE_SHAPE + (byBand[b] ?? 0)) / (AGE_SHAPE / guess + days);
  });
  const channelDays = exposed.reduce((a, b) => a + b, 0);
  return { hazards, joint, losses, channelDays, byBand, expectedUpTo: cumulated(risk.exposure, hazards) };
}

function exposedByBand(risk: Risk, leftOut: readonly Span[]): Float64Array {
  return Float64Array.from(risk.daysUpTo, (days) => leftOut.reduce((sum, { from, to }) => sum - (days(to) - days(from)), days(risk.to)));
}

function inside(spans: readonly Span[], time: number): boolean {
  return spans.some((span) => span.from <= time && time <= span.to);
}

/**
 * Whole days, joined where a loss could lie on either side of their border: in each it is certain how many were lost, so that
 * neither batches of looks nor outages pass for varying rates.
 */
export function daysOf(risk: Risk): Span[] {
  const first = Math.floor(risk.from);
  const count = Math.ceil(risk.to) - first;
  const joined = new Uint8Array(Math.max(1, count));
  for (const loss of risk.losses) {
    if (loss.by - loss.after <= 1) continue;
    const last = Math.floor(loss.by) - first;
    for (let day = Math.max(1, Math.floor(loss.after) - first + 1); day <= last && day < count; day++) joined[day] = 1;
  }
  const spans: Span[] = [];
  for (let day = 0; day < count; day++) {
    const last = spans.at(-1);
    if (joined[day] === 1 && last !== undefined) last.to = first + day + 1;
    else spans.push({ from: first + day, to: first + day + 1 });
  }
  return spans;
}

/** The posterior of the dispersion, from the days that touch none of the spans left out. */
export function dispersionOf(risk: Risk, baseline: Baseline, days: readonly Span[], leftOut: readonly Span[]): Float64Array {
  const counts = new Float64Array(days.length);
  let place = 0;
  for (const loss of [...risk.losses].sort((a, b) => a.middle - b.middle)) {
    while (place < days.length - 1 && (days[place]?.to ?? 0) <= loss.middle) place += 1;
    counts[place] = (counts[place] ?? 0) + loss.weight;
  }
  const sums = new Float64Array(likelihoods({ days: 1, count: 0, expected: 0 }).length);
  days.forEach((day, i) => {
    if (leftOut.some((span) => span.from < day.to && day.from < span.to)) return;
    const expected = baseline.expectedUpTo(day.to) - baseline.expectedUpTo(day.from);
    const block: Block = { days: day.to - day.from, count: counts[i] ?? 0, expected };
    likelihoods(block).forEach((value, g) => {
      sums[g] = (sums[g] ?? 0) + value;
    });
  });
  return posterior(sums);
}

/** The same at a known rate, with channels that are lost one by one: for the question which attrition would make a window ordinary. */
export function chanceAtKnownRate(weights: ArrayLike<number>, window: Block): number {
  return integratedTail(oneByOne(weights), window, () => Number.POSITIVE_INFINITY);
}

/** What a window's count would be by chance: P(at least so many), dispersion and rate integrated out. */
export function chanceOf(baseline: Baseline, weights: ArrayLike<number>, window: Block, shares: ArrayLike<number>): number {
  return integratedTail(weights, window, (dispersion) => rateShape(baseline, dispersion, shares));
}

/** The gamma shape of what is known of a window's rate: few past losses, jointly dispersed ones the fewer, leave it open. */
function rateShape({ joint, byBand }: Baseline, dispersion: Dispersion, shares: ArrayLike<number>): number {
  const inflation = inflationOf(dispersion.together);
  let spread = 1 / (LEVEL_SHAPE + joint / inflation);
  for (let b = 0; b < BANDS; b++) spread += (shares[b] ?? 0) ** 2 / (AGE_SHAPE + (byBand[b] ?? 0) / inflation);
  return 1 / spread;
}

/** Which part of a window's expected losses each band has. */
export function sharesOf(risk: Risk, baseline: Baseline, { from, to }: Span): Float64Array {
  const parts = Float64Array.from(risk.daysUpTo, (days, b) => (baseline.hazards[b] ?? 0) * (days(to) - days(from)));
  const total = parts.reduce((a, b) => a + b, 0);
  return parts.map((part) => (total > 0 ? part / total : 0));
}
