import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { ALERT_KINDS } from '../model/alert.ts';
import { nativeIdOf } from '../model/ref.ts';
import { formatTime } from '../model/time.ts';
import { rehearsal } from '../simulate/rehearsal.ts';
import { brief } from './brief.ts';
import { census } from './census.ts';
import { type Rehearsed, rehearsed } from './demo-answer.ts';
import { type Played, play } from './demo-stage.ts';
import { timeline } from './demo-timeline.ts';
import { first } from './first.ts';
import { found } from './found.ts';
import { init } from './init.ts';
import { localTime } from './people.ts';
import { signposts } from './signposts.ts';
import { successors } from './successors.ts';
import { type Block, defineVerb, type VerbContext } from './verb.ts';
import { verify } from './verify.ts';
import { waves } from './waves.ts';

const SEED = 2019;
const ZONE = 'Europe/Brussels';
/** Homes less likely than this are not printed. */
const LIKELY = 0.5;
const VERY_LIKELY = 0.9;

/** The rehearsal: a staged week on local replicas of the platforms, watched as it happens. */
export const demo = defineVerb({
  name: 'demo',
  summary: 'the rehearsal: a staged week, watched live on local replicas of the platforms',
  details:
    'Stages an invented week on replicas of Telegram, TamTam and X that run on this machine, with a clock that jumps: fifty rooms of readers, gardeners and chess players lose their places one Friday evening, ' +
    'a post on X betrays where they gather, and four days later that closes too. Trackway watches it as it would watch anything: requests, evidence, the lake, findings. ' +
    'Two people add what they saw in an app and accept what was found; the timeline is printed and the brief is written in both languages. ' +
    'With --keep DIR the case stays in DIR (the files of its people in DIR/desk) for every other command; see docs/guide/walk-through.md. Nothing leaves this machine.',
  words: [],
  examples: ['trackway demo', 'trackway demo --keep reading-rooms'],
  input: z.object({ keep: z.string().optional().describe('leave the case in this new folder') }),
  output: rehearsed,
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
  human: (answer) => tell(answer),
  exitCode: (answer) => (answer.verify.ok ? 0 : 1),
});

async function rehearse(folder: string, context: VerbContext): Promise<Rehearsed> {
  const story = rehearsal(SEED);
  const then = { ...context, now: () => story.start };
  const made = await init.run(
    {
      dir: folder,
      name: 'The reading rooms',
      purpose: 'Show what Trackway does, on an invented week',
      basis: 'none needed: everything is invented',
      responsible: 'nobody',
      retention: 'until you delete it',
      zone: ZONE,
    },
    then,
  );
  try {
    const played = await play(folder, join(folder, 'desk'), story, context);
    return { ...(await answers(folder, { ...context, now: () => story.end })), ...figures(played, story) };
  } finally {
    if (dirname(folder).startsWith(join(tmpdir(), 'trackway-demo-'))) rmSync(made.key, { force: true });
  }
}

function figures(played: Played, { start, end }: { start: number; end: number }): Pick<Rehearsed, 'imported' | 'watch' | 'alerts'> {
  const { imported, alerts, accepted, ...counts } = played;
  return {
    imported,
    watch: {
      from: formatTime(start),
      to: formatTime(end),
      ...counts,
      accepted: accepted.map(({ channel, at }) => ({ channel, at: formatTime(at) })),
    },
    alerts: alerts.map(({ kind, platform, at, title }) => ({ kind, platform, at: formatTime(at), title })),
  };
}

async function answers(folder: string, context: VerbContext): Promise<Omit<Rehearsed, 'imported' | 'watch' | 'alerts'>> {
  const page = { limit: 12 };
  context.progress('writing the brief', 0, null);
  const briefs = await brief.run({ lang: 'en,ar', format: 'html', audience: 'partner' }, context);
  context.progress('asking what became of everybody', 0, null);
  return {
    case: folder,
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

const STORY =
  'Invented from beginning to end: reading rooms, gardeners, chess players. One Friday evening in November 2019 they begin to vanish, and Trackway watches.';

function tell(answer: Rehearsed): Block[] {
  const { census: now, first: statements, watch } = answer;
  const gap: Block = { kind: 'text', text: '' };
  return [
    { kind: 'text', text: `${STORY}\n` },
    {
      kind: 'text',
      text:
        `Watched from ${localTime(watch.from, 'UTC')} to ${localTime(watch.to, 'UTC')}: ${watch.probes} probes in ${watch.rounds} rounds ` +
        `(${watch.requests} requests, all to this machine), ${watch.notes} notes by two people, ${watch.accepted.length} found references accepted.\n`,
    },
    {
      kind: 'table',
      columns: [{ title: 'when (UTC)' }, { title: 'in Brussels' }, { title: 'what was found', shrink: true }],
      rows: timeline(answer).map(({ at, text }) => [localTime(at, 'UTC'), localTime(at, ZONE).slice(11), text]),
      empty: '',
    },
    gap,
    homes(answer),
    gap,
    ...alertLines(answer),
    gap,
    ...census.human({ ...now, channels: [] }, 'UTC').slice(-1),
    {
      kind: 'text',
      text: `\n${statements.total} statements with copies; ${answer.signposts.total} signposts; ${answer.found.total} references wait for a decision.`,
    },
    ...verify.human(answer.verify, ZONE).slice(0, 1),
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
function homes({ successors: ranked }: Rehearsed): Block {
  const likely = ranked.successors.flatMap(({ predecessor, names, candidates }) =>
    candidates.map(({ channel, probability, contested }) => [
      // Whose handle is somebody else's now goes by its number; people knew it by the handle.
      nativeIdOf(predecessor) === null ? predecessor : (names.find((name) => nativeIdOf(name) === null) ?? predecessor),
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

/** Alerts of one kind are many in such a week: each kind once, with its first and how many more there were. */
function alertLines({ alerts }: Rehearsed): Block[] {
  const lines = ALERT_KINDS.flatMap((kind) => {
    const own = alerts.filter((alert) => alert.kind === kind);
    const [earliest] = own;
    if (earliest === undefined) return [];
    const more = own.length === 1 ? '' : ` And ${own.length - 1} more of this kind.`;
    return [[kind, localTime(earliest.at, 'UTC'), `${earliest.title}${more}`]];
  });
  return [
    { kind: 'text', text: `Alerts that would have been sent: ${alerts.length}.` },
    { kind: 'table', columns: [{ title: 'kind' }, { title: 'first' }, { title: '', shrink: true }], rows: lines, empty: '' },
  ];
}
