import { RESAMPLES, RESAMPLES_LARGE } from '../src/findings/lifespans.ts';
import { type Cohort, type CohortPlan, cohort, trueMean, trueMedian, trueSurvival } from '../src/simulate/cohorts.ts';
import { random } from '../src/simulate/random.ts';
import { enoughOf } from '../src/stats/survival-curve.ts';
import { type Estimate, estimateLives } from '../src/stats/survival-estimate.ts';
import { compareGroups } from '../src/stats/survival-score.ts';

/** How good lifespans are, on cohorts whose truth is known: `npm run quality -- lifespans [COHORTS] [SEED]`. */

const PLAIN: CohortPlan = {
  channels: 105,
  hands: [1],
  joint: 0,
  shape: 1,
  meanDays: 14,
  foundAfterDays: 7,
  lookEveryDays: 1,
  followedDays: [150, 200],
};
const MIRRORS = { hands: [1, 1, 1, 2, 4, 6], joint: 0.7 };

const COHORTS: Record<string, CohortPlan> = {
  'true mean 14 d, found 7 d late': PLAIN,
  'true mean 2 d, found 2 d late, hourly': { ...PLAIN, meanDays: 2, foundAfterDays: 2, lookEveryDays: 1 / 24 },
  'joint losses': { ...PLAIN, channels: 200, ...MIRRORS },
  'joint, many die young, weekly, censored': {
    ...PLAIN,
    channels: 300,
    hands: [1, 1, 2, 5],
    joint: 0.5,
    shape: 0.7,
    meanDays: 40,
    foundAfterDays: 10,
    lookEveryDays: 7,
    followedDays: [20, 90],
  },
  'known from birth, half censored': { ...PLAIN, channels: 80, foundAfterDays: 0, followedDays: [5, 20] },
};

const GROUPS: Record<string, [CohortPlan, CohortPlan]> = {
  alike: [PLAIN, PLAIN],
  'alike, but entered, looked at and followed otherwise': [
    PLAIN,
    { ...PLAIN, foundAfterDays: 1, lookEveryDays: 5, followedDays: [10, 30] },
  ],
  'alike, joint losses, entered otherwise': [
    { ...PLAIN, channels: 150, ...MIRRORS },
    { ...PLAIN, ...MIRRORS, foundAfterDays: 15 },
  ],
  'alike, few': [
    { ...PLAIN, channels: 24 },
    { ...PLAIN, channels: 24, foundAfterDays: 2 },
  ],
  'one lasts 1.6 times as long': [PLAIN, { ...PLAIN, meanDays: 22.4 }],
};

const PERMUTATIONS = 199;

export async function run(args: string[]): Promise<void> {
  const cohorts = Number(args[0] ?? 1_000);
  const seed = args[1] ?? 'held out';
  console.log(`${cohorts} cohorts each, seed "${seed}", ${RESAMPLES} resamples by operator`);
  for (const [name, plan] of Object.entries(COHORTS)) console.log(coverage(name, plan, cohorts, seed));
  for (const [name, plans] of Object.entries(GROUPS)) console.log(rejections(name, plans, cohorts, seed));
  for (const channels of [5_000, 10_000]) console.log(speed(channels));
}

function estimateOf(some: Cohort, resamples: number, chance: () => number): Estimate | null {
  return estimateLives(some.lives, {
    cluster: some.lives.map((life) => life.operator),
    enough: enoughOf(some.lives.length),
    resamples,
    chance,
  });
}

function coverage(name: string, plan: CohortPlan, cohorts: number, seed: string): string {
  const sums = { n: 0, seen: 0, naive: 0, mean: 0, left: 0, median: 0, coversMean: 0, coversMedian: 0, coversHalf: 0, points: 0 };
  for (let i = 0; i < cohorts; i += 1) {
    const chance = random(`${seed}/${name}/${i}`);
    const some = cohort(plan, chance);
    const estimate = estimateOf(some, RESAMPLES, chance.fork('resamples').uniform);
    if (estimate === null) continue;
    const { from, to } = estimate.span;
    const [mean, median] = [trueMean(plan, from, to), trueMedian(plan, from)];
    sums.n += 1;
    sums.seen += some.lives.length / some.born;
    sums.naive += some.naiveMean / plan.meanDays;
    sums.mean += (estimate.mean.value ?? 0) / mean;
    sums.left += (estimate.mean.value ?? 0) - from;
    sums.median += (estimate.median.value ?? median) / median;
    if (within(mean, estimate.mean)) sums.coversMean += 1;
    if (within(median, estimate.median)) sums.coversMedian += 1;
    const near = estimate.points.findLast((point) => point.age <= median);
    if (near === undefined || near.age === from) continue;
    sums.points += 1;
    const truth = trueSurvival(plan, near.age) / trueSurvival(plan, from);
    if (truth >= near.low && truth <= near.high) sums.coversHalf += 1;
  }
  const part = (value: number, of = sums.n): string => `${((100 * value) / of).toFixed(1)} %`;
  return [
    `${name}: seen ${part(sums.seen)}; naive mean ${part(sums.naive)} of the truth; ours ${part(sums.mean)}, ${(sums.left / sums.n).toFixed(2)} d from the first age on; median ${part(sums.median)}`,
    `  covered: mean ${part(sums.coversMean)}, median ${part(sums.coversMedian)}, share left near the median ${part(sums.coversHalf, sums.points)}`,
  ].join('\n');
}

function within(truth: number, { low, high }: { low: number | null; high: number | null }): boolean {
  return (low ?? Number.POSITIVE_INFINITY) <= truth && truth <= (high ?? Number.POSITIVE_INFINITY);
}

function rejections(name: string, [one, other]: [CohortPlan, CohortPlan], cohorts: number, seed: string): string {
  let rejected = 0;
  let n = 0;
  for (let i = 0; i < cohorts; i += 1) {
    const chance = random(`${seed}/${name}/${i}`);
    const [a, b] = [cohort(one, chance), cohort(other, chance)];
    const lives = [...a.lives, ...b.lives];
    const group = lives.map((_, k) => (k < a.lives.length ? 0 : 1));
    const cluster = lives.map((life, k) => 2 * life.operator + (group[k] ?? 0));
    const result = compareGroups(lives, group, 2, { cluster, permutations: PERMUTATIONS, chance: chance.fork('labels').uniform });
    if (result === null) continue;
    n += 1;
    if (result.pValue <= 0.05) rejected += 1;
  }
  return `two groups, ${name}: p ≤ 0.05 in ${((100 * rejected) / n).toFixed(1)} %`;
}

function speed(channels: number): string {
  const chance = random(`speed/${channels}`);
  const some = cohort({ ...PLAIN, ...MIRRORS, channels: Math.round(channels * 1.5), followedDays: [30, 200] }, chance);
  const before = process.cpuUsage().user;
  estimateOf(some, 0, chance.uniform);
  const alone = process.cpuUsage().user;
  estimateOf(some, RESAMPLES_LARGE, chance.uniform);
  const all = process.cpuUsage().user;
  return `${some.lives.length} homes: estimate ${((alone - before) / 1e6).toFixed(2)} CPU seconds, with ${RESAMPLES_LARGE} resamples ${((all - alone) / 1e6).toFixed(1)}`;
}
