import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { reasonOf, WorldError } from '../model/errors.ts';
import { ALERT_SCHEMA, ALERT_TABLES, type AlertsDb, alertsPart } from './case-db-alerts.ts';
import { JUDGED_SCHEMA, JUDGED_TABLES, type JudgedDb, judgedPart } from './case-db-judged.ts';
import { WATCH_SCHEMA, WATCH_TABLES, type WatchDb, watchPart } from './case-db-watch.ts';
import { once } from './once.ts';
import type { LakeTable } from './schema.ts';

export type { AuditedPair, ReferralEntry } from './case-db-judged.ts';
export type { SearchEntry, WatchingEntry } from './case-db-watch.ts';

/**
 * The case database: roster, decisions, what people judged (`case-db-judged.ts`), where a watch stands (`case-db-watch.ts`), which files were read how far, which lake
 * files count, how far the custody log was applied. Derived from the custody log; rebuilt from it. Any number of processes
 * read while one writes.
 */

export interface LogHead {
  size: number;
  entries: number;
  hash: string;
}

export interface RosterEntry {
  channel: string;
  control: boolean;
  note: string;
  tags: string[];
  /** RFC 3339: when it was added. */
  since: string;
}

/** A file that was imported: one log entry. */
export interface SourceRow {
  /** Number of its log entry. */
  seq: number;
  digest: string;
  name: string;
  size: number;
  format: string;
  /** The options of its import, as logged. */
  options: string;
  importedAt: string;
  status: 'pending' | 'done' | 'failed';
  /** From where reading goes on. */
  offset: number;
  state: string;
  /** Batches committed so far, and the tallies up to there. */
  batches: number;
  records: number;
  fresh: number;
  repeated: number;
  bad: number;
  hints: string;
}

export interface LakeFile {
  /** Relative to the case folder. */
  path: string;
  lakeTable: LakeTable;
  source: number;
  rows: number;
  bytes: number;
  firstRid: number;
  lastRid: number;
}

export interface CaseDb extends JudgedDb, WatchDb, AlertsDb {
  /** Runs `work` in one write transaction; other writers wait. Everything in it happens, or nothing. */
  turn<T>(work: () => T): T;
  head(): LogHead;
  setHead(head: LogHead): void;
  meta(key: string): string | null;
  setMeta(key: string, value: string): void;
  dropMeta(key: string): void;

  roster(): RosterEntry[];
  putRoster(entry: RosterEntry): void;
  removeRoster(channel: string): void;

  decisions(): { ref: string; decision: 'accept' | 'ignore'; at: string }[];
  putDecision(ref: string, decision: 'accept' | 'ignore', at: string): void;

  /** All, or those of this status; by entry. */
  sources(status?: SourceRow['status']): SourceRow[];
  /** How many wait to be read. */
  pendingSources(): number;
  /** Those that brought this file. */
  sourcesOf(digest: string): SourceRow[];
  /** When the last of them was imported, RFC 3339; null where there is none. */
  lastImport(): string | null;
  addSource(source: SourceRow): void;
  /** False where it is gone: another import took its place. */
  updateSource(source: SourceRow): boolean;
  removeSource(seq: number): void;

  lakeFiles(): LakeFile[];
  addLakeFile(file: LakeFile): void;
  dropLakeFile(path: string): void;

  /** Everything derived goes, the head too: the start of a rebuild, inside a turn. */
  clear(): void;
  close(): void;
}

const TABLES = `
create table if not exists meta(key text primary key, value text not null) without rowid;
create table if not exists roster(channel text primary key, control integer not null, note text not null, tags text not null, since text not null) without rowid;
create table if not exists decisions(ref text primary key, decision text not null, at text not null) without rowid;
create table if not exists sources(
  seq integer primary key, digest text not null, name text not null, size integer not null, format text not null, options text not null,
  importedAt text not null, status text not null, offset integer not null, state text not null, batches integer not null,
  records integer not null, fresh integer not null, repeated integer not null, bad integer not null, hints text not null);
create index if not exists sources_digest on sources(digest);
create index if not exists sources_imported on sources(importedAt);
create index if not exists sources_status on sources(status);
create table if not exists lake_files(
  path text primary key, lakeTable text not null, source integer not null, rows integer not null, bytes integer not null,
  firstRid integer not null, lastRid integer not null) without rowid;
`;

