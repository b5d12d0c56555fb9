/** In which hour did more people begin to point somewhere than its own past explains? */

import type { Ms } from '../model/observation.ts';
import { logNegativeBinomialTail } from '../stats/tails.ts';
import { groupBy } from './order.ts';

export const HOUR = 3_600_000;
const DAY_HOURS = 24;
const WEEK_HOURS = 7 * DAY_HOURS;

/** How far back an hour's past goes, and how much just before it is left out, so that a slow beginning is not its own past. */
const PAST_HOURS = 28 * DAY_HOURS;
const GUARD_HOURS = 24;
/** Looked at side by side: a burst, an evening, a day. */
const WINDOWS = [1, 6, 24];
/** Of quiet hours this share would be said to stand out: under one in a year. */
const ALARM = 1e-4;
/** Fewer independent voices never stand out, however quiet the past. */
const FEWEST_VOICES = 3;
/** A past that is not known yet: one voice a day, believed as much as half a day of watching, and twice as uneven as chance. */
const PRIOR_COUNT = 0.5;
const PRIOR_HOURS = 12;
const PRIOR_DISPERSION = 2;
const PRIOR_WINDOWS = 24;

/** One row of a series: hours since 1970 and what counts as one voice in them. */
export interface Said {
  at: Ms;
  /** Whoever speaks: an author, or a channel that names none. */
  author: string;
  /** Equal for copies of one text. */
  text: number;
}

export interface StandsOut {
  /** Start of the first hour. */
  hour: Ms;
  /** Voices from then to the hour in which it was noticed, and how many its past makes usual for as long. */
  voices: number;
  expected: number;
  /** How often that many or more come by chance, over-dispersion included. */
  pValue: number;
  /** Start of the hour with which it stood out. */
  noticed: Ms;
}

/** How many independent voices: what one author says, and copies of one text, hang together and count once. */
export function voicesOf(rows: readonly Said[]): number {
  const parent = new Map<string, string>();
  const rootOf = (key: string): string => {
    let root = key;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
    parent.set(key, root);
    return root;
  };
  for (const { author, text } of rows) {
    const [a, b] = [rootOf(`a ${author}`), rootOf(`t ${text}`)];
    if (a !== b) parent.set(a, b);
  }
  return new Set([...parent.keys()].map(rootOf)).size;
}

/** Hours (whole, since 1970) with something said, and how many channels were heard of on the day of any hour. */
export interface Series {
  byHour: ReadonlyMap<number, readonly Said[]>;
  /** 0: nobody was heard of, so the hour says nothing. */
  heard: (hour: number) => number;
}

export function seriesOf(rows: readonly Said[], heard: Series['heard']): Series {
  return { byHour: groupBy(rows, (row) => hourOf(row.at)), heard };
}

export function hourOf(at: Ms): number {
  return Math.floor(at / HOUR);
}

/**
 * What is usual in an hour, from counts of the four weeks before it (the last day left out, and hours that `unusual` names)
 * in proportion to how many channels were heard of: the mean under a gamma prior. 0 where nobody was heard of in that hour.
 */
export function usualIn(hour: number, countIn: (hour: number) => number, ordinary: Ordinary): number {
  return pastOf(hour, 1, countIn, ordinary).mean;
}

export interface Outstanding {
  /** In time order. */
  found: StandsOut[];
  /** Hours of the first week of what stood out: no part of an ordinary past. What goes on for longer becomes the usual. */
  unusual: (hour: number) => boolean;
}

interface Past {
  mean: number;
  /** Variance over mean of what is to be expected, the doubt about the mean included. */
  dispersion: number;
}

export interface Ordinary {
  heard: Series['heard'];
  unusual: Outstanding['unusual'];
}

