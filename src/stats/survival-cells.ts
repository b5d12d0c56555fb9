/** Between which ages can the ends of lives lie at all, when each is known as an interval and was watched from some age on? */

/**
 * One life, in ages of any one unit. It was under watch from age `entry` on (and would not be known had it ended before),
 * was last known to go on at `after`, and had ended at `by`: entry ≤ after ≤ by. `by` is Infinity where the end was not
 * seen; `after` equals `by` where the end is known exactly, which then is a point, else the interval is open at `after`.
 */
export interface Life {
  entry: number;
  after: number;
  by: number;
}

export interface Cells {
  /** The ages of each cell, ascending: open at `from`, closed at `to`; a point where both are equal. */
  from: Float64Array;
  to: Float64Array;
  /** For each life: its first cell (of one whose end was not seen: the first that it did not certainly outlive) and its last; `NOT_SEEN` where the end was not seen. */
  first: Int32Array;
  last: Int32Array;
  /** For each life the first cell in which it was at risk. */
  enter: Int32Array;
}

export const NOT_SEEN = -1;

/** Where an endpoint stands relative to its age: a point of mass begins before it, intervals close at it and open after it. */
const POINT = 0;
const CLOSE = 1;
const OPEN = 2;

/**
 * The cells that alone can carry mass in a non-parametric maximum-likelihood estimate: from an opening endpoint to the next
 * closing one with no other between (Turnbull, JRSS B 38, 1976), where an age of entry closes too, since mass before it costs
 * nothing of the life that entered there (Frydman, JRSS B 56, 1994; Alioum and Commenges, Biometrics 52, 1996). Cells within
 * no seen end's interval are left out. Throws a RangeError where a life's ages are not in order.
 */
export function cellsOf(lives: readonly Life[]): Cells {
  const { from, to } = innermost(lives);
  const first = new Int32Array(lives.length);
  const last = new Int32Array(lives.length);
  const enter = new Int32Array(lives.length);
  lives.forEach((life, i) => {
    // A cell never straddles an endpoint, so comparing one of its edges places it.
    first[i] = life.after === life.by ? countBelow(to, life.by) : countUpTo(to, life.after);
    last[i] = life.by === Number.POSITIVE_INFINITY ? NOT_SEEN : countUpTo(to, life.by) - 1;
    enter[i] = countUpTo(to, life.entry);
  });
  return { from, to, first, last, enter };
}

function innermost(lives: readonly Life[]): { from: Float64Array; to: Float64Array } {
  const ends: { at: number; side: number; seen: number }[] = [];
  for (const { entry, after, by } of lives) {
    if (!(entry <= after && after <= by) || !Number.isFinite(after))
      throw new RangeError(`a life's ages must be in order: entry ${entry}, after ${after}, by ${by}`);
    const seen = by === Number.POSITIVE_INFINITY ? 0 : 1;
    ends.push({ at: entry, side: CLOSE, seen: 0 }, { at: after, side: after === by ? POINT : OPEN, seen });
    if (seen === 1) ends.push({ at: by, side: CLOSE, seen: -1 });
  }
  ends.sort((a, b) => a.at - b.at || a.side - b.side);
  const from: number[] = [];
  const to: number[] = [];
  // How many intervals of seen ends are open, and where the last endpoint opened one; null where it closed one.
  let within = 0;
  let opened: number | null = null;
  for (const { at, side, seen } of ends) {
    if (side === CLOSE && opened !== null && within > 0) {
      from.push(opened);
      to.push(at);
    }
    within += seen;
    opened = side === CLOSE ? null : at;
  }
  return { from: Float64Array.from(from), to: Float64Array.from(to) };
}

/** How many of the ascending values are at most `age`. */
export function countUpTo(values: Float64Array, age: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= age) low = middle + 1;
    else high = middle;
  }
  return low;
}

function countBelow(values: Float64Array, age: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) < age) low = middle + 1;
    else high = middle;
  }
  return low;
}
