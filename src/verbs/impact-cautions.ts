import type { ImpactTaken } from '../case/impact.ts';
import { FEWEST_CHANNELS } from '../findings/impact-comparison.ts';
import type { Looks } from '../findings/impact-coverage.ts';
import type { Measure } from '../findings/impact-measures.ts';
import { lengthOf } from '../findings/impact-windows.ts';

/** Measures as people read them. */
export const MEASURE_NAMES: Record<Measure, string> = {
  organicPosts: 'own posts',
  forwardedPosts: 'forwarded posts',
  posts: 'all posts',
  uniquePosts: 'different posts',
  uniqueShare: 'different posts per post',
  activeChannels: 'channels posting, per day',
  activePosters: 'posters, per day',
  postsPerChannelDay: 'posts per channel and day',
  outlinks: 'links to elsewhere',
  newChannels: 'channels created',
};

/** What a reader must know before believing an impact report: each caution one sentence, only where it applies. */

const LOW_COVERAGE = 0.9;
const LOOKS_FELL = 0.75;

export function cautionsOf(taken: ImpactTaken, likely: number): string[] {
  return [...windowCautions(taken), ...sightCautions(taken), ...networkCautions(taken, likely), ...comparisonCautions(taken)];
}

function windowCautions({ impact, rosterEmpty }: ImpactTaken): string[] {
  const { windows } = impact;
  const cautions: string[] = [];
  const before = lengthOf(windows.before);
  const after = lengthOf(windows.after);
  if (rosterEmpty) cautions.push('The roster is empty: every channel that was observed before the date counts as one.');
  if (before < windows.windowDays)
    cautions.push(`Only ${before} of ${windows.windowDays} days before the date are known; changes are per day.`);
  if (after < windows.windowDays)
    cautions.push(`Only ${after} of ${windows.windowDays} days after the date are known; changes are per day.`);
  const trending = impact.roster.filter(
    (row) => row.preTrend?.low != null && row.preTrend.high != null && (row.preTrend.low > 0 || row.preTrend.high < 0),
  );
  if (trending.length > 0)
    cautions.push(
      `Already changing before the date: ${trending.map((row) => MEASURE_NAMES[row.measure]).join('; ')}. What came after may be its continuation.`,
    );
  return cautions;
}

function sightCautions({ impact: { coverage, health } }: ImpactTaken): string[] {
  const cautions: string[] = [];
  if (coverage.channels > 0 && coverage.both / coverage.channels < LOW_COVERAGE)
    cautions.push(
      `${coverage.both} of ${coverage.channels} channels of the roster could be observed on both sides (${coverage.before} before, ${coverage.after} after): what is missing of the others may be our sight and not their posts.`,
    );
  const rate = ({ looks, answered }: Looks): number => (looks === 0 ? 1 : answered / looks);
  if (health.after.looks > 0 && rate(health.after) < LOOKS_FELL * rate(health.before))
    cautions.push(
      `Fewer looks were answered after the date (${health.after.answered} of ${health.after.looks}) than before (${health.before.answered} of ${health.before.looks}).`,
    );
  const lost = health.observers.filter((observer) => observer.before.answered > 0 && observer.after.answered === 0);
  if (lost.length > 0) cautions.push(`Saw nothing any more after the date: ${lost.map((observer) => observer.observer).join(', ')}.`);
  if (health.before.looks + health.after.looks === 0)
    cautions.push('No look at any channel is recorded in either window: whether a channel could be seen is told by its posts alone.');
  return cautions;
}

function networkCautions({ network, impact: { cohort } }: ImpactTaken, likely: number): string[] {
  const cautions: string[] = [];
  if (network.likely > 0)
    cautions.push(
      `The network counts ${network.likely} successors that are likely (probability ${likely} or more) and not confirmed${network.contested > 0 ? `; ${network.contested} of all its successors are contested` : ''}.`,
    );
  const unknown = cohort.created - cohort.createdByPlatform;
  if (unknown > 0)
    cautions.push(`Of ${cohort.created} channels counted as new, ${unknown} are dated by their first sign of life; they may be older.`);
  if (cohort.lifespanAtLeast && cohort.created > 0)
    cautions.push('Some of the new channels had not ended when last seen: the mean lifespan is the least it can be.');
  return cautions;
}

function comparisonCautions({ impact: { comparison }, spillover }: ImpactTaken): string[] {
  if (comparison === null) return [];
  const { targeted, comparison: others } = comparison.channels;
  const cautions = [
    'Migration spills into a comparison set: who lost a home may post in one that was not targeted, which makes the difference larger than the change.',
  ];
  if (spillover > 0) cautions.push(`${spillover} channels of the comparison set continue lost ones of the roster: take them out.`);
  if (Math.min(targeted, others) < FEWEST_CHANNELS)
    cautions.push(`With fewer than ${FEWEST_CHANNELS} channels on a side (${targeted} and ${others}) a difference has no interval.`);
  return cautions;
}
