import { z } from 'zod';
import { lakeOf, type OpenCase } from '../case/case.ts';
import { refreshStatements } from '../case/derived.ts';
import { finder } from '../case/links.ts';
import { type Appearance, decisiveSpans, firstAppearances, type Statement } from '../findings/first.ts';
import { UserError } from '../model/errors.ts';
import type { Ms } from '../model/observation.ts';
import { parsePostRef } from '../model/ref.ts';
import type { CopyRow } from '../model/rows.ts';
import type { Lake } from '../store/lake.ts';
import { foldWords } from '../text/words.ts';
import { between, excerpt, localTime } from './people.ts';
import {
  asOf,
  atInput,
  cursorInput,
  defineVerb,
  limitInput,
  nextCursor,
  offsetOf,
  refOut,
  success,
  timeOut,
  timeText,
  type VerbContext,
  withCase,
} from './verb.ts';

const order = z.enum(['established', 'not established', 'only one']);
const appearanceOut = z.object({
  channel: refOut,
  post: z.string().nullable().describe('null where only a forward without a post id shows it'),
  at: timeOut,
  after: timeOut,
  by: timeOut,
  throughForward: z.boolean().describe('never seen itself: a forward names it'),
});

const input = z.object({
  text: z.string().optional().describe('the statement that holds these words'),
  post: z.string().optional().describe('the statement of this post (REF/ID)'),
  link: z.string().optional().describe('posts that share this link'),
  minCopies: z.number().int().min(1).default(2).describe('only statements with so many copies'),
  at: atInput,
  limit: limitInput(20),
  cursor: cursorInput,
});

const output = z.object({
  at: timeOut,
  total: z.number(),
  statements: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      copies: z.number(),
      channels: z.number(),
      first: appearanceOut,
      order: z.object({ platforms: order, channels: order }),
      lead: z.object({ over: refOut, minMs: z.number(), maxMs: z.number() }).nullable(),
      gaps: z.number(),
      byPlatform: z.array(z.object({ platform: z.string(), channel: refOut, post: z.string().nullable(), at: timeOut })),
      posts: z.array(appearanceOut),
    }),
  ),
  cursor: z.string().nullable(),
});

/** Who said it first. */
export const first = defineVerb({
  name: 'first',
  summary: 'the earliest of the copies seen of each statement',
  details:
    'Groups copies (small edits included) into statements and gives the earliest as an interval. "Established" is said only where the earliest interval lies before all rivals\' ' +
    'and the rivals were seen without a gap over the decisive time; it is always the earliest of the copies seen, among the channels of this case. See docs/methods/first-appearance.md.',
  words: [],
  examples: ['trackway first', 'trackway first --text "the reading room moves"', 'trackway first --post telegram:sada_100/417'],
  input,
  output,
  run: (given, context) => withCase(context, (open) => answer(open, given, context)),
  human(said, zone) {
    const blocks = said.statements.flatMap((statement) => [
      { kind: 'text' as const, text: `“${excerpt(statement.text, 100)}”` },
      { kind: 'text' as const, text: `  ${statement.copies} copies in ${statement.channels} channels. ${firstSentence(statement, zone)}` },
    ]);
    if (blocks.length === 0) return [{ kind: 'text', text: 'No statement has so many copies.' }];
    return said.cursor === null
      ? blocks
      : [...blocks, { kind: 'text', text: `${said.statements.length} of ${said.total}; go on with --cursor ${said.cursor}` }];
  },
  exitCode: success,
});

type StatementOut = z.output<typeof output>['statements'][number];

function firstSentence(statement: StatementOut, zone: string): string {
  const { first: earliest, lead } = statement;
  const where = `Earliest seen: ${earliest.channel}, ${localTime(earliest.at, zone)}${earliest.throughForward ? ' (through a forward)' : ''}`;
  if (lead === null) return `${where}.`;
  const by = `${between(lead.minMs, lead.maxMs)} before ${lead.over}`;
  const platforms = statement.order.platforms === 'only one' ? '' : `order of platforms ${statement.order.platforms}, `;
  return `${where}, ${by}; ${platforms}order of channels ${statement.order.channels}.`;
}

