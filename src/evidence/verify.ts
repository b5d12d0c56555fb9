import { closeSync, lstatSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../model/errors.ts';
import { type Digested, digestFile, isDigest, originalPath, WATCH_FORMAT } from './files.ts';
import { EMPTY_HEAD, type Head, type LogEntry, type LogWalk, readHead, walkLog } from './log.ts';

/**
 * Is the evidence what it was? Accounts for every file under `evidence/` by digest and size, and for the custody log by
 * its chain, its HEAD and the head that the case database knows.
 *
 * What it cannot see: somebody who rewrites originals, log, HEAD and database alike. Only a timestamp from outside does.
 */

export const PROBLEM_KINDS = ['changed', 'missing', 'added', 'unlogged', 'chain', 'cut', 'head', 'torn', 'unreadable'] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

export interface EvidenceProblem {
  kind: ProblemKind;
  /** Relative to the case folder. */
  path: string;
  /** Byte offset of the first damage that can be told, else 0. */
  offset: number;
  detail: string;
}

/** `tampered`: something is not what it was. `incomplete`: a write was cut, nothing acknowledged is lost. `unknown`: could not be read. */
export type EvidenceVerdict = 'sound' | 'tampered' | 'incomplete' | 'unknown';

export interface Verification {
  verdict: EvidenceVerdict;
  /** Files and log entries looked at. */
  checked: number;
  /** Hash of the last entry that holds; null where there is none. */
  head: string | null;
  problems: EvidenceProblem[];
}

const INCOMPLETE: readonly ProblemKind[] = ['torn', 'unlogged'];
const LOG = 'evidence/log.ndjson';
const HEAD = 'evidence/HEAD';

/** What lies under `evidence/` at one moment. */
interface Snapshot {
  present: Set<string>;
  entries: LogEntry[];
  problems: EvidenceProblem[];
}

function takeSnapshot(caseFolder: string, knownHead: Head | null): Snapshot {
  const problems: EvidenceProblem[] = [];
  const present = listFiles(caseFolder, problems);
  return { present, entries: checkLog(caseFolder, present, knownHead, problems), problems };
}

/**
 * `knownHead`: the head in the case database, null where there is none. `onBytes` hears how many bytes were digested.
 * `turn` holds the case still while files are listed and the log is walked: without it, what another process is logging
 * at that moment looks like a stray file.
 */
export function verifyEvidence(
  caseFolder: string,
  knownHead: Head | null,
  onBytes: (bytes: number) => void,
  turn: (work: () => Snapshot) => Snapshot = (work) => work(),
): Verification {
  const { present, entries, problems } = turn(() => takeSnapshot(caseFolder, knownHead));
  const expected = filesOf(entries);
  let checked = entries.length;
  for (const [path, file] of expected) {
    checked++;
    if (!present.has(path))
      problems.push({ kind: 'missing', path, offset: 0, detail: `the log names this file (entry ${file.seq}), and it is not there` });
    else checkFile(caseFolder, path, file, problems, onBytes);
  }
  const chainBroken = problems.some((problem) => problem.kind === 'chain' || problem.kind === 'cut');
  for (const path of present) {
    if (expected.has(path) || path === LOG || path === HEAD) continue;
    checked++;
    problems.push(unexpected(caseFolder, path, chainBroken, onBytes));
  }
  return { verdict: verdictOf(problems), checked, head: entries.at(-1)?.hash ?? null, problems };
}

function verdictOf(problems: EvidenceProblem[]): EvidenceVerdict {
  if (problems.length === 0) return 'sound';
  if (problems.some((problem) => problem.kind !== 'unreadable' && !INCOMPLETE.includes(problem.kind))) return 'tampered';
  return problems.some((problem) => problem.kind === 'unreadable') ? 'unknown' : 'incomplete';
}

function listFiles(caseFolder: string, problems: EvidenceProblem[]): Set<string> {
  const found = new Set<string>();
  const walk = (folder: string): void => {
    let names: string[];
    try {
      names = readdirSync(join(caseFolder, folder)).sort();
    } catch (error) {
      problems.push({ kind: 'unreadable', path: folder, offset: 0, detail: reasonOf(error) });
      return;
    }
    for (const name of names) {
      const path = `${folder}/${name}`;
      const kind = lstatSync(join(caseFolder, path));
      if (kind.isDirectory()) walk(path);
      else found.add(path);
    }
  };
  walk('evidence');
  return found;
}

function checkLog(caseFolder: string, present: Set<string>, knownHead: Head | null, problems: EvidenceProblem[]): LogEntry[] {
  if (!present.has(HEAD)) problems.push({ kind: 'missing', path: HEAD, offset: 0, detail: 'the head of the custody log is not there' });
  if (!present.has(LOG)) {
    problems.push({ kind: 'missing', path: LOG, offset: 0, detail: 'the custody log is not there' });
    return [];
  }
  const walk = walkLog(caseFolder, EMPTY_HEAD);
  if (walk.fault !== null) problems.push({ kind: 'chain', path: LOG, offset: walk.fault.offset, detail: walk.fault.reason });
  if (walk.tornBytes > 0) {
    problems.push({
      kind: 'torn',
      path: LOG,
      offset: walk.head.size,
      detail: `${walk.tornBytes} bytes after the last whole entry: a write that was cut`,
    });
  }
  const head = readHead(caseFolder);
  if (present.has(HEAD) && head === null) problems.push({ kind: 'head', path: HEAD, offset: 0, detail: 'it does not read as a head' });
  if (head !== null) compareHead(head, walk, HEAD, problems);
  if (knownHead !== null) compareHead(knownHead, walk, 'case.db', problems);
  return walk.entries;
}

/** The log may be longer than a head, never shorter, and must pass through it. */
function compareHead(head: Head, { heads, head: end }: LogWalk, where: string, problems: EvidenceProblem[]): void {
  if (head.entries > end.entries) {
    const detail = `${where} knows ${head.entries} entries (${head.size} bytes), the log holds ${end.entries} sound ones (${end.size} bytes)`;
    problems.push({ kind: 'cut', path: LOG, offset: end.size, detail });
    return;
  }
  const there = head.entries === 0 ? EMPTY_HEAD : heads[head.entries - 1];
  if (there?.hash !== head.hash || there.size !== head.size) {
    problems.push({ kind: 'head', path: where, offset: 0, detail: `the log's entry ${head.entries} is another one than ${where} knows` });
  }
}

type ExpectedFile = Digested & { seq: number };

/** Every entry that brought a file carries `files` in its body. */
function filesOf(entries: LogEntry[]): Map<string, ExpectedFile> {
  const expected = new Map<string, ExpectedFile>();
  for (const entry of entries) {
    const files = entry.body['files'];
    if (!Array.isArray(files)) continue;
    for (const file of files as unknown[]) {
      if (!isDigested(file)) continue;
      const path = originalPath(file.digest, entry.body['format']);
      if (!expected.has(path)) expected.set(path, { ...file, seq: entry.seq });
    }
  }
  return expected;
}

/** A forged entry may hold anything. */
function isDigested(file: unknown): file is Digested {
  if (typeof file !== 'object' || file === null) return false;
  const { digest, size, blockSize, blocks } = file as Partial<Digested>;
  return isDigest(digest) && typeof size === 'number' && typeof blockSize === 'number' && Array.isArray(blocks);
}

function checkFile(
  caseFolder: string,
  path: string,
  file: ExpectedFile,
  problems: EvidenceProblem[],
  onBytes: (bytes: number) => void,
): void {
  const seen = digestAt(caseFolder, path, onBytes);
  if (typeof seen === 'string') {
    problems.push({ kind: 'unreadable', path, offset: 0, detail: seen });
    return;
  }
  if (seen.digest === file.digest && seen.size === file.size) return;
  const firstBad = file.blocks.findIndex((block, i) => seen.blocks[i] !== block);
  const offset = firstBad < 0 ? Math.min(seen.size, file.size) : firstBad * file.blockSize;
  const size = seen.size === file.size ? '' : `; it has ${seen.size} bytes, logged were ${file.size}`;
  problems.push({
    kind: 'changed',
    path,
    offset,
    detail: `its content is not what entry ${file.seq} logged: first difference in the block at ${offset}${size}`,
  });
}

function digestAt(caseFolder: string, path: string, onBytes: (bytes: number) => void): Digested | string {
  try {
    if (!lstatSync(join(caseFolder, path)).isFile()) return 'it is not a regular file';
    const fd = openSync(join(caseFolder, path), 'r');
    try {
      let before = 0;
      return digestFile(fd, null, (done) => {
        onBytes(done - before);
        before = done;
      });
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    return reasonOf(error);
  }
}

/** A file nobody logged. Named by its own digest it is what an import leaves that was killed between copy and log. */
function unexpected(caseFolder: string, path: string, chainBroken: boolean, onBytes: (bytes: number) => void): EvidenceProblem {
  const seen = digestAt(caseFolder, path, onBytes);
  const isWatched = typeof seen !== 'string' && path === originalPath(seen.digest, WATCH_FORMAT);
  if (isWatched || (typeof seen !== 'string' && path === originalPath(seen.digest))) {
    const detail = chainBroken
      ? 'no sound log entry names this file'
      : isWatched
        ? 'a whole segment of a watch that no log entry names: the watch was cut before it was logged, or an addition'
        : 'a whole file that no log entry names: an import that was cut before it was logged (import the file again to log it), or an addition';
    return { kind: 'unlogged', path, offset: 0, detail };
  }
  return { kind: 'added', path, offset: 0, detail: 'no log entry names this file' };
}
