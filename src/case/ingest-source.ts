import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { originalPath } from '../evidence/files.ts';
import { reasonOf, WorldError } from '../model/errors.ts';
import type { Observation, Post, Sighting } from '../model/observation.ts';
import type { Chunk, FileReader, ReadOptions, Resume } from '../model/reader.ts';
import { parseTime } from '../model/time.ts';
import type { WatchMove } from '../model/watch.ts';
import type { SourceRow } from '../store/case-db.ts';
import { RECORDS_PER_SOURCE } from '../store/schema.ts';
import type { IndexedPosts, SearchIndex } from '../store/search-index.ts';
import type { LinkFinder } from '../text/links.ts';
import type { ImportOptions, NoteBody } from './apply.ts';
import { type Batch, newBatch } from './batch.ts';
import type { OpenCase } from './case.ts';
import { isNewer, type KnownPosts, type Verdict } from './known-posts.ts';
import { opener } from './readers.ts';
import { otherRow, type Pseudonym, postRow, problemRow, readPost } from './rows.ts';

/** Reads one source into the lake, in batches of which each counts as a whole. */

/** Rows after which a batch is written: two of Parquet's row groups, about 40 MB of posts. */
const BATCH_ROWS = 65_536;
/** Or so many bytes, where posts are long: memory must not depend on what is in a file. */
const BATCH_BYTES = 64 << 20;

/** A step of a long job, for the line on stderr. */
export type Progress = (step: string, done: number, of: number | null) => void;

export interface Ingest {
  open: OpenCase;
  index: SearchIndex;
  readers: FileReader[];
  finder: LinkFinder;
  pseudonym: Pseudonym;
  known: KnownPosts;
  progress: Progress;
}

export async function ingestSource(ingest: Ingest, source: SourceRow): Promise<void> {
  const { open } = ingest;
  const batch = newBatch(open.folder);
  // Words are at hand now; reading them back from the lake would cost as much as indexing them.
  let words = newWords();
  let tally = source;
  let moves: WatchMove[] = [];
  /** False where the file is being imported with other options meanwhile: then nothing of this reading counts. */
  const commit = (status: SourceRow['status'], chunk: Chunk): boolean => {
    tally = { ...tally, status, offset: chunk.end, state: JSON.stringify(chunk.state ?? null) };
    const files = batch.rows() > 0 ? batch.write(source.seq, tally.batches + 1) : [];
    if (files.length > 0) tally = { ...tally, batches: tally.batches + 1 };
    const counts = open.db.turn(() => {
      if (!open.db.updateSource(tally)) return false;
      for (const file of files) open.db.addLakeFile(file);
      // Where a watch stands moves with what it stored, never before.
      for (const move of moves) open.db.moveWatch(move);
      return true;
    });
    moves = [];
    ingest.known.committed();
    if (counts) ingest.index.add(words);
    words = newWords();
    return counts;
  };
  let last: Chunk = { records: [], places: [], problems: [], end: source.offset, state: JSON.parse(source.state), hints: [] };
  for await (const chunk of chunksOf(ingest, source)) {
    tally = await addChunk(ingest, batch, words, tally, chunk);
    moves.push(...(chunk.watched ?? []));
    ingest.progress(`reading ${source.name}`, chunk.end, source.size);
    last = chunk;
    if ((batch.rows() >= BATCH_ROWS || batch.bytes() >= BATCH_BYTES) && !commit('pending', chunk)) return;
  }
  commit('done', last);
}

function chunksOf(ingest: Ingest, source: SourceRow): AsyncIterable<Chunk> {
  if (source.format === 'note') return noteChunk(source);
  const reader = ingest.readers.find((candidate) => candidate.format === source.format);
  if (reader === undefined) return failure(source, `this Trackway has no reader for the format ${source.format}`);
  const logged = JSON.parse(source.options) as ImportOptions;
  const options: ReadOptions = { name: source.name, ...logged };
  const resume: Resume | null = source.batches === 0 ? null : { offset: source.offset, state: JSON.parse(source.state) };
  const path = originalPath(source.digest, source.format);
  if (!existsSync(join(ingest.open.folder, path)))
    return failure(source, `its original ${path} is missing: bring it back and run \`trackway rebuild\``);
  const open = opener(join(ingest.open.folder, path), source.format);
  return guarded(source, reader.read(open, options, resume));
}

