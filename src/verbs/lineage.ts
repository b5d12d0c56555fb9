import { z } from 'zod';
import { lakeOf } from '../case/case.ts';
import { refreshStatements } from '../case/derived.ts';
import { takeLineages } from '../case/lineage.ts';
import { continuations, type Home } from '../findings/lineage.ts';
import { STATES } from '../model/words.ts';
import { localTime } from './people.ts';
import {
  asOf,
  atInput,
  type Block,
  cursorInput,
  defineVerb,
  limitInput,
  nextCursor,
  offsetOf,
  refInput,
  refOut,
  success,
  timeOut,
  timeText,
  withCase,
} from './verb.ts';

const homeOut = z.object({
  channel: refOut,
  platform: z.string(),
  stay: z.number().describe('1 for the first stay there, 2 where it came back once'),
  from: timeOut.nullable().describe('first sign of life, or of its return'),
  to: timeOut.nullable().describe('by then it had ended; null where it has not, as far as is known'),
  endedAfter: timeOut.nullable(),
  state: z.enum(STATES),
  probability: z.number().describe('that it continues the home before it; 1 for the first'),
  basis: z.enum(['verdict', 'native', 'likely', 'return']).nullable(),
  contested: z.boolean(),
});

/** Chains of homes. */
export const lineage = defineVerb({
  name: 'lineage',
  summary: 'chains of homes: first, second, and back',
  details:
    "Joins each lost home to what continues it: by an analyst's verdict, by the platform's own words, or as the likely successor (0.5 or more, not rejected). " +
    'A channel that comes back is another stay in the same line, so that a returnee is not counted as new. One home that split, or two that joined, give several lines that share homes. See docs/methods/lineage.md.',
  words: ['channel'],
  examples: ['trackway lineage', 'trackway lineage telegram:sada_100', 'trackway lineage --at 2019-12-03T12:00:00Z --json'],
  input: z.object({
    channel: z.string().optional().describe('only lines with this channel (REF)'),
    at: atInput,
    limit: limitInput(200),
    cursor: cursorInput,
  }),
  output: z.object({
    at: timeOut,
    total: z.number(),
    leftOut: z.number().describe('lines of tangles too large to list'),
    continuations: z.number().describe('channels that continue others: none of them is new'),
    lineages: z.array(z.object({ id: z.string(), homes: z.array(homeOut) })),
    cursor: z.string().nullable(),
  }),
  run: (given, context) =>
    withCase(context, async (open) => {
      await refreshStatements(open, context.progress);
      const lake = await lakeOf(open);
      try {
        const at = await asOf(given.at, lake);
        const { answer, resolve } = await takeLineages(open, lake, at, context.progress);
        const wanted = given.channel === undefined ? null : resolve(refInput(given.channel));
        const lines = answer.lineages.filter((line) => wanted === null || line.homes.some((home) => home.identity === wanted));
        const offset = offsetOf(given.cursor);
        const page = lines.slice(offset, offset + given.limit);
        return {
          at: timeText(at) ?? '',
          total: lines.length,
          leftOut: answer.leftOut,
          continuations: continuations(lines).length,
          lineages: page.map((line) => ({ id: line.id, homes: line.homes.map(homeAnswer) })),
          cursor: nextCursor(offset, page.length, lines.length),
        };
      } finally {
        lake.close();
      }
    }),
  human(answer, zone) {
    if (answer.lineages.length === 0)
      return [{ kind: 'text', text: 'No home is known to continue another one. See `trackway successors` for what is less sure.' }];
    const blocks: Block[] = [{ kind: 'text', text: `As of ${localTime(answer.at, zone)}` }];
    blocks.push({
      kind: 'table',
      columns: [
        { title: '' },
        { title: 'home' },
        { title: 'from' },
        { title: 'to' },
        { title: 'state' },
        { title: 'continues', shrink: true },
      ],
      rows: answer.lineages.flatMap((line, i) =>
        line.homes.map((home, place) => [
          place === 0 ? String(i + 1) : '',
          `${'  '.repeat(Math.min(place, 4))}${home.channel}`,
          home.from === null ? '' : localTime(home.from, zone),
          home.to === null ? '' : `by ${localTime(home.to, zone)}`,
          home.state,
          toldOf(home),
        ]),
      ),
      empty: '',
    });
    if (answer.leftOut > 0) blocks.push({ kind: 'text', text: `${answer.leftOut} more lines of the same homes are not listed.` });
    if (answer.cursor !== null)
      blocks.push({ kind: 'text', text: `${answer.lineages.length} of ${answer.total}; go on with --cursor ${answer.cursor}` });
    return blocks;
  },
  exitCode: success,
});

const BASIS = { verdict: 'confirmed', native: 'the platform says so', likely: 'likely', return: 'came back' } as const;

function toldOf(home: z.output<typeof homeOut>): string {
  if (home.basis === null) return '';
  const sure = home.basis === 'verdict' || home.basis === 'return' ? '' : ` ${home.probability.toFixed(2)}`;
  return `${BASIS[home.basis]}${sure}${home.contested ? ', contested' : ''}`;
}

function homeAnswer(home: Home): z.output<typeof homeOut> {
  const { channel, platform, stay, state, probability, basis, contested } = home;
  return {
    channel,
    platform,
    stay,
    from: timeText(home.from),
    to: timeText(home.to),
    endedAfter: timeText(home.endedAfter),
    state,
    probability,
    basis,
    contested,
  };
}
