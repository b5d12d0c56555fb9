import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { DemoWorld } from '../simulate/week.ts';
import { readingRooms } from '../simulate/week.ts';
import { brief } from './brief.ts';
import { census } from './census.ts';
import { first } from './first.ts';
import { found } from './found.ts';
import { importVerb } from './import.ts';
import { init } from './init.ts';
import { note } from './note.ts';
import { between, excerpt, localTime } from './people.ts';
import { roster } from './roster.ts';
import { signposts } from './signposts.ts';
import { successors } from './successors.ts';
import { type Block, defineVerb, type VerbContext } from './verb.ts';
import { verify } from './verify.ts';
import { waves } from './waves.ts';

const SEED = 2019;
/** Homes less likely than this are not printed. */
const LIKELY = 0.5;
const VERY_LIKELY = 0.9;

const output = z.object({
  case: z.string().nullable().describe('where the case was left; null where it was removed'),
  imported: importVerb.output,
  census: census.output,
  waves: waves.output,
  successors: successors.output,
  signposts: signposts.output,
  found: found.output,
  first: first.output,
  verify: verify.output,
  briefs: z.array(z.string()),
});

type Answer = z.output<typeof output>;

/** A small invented world through the ordinary import path. */
export const demo = defineVerb({
  name: 'demo',
  summary: 'a small invented world, through the ordinary path',
  details:
    'Makes an invented week: rooms of readers, gardeners and chess players lose their places one Friday evening and gather elsewhere. Its files have the shapes of the real tools. ' +
    'They are imported as any files are, two people add what they saw, the findings are printed and the brief is written in both languages. ' +
    'With --keep DIR the case stays in DIR (its files in DIR/desk) for every other command; see docs/guide/walk-through.md. Nothing leaves this machine.',
  words: [],
  examples: ['trackway demo', 'trackway demo --keep reading-rooms'],
  input: z.object({ keep: z.string().optional().describe('leave the case in this new folder') }),
  output,
  async run(given, context) {
    const folder = given.keep === undefined ? mkdtempSync(join(tmpdir(), 'trackway-demo-')) : resolve(given.keep);
    const caseFolder = given.keep === undefined ? join(folder, 'case') : folder;
    const answer = await rehearse(caseFolder, { ...context, caseFolder, ask: null });
    if (given.keep !== undefined) return { ...answer, case: caseFolder };
    // Without --keep only the briefs stay.
    const briefs = answer.briefs.map((path) => {
      const kept = join(folder, basename(path));
      copyFileSync(path, kept);
      return kept;
    });
    rmSync(caseFolder, { recursive: true });
    return { ...answer, case: null, briefs };
  },
  human: tell,
  exitCode: (answer) => (answer.verify.ok ? 0 : 1),
});

async function rehearse(folder: string, context: VerbContext): Promise<Answer> {
  const world = readingRooms(SEED);
  const made = await init.run(
    {
      dir: folder,
      name: 'The reading rooms',
      purpose: 'Show what Trackway does, on an invented week',
      basis: 'none needed: everything is invented',
      responsible: 'nobody',
      retention: 'until you delete it',
      zone: 'Europe/Brussels',
    },
    context,
  );
  try {
    return await answers(folder, world, context);
  } finally {
    if (dirname(folder).startsWith(join(tmpdir(), 'trackway-demo-'))) rmSync(made.key, { force: true });
  }
}

async function answers(folder: string, world: DemoWorld, context: VerbContext): Promise<Answer> {
  const desk = join(folder, 'desk');
  layOutDesk(desk, world);
  const imported: Answer['imported'] = { files: [], refused: [], problems: [] };
  for (const { path, channel, zone } of world.imports) {
    const done = await importVerb.run({ paths: [join(desk, path)], channel: channel ?? undefined, zone: zone ?? undefined }, context);
    imported.files.push(...done.files);
    imported.refused.push(...done.refused);
    imported.problems.push(...done.problems);
  }
  await roster.run({ action: 'import', items: [join(desk, 'roster.csv')], note: '', control: false, tags: '' }, context);
  for (const seen of world.notes) {
    await note.run(
      { channel: seen.ref, status: seen.status, at: seen.at, observer: seen.observer, file: join(desk, 'notes', seen.fileName) },
      context,
    );
  }
  await found.run({ action: 'accept', refs: [...world.accept], limit: 10 }, context);
  const page = { limit: 12 };
  const briefs = await brief.run({ lang: 'en,ar', format: 'html', audience: 'partner' }, context);
  return {
    case: folder,
    imported,
    census: await census.run({}, context),
    waves: await waves.run({}, context),
    successors: await successors.run({ ...page, limit: 1000, candidates: 3, minProbability: LIKELY }, context),
    signposts: await signposts.run({ limit: 1000 }, context),
    found: await found.run({ action: 'list', refs: [], ...page }, context),
    first: await first.run({ minCopies: 2, ...page }, context),
    verify: await verify.run({}, context),
    briefs: briefs.files.map((file) => file.path),
  };
}

