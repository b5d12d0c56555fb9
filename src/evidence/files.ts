import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
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

/** Replaces a file in one step: other processes see the old bytes or the new ones. */
export function replaceFile(path: string, bytes: Uint8Array | string): void {
  const beside = `${path}.${randomUUID().slice(0, 8)}.part`;
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

/** Where an original lies, relative to the case folder. Names come from digests alone, never from what a user or a platform wrote. */
export function originalPath(digest: string): string {
  return `evidence/originals/${digest.slice(0, 2)}/${digest}`;
}

/**
 * Copies a file into evidence and digests it on the way; afterwards it is on disk under its digest. Copying happens
 * outside `evidence/`, so an interruption leaves nothing there. Errors: `UserError` where the file cannot be read,
 * `WorldError` where the case cannot be written (a full disk), with nothing changed.
 */
export function keepOriginal(caseFolder: string, path: string, onBytes: (done: number, size: number) => void): Digested {
  const from = openSource(path);
  const waiting = join(caseFolder, 'incoming');
  const part = join(waiting, randomUUID());
  try {
    mkdirSync(waiting, { recursive: true });
    const to = openSync(part, 'wx', 0o600);
    let result: Digested;
    try {
      result = digestFile(from, to, onBytes);
      fsyncSync(to);
    } finally {
      closeSync(to);
    }
    const target = join(caseFolder, originalPath(result.digest));
    mkdirSync(dirname(target), { recursive: true });
    renameSync(part, target);
    syncFolder(dirname(target));
    syncFolder(dirname(dirname(target)));
    return result;
  } catch (error) {
    rmSync(part, { force: true });
    if (error instanceof UserError) throw error;
    throw new WorldError(
      `could not copy ${path} into the case: ${reasonOf(error)}. The case is as it was; make room or check permissions and run the import again`,
      {
        cause: error,
      },
    );
  } finally {
    closeSync(from);
  }
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

/** Removes copies that an interrupted import left behind. Only for who holds the import lock. */
export function sweepIncoming(caseFolder: string): void {
  const waiting = join(caseFolder, 'incoming');
  let names: string[] = [];
  try {
    names = readdirSync(waiting);
  } catch {
    return;
  }
  for (const name of names) rmSync(join(waiting, name), { force: true });
}
