import { z } from 'zod';
import { lakeOf } from '../case/case.ts';
import { refreshStatements } from '../case/derived.ts';
import { takeHistories } from '../case/rows-for.ts';
import { CLOSE_DAYS, SHORT_DAYS } from '../findings/lifespan-life.ts';
import { type LifespanGroup, lifespans as lifespansOf } from '../findings/lifespans.ts';
import { localTime } from './people.ts';
import { asOf, atInput, defineVerb, success, timeOut, timeText, withCase } from './verb.ts';

const days = z.number().nullable().describe('days; null where the data do not reach so far');

const groupOut = z.object({
  group: z.string().describe('a platform or a month of origin; with /origin after it where homes of several origins would bear one name'),
  origin: z.enum(['created', 'appeared', 'discovered']).describe('what ages are counted from'),
  n: z.number(),
  ended: z.number().describe('of these, how many ended (gone, private or silent) while under watch'),
  operators: z.number().describe('presumed hands; homes of one share one fate'),
  median: days,
  medianLow: days,
  medianHigh: days,
  medianWithin: z
    .object({ from: z.number(), to: z.number() })
    .nullable()
    .describe('ages within which the median lies; nothing between is determined'),
  restrictedMean: days.describe('mean age at the end, ages beyond the horizon counted as the horizon'),
  restrictedMeanLow: days,
  restrictedMeanHigh: days,
  from: days.describe('all is said of homes that reached this age; null where too few were under watch at any: no estimate exists'),
  horizon: z.number().describe('days up to which the curve reaches'),
  later: z.number().describe('homes that came under watch only at ages beyond the horizon'),
  unique: z.boolean().nullable().describe('no other curve is as likely, but for how it falls between two looks'),
  curve: z.array(z.object({ day: z.number(), survival: z.number(), low: z.number(), high: z.number() })),
  ends: z.array(
    z.object({
      kind: z.enum(['gone', 'private', 'silent']),
      ended: z.number(),
      by: z.array(z.object({ day: z.number(), share: z.number() })).describe('share that had ended in this way by then'),
    }),
  ),
  naiveMean: days.describe('mean age when last seen, of the homes that ended: no estimate of how long homes last'),
  foundAt: z.number().describe('median age in days at which homes came under watch'),
});

/** How long homes last. */
export const lifespans = defineVerb({
  name: 'lifespans',
  summary: 'how long homes last, with ends not seen and homes found late taken into account',
  details:
    'A home ends when it is gone, goes private or falls silent, whichever is first; each end is known as an interval between two looks, and homes are found late, so short-lived ones are missed. ' +
    'The estimate (non-parametric maximum likelihood under interval censoring and delayed entry) takes account of both; the plain mean from first to last sighting does not, and is printed beside it only as a warning. ' +
    `Ages are counted from creation where the platform tells it, from the first sight where a look at most ${CLOSE_DAYS} days before saw nothing, else from discovery; these are never mixed. ` +
    `An absence that certainly lasted less than ${SHORT_DAYS} days and ended is no end. See docs/methods/lifespans.md.`,
  words: [],
  examples: ['trackway lifespans', 'trackway lifespans --by cohort --json'],
  input: z.object({
    by: z.enum(['platform', 'cohort']).default('platform').describe('groups: platform, or month of origin'),
    at: atInput,
  }),
  output: z.object({
    at: timeOut,
    by: z.enum(['platform', 'cohort']),
    groups: z.array(groupOut),
    comparison: z
      .object({
        test: z.string(),
        origin: z.string(),
        statistic: z.number(),
        degrees: z.number(),
        pValue: z.number(),
        groups: z.array(z.object({ group: z.string(), ended: z.number(), expected: z.number() })),
      })
      .nullable(),
    leftOut: z.object({
      neverAlive: z.number().describe('never seen alive'),
      neverLookedAt: z.number().describe('known by posts only: never under watch'),
      endedBeforeWatch: z.number().describe('already ended, or silent, when the watch began'),
    }),
  }),
  run: (given, context) =>
    withCase(context, async (open) => {
      await refreshStatements(open, context.progress);
      const lake = await lakeOf(open);
      try {
        const at = await asOf(given.at, lake);
        const { groups, comparison, leftOut } = lifespansOf(await takeHistories(open, lake, at), given.by);
        return { at: timeText(at) ?? '', by: given.by, groups: groups.map(groupAnswer), comparison, leftOut };
      } finally {
        lake.close();
      }
    }),
  human: (answer, zone) => [
    { kind: 'text', text: `As of ${localTime(answer.at, zone)}` },
    {
      kind: 'table',
      columns: [
        { title: answer.by === 'platform' ? 'platform' : 'month of origin' },
        { title: 'age from' },
        { title: 'homes', right: true },
        { title: 'ended', right: true },
        { title: 'of those aged', right: true },
        { title: 'median days (95 %)', right: true },
        { title: 'mean days (95 %)', right: true },
        { title: 'up to', right: true },
        { title: 'first to last', right: true },
      ],
      rows: answer.groups.map((group) => [
        group.group,
        ORIGINS[group.origin],
        String(group.n),
        String(group.ended),
        group.from === null ? '' : group.from === 0 ? 'all' : `≥ ${shown(group.from)}`,
        group.from === null ? 'too few at one age' : ranged(group.median, group.medianLow, group.medianHigh),
        group.from === null ? '' : ranged(group.restrictedMean, group.restrictedMeanLow, group.restrictedMeanHigh),
        group.from === null ? '' : shown(group.horizon),
        shown(group.naiveMean),
      ]),
      empty: 'No channel was seen alive and under watch. Import sightings or profiles, or enter what you saw with `trackway note`.',
    },
    ...(answer.groups.length === 0 ? [] : [{ kind: 'text' as const, text: NAIVE }]),
    {
      kind: 'table',
      columns: [
        { title: 'ended by' },
        { title: 'day', right: true },
        ...['gone', 'private', 'silent'].map((title) => ({ title, right: true as const })),
      ],
      rows: answer.groups.flatMap((group) =>
        (group.ends[0]?.by ?? []).map(({ day }, k) => [
          group.group,
          shown(day),
          ...group.ends.map((end) => `${(100 * (end.by[k]?.share ?? 0)).toFixed(1)} %`),
        ]),
      ),
      empty: '',
    },
    ...notes(answer).map((text) => ({ kind: 'text' as const, text })),
  ],
  exitCode: success,
});

