import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { census } from '../../src/findings/census.ts';
import { decisiveSpans, firstAppearances } from '../../src/findings/first.ts';
import { observations } from '../../src/formats/observations.ts';
import type { Observation, Post, Profile, Sighting } from '../../src/model/observation.ts';
import type { FileReader, Problem } from '../../src/model/reader.ts';
import { type ChannelRef, parsePostRef, platformOf, postRef } from '../../src/model/ref.ts';
import { type BindingRow, type CoverageRow, type CoverageSpan, NEVER_USED_TAG, type RosterRow } from '../../src/model/rows.ts';
import { parseTime } from '../../src/model/time.ts';
import { loadPlatforms } from '../../src/platforms/registry.ts';
import { type DemoImport, type DemoWorld, readingRooms } from '../../src/simulate/week.ts';
import { compileLinks } from '../../src/text/links.ts';
import { groupNearDuplicates } from '../../src/text/near-duplicates.ts';
import { readText } from '../../src/text/signature.ts';
import { activity, copy, sighting } from '../findings/rows.ts';

const world = readingRooms(1);
const { truth } = world;
const platforms = await loadPlatforms();
const read = await readWorld(world);
const find = compileLinks(platforms.flatMap((platform) => platform.links ?? []));
const byRef = new Map(read.posts.map((post) => [postRef(post.channel, post.id), post]));

interface ReadWorld {
  records: Observation[];
  /** Different posts, service messages left out. */
  posts: Post[];
  problems: Map<string, Problem[]>;
  hints: string[];
  formats: string[];
}

async function readWorld(from: DemoWorld): Promise<ReadWorld> {
  const result: ReadWorld = { records: [], posts: [], problems: new Map(), hints: [], formats: [] };
  for (const given of from.imports) {
    for (const file of from.files.filter((one) => one.path === given.path || one.path.startsWith(`${given.path}/`))) {
      await readOne(file, given, result);
    }
  }
  const said = result.records.filter((record) => record.type === 'post').filter((post) => post.action === null);
  result.posts = [...new Map(said.map((post) => [postRef(post.channel, post.id), post])).values()];
  return result;
}

async function readOne(file: { path: string; text: string }, given: DemoImport, result: ReadWorld): Promise<void> {
  const bytes = Buffer.from(file.text);
  const name = file.path.split('/').at(-1) ?? '';
  const start = bytes.subarray(0, 65_536);
  const head = { name, bytes: start, text: start.toString('utf8'), whole: bytes.length <= 65_536 };
  const readers: FileReader[] = [observations, ...platforms.flatMap((platform) => platform.readers)];
  const reader = readers.sort((a, b) => b.recognise(head) - a.recognise(head))[0];
  if (reader === undefined || reader.recognise(head) < 0.8) throw new Error(`${file.path} is not recognised`);
  result.formats.push(reader.format);
  const open = async function* (offset: number): AsyncGenerator<Uint8Array> {
    yield bytes.subarray(offset);
  };
  for await (const chunk of reader.read(open, { name, platform: null, map: null, channel: given.channel, zone: given.zone }, null)) {
    result.records.push(...chunk.records);
    result.hints.push(...chunk.hints);
    if (chunk.problems.length > 0) result.problems.set(file.path, [...(result.problems.get(file.path) ?? []), ...chunk.problems]);
  }
}

function rosterRows(csv: string): RosterRow[] {
  const rows: Record<string, string>[] = parse(csv, { columns: true });
  return rows.map((row) => {
    const kind = row['tags']?.includes(NEVER_USED_TAG) ? 'never-used' : 'living';
    return { channel: row['channel'] ?? '', control: row['control'] === 'true' ? kind : null, since: null };
  });
}

function bindingsOf(records: readonly Observation[]): BindingRow[] {
  const told = records.filter((record) => record.type === 'post' || record.type === 'profile' || record.type === 'sighting');
  return told.flatMap((record) => {
    const at = timeOf(record);
    return record.nativeId === null ? [] : [{ channel: record.channel, nativeId: record.nativeId, from: at, to: at }];
  });
}

