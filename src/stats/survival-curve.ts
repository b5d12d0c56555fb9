/** How many of the lives that reached a first age reach later ones, from when and up to when can that be said, and is it the only answer? */

import { type Cells, countUpTo, type Life } from './survival-cells.ts';
import type { Fit } from './survival-fit.ts';
import { MOST_HAZARD } from './survival-likelihood.ts';
import type { Ranges } from './survival-ranges.ts';

/** Ages between which something can be said: given that `from` was reached, up to `to`. */
export interface Span {
  from: number;
  to: number;
  /** Lives that came under watch only after `to`, where nobody was under watch in between: the curve cannot be carried on to them. */
  later: number;
}

/** A hazard this high is an end of all. */
const FULL = 1 - 2 * (1 - MOST_HAZARD);

/** A curve over cells with mass: it falls from `before` to `after` somewhere between `from` and `to`, drawn straight, and is level elsewhere. */
export interface Curve {
  span: Span;
  from: Float64Array;
  to: Float64Array;
  before: Float64Array;
  after: Float64Array;
}

/**
 * How many lives should be under watch where a curve begins: a twentieth, since a few early ends among few would move all of
 * it; at least 10, of fewer than 50 lives a fifth, never under 3.
 */
export function enoughOf(lives: number): number {
  return lives < 50 ? Math.max(3, Math.ceil(lives / 5)) : Math.max(10, Math.ceil(lives / 20));
}

/**
 * From the first age at which at least `enough` lives were certainly under watch, up to the last at which any was without a
 * break. Null where there is no such age: the estimate does not exist then. Ages before it are conditioned on: with few at risk,
 * one early end takes the whole curve down (Pan and Chappell, Statistics in Medicine 17, 1998).
 */
export function spanOf(lives: readonly Life[], enough: number): Span | null {
  const entries = lives.map((life) => life.entry).sort((a, b) => a - b);
  const leavings = lives.map((life) => life.after).sort((a, b) => a - b);
  let entered = 0;
  let left = 0;
  let from: number | null = null;
  for (let i = 0; i < entries.length && from === null; i += 1) {
    const age = entries[i] ?? 0;
    while (entered < entries.length && (entries[entered] ?? 0) <= age) entered += 1;
    while (left < leavings.length && (leavings[left] ?? 0) < age) left += 1;
    if (entered - left >= enough) from = age;
  }
  if (from === null) return null;
  const inOrder = [...lives].sort((a, b) => a.entry - b.entry);
  let to = from;
  let joined = 0;
  for (const life of inOrder) {
    if (life.entry > to) break;
    joined += 1;
    to = Math.max(to, life.by === Number.POSITIVE_INFINITY ? life.after : life.by);
  }
  return { from, to, later: lives.length - joined };
}

/** The curve of a fit. Where it comes down to nothing although others came under watch later, it ends there. */
export function curveOf(cells: Cells, hazard: Float64Array, span: Span, entries: Float64Array): Curve {
  const from: number[] = [];
  const to: number[] = [];
  const before: number[] = [];
  const after: number[] = [];
  let s = 1;
  let ends = span.to;
  for (let j = 0; j < hazard.length && s > 0; j += 1) {
    const h = hazard[j] ?? 0;
    const end = cells.to[j] ?? 0;
    if (h === 0 || end <= span.from) continue;
    if (end > span.to) break;
    from.push(Math.max(span.from, cells.from[j] ?? 0));
    to.push(end);
    before.push(s);
    s = h >= FULL ? 0 : s * (1 - h);
    after.push(s);
    if (s === 0) ends = end;
  }
  const later = entries.length - countUpTo(entries, Math.max(span.from, ends - Number.EPSILON * ends));
  return {
    span: { from: span.from, to: ends, later: s === 0 || span.later > 0 ? later : 0 },
    from: Float64Array.from(from),
    to: Float64Array.from(to),
    before: Float64Array.from(before),
    after: Float64Array.from(after),
  };
}

/** The share of those that reached the first age that reach this one; undetermined within a cell, where it is taken to fall evenly. */
export function survivalAt(curve: Curve, age: number): number {
  const passed = countUpTo(curve.to, age);
  const level = passed === 0 ? 1 : (curve.after[passed - 1] ?? 1);
  const from = curve.from[passed];
  const to = curve.to[passed] ?? 0;
  if (from === undefined || age <= from) return level;
  return level - ((age - from) / (to - from)) * (level - (curve.after[passed] ?? 0));
}

/** The age by which this share has ended; the middle where the curve stays level there; null where it does not come down so far. */
export function quantileOf(curve: Curve, share: number): number | null {
  const level = 1 - share;
  const near = 1e-9;
  for (let k = 0; k < curve.to.length; k += 1) {
    const [after, before] = [curve.after[k] ?? 0, curve.before[k] ?? 1];
    const [from, to] = [curve.from[k] ?? 0, curve.to[k] ?? 0];
    if (Math.abs(after - level) <= near) return (to + (curve.from[k + 1] ?? curve.span.to)) / 2;
    if (after < level) return from + ((before - level) / (before - after)) * (to - from);
  }
  return null;
}

/** The mean age at the end, ages beyond `to` counted as `to`, of those that reached the first age. */
export function restrictedMean(curve: Curve, to: number): number {
  let area = curve.span.from;
  let at = curve.span.from;
  let level = 1;
  for (let k = 0; k < curve.to.length && at < to; k += 1) {
    const [from, end] = [curve.from[k] ?? 0, curve.to[k] ?? 0];
    area += level * (Math.min(from, to) - at);
    at = Math.min(from, to);
    if (at >= to) break;
    const until = Math.min(end, to);
    const falls = end > from ? ((level - (curve.after[k] ?? 0)) * (until - from)) / (end - from) : 0;
    area += (level - falls / 2) * (until - from);
    at = until;
    level = curve.after[k] ?? 0;
  }
  return area + level * Math.max(0, to - at);
}

/**
 * Whether no other curve is as likely, apart from how it falls within a cell. Two maxima agree in every seen end's cumulated
 * hazard and bar the same cells (the likelihood is concave and strictly so in these), so the hazards are one where ranges and
 * barred cells tie all edges of cells together; where they fall apart, mass can be shifted between the parts. The edges are
 * joined as in Hudgens' graph of the likelihood (JRSS B 67, 2005).
 */
export function isUnique(cells: Cells, ranges: Ranges, fit: Fit, span: Span): boolean {
  const parent = Int32Array.from({ length: ranges.cells + 1 }, (_, j) => j);
  const root = (j: number): number => {
    let at = j;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] ?? 0] ?? 0;
      at = parent[at] ?? 0;
    }
    return at;
  };
  const join = (a: number, b: number): void => {
    parent[root(a)] = root(b);
  };
  for (let j = 0; j < ranges.cells; j += 1) if (fit.barred[j] === 1 || (fit.hazard[j] ?? 0) >= MOST_HAZARD) join(j, j + 1);
  for (let k = 0; k < ranges.first.length; k += 1) join(ranges.first[k] ?? 0, (ranges.last[k] ?? 0) + 1);
  for (let j = 0; j < ranges.cells; j += 1) {
    const within = (cells.to[j] ?? 0) > span.from && (cells.to[j] ?? 0) <= span.to;
    if (within && root(j) !== root(j + 1)) return false;
  }
  return true;
}
