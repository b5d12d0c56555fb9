import { z } from 'zod';
import { drawSample, latestSample } from '../case/audit.ts';
import { type ShownChannel, showChannels } from '../case/audit-sheet.ts';
import { lakeOf, type OpenCase } from '../case/case.ts';
import { refreshStatements } from '../case/derived.ts';
import { takeSuccessors } from '../case/successors.ts';
import { UserError } from '../model/errors.ts';
import type { Ms } from '../model/observation.ts';
import { CHANNEL_KINDS } from '../model/words.ts';
import type { AuditedPair } from '../store/case-db.ts';
import type { Lake } from '../store/lake.ts';
import { defang, excerpt, localTime } from './people.ts';
import {
  asOf,
  atInput,
  type Block,
  defineVerb,
  limitInput,
  refOut,
  success,
  timeOut,
  timeText,
  type VerbContext,
  withCase,
} from './verb.ts';

const shownOut = z.object({
  channel: refOut,
  title: z.string().nullable(),
  about: z.string().nullable(),
  kind: z.enum(CHANNEL_KINDS).nullable(),
  createdAt: timeOut.nullable(),
  subscribers: z.number().nullable(),
  avatarHash: z.string().nullable().describe('hex; equal pictures have equal ones'),
  posts: z
    .array(z.object({ post: z.string(), at: timeOut, text: z.string() }))
    .describe('a few of its own, spread evenly over all it wrote'),
});

const input = z.object({
  action: z.enum(['show', 'draw']).default('show').describe('show the sample, or draw a new one'),
  size: z.number().int().min(1).max(1000).default(50).describe('draw: how many pairs'),
  at: atInput,
  limit: limitInput(10),
});

const output = z.object({
  at: timeOut,
  sample: z
    .object({
      entry: z.number().describe('number of the log entry'),
      drawnAt: timeOut,
      drawn: z.number(),
      decided: z.number(),
      blind: z.number(),
    })
    .nullable(),
  blindVerdicts: z.number().describe('of all samples'),
  pairs: z
    .array(
      z.object({
        place: z.number(),
        predecessor: shownOut,
        successor: shownOut,
        decide: z.string().describe('the command that decides it'),
      }),
    )
    .describe('those of the sample that nobody has decided, in random order'),
});

/** A blind sample for people to judge. */
export const audit = defineVerb({
  name: 'audit',
  summary: 'judge a random sample of pairs without seeing their probability',
  details:
    '`audit draw` draws pairs of a lost channel and a candidate, by chance that nobody chooses (it comes from the head of the custody log) and with a known probability, from all levels of probability alike. ' +
    '`audit` shows what each of the two showed of itself and a few of its posts, and nothing of what Trackway makes of them. Decide each with `trackway decide A B confirm|reject|impersonator|unsure --blind`, ' +
    'before looking at `trackway successors`. These verdicts, and no others, teach the model and tell how far its probabilities can be believed. See docs/methods/audit.md.',
  words: ['action'],
  examples: ['trackway audit draw --size 50', 'trackway audit', 'trackway decide telegram:sada_100 tamtam:sada_new confirm --blind'],
  input,
  output,
  run: (given, context) => withCase(context, (open) => answer(open, given, context)),
  human(said, zone) {
    if (said.sample === null) return [{ kind: 'text', text: 'No sample was drawn yet. Draw one with `trackway audit draw`.' }];
    const { drawn, decided, blind } = said.sample;
    const head = `Sample of ${localTime(said.sample.drawnAt, zone)}: ${decided} of ${drawn} pairs decided, ${blind} of them blind. Shown as of ${localTime(said.at, zone)}.`;
    const left = drawn - decided - said.pairs.length;
    return [
      { kind: 'text', text: head },
      ...said.pairs.flatMap((pair): Block[] => [
        { kind: 'text', text: '' },
        { kind: 'text', text: `${pair.place} · Does the second continue the first?` },
        ...sideBlocks(pair.predecessor, zone),
        ...sideBlocks(pair.successor, zone),
        { kind: 'text', text: `  ${pair.decide}   (or reject, impersonator, unsure)` },
      ]),
      { kind: 'text', text: '' },
      {
        kind: 'text',
        text:
          drawn === decided
            ? 'All are decided. `trackway audit draw` draws more.'
            : `${left > 0 ? `${left} more wait; --limit shows more at once. ` : ''}Decide before you look at \`trackway successors\`.`,
      },
    ];
  },
  exitCode: success,
});

