import { WATCH_FORMAT } from '../evidence/files.ts';
import { gzipParts } from '../formats/gzip-members.ts';
import { readRecord, type WarcRecord } from '../formats/warc-record.ts';
import type { Platform } from '../model/platform.ts';
import type { Chunk, FileHead, FileReader, OpenBytes, Problem, Resume } from '../model/reader.ts';
import type { WatchMove, WatchSource } from '../model/watch.ts';
import { replayed } from './replay.ts';
import { type LookRecord, readLook, readOutcome, SEGMENT_MARK } from './watch-warc.ts';

/** Reads what a watch recorded: each look is asked again, of the recorded answers, and says again what it saw. */

export function watchReader(platforms: readonly Platform[]): FileReader {
  const sources = new Map(platforms.flatMap(({ name, watch }) => (watch === undefined ? [] : [[name, watch] as const])));
  return {
    format: WATCH_FORMAT,
    summary: 'what `trackway watch` recorded, a WARC 1.1 file gzipped by record, read back by looking again at the recorded answers',
    recognise,
    read: (open, _options, resume) => read(open, resume, sources),
  };
}

function recognise(head: FileHead): number {
  return head.text.startsWith('WARC/1.1') && head.text.slice(0, 2000).includes(SEGMENT_MARK) ? 1 : 0;
}

/** A record and where it stands. */
interface Placed {
  offset: number;
  record: WarcRecord;
}

const CHUNK_LOOKS = 200;
const CHUNK_RECORDS = 4000;

async function* read(open: OpenBytes, resume: Resume | null, sources: ReadonlyMap<string, WatchSource>): AsyncGenerator<Chunk> {
  let chunk = emptyChunk();
  let looks = 0;
  let waiting = new Map<string, Placed>();
  let start = resume?.offset ?? 0;
  for await (const { offset, next, record } of records(open, start)) {
    start = next;
    const look = typeof record === 'string' ? record : readLook(record);
    if (typeof look === 'string') chunk.problems.push(problem(offset, null, look));
    else if (look === null) keep(waiting, offset, record as WarcRecord);
    else {
      await take(chunk, look, waiting, offset, sources);
      waiting = new Map();
      looks++;
    }
    chunk.end = next;
    if (waiting.size > 0 || (looks < CHUNK_LOOKS && chunk.records.length < CHUNK_RECORDS)) continue;
    yield chunk;
    chunk = emptyChunk();
    looks = 0;
  }
  for (const { offset } of waiting.values())
    chunk.problems.push(problem(offset, null, 'this answer belongs to no look: the record that should follow is not there'));
  if (chunk.records.length + chunk.problems.length > 0) yield { ...chunk, end: start };
}

type Draft = Chunk & { watched: WatchMove[] };

function emptyChunk(): Draft {
  return { records: [], places: [], problems: [], end: 0, state: null, hints: [], watched: [] };
}

function keep(waiting: Map<string, Placed>, offset: number, record: WarcRecord): void {
  const type = record.headers.get('warc-type');
  if (type === 'warcinfo' || type === 'request') return;
  waiting.set(record.headers.get('warc-record-id') ?? '', { offset, record });
}

function problem(place: number, where: string | null, reason: string): Problem {
  return { place, where, reason, excerpt: '' };
}

async function take(
  chunk: Draft,
  look: LookRecord,
  waiting: ReadonlyMap<string, Placed>,
  offset: number,
  sources: ReadonlyMap<string, WatchSource>,
): Promise<void> {
  const found = look.exchanges.map((note) => waiting.get(note.answer));
  const place = Math.min(offset, ...found.flatMap((one) => one?.offset ?? []));
  const { context } = look;
  const where = context.purpose === 'look' ? context.channel : `search ${context.query}`;
  const exchanges = look.exchanges.map((note, i) => {
    const answer = found[i];
    const { request, sentAt, at } = note;
    return { request, sentAt, at, outcome: answer === undefined ? null : readOutcome(answer.record, note) };
  });
  const said = await replayed(context, exchanges, sources.get(context.platform) ?? null);
  for (const record of said.records) {
    chunk.records.push(record);
    chunk.places.push(place);
  }
  if (said.problem !== null) chunk.problems.push(problem(place, where, said.problem));
  if (said.move !== null) chunk.watched.push(said.move);
}

/** More than any answer that was let in. */
const MOST_BYTES = 64 << 20;

/** The records of the file, one a gzip member; a sentence where one is damaged. */
async function* records(open: OpenBytes, from: number): AsyncGenerator<{ offset: number; next: number; record: WarcRecord | string }> {
  let pieces: Buffer[] = [];
  let size = 0;
  let offset = from;
  for await (const part of gzipParts(open, from)) {
    if (part.kind === 'member') {
      pieces = [];
      size = 0;
      offset = part.offset;
    } else if (part.kind === 'bytes') {
      size += part.bytes.length;
      if (size <= MOST_BYTES) pieces.push(part.bytes);
    } else if (part.kind === 'flaw') yield { offset: part.offset, next: part.next, record: part.reason };
    else
      yield {
        offset,
        next: part.next,
        record: size > MOST_BYTES ? 'the record is too long for one answer' : readRecord(Buffer.concat(pieces)),
      };
  }
}