/**
 * A reader's defect or a damaged file ends the reading of this one file, as a problem at its place; the import goes on. Where
 * the disk fails the file stays to be read.
 */
async function* guarded(source: SourceRow, chunks: AsyncIterable<Chunk>): AsyncGenerator<Chunk> {
  let end = source.offset;
  try {
    for await (const chunk of chunks) {
      end = chunk.end;
      yield chunk;
    }
  } catch (error) {
    if (error instanceof WorldError) throw error;
    yield* failure({ ...source, offset: end }, `reading stopped here: ${reasonOf(error)}`);
  }
}

async function* failure(source: SourceRow, reason: string): AsyncGenerator<Chunk> {
  yield {
    records: [],
    places: [],
    problems: [{ place: source.offset, where: null, reason, excerpt: '' }],
    end: source.offset,
    state: null,
    hints: [],
  };
}

async function* noteChunk(source: SourceRow): AsyncGenerator<Chunk> {
  const said = JSON.parse(source.options) as NoteBody['sighting'];
  const sighting: Sighting = {
    type: 'sighting',
    channel: said.channel,
    nativeId: null,
    at: parseTime(said.at)?.ms ?? 0,
    status: said.status as Sighting['status'],
    reason: said.reason,
    movedTo: said.movedTo,
    clockOffsetMs: null,
    observer: said.observer,
    tool: said.tool as Sighting['tool'],
    round: null,
  };
  yield { records: [sighting], places: [0], problems: [], end: 0, state: null, hints: [] };
}

/** What each post among the records is, in their order. */
function judgePosts(known: KnownPosts, records: readonly Observation[], firstRid: number): Promise<Verdict[]> {
  const posts: Post[] = [];
  const rids: number[] = [];
  for (const [i, record] of records.entries()) {
    if (record.type !== 'post') continue;
    posts.push(record);
    rids.push(firstRid + i);
  }
  return known.judge(posts, (i) => rids[i] ?? 0);
}

function newWords(): IndexedPosts {
  return { rids: [], at: [], channels: [], words: [] };
}

/** Adds a chunk's rows to the batch and to the tally. */
async function addChunk(ingest: Ingest, batch: Batch, words: IndexedPosts, tally: SourceRow, chunk: Chunk): Promise<SourceRow> {
  const { records, places, problems } = chunk;
  const next = { ...tally };
  const firstRid = tally.seq * RECORDS_PER_SOURCE + tally.records + tally.bad;
  const verdicts = await judgePosts(ingest.known, records, firstRid);
  let nthPost = 0;
  for (let i = 0; i < records.length; i++) {
    const record = records[i] as Observation;
    const origin = { rid: firstRid + i, source: tally.seq, place: places[i] ?? 0 };
    next.records++;
    if (record.type !== 'post') {
      const { table, row } = otherRow(origin, record);
      batch.add(table, row);
      next.fresh++;
      continue;
    }
    const verdict = verdicts[nthPost++];
    if (verdict?.kind === 'repeat') {
      batch.add('repeats', [origin.rid, origin.source, origin.place, record.channel, record.id, verdict.of]);
      next.repeated++;
      continue;
    }
    if (verdict?.kind === 'version') {
      const newer = isNewer(record, verdict.of);
      batch.add('superseded', [newer ? verdict.of.rid : origin.rid, origin.source, origin.place, newer ? origin.rid : verdict.of.rid]);
    }
    const read = readPost(record, origin, ingest.finder, ingest.pseudonym);
    batch.add('posts', postRow(origin, record, read.words, read.signature, read.author));
    for (const row of read.signposts) batch.add('signposts', row);
    words.rids.push(origin.rid);
    words.at.push(record.when.at);
    words.channels.push(record.channel);
    words.words.push(read.words);
    next.fresh++;
  }
  for (const [i, problem] of problems.entries()) {
    batch.add('problems', problemRow({ rid: firstRid + records.length + i, source: tally.seq, place: problem.place }, problem));
  }
  next.bad += problems.length;
  if (chunk.hints.length > 0) next.hints = JSON.stringify([...new Set([...(JSON.parse(tally.hints) as string[]), ...chunk.hints])]);
  return next;
}
