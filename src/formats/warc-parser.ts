import type { Observation } from '../model/observation.ts';
import { parseTime } from '../model/time.ts';
import { type BlockCheck, checkBlock, statedDigest } from './warc-digest.ts';

/** Which records stand in the plain bytes of a WARC, and is each of them whole? Bytes go in as they come, records come out. */

/** Where something begins: an offset in the file, and in a gzip file how far into the member that begins there. */
export interface Place {
  offset: number;
  skip: number;
}

export interface WarcEvent {
  place: Place;
  /** Counted from 1. */
  number: number;
  /** What an intact record shows; null where there is nothing to show (requests, descriptions) or a problem. */
  record: Observation | null;
  problem: { reason: string; excerpt: string } | null;
}

type Phase = 'between' | 'headers' | 'block' | 'tail' | 'lost';

export interface WarcParser {
  phase: Phase;
  number: number;
  events: WarcEvent[];
  /** The line being read, when its first byte came in, and whether it is kept no longer. */
  line: Buffer[];
  lineLength: number;
  lineAt: Place;
  recordAt: Place;
  headers: string[];
  left: number;
  tail: number;
  check: BlockCheck | null;
}

/** `number`: how many records came before. */
export function newWarcParser(number: number): WarcParser {
  const start = { offset: 0, skip: 0 };
  return {
    phase: 'between',
    number,
    events: [],
    line: [],
    lineLength: 0,
    lineAt: start,
    recordAt: start,
    headers: [],
    left: 0,
    tail: 0,
    check: null,
  };
}

/** True where no record is under way: what comes next may be read by a new parser. */
export function isBetween(parser: WarcParser): boolean {
  return parser.phase === 'between' && parser.lineLength === 0;
}

const LINE_LIMIT = 64 * 1024;
const HEADER_LIMIT = 1000;
const TAIL = '\r\n\r\n';

/** Reads on; `placeOf` tells where the byte at an index of `bytes` stands in the file. Returns after the first event, with the index reached. */
export function feedWarc(parser: WarcParser, bytes: Buffer, from: number, placeOf: (index: number) => Place): number {
  let at = from;
  const before = parser.events.length;
  while (at < bytes.length && parser.events.length === before) {
    if (parser.phase === 'block') {
      const part = bytes.subarray(at, at + parser.left);
      parser.check?.update(part);
      parser.left -= part.length;
      at += part.length;
      if (parser.left === 0) parser.phase = 'tail';
    } else if (parser.phase === 'tail') at = readTail(parser, bytes, at);
    else at = readLine(parser, bytes, at, placeOf);
  }
  return at;
}

/** A record is followed by two line ends; anything else means that its length is wrong. */
function readTail(parser: WarcParser, bytes: Buffer, at: number): number {
  if (bytes[at] !== TAIL.charCodeAt(parser.tail)) {
    lose(parser, 'the record is not as long as it says (Content-Length), so what follows it up to the next record is lost');
    return at;
  }
  if (++parser.tail === TAIL.length) finishRecord(parser);
  return at + 1;
}

function readLine(parser: WarcParser, bytes: Buffer, at: number, placeOf: (index: number) => Place): number {
  if (parser.lineLength === 0) parser.lineAt = placeOf(at);
  const newline = bytes.indexOf(10, at);
  const end = newline < 0 ? bytes.length : newline + 1;
  if (parser.lineLength < LINE_LIMIT) parser.line.push(Buffer.from(bytes.subarray(at, Math.min(end, at + LINE_LIMIT))));
  parser.lineLength += end - at;
  if (newline < 0) return end;
  const line = Buffer.concat(parser.line)
    .toString('utf8')
    .replace(/\r?\n$/, '');
  parser.line = [];
  parser.lineLength = 0;
  takeLine(parser, line);
  return end;
}

const VERSION = /^WARC\/\d\.\d\s*$/;

