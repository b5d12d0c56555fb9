import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { newRecordId, oneLine, sha256, splitHeader, type WarcHeaders, type WarcRecord, writeRecord } from '../formats/warc-record.ts';
import type { Ms } from '../model/observation.ts';
import { type Answered, type AskRequest, type Exchange, FAILURES, type Recorded } from '../model/watch.ts';
import { codingsOf } from '../net/decode.ts';

/**
 * How a look stands in a WARC file: for each of its requests a `request` record and what came back (a `response`, a `resource`
 * where it was no HTTP, a `metadata` record where nothing came), and last a `metadata` record that says what the look was asked
 * with and which records are its own. A look without that last record is none.
 */

/** What the look's own record says of itself. A change that older versions would misread raises the number. */
export const LOOK_RECORD = 'trackway-look';
export const LOOK_VERSION = 1;
/** In the first record of a segment: by this it is recognised. */
export const SEGMENT_MARK = 'trackway-watch 1';

const JSON_TYPE = 'application/json';
const FAILURE_RECORD = 'trackway-failure';
/** The body is stored with its transfer coding undone: a header that says otherwise would have other tools undo it again. */
const KEPT_AS = 'X-Orig-';
const RENAMED = /^transfer-encoding$/i;
const IS_RENAMED = /^x-orig-transfer-encoding$/i;

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const own = z.record(z.string(), value);
const known = z.object({
  nativeId: z.string().nullable(),
  kind: z.enum(['channel', 'group', 'account', 'room']).nullable(),
  lastPost: z.string().nullable(),
  posts: z.array(z.string()),
  profile: z.string().nullable(),
  own,
});
const common = {
  platform: z.string(),
  settings: z.object({ base: z.string().nullable(), own }),
  startedAt: z.number(),
  pages: z.number(),
  tries: z.number().int().min(1).max(100),
  observer: z.string(),
};
const context = z.discriminatedUnion('purpose', [
  z.object({
    purpose: z.literal('look'),
    ...common,
    channel: z.string(),
    known,
    round: z.string(),
    control: z.enum(['living', 'never-used']).nullable(),
    voids: z.boolean(),
  }),
  z.object({ purpose: z.literal('search'), ...common, query: z.string(), cursor: z.string().nullable() }),
]);
const request = z.object({
  method: z.enum(['GET', 'POST']),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
  credential: z
    .union([
      z.object({ in: z.literal('header'), name: z.string(), prefix: z.string() }),
      z.object({ in: z.literal('query'), name: z.string() }),
    ])
    .nullable(),
});
const headersSchema = z.array(z.tuple([z.string(), z.string()]));

const lookRecord = z.object({
  record: z.literal(LOOK_RECORD),
  version: z.literal(LOOK_VERSION),
  context,
  exchanges: z.array(
    z.object({
      /** WARC-Record-ID of what came back. */
      answer: z.string(),
      request,
      sentAt: z.number(),
      at: z.number(),
      /** Of an answer that is no HTTP: what a `resource` record has no room for. */
      said: z.object({ status: z.number(), headers: headersSchema }).nullable(),
    }),
  ),
});
export type LookRecord = z.output<typeof lookRecord>;

const failureRecord = z.object({ record: z.literal(FAILURE_RECORD), why: z.enum(FAILURES), detail: z.string() });

/** WARC 1.1 takes fractions of a second. */
function warcDate(ms: Ms): string {
  return new Date(ms).toISOString();
}

function head(type: string, at: Ms, contentType: string, more: WarcHeaders): { id: string; headers: WarcHeaders } {
  const id = newRecordId();
  return {
    id,
    headers: [['WARC-Type', type], ['WARC-Record-ID', id], ['WARC-Date', warcDate(at)], ['Content-Type', contentType], ...more],
  };
}

/** The first record of a segment. */
export function segmentInfo(at: Ms): Buffer {
  const fields = [
    'software: Trackway',
    'format: WARC File Format 1.1',
    'conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/',
    `description: ${SEGMENT_MARK}; answers of public surfaces as a watch received them`,
  ];
  return writeRecord(head('warcinfo', at, 'application/warc-fields', []).headers, Buffer.from(`${fields.join('\r\n')}\r\n`));
}

/** All records of one look, each a gzip member. */
export function writeLook({ context: asked, exchanges }: Recorded): Buffer[] {
  const records: Buffer[] = [];
  const notes: LookRecord['exchanges'] = [];
  for (const exchange of exchanges) {
    const { answer, written } = writeExchange(exchange);
    records.push(...written);
    const { request: sent, outcome } = exchange;
    const isHttp = outcome.kind === 'failure' || isHttpUrl(sent.url);
    const said = isHttp ? null : { status: outcome.status, headers: outcome.headers.map(([name, text]): [string, string] => [name, text]) };
    notes.push({ answer, request: { ...sent, headers: { ...sent.headers } }, sentAt: outcome.sentAt, at: outcome.at, said });
  }
  const last = notes.at(-1);
  const body: LookRecord = { record: LOOK_RECORD, version: LOOK_VERSION, context: lookRecord.shape.context.parse(asked), exchanges: notes };
  const of: WarcHeaders = last === undefined ? [] : [['WARC-Concurrent-To', last.answer]];
  records.push(writeRecord(head('metadata', last?.at ?? asked.startedAt, JSON_TYPE, of).headers, Buffer.from(JSON.stringify(body))));
  return records;
}

