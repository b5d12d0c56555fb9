/** How long do homes last? Medians, means up to a horizon and curves by platform or month of origin, and whether the groups differ. */

import type { Ms } from '../model/observation.ts';
import { seeded } from '../stats/seeded.ts';
import { incidences } from '../stats/survival-causes.ts';
import { enoughOf } from '../stats/survival-curve.ts';
import { type Estimate, estimateLives } from '../stats/survival-estimate.ts';
import { compareGroups } from '../stats/survival-score.ts';
import type { ChannelHistory, Episode } from './history.ts';
import { type HomeLife, homeLife, type LeftOut, type Origin } from './lifespan-life.ts';
import { compare, groupBy } from './order.ts';

export type LifespansBy = 'platform' | 'cohort';

/** Days, with the interval that holds the truth 95 times in 100; null where the data do not reach so far. */
export interface Days {
  days: number | null;
  low: number | null;
  high: number | null;
}

export interface LifespanGroup {
  /** A platform or a month (`2019-11`); followed by `/origin` where homes of several origins would bear one name. */
  group: string;
  origin: Origin;
  n: number;
  ended: number;
  /** Presumed hands: homes of one operator share one fate. */
  operators: number;
  /** Null where too few were under watch at one age: the estimate does not exist. */
  estimate: GroupEstimate | null;
  /** Mean age when last seen, of the homes that ended: what first and last sightings give, and no estimate of how long homes last. */
  naiveMean: number | null;
  /** Ages at which homes came under watch: the median. */
  foundAtDays: number;
}

export interface GroupEstimate {
  /** All is said of homes that reached this age; 0 where it is said of all. */
  fromDays: number;
  horizonDays: number;
  /** Homes that came under watch only at ages that the curve does not reach. */
  later: number;
  unique: boolean;
  median: Days;
  /** Between which ages the median lies, nothing within them being determined. */
  medianWithin: { from: number; to: number } | null;
  /** Mean age at the end, ages beyond the horizon counted as the horizon. */
  restrictedMean: Days;
  curve: { day: number; survival: number; low: number; high: number }[];
  /** What has come by the horizon, and by round ages before it. */
  ends: { kind: Episode['kind']; ended: number; by: { day: number; share: number }[] }[];
}

export interface LifespanComparison {
  test: string;
  origin: Origin;
  statistic: number;
  degrees: number;
  pValue: number;
  groups: { group: string; ended: number; expected: number }[];
}

export interface Lifespans {
  groups: LifespanGroup[];
  comparison: LifespanComparison | null;
  leftOut: Record<LeftOut, number>;
}

const KINDS = ['gone', 'private', 'silent'] as const;
const ROUND_DAYS = [1, 7, 30, 90, 365, 1825];
/** Groups of fewer homes are not compared: one hand would decide. */
const FEWEST_COMPARED = 5;
const PERMUTATIONS = 999;
/** Resamples: fewer where each takes longer and says more. */
export const RESAMPLES = 400;
export const RESAMPLES_LARGE = 200;
const LARGE = 1_000;

/** Controls are left out. The order of histories does not matter; equal histories give equal numbers. */
export function lifespans(histories: readonly ChannelHistory[], by: LifespansBy): Lifespans {
  const leftOut: Record<LeftOut, number> = { neverAlive: 0, neverLookedAt: 0, endedBeforeWatch: 0 };
  const lives: HomeLife[] = [];
  const sorted = histories
    .filter((history) => !history.control)
    .sort((a, b) => compare(a.channel, b.channel) || compare(a.identity, b.identity));
  for (const history of sorted) {
    const life = homeLife(history);
    if (typeof life === 'string') leftOut[life] += 1;
    else lives.push(life);
  }
  const named = [...groupBy(lives, (life) => `${nameOf(life, by)}/${life.origin}`)].sort((a, b) => compare(a[0], b[0]));
  const often = new Map<string, number>();
  for (const [name] of named) often.set(stem(name), (often.get(stem(name)) ?? 0) + 1);
  const groups = named.map(([name, some]) => ({ name: often.get(stem(name)) === 1 ? stem(name) : name, lives: some }));
  return { groups: groups.map(({ name, lives: some }) => groupOf(name, some)), comparison: comparisonOf(groups), leftOut };
}

function nameOf(life: HomeLife, by: LifespansBy): string {
  return by === 'platform' ? life.history.platform : monthOf(life.began);
}

