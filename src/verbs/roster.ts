import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { record } from '../case/case.ts';
import { finder } from '../case/links.ts';
import { reasonOf, UserError } from '../model/errors.ts';
import { parseChannelRef } from '../model/ref.ts';
import { defineVerb, refInput, refOut, success, timeOut, withCase } from './verb.ts';

const input = z.object({
  action: z.enum(['add', 'import', 'list', 'remove']).default('list').describe('what to do'),
  items: z.array(z.string()).default([]).describe('references or links; for import: CSV files with the header channel,note,control,tags'),
  note: z.string().default('').describe('why it is watched'),
  control: z.boolean().default(false).describe('a neutral channel known to be alive, to prove that we can still see'),
  tags: z.string().default('').describe('words, separated by commas, added to those a channel has; operator:NAME says who runs it'),
});

interface Added {
  channel: string;
  control: boolean;
  note: string;
  tags: string[];
}

/** Who is under watch. */
export const roster = defineVerb({
  name: 'roster',
  summary: 'list, add or remove the channels under watch',
  details:
    'Takes references (telegram:sada_100) and links (https://t.me/sada_100), also defanged ones. A control is a neutral channel that is known to live; ' +
    'the tag never-used marks a random name that must not exist. Both show that a round of looks was good.',
  words: ['action', 'items'],
  examples: ['trackway roster add telegram:sada_100 https://t.me/nur_daily', 'trackway roster import roster.csv', 'trackway roster'],
  input,
  output: z.object({
    channels: z.array(z.object({ channel: refOut, control: z.boolean(), note: z.string(), tags: z.array(z.string()), since: timeOut })),
  }),
  run: (given, context) =>
    withCase(context, async (open) => {
      if (given.action === 'list' && given.items.length > 0)
        throw new UserError('to add channels, say `roster add REF…`; `roster list` takes none');
      if (given.action !== 'list' && given.items.length === 0)
        throw new UserError(`\`roster ${given.action}\` needs at least one ${given.action === 'import' ? 'CSV file' : 'channel'}`);
      if (given.action === 'add') {
        const tags = wordsOf(given.tags);
        const refs = await refsOf(given.items);
        record(open, 'roster', () => ({
          add: refs.map((channel): Added => ({ channel, control: given.control, note: given.note, tags })),
          remove: [],
        }));
      } else if (given.action === 'import') {
        const add = given.items.flatMap(readCsv);
        record(open, 'roster', () => ({ add, remove: [] }));
      } else if (given.action === 'remove') {
        const remove = await refsOf(given.items);
        const watched = new Set(open.db.roster().map((entry) => entry.channel));
        const missing = remove.filter((ref) => !watched.has(ref));
        if (missing.length > 0) throw new UserError(`not on the roster: ${missing.join(', ')}`);
        record(open, 'roster', () => ({ add: [], remove }));
      }
      return { channels: open.db.roster() };
    }),
  human: (answer) => [
    {
      kind: 'table',
      columns: [{ title: 'channel' }, { title: 'control' }, { title: 'since' }, { title: 'tags' }, { title: 'note', shrink: true }],
      rows: answer.channels.map((entry) => [entry.channel, entry.control ? 'control' : '', entry.since, entry.tags.join(', '), entry.note]),
      empty: 'Nobody is watched yet. Add channels with `trackway roster add REF…`, or accept what posts point to with `trackway found`.',
    },
  ],
  exitCode: success,
});

function wordsOf(text: string): string[] {
  return text
    .split(/[,;]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** References as they are, links through the same recognition as in posts. */
async function refsOf(items: readonly string[]): Promise<string[]> {
  const find = await finder();
  return items.map((item) => {
    const link =
      item.includes('/') || item.includes('.') ? find(item, { mentionPlatform: null }).find((found) => found.channel !== null) : undefined;
    if (link?.channel != null && parseChannelRef(item)?.platform !== link.platform) return link.channel;
    return refInput(item);
  });
}

function readCsv(path: string): Added[] {
  let rows: Record<string, string>[];
  try {
    rows = parse(readFileSync(path), {
      columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
      bom: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch (error) {
    throw new UserError(`cannot read the roster ${path}: ${reasonOf(error)}`, { cause: error });
  }
  return rows.map((row, i) => {
    const channel = row['channel'];
    if (channel === undefined) throw new UserError(`${path} has no column "channel"; the header is channel,note,control,tags`);
    const control = (row['control'] ?? '').toLowerCase();
    if (!['', 'true', 'false'].includes(control))
      throw new UserError(`${path}, row ${i + 1}: control is "${control}"; write true or false`);
    const parsed = parseChannelRef(channel);
    if (parsed === null) throw new UserError(`${path}, row ${i + 1}: "${channel}" is no channel reference`);
    return { channel: parsed.ref, control: control === 'true', note: row['note'] ?? '', tags: wordsOf(row['tags'] ?? '') };
  });
}
