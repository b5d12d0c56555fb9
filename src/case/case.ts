import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { replaceFile } from '../evidence/files.ts';
import { appendEntry, cutTorn, EMPTY_HEAD, type Head, type LogEntry, logPath, walkLog, writeHead } from '../evidence/log.ts';
import { UserError, WorldError } from '../model/errors.ts';
import type { Ms } from '../model/observation.ts';
import { formatTime } from '../model/time.ts';
import { type CaseDb, openCaseDb } from '../store/case-db.ts';
import { openLake } from '../store/duckdb.ts';
import type { Lake } from '../store/lake.ts';
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

/** Opens a case to read or to write. */
export function openCase(folder: string, now: () => Ms): OpenCase {
  const absolute = resolve(folder);
  const settings = readSettings(absolute);
  const db = openCaseDb(absolute, false);
  return { folder: absolute, settings, db, now, close: () => db.close() };
}

/** The folders and the empty log of a new case. The folder may exist if it is empty. */
export function layOut(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new UserError(`${folder} exists and is not empty; choose another folder for the new case`);
  for (const part of ['evidence/originals', 'lake', 'briefs']) mkdirSync(join(folder, part), { recursive: true, mode: 0o700 });
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
 */
export function record(open: OpenCase, type: string, body: () => Record<string, unknown> | null): LogEntry | null {
  const done = open.db.turn(() => {
    let head = catchUp(open);
    const content = body();
    if (content === null) return { entry: null, head };
    const appended = appendEntry(open.folder, head, { at: formatTime(open.now()), type, actor: actor(), body: content });
    head = appended.head;
    applyEntry(open.db, appended.entry);
    open.db.setHead(head);
    return { entry: appended.entry, head };
  });
  writeHead(open.folder, done.head);
  return done.entry;
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
  mkdirSync(aside, { recursive: true });
  const torn = cutTorn(open.folder, head);
  const name = `log-tail-${head.entries}-${open.now()}`;
  replaceFile(join(aside, name), torn);
  const appended = appendEntry(open.folder, head, {
    at: formatTime(open.now()),
    type: 'set-aside',
    actor: actor(),
    body: { file: name, bytes: torn.length, why: 'the unfinished end of the log: a write that was cut and never acknowledged' },
  });
  applyEntry(open.db, appended.entry);
  open.db.setHead(appended.head);
  return appended.head;
}

const READ_MEMORY_MB = 768;

/** The lake as of this moment: the files that count now, whatever writers do meanwhile. */
export function lakeOf(open: OpenCase): Promise<Lake> {
  return openLake(open.folder, open.db.lakeFiles(), READ_MEMORY_MB);
}

/** Removes the derived files that no list names: what a killed import or a merge left. Only for who holds the import lock. */
export function sweepLake(open: OpenCase): void {
  const kept = new Set(open.db.lakeFiles().map((file) => file.path));
  const lake = join(open.folder, 'lake');
  if (!existsSync(lake)) return;
  for (const table of readdirSync(lake)) {
    for (const name of readdirSync(join(lake, table))) {
      const path = `lake/${table}/${name}`;
      if (!kept.has(path)) rmSync(join(open.folder, path), { force: true });
    }
  }
}
