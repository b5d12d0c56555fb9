import { z } from 'zod';
import { DOMAIN_CLASSES } from '../findings/impact-domains.ts';
import { STATES } from '../model/words.ts';
import { timeOut } from './verb.ts';

/** What an impact report answers. */

const number = z.number().nullable();
const interval = { low: number, high: number };

const rowOut = z.object({
  measure: z.string(),
  before: number.describe('a total of the window, a mean of its days or a ratio: see docs/methods/impact.md'),
  after: number,
  change: number.describe('of the daily level: -0.5 is half as much'),
  ...interval,
  preTrend: z.object({ compares: z.enum(['window', 'halves']), change: number, ...interval }).nullable(),
  placebo: z
    .object({ dates: z.number(), asLarge: z.number(), pValue: z.number() })
    .nullable()
    .describe('earlier dates asked the same question'),
  recovery: z.array(z.object({ share: z.number(), fellBelow: z.boolean(), days: number, seenDays: z.number() })),
});

const differenceOut = z.object({
  measure: z.string(),
  unit: z.enum(['ratio', 'points']),
  targeted: number,
  comparison: number,
  difference: number,
  ...interval,
});

const looksOut = z.object({ looks: z.number(), answered: z.number() });
const sidesOut = { before: looksOut, after: looksOut };
const spanOut = z.object({ from: timeOut, to: timeOut, days: z.number() });
const dayOut = z.object({ posts: z.number(), channels: z.number() });

export const impactOut = z.object({
  at: timeOut,
  asOf: timeOut,
  windowDays: z.number(),
  gapDays: z.object({ before: z.number(), after: z.number() }),
  before: spanOut,
  after: spanOut,
  coverage: number.describe('share of the roster that could be observed on both sides'),
  coverageCounts: z.object({ channels: z.number(), before: z.number(), after: z.number(), both: z.number() }),
  channels: z.object({ roster: z.number(), network: z.number(), confirmed: z.number(), likely: z.number(), contested: z.number() }),
  rosterEmpty: z.boolean(),
  roster: z.array(rowOut),
  network: z.array(rowOut),
  outlinks: z.array(
    z.object({
      domain: z.string(),
      class: z.enum(DOMAIN_CLASSES),
      platform: z.string().nullable(),
      before: z.number(),
      after: z.number(),
      rosterBefore: z.number(),
      rosterAfter: z.number(),
    }),
  ),
  outlinkClasses: z.array(z.object({ class: z.enum(DOMAIN_CLASSES), domains: z.number(), before: z.number(), after: z.number() })),
  outlinkDomains: z.number().describe('how many domains there are, listed or not'),
  ownPlatformLinks: z.object({ before: z.number(), after: z.number() }),
  unreadableHosts: z.number(),
  cohort: z.object({
    created: z.number(),
    createdByPlatform: z.number(),
    states: z.object(Object.fromEntries(STATES.map((state) => [state, z.number()])) as Record<(typeof STATES)[number], z.ZodNumber>),
    meanLifespanDays: number,
    lifespanLow: number,
    lifespanHigh: number,
    medianLifespanDays: number,
    lifespanAtLeast: z.boolean(),
    firstToLastPostDays: number,
    constantRiskDays: number,
    followUpDays: z.number(),
    postsPerDay: number,
    postsPerDayLow: number,
    postsPerDayHigh: number,
    output: z.number(),
    outputLow: number,
    outputHigh: number,
  }),
  comparison: z
    .object({
      tag: z.string(),
      channels: z.object({ targeted: z.number(), comparison: z.number() }),
      differences: z.array(differenceOut),
      earlier: z.array(differenceOut).nullable().describe('the same one window earlier, where nothing should differ'),
      spillover: z.number().describe('channels of the comparison set that continue lost ones of the roster'),
    })
    .nullable(),
  health: z.object({
    ...sidesOut,
    controls: z.object(sidesOut),
    observers: z.array(z.object({ observer: z.string(), ...sidesOut })),
    days: z.array(z.object({ at: timeOut, looks: z.number(), answered: z.number() })),
  }),
  days: z.array(z.object({ at: timeOut, roster: dayOut, network: dayOut })),
  cautions: z.array(z.string()),
});
export type ImpactAnswer = z.output<typeof impactOut>;
