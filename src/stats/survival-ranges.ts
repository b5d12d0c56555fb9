/** What does a likelihood see of many lives? Ranges of cells in which ends lie, and counts of who enters and leaves. */

import { type Cells, NOT_SEEN } from './survival-cells.ts';

/** Lives by what tells them apart: the range of cells in which the end lies, the first cell at risk, the first not certainly outlived. */
export interface Ranges {
  cells: number;
  /** Distinct ranges of seen ends, both cells included. */
  first: Int32Array;
  last: Int32Array;
  /** Of each life; `range` is `NOT_SEEN` where its end was not seen. */
  range: Int32Array;
  enter: Int32Array;
  leave: Int32Array;
}

/** How often each occurs; the counts need not be whole. */
export interface Counts {
  /** By range. */
  ended: Float64Array;
  /** By cell, and one more for what comes after the last. */
  enters: Float64Array;
  /** By cell: lives whose end was not seen and that certainly outlived only the cells before. */
  leaves: Float64Array;
}

export function rangesOf(cells: Cells): Ranges {
  return distinct(cells.from.length, cells.first, cells.last, cells.enter, cells.first);
}

/** The same lives seen through some of the cells only (ascending); each range must hold at least one of them. */
export function narrowed(ranges: Ranges, kept: readonly number[]): Ranges {
  const before = new Int32Array(ranges.cells + 1);
  for (let cell = 0, passed = 0; cell <= ranges.cells; cell += 1) {
    before[cell] = passed;
    if (kept[passed] === cell) passed += 1;
  }
  const at = (cell: number): number => before[cell] ?? 0;
  const n = ranges.range.length;
  const first = new Int32Array(n);
  const last = new Int32Array(n).fill(NOT_SEEN);
  for (let i = 0; i < n; i += 1) {
    const range = ranges.range[i] ?? NOT_SEEN;
    first[i] = at(ranges.leave[i] ?? 0);
    if (range === NOT_SEEN) continue;
    first[i] = at(ranges.first[range] ?? 0);
    last[i] = at((ranges.last[range] ?? 0) + 1) - 1;
  }
  return distinct(kept.length, first, last, ranges.enter.map(at), first);
}

function distinct(cells: number, first: Int32Array, last: Int32Array, enter: Int32Array, leave: Int32Array): Ranges {
  const known = new Map<number, number>();
  const from: number[] = [];
  const to: number[] = [];
  const range = new Int32Array(first.length).fill(NOT_SEEN);
  for (let i = 0; i < first.length; i += 1) {
    const [a, b] = [first[i] ?? 0, last[i] ?? NOT_SEEN];
    if (b === NOT_SEEN) continue;
    const key = a * (cells + 1) + b;
    let place = known.get(key);
    if (place === undefined) {
      place = from.length;
      known.set(key, place);
      from.push(a);
      to.push(b);
    }
    range[i] = place;
  }
  return { cells, first: Int32Array.from(from), last: Int32Array.from(to), range, enter, leave };
}

/** Counts lives, each as often as its weight says; null: once. */
export function countsOf(ranges: Ranges, weights: ArrayLike<number> | null): Counts {
  const ended = new Float64Array(ranges.first.length);
  const enters = new Float64Array(ranges.cells + 1);
  const leaves = new Float64Array(ranges.cells + 1);
  const add = (to: Float64Array, place: number, weight: number): void => {
    to[place] = (to[place] ?? 0) + weight;
  };
  for (let i = 0; i < ranges.range.length; i += 1) {
    const weight = weights === null ? 1 : (weights[i] ?? 0);
    const range = ranges.range[i] ?? NOT_SEEN;
    add(enters, ranges.enter[i] ?? 0, weight);
    if (range === NOT_SEEN) add(leaves, ranges.leave[i] ?? 0, weight);
    else add(ended, range, weight);
  }
  return { ended, enters, leaves };
}
