import { createHash, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** One WARC 1.1 record at a time, written and read as Trackway's own segments have them: a gzip member each, digests in SHA-256. */

export type WarcHeaders = readonly (readonly [name: string, value: string])[];

export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** As WARC writes a record's name: `<urn:uuid:…>`. */
export function newRecordId(): string {
  return `<urn:uuid:${randomUUID()}>`;
}

/** A record as a gzip member; its block's digest and length are added to `headers`. `packed`: the block cannot be made smaller. */
export function writeRecord(headers: WarcHeaders, block: Uint8Array, packed = false): Buffer {
  const all = [...headers, ['WARC-Block-Digest', sha256(block)], ['Content-Length', String(block.length)]] as const;
  const head = `WARC/1.1\r\n${all.map(([name, value]) => `${name}: ${oneLine(value)}\r\n`).join('')}\r\n`;
  return gzipped(Buffer.concat([Buffer.from(head), block, Buffer.from('\r\n\r\n')]), packed ? 0 : 6);
}

/** With a window no larger than what is packed: for small records, setting up the usual one costs more than packing. */
function gzipped(bytes: Buffer, level: number): Buffer {
  const windowBits = Math.min(15, Math.max(9, Math.ceil(Math.log2(bytes.length))));
  return gzipSync(bytes, {
    level,
    windowBits,
    memLevel: Math.max(1, windowBits - 7),
    chunkSize: Math.max(64, Math.min(16_384, bytes.length)),
  });
}

/** What would end a header's line is no part of a value. */
export function oneLine(text: string): string {
  return text.replace(/[\r\n\0]+/g, ' ');
}

export interface WarcRecord {
  /** By lower-case name. */
  headers: ReadonlyMap<string, string>;
  block: Buffer;
}

/** Reads the plain bytes of one member that holds one record; a sentence where it is none or not what its digest says. */
export function readRecord(bytes: Buffer): WarcRecord | string {
  const end = bytes.indexOf('\r\n\r\n');
  const [version, ...lines] = bytes.toString('utf8', 0, Math.max(end, 0)).split('\r\n');
  if (end < 0 || version !== 'WARC/1.1') return 'no WARC 1.1 record stands here';
  const headers = new Map(lines.map((line) => splitHeader(line)).map(([name, value]) => [name.toLowerCase(), value]));
  const block = bytes.subarray(end + 4, bytes.length - 4);
  if (headers.get('content-length') !== String(block.length)) return 'the record is not as long as it says (Content-Length)';
  if (headers.get('warc-block-digest') !== sha256(block))
    return 'the bytes of the record do not have the digest that it states (WARC-Block-Digest)';
  return { headers, block };
}

export function splitHeader(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  return [line.slice(0, Math.max(colon, 0)), line.slice(colon + 1).trim()];
}
