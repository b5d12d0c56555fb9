import { z } from 'zod';
import { lakeOf } from '../case/case.ts';
import { refreshStatements } from '../case/derived.ts';
import { takeHistories } from '../case/rows-for.ts';
import { type Scanned, type Wave, waves as wavesOf } from '../findings/waves.ts';
import { formatTime } from '../model/time.ts';
import { localTime } from './people.ts';
import { asOf, atInput, type Block, defineVerb, refOut, success, timeOut, timeText, withCase } from './verb.ts';

const KINDS = ['gone', 'silent', 'private'] as const;

const dispersion = z.object({
  together: z.number().describe('mean of the posterior: the largest number ordinarily lost in one fall (1: one by one)'),
  day: z.number().describe("mean of the posterior: gamma shape of the days' own rates (the smaller, the more they differ)"),
});

const waveOut = z.object({
  platform: z.string(),
  kind: z.enum(KINDS),
  start: timeOut.describe('the first loss most likely came after this (the innermost interval of its losses)'),
  startBy: timeOut.describe('and by this'),
  endAfter: timeOut.describe('the last loss most likely came after this'),
  end: timeOut.nullable().describe('and by this; null while it may be going on'),
  ongoing: z.boolean(),
  lost: z.number().describe('channels that more likely than not were lost in it'),
  watched: z.number().describe('channels at risk when it began or since'),
  expected: z.number().describe('losses that would have been ordinary in that time'),
  pValue: z.number().describe('probability that chance shows such a window anywhere in the time scanned'),
  recurrenceDays: z.number().describe('chance alone shows such a window about once in so many days'),
  operators: z.number().nullable().describe('different hands among them, where any operator is known'),
  channels: z.array(refOut),
  members: z.array(
    z.object({
      channel: refOut,
      after: timeOut,
      by: timeOut,
      probability: z.number().describe('that it was lost in the wave and not in the ordinary way'),
    }),
  ),
  ordinaryOnlyAbove: z
    .object({ perChannelDay: z.number(), lossesPerDay: z.number() })
    .describe('it would be ordinary only if attrition, channel by channel, were above this'),
  dispersion,
  baseline: z
    .object({ losses: z.number(), channelDays: z.number(), perChannelDay: z.number() })
    .describe('what is known of ordinary losses outside of it'),
});

/** Disappearances, silences and closures that came together. */
export const waves = defineVerb({
  name: 'waves',
  summary: 'when channels went, fell silent or turned private together',
  details:
    'Scans each platform for windows of two hours to three weeks in which more channels were lost than ordinary attrition explains, with what is known of its level, of ' +
    'how much it varies and of joint losses of one operator. Chance alone raises less than one alarm in a hundred months of one roster. The roster tag operator:NAME says who runs a ' +
    'channel. An unconfirmed mass loss is told by `census`, and is no wave before looks confirmed it. See docs/methods/waves.md.',
  words: [],
  examples: ['trackway waves', 'trackway waves --at 2019-11-30T15:00:00Z --json'],
  input: z.object({ at: atInput }),
  output: z.object({
    at: timeOut,
    waves: z.array(waveOut),
    undecided: z.array(waveOut).describe('a great part of a roster lost at once, with too little past to tell whether that is ordinary'),
    scanned: z.array(
      z.object({
        platform: z.string(),
        kind: z.enum(KINDS),
        from: timeOut,
        to: timeOut,
        channels: z.number(),
        losses: z.number(),
        perChannelDay: z.number().describe('ordinary losses, waves left out'),
        dispersion,
      }),
    ),
  }),
  run: (given, context) =>
    withCase(context, async (open) => {
      await refreshStatements(open, context.progress);
      const lake = await lakeOf(open);
      try {
        const at = await asOf(given.at, lake);
        const answer = wavesOf(await takeHistories(open, lake, at), at);
        return {
          at: timeText(at) ?? '',
          waves: answer.waves.map(waveAnswer),
          undecided: answer.undecided.map(waveAnswer),
          scanned: answer.scanned.map(scannedAnswer),
        };
      } finally {
        lake.close();
      }
    }),
  human: (answer, zone) => [
    { kind: 'text', text: `As of ${localTime(answer.at, zone)}` },
    {
      kind: 'table',
      columns: [
        { title: 'platform' },
        { title: 'kind' },
        { title: 'from' },
        { title: 'to' },
        { title: 'lost', right: true },
        { title: 'of', right: true },
        { title: 'ordinary', right: true },
        { title: 'operators', right: true },
        { title: 'by chance once in', right: true },
        { title: 'ordinary only above', shrink: true },
      ],
      rows: answer.waves.map((wave) => [
        wave.platform,
        wave.kind,
        localTime(wave.start, zone),
        wave.end === null ? 'goes on' : localTime(wave.end, zone),
        String(wave.lost),
        String(wave.watched),
        wave.expected.toFixed(1),
        wave.operators === null ? '' : String(wave.operators),
        span(wave.recurrenceDays),
        above(wave),
      ]),
      empty: emptyText(answer.scanned),
    },
    ...answer.undecided.map(
      (wave): Block => ({
        kind: 'text',
        text: `Undecided: ${wave.lost} of ${wave.watched} ${wave.platform} channels ${VERB[wave.kind]} between ${localTime(wave.start, zone)} and ${localTime(wave.end ?? wave.endAfter, zone)}. Too little past is known to call it a wave; ordinary only above ${above(wave)}.`,
      }),
    ),
  ],
  exitCode: success,
});

const VERB = { gone: 'went', silent: 'fell silent', private: 'turned private' } as const;

function emptyText(scanned: readonly { losses: number; channels: number }[]): string {
  if (scanned.length === 0)
    return 'Nothing can be scanned: no channel was looked at. Waves need looks at channels (imported sightings, `trackway note`), before and after a loss.';
  const losses = scanned.reduce((sum, scan) => sum + scan.losses, 0);
  return `No wave: the ${losses} losses known are what ordinary attrition brings, as far as can be told.`;
}

function above(wave: { ordinaryOnlyAbove: { perChannelDay: number; lossesPerDay: number } }): string {
  const { perChannelDay, lossesPerDay } = wave.ordinaryOnlyAbove;
  return `${(100 * perChannelDay).toPrecision(2)} % a day (${lossesPerDay.toPrecision(2)} losses a day)`;
}

function span(days: number): string {
  const years = days / 365.25;
  return years < 1000 ? `${Math.round(years)} years` : years > 1e6 ? 'over a million years' : `${Math.round(years / 1000)},000 years`;
}

function waveAnswer(wave: Wave): z.output<typeof waveOut> {
  const { start, startBy, endAfter, end, members, ...rest } = wave;
  return {
    ...rest,
    start: formatTime(start),
    startBy: formatTime(startBy),
    endAfter: formatTime(endAfter),
    end: timeText(end),
    members: members.map((member) => ({ ...member, after: formatTime(member.after), by: formatTime(member.by) })),
  };
}

function scannedAnswer(scan: Scanned) {
  return { ...scan, from: formatTime(scan.from), to: formatTime(scan.to) };
}