function writeExchange({ request: sent, outcome }: Exchange): { answer: string; written: Buffer[] } {
  const target: WarcHeaders = [['WARC-Target-URI', oneLine(sent.url)]];
  const isHttp = isHttpUrl(sent.url);
  // One date for both: they are one event. The look's own record says when the answer was complete.
  const at = outcome.sentAt;
  const block = outcome.kind === 'failure' ? failureBlock(outcome.why, outcome.detail) : isHttp ? httpAnswer(outcome) : outcome.raw;
  const payload: WarcHeaders = outcome.kind === 'failure' ? [] : [['WARC-Payload-Digest', sha256(outcome.raw)]];
  const [type, contentType] =
    outcome.kind === 'failure'
      ? ['metadata', JSON_TYPE]
      : isHttp
        ? ['response', 'application/http; msgtype=response']
        : ['resource', 'application/octet-stream'];
  const answer = head(type, at, contentType, [...target, ...payload]);
  const together: WarcHeaders = [...target, ['WARC-Concurrent-To', answer.id]];
  const question = isHttp
    ? writeRecord(head('request', at, 'application/http; msgtype=request', together).headers, httpRequest(sent))
    : writeRecord(head('metadata', at, JSON_TYPE, together).headers, Buffer.from(JSON.stringify({ record: 'trackway-request', ...sent })));
  const packed = outcome.kind === 'answer' && codingsOf(outcome.headers).length > 0;
  return { answer: answer.id, written: [question, writeRecord(answer.headers, block, packed)] };
}

function isHttpUrl(url: string): boolean {
  return /^https?:/i.test(url);
}

function failureBlock(why: string, detail: string): Buffer {
  return Buffer.from(JSON.stringify({ record: FAILURE_RECORD, why, detail }));
}

/** The request as the source put it: without what the sender adds, and without any credential. */
function httpRequest(sent: AskRequest): Buffer {
  const url = new URL(sent.url);
  const lines = [`${sent.method} ${url.pathname}${url.search} HTTP/1.1`, `Host: ${url.host}`];
  for (const [name, text] of Object.entries(sent.headers)) lines.push(`${name}: ${oneLine(text)}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${sent.body ?? ''}`);
}

/** The headers travel as the bytes that they came as: one a character. */
function httpAnswer({ status, headers, raw }: Answered): Buffer {
  const lines = headers.map(([name, text]) => `${RENAMED.test(name) ? KEPT_AS : ''}${oneLine(name)}: ${oneLine(text)}\r\n`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`, 'latin1'), raw]);
}

/** The look's own record, checked; null where this record is another; a sentence where it is one that cannot be read. */
export function readLook({ headers, block }: WarcRecord): LookRecord | string | null {
  if (headers.get('warc-type') !== 'metadata') return null;
  const json = jsonOf(block);
  if (json?.['record'] !== LOOK_RECORD) return null;
  if (json['version'] !== LOOK_VERSION)
    return `this look is recorded in version ${String(json['version'])}, which this Trackway does not know`;
  const parsed = lookRecord.safeParse(json);
  return parsed.success ? parsed.data : `the record of this look does not read as one: ${parsed.error.issues[0]?.path.join('.') ?? 'it'}`;
}

function jsonOf(block: Buffer): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(block.toString('utf8'));
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** What came back, from its record: an answer still coded as it was received, or why there was none; null where it is neither. */
export type Outcome = Omit<Answered, 'body'> | Extract<Exchange['outcome'], { kind: 'failure' }>;

export function readOutcome({ headers, block }: WarcRecord, note: LookRecord['exchanges'][number]): Outcome | null {
  const { sentAt, at, said } = note;
  const type = headers.get('warc-type');
  if (type === 'resource') return said === null ? null : { kind: 'answer', ...said, raw: block, sentAt, at };
  if (type === 'response') {
    const answer = parseHttp(block);
    return answer === null ? null : { kind: 'answer', ...answer, sentAt, at };
  }
  const failure = failureRecord.safeParse(jsonOf(block));
  return failure.success ? { kind: 'failure', why: failure.data.why, detail: failure.data.detail, sentAt, at } : null;
}

function parseHttp(block: Buffer): Pick<Answered, 'status' | 'headers' | 'raw'> | null {
  const end = block.indexOf('\r\n\r\n');
  const [first, ...lines] = block.toString('latin1', 0, Math.max(end, 0)).split('\r\n');
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(first ?? '')?.[1];
  if (status === undefined) return null;
  const headers = lines.map(splitHeader).map(([name, text]) => [IS_RENAMED.test(name) ? name.slice(KEPT_AS.length) : name, text] as const);
  return { status: Number(status), headers, raw: block.subarray(end + 4) };
}