function timeOf(record: Post | Profile | Sighting): number {
  return record.type === 'post' ? record.when.at : record.type === 'profile' ? record.observedAt : record.at;
}

/** The census that a case of this world gives, with what people noted and accepted. */
function censusOf(at: number) {
  const looks = read.records.flatMap((record) => {
    if (record.type === 'profile')
      return [sighting(record.channel, record.observedAt, 'alive', { nativeId: record.nativeId, reason: 'profile' })];
    return record.type === 'sighting' ? [sighting(record.channel, record.at, record.status, record)] : [];
  });
  const noted = world.notes.map((note) =>
    sighting(note.ref, parseTime(note.at)?.ms ?? 0, note.status, { observer: note.observer, tool: 'app' }),
  );
  const channels = new Map<string, Post[]>();
  for (const post of read.posts) {
    const key = `${post.channel} ${post.nativeId ?? ''}`;
    channels.set(key, [...(channels.get(key) ?? []), post]);
  }
  return census({
    at,
    roster: [...rosterRows(world.roster), ...world.accept.map((channel): RosterRow => ({ channel, control: null, since: null }))],
    sightings: [...looks, ...noted].filter((row) => row.at <= at),
    activity: [...channels.values()].map((posts) =>
      activity(
        posts[0]?.channel ?? '',
        posts.map((post) => post.when.at).filter((time) => time <= at),
        posts[0]?.nativeId ?? null,
      ),
    ),
    bindings: bindingsOf(read.records).filter((row) => row.to <= at),
    profiles: [],
    probeIntervals: {},
  });
}

/** What was seen of a rival in the decisive time, under both names of the renamed room. */
function coverage(span: CoverageSpan): CoverageRow {
  const names = span.channel === truth.renamed[0]?.to ? [span.channel, truth.renamed[0].from] : [span.channel];
  const posts = read.records.filter((record) => record.type === 'post').filter((post) => names.includes(post.channel));
  const numbers = posts.filter((post) => post.when.at <= span.from).map((post) => Number(post.id));
  const anchor = Math.max(0, ...numbers.filter((number) => number < span.copy));
  const known = new Set(posts.map((post) => Number(post.id)).filter((number) => number > anchor && number < span.copy)).size;
  return { statement: span.statement, channel: span.channel, anchor, known };
}