type SideOut = z.output<typeof shownOut>;

function sideBlocks(side: SideOut, zone: string): Block[] {
  const facts = [
    side.title === null ? null : `“${excerpt(withoutLinks(side.title), 80)}”`,
    side.kind,
    side.createdAt === null ? null : `created ${localTime(side.createdAt, zone)}`,
    side.subscribers === null ? null : `${side.subscribers} subscribers`,
    side.avatarHash === null ? null : `picture ${side.avatarHash.slice(0, 16)}`,
  ].filter((fact) => fact !== null);
  return [
    { kind: 'text', text: `  ${side.channel}${facts.length === 0 ? '' : `  ${facts.join(', ')}`}` },
    ...(side.about === null || side.about === ''
      ? []
      : [{ kind: 'text' as const, text: `    about: ${excerpt(withoutLinks(side.about), 160)}` }]),
    ...side.posts.map((post) => ({
      kind: 'text' as const,
      text: `    ${localTime(post.at, zone)}  ${excerpt(withoutLinks(post.text), 160)}`,
    })),
    ...(side.posts.length === 0 ? [{ kind: 'text' as const, text: '    none of its posts with words of its own is in the case' }] : []),
  ];
}

/** Links in somebody's words, defanged. */
function withoutLinks(text: string): string {
  return text.replace(/https?:\/\/\S+/gi, defang);
}

async function answer(open: OpenCase, given: z.output<typeof input>, context: VerbContext): Promise<z.output<typeof output>> {
  if (given.action === 'draw') await refreshStatements(open, context.progress);
  const lake = await lakeOf(open);
  try {
    const at = await asOf(given.at, lake);
    if (given.action === 'draw') await draw(open, lake, at, given.size, context);
    const sample = latestSample(open);
    const waiting = sample.filter((pair) => !pair.touched).slice(0, given.limit);
    const shown = await showChannels(lake, [...new Set(waiting.flatMap((pair) => [pair.predecessor, pair.successor]))], at);
    return {
      at: timeText(at) ?? '',
      sample: sampleOut(sample),
      blindVerdicts: open.db.verdicts().filter((row) => row.blind).length,
      pairs: waiting.flatMap((pair) => pairOut(pair, shown)),
    };
  } finally {
    lake.close();
  }
}

async function draw(open: OpenCase, lake: Lake, at: Ms, size: number, context: VerbContext): Promise<void> {
  const undecided = latestSample(open).filter((pair) => !pair.touched).length;
  if (undecided > 0)
    throw new UserError(
      `the last sample has ${undecided} undecided ${undecided === 1 ? 'pair' : 'pairs'}: decide all of it (\`unsure\` is a verdict too) before another is drawn`,
    );
  const successions = await takeSuccessors(open, lake, at, null, context.progress);
  const drawn = drawSample(open, successions, size);
  if (drawn.unobserved > 0)
    context.warn(`${drawn.unobserved} pairs were left out: of their candidate nothing was ever seen, so there is nothing to judge by`);
}

function sampleOut(sample: readonly AuditedPair[]): z.output<typeof output>['sample'] {
  const first = sample[0];
  if (first === undefined) return null;
  const decided = sample.filter((pair) => pair.touched).length;
  return { entry: first.audit, drawnAt: first.at, drawn: sample.length, decided, blind: sample.filter((pair) => pair.blind).length };
}

function pairOut(pair: AuditedPair, shown: ReadonlyMap<string, ShownChannel>): z.output<typeof output>['pairs'] {
  const predecessor = shown.get(pair.predecessor);
  const successor = shown.get(pair.successor);
  if (predecessor === undefined || successor === undefined) return [];
  const command = `trackway decide ${shellWord(pair.predecessor)} ${shellWord(pair.successor)} confirm --blind`;
  return [{ place: pair.place + 1, predecessor: sideOut(predecessor), successor: sideOut(successor), decide: command }];
}

/** A name may hold anything but blanks, and this one will be pasted into a shell. */
function shellWord(text: string): string {
  return /^[\w:#+@./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function sideOut(side: ShownChannel): SideOut {
  return {
    ...side,
    createdAt: timeText(side.createdAt),
    posts: side.posts.map((post) => ({ ...post, at: timeText(post.at) ?? '' })),
  };
}
