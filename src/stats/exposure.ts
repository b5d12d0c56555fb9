/** How much time was spent at risk, and how many losses does that let one expect, up to any moment? */

/** Times in days. */
export interface Stay {
  from: number;
  to: number;
  /** Which of several hazards applies. */
  band: number;
}

export interface Exposure {
  bands: number;
  /** Every moment at which the number at risk changes, in time order. */
  times: Float64Array;
  band: Int32Array;
  change: Int8Array;
}

/** Sorts stays (any order) once; what is asked of them later is linear. */
export function exposureOf(stays: readonly Stay[], bands: number): Exposure {
  const edges: { time: number; band: number; change: number }[] = [];
  for (const { from, to, band } of stays) {
    if (to <= from) continue;
    edges.push({ time: from, band, change: 1 }, { time: to, band, change: -1 });
  }
  edges.sort((a, b) => a.time - b.time || a.band - b.band || b.change - a.change);
  return {
    bands,
    times: Float64Array.from(edges, (edge) => edge.time),
    band: Int32Array.from(edges, (edge) => edge.band),
    change: Int8Array.from(edges, (edge) => edge.change),
  };
}

/** The expected number up to a moment, for a constant hazard per day in each band: the integral of hazard times number at risk. */
export function cumulated(exposure: Exposure, hazards: ArrayLike<number>): (time: number) => number {
  const { times, band, change } = exposure;
  const sums = new Float64Array(times.length);
  const slopes = new Float64Array(times.length);
  // Counts are whole, so that a band that emptied adds exactly nothing.
  const counts = new Int32Array(exposure.bands);
  let sum = 0;
  let slope = 0;
  for (let i = 0; i < times.length; i++) {
    if (i > 0) sum += slope * ((times[i] ?? 0) - (times[i - 1] ?? 0));
    const b = band[i] ?? 0;
    counts[b] = (counts[b] ?? 0) + (change[i] ?? 0);
    slope = 0;
    for (let j = 0; j < exposure.bands; j++) slope += (counts[j] ?? 0) * (hazards[j] ?? 0);
    sums[i] = sum;
    slopes[i] = slope;
  }
  return (time) => {
    const i = lastAtOrBefore(times, time);
    return i < 0 ? 0 : (sums[i] ?? 0) + (slopes[i] ?? 0) * (time - (times[i] ?? 0));
  };
}

/** The index of the last value that is not greater; −1 where none is. */
export function lastAtOrBefore(sorted: ArrayLike<number>, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
