import { z } from 'zod';
import { lakeOf } from '../case/case.ts';
import { type TakenOverlap, takeOverlap } from '../case/overlap.ts';
import { localTime } from './people.ts';
import { asOf, atInput, type Block, defineVerb, limitInput, refOut, success, timeOut, timeText, withCase } from './verb.ts';

const observerOut = z.object({
  name: z.string().describe('as it was asked for; `roster` for the roster of the case'),
  n: z.number().describe('channels, controls left out'),
  unread: z.number().describe('lines of its file that name no channel'),
});

const input = z.object({
  first: z.string().describe('an observer: tag:NAME, or a file of channels (CSV with a column channel, or one a line)'),
  second: z.string().optional().describe('the other one, likewise; without it, the first file is held against the roster'),
  at: atInput,
  limit: limitInput(50),
});

const output = z.object({
  at: timeOut,
  first: observerOut,
  second: observerOut,
  both: z.number(),
  onlyFirst: z.number(),
  onlySecond: z.number(),
  seen: z.number().describe('by one of them or both'),
  estimate: z.number().nullable().describe('how many channels there are, a lower bound (Chapman), rounded; null where refused'),
  low: z.number().nullable().describe('exact 95 % interval of independent observers, lower end'),
  high: z.number().nullable().describe('its upper end; no upper bound of what exists'),
  refused: z.string().nullable().describe('why there is no estimate'),
  cautions: z.array(z.string()),
  platforms: z.array(z.object({ platform: z.string(), first: z.number(), second: z.number(), both: z.number() })),
  onlyFirstChannels: z.array(refOut).describe('only the first watches them, --limit at most'),
  onlySecondChannels: z.array(refOut),
});

/** What two people's rosters say of what neither of them has. */
export const overlap = defineVerb({
  name: 'overlap',
  summary: 'how many channels there are at least, from what two observers both watch',
  details:
    'Holds two rosters against each other: roster tags (tag:ann), or files, which are matched in memory and kept and logged nowhere. One channel counts once, whatever its handles, where its native id is known; controls are left out. ' +
    'A channel that both observers watch carries both tags: `roster add` and `roster import` add theirs to the ones it has. ' +
    'The estimate is a lower bound, since observers follow the same hubs; it is refused where fewer than 7 channels are in both. See docs/methods/overlap.md.',
  words: ['first', 'second'],
  examples: ['trackway overlap tag:ann tag:ben', 'trackway overlap tag:ann ben.csv --json', 'trackway overlap colleague.csv'],
  input,
  output,
  run: (given, context) =>
    withCase(context, async (open) => {
      const lake = await lakeOf(open);
      try {
        const at = await asOf(given.at, lake);
        const found = await takeOverlap(open, lake, at, given.first, given.second ?? null);
        const [first, second] = given.second === undefined ? ['roster', given.first] : [given.first, given.second];
        return { at: timeText(at) ?? '', ...answerOf(found, first, second, given.limit) };
      } finally {
        lake.close();
      }
    }),
  human: told,
  exitCode: success,
});

function answerOf(found: TakenOverlap, first: string, second: string, limit: number): Omit<z.output<typeof output>, 'at'> {
  const { both, seen, total, refused, cautions, platforms } = found;
  return {
    first: { name: first, n: found.first, unread: found.unread.first },
    second: { name: second, n: found.second, unread: found.unread.second },
    both,
    onlyFirst: found.onlyFirst.length,
    onlySecond: found.onlySecond.length,
    seen,
    estimate: total === null ? null : Math.round(total.estimate),
    low: total?.low ?? null,
    high: total?.high ?? null,
    refused,
    cautions,
    platforms,
    onlyFirstChannels: found.onlyFirst.slice(0, limit).map(found.shown),
    onlySecondChannels: found.onlySecond.slice(0, limit).map(found.shown),
  };
}

function told(said: z.output<typeof output>, zone: string): Block[] {
  const { first, second } = said;
  const blocks: Block[] = [
    {
      kind: 'text',
      text: `${first.name} watches ${channels(first.n)}, ${second.name} ${second.n}, and ${said.both} are in both: ${channels(said.seen)} seen. As of ${localTime(said.at, zone)}.`,
    },
  ];
  if (said.refused !== null) blocks.push({ kind: 'text', text: `No estimate: ${said.refused}.${bothTags(said)}` });
  else
    blocks.push({
      kind: 'text',
      text: `At least ${channels(said.low ?? said.seen)} exist; the estimate is ${said.estimate} (95 % interval ${said.low} to ${said.high}, if the two looked independently).`,
    });
  for (const caution of said.cautions) blocks.push({ kind: 'text', text: caution });
  for (const observer of [first, second])
    if (observer.unread > 0)
      blocks.push({
        kind: 'text',
        text: `${observer.unread} ${observer.unread === 1 ? 'line' : 'lines'} of ${observer.name} name no channel; write platform:handle or a link.`,
      });
  if (said.platforms.length > 1) blocks.push(platformTable(said));
  blocks.push(onlyTable(said));
  const left = said.onlyFirst + said.onlySecond - said.onlyFirstChannels.length - said.onlySecondChannels.length;
  if (left > 0) blocks.push({ kind: 'text', text: `${left} more that only one of them has; see them with a larger --limit` });
  return blocks;
}

function channels(n: number): string {
  return `${n} ${n === 1 ? 'channel' : 'channels'}`;
}

/** Two tags that share nothing are most often two lists of which one was not entered whole. */
function bothTags({ first, second, both }: z.output<typeof output>): string {
  if (both > 0 || !first.name.startsWith('tag:') || !second.name.startsWith('tag:')) return '';
  const tags = `${first.name.slice(4)},${second.name.slice(4)}`;
  return ` A channel that both watch carries both tags: \`trackway roster add REF… --tags ${tags}\`.`;
}

function platformTable({ first, second, platforms }: z.output<typeof output>): Block {
  return {
    kind: 'table',
    columns: [
      { title: 'platform' },
      { title: first.name, right: true },
      { title: second.name, right: true },
      { title: 'both', right: true },
    ],
    rows: platforms.map((row) => [row.platform, String(row.first), String(row.second), String(row.both)]),
    empty: '',
  };
}

function onlyTable(said: z.output<typeof output>): Block {
  return {
    kind: 'table',
    columns: [{ title: 'only in' }, { title: 'channel', shrink: true }],
    rows: [
      ...said.onlyFirstChannels.map((channel) => [said.first.name, channel]),
      ...said.onlySecondChannels.map((channel) => [said.second.name, channel]),
    ],
    empty: 'No channel is watched by only one of them.',
  };
}