function monthOf(at: Ms): string {
  return new Date(at).toISOString().slice(0, 7);
}

function stem(name: string): string {
  return name.slice(0, name.lastIndexOf('/'));
}

/** Homes of one operator bear one number, others their own; in order of first appearance. */
function clustersOf(lives: readonly HomeLife[]): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from(lives, ({ history }) => {
    const key = history.operator === null ? `channel ${history.identity}` : `operator ${history.operator}`;
    const place = known.get(key) ?? known.size;
    known.set(key, place);
    return place;
  });
}

function groupOf(group: string, lives: readonly HomeLife[]): LifespanGroup {
  const cluster = clustersOf(lives);
  const estimate = estimateLives(lives, {
    cluster,
    enough: enoughOf(lives.length),
    resamples: lives.length > LARGE ? RESAMPLES_LARGE : RESAMPLES,
    chance: seeded(`lifespans of ${group}`),
  });
  const ended = lives.filter((life) => life.kind !== null);
  const entries = lives.map((life) => life.entry).sort((a, b) => a - b);
  return {
    group,
    origin: lives[0]?.origin ?? 'discovered',
    n: lives.length,
    ended: ended.length,
    operators: new Set(cluster).size,
    estimate: estimate === null ? null : estimateOf(estimate, lives),
    naiveMean: ended.length === 0 ? null : ended.reduce((sum, life) => sum + life.after, 0) / ended.length,
    foundAtDays: ((entries[(entries.length - 1) >> 1] ?? 0) + (entries[entries.length >> 1] ?? 0)) / 2,
  };
}

function estimateOf(estimate: Estimate, lives: readonly HomeLife[]): GroupEstimate {
  const { span } = estimate;
  const kinds = lives.map((life) => (life.kind === null ? 0 : KINDS.indexOf(life.kind)));
  const incidence = incidences(estimate.cells, estimate.fit, estimate.curve, kinds, KINDS.length);
  const days = [...ROUND_DAYS.filter((day) => day > span.from && day < span.to), span.to];
  return {
    fromDays: span.from,
    horizonDays: span.to,
    later: span.later,
    unique: estimate.unique,
    median: daysOf(estimate.median),
    medianWithin: estimate.medianWithin,
    restrictedMean: daysOf(estimate.mean),
    curve: estimate.points.map(({ age, survival, low, high }) => ({ day: age, survival, low, high })),
    ends: KINDS.map((kind, k) => ({
      kind,
      ended: lives.filter((life) => life.kind === kind).length,
      by: days.map((day) => ({ day, share: incidence[k]?.points.findLast((point) => point.age <= day)?.share ?? 0 })),
    })),
  };
}

function daysOf({ value, low, high }: Estimate['median']): Days {
  return { days: value, low, high };
}

/** Of the origin with most homes among those that have two groups large enough; lives of different origins are never compared. */
function comparisonOf(groups: readonly { name: string; lives: readonly HomeLife[] }[]): LifespanComparison | null {
  const large = groups.filter((group) => group.lives.length >= FEWEST_COMPARED);
  const count = (some: typeof groups): number => some.reduce((sum, group) => sum + group.lives.length, 0);
  const best = [...groupBy(large, (group) => group.lives[0]?.origin ?? '')]
    .filter(([, some]) => some.length > 1)
    .sort((a, b) => count(b[1]) - count(a[1]) || compare(a[0], b[0]))[0]?.[1];
  if (best === undefined) return null;
  const lives = best.flatMap((group) => group.lives);
  const labels = best.flatMap((group, g) => group.lives.map(() => g));
  const result = compareGroups(lives, labels, best.length, {
    cluster: clustersOf(lives),
    permutations: PERMUTATIONS,
    chance: seeded(`comparison of ${best.map((group) => group.name).join(', ')}`),
  });
  if (result === null) return null;
  return {
    test: 'log-rank scores under interval censoring and delayed entry; labels of whole operators permuted, studentized',
    origin: lives[0]?.origin ?? 'discovered',
    statistic: result.statistic,
    degrees: result.degrees,
    pValue: result.pValue,
    groups: best.map((group, g) => {
      const ended = group.lives.filter((life) => life.kind !== null).length;
      return { group: group.name, ended, expected: ended - (result.excess[g] ?? 0) };
    }),
  };
}