/** A case may come from somebody else: its database must not lead out of its folder. */
const LAKE_PATH = /^lake\/[a-z]+\/[a-z0-9-]+\.parquet$/;

const ZERO: LogHead = { size: 0, entries: 0, hash: '0'.repeat(64) };
const WAIT_MS = 60_000;

export function caseDbPath(caseFolder: string): string {
  return join(caseFolder, 'case.db');
}

/** Opens the database of a case. `create` makes an empty one; otherwise a missing one is an error that says `rebuild`. */
export function openCaseDb(caseFolder: string, create: boolean): CaseDb {
  const path = caseDbPath(caseFolder);
  if (!create && !existsSync(path)) {
    throw new WorldError(`${path} is missing. It is derived from the evidence: run \`trackway rebuild\` to make it again`);
  }
  let db: Database.Database;
  try {
    db = new Database(path, { timeout: WAIT_MS });
    db.exec('pragma journal_mode = wal');
    db.exec('pragma synchronous = full');
    db.exec(TABLES + JUDGED_SCHEMA + WATCH_SCHEMA + ALERT_SCHEMA);
  } catch (error) {
    throw new WorldError(`cannot open ${path}: ${reasonOf(error)}. ${adviceFor(error)}`, { cause: error });
  }
  return { ...basics(db, path), ...rosterPart(db), ...judgedPart(db), ...watchPart(db), ...alertsPart(db), ...sourcePart(db) };
}

/** What helps depends on what failed: a damaged database is made again, a folder that cannot be written is not. */
function adviceFor(error: unknown): string {
  const code = codeOf(error);
  if (isDamaged(error)) return 'It is derived from the evidence: delete it and run `trackway rebuild`';
  if (/^SQLITE_(FULL|IOERR)/.test(code)) return 'Make room or check the disk, and run the command again';
  return 'Trackway must be able to write in the folder of the case, to read it too: check permissions, or copy the case to where it can';
}

/** True where the database itself is broken, so that only making it again helps. */
export function isDamaged(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error instanceof Error && error.cause !== undefined ? error.cause : error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function basics(
  db: Database.Database,
  path: string,
): Pick<CaseDb, 'turn' | 'head' | 'setHead' | 'meta' | 'setMeta' | 'dropMeta' | 'clear' | 'close'> {
  const meta = (key: string): string | null => rowsOf<{ value: string }>(db, 'select value from meta where key = ?', key)[0]?.value ?? null;
  const setMeta = (key: string, value: string): void => {
    db.prepare('insert into meta(key, value) values(?, ?) on conflict do update set value = excluded.value').run(key, value);
  };
  return {
    turn: (work) => inTransaction(db, path, work),
    meta,
    setMeta,
    dropMeta: (key) => void db.prepare('delete from meta where key = ?').run(key),
    head() {
      const stored = meta('head');
      return stored === null ? ZERO : (JSON.parse(stored) as LogHead);
    },
    setHead: (head) => setMeta('head', JSON.stringify(head)),
    clear() {
      for (const table of ['meta', 'roster', 'decisions', 'sources', 'lake_files', ...JUDGED_TABLES, ...WATCH_TABLES, ...ALERT_TABLES])
        db.exec(`delete from ${table}`);
    },
    close: () => db.close(),
  };
}

function inTransaction<T>(db: Database.Database, path: string, work: () => T): T {
  try {
    db.exec('begin immediate');
  } catch (error) {
    if (codeOf(error).startsWith('SQLITE_BUSY'))
      throw new WorldError('another process holds this case for writing. Try again when it is done', { cause: error });
    throw unwritten(path, error);
  }
  try {
    const result = work();
    db.exec('commit');
    return result;
  } catch (error) {
    rollBack(db);
    throw /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB)/.test(codeOf(error)) ? unwritten(path, error) : error;
  }
}

function unwritten(path: string, error: unknown): WorldError {
  return new WorldError(`could not write ${path}: ${reasonOf(error)}. What was logged is safe in evidence. ${adviceFor(error)}`, {
    cause: error,
  });
}

/** A full disk makes SQLite roll back by itself; what is wanted to be told is that, not that there was nothing left to do. */
function rollBack(db: Database.Database): void {
  if (db.inTransaction) db.exec('rollback');
}

