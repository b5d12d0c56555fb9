import { createHash } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf, WorldError } from '../model/errors.ts';
import { incomingPath, replaceFile, writeAll } from './files.ts';

/**
 * The custody log: who did what to the case, one JSON entry a line, each bound to the one before by SHA-256.
 *
 * A line is `{"seq":…,"at":…,"type":…,"actor":…,"body":…,"prev":…,"hash":…}`; `hash` is the SHA-256 of the line's bytes
 * before `,"hash":"`. The bytes themselves are hashed, not a parsed form, so nothing in a line can change unseen.
 */

/** How far the log is known: bytes, entries and the hash of the last entry. */
export interface Head {
  size: number;
  entries: number;
  hash: string;
}

export interface LogEntry {
  seq: number;
  at: string;
  type: string;
  actor: string;
  body: Record<string, unknown>;
  prev: string;
  hash: string;
}

export const EMPTY_HEAD: Head = { size: 0, entries: 0, hash: '0'.repeat(64) };

const LOG = 'evidence/log.ndjson';
const HEAD = 'evidence/HEAD';
const MARK = ',"hash":"';

export function logPath(caseFolder: string): string {
  return join(caseFolder, LOG);
}

function seal(entry: Omit<LogEntry, 'hash'>): { line: string; hash: string } {
  const open = JSON.stringify(entry).slice(0, -1);
  const hash = createHash('sha256').update(open).digest('hex');
  return { line: `${open}${MARK}${hash}"}\n`, hash };
}

/** A line that does not hold: why, and where in the log it begins. */
export interface LogFault {
  offset: number;
  reason: string;
}

export interface LogWalk {
  entries: LogEntry[];
  /** The head after each of them. */
  heads: Head[];
  /** The head after the last entry that holds. */
  head: Head;
  /** What stopped the walk before the end, if anything. */
  fault: LogFault | null;
  /** Bytes after the last line end: an append that was cut. */
  tornBytes: number;
}

/** Reads the entries after `from`, checking each line's hash, number and link to the one before. Stops at the first that fails. */
export function walkLog(caseFolder: string, from: Head): LogWalk {
  const bytes = readFrom(logPath(caseFolder), from.size);
  const entries: LogEntry[] = [];
  const heads: Head[] = [];
  let head = from;
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(10, start);
    if (end < 0) break;
    const offset = from.size + start;
    const checked = checkLine(bytes.toString('utf8', start, end), head);
    if (typeof checked === 'string') return { entries, heads, head, fault: { offset, reason: checked }, tornBytes: 0 };
    entries.push(checked);
    head = { size: offset + end + 1 - start, entries: checked.seq, hash: checked.hash };
    heads.push(head);
    start = end + 1;
  }
  return { entries, heads, head, fault: null, tornBytes: bytes.length - start };
}

function checkLine(line: string, head: Head): LogEntry | string {
  const mark = line.lastIndexOf(MARK);
  const hash = line.slice(mark + MARK.length, -2);
  if (mark < 0 || !line.endsWith('"}') || createHash('sha256').update(line.slice(0, mark)).digest('hex') !== hash) {
    return `entry ${head.entries + 1} was changed: its hash does not fit its bytes`;
  }
  const entry = entryOf(line);
  if (entry === null) return `entry ${head.entries + 1} is none: it does not read as one`;
  if (entry.prev !== head.hash || entry.seq !== head.entries + 1) {
    return `entry ${entry.seq} does not follow entry ${head.entries}: entries were removed, added or put in another order`;
  }
  return entry;
}

/** A line whose hash fits may still be anything: whoever can write a file can compute a hash. */
function entryOf(line: string): LogEntry | null {
  try {
    const entry: LogEntry = JSON.parse(line);
    return typeof entry.type === 'string' && typeof entry.body === 'object' && entry.body !== null ? entry : null;
  } catch {
    return null;
  }
}

function readFrom(path: string, offset: number): Buffer {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    throw new WorldError(`cannot read the custody log ${path}: ${reasonOf(error)}`, { cause: error });
  }
  try {
    const rest = Math.max(0, fstatSync(fd).size - offset);
    const buffer = Buffer.alloc(rest);
    let filled = 0;
    while (filled < rest) {
      const read = readSync(fd, buffer, filled, rest - filled, offset + filled);
      if (read === 0) break;
      filled += read;
    }
    return buffer.subarray(0, filled);
  } finally {
    closeSync(fd);
  }
}

/**
 * Appends one entry after `head` and returns the new head; on return it is on the disk. Only inside the case's turn: two
 * writers at once would fork the chain. Anything after `head.size` must have been dealt with before (see `walkLog`).
 */
export function appendEntry(
  caseFolder: string,
  head: Head,
  entry: { at: string; type: string; actor: string; body: Record<string, unknown> },
): { entry: LogEntry; head: Head } {
  const open = { seq: head.entries + 1, at: entry.at, type: entry.type, actor: entry.actor, body: entry.body, prev: head.hash };
  const { line, hash } = seal(open);
  const bytes = Buffer.from(line);
  const path = logPath(caseFolder);
  const fd = openSync(path, 'a', 0o600);
  try {
    if (fstatSync(fd).size !== head.size) throw new WorldError(`the custody log ${path} is not as long as the case knows; run verify`);
    try {
      writeAll(fd, bytes);
      fsyncSync(fd);
    } catch (error) {
      // A full disk may take half a line. Nothing was acknowledged: take it back, so that the log ends at an entry.
      ftruncateSync(fd, head.size);
      throw new WorldError(`could not write the custody log ${path}: ${reasonOf(error)}. Nothing was changed`, { cause: error });
    }
  } finally {
    closeSync(fd);
  }
  return { entry: { ...open, hash }, head: { size: head.size + bytes.length, entries: open.seq, hash } };
}

/** What a killed append left after the last whole entry. */
export function tornEnd(caseFolder: string, head: Head): Buffer {
  return readFrom(logPath(caseFolder), head.size);
}

/** Cuts the log back to a head. Only inside the case's turn, and only what was never acknowledged. */
export function cutLog(caseFolder: string, head: Head): void {
  const fd = openSync(logPath(caseFolder), 'r+');
  try {
    ftruncateSync(fd, head.size);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Stores the head. It is written outside `evidence/` first: a kill must not leave a file there that nobody logged. */
export function writeHead(caseFolder: string, head: Head): void {
  replaceFile(join(caseFolder, HEAD), headText(head), incomingPath(caseFolder));
}

function headText({ size, entries, hash }: Head): string {
  return `${JSON.stringify({ size, entries, hash })}\n`;
}

/** What HEAD says; null where it is missing or no head. */
export function readHead(caseFolder: string): Head | null {
  try {
    const text = readFileSync(join(caseFolder, HEAD), 'utf8');
    const head: unknown = JSON.parse(text);
    // Byte for byte as it was written: no byte of evidence may change unseen.
    return isHead(head) && text === headText(head) ? head : null;
  } catch {
    return null;
  }
}

function isHead(value: unknown): value is Head {
  if (typeof value !== 'object' || value === null) return false;
  const { size, entries, hash } = value as Record<string, unknown>;
  return typeof size === 'number' && typeof entries === 'number' && typeof hash === 'string';
}
