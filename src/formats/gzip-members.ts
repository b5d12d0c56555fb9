import { constants, crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import type { OpenBytes } from '../model/reader.ts';

/**
 * Which plain bytes does a gzip file of many members hold, and which member is damaged? WARC files have a member for each
 * record, so that a damaged one costs one record: after it the next member is looked for.
 */

/**
 * A member begins at an offset of the file; plain bytes; it ended before `next` with the right checksum; or there is a
 * damage at `offset` after which reading goes on at `next`.
 */
export type GzipPart =
  | { kind: 'member'; offset: number }
  | { kind: 'bytes'; bytes: Buffer }
  | { kind: 'end'; next: number }
  | { kind: 'flaw'; offset: number; next: number; reason: string };

/** Bytes of the file that wait to be read. */
interface Source {
  pieces: AsyncIterator<Uint8Array>;
  held: Buffer;
  /** The last bytes that were read: a damaged member often swallows the beginning of the next. */
  past: Buffer[];
  /** Offset in the file of the first byte held. */
  offset: number;
  ended: boolean;
}

/** Holds at least `size` bytes, fewer only at the end of the file. */
async function fill(source: Source, size: number): Promise<void> {
  while (source.held.length < size && !source.ended) {
    const next = await source.pieces.next();
    if (next.done) source.ended = true;
    else source.held = Buffer.concat([source.held, next.value]);
  }
}

const PAST = 1024 * 1024;

function drop(source: Source, size: number): void {
  source.past.push(source.held.subarray(0, size));
  let kept = source.past.reduce((sum, bytes) => sum + bytes.length, 0);
  while (kept - (source.past[0]?.length ?? 0) > PAST) kept -= source.past.shift()?.length ?? 0;
  source.held = source.held.subarray(size);
  source.offset += size;
}

/** Goes back to just after `offset`, or as far as is remembered. */
function goBack(source: Source, offset: number): void {
  const past = Buffer.concat(source.past);
  const size = Math.min(past.length, source.offset - offset - 1);
  source.held = Buffer.concat([past.subarray(past.length - size), source.held]);
  source.offset -= size;
  source.past = [];
}

/** The parts of the file from `offset` on, where a member begins. Never throws for what is in it. */
export async function* gzipParts(open: OpenBytes, offset: number): AsyncGenerator<GzipPart> {
  const source: Source = { pieces: open(offset)[Symbol.asyncIterator](), held: Buffer.alloc(0), past: [], offset, ended: false };
  try {
    for (;;) {
      await fill(source, 1);
      if (source.held.length === 0) return;
      const start = source.offset;
      const head = await headLength(source);
      if (head === null) {
        await seekMember(source);
        yield { kind: 'flaw', offset: start, next: source.offset, reason: 'what stands here is no gzip' };
        continue;
      }
      yield { kind: 'member', offset: start };
      source.past = [];
      drop(source, head);
      const flaw = (yield* inflateAtOnce(source)) ? null : yield* inflateMember(source);
      if (flaw === null) {
        yield { kind: 'end', next: source.offset };
        continue;
      }
      goBack(source, start);
      await seekMember(source, 0);
      yield { kind: 'flaw', offset: start, next: source.offset, reason: flaw };
    }
  } finally {
    await source.pieces.return?.();
  }
}

/** Length of the member's head (RFC 1952), or null where none stands here. */
async function headLength(source: Source): Promise<number | null> {
  await fill(source, 64 * 1024);
  return memberHead(source.held);
}

function memberHead(bytes: Buffer): number | null {
  const flags = bytes[3];
  if (bytes.length < 18 || bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8 || flags === undefined || flags > 31) return null;
  let at = 10;
  if (flags & 4) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return null;
    at = end + 1;
  }
  if (flags & 2) at += 2;
  return at < bytes.length ? at : null;
}

/** A member that is at hand whole and makes no more than this is inflated by one call: archives have thousands of them. */
const AT_ONCE = 1 << 20;