async function answer(open: OpenCase, given: z.output<typeof input>, context: VerbContext): Promise<z.output<typeof output>> {
  if ([given.text, given.post, given.link].filter((asked) => asked !== undefined).length > 1)
    throw new UserError('give one of --text, --post and --link');
  await refreshStatements(open, context.progress);
  const lake = await lakeOf(open);
  try {
    const at = await asOf(given.at, lake);
    const offset = offsetOf(given.cursor);
    const chosen = await chooseCopies(lake, given, at, offset);
    const bindings = await lake.bindings(at);
    const coverage = await lake.coverage(decisiveSpans({ copies: chosen.copies, bindings }));
    const statements = firstAppearances({ copies: chosen.copies, bindings }, coverage).filter(
      (statement) => statement.copies >= given.minCopies,
    );
    return {
      at: timeText(at) ?? '',
      total: chosen.total,
      statements: statements.map(statementOut),
      cursor: nextCursor(offset, chosen.got, chosen.total),
    };
  } finally {
    lake.close();
  }
}

interface Chosen {
  copies: CopyRow[];
  got: number;
  total: number;
}

async function chooseCopies(lake: Lake, given: z.output<typeof input>, at: Ms, offset: number): Promise<Chosen> {
  if (given.link !== undefined) return ofLink(lake, given.link, at);
  if (given.post === undefined && given.text === undefined) {
    const { total, rows } = await lake.statements(at, given.minCopies, given.limit, offset);
    const copies = await lake.copies(
      rows.map((row) => row.statement),
      at,
    );
    return { copies, got: rows.length, total };
  }
  const rids = given.post === undefined ? await ridsOfText(lake, given.text ?? '', at) : await ridsOfPost(lake, given.post);
  const statements = await lake.statementsOf(rids);
  if (statements.length === 0) return asOne(await lake.copiesOf(rids, String(rids[0] ?? 0), at));
  const page = statements.slice(offset, offset + given.limit);
  return { copies: await lake.copies(page, at), got: page.length, total: statements.length };
}

async function ridsOfText(lake: Lake, text: string, at: Ms): Promise<number[]> {
  const words = foldWords(text);
  if (words === '') throw new UserError('--text holds no word');
  return lake.ridsWithWords(words, at);
}

async function ridsOfPost(lake: Lake, post: string): Promise<number[]> {
  const parsed = parsePostRef(post);
  if (parsed === null) throw new UserError(`"${post}" is no post; write REF/ID, like telegram:sada_100/417`);
  const rids = await lake.ridsOfPost(parsed.channel, parsed.id);
  if (rids.length === 0) throw new UserError(`the post ${post} is not in this case`);
  return rids;
}

async function ofLink(lake: Lake, link: string, at: Ms): Promise<Chosen> {
  const find = await finder();
  const canonical = find(link, { mentionPlatform: null })[0]?.canonical ?? link;
  const rids = await lake.ridsWithLink(canonical, at);
  return asOne(await lake.copiesOf(rids, canonical, at));
}

function asOne(copies: CopyRow[]): Chosen {
  const total = copies.length > 0 ? 1 : 0;
  return { copies, got: total, total };
}

function appearance(seen: Appearance): z.output<typeof appearanceOut> {
  return { ...seen, at: timeText(seen.at) ?? '', after: timeText(seen.after) ?? '', by: timeText(seen.by) ?? '' };
}

function statementOut(statement: Statement): StatementOut {
  return {
    ...statement,
    first: appearance(statement.first),
    byPlatform: statement.byPlatform.map((line) => ({ ...line, at: timeText(line.at) ?? '' })),
    posts: statement.posts.map(appearance),
  };
}
