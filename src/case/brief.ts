import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Audience, BriefAssertion, BriefEvent, BriefFonts, BriefInput, RecordOrigin } from '../brief/input.ts';
import type { Census } from '../findings/census.ts';
import { decisiveSpans, firstAppearances, type Statement } from '../findings/first.ts';
import { type Signpost, signposts } from '../findings/signposts.ts';
import type { Ms } from '../model/observation.ts';
import { parseTime } from '../model/time.ts';
import { loadPlatforms } from '../platforms/registry.ts';
import type { SourceRow } from '../store/case-db.ts';
import type { Lake } from '../store/lake.ts';
import type { LakeTable } from '../store/schema.ts';
import { briefChanges, briefHomes, briefLifespans, briefWaves } from './brief-findings.ts';
import type { OpenCase } from './case.ts';
import type { Progress } from './ingest.ts';
import { takeCensus, takeHistories } from './rows-for.ts';
import { takeSuccessors } from './successors.ts';
import { takeWhereabouts } from './whereabouts.ts';

/** Gathers all that a brief tells, as of one time. */

const DAY = 86_400_000;
const PUBLIC_DELAY_DAYS = 14;
const STATEMENTS_PRINTED = 12;
const SIGNPOSTS_PRINTED = 60;

export async function gatherBrief(
  open: OpenCase,
  lake: Lake,
  at: Ms | null,
  audience: Audience,
  tool: string,
  progress: Progress,
): Promise<BriefInput> {
  const delayDays = audience === 'public' && at !== null ? PUBLIC_DELAY_DAYS : null;
  const asOf = at === null ? null : at - (delayDays ?? 0) * DAY;
  const then = asOf ?? 0;
  const { answer, rosterEmpty } = await takeCensus(open, lake, then);
  const census = await withLastPosts(lake, answer, then);
  const statements = await printedStatements(lake, then);
  const posted = await lake.signposts({ at: then, stance: null, platform: null, to: null, limit: SIGNPOSTS_PRINTED, offset: 0 });
  const list = signposts(posted.rows);
  const histories = await takeHistories(open, lake, then);
  const waves = briefWaves(histories, then);
  const successions = await takeSuccessors(open, lake, then, null, progress);
  const homes = briefHomes(successions);
  const { losses, returns } = briefChanges(histories);
  const disputes = (await lake.disputes(then)).map(({ rid, ...row }) => ({ ...row, record: `disputes/${rid}` }));
  const assertions = await assertionsOf(open, lake, then);
  const events = await eventsOf(open, lake, then);
  const recorded = [...disputes, ...assertions, ...events].flatMap(({ record }) => record ?? []);
  const cited = [
    ...census.channels.flatMap((line) => line.evidence),
    ...waves.flatMap((wave) => wave.evidence),
    ...[...losses, ...returns].flatMap((change) => change.evidence),
    ...homes.flatMap((lost) => lost.candidates.flatMap((candidate) => candidate.evidence.flatMap((evidence) => evidence.posts))),
    ...recorded,
    ...postsOf(statements.list, list),
  ];
  const sources = open.db.sources();
  const platforms = await loadPlatforms();
  const head = open.db.head();
  return {
    tool,
    audience,
    at: asOf,
    delayDays,
    settings: open.settings,
    log: head.entries === 0 ? null : { entries: head.entries, hash: head.hash },
    sources: sources.filter((source) => source.format !== 'note').map(sourceOf),
    records: (await lake.counts()).map(({ table, rows }) => ({ table, rows })),
    problems: (await lake.problems([], 0)).total,
    census,
    rosterEmpty,
    signposts: { total: posted.total, totals: await lake.signpostTotals(then), list },
    signpostTimes: await lake.signpostTimes(then),
    statements,
    waves,
    losses,
    returns,
    whereabouts: await takeWhereabouts(open, lake, then, { histories, waves, successions }),
    homes,
    lifespans: briefLifespans(histories),
    disputes,
    assertions,
    events,
    origins: await originsOf(lake, sources, cited),
    known: await lake.channelsInOrder(),
    platformTitles: new Map(platforms.map((platform) => [platform.name, platform.title])),
    fonts: fonts(),
  };
}

/** What rests on posts alone is shown by the last of them. */
async function withLastPosts(lake: Lake, census: Census, at: Ms): Promise<Census> {
  const last = new Map((await lake.lastPosts(at)).map((row) => [row.channel, row.post]));
  const channels = census.channels.map((line) => {
    const post = last.get(line.channel) ?? last.get(line.entered);
    return line.evidence.length > 0 || post === undefined ? line : { ...line, evidence: [post] };
  });
  return { ...census, channels };
}