function rowsOf<T>(db: Database.Database, sql: string, ...parameters: (string | number)[]): T[] {
  return db.prepare(sql).all(...parameters) as T[];
}

function rosterPart(db: Database.Database): Pick<CaseDb, 'roster' | 'putRoster' | 'removeRoster' | 'decisions' | 'putDecision'> {
  return {
    roster: () =>
      rowsOf<{ channel: string; control: number; note: string; tags: string; since: string }>(
        db,
        'select * from roster order by channel',
      ).map((row) => ({
        channel: row.channel,
        control: row.control === 1,
        note: row.note,
        tags: JSON.parse(row.tags),
        since: row.since,
      })),
    putRoster(entry) {
      db.prepare(
        `insert into roster(channel, control, note, tags, since) values(?, ?, ?, ?, ?)
         on conflict do update set control = excluded.control, note = excluded.note, tags = excluded.tags`,
      ).run(entry.channel, entry.control ? 1 : 0, entry.note, JSON.stringify(entry.tags), entry.since);
    },
    removeRoster: (channel) => void db.prepare('delete from roster where channel = ?').run(channel),
    decisions: () => rowsOf(db, 'select ref, decision, at from decisions order by ref'),
    putDecision(ref, decision, at) {
      db.prepare(
        'insert into decisions(ref, decision, at) values(?, ?, ?) on conflict do update set decision = excluded.decision, at = excluded.at',
      ).run(ref, decision, at);
    },
  };
}

const SOURCE_COLUMNS = [
  'seq',
  'digest',
  'name',
  'size',
  'format',
  'options',
  'importedAt',
  'status',
  'offset',
  'state',
  'batches',
  'records',
  'fresh',
  'repeated',
  'bad',
  'hints',
] as const;

function sourcePart(
  db: Database.Database,
): Omit<CaseDb, keyof ReturnType<typeof basics> | keyof ReturnType<typeof rosterPart> | keyof JudgedDb | keyof WatchDb | keyof AlertsDb> {
  const columns = SOURCE_COLUMNS.join(', ');
  const put = once(() => db.prepare(`insert or replace into sources(${columns}) values(${SOURCE_COLUMNS.map(() => '?').join(', ')})`));
  const update = once(() => db.prepare(`update sources set ${SOURCE_COLUMNS.map((column) => `${column} = ?`).join(', ')} where seq = ?`));
  const ofDigest = once(() => db.prepare(`select ${columns} from sources where digest = ? order by seq`));
  const values = (source: SourceRow): (string | number)[] => SOURCE_COLUMNS.map((column) => source[column]);
  return {
    sources: (status) =>
      status === undefined
        ? rowsOf<SourceRow>(db, `select ${columns} from sources order by seq`)
        : rowsOf<SourceRow>(db, `select ${columns} from sources where status = ? order by seq`, status),
    pendingSources: () => rowsOf<{ n: number }>(db, `select count(*) as n from sources where status = 'pending'`)[0]?.n ?? 0,
    sourcesOf: (digest) => ofDigest().all(digest) as SourceRow[],
    lastImport: () => rowsOf<{ at: string | null }>(db, 'select max(importedAt) as at from sources')[0]?.at ?? null,
    addSource: (source) => void put().run(...values(source)),
    updateSource: (source) => update().run(...values(source), source.seq).changes > 0,
    removeSource: (seq) => void db.prepare('delete from sources where seq = ?').run(seq),
    lakeFiles() {
      const files = rowsOf<LakeFile>(
        db,
        'select path, lakeTable, source, rows, bytes, firstRid, lastRid from lake_files order by lakeTable, firstRid, path',
      );
      const stray = files.find((file) => !LAKE_PATH.test(file.path));
      if (stray === undefined) return files;
      throw new WorldError(`case.db names a lake file outside the lake: ${stray.path}. Delete it and run \`trackway rebuild\``);
    },
    addLakeFile(file) {
      db.prepare(
        'insert or replace into lake_files(path, lakeTable, source, rows, bytes, firstRid, lastRid) values(?, ?, ?, ?, ?, ?, ?)',
      ).run(file.path, file.lakeTable, file.source, file.rows, file.bytes, file.firstRid, file.lastRid);
    },
    dropLakeFile: (path) => void db.prepare('delete from lake_files where path = ?').run(path),
  };
}
