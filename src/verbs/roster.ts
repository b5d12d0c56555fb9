import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { type OpenCase, record } from '../case/case.ts';
import { finder } from '../case/links.ts';
import { reasonOf, UserError } from '../model/errors.ts';
import { parseChannelRef } from '../model/ref.ts';
import { loadPlatforms } from '../platforms/registry.ts';
import { type Block, defineVerb, refInput, refOut, success, timeOut, timeText, withCase } from './verb.ts';

const input = z.object({
  action: z.enum(['add', 'import', 'list', 'remove']).default('list').describe('what to do'),
  items: z.array(z.string()).default([]).describe('references or links; for import: CSV files with the header channel,note,control,tags'),
  note: z.string().default('').describe('why it is watched'),
  control: z.boolean().default(false).describe('a neutral channel known to be alive, to prove that we can still see'),
  tags: z.string().default('').describe('words, separated by commas, added to those a channel has; operator:NAME says who runs it'),
  search: z
    .string()
    .optional()
    .describe('with add and remove, instead of channels: words that the search of --platform is asked for again and again'),
  platform: z.string().optional().describe('where to search'),
});

const output = z.object({
  channels: z.array(z.object({ channel: refOut, control: z.boolean(), note: z.string(), tags: z.array(z.string()), since: timeOut })),
  searches: z.array(
    z.object({
      platform: z.string(),
      query: z.string(),
      note: z.string(),
      since: timeOut,
      searchedAt: timeOut.nullable().describe('when it was last asked'),
      failed: z.string().nullable().describe('why it was not answered then'),
    }),
  ),
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
    'the tag never-used marks a random name that must not exist. Both show that a round of looks was good. ' +
    'A watched search (--search, --platform) brings in posts of channels that nobody watches: the post that betrays a new home is often one of those.',
  words: ['action', 'items'],
  examples: [
    'trackway roster add telegram:sada_100 https://t.me/nur_daily',
    'trackway roster import roster.csv',
    'trackway roster add --search "reading room" --platform x',
    'trackway roster',
  ],
  input,
  output,
  run: (given, context) =>
    withCase(context, async (open) => {
      if (given.search !== undefined || given.platform !== undefined) await changeSearches(open, given);
      else await changeChannels(open, given);
      return listed(open);
    }),
  human: (answer) => [
    {
      kind: 'table',
      columns: [{ title: 'channel' }, { title: 'control' }, { title: 'since' }, { title: 'tags' }, { title: 'note', shrink: true }],
      rows: answer.channels.map((entry) => [entry.channel, entry.control ? 'control' : '', entry.since, entry.tags.join(', '), entry.note]),
      empty: 'Nobody is watched yet. Add channels with `trackway roster add REF…`, or accept what posts point to with `trackway found`.',
    },
    ...(answer.searches.length === 0 ? [] : [searchTable(answer.searches)]),
  ],
  exitCode: success,
});

function listed(open: OpenCase): z.output<typeof output> {
  const searches = open.db.searches().map(({ cursor, ...search }) => ({ ...search, searchedAt: timeText(search.searchedAt) }));
  return { channels: open.db.roster(), searches };
}

function searchTable(searches: z.output<typeof output>['searches']): Block {
  return {
    kind: 'table',
    columns: [
      { title: 'search' },
      { title: 'platform' },
      { title: 'last asked' },
      { title: 'not answered' },
      { title: 'note', shrink: true },
    ],
    rows: searches.map((search) => [search.query, search.platform, search.searchedAt ?? 'never', search.failed ?? '', search.note]),
    empty: '',
  };
}

type Input = z.output<typeof input>;

async function changeChannels(open: OpenCase, given: Input): Promise<void> {
  if (given.action === 'list') {
    if (given.items.length > 0) throw new UserError('to add channels, say `roster add REF…`; `roster list` takes none');
    return;
  }
  if (given.items.length === 0)
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
  } else {
    const remove = await refsOf(given.items);
    const watched = new Set(open.db.roster().map((entry) => entry.channel));
    const missing = remove.filter((ref) => !watched.has(ref));
    if (missing.length > 0) throw new UserError(`not on the roster: ${missing.join(', ')}`);
    record(open, 'roster', () => ({ add: [], remove }));
  }
}

async function changeSearches(open: OpenCase, given: Input): Promise<void> {
  const query = given.search?.trim() ?? '';
  const platform = given.platform ?? '';
  if (query === '' || platform === '') throw new UserError('a watched search needs both --search WORDS and --platform NAME');
  if (given.items.length > 0 || (given.action !== 'add' && given.action !== 'remove'))
    throw new UserError('--search goes with `roster add` or `roster remove`, without channels');
  const known = open.db.searches().some((search) => search.platform === platform && search.query === query);
  if (given.action === 'remove') {
    if (!known) throw new UserError(`no search for "${query}" on ${platform} is watched`);
    record(open, 'searches', () => ({ add: [], remove: [{ platform, query }] }));
    return;
  }
  const source = (await loadPlatforms()).find((one) => one.name === platform)?.watch;
  if ((source?.search ?? null) === null) throw new UserError(`${platform} offers no search that can be watched`);
  record(open, 'searches', () => ({ add: [{ platform, query, note: given.note }], remove: [] }));
}

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