function sourceOf(source: SourceRow): BriefInput['sources'][number] {
  const { seq, name, digest, format, size, importedAt, records, fresh, repeated, bad, hints } = source;
  return {
    entry: seq,
    file: name,
    digest,
    format,
    size,
    importedAt: parseTime(importedAt)?.ms ?? 0,
    records,
    fresh,
    repeated,
    bad,
    hints: JSON.parse(hints),
  };
}

async function printedStatements(lake: Lake, at: Ms): Promise<{ total: number; list: Statement[] }> {
  const { total, rows } = await lake.statements(at, 2, STATEMENTS_PRINTED, 0);
  const copies = await lake.copies(
    rows.map((row) => row.statement),
    at,
  );
  const bindings = await lake.bindings(at);
  const list = firstAppearances({ copies, bindings }, await lake.coverage(decisiveSpans({ copies, bindings })));
  // The one that most channels repeated is drawn.
  const rank = new Map(rows.map((row, i) => [String(row.statement), i]));
  return { total, list: list.sort((a, b) => (rank.get(a.id) ?? 0) - (rank.get(b.id) ?? 0)) };
}

async function assertionsOf(open: OpenCase, lake: Lake, at: Ms): Promise<BriefAssertion[]> {
  const imported = (await lake.assertions(at)).map(({ rid, ...row }): BriefAssertion => ({ ...row, record: `assertions/${rid}` }));
  const written = open.settings.assertions.map(
    (said): BriefAssertion => ({
      at: timeOf(said.at),
      asOf: said.asOf == null ? null : timeOf(said.asOf),
      by: said.by,
      text: said.text,
      citation: said.source ?? null,
      record: null,
    }),
  );
  return [...imported, ...written.filter((said) => said.at <= at)].sort((a, b) => a.at - b.at);
}

async function eventsOf(open: OpenCase, lake: Lake, at: Ms): Promise<BriefEvent[]> {
  const imported = (await lake.events(at)).map(({ rid, ...row }): BriefEvent => ({ ...row, record: `events/${rid}` }));
  const written = open.settings.events.map(
    (said): BriefEvent => ({
      at: timeOf(said.at),
      until: said.until == null ? null : timeOf(said.until),
      name: said.name,
      intervention: said.intervention,
      citation: said.source ?? null,
      record: null,
    }),
  );
  return [...imported, ...written.filter((said) => said.at <= at)].sort((a, b) => a.at - b.at);
}

function timeOf(text: string): Ms {
  return parseTime(text)?.ms ?? 0;
}

function postsOf(statements: readonly Statement[], list: readonly Signpost[]): string[] {
  const copies = statements.flatMap((statement) =>
    statement.posts.flatMap((copy) => (copy.post === null ? [] : [`${copy.channel}/${copy.post}`])),
  );
  return [...new Set([...copies, ...list.map((signpost) => signpost.post)])];
}

/** From `table/rid` and `REF/ID` to the bytes. A person's note has no file of records: its log entry is its place. */
async function originsOf(lake: Lake, sources: readonly SourceRow[], cited: readonly string[]): Promise<Map<string, RecordOrigin[]>> {
  const digests = new Map(sources.map((source) => [source.seq, source.digest]));
  const found = new Map<string, RecordOrigin[]>();
  const add = (key: string, source: number, place: number): void => {
    const origin = { entry: source, offset: place, digest: digests.get(source) ?? '' };
    found.set(key, [...(found.get(key) ?? []), origin]);
  };
  const byTable = new Map<LakeTable, number[]>();
  const posts: string[] = [];
  for (const key of new Set(cited)) {
    const record = /^([a-z]+)\/(\d+)$/.exec(key);
    if (record === null) posts.push(key);
    else byTable.set(record[1] as LakeTable, [...(byTable.get(record[1] as LakeTable) ?? []), Number(record[2])]);
  }
  for (const [table, rids] of byTable)
    for (const origin of await lake.origins(table, rids)) add(`${table}/${origin.rid}`, origin.source, origin.place);
  for (const origin of await lake.postOrigins(posts)) add(origin.post, origin.source, origin.place);
  return found;
}

function fonts(): BriefFonts {
  const read = (name: string): string => readFileSync(fileURLToPath(import.meta.resolve(name))).toString('base64');
  return {
    latin400: read('@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff2'),
    latin700: read('@fontsource/noto-sans/files/noto-sans-latin-700-normal.woff2'),
    arabic400: read('@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-400-normal.woff2'),
    arabic700: read('@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-700-normal.woff2'),
  };
}
