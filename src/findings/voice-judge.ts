/** How much does a likeness say? The pool itself is the judge: unlike channels of it, and halves of one channel. */

/**
 * One way of being alike. `V` is what is compared. Channels are numbered as everywhere; `amount` says how much is known
 * of one (words, hours), so that little is never taken for much.
 */
export interface Aspect<V> {
  valueOf(channel: number): V | null;
  amountOf(channel: number): number;
  likeness(a: V, b: V): number;
  /** The likeness to each of the reference channels, in their order. */
  against(value: V): Float64Array;
  /** What the earlier (0) or later (1) half of a channel says, of this amount only; null where the half has less. */
  part(channel: number, half: 0 | 1, amount: number): V | null;
  /** Amounts at which it is calibrated, ascending. */
  amounts: readonly number[];
  /** Where the pool is too small to calibrate by: intercept and slope of the log odds. */
  given: Line;
  /** The most it may say for, in bits. */
  most: number;
  /**
   * How much of what two halves of one channel have in common, above strangers, an old and a new home may have left: each
   * as likely as the others.
   */
  kept: readonly number[];
  /** The share of true pairs that are as unlike as strangers. Bounds what is said against. */
  changed: number;
}

/** Natural log of the likelihood ratio = `at0` + `slope` × score. */
export interface Line {
  at0: number;
  slope: number;
}

interface Standing {
  line: Line;
  /** Scores of unrelated pairs, ascending; empty where the line was given. */
  strangers: Float64Array;
}

export interface Judged {
  bits: number;
  likeness: number;
  /** The share of unrelated pairs that score at least this; null where the pool is too small to say. */
  shareAbove: number | null;
}

/** Of the reference channels, so many nearest ones make a channel's own yardstick. */
const NEAREST = 32;
const OTHERS_EACH = 12;
const MOST_CALIBRATING = 300;
const LEAST_CALIBRATING = 24;
/**
 * Among "strangers" of a small pool some are the same community in two homes: so many of the most alike are left out where
 * the line is fitted, though not where it is bounded.
 */
const UNSEEN_KIN = 0.02;

/**
 * `references`: a fixed draw from the pool; `pool`: channels to calibrate by, in an order drawn by lot; `size`: how many
 * channels the pool has. The answer compares two channels; null where either has too little.
 *
 * A likeness is first put on each channel's own scale: how far above its nearest of the reference channels (adaptive
 * score normalisation of speaker verification, Matějka et al. 2017), so that a common language or a common brand is no
 * likeness. Then pairs of known truth from the pool, the two halves of one channel and halves of two, turn the
 * score into a likelihood ratio (logistic calibration, Brümmer & du Preez 2006), for each amount of text apart.
 */
export function judge<V>(aspect: Aspect<V>, references: readonly number[], pool: readonly number[], size: number) {
  const deviations: number[] = [];
  for (const channel of references) {
    const value = aspect.valueOf(channel);
    if (value !== null) deviations.push(yardstick(aspect.against(value), references.indexOf(channel)).deviation);
  }
  const least = median(deviations) / 2 || 1e-3;
  const scale = (value: V, channel: number): Yardstick => {
    const { centre, deviation } = yardstick(aspect.against(value), references.indexOf(channel));
    return { centre, deviation: Math.max(least, deviation) };
  };
  const standings = aspect.amounts.map((amount) => standingAt(aspect, pool, amount, scale));
  const known: (Yardstick | undefined)[] = [];
  return (a: number, b: number): Judged | null => {
    const [va, vb] = [aspect.valueOf(a), aspect.valueOf(b)];
    const [na, nb] = [aspect.amountOf(a), aspect.amountOf(b)];
    if (va === null || vb === null || Math.min(na, nb) < (aspect.amounts[0] ?? 0)) return null;
    known[a] ??= scale(va, a);
    known[b] ??= scale(vb, b);
    const likeness = aspect.likeness(va, vb);
    const score = scoreOf(likeness, known[a], known[b]);
    return { ...weigh(aspect, standings, score, (2 * na * nb) / (na + nb), size), likeness };
  };
}

interface Yardstick {
  centre: number;
  deviation: number;
}

function yardstick(likenesses: Float64Array, itself: number): Yardstick {
  const sorted = likenesses.filter((_, i) => i !== itself).sort();
  const nearest = sorted.subarray(Math.max(0, sorted.length - Math.max(3, Math.min(NEAREST, Math.round(sorted.length / 8)))));
  let centre = 0;
  for (const value of nearest) centre += value / nearest.length;
  let squares = 0;
  for (const value of nearest) squares += (value - centre) ** 2 / nearest.length;
  return { centre, deviation: Math.sqrt(squares) };
}

function scoreOf(likeness: number, a: Yardstick, b: Yardstick): number {
  return ((likeness - a.centre) / a.deviation + (likeness - b.centre) / b.deviation) / 2;
}

