import { z } from 'zod';
import { lakeOf, record } from '../case/case.ts';
import { found as open } from '../findings/found.ts';
import { UserError } from '../model/errors.ts';
import { LINK_KINDS } from '../model/words.ts';
import { localTime } from './people.ts';
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

/** References seen in posts that nobody has decided on. */
export const found = defineVerb({
  name: 'found',
  summary: 'what posts pointed to and nobody accepted or ignored yet',
  details:
    'Each reference with how many independent voices point to it (one author, or copies of one text, count once), and what they say of it. ' +
    '`found accept REF…` puts channels under watch, `found ignore REF…` takes them off this list. Nothing that was found is ever visited before a person accepts it.',
  words: ['action', 'refs'],
  examples: ['trackway found', 'trackway found accept tamtam:sada_new'],
  input: z.object({
    action: z.enum(['list', 'accept', 'ignore']).default('list').describe('what to do'),
    refs: z.array(z.string()).default([]).describe('channels (REF)'),
    at: atInput,
    limit: limitInput(200),
    cursor: cursorInput,
  }),
  output: z.object({
    at: timeOut,
    total: z.number(),
    found: z.array(
      z.object({
        channel: refOut,
        platform: z.string(),
        kind: z.enum(LINK_KINDS),
        posts: z.number(),
        channels: z.number(),
        voices: z.number(),
        first: timeOut,
        last: timeOut,
        stances: z.object({ call: z.number(), calm: z.number(), endorse: z.number(), warn: z.number(), neutral: z.number() }),
        examples: z.array(z.string()),
      }),
    ),
    cursor: z.string().nullable(),
  }),
  run: (given, context) =>
    withCase(context, async (opened) => {
      const { action } = given;
      if (action !== 'list') {
        const refs = given.refs.map(refInput);
        if (refs.length === 0) throw new UserError(`\`found ${action}\` needs at least one channel`);
        record(opened, 'found', () => ({ decision: action, refs }));
      } else if (given.refs.length > 0)
        throw new UserError('`found list` takes no channels; say `found accept REF…` or `found ignore REF…`');
      const lake = await lakeOf(opened);
      try {
        const at = await asOf(given.at, lake);
        const [rows, bindings] = await Promise.all([lake.found(at), lake.bindings(at)]);
        const settled = [...opened.db.decisions().map((decision) => decision.ref), ...opened.db.roster().map((entry) => entry.channel)];
        const all = open({ rows, bindings, settled });
        const offset = offsetOf(given.cursor);
        const page = all.slice(offset, offset + given.limit);
        return {
          at: timeText(at) ?? '',
          total: all.length,
          found: page.map(({ firstAt, lastAt, ...line }) => ({ ...line, first: timeText(firstAt) ?? '', last: timeText(lastAt) ?? '' })),
          cursor: nextCursor(offset, page.length, all.length),
        };
      } finally {
        lake.close();
      }
    }),
  human: (answer, zone) => [
    {
      kind: 'table',
      columns: [
        { title: 'channel', shrink: true },
        { title: 'kind' },
        { title: 'voices', right: true },
        { title: 'posts', right: true },
        { title: 'first' },
        { title: 'said of it', shrink: true },
      ],
      rows: answer.found.map((line) => [
        line.channel,
        line.kind,
        String(line.voices),
        String(line.posts),
        localTime(line.first, zone),
        Object.entries(line.stances)
          .filter(([stance, count]) => count > 0 && stance !== 'neutral')
          .map(([stance, count]) => `${stance} ${count}`)
          .join(', '),
      ]),
      empty: 'Nothing is waiting for a decision.',
    },
    ...(answer.cursor === null
      ? []
      : [{ kind: 'text' as const, text: `${answer.found.length} of ${answer.total}; go on with --cursor ${answer.cursor}` }]),
  ],
  exitCode: success,
});