function layOutDesk(desk: string, world: DemoWorld): void {
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(desk, path)), { recursive: true });
    writeFileSync(join(desk, path), text);
  };
  for (const { path, text } of world.files) put(path, text);
  for (const seen of world.notes) put(join('notes', seen.fileName), seen.fileText);
}

const STORY =
  'Invented from beginning to end: reading rooms, gardeners, chess players. One Friday evening in November 2019 they begin to vanish.';

function tell(answer: Answer, zone: string): Block[] {
  const { census: now, first: statements } = answer;
  const lines = timeline(answer);
  return [
    { kind: 'text', text: `${STORY}\n` },
    ...importVerb.human(answer.imported, zone).slice(0, 1),
    { kind: 'text', text: '' },
    {
      kind: 'table',
      columns: [{ title: 'when (UTC)' }, { title: 'what was found', shrink: true }],
      rows: lines.map(({ at, text }) => [localTime(at, 'UTC'), text]),
      empty: '',
    },
    { kind: 'text', text: '' },
    homes(answer),
    { kind: 'text', text: '' },
    ...census.human({ ...now, channels: [] }, 'UTC').slice(-1),
    {
      kind: 'text',
      text: `\n${statements.total} statements with copies; ${answer.signposts.total} signposts; ${answer.found.total} references wait for a decision.`,
    },
    ...verify.human(answer.verify, zone).slice(0, 1),
    { kind: 'text', text: `\nThe brief, in English and Arabic:\n${answer.briefs.map((path) => `  ${path}`).join('\n')}` },
    {
      kind: 'text',
      text:
        answer.case === null
          ? 'The case was removed; `trackway demo --keep DIR` leaves it for every other command.'
          : `The case is in ${answer.case}; try \`trackway census --case ${answer.case}\`.`,
    },
  ];
}

/** Where lost channels likely went on; what an analyst would look at next. */
function homes({ successors: found }: Answer): Block {
  const likely = found.successors.flatMap(({ predecessor, candidates }) =>
    candidates.map(({ channel, probability, contested }) => [
      predecessor,
      channel,
      probability >= VERY_LIKELY ? 'very likely' : 'likely',
      contested ? 'contested' : '',
    ]),
  );
  return {
    kind: 'table',
    columns: [{ title: 'lost' }, { title: 'home' }, { title: '' }, { title: '' }],
    rows: likely,
    empty: 'No likely home was found.',
  };
}

interface TimeLine {
  at: string;
  text: string;
}

/** What happened, as the case tells it: waves, losses by hour, the signposts that matter, the statement's first appearance. */
function timeline(answer: Answer): TimeLine[] {
  const lines = [...waveLines(answer), ...lossLines(answer), ...signpostLines(answer), ...firstLines(answer)];
  return lines.sort((a, b) => (a.at < b.at ? -1 : 1));
}

function waveLines({ waves: found }: Answer): TimeLine[] {
  return found.waves.map((wave) => {
    const end = wave.end === null ? 'and goes on' : `to ${localTime(wave.end, 'UTC')}`;
    const about = `${wave.lost} of ${wave.watched} ${wave.platform} channels, ${wave.expected.toFixed(1)} would be ordinary`;
    return { at: wave.startBy, text: `a wave (${wave.kind}) begins, ${end}: ${about}` };
  });
}

function lossLines(answer: Answer): TimeLine[] {
  const byHour = new Map<string, string[]>();
  for (const line of answer.census.channels) {
    if (line.gone === null) continue;
    const hour = `${line.gone.by.slice(0, 13)}:00:00Z`;
    byHour.set(hour, [...(byHour.get(hour) ?? []), line.channel]);
  }
  return [...byHour].map(([at, channels]) => {
    const some = channels.slice(0, 3).join(', ');
    return { at, text: `found gone within this hour: ${some}${channels.length > 3 ? ` and ${channels.length - 3} more` : ''}` };
  });
}

function signpostLines(answer: Answer): TimeLine[] {
  return answer.signposts.signposts.flatMap((post) => {
    if (post.to === null || (post.stance === 'neutral' && !post.obfuscated)) return [];
    const stance = post.stance === 'neutral' ? '' : ` (${post.stance})`;
    return [{ at: post.at, text: `${post.by} points to ${post.to}${stance}${post.obfuscated ? ', obfuscated' : ''}` }];
  });
}

function firstLines(answer: Answer): TimeLine[] {
  const told = answer.first.statements.filter((statement) => statement.order.platforms !== 'only one').slice(0, 3);
  return told.map(({ first: earliest, lead, text, order }) => {
    const ahead = lead === null ? '' : `, ${between(lead.minMs, lead.maxMs)} before ${lead.over}`;
    return {
      at: earliest.at,
      text: `first seen on ${earliest.channel}${ahead} (order of platforms ${order.platforms}): “${excerpt(text, 60)}”`,
    };
  });
}
