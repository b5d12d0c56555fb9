/** How improbable is so great a count? Tails of the binomial and the negative binomial, exact and in logarithms, so that 1e-50 stays a number. */

/** Lanczos' approximation with g = 7, n = 9 (Godfrey's coefficients): relative error below 1e-13 for positive arguments. */
const LANCZOS = [
  0.999_999_999_999_809_9, 676.520_368_121_885_1, -1_259.139_216_722_402_8, 771.323_428_777_653_1, -176.615_029_162_140_6,
  12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_572e-6, 1.505_632_735_149_311_6e-7,
];

/** The logarithm of the gamma function, for x > 0. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  let sum = LANCZOS[0] ?? 0;
  for (let i = 1; i < LANCZOS.length; i++) sum += (LANCZOS[i] ?? 0) / (z + i);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/**
 * The logarithm of the regularised incomplete beta function I_x(a, b), 0 ≤ x ≤ 1, a and b > 0, by its continued fraction
 * (modified Lentz; Press et al., Numerical Recipes, 6.4). Both tails are computed where they are small, so neither loses digits.
 */
export function logBeta(x: number, a: number, b: number): number {
  if (x <= 0) return Number.NEGATIVE_INFINITY;
  if (x >= 1) return 0;
  const front = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  if (x < (a + 1) / (a + b + 2)) return Math.min(0, front + Math.log(fraction(x, a, b) / a));
  return Math.log1p(-Math.min(1, Math.exp(front) * (fraction(1 - x, b, a) / b)));
}

function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const safe = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / safe(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / safe(1 + even * d);
    c = safe(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / safe(1 + odd * d);
    c = safe(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-14) break;
  }
  return h;
}

/** log P(X ≥ k) for X binomial of n trials of probability p. */
export function logBinomialTail(k: number, n: number, p: number): number {
  if (k <= 0) return 0;
  return k > n ? Number.NEGATIVE_INFINITY : logBeta(p, k, n - k + 1);
}

/** The smallest k with P(X ≥ k) ≤ `level`. */
export function binomialLimit(n: number, p: number, level: number): number {
  let k = Math.ceil(n * p);
  while (logBinomialTail(k, n, p) > Math.log(level)) k += 1;
  return k;
}

/**
 * log P(X ≥ n) for X negative binomial with this mean and size (variance mean + mean²/size; size Infinity: Poisson, as the
 * limit of a very great size). `n` need not be whole: between whole numbers the tail is interpolated smoothly.
 */
export function logNegativeBinomialTail(n: number, mean: number, size: number): number {
  if (n <= 0) return 0;
  if (mean <= 0) return Number.NEGATIVE_INFINITY;
  const k = Math.min(size, 1e7 * Math.max(1, mean));
  return logBeta(mean / (mean + k), n, k);
}

/** log P(X = n) of the same, n whole or not. */
export function logNegativeBinomial(n: number, mean: number, size: number): number {
  if (mean <= 0) return n === 0 ? 0 : Number.NEGATIVE_INFINITY;
  const k = Math.min(size, 1e7 * Math.max(1, mean));
  return logGamma(n + k) - logGamma(k) - logGamma(n + 1) + n * Math.log(mean / (mean + k)) + k * Math.log(k / (mean + k));
}

/** The exact interval of a share k of n (Clopper and Pearson 1934); `level` 0.95 leaves 2.5 % on each side. */
export function exactShare(k: number, n: number, level: number): { low: number; high: number } {
  const side = Math.log((1 - level) / 2);
  const solve = (tail: (p: number) => number, rising: boolean): number => {
    let [low, high] = [0, 1];
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (tail(middle) < side === rising) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  return {
    low: k === 0 ? 0 : solve((p) => logBinomialTail(k, n, p), true),
    high: k === n ? 1 : solve((p) => logBinomialTail(n - k, n, 1 - p), false),
  };
}
