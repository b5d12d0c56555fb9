import { closeSync, constants, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';
import { WATCH_FORMAT } from '../evidence/files.ts';
import { formatReaders } from '../formats/index.ts';
import { reasonOf, UserError, WorldError } from '../model/errors.ts';
import type { FileHead, FileReader, OpenBytes } from '../model/reader.ts';
import { loadPlatforms } from '../platforms/registry.ts';
import { watchReader } from './watch-reader.ts';

/** Which reader reads a file, and how its bytes are opened. */

export async function allReaders(): Promise<FileReader[]> {
  const platforms = await loadPlatforms();
  return [...formatReaders, watchReader(platforms), ...platforms.flatMap((platform) => platform.readers)].sort((a, b) =>
    a.format < b.format ? -1 : 1,
  );
}

const HEAD_BYTES = 65_536;
/** Below this no reader takes a file for its own. */
const LIKELY = 0.5;

/** The first bytes of a file, gunzipped where it is gzip. */
export function headOf(path: string, name: string): FileHead {
  const buffer = Buffer.alloc(HEAD_BYTES);
  // Not waiting: a pipe that nobody writes to would hold the import for ever.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  let read: number;
  try {
    if (!fstatSync(fd).isFile()) throw new UserError(`${path} is not a regular file`);
    read = readSync(fd, buffer, 0, HEAD_BYTES, 0);
  } finally {
    closeSync(fd);
  }
  const raw = buffer.subarray(0, read);
  const bytes = isGzip(raw) ? gunzipHead(raw) : raw;
  return { name, bytes, text: bytes.toString('utf8'), whole: read < HEAD_BYTES && bytes === raw };
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function gunzipHead(raw: Buffer): Buffer {
  try {
    // The head of a gzip ends in the middle: take what comes out.
    return gunzipSync(raw, { finishFlush: 2, maxOutputLength: 64 * HEAD_BYTES }).subarray(0, HEAD_BYTES);
  } catch {
    return raw;
  }
}

/** The reader for a file: the one named by `--as`, else the one that recognises the content best. */
export function chooseReader(readers: readonly FileReader[], head: FileHead, as: string | null): FileReader {
  if (as !== null) {
    const named = readers.find((reader) => reader.format === as);
    if (named === undefined)
      throw new UserError(`there is no format "${as}"; the formats are ${readers.map((reader) => reader.format).join(', ')}`);
    return named;
  }
  const ranked = readers.map((reader) => ({ reader, sure: reader.recognise(head) })).sort((a, b) => b.sure - a.sure);
  const best = ranked[0];
  if (best === undefined || best.sure < LIKELY) throw new UserError(unrecognised(head));
  return best.reader;
}

function unrecognised(head: FileHead): string {
  const [first, second] = head.bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return `${head.name} is UTF-16; save it as UTF-8 and import it again`;
  if (head.bytes.length === 0) return `${head.name} is empty`;
  return `${head.name} is of no format that Trackway knows. Name one with --as, or describe a CSV or JSON file with --map (see docs/reference)`;
}

/**
 * Opens an original's content at an offset of the uncompressed bytes. A WARC, a watch's own too, is handed over as it is: it is
 * gzipped by record. What is wrong with the content is a `UserError`; a disk that cannot be read is a `WorldError`, and reading can be
 * tried again.
 */
export function opener(path: string, format: string): OpenBytes {
  return format === 'warc' || format === WATCH_FORMAT || !isGzip(startOf(path))
    ? (offset) => plain(path, offset)
    : (offset) => gunzipped(path, offset);
}

function startOf(path: string): Uint8Array {
  const start = Buffer.alloc(2);
  try {
    const fd = openSync(path, 'r');
    try {
      readSync(fd, start, 0, 2, 0);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw unreadable(path, error);
  }
  return start;
}

async function* plain(path: string, offset: number): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { start: offset, highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>;
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function* gunzipped(path: string, offset: number): AsyncGenerator<Uint8Array> {
  let before = offset;
  try {
    // An error of either end is thrown to who reads.
    const content = pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), createGunzip(), () => {});
    for await (const piece of content as AsyncIterable<Buffer>) {
      if (before < piece.length) yield before > 0 ? piece.subarray(before) : piece;
      before = Math.max(0, before - piece.length);
    }
  } catch (error) {
    const isContent = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
    throw isContent ? new UserError(`the gzip file is damaged: ${reasonOf(error)}`, { cause: error }) : unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): WorldError {
  return new WorldError(
    `cannot read the original ${path}: ${reasonOf(error)}. Bring it back (\`trackway verify\` says what is missing) and run the command again`,
    {
      cause: error,
    },
  );
}
