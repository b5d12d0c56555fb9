/** Cohorts of homes whose lifespans are known: found late, looked at now and then, lost together with others of one hand. */

import type { Random } from './random.ts';

export interface CohortPlan {
  /** How many channels come into being, each by itself or in the hands of operators with so many. */
  channels: number;
  /** Each operator's number of channels is drawn from these. */
  hands: readonly number[];
  /** With this probability the channels of an operator end together, at one age. */
  joint: number;
  /** Lifespans are Weibull: 1 is exponential; below 1 many die young. */
  shape: number;
  meanDays: number;
  /** A channel is found this late on average (exponentially); what ended before is never seen. 0: at once. */
  foundAfterDays: number;
  /** From then on it is looked at this often; the last look of all is this long after its origin, uniformly between the two. */
  lookEveryDays: number;
  followedDays: readonly [number, number];
}

/** Ages in days; `by` is Infinity where the end was not seen. */
export interface CohortLife {
  entry: number;
  after: number;
  by: number;
  operator: number;
}

export interface Cohort {
  /** Those that were ever seen. */
  lives: CohortLife[];
  /** How many came into being. */
  born: number;
  /** Mean age when last seen, of those whose end was seen: what one gets by taking first and last sightings at their word. */
  naiveMean: number;
}

export function cohort(plan: CohortPlan, chance: Random): Cohort {
  const lives: CohortLife[] = [];
  let born = 0;
  for (let operator = 0; born < plan.channels; operator += 1) {
    const hands = Math.min(chance.pick(plan.hands), plan.channels - born);
    const shared = chance.chance(plan.joint) ? lifespan(plan, chance) : null;
    for (let k = 0; k < hands; k += 1) {
      const life = watched(plan, shared ?? lifespan(plan, chance), operator, chance);
      if (life !== null) lives.push(life);
    }
    born += hands;
  }
  const ended = lives.filter((life) => Number.isFinite(life.by));
  const naiveMean = ended.reduce((sum, life) => sum + life.after, 0) / Math.max(1, ended.length);
  return { lives, born, naiveMean };
}

function lifespan(plan: CohortPlan, chance: Random): number {
  return weibullScale(plan) * chance.exponential(1) ** (1 / plan.shape);
}

/** The true share that reaches an age. */
export function trueSurvival(plan: CohortPlan, age: number): number {
  return Math.exp(-((age / weibullScale(plan)) ** plan.shape));
}

/** The true mean of the age at the end, ages above `to` counted as `to`, of those that reach `from`; by Simpson's rule. */
export function trueMean(plan: CohortPlan, from: number, to: number): number {
  const steps = 2_000;
  let sum = 0;
  for (let i = 0; i <= steps; i += 1) {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * trueSurvival(plan, from + ((to - from) * i) / steps);
  }
  return from + (sum * (to - from)) / (3 * steps) / trueSurvival(plan, from);
}

/** The true age by which half of those that reach `from` have ended. */
export function trueMedian(plan: CohortPlan, from: number): number {
  const scale = weibullScale(plan);
  return scale * ((from / scale) ** plan.shape + Math.LN2) ** (1 / plan.shape);
}

function weibullScale({ meanDays, shape }: CohortPlan): number {
  return meanDays / gamma(1 + 1 / shape);
}

/** Lanczos' approximation (g = 5, n = 6), for arguments of at least 1. */
function gamma(x: number): number {
  const terms = [76.1800917294715, -86.5053203294168, 24.0140982408309, -1.231739572450155, 1.208650973866179e-3, -5.395239384953e-6];
  const base = x + 4.5;
  const series = terms.reduce((sum, term, i) => sum + term / (x + i), 1.000000000190015);
  return Math.sqrt(2 * Math.PI) * series * base ** (x - 0.5) * Math.exp(-base);
}

function watched(plan: CohortPlan, span: number, operator: number, chance: Random): CohortLife | null {
  const entry = plan.foundAfterDays === 0 ? 0 : chance.exponential(plan.foundAfterDays);
  const [least, most] = plan.followedDays;
  const followed = least + (most - least) * chance.uniform();
  if (span <= entry || followed <= entry) return null;
  const every = plan.lookEveryDays;
  const looks = Math.floor((followed - entry) / every);
  const alive = Math.ceil((span - entry) / every) - 1;
  if (alive >= looks) return { entry, after: entry + looks * every, by: Number.POSITIVE_INFINITY, operator };
  return { entry, after: entry + alive * every, by: entry + (alive + 1) * every, operator };
}