/** True where the member was at hand, whole and sound: its bytes were yielded and it is past. Else nothing has happened. */
async function* inflateAtOnce(source: Source): AsyncGenerator<GzipPart, boolean> {
  const found = inflated(source.held);
  if (found === null) return false;
  const { bytes, used } = found;
  const trailer = source.held.subarray(used, used + 8);
  if (trailer.length < 8 || trailer.readUInt32LE(0) !== crc32(bytes) || trailer.readUInt32LE(4) !== bytes.length) return false;
  if (bytes.length > 0) yield { kind: 'bytes', bytes };
  drop(source, used + 8);
  return true;
}

function inflated(deflated: Buffer): { bytes: Buffer; used: number } | null {
  try {
    // With `info` the engine comes too, which knows how much it took; the types do not say so.
    const { buffer, engine } = inflateRawSync(deflated, { info: true, maxOutputLength: AT_ONCE }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return { bytes: buffer, used: engine.bytesWritten };
  } catch {
    return null;
  }
}

/** Small, so that even the worst bomb makes no more than some 16 MiB at a time. */
const STEP = 16 * 1024;

/** Yields the plain bytes of a member whose head is past; returns what is wrong with it, or null. */
async function* inflateMember(source: Source): AsyncGenerator<GzipPart, string | null> {
  const inflater = createInflateRaw({ chunkSize: 64 * 1024 });
  let plain: Buffer[] = [];
  let failed: Error | null = null;
  inflater.on('data', (bytes: Buffer) => plain.push(bytes));
  let processed = (): void => undefined;
  inflater.on('error', (error) => {
    failed = error;
    // A stream that failed does not call back for the piece that it failed on.
    processed();
  });
  let sum = 0;
  let size = 0;
  let given = 0;
  for (;;) {
    await fill(source, STEP);
    if (source.held.length === 0) return 'the file ends in the middle of a gzip member';
    const piece = source.held.subarray(0, STEP);
    given += piece.length;
    await new Promise<void>((resolve) => {
      processed = resolve;
      inflater.write(piece, () => resolve());
    });
    for (const bytes of plain) {
      sum = crc32(bytes, sum);
      size += bytes.length;
      yield { kind: 'bytes', bytes };
    }
    plain = [];
    if (failed !== null) return 'a gzip member is damaged';
    const unused = given - inflater.bytesWritten;
    drop(source, piece.length - unused);
    if (unused > 0) break;
  }
  inflater.destroy();
  return readTrailer(source, sum, size);
}

async function readTrailer(source: Source, sum: number, size: number): Promise<string | null> {
  await fill(source, 8);
  if (source.held.length < 8) return 'the file ends in the middle of a gzip member';
  const sound = source.held.readUInt32LE(0) === sum && source.held.readUInt32LE(4) === size % 2 ** 32;
  drop(source, 8);
  return sound ? null : 'a gzip member does not have the checksum that it states';
}

/** Goes to the next place where a member of a WARC begins: one whose first plain bytes are `WARC/`. */
async function seekMember(source: Source, start = 1): Promise<void> {
  let from = start;
  for (;;) {
    await fill(source, 64 * 1024);
    const at = source.held.indexOf(Buffer.from([0x1f, 0x8b, 8]), from);
    if (at < 0) {
      drop(source, Math.max(source.held.length - 2, 0));
      if (source.ended) drop(source, source.held.length);
      if (source.held.length === 0 && source.ended) return;
      from = 0;
      if (!source.ended) await fill(source, source.held.length + 1);
      continue;
    }
    drop(source, at);
    await fill(source, 64 * 1024);
    const head = memberHead(source.held);
    if (head !== null && beginsWarc(source.held.subarray(head, head + STEP))) return;
    from = 1;
  }
}

function beginsWarc(deflated: Buffer): boolean {
  try {
    return inflateRawSync(deflated, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * 1024 * 1024 })
      .subarray(0, 5)
      .equals(Buffer.from('WARC/'));
  } catch {
    return false;
  }
}
