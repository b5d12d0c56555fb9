import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { codeOf } from './failure.ts';

/** What an answer says once its content codings are undone. Live answers and those read back from evidence pass here alike. */

export type Headers = readonly (readonly [name: string, value: string])[];

/** Real servers use one; more than a few only multiply the work of a bomb. */
const MOST_CODINGS = 3;

/**
 * Undoes `content-encoding`: gzip, deflate (with or without its zlib frame), br, identity, several in a row.
 * `cap`: most bytes of every step; more is `too_large`, found before they are held. An unknown or broken coding is `bad_encoding`.
 */
export function decodeBody(headers: Headers, raw: Uint8Array, cap: number): Uint8Array | 'too_large' | 'bad_encoding' {
  const codings = codingsOf(headers);
  if (codings.length > MOST_CODINGS) return 'bad_encoding';
  let bytes = raw;
  // Some servers announce a coding for a body that is not there.
  if (raw.length === 0) return raw;
  for (const coding of codings.reverse()) {
    const undone = undo(coding, bytes, cap);
    if (typeof undone === 'string') return undone;
    bytes = undone;
  }
  return bytes.length > cap ? 'too_large' : bytes;
}

/** The codings in the order in which they were applied, without those that change nothing. */
export function codingsOf(headers: Headers): string[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'content-encoding')
    .flatMap(([, value]) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
}

function undo(coding: string, bytes: Uint8Array, cap: number): Uint8Array | 'too_large' | 'bad_encoding' {
  const options = { maxOutputLength: cap };
  try {
    if (coding === 'gzip' || coding === 'x-gzip') return plain(gunzipSync(bytes, options));
    if (coding === 'br') return plain(brotliDecompressSync(bytes, options));
    if (coding === 'deflate') return plain(hasZlibFrame(bytes) ? inflateSync(bytes, options) : inflateRawSync(bytes, options));
    return 'bad_encoding';
  } catch (error) {
    return codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'bad_encoding';
  }
}

/** The same kind of array whether or not something was undone. */
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

/** RFC 1950: the method is 8 and the first two bytes together divide by 31. Some servers send the bare stream. */
function hasZlibFrame(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  return (first & 15) === 8 && (first * 256 + second) % 31 === 0;
}
