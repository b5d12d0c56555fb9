import type { Chunk, FileHead, FileReader, OpenBytes, Resume } from '../model/reader.ts';
import { isObject } from './checks.ts';
import { type GzipPart, gzipParts } from './gzip-members.ts';
import { breakWarc, feedWarc, isBetween, newWarcParser, type Place, type WarcEvent, type WarcParser } from './warc-parser.ts';

/**
 * Reads WARC files, plain or gzipped by record: each intact answer becomes a capture (which address, when, which status,
 * which bytes), each damaged record a problem. Every digest that a record states is checked. What the captured pages say
 * is not read here.
 */
export const warc: FileReader = {
  format: 'warc',
  summary: 'WARC 1.0 and 1.1 web archives, plain or gzipped (ARC, the older format, is not read)',
  recognise,
  read,
};

const ARC =
  'this is an ARC file, the predecessor of WARC, which is not read: convert it to WARC first, for instance with "warcio recompress"';

function recognise(head: FileHead): number {
  // Not quite sure: a WARC of a known making may be read for more than its answers.
  if (/^WARC\/\d/.test(head.text)) return 0.95;
  if (head.text.startsWith('filedesc://')) return 0.9;
  // A damaged gzip shows nothing of what is in it.
  const isGzip = head.bytes[0] === 0x1f && head.bytes[1] === 0x8b;
  return /\.warc(?:\.gz)?(?:\.|$)/i.test(head.name) && (isGzip || head.text.includes('WARC/1.')) ? 0.6 : 0;
}

/** A stretch of plain bytes and where they stand; the sound end of a gzip member; or a damage. */
type Part = { bytes: Buffer; place: Place } | { next: Place } | { flaw: string; place: Place; next: Place };

async function* read(open: OpenBytes, _options: unknown, resume: Resume | null): AsyncGenerator<Chunk> {
  const gzip = await beginsGzip(open);
  const saved = savedState(resume);
  const offset = resume?.offset ?? 0;
  const parser = newWarcParser(saved.number);
  const draft: Draft = { sure: [], pending: [] };
  let last: Place = { offset, skip: saved.skip };
  for await (const part of partsFrom(open, offset, gzip, saved.skip)) {
    if ('bytes' in part) {
      if (parser.number === 0 && isArc(parser, part.bytes)) {
        yield { records: [], places: [], problems: [problemAt(0, null, ARC)], hints: [], end: offset, state: null };
        return;
      }
      const placeOf = (index: number): Place =>
        gzip ? { offset: part.place.offset, skip: part.place.skip + index } : { offset: part.place.offset + index, skip: 0 };
      for (let at = 0; at < part.bytes.length; ) {
        at = feedWarc(parser, part.bytes, at, placeOf);
        last = placeOf(at);
        take(draft, parser, !gzip);
        if (isFull(draft, parser)) yield chunkOf(draft, last, parser);
      }
      continue;
    }
    last = part.next;
    if ('flaw' in part) spoil(draft, parser, part.flaw, part.place);
    else take(draft, parser, true);
    if (isFull(draft, parser)) yield chunkOf(draft, last, parser);
  }
  breakWarc(parser, 'the file ends in the middle of this record', null);
  take(draft, parser, true);
  if (draft.sure.length > 0) yield chunkOf(draft, last, parser);
}

function isArc(parser: WarcParser, bytes: Buffer): boolean {
  return isBetween(parser) && bytes.toString('latin1', 0, 11) === 'filedesc://';
}

/** Records of any kind to a chunk. */
const CHUNK_RECORDS = 1000;

/** How many records came before, and how much of the member at the offset they fill. */
function savedState(resume: Resume | null): { number: number; skip: number } {
  const state = resume?.state;
  return isObject(state) ? { number: Number(state['number']), skip: Number(state['skip']) } : { number: 0, skip: 0 };
}

async function* partsFrom(open: OpenBytes, offset: number, gzip: boolean, skip: number): AsyncGenerator<Part> {
  if (gzip) {
    yield* plainParts(gzipParts(open, offset), offset, skip);
    return;
  }
  let at = offset;
  for await (const piece of open(offset)) {
    yield { bytes: Buffer.from(piece.buffer, piece.byteOffset, piece.length), place: { offset: at, skip: 0 } };
    at += piece.length;
  }
}

/** The plain bytes of gzip members, without the first `skip` that an earlier run has read. */
async function* plainParts(parts: AsyncIterable<GzipPart>, offset: number, skip: number): AsyncGenerator<Part> {
  let member = offset;
  let inMember = 0;
  let toSkip = skip;
  for await (const part of parts) {
    if (part.kind === 'member') {
      member = part.offset;
      inMember = 0;
    } else if (part.kind === 'end') yield { next: { offset: part.next, skip: 0 } };
    else if (part.kind === 'flaw') {
      yield { flaw: part.reason, place: { offset: part.offset, skip: 0 }, next: { offset: part.next, skip: 0 } };
    } else {
      const bytes = part.bytes.subarray(Math.min(toSkip, part.bytes.length));
      inMember += part.bytes.length - bytes.length;
      toSkip -= part.bytes.length - bytes.length;
      if (bytes.length > 0) yield { bytes, place: { offset: member, skip: inMember } };
      inMember += bytes.length;
    }
  }
}

async function beginsGzip(open: OpenBytes): Promise<boolean> {
  const first: number[] = [];
  for await (const piece of open(0)) {
    first.push(...piece.subarray(0, 2));
    if (first.length >= 2) break;
  }
  return first[0] === 0x1f && first[1] === 0x8b;
}

interface Draft {
  sure: WarcEvent[];
  /** From a gzip member whose checksum is not read yet. */
  pending: WarcEvent[];
}

/** Takes what the parser found. A file that is one single member would keep everything waiting, so then the records' own digests must do. */
function take(draft: Draft, parser: WarcParser, sure: boolean): void {
  draft.pending.push(...parser.events.splice(0));
  if (!sure && draft.pending.length < CHUNK_RECORDS) return;
  draft.sure.push(...draft.pending.splice(0));
}

/** A damage: what its member seemed to hold counts for nothing. */
function spoil(draft: Draft, parser: WarcParser, flaw: string, place: Place): void {
  breakWarc(parser, flaw, place);
  take(draft, parser, false);
  draft.sure.push(...draft.pending.splice(0).filter((event) => event.problem !== null));
}

function isFull(draft: Draft, parser: WarcParser): boolean {
  return draft.sure.length >= CHUNK_RECORDS && draft.pending.length === 0 && isBetween(parser);
}

function chunkOf(draft: Draft, { offset, skip }: Place, parser: WarcParser): Chunk {
  const chunk: Chunk = {
    records: [],
    places: [],
    problems: [],
    hints: [],
    end: offset,
    state: { number: parser.number, skip, gzip: false },
  };
  for (const { place, number, record, problem } of draft.sure) {
    if (problem !== null) chunk.problems.push({ ...problemAt(place.offset, number, problem.reason), excerpt: problem.excerpt });
    if (record === null) continue;
    chunk.records.push(record);
    chunk.places.push(place.offset);
  }
  draft.sure = [];
  return chunk;
}

function problemAt(place: number, number: number | null, reason: string) {
  return { place, where: number === null ? null : `record ${number}`, reason, excerpt: '' };
}
