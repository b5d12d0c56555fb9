import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { dropIncoming, type Incoming, originalPath, placeOriginal, replaceFile } from '../evidence/files.ts';
import { appendEntry, cutLog, EMPTY_HEAD, type Head, type LogEntry, logPath, tornEnd, walkLog, writeHead } from '../evidence/log.ts';
import { reasonOf, UserError, WorldError } from '../model/errors.ts';
import type { Ms } from '../model/observation.ts';
import { formatTime, parseTime } from '../model/time.ts';
import { type CaseDb, type LakeFile, openCaseDb } from '../store/case-db.ts';
import { openLake } from '../store/duckdb.ts';
import type { Lake } from '../store/lake.ts';
import { FORMAT } from '../store/schema.ts';
import { applyEntry } from './apply.ts';
import { type CaseSettings, readSettings } from './settings.ts';

/**
 * An open case: its settings, its database, and the turn in which alone anything is written.
 * The custody log comes first: an entry is on disk before what follows from it is in the database.
 */

export interface OpenCase {
  folder: string;
  settings: CaseSettings;
  db: CaseDb;
  /** The clock, as an argument. */
  now: () => Ms;
  close(): void;
}

/** Opens a case to read or to write. What a killed writer logged and did not apply is applied first. */
export function openCase(folder: string, now: () => Ms): OpenCase {
  const absolute = resolve(folder);
  const settings = readSettings(absolute);
  if (settings.format < FORMAT)
    throw new WorldError(`${absolute} is a case of format ${settings.format}; run \`trackway rebuild\` to bring it to format ${FORMAT}`);
  const db = openCaseDb(absolute, false);
  const open: OpenCase = { folder: absolute, settings, db, now, close: () => db.close() };
  try {
    if (logSize(absolute) > db.head().size) record(open, 'catch-up', () => null);
  } catch (error) {
    db.close();
    throw error;
  }
  return open;
}

function logSize(folder: string): number {
  return statSync(logPath(folder), { throwIfNoEntry: false })?.size ?? 0;
}

/** A new case needs a folder that does not exist or is empty. */
export function requireEmpty(folder: string): void {
  const there = statSync(folder, { throwIfNoEntry: false });
  if (there !== undefined && !there.isDirectory()) throw new UserError(`${folder} is a file; choose a folder for the new case`);
  if (there !== undefined && readdirSync(folder).length > 0)
    throw new UserError(`${folder} exists and is not empty; choose another folder for the new case`);
}

/** The folders and the empty log of a new case. */
export function layOut(folder: string): void {
  try {
    for (const part of ['evidence/originals', 'lake', 'briefs', 'incoming'])
      mkdirSync(join(folder, part), { recursive: true, mode: 0o700 });
    // A folder that was there before may be open to others.
    chmodSync(folder, 0o700);
  } catch (error) {
    throw new WorldError(`could not make the case ${folder}: ${reasonOf(error)}`, { cause: error });
  }
  replaceFile(logPath(folder), '');
  writeHead(folder, EMPTY_HEAD);
}

/** The account under which Trackway runs, for the custody log. */
function actor(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

/**
 * Takes the case's turn: reads what others logged, appends one entry, applies it, stores the head. On return it is on
 * disk and in the database. `body` is asked inside the turn, so it may depend on what is there; null appends nothing.
 * `incoming`: the copy of the file that the entry brings, moved into evidence in the same turn or thrown away.
 */
export function record(
  open: OpenCase,
  type: string,
  body: () => Record<string, unknown> | null,
  incoming: Incoming | null = null,
): LogEntry | null {
  try {
    return open.db.turn(() => {
      const before = catchUp(open);
      const content = body();
      if (content !== null) return append(open, before, { type, content, incoming });
      writeHead(open.folder, before);
      return null;
    });
  } finally {
    if (incoming !== null) dropIncoming(incoming);
  }
}

interface Wanted {
  type: string;
  content: Record<string, unknown>;
  incoming: Incoming | null;
}

/** One entry with its file, or nothing of it: a full disk leaves evidence as it was. */
function append(open: OpenCase, before: Head, { type, content, incoming }: Wanted): LogEntry {
  const isNew = incoming !== null && placeOriginal(open.folder, incoming, content['format']);
  let logged = false;
  try {
    const { entry, head } = appendEntry(open.folder, before, { at: formatTime(open.now()), type, actor: actor(), body: content });
    logged = true;
    applyEntry(open.db, entry);
    open.db.setHead(head);
    writeHead(open.folder, head);
    return entry;
  } catch (error) {
    if (logged) cutLog(open.folder, before);
    if (isNew) rmSync(join(open.folder, originalPath(incoming.digest, content['format'])));
    throw error;
  }
}

/** Applies what is in the log and not yet in the database: a writer was killed between the two. Only inside a turn. */
function catchUp(open: OpenCase): Head {
  const known = open.db.head();
  const walk = walkLog(open.folder, known);
  if (walk.fault !== null)
    throw new WorldError(
      `the custody log does not hold at byte ${walk.fault.offset}: ${walk.fault.reason}. Nothing was written; run \`trackway verify\``,
    );
  for (const entry of walk.entries) applyEntry(open.db, entry);
  open.db.setHead(walk.head);
  return walk.tornBytes === 0 ? walk.head : setTornAside(open, walk.head);
}

/** The start of an entry whose writer was killed: never acknowledged, kept aside, and the log says so. */
function setTornAside(open: OpenCase, head: Head): Head {
  const aside = join(open.folder, 'set-aside');
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  const torn = tornEnd(open.folder, head);
  const name = `log-tail-${head.entries}-${open.now()}`;
  replaceFile(join(aside, name), torn);
  cutLog(open.folder, head);
  const content = { file: name, bytes: torn.length, why: 'the unfinished end of the log: a write that was cut and never acknowledged' };
  append(open, head, { type: 'set-aside', content, incoming: null });
  return open.db.head();
}

const READ_MEMORY_MB = 768;

/** The lake as of this moment: the files that count now, whatever writers do meanwhile. */
export function lakeOf(open: OpenCase): Promise<Lake> {
  // What claims to be later than the last import cannot have been observed.
  const imported = parseTime(open.db.lastImport() ?? '')?.ms ?? 0;
  return openLake(open.folder, open.db.lakeFiles(), READ_MEMORY_MB, imported);
}

/** Takes files off the list of those that count, inside a turn. Readers that hold the old list find them for a while: see `sweepLake`. */
export function retireLakeFiles(open: OpenCase, files: readonly LakeFile[]): void {
  const now = open.now() / 1000;
  for (const file of files) {
    open.db.dropLakeFile(file.path);
    if (existsSync(join(open.folder, file.path))) utimesSync(join(open.folder, file.path), now, now);
  }
}

/** Longer than any question takes. */
const READERS_HOLD_MS = 3_600_000;

/**
 * Removes the derived files that no list names and no reader can hold any more: what a killed import or a merge left.
 * Only for who holds the import lock.
 */
export function sweepLake(open: OpenCase): void {
  const kept = new Set(open.db.lakeFiles().map((file) => file.path));
  const lake = join(open.folder, 'lake');
  if (!existsSync(lake)) return;
  for (const table of readdirSync(lake, { withFileTypes: true })) {
    if (!table.isDirectory()) continue;
    for (const name of readdirSync(join(lake, table.name))) {
      const path = `lake/${table.name}/${name}`;
      if (!name.endsWith('.parquet') || kept.has(path)) continue;
      if (open.now() - statSync(join(open.folder, path)).mtimeMs > READERS_HOLD_MS) rmSync(join(open.folder, path), { force: true });
    }
  }
}