function median(values: number[]): number {
  return Float64Array.from(values).sort()[values.length >> 1] ?? 0;
}

/** Null where too few channels of the pool have so much. */
function standingAt<V>(
  aspect: Aspect<V>,
  pool: readonly number[],
  amount: number,
  scale: (value: V, channel: number) => Yardstick,
): Standing | null {
  const halves: { early: V; late: V; earlyScale: Yardstick; lateScale: Yardstick }[] = [];
  for (const channel of pool) {
    if (halves.length >= MOST_CALIBRATING) break;
    if (aspect.amountOf(channel) < 2 * amount) continue;
    const early = aspect.part(channel, 0, amount);
    const late = aspect.part(channel, 1, amount);
    if (early === null || late === null) continue;
    halves.push({ early, late, earlyScale: scale(early, channel), lateScale: scale(late, channel) });
  }
  if (halves.length < LEAST_CALIBRATING) return null;
  const same: number[] = [];
  const strangers: number[] = [];
  halves.forEach((half, i) => {
    const others: number[] = [];
    for (let step = 1; step <= Math.min(OTHERS_EACH, halves.length - 1); step += 1) {
      const other = halves[(i + step) % halves.length];
      if (other !== undefined) others.push(scoreOf(aspect.likeness(half.early, other.late), half.earlyScale, other.lateScale));
    }
    strangers.push(...others);
    const base = median(others);
    const own = scoreOf(aspect.likeness(half.early, half.late), half.earlyScale, half.lateScale);
    for (const kept of aspect.kept) same.push(base + kept * (own - base));
  });
  const sorted = Float64Array.from(strangers).sort();
  const surely = sorted.subarray(0, Math.ceil((1 - UNSEEN_KIN) * sorted.length));
  return { line: logistic(same, surely), strangers: sorted };
}

/** Fits the log odds of "same" as a line in the score, both kinds weighing alike; a little drawn towards flatness. Newton's method. */
function logistic(same: readonly number[], strangers: Float64Array): Line {
  let [at0, slope] = [0, 0];
  for (let round = 0; round < 40; round += 1) {
    let [g0, g1, h00, h01, h11] = [0, -slope * RIDGE, RIDGE / 10, 0, RIDGE];
    const see = (score: number, label: number, weight: number): void => {
      const p = 1 / (1 + Math.exp(-(at0 + slope * score)));
      const left = weight * (label - p);
      const spread = weight * p * (1 - p);
      g0 += left;
      g1 += left * score;
      h00 += spread;
      h01 += spread * score;
      h11 += spread * score * score;
    };
    for (const score of same) see(score, 1, 1 / same.length);
    for (const score of strangers) see(score, 0, 1 / strangers.length);
    const determinant = h00 * h11 - h01 * h01;
    const [d0, d1] = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant];
    const step = Math.min(1, 2 / Math.max(Math.abs(d0), Math.abs(d1), 1e-9));
    at0 += step * d0;
    slope += step * d1;
  }
  return slope > 0 ? { at0, slope } : { at0: 0, slope: 0 };
}

const RIDGE = 2e-3;

function weigh<V>(
  aspect: Aspect<V>,
  standings: readonly (Standing | null)[],
  score: number,
  amount: number,
  size: number,
): Omit<Judged, 'likeness'> {
  const { line, strangers } = standingFor(aspect, standings, amount);
  const ratio = Math.exp(Math.min(40, line.at0 + line.slope * score));
  const bits = Math.log2(aspect.changed + (1 - aspect.changed) * ratio);
  let most = Math.min(aspect.most, Math.log2(size));
  let shareAbove: number | null = null;
  if (strangers.length > 0) {
    shareAbove = (strangers.length - firstAtLeast(strangers, score) + 1) / (strangers.length + 1);
    // However the line runs on, a likelihood ratio is at most one over the share of strangers beyond.
    most = Math.min(most, -Math.log2(shareAbove));
  }
  return { bits: Math.min(bits, most), shareAbove };
}

/** Between two amounts the line is between their lines; beyond the greatest calibrated one it stays. */
function standingFor<V>(aspect: Aspect<V>, standings: readonly (Standing | null)[], amount: number): Standing {
  let below: Standing | null = null;
  let from = 0;
  for (let i = 0; i < standings.length; i += 1) {
    const here = standings[i] ?? null;
    const its = aspect.amounts[i] ?? 0;
    if (here === null) continue;
    if (its > amount) {
      if (below === null) return here;
      const share = Math.log(amount / from) / Math.log(its / from);
      const mixed = (a: number, b: number): number => a + share * (b - a);
      return {
        line: { at0: mixed(below.line.at0, here.line.at0), slope: mixed(below.line.slope, here.line.slope) },
        strangers: below.strangers,
      };
    }
    below = here;
    from = its;
  }
  return below ?? { line: aspect.given, strangers: new Float64Array(0) };
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