function pastOf(last: number, length: number, countEnding: (hour: number) => number, { heard, unusual }: Ordinary): Past {
  const now = heardIn(last, length, heard);
  const counts: { count: number; weight: number }[] = [];
  for (let end = last - length - GUARD_HOURS; end - length >= last - GUARD_HOURS - PAST_HOURS; end -= length) {
    const weight = heardIn(end, length, heard);
    if (weight > 0 && !unusual(end) && !unusual(end - length + 1)) counts.push({ count: countEnding(end), weight });
  }
  const priorWeight = (PRIOR_HOURS / length) * now;
  const total = counts.reduce((sum, part) => sum + part.count, PRIOR_COUNT);
  const weight = counts.reduce((sum, part) => sum + part.weight, priorWeight);
  if (now === 0 || weight === 0) return { mean: 0, dispersion: 1 };
  const rate = total / weight;
  const squares = counts.reduce((sum, part) => sum + (part.count - rate * part.weight) ** 2 / (rate * part.weight), 0);
  const uneven = Math.max(1.01, (squares + PRIOR_WINDOWS * PRIOR_DISPERSION) / (counts.length + PRIOR_WINDOWS));
  return { mean: rate * now, dispersion: uneven * (1 + now / weight) };
}

function heardIn(last: number, length: number, heard: Series['heard']): number {
  let sum = 0;
  for (let hour = last - length + 1; hour <= last; hour += 1) sum += heard(hour);
  return sum;
}

/**
 * Every hour up to `to` (whole hours) that stands out against its own past, each with the first hour of what stands out in
 * it. Counts of voices in the last hour, six hours and day are each held against a negative binomial with mean and
 * dispersion of the same channel-hours in the four weeks before.
 */
export function standingOut(series: Series, to: number): Outstanding {
  const counters = WINDOWS.map((length) => counterOf(series, length));
  const found: StandsOut[] = [];
  const spans: { from: number; to: number }[] = [];
  const unusual = (hour: number): boolean => spans.some((span) => span.from <= hour && hour <= span.to);
  for (const hour of [...series.byHour.keys()].filter((key) => key <= to).sort((a, b) => a - b)) {
    const seen = testHour(series, hour, counters, unusual);
    if (seen === null) continue;
    found.push(seen);
    const last = spans.at(-1);
    if (last === undefined || hour - last.to > WEEK_HOURS) spans.push({ from: hourOf(seen.hour), to: hour });
    else if (hour - last.from < WEEK_HOURS) last.to = hour;
  }
  return { found, unusual };
}

function testHour(
  series: Series,
  hour: number,
  counters: readonly ((hour: number) => number)[],
  unusual: Outstanding['unusual'],
): StandsOut | null {
  for (const [i, length] of WINDOWS.entries()) {
    const countEnding = counters[i];
    if (countEnding === undefined || countEnding(hour) < FEWEST_VOICES) continue;
    const past = pastOf(hour, length, countEnding, { heard: series.heard, unusual });
    if (past.mean === 0) continue;
    const size = past.mean / (past.dispersion - 1);
    const pValue = Math.exp(logNegativeBinomialTail(countEnding(hour), past.mean, size));
    if (pValue <= ALARM / WINDOWS.length) return { ...beginningOf(series, hour, length, past.mean), pValue, noticed: hour * HOUR };
  }
  return null;
}

/** Voices in the `length` hours that end with an hour, remembered. */
function counterOf(series: Series, length: number): (hour: number) => number {
  const known = new Map<number, number>();
  return (hour) => {
    let count = known.get(hour);
    if (count === undefined) {
      count = voicesOf(saidIn(series, hour - length + 1, hour));
      known.set(hour, count);
    }
    return count;
  };
}

function saidIn(series: Series, from: number, to: number): Said[] {
  const said: Said[] = [];
  for (let hour = from; hour <= to; hour += 1) said.push(...(series.byHour.get(hour) ?? []));
  return said;
}

/** The hour of a window from which on its voices are the least likely: the greatest likelihood ratio against the usual rate. */
function beginningOf(series: Series, last: number, length: number, mean: number): Pick<StandsOut, 'hour' | 'voices' | 'expected'> {
  let best = { hour: last * HOUR, voices: 0, expected: 0, ratio: Number.NEGATIVE_INFINITY };
  for (let first = last - length + 1; first <= last; first += 1) {
    if (!series.byHour.has(first)) continue;
    const voices = voicesOf(saidIn(series, first, last));
    const expected = (mean * (last - first + 1)) / length;
    const ratio = voices * Math.log(voices / expected) - (voices - expected);
    if (ratio > best.ratio) best = { hour: first * HOUR, voices, expected, ratio };
  }
  return { hour: best.hour, voices: best.voices, expected: best.expected };
}
