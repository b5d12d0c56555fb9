import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { reasonOf, UserError, WorldError } from '../model/errors.ts';

/** Durable file operations: what is said to be written is on the disk, whole or not at all. */

/** A `write` may take only a part of the bytes (a nearly full disk): goes on until all is written or the system says no. */
export function writeAll(fd: number, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(fd, bytes, done, bytes.length - done);
}

/** Makes a rename or a new file in this folder survive a power cut. */
export function syncFolder(folder: string): void {
  const fd = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/**
 * Replaces a file in one step: other processes see the old bytes or the new ones. `beside` is where the new ones are
 * written first, on the same disk; a kill may leave that file behind.
 */
export function replaceFile(path: string, bytes: Uint8Array | string, beside = `${path}.${randomUUID().slice(0, 8)}.part`): void {
  try {
    const fd = openSync(beside, 'w', 0o600);
    try {
      writeAll(fd, typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(beside, path);
    syncFolder(dirname(path));
  } catch (error) {
    rmSync(beside, { force: true });
    throw new WorldError(`could not write ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

/** A file as evidence knows it. Digests are SHA-256, in hex. */
export interface Digested {
  digest: string;
  size: number;
  /** Length of a block in bytes; the last one may be shorter. */
  blockSize: number;
  /** SHA-256 of each block, cut to 128 bits: they only serve to tell *where* a file was changed. */
  blocks: string[];
}

const MEBIBYTE = 1 << 20;
const MOST_BLOCKS = 256;

/** Reads a file once and digests it; `copyTo`, an open descriptor, receives the same bytes. `onBytes` hears of progress. */
export function digestFile(fd: number, copyTo: number | null, onBytes: (done: number, size: number) => void): Digested {
  const size = fstatSync(fd).size;
  const blockSize = Math.max(1, Math.ceil(size / MOST_BLOCKS / MEBIBYTE)) * MEBIBYTE;
  const whole = createHash('sha256');
  const buffer = Buffer.allocUnsafe(MEBIBYTE);
  const blocks: string[] = [];
  let block = createHash('sha256');
  let done = 0;
  for (;;) {
    // Blocks are whole multiples of the buffer, so a read never crosses a block's end.
    const read = readFully(fd, buffer);
    if (read > 0) {
      const piece = buffer.subarray(0, read);
      whole.update(piece);
      block.update(piece);
      if (copyTo !== null) writeAll(copyTo, piece);
      done += read;
      onBytes(done, size);
    }
    const ended = read < buffer.length;
    if ((ended && done % blockSize !== 0) || (read > 0 && done % blockSize === 0)) {
      blocks.push(block.digest('hex').slice(0, 32));
      block = createHash('sha256');
    }
    if (ended) break;
  }
  return { digest: whole.digest('hex'), size: done, blockSize, blocks };
}

function readFully(fd: number, buffer: Buffer): number {
  let filled = 0;
  while (filled < buffer.length) {
    const read = readSync(fd, buffer, filled, buffer.length - filled, null);
    if (read === 0) break;
    filled += read;
  }
  return filled;
}

/** The format of what a watch recorded itself. */
export const WATCH_FORMAT = 'watch';

/**
 * Where a file of this digest and format lies, relative to the case folder: what a watch recorded in `evidence/warc/`, what was
 * brought in `evidence/originals/`. Names come from digests alone, never from what a user or a platform wrote: a log that names
 * anything else could lead out of the case.
 */
export function originalPath(digest: string, format: unknown = null): string {
  if (!isDigest(digest)) throw new WorldError(`the custody log names an original "${digest}", which is no SHA-256; run verify`);
  return format === WATCH_FORMAT ? `evidence/warc/${digest}.warc.gz` : `evidence/originals/${digest.slice(0, 2)}/${digest}`;
}

export function isDigest(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);
}

/** A copy on the case's disk, digested and durable, that is not in evidence yet. */
export interface Incoming extends Digested {
  part: string;
}

/** What the log says of it. */
export function digestedOf({ digest, size, blockSize, blocks }: Incoming): Digested {
  return { digest, size, blockSize, blocks };
}

const WAITING = 'incoming';

/** A new path for what is being written: it bears the process's number, so that others know whether its writer still lives. */
export function incomingPath(caseFolder: string): string {
  const waiting = join(caseFolder, WAITING);
  mkdirSync(waiting, { recursive: true, mode: 0o700 });
  return join(waiting, `${process.pid}-${randomUUID()}`);
}

/**
 * Copies a file to the case's disk and digests it on the way. Copying happens outside `evidence/`, so an interruption
 * leaves nothing there; `placeOriginal` moves it in, or `dropIncoming` throws it away. Errors: `UserError` where the file
 * cannot be read, `WorldError` where the case cannot be written (a full disk), with nothing changed.
 */
export function copyIncoming(caseFolder: string, path: string, onBytes: (done: number, size: number) => void): Incoming {
  const from = openSource(path);
  let part: string | null = null;
  try {
    part = incomingPath(caseFolder);
    const to = openSync(part, 'wx', 0o600);
    try {
      const result = digestFile(from, to, onBytes);
      fsyncSync(to);
      return { ...result, part };
    } finally {
      closeSync(to);
    }
  } catch (error) {
    if (part !== null) rmSync(part, { force: true });
    throw new WorldError(
      `could not copy ${path} into the case: ${reasonOf(error)}. The case is as it was; make room or check permissions and run the command again`,
      {
        cause: error,
      },
    );
  } finally {
    closeSync(from);
  }
}

/** Moves a copy into evidence, durably, to where its digest and format belong. Only inside the case's turn, where it is logged. True where it was not there before. */
export function placeOriginal(caseFolder: string, incoming: Incoming, format: unknown = null): boolean {
  const target = join(caseFolder, originalPath(incoming.digest, format));
  const isNew = !existsSync(target);
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  renameSync(incoming.part, target);
  syncFolder(dirname(target));
  syncFolder(dirname(dirname(target)));
  return isNew;
}

export function dropIncoming(incoming: Incoming): void {
  rmSync(incoming.part, { force: true });
}

function openSource(path: string): number {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new UserError(`cannot read ${path}: ${reasonOf(error)}`, { cause: error });
  }
  if (!fstatSync(fd).isFile()) {
    closeSync(fd);
    throw new UserError(`${path} is not a regular file`);
  }
  return fd;
}

/** Removes what interrupted processes left behind; what a living one is writing stays. */
export function sweepIncoming(caseFolder: string): void {
  const waiting = join(caseFolder, WAITING);
  let names: string[] = [];
  try {
    names = readdirSync(waiting);
  } catch {
    return;
  }
  for (const name of names) {
    const owner = /^(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !lives(Number(owner))) rmSync(join(waiting, name), { force: true, recursive: true });
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another account's process lives too, though it may not be signalled.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
