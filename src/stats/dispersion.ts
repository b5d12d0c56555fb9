/** How much more than chance do ordinary counts vary? A posterior over the dispersion, to be integrated out. */

/**
 * Counts vary for two reasons. Losses come together: each fall takes from one to `together` channels, all sizes alike
 * likely. And the rate of falls itself varies from day to day: gamma with shape `day`, independent between days, so that a
 * span of several days varies less.
 */
export interface Dispersion {
  together: number;
  day: number;
}

const TOGETHER: readonly [number, number][] = [
  [1, 0.38],
  [2, 0.18],
  [3, 0.14],
  [5, 0.13],
  [7, 0.12],
  [11, 0.05],
];
const DAY: readonly [number, number][] = [
  [1, 0.05],
  [2, 0.1],
  [4, 0.2],
  [8, 0.25],
  [16, 0.2],
  [64, 0.2],
];

/** The stated prior, which is also the grid of integration. */
export const DISPERSIONS: readonly (Dispersion & { weight: number })[] = TOGETHER.flatMap(([together, a]) =>
  DAY.map(([day, b]) => ({ together, day, weight: a * b })),
);

/** One span of time: how many were lost, how many were expected. */
export interface Block {
  days: number;
  count: number;
  expected: number;
}

/** Variance over mean that comes of falling together alone. */
export function inflationOf(together: number): number {
  return (2 * together + 1) / 3;
}

/** The logarithm of each dispersion's likelihood for one block, in the order of `DISPERSIONS`. */
export function likelihoods({ days, count, expected }: Block): Float64Array {
  return Float64Array.from(DISPERSIONS, (dispersion) =>
    expected <= 0 ? 0 : compound(Math.round(count), expected, dispersion.together, dispersion.day * Math.max(1, days), false),
  );
}

/** Prior times likelihood, normalised. */
export function posterior(summed: ArrayLike<number>): Float64Array {
  const logs = DISPERSIONS.map(({ weight }, i) => Math.log(weight) + (summed[i] ?? 0));
  const top = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - top));
  const total = weights.reduce((a, b) => a + b, 0);
  return Float64Array.from(weights, (weight) => weight / total);
}

/** The same, given that channels fall one by one. */
export function oneByOne(weights: ArrayLike<number>): Float64Array {
  const kept = DISPERSIONS.map(({ together }, i) => (together === 1 ? (weights[i] ?? 0) : 0));
  const total = kept.reduce((a, b) => a + b, 0);
  // Where the past speaks so strongly against it that nothing is left, the prior's own shares stand in.
  const prior = DISPERSIONS.map(({ together, weight }) => (together === 1 ? weight : 0));
  const whole = prior.reduce((a, b) => a + b, 0);
  return Float64Array.from(total > 1e-200 ? kept.map((weight) => weight / total) : prior.map((weight) => weight / whole));
}

/** Means: of the largest joint loss, and the harmonic one of the days' shape. */
export function meanDispersion(weights: ArrayLike<number>): Dispersion {
  let together = 0;
  let spread = 0;
  DISPERSIONS.forEach((dispersion, i) => {
    together += (weights[i] ?? 0) * dispersion.together;
    spread += (weights[i] ?? 0) / dispersion.day;
  });
  return { together, day: 1 / spread };
}

/**
 * P(at least `count`) with the dispersion integrated out; `rateShape` gives, for each, the gamma shape of what is known of the
 * rate itself (Infinity: known). Gammas are joined by adding their variances.
 */
export function integratedTail(
  weights: ArrayLike<number>,
  { count, expected, days }: Block,
  rateShape: (dispersion: Dispersion) => number,
): number {
  let sum = 0;
  DISPERSIONS.forEach((dispersion, i) => {
    const weight = weights[i] ?? 0;
    const shape = 1 / (1 / (dispersion.day * Math.max(1, days)) + 1 / rateShape(dispersion));
    if (weight > 0) sum += weight * Math.exp(compound(Math.floor(count + 1e-9), expected, dispersion.together, shape, true));
  });
  return sum;
}

/**
 * log P(N ≥ n), or log P(N = n) where no tail is wanted, of a sum N of falls: their number negative binomial (gamma shape
 * `shape`), each of 1 to `together`; `mean` is that of N. By Panjer's recursion (1981), exact, upwards from nothing with its
 * scale kept apart.
 */
export function compound(n: number, mean: number, together: number, shape: number, tailWanted: boolean): number {
  const falls = (2 * mean) / (together + 1);
  const size = Math.min(shape, 1e6 * Math.max(1, falls));
  const odds = falls / (falls + size) / together;
  let scale = -size * Math.log1p(falls / size);
  if (n === 0) return tailWanted ? 0 : scale;
  const recent = new Float64Array(together);
  recent[0] = 1;
  let tail = 0;
  for (let i = 1; i < n + 1e6; i++) {
    const value = odds * weighed(recent, i, size - 1);
    recent[i % together] = value;
    if (i === n && !tailWanted) return Math.log(value) + scale;
    if (i >= n) tail += value;
    if (i >= n && i > mean && value <= 1e-10 * tail) break;
    if (value > 1e200) {
      recent.forEach((kept, j) => {
        recent[j] = kept * 1e-200;
      });
      tail *= 1e-200;
      scale += 200 * Math.LN10;
    }
  }
  return Math.min(0, Math.log(tail) + scale);
}

/** Panjer's sum over the sizes that the last fall can have had. */
function weighed(recent: Float64Array, i: number, excess: number): number {
  const together = recent.length;
  let sum = 0;
  for (let j = 1; j <= Math.min(i, together); j++) sum += (1 + (excess * j) / i) * (recent[(i - j) % together] ?? 0);
  return sum;
}
