import { createHash, getHashes, type Hash } from 'node:crypto';

/** Are the digests that a WARC record states for its block and its payload right? The digests come in several spellings. */

export interface Stated {
  /** As in the header: `sha1:G7HRM7BGOKSKMSXZAHMUQTTV53QOFSMK`. */
  written: string;
  algorithm: string;
  value: string;
}

const ALGORITHMS = new Set(['md5', 'sha1', 'sha256', 'sha384', 'sha512']);

/** Reads `sha1:…` or `sha-256:…`; null where it is missing or of an algorithm that cannot be checked here. */
export function statedDigest(header: string | undefined): Stated | null {
  const found = /^\s*([a-z0-9-]+)\s*[:=]\s*(\S+)\s*$/i.exec(header ?? '');
  const algorithm = found?.[1]?.toLowerCase().replace('-', '');
  const value = found?.[2];
  if (header === undefined || algorithm === undefined || value === undefined) return null;
  return ALGORITHMS.has(algorithm) && getHashes().includes(algorithm) ? { written: header.trim(), algorithm, value } : null;
}

/** True where `value` is this digest in hex, base32, base64 or base64url, with or without padding. */
export function sameDigest(digest: Buffer, value: string): boolean {
  const bare = value.replace(/=+$/, '');
  if (bare.toLowerCase() === digest.toString('hex')) return true;
  if (bare.toUpperCase() === base32(digest)) return true;
  return bare.replaceAll('+', '-').replaceAll('/', '_') === digest.toString('base64url');
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base32(bytes: Buffer): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[(held >> bits) & 31];
    }
  }
  return bits > 0 ? text + BASE32[(held << (5 - bits)) & 31] : text;
}

/** Digests of one record while its block passes by. */
export interface BlockCheck {
  update(bytes: Buffer): void;
  finish(): BlockResult;
}

interface BlockResult {
  /** `sha256:hex` of the whole block. */
  sha256: string;
  /** HTTP status; null where the block is no HTTP answer. */
  status: number | null;
  /** Stated digests that are wrong, as sentences. */
  wrong: string[];
}

const HEAD_LIMIT = 256 * 1024;

/**
 * Checks a block against its stated digests. The payload of an HTTP message is what follows its head. Writers differ in
 * whether it is taken before or after chunked transfer coding is undone, so either is accepted.
 */
export function checkBlock(block: Stated | null, payload: Stated | null, isHttp: boolean): BlockCheck {
  const own = createHash('sha256');
  const stated = block === null ? null : createHash(block.algorithm);
  const body = payload === null ? null : payloadHashes(payload.algorithm);
  let head: Buffer | null = isHttp ? Buffer.alloc(0) : null;
  let status: number | null = null;
  return {
    update(bytes) {
      own.update(bytes);
      stated?.update(bytes);
      if (head === null) {
        body?.update(bytes);
        return;
      }
      head = Buffer.concat([head, bytes]);
      const end = headEnd(head);
      if (end < 0 && head.length < HEAD_LIMIT) return;
      const text = head.toString('latin1', 0, Math.max(end, 0));
      status = statusOf(text);
      body?.start(/^transfer-encoding:.*\bchunked\b/im.test(text));
      body?.update(head.subarray(Math.max(end, 0)));
      head = null;
    },
    finish() {
      if (head !== null) status = statusOf(head.toString('latin1'));
      const wrong: string[] = [];
      if (block !== null && stated !== null && !sameDigest(stated.digest(), block.value))
        wrong.push(`its bytes do not have the digest that it states (WARC-Block-Digest ${block.written})`);
      if (payload !== null && body !== null && !body.digests().some((digest) => sameDigest(digest, payload.value)))
        wrong.push(`its payload does not have the digest that it states (WARC-Payload-Digest ${payload.written})`);
      return { sha256: `sha256:${own.digest('hex')}`, status, wrong };
    },
  };
}

function headEnd(head: Buffer): number {
  const crlf = head.indexOf('\r\n\r\n');
  const lf = head.indexOf('\n\n');
  if (crlf >= 0 && (lf < 0 || crlf < lf)) return crlf + 4;
  return lf < 0 ? -1 : lf + 2;
}

function statusOf(head: string): number | null {
  const code = /^HTTP\/\d(?:\.\d)?\s+(\d{3})\b/.exec(head)?.[1];
  return code === undefined ? null : Number(code);
}

/** The payload as it stands, and with its chunks put together where it is chunked. */
function payloadHashes(algorithm: string) {
  const raw = createHash(algorithm);
  let joined: { hash: Hash; feed: (bytes: Buffer) => void } | null = null;
  return {
    start(chunked: boolean): void {
      if (!chunked) return;
      const hash = createHash(algorithm);
      joined = { hash, feed: dechunker((bytes) => hash.update(bytes)) };
    },
    update(bytes: Buffer): void {
      raw.update(bytes);
      joined?.feed(bytes);
    },
    digests: (): Buffer[] => (joined === null ? [raw.digest()] : [raw.digest(), joined.hash.digest()]),
  };
}

/** Hands on the data of chunked transfer coding; stops at the first thing that is none. */
function dechunker(emit: (bytes: Buffer) => void): (bytes: Buffer) => void {
  let line = '';
  let left = 0;
  let done = false;
  return (bytes) => {
    let at = 0;
    while (at < bytes.length && !done) {
      if (left > 0) {
        const part = bytes.subarray(at, at + left);
        emit(part);
        at += part.length;
        left -= part.length;
        continue;
      }
      const end = bytes.indexOf(10, at);
      line += bytes.toString('latin1', at, end < 0 ? bytes.length : end);
      if (end < 0 || line.length > 1000) {
        done = line.length > 1000;
        return;
      }
      at = end + 1;
      const size = line.trim();
      line = '';
      // The empty line after a chunk's data.
      if (size === '') continue;
      left = /^[0-9a-f]{1,10}\b/i.test(size) ? Number.parseInt(size, 16) : 0;
      done = left === 0;
    }
  };
}
