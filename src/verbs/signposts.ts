import { z } from 'zod';
import { lakeOf } from '../case/case.ts';
import { signposts as inOrder } from '../findings/signposts.ts';
import { LINK_KINDS, STANCES } from '../model/words.ts';
import { defang, localTime } from './people.ts';
import {
  asOf,
  atInput,
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

/** Posts that point elsewhere. */
export const signposts = defineVerb({
  name: 'signposts',
  summary: 'posts that point to communities elsewhere',
  details:
    'Who pointed where, when, and what they said of it: a call to move, a plea to stay calm, an endorsement, a warning, or nothing of the kind. ' +
    "The stance comes from a small word list in Arabic and English; `obfuscated` means that the link was written so that machines would miss it. People's output is defanged.",
  words: [],
  examples: ['trackway signposts --stance warn', 'trackway signposts --platform tamtam --json'],
  input: z.object({
    at: atInput,
    stance: z.enum(STANCES).optional().describe('only of this stance'),
    platform: z.string().optional().describe('only to this platform'),
    to: z.string().optional().describe('only to this channel (REF)'),
    limit: limitInput(200),
    cursor: cursorInput,
  }),
  output: z.object({
    at: timeOut,
    total: z.number(),
    signposts: z.array(
      z.object({
        post: z.string(),
        at: timeOut,
        by: refOut,
        to: refOut.nullable(),
        link: z.string(),
        platform: z.string(),
        kind: z.enum(LINK_KINDS),
        obfuscated: z.boolean(),
        stance: z.enum(STANCES),
      }),
    ),
    cursor: z.string().nullable(),
  }),
  run: (given, context) =>
    withCase(context, async (open) => {
      const lake = await lakeOf(open);
      try {
        const at = await asOf(given.at, lake);
        const offset = offsetOf(given.cursor);
        const to = given.to === undefined ? null : refInput(given.to);
        const { total, rows } = await lake.signposts({
          at,
          stance: given.stance ?? null,
          platform: given.platform ?? null,
          to,
          limit: given.limit,
          offset,
        });
        return {
          at: timeText(at) ?? '',
          total,
          signposts: inOrder(rows).map((row) => ({ ...row, at: timeText(row.at) ?? '' })),
          cursor: nextCursor(offset, rows.length, total),
        };
      } finally {
        lake.close();
      }
    }),
  human: (answer, zone) => [
    {
      kind: 'table',
      columns: [
        { title: 'time' },
        { title: 'by' },
        { title: 'stance' },
        { title: 'kind' },
        { title: 'points to', shrink: true },
        { title: '' },
      ],
      rows: answer.signposts.map((row) => [
        localTime(row.at, zone),
        row.by,
        row.stance,
        row.kind,
        row.to ?? defang(row.link),
        row.obfuscated ? 'obfuscated' : '',
      ]),
      empty: 'No post points to a community elsewhere.',
    },
    ...(answer.cursor === null
      ? []
      : [{ kind: 'text' as const, text: `${answer.signposts.length} of ${answer.total}; go on with --cursor ${answer.cursor}` }]),
  ],
  exitCode: success,
});
