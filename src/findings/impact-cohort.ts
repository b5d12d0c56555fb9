/** Which channels were created in the window after, how long did they last, and how much did they post? */

import type { Ms } from '../model/observation.ts';
import type { State } from '../model/words.ts';
import { studentQuantile } from '../stats/student.ts';
import type { ChannelHistory } from './history.ts';
import type { MemberPosts } from './impact-panel.ts';
import { DAY } from './impact-windows.ts';

export interface Cohort {
  created: number;
  /** Of these, by the platform's own word; the others by their first sign of life, which may be later. */
  createdByPlatform: number;
  states: Record<State, number>;
  /** Days from creation (else the first sign of life) to the last sign of life, on average; 95 % interval. */
  meanLifespanDays: number | null;
  lifespanLow: number | null;
  lifespanHigh: number | null;
  medianLifespanDays: number | null;
  /** Some had not ended when last seen: the mean is the least it can be. */
  lifespanAtLeast: boolean;
  /** The same from first to last post, as others count it. */
  firstToLastPostDays: number | null;
  /** Days lived of all over how many ended: the mean if the risk of ending is the same every day; null where none ended. */
  constantRiskDays: number | null;
  /** From the date to the end of what the case knows. */
  followUpDays: number;
  /** Posts over days lived, of all together; 95 % interval. */
  postsPerDay: number | null;
  postsPerDayLow: number | null;
  postsPerDayHigh: number | null;
  /** created × meanLifespanDays × postsPerDay: with these definitions the posts that were seen of them. */
  output: number;
  outputLow: number | null;
  outputHigh: number | null;
}

/** When a channel began: as the platform told, else its first sign of life. */
export function beganAt(history: ChannelHistory): { at: Ms | null; told: boolean } {
  return history.createdAt === null ? { at: history.firstAlive, told: false } : { at: history.createdAt, told: true };
}

interface Life {
  days: number;
  posts: number;
  postDays: number;
}

/** `members`: histories of the network with the posts of each. Counts those that began from `from` (included) to `to` (left out). */
export function cohortOf(
  members: readonly { history: ChannelHistory; posts: MemberPosts }[],
  { from, to, asOf }: { from: Ms; to: Ms; asOf: Ms },
): Cohort {
  const born = members.filter(({ history }) => {
    const began = beganAt(history).at;
    return began !== null && began >= from && began < to;
  });
  const states: Record<State, number> = { alive: 0, silent: 0, gone: 0, private: 0, unknown: 0 };
  for (const { history } of born) states[history.state] += 1;
  // Sorted, so that sums do not depend on the order of rows.
  const lives = born.map(lifeOf).sort((a, b) => a.days - b.days || a.posts - b.posts || a.postDays - b.postDays);
  const days = total(lives.map((life) => life.days));
  const posts = total(lives.map((life) => life.posts));
  const n = lives.length;
  const ones = lives.map(() => 1);
  const lifespan = jackknifed(
    lives.map((life) => life.days),
    ones,
  );
  const rate = jackknifed(
    lives.map((life) => life.posts),
    lives.map((life) => life.days),
  );
  const output = jackknifed(
    lives.map((life) => life.posts),
    ones,
  );
  const ended = states.gone + states.private;
  const middle = Math.floor((n - 1) / 2);
  return {
    created: n,
    createdByPlatform: born.filter(({ history }) => beganAt(history).told).length,
    states,
    meanLifespanDays: n === 0 ? null : days / n,
    lifespanLow: lifespan?.low ?? null,
    lifespanHigh: lifespan?.high ?? null,
    medianLifespanDays: n === 0 ? null : ((lives[middle]?.days ?? 0) + (lives[n - 1 - middle]?.days ?? 0)) / 2,
    lifespanAtLeast: n > ended,
    firstToLastPostDays: n === 0 ? null : total(lives.map((life) => life.postDays)) / n,
    constantRiskDays: ended === 0 ? null : days / ended,
    followUpDays: (asOf - from) / DAY,
    postsPerDay: days === 0 ? null : posts / days,
    postsPerDayLow: rate?.low ?? null,
    postsPerDayHigh: rate?.high ?? null,
    output: posts,
    outputLow: output === null ? null : output.low * n,
    outputHigh: output === null ? null : output.high * n,
  };
}

function lifeOf({ history, posts }: { history: ChannelHistory; posts: MemberPosts }): Life {
  const began = beganAt(history).at ?? 0;
  const last = Math.max(history.lastAlive ?? began, posts.posts > 0 ? posts.last : began);
  return {
    days: Math.max(0, last - began) / DAY,
    posts: posts.posts,
    postDays: posts.posts > 0 ? (posts.last - posts.first) / DAY : 0,
  };
}

/**
 * 95 % interval of Σ over / Σ under, by leaving out one channel at a time (jackknife) on the log scale: few channels, of which
 * some live or post much more than others, make such figures skewed. Student's t with the effective number of channels less one,
 * (Σ under)² / Σ under². Null below three channels, or where all hangs on one.
 */
function jackknifed(over: readonly number[], under: readonly number[]): { low: number; high: number } | null {
  const n = over.length;
  const [above, below] = [total(over), total(under)];
  if (n < 3 || !(above > 0) || !(below > 0)) return null;
  const without = over.map((value, i) => Math.log((above - value) / (below - (under[i] ?? 0))));
  const freedom = below ** 2 / total(under.map((value) => value ** 2)) - 1;
  if (freedom < 1 || !without.every(Number.isFinite)) return null;
  const mean = total(without) / n;
  const variance = ((n - 1) / n) * total(without.map((value) => (value - mean) ** 2));
  const reach = Math.exp(studentQuantile(0.975, freedom) * Math.sqrt(variance));
  return { low: above / below / reach, high: (above / below) * reach };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