const ORIGINS = { created: 'creation', appeared: 'first sight', discovered: 'discovery' } as const;

const NAIVE =
  'The last column is what first and last sightings give. It is not how long homes last: those that ended before anybody found them are missing, which makes it too long, and so are those that still go on, which makes it too short.';

interface Noted {
  groups: readonly z.output<typeof groupOut>[];
  comparison: { pValue: number; statistic: number; groups: readonly { group: string; ended: number; expected: number }[] } | null;
  leftOut: { neverAlive: number; neverLookedAt: number; endedBeforeWatch: number };
}

function notes({ groups, comparison, leftOut }: Noted): string[] {
  const said: string[] = [];
  if (comparison !== null) {
    const parts = comparison.groups.map(
      (group) => `${group.group} ${group.ended} ended, ${group.expected.toFixed(1)} expected if all were alike`,
    );
    said.push(`Do the groups differ? p = ${comparison.pValue.toFixed(3)}: ${parts.join('; ')}.`);
  }
  for (const group of groups) {
    if (group.later > 0)
      said.push(
        `${group.group}: nobody was under watch just after day ${shown(group.horizon)}, so ${group.later} homes first seen at higher ages tell nothing of this curve.`,
      );
    if (group.unique === false) said.push(`${group.group}: other curves are as likely as this one.`);
  }
  const left = [
    [leftOut.neverAlive, 'never seen alive'],
    [leftOut.neverLookedAt, 'known by posts only, never looked at'],
    [leftOut.endedBeforeWatch, 'already ended or silent when the watch began'],
  ] as const;
  const counted = left.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  if (counted.length > 0) said.push(`Left out: ${counted.join(', ')}.`);
  return said;
}

function shown(value: number | null): string {
  return value === null ? '' : value.toFixed(value < 100 ? 1 : 0);
}

function ranged(value: number | null, low: number | null, high: number | null): string {
  return value === null
    ? `not reached (${low === null ? '' : `≥ ${shown(low)}`})`.replace(' ()', '')
    : `${shown(value)} (${shown(low)} to ${high === null ? '∞' : shown(high)})`;
}

function groupAnswer({ estimate, naiveMean, foundAtDays, ...group }: LifespanGroup): z.output<typeof groupOut> {
  return {
    ...group,
    median: estimate?.median.days ?? null,
    medianLow: estimate?.median.low ?? null,
    medianHigh: estimate?.median.high ?? null,
    medianWithin: estimate?.medianWithin ?? null,
    restrictedMean: estimate?.restrictedMean.days ?? null,
    restrictedMeanLow: estimate?.restrictedMean.low ?? null,
    restrictedMeanHigh: estimate?.restrictedMean.high ?? null,
    from: estimate?.fromDays ?? null,
    horizon: estimate?.horizonDays ?? 0,
    later: estimate?.later ?? 0,
    unique: estimate?.unique ?? null,
    curve: estimate?.curve ?? [],
    ends: estimate?.ends ?? [],
    naiveMean,
    foundAt: foundAtDays,
  };
}
