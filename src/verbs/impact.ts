import { z } from 'zod';
import { lakeOf } from '../case/case.ts';
import { refreshStatements } from '../case/derived.ts';
import { type ImpactTaken, interventionsOf, takeImpact } from '../case/impact.ts';
import { takeSuccessors } from '../case/successors.ts';
import { DOMAIN_CLASSES } from '../findings/impact-domains.ts';
import { LIKELY } from '../findings/impact-network.ts';
import { DAY, lengthOf } from '../findings/impact-windows.ts';
import { UserError } from '../model/errors.ts';
import type { Ms } from '../model/observation.ts';
import { type ImpactAnswer, impactOut } from './impact-answer.ts';
import { cautionsOf } from './impact-cautions.ts';
import { impactBlocks } from './impact-words.ts';
import { asOf, defineVerb, limitInput, success, timeInput, timeText, withCase } from './verb.ts';

/** What changed around an intervention. */
export const impact = defineVerb({
  name: 'impact',
  summary: 'what changed around a dated intervention',
  details:
    'Compares the days before a date with those after it: posts, channels, posters, outlinks, and the channels created after, how long they last and how much they post. ' +
    'The roster of that day can only fall; the network beside it has the channels that came later and the confirmed and likely successors. ' +
    'It tells what changed, never what changed it: look at the coverage, the trend before, the placebo dates and the observers first. See docs/methods/impact.md.',
  words: [],
  examples: ['trackway impact --at 2019-11-22 --gap 6d', 'trackway impact --event "Action Day" --window 14d --compare untouched --json'],
  input: z.object({
    at: z.string().optional().describe('the date of the intervention (RFC 3339)'),
    event: z.string().optional().describe('or its name: an event of case.yaml or an event record with intervention: true'),
    window: z.string().default('30d').describe('how many days before and after'),
    gap: z.string().default('0d').describe('days left out before the date; 6d,1d leaves out one after it too'),
    compare: z.string().optional().describe('tag of roster channels that were not targeted'),
    asOf: z.string().optional().describe('the state of knowledge (RFC 3339); default: the last observation in the case'),
    limit: limitInput(50),
  }),
  output: impactOut,
  run: (given, context) =>
    withCase(context, async (open) => {
      await refreshStatements(open, context.progress);
      const lake = await lakeOf(open);
      try {
        const known = await asOf(given.asOf, lake);
        const at = dateOf(given.at, given.event, await interventionsOf(open, lake, known));
        if (known < at + DAY)
          throw new UserError(
            `the case knows nothing yet of the day after ${timeText(at)}: its state is that of ${timeText(known)}. Import what was observed since, or choose an earlier date`,
          );
        const question = {
          at,
          asOf: known,
          windowDays: daysOf(given.window, '--window', 5),
          gap: gapOf(given.gap),
          compareTag: given.compare ?? null,
        };
        return answerOf(
          await takeImpact(open, lake, question, () => takeSuccessors(open, lake, known, null, context.progress)),
          question,
          given.limit,
        );
      } finally {
        lake.close();
      }
    }),
  human: impactBlocks,
  exitCode: success,
});

/** The date asked about: given, or that of a named event. `UserError` lists the events where neither tells. */
function dateOf(at: string | undefined, event: string | undefined, known: readonly { at: Ms; name: string }[]): Ms {
  if (at !== undefined && event !== undefined) throw new UserError('give --at or --event, not both');
  if (at !== undefined) return timeInput(at, '--at');
  const list =
    known.length === 0
      ? 'This case names no intervention: mark an event of case.yaml with `intervention: true`'
      : `This case names: ${known.map(({ at: when, name }) => `"${name}" (${timeText(when)})`).join(', ')}`;
  if (event === undefined) throw new UserError(`say which intervention is meant, with --at T or --event NAME. ${list}`);
  const exact = known.filter(({ name }) => name === event);
  const folded = event.toLowerCase();
  const alike = exact.length > 0 ? exact : known.filter(({ name }) => name.toLowerCase().includes(folded));
  const [only] = alike;
  if (only === undefined) throw new UserError(`no intervention is called "${event}". ${list}`);
  if (new Set(alike.map((one) => one.at)).size > 1) throw new UserError(`"${event}" could be several; give its date with --at. ${list}`);
  return only.at;
}

function daysOf(text: string, option: string, least: number): number {
  const days = Number(/^(\d{1,3})d?$/.exec(text.trim())?.[1]);
  if (!Number.isInteger(days) || days < least)
    throw new UserError(`${option} "${text}" is no number of days from ${least} to 999; write it like 30d`);
  return days;
}

function gapOf(text: string): { before: number; after: number } {
  const [before = '', after = '0d', ...more] = text.split(',');
  if (more.length > 0) throw new UserError(`--gap "${text}" has more than two parts; write it like 6d or 6d,1d`);
  return { before: daysOf(before, '--gap', 0), after: daysOf(after, '--gap', 0) };
}

function answerOf(taken: ImpactTaken, question: { compareTag: string | null }, limit: number): ImpactAnswer {
  const { impact: found, network, rosterEmpty, spillover } = taken;
  const { windows, coverage, comparison, health, outlinks } = found;
  const time = (ms: Ms): string => timeText(ms) ?? '';
  const span = ({ from, to }: { from: number; to: number }) => ({
    from: time(windows.start + from * DAY),
    to: time(windows.start + to * DAY),
    days: lengthOf({ from, to }),
  });
  const { confirmed, likely, contested } = network;
  return {
    at: time(windows.at),
    asOf: time(windows.asOf),
    windowDays: windows.windowDays,
    gapDays: windows.gap,
    before: span(windows.before),
    after: span(windows.after),
    coverage: coverage.channels === 0 ? null : coverage.both / coverage.channels,
    coverageCounts: coverage,
    channels: { ...found.channels, confirmed, likely, contested },
    rosterEmpty,
    roster: found.roster,
    network: found.network,
    outlinks: outlinks.lines.slice(0, limit),
    outlinkClasses: DOMAIN_CLASSES.flatMap((kind) => {
      const lines = outlinks.lines.filter((line) => line.class === kind);
      const total = (side: 'before' | 'after'): number => lines.reduce((sum, line) => sum + line[side], 0);
      return lines.length === 0 ? [] : [{ class: kind, domains: lines.length, before: total('before'), after: total('after') }];
    }),
    outlinkDomains: outlinks.lines.length,
    ownPlatformLinks: outlinks.ownPlatform,
    unreadableHosts: outlinks.unreadable,
    cohort: found.cohort,
    comparison: comparison === null || question.compareTag === null ? null : { tag: question.compareTag, ...comparison, spillover },
    health: { ...health, days: health.days.map((day) => ({ ...day, at: time(day.at) })) },
    days: found.days.map((day) => ({ ...day, at: time(day.at) })),
    cautions: cautionsOf(taken, LIKELY),
  };
}
