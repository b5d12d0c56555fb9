/** Removal actions with known truth, seeded with the figures published of those of October 2018 and November 2019. */

import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import type { HostRow, PostPiece } from '../model/rows.ts';
import { poisson } from './interventions-chance.ts';
import { type Random, random } from './random.ts';

const DAY = 86_400_000;

/** What was published of an action (Amarasingam, Maher and Winter, CREST 2021). The ends of follow-up are not in print: ours. */
export interface Action {
  at: Ms;
  asOf: Ms;
  organicChange: number;
  forwardedChange: number;
  created: number;
  meanLifespanDays: number;
  postsPerDay: number;
  /** Share of the roster that is lost, and within how many days. */
  lost: number;
  lossDays: number;
}

export const ACTIONS: Record<'2018' | '2019', Action> = {
  '2018': {
    at: Date.UTC(2018, 9, 3),
    asOf: Date.UTC(2020, 10, 30),
    organicChange: -0.15,
    forwardedChange: -0.097,
    created: 12,
    meanLifespanDays: 302,
    postsPerDay: 4.6,
    lost: 0.1,
    lossDays: 5,
  },
  '2019': {
    at: Date.UTC(2019, 10, 22),
    asOf: Date.UTC(2020, 10, 30),
    organicChange: -0.955,
    forwardedChange: -0.95,
    created: 105,
    meanLifespanDays: 14,
    postsPerDay: 56.8,
    lost: 0.9,
    lossDays: 9,
  },
};

export interface ActionChannel {
  channel: ChannelRef;
  /** On the roster since long before; else created in the 30 days after. */
  rostered: boolean;
  createdAt: Ms;
  /** Whether the platform tells the creation. */
  creationTold: boolean;
  /** Null: still there at the end of follow-up. */
  endedAt: Ms | null;
}

export interface ActionWorld {
  action: Action;
  channels: ActionChannel[];
  posts: PostPiece;
  /** Days counted from `hostsFrom`. */
  hosts: HostRow[];
  hostsFrom: Ms;
  truth: {
    organic: { before: number; after: number };
    forwarded: { before: number; after: number };
    outlinks: { before: number; after: number };
    cohortPosts: number;
    cohortDays: number;
  };
}

interface Draft {
  channel: number;
  at: Ms;
  forwarded: boolean;
}

const ROSTER = 150;
const WINDOW = 30;
const HISTORY = 120;

/**
 * A roster of 150 channels with a heavy-tailed activity, bursty days that resemble their neighbours, and exactly the planted
 * numbers of posts in the 30 days before and after; a cohort created in the 30 days after, whose expected lifespan, as far as
 * the follow-up shows it, and expected posts a day are the published ones. `organic`: own posts in the window before. `told`: share of the cohort whose creation the platform tells.
 */
export function actionWorld(action: Action, seed: string, organic: number, told: number): ActionWorld {
  const chance = random(`action/${seed}`);
  const forwarded = Math.round(0.4 * organic);
  const channels = [...rosterOf(action, chance.fork('roster')), ...cohortOf(action, told, chance.fork('cohort'))];
  const planted = {
    organic: { before: organic, after: Math.round(organic * (1 + action.organicChange)) },
    forwarded: { before: forwarded, after: Math.round(forwarded * (1 + action.forwardedChange)) },
  };
  const writer = rosterWriter(action, channels, chance.fork('posts'));
  const drafts: Draft[] = [];
  for (const kind of ['organic', 'forwarded'] as const) {
    const { before, after } = planted[kind];
    const earlier = Math.round((before * (HISTORY - WINDOW)) / WINDOW);
    drafts.push(...writer(-HISTORY, -WINDOW, earlier, kind === 'forwarded'));
    drafts.push(...writer(-WINDOW, 0, before, kind === 'forwarded'));
    drafts.push(...writer(0, WINDOW, after, kind === 'forwarded'));
  }
  const cohort = cohortPosts(action, channels, chance.fork('cohort posts'));
  const hostsFrom = action.at - HISTORY * DAY;
  const { hosts, outlinks } = hostsOf(action, channels, drafts, hostsFrom, chance.fork('hosts'));
  return {
    action,
    channels,
    posts: pieceOf(channels, chance.fork('order').shuffle([...drafts, ...cohort.drafts]), chance.fork('statements')),
    hosts,
    hostsFrom,
    truth: { ...planted, outlinks, cohortPosts: cohort.drafts.length, cohortDays: cohort.days },
  };
}

function rosterOf(action: Action, chance: Random): ActionChannel[] {
  return Array.from({ length: ROSTER }, (_, i): ActionChannel => {
    const lost = chance.chance(action.lost);
    const createdAt = action.at - Math.round((HISTORY + 30 + chance.int(300)) * DAY);
    // Channel 0 and some others stay, so that what is left has somebody to post it.
    const endedAt = lost && i % 10 !== 0 ? action.at + Math.round(chance.uniform() * action.lossDays * DAY) : null;
    return { channel: `telegram:reading_room_${i}`, rostered: true, createdAt, creationTold: chance.chance(0.5), endedAt };
  });
}

function cohortOf(action: Action, told: number, chance: Random): ActionChannel[] {
  const mean = exponentialMean(action);
  return Array.from({ length: action.created }, (_, i): ActionChannel => {
    const createdAt = action.at + Math.round(chance.uniform() * WINDOW * DAY);
    const endedAt = createdAt + Math.round(chance.exponential(mean) * DAY);
    return {
      channel: `${chance.chance(0.5) ? 'telegram' : 'tamtam'}:new_room_${i}`,
      rostered: false,
      createdAt,
      creationTold: chance.chance(told),
      endedAt: endedAt < action.asOf ? endedAt : null,
    };
  });
}