describe('the files', () => {
  it('are the same for the same seed and others for another', () => {
    expect(readingRooms(1)).toEqual(world);
    const other = readingRooms(2);
    expect(other.files.map((file) => file.path)).toEqual(world.files.map((file) => file.path));
    expect(other.files[1]?.text).not.toBe(world.files[1]?.text);
    expect(other.truth.gone).toEqual(truth.gone);
    expect(other.truth.totalPosts).toBeLessThan(5000);
  });

  it('are recognised by content as what they are', () => {
    expect(read.formats).toEqual([
      'observations',
      'telegram-desktop-json',
      'telegram-desktop-html',
      'telegram-desktop-html',
      'tamtam-bot-api',
      'tamtam-bot-api',
      'x-api-v2',
    ]);
    expect(read.hints).toEqual([]);
  });

  it('hold every post of the truth once, and as many bad records as were put in', () => {
    const counts: Record<ChannelRef, number> = {};
    for (const post of read.posts) counts[post.channel] = (counts[post.channel] ?? 0) + 1;
    expect(counts).toEqual(truth.posts);
    expect(read.posts).toHaveLength(truth.totalPosts);
    expect(truth.totalPosts).toBeGreaterThan(3000);
    expect(truth.totalPosts).toBeLessThan(5000);
    expect(Object.fromEntries([...read.problems].map(([path, problems]) => [path, problems.length]))).toEqual(truth.bad);
  });

  it('show some posts of the exported group in two files with equal content', () => {
    const twice = read.records.filter(
      (record) => record.type === 'post' && record.channel === 'telegram:sada_readers' && record.action === null,
    );
    expect(twice.length - (truth.posts['telegram:sada_readers'] ?? 0)).toBe(40);
    for (const record of twice) {
      if (record.type !== 'post') continue;
      const kept = byRef.get(postRef(record.channel, record.id));
      expect([record.text, record.when, record.author, record.replyTo]).toEqual([kept?.text, kept?.when, kept?.author, kept?.replyTo]);
    }
  });

  it('name nobody and nothing real but platforms', () => {
    const all = [...world.files.map((file) => file.text), ...world.notes.map((note) => note.fileText)].join('\n');
    expect(all).not.toMatch(/\b(isis|daesh|nashir|amaq|qaeda|europol|hezbollah|taliban|jihad\w*|attack\w*|kill\w*|weapon\w*)\b/i);
    expect(all).not.toMatch(/داعش|الدولة الإسلامية|جهاد|غزوة|قتل|سلاح/);
    const hosts = new Set([...all.matchAll(/https?:\/\/([^/\s"<\\?]+)/g)].map((match) => match[1]));
    const invented = [...hosts].filter((host) => !host?.endsWith('.example')).sort();
    expect(invented).toEqual(['api.twitter.com', 't.co', 't.me', 'tt.me']);
  });
});

describe('the truth', () => {
  it('is what the census of the case says', () => {
    const answer = censusOf(Date.UTC(2019, 11, 3, 20, 30));
    const of = (state: string): string[] =>
      answer.channels.filter((line) => line.state === state && !line.control).map((line) => line.channel);
    const sorted = (list: readonly string[]): string[] => [...list].sort();
    expect(of('gone')).toEqual(sorted(truth.gone.map((room) => room.channel)));
    expect(of('private')).toEqual(sorted(truth.private.map((room) => room.channel)));
    expect(of('silent')).toEqual(truth.silent.map((room) => room.channel));
    expect(of('unknown')).toEqual(truth.unknown);
    const homes = truth.homes.filter((home) => home.genuine && home.closed === null).map((home) => home.channel);
    expect(of('alive')).toEqual(sorted([...truth.alive, ...homes]));
    for (const { channel, at } of truth.gone) {
      const gone = answer.channels.find((line) => line.channel === channel)?.gone;
      expect([channel, (gone?.after ?? Number.POSITIVE_INFINITY) <= at, (gone?.by ?? 0) >= at]).toEqual([channel, true, true]);
    }
  });

  it('has the outage that must not count', () => {
    const blind = read.records.filter((record) => record.type === 'sighting' && truth.outage.includes(record.round ?? ''));
    expect(truth.outage.length).toBeGreaterThanOrEqual(3);
    expect(blind.every((record) => record.type === 'sighting' && record.status !== 'alive')).toBe(true);
    const after = censusOf(Date.UTC(2019, 10, 21, 0, 30));
    expect(after.channels.filter((line) => line.state === 'gone').map((line) => line.channel)).toEqual(['telegram:river_readers']);
  });

  it('has a renamed room whose old name is gone, and a handle that is another channel now', () => {
    const answer = censusOf(Date.UTC(2019, 11, 3, 20, 30));
    const [renamed] = truth.renamed;
    expect(answer.channels.find((line) => line.channel === renamed?.to)).toMatchObject({
      entered: renamed?.from,
      renamed: { from: renamed?.from },
    });
    const [taken] = truth.reassigned;
    expect(answer.channels.find((line) => line.channel === taken?.channel)).toMatchObject({ state: 'gone', status: 'reassigned' });
  });

  it('knows who said it first, by two minutes', () => {
    const [first, over] = [byRef.get(truth.statement.first), byRef.get(truth.statement.over)];
    expect(platformOf(first?.channel ?? '')).toBe('tamtam');
    expect(platformOf(over?.channel ?? '')).toBe('telegram');
    const lead = (over?.when.at ?? 0) - (first?.when.at ?? 0);
    // Telegram shows the second in which it lies.
    expect(lead).toBeLessThanOrEqual(truth.statement.leadMs);
    expect(lead).toBeGreaterThan(truth.statement.leadMs - 1000);
    const times = truth.statement.copies.map((ref) => byRef.get(ref)?.when.at ?? 0);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('lets the order be established, with a lead that holds the true one', () => {
    const copies = truth.statement.copies.map((ref) => {
      const post = byRef.get(ref);
      return copy('list', post?.channel ?? '', post?.id ?? '', post?.when.at ?? 0, {
        nativeId: post?.nativeId ?? null,
        text: post?.text ?? '',
      });
    });
    const input = { copies, bindings: bindingsOf(read.records) };
    const [statement] = firstAppearances(input, decisiveSpans(input).map(coverage));
    expect(postRef(statement?.first.channel ?? '', statement?.first.post ?? '')).toBe(truth.statement.first);
    expect(statement?.order).toEqual({ platforms: 'established', channels: 'established' });
    expect(statement?.gaps).toBe(0);
    expect(statement?.lead?.over).toBe(parsePostRef(truth.statement.over)?.channel);
    expect(statement?.lead?.minMs).toBeLessThanOrEqual(truth.statement.leadMs);
    expect(statement?.lead?.maxMs).toBeGreaterThanOrEqual(truth.statement.leadMs);
  });

  it('lets copies of a statement meet, and little else', async () => {
    const signed = read.posts.map((post) => readText(post.text).signature ?? new Uint8Array(64));
    const groups = await groupNearDuplicates(signed.length, () => signed);
    const refs = read.posts.map((post) => postRef(post.channel, post.id));
    const groupOf = new Map(refs.map((ref, i) => [ref, groups[i]]));
    for (const copies of [truth.statement.copies, ...truth.otherStatements])
      expect(new Set(copies.map((ref) => groupOf.get(ref))).size).toBe(1);
    const sizes = new Map<number, number>();
    for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
    expect([...sizes.values()].filter((size) => size > 1).length).toBeLessThan(25);
  });

  it('has signposts that lead where it says, in the disguise it says', () => {
    for (const { post: ref, to, obfuscated } of truth.signposts) {
      const post = byRef.get(ref);
      const links = [...find(post?.text ?? '', { mentionPlatform: platformOf(post?.channel ?? '') })];
      const given = (post?.links ?? []).flatMap((link) => find(link, { mentionPlatform: null }));
      const link = [...links, ...given].find((one) => one.channel === to);
      expect([ref, link?.channel, link?.obfuscated]).toEqual([ref, to, obfuscated]);
    }
  });

  it('has the stray post and the disputes in the files', () => {
    expect(byRef.get(truth.stray.post)?.when.at).toBe(truth.stray.at);
    expect(rosterRows(world.roster).some((row) => row.channel === parsePostRef(truth.stray.post)?.channel)).toBe(false);
    const disputes = read.records.filter((record) => record.type === 'dispute');
    expect(disputes.map(({ by, about, kind }) => ({ by, about, kind }))).toEqual(truth.disputes);
    for (const dispute of disputes) expect(byRef.get(dispute.source ?? '')?.text).toBe(dispute.text);
    expect(read.records.filter((record) => record.type === 'assertion')).toHaveLength(2);
    expect(read.records.filter((record) => record.type === 'event')).toHaveLength(1);
  });

  it('names 24 rooms under watch, 3 living controls and 2 never-used names', () => {
    const rows = rosterRows(world.roster);
    expect(rows.filter((row) => row.control === null)).toHaveLength(24);
    expect(rows.filter((row) => row.control === 'living')).toHaveLength(3);
    expect(rows.filter((row) => row.control === 'never-used')).toHaveLength(2);
  });
});
