import { z } from 'zod';
import { lakeOf } from '../case/case.ts';
import { refreshSearch } from '../case/derived.ts';
import { handlesOf, identities, resolve } from '../findings/identity.ts';
import { UserError } from '../model/errors.ts';
import { nativeIdOf, platformOf } from '../model/ref.ts';
import type { Lake } from '../store/lake.ts';
import { channelToken, openSearchIndex } from '../store/search-index.ts';
import { foldWords } from '../text/words.ts';
import { excerpt, localTime } from './people.ts';
import {
  asOf,
  atInput,
  cursorInput,
  defineVerb,
  limitInput,
  nextCursor,
  offsetOf,
  refInput,
  success,
  timeInput,
  timeOut,
  timeText,
  withCase,
} from './verb.ts';

const DAY = 86_400_000;

/** Posts by words. */
export const search = defineVerb({
  name: 'search',
  summary: 'posts by words and phrases, Arabic folded',
  details:
    'All words must occur; "quoted words" must follow each other; a word with * at its end stands for all that begin so; -word leaves posts with it out; OR between words takes either. ' +
    'Spellings that people mix are one: hamza forms, ta marbuta, harakat, tatweel, Persian letters, digits, capitals, accents. Newest first.',
  words: ['query'],
  examples: [
    'trackway search "reading room"',
    'trackway search المكتبة --channel telegram:sada_100 --from 2019-11-29',
    'trackway search \'"stay calm" -fake\'',
  ],
  input: z.object({
    query: z.array(z.string()).min(1).describe('words, "phrases", prefix*, -without, OR'),
    channel: z.string().optional().describe('only in this channel (REF), under all its names'),
    from: z.string().optional().describe('published at or after (RFC 3339 or a day)'),
    until: z.string().optional().describe('published at or before (RFC 3339 or a day)'),
    at: atInput,
    limit: limitInput(50),
    cursor: cursorInput,
  }),
  output: z.object({
    query: z.string(),
    at: timeOut,
    total: z.number(),
    posts: z.array(
      z.object({
        post: z.string(),
        at: timeOut,
        after: timeOut,
        by: timeOut,
        editedAt: timeOut.nullable(),
        deleted: z.boolean(),
        views: z.number().nullable(),
        text: z.string(),
      }),
    ),
    cursor: z.string().nullable(),
  }),
  run: (given, context) =>
    withCase(context, async (open) => {
      await refreshSearch(open, context.progress);
      const query = given.query.join(' ');
      const lake = await lakeOf(open);
      const index = openSearchIndex(open.folder);
      try {
        const at = await asOf(given.at, lake);
        const channels = given.channel === undefined ? null : await namesOf(lake, refInput(given.channel), at);
        const match = matchOf(query, channels);
        const from = given.from === undefined ? 0 : timeInput(given.from, '--from');
        const until = Math.min(at, given.until === undefined ? at : untilInput(given.until));
        const offset = offsetOf(given.cursor);
        const { total, rids } = index.find(match, from, until, given.limit, offset, new Set(await lake.hidden(at)));
        const posts = await lake.postsByRid(rids);
        return {
          query,
          at: timeText(at) ?? '',
          total,
          posts: posts.map((post) => ({
            post: post.post,
            at: timeText(post.at) ?? '',
            after: timeText(post.after) ?? '',
            by: timeText(post.by) ?? '',
            editedAt: timeText(post.editedAt),
            deleted: post.deleted,
            views: post.views,
            text: post.text,
          })),
          cursor: nextCursor(offset, rids.length, total),
        };
      } finally {
        index.close();
        lake.close();
      }
    }),
  human: (answer, zone) => [
    {
      kind: 'table',
      columns: [{ title: 'time' }, { title: 'post' }, { title: 'text', shrink: true }],
      rows: answer.posts.map((post) => [localTime(post.at, zone), post.post, excerpt(post.text, 400)]),
      empty: `No post holds ${answer.query}.`,
    },
    ...(answer.total === 0
      ? []
      : [
          {
            kind: 'text' as const,
            text:
              answer.cursor === null
                ? `${answer.total} posts`
                : `${answer.posts.length} of ${answer.total} posts; go on with --cursor ${answer.cursor}`,
          },
        ]),
  ],
  exitCode: success,
});

/** A day given as an end is meant to be in. */
function untilInput(text: string): number {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  return timeInput(text, '--until') + (isDay ? DAY - 1 : 0);
}

/** A channel under all the names it had: by handle and by native id. */
async function namesOf(lake: Lake, ref: string, at: number): Promise<string[]> {
  const index = identities(await lake.bindings(at));
  const identity = resolve(index, ref, at);
  const native = nativeIdOf(identity);
  return [
    ...new Set([
      ref,
      identity,
      ...handlesOf(index, identity).map((hold) => hold.handle),
      ...(native === null ? [] : [`${platformOf(identity)}:#${native}`]),
    ]),
  ];
}

/** The person's query in FTS5's language: every word folded and quoted, so that nothing in it is an operator by accident. */
function matchOf(query: string, channels: string[] | null): string {
  const alternatives: string[][] = [[]];
  const without: string[] = [];
  for (const part of query.match(/-?"[^"]*"?|\S+/g) ?? []) {
    if (part === 'OR') {
      alternatives.push([]);
      continue;
    }
    const negative = part.startsWith('-');
    const folded = foldWords(part.replace(/^-/, ''));
    if (folded === '') continue;
    const term = `"${folded}"${/\*"?$/.test(part) ? '*' : ''}`;
    if (negative) without.push(term);
    else alternatives.at(-1)?.push(term);
  }
  const groups = alternatives.filter((group) => group.length > 0).map((group) => `(${group.join(' AND ')})`);
  if (groups.length === 0) throw new UserError('the query holds no word to look for');
  const words = without.length === 0 ? groups.join(' OR ') : `(${groups.join(' OR ')}) NOT (${without.join(' OR ')})`;
  return channels === null ? words : `(${words}) AND (${channels.map((channel) => `"${channelToken(channel)}"`).join(' OR ')})`;
}