/** The mean of exponential lifespans of which the follow-up shows the published mean: μ(1 − e^(−F/μ)), F from the middle of the window. */
export function exponentialMean({ at, asOf, meanLifespanDays }: Action): number {
  const followUp = (asOf - at) / DAY - WINDOW / 2;
  let low = meanLifespanDays;
  let high = 100 * meanLifespanDays;
  for (let i = 0; i < 200; i += 1) {
    const middle = (low + high) / 2;
    if (middle * (1 - Math.exp(-followUp / middle)) < meanLifespanDays) low = middle;
    else high = middle;
  }
  return low;
}

/** Draws a number of posts over days `from` to `to` (counted from the date), by channels that are there on the day. */
function rosterWriter(
  action: Action,
  channels: readonly ActionChannel[],
  chance: Random,
): (from: number, to: number, posts: number, forwarded: boolean) => Draft[] {
  const busy = Array.from({ length: ROSTER }, () => Math.exp(chance.normal(0, 1.2)));
  return (from, to, posts, forwarded) => {
    const weights = burstyDays(to - from, 0.35, 0.5, chance);
    // A day, and for each day the channels that last beyond it, as ladders to climb by a number drawn.
    const days = ladder(
      weights.map((weight, d) => weight * sumOf(busy.map((b, i) => (lasts(channels[i], action.at + (from + d + 1) * DAY) ? b : 0)))),
    );
    const rooms = weights.map((_, d) => ladder(busy.map((b, i) => (lasts(channels[i], action.at + (from + d + 1) * DAY) ? b : 0))));
    return Array.from({ length: posts }, () => {
      const day = climb(days, chance);
      const at = action.at + (from + day) * DAY + chance.int(DAY);
      return { channel: climb(rooms[day] ?? [], chance), at, forwarded };
    });
  };
}

function lasts(channel: ActionChannel | undefined, to: Ms): boolean {
  return channel !== undefined && (channel.endedAt === null || channel.endedAt >= to);
}

/** Weights of days whose logarithms follow an autoregression of order one. */
export function burstyDays(days: number, deviation: number, memory: number, chance: Random): number[] {
  let level = chance.normal(0, deviation);
  return Array.from({ length: days }, () => {
    level = memory * level + Math.sqrt(1 - memory ** 2) * chance.normal(0, deviation);
    return Math.exp(level - deviation ** 2 / 2);
  });
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function ladder(weights: readonly number[]): number[] {
  let total = 0;
  return weights.map((weight) => (total += weight));
}

function climb(steps: readonly number[], chance: Random): number {
  const drawn = chance.uniform() * (steps.at(-1) ?? 0);
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] ?? 0) > drawn) high = middle;
    else low = middle + 1;
  }
  return low;
}

function cohortPosts(action: Action, channels: readonly ActionChannel[], chance: Random): { drafts: Draft[]; days: number } {
  const drafts: Draft[] = [];
  let lived = 0;
  for (const [i, channel] of channels.entries()) {
    if (channel.rostered) continue;
    const days = ((channel.endedAt ?? action.asOf) - channel.createdAt) / DAY;
    lived += days;
    // Gamma with shape 2: some post much more than others.
    const rate = chance.exponential(action.postsPerDay / 2) + chance.exponential(action.postsPerDay / 2);
    const posts = poisson(rate * days, chance);
    for (let n = 0; n < posts; n += 1)
      drafts.push({ channel: i, at: channel.createdAt + Math.floor(chance.uniform() * days * DAY), forwarded: chance.chance(0.3) });
  }
  return { drafts, days: lived };
}

const HOSTS = ['books.example.org', 'www.books.example.org:443', 'room.blogspot.com', 'youtu.be', 'archive.ph', 'justpaste.it', 't.me'];

/** One roster post in five names a host; `t.me` is the roster's own platform and no outlink. */
function hostsOf(
  action: Action,
  channels: readonly ActionChannel[],
  drafts: readonly Draft[],
  from: Ms,
  chance: Random,
): { hosts: HostRow[]; outlinks: { before: number; after: number } } {
  const rows = new Map<string, HostRow>();
  const outlinks = { before: 0, after: 0 };
  for (const { channel, at } of drafts) {
    if (!chance.chance(0.2)) continue;
    const host = chance.pick(HOSTS);
    const day = Math.floor((at - from) / DAY);
    const key = `${channel} ${day} ${host}`;
    const row = rows.get(key) ?? { channel: channels[channel]?.channel ?? '', nativeId: null, day, host, posts: 0 };
    row.posts += 1;
    rows.set(key, row);
    if (host === 't.me' || at < action.at - WINDOW * DAY) continue;
    outlinks[at < action.at ? 'before' : 'after'] += 1;
  }
  return { hosts: [...rows.values()], outlinks };
}

/** A quarter of the posts repeat one of a few hundred statements; a third show an author. */
function pieceOf(channels: readonly ActionChannel[], drafts: readonly Draft[], chance: Random): PostPiece {
  const length = drafts.length;
  return {
    length,
    channel: drafts.map((draft) => channels[draft.channel]?.channel ?? ''),
    nativeId: drafts.map(() => null),
    at: Float64Array.from(drafts, (draft) => draft.at),
    author: drafts.map((draft) => (chance.chance(1 / 3) ? `reader-${draft.channel}-${chance.int(4)}` : null)),
    forwarded: Uint8Array.from(drafts, (draft) => Number(draft.forwarded)),
    statement: Float64Array.from(drafts, () => (chance.chance(0.25) ? chance.int(400) : -1)),
    rid: Float64Array.from(drafts, (_, i) => i),
    text: [],
    words: [],
  };
}