function takeLine(parser: WarcParser, line: string): void {
  if (parser.phase === 'headers') {
    if (line === '') beginBlock(parser);
    else if (parser.headers.push(line) > HEADER_LIMIT) lose(parser, 'the record has no end of its headers');
    return;
  }
  if (VERSION.test(line)) {
    parser.phase = 'headers';
    parser.headers = [];
    parser.recordAt = parser.lineAt;
    parser.number++;
  } else if (parser.phase === 'between' && line.trim() !== '') {
    const problem = { reason: 'no WARC record begins here, so what follows up to the next one is lost', excerpt: line.slice(0, 200) };
    parser.events.push({ place: parser.lineAt, number: parser.number + 1, record: null, problem });
    parser.phase = 'lost';
  }
}

/** Headers by lower-case name; folded lines are joined. */
function headersOf(lines: string[]): Map<string, string> {
  const unfolded: string[] = [];
  for (const line of lines) {
    if (/^[ \t]/.test(line) && unfolded.length > 0) unfolded[unfolded.length - 1] += ` ${line.trim()}`;
    else unfolded.push(line);
  }
  return new Map(
    unfolded.map((line) => [
      line
        .slice(0, Math.max(line.indexOf(':'), 0))
        .trim()
        .toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
}

function beginBlock(parser: WarcParser): void {
  const headers = headersOf(parser.headers);
  const length = headers.get('content-length') ?? '';
  if (!/^\d{1,15}$/.test(length)) {
    lose(parser, `the record does not say how long it is (Content-Length ${length || 'missing'})`);
    return;
  }
  const isHttp = /^application\/http\b/i.test(headers.get('content-type') ?? '');
  // What a revisit states is the digest of the earlier answer that it stands for.
  const payload = headers.get('warc-type') === 'revisit' ? null : statedDigest(headers.get('warc-payload-digest'));
  parser.check = checkBlock(statedDigest(headers.get('warc-block-digest')), payload, isHttp);
  parser.left = Number(length);
  parser.tail = 0;
  parser.phase = parser.left === 0 ? 'tail' : 'block';
}

const SHOWN = new Set(['response', 'resource', 'revisit']);

function finishRecord(parser: WarcParser): void {
  const result = parser.check?.finish();
  const headers = headersOf(parser.headers);
  parser.phase = 'between';
  parser.check = null;
  const type = headers.get('warc-type') ?? '';
  const uri = (headers.get('warc-target-uri') ?? '').replace(/^<(.*)>$/, '$1');
  const time = parseTime(headers.get('warc-date') ?? '');
  const wrong = [...(result?.wrong ?? [])];
  if (type === '') wrong.push('the record does not say what it is (WARC-Type)');
  if (time === null || !time.zoned) wrong.push(`the record has no time (WARC-Date ${headers.get('warc-date') ?? 'missing'})`);
  if (SHOWN.has(type) && uri === '') wrong.push('the record does not say of which address it is (WARC-Target-URI)');
  const event = { place: parser.recordAt, number: parser.number };
  if (wrong.length > 0) {
    const excerpt = parser.headers.join(' · ').slice(0, 200);
    parser.events.push({ ...event, record: null, problem: { reason: wrong.join('; '), excerpt } });
  } else if (SHOWN.has(type) && time !== null && result !== undefined) {
    const record: Observation = { type: 'capture', uri, at: time.ms, status: result.status, digest: result.sha256 };
    parser.events.push({ ...event, record, problem: null });
  } else parser.events.push({ ...event, record: null, problem: null });
}

/** Gives the record under way up, and looks for the next. */
function lose(parser: WarcParser, reason: string): void {
  const excerpt = parser.headers.join(' · ').slice(0, 200);
  parser.events.push({ place: parser.recordAt, number: parser.number, record: null, problem: { reason, excerpt } });
  parser.phase = 'lost';
  parser.check = null;
  parser.line = [];
  parser.lineLength = 0;
}

/** The bytes break off: the file ends, or a gzip member is damaged. Whatever is under way is lost. */
export function breakWarc(parser: WarcParser, reason: string, place: Place | null): void {
  const underWay = parser.phase === 'headers' || parser.phase === 'block' || parser.phase === 'tail';
  if (underWay) lose(parser, reason);
  else if (place !== null) parser.events.push({ place, number: parser.number + 1, record: null, problem: { reason, excerpt: '' } });
  parser.phase = 'between';
  parser.line = [];
  parser.lineLength = 0;
}
