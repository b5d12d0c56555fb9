/** How far does a channel lean from what is usual, habit by habit? */

/** One number for each habit: how many deviations from the pool's mean, then scaled so that the squares add to one. */
export type Profile = Float32Array;

/** How the channels of a pool differ in each habit. */
export interface Habits {
  /** The share expected of a channel. */
  mean: Float64Array;
  /** Mean and deviation of the transformed share, over channels. */
  centre: Float64Array;
  deviation: Float64Array;
  /** How many observations the pool's share is worth against a channel's own. */
  prior: number;
}

const MOST_DEVIATIONS = 3;

/**
 * Learns habits from channels: `shares(i)` are counts of channel i with their number of observations. Shares are drawn
 * towards the pool's and transformed (arcsine of the root), so that few observations make no loud habits.
 */
export function habits(samples: readonly { counts: ArrayLike<number>; of: number }[], size: number, prior: number): Habits {
  const mean = new Float64Array(size);
  for (const { counts, of } of samples)
    for (let f = 0; f < size; f += 1) mean[f] = (mean[f] ?? 0) + (counts[f] ?? 0) / Math.max(1, of) / samples.length;
  const centre = new Float64Array(size);
  const squares = new Float64Array(size);
  for (const { counts, of } of samples) {
    for (let f = 0; f < size; f += 1) {
      const value = transformed(counts[f] ?? 0, of, mean[f] ?? 0, prior);
      centre[f] = (centre[f] ?? 0) + value / samples.length;
      squares[f] = (squares[f] ?? 0) + (value * value) / samples.length;
    }
  }
  const deviation = squares.map((square, f) => Math.sqrt(Math.max(0, square - (centre[f] ?? 0) ** 2)));
  return { mean, centre, deviation, prior };
}

function transformed(count: number, of: number, mean: number, prior: number): number {
  return Math.asin(Math.sqrt(Math.min(1, Math.max(0, (count + prior * mean) / (of + prior)))));
}

/**
 * The profile of one channel: z-scores as in Burrows's Delta, made a direction, so that their cosine compares two
 * channels (Evert et al. 2017). Null where it leans nowhere.
 */
export function profileOf(known: Habits, counts: ArrayLike<number>, of: number): Profile | null {
  const profile = new Float32Array(known.mean.length);
  let squares = 0;
  for (let f = 0; f < profile.length; f += 1) {
    const deviation = known.deviation[f] ?? 0;
    if (deviation < 1e-6) continue;
    const value = (transformed(counts[f] ?? 0, of, known.mean[f] ?? 0, known.prior) - (known.centre[f] ?? 0)) / deviation;
    const bounded = Math.max(-MOST_DEVIATIONS, Math.min(MOST_DEVIATIONS, value));
    profile[f] = bounded;
    squares += bounded * bounded;
  }
  if (squares === 0) return null;
  const length = Math.sqrt(squares);
  for (let f = 0; f < profile.length; f += 1) profile[f] = (profile[f] ?? 0) / length;
  return profile;
}

/** The cosine of two profiles: −1 to 1. */
export function profileLikeness(a: Profile, b: Profile): number {
  let sum = 0;
  for (let f = 0; f < a.length; f += 1) sum += (a[f] ?? 0) * (b[f] ?? 0);
  return sum;
}

/** The likenesses of a profile to many, in one pass over one array; 0 for those without a profile. */
export function againstAll(profiles: readonly (Profile | null)[], size: number): (profile: Profile) => Float64Array {
  const flat = new Float32Array(profiles.length * size);
  profiles.forEach((profile, i) => {
    if (profile !== null) flat.set(profile, i * size);
  });
  return (profile) => {
    const likenesses = new Float64Array(profiles.length);
    for (let i = 0, at = 0; i < profiles.length; i += 1) {
      let sum = 0;
      for (let f = 0; f < size; f += 1, at += 1) sum += (profile[f] ?? 0) * (flat[at] ?? 0);
      likenesses[i] = sum;
    }
    return likenesses;
  };
}
