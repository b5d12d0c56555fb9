import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { reasonOf, WorldError } from '../model/errors.ts';
import type { Ms } from '../model/observation.ts';

/**
 * The full-text index over folded words (SQLite FTS5). A cache: it may be deleted at any time and is filled up from the
 * lake. Words come folded and separated by spaces, so its tokenizer only has to split.
 *
 * A document's number is its second of publication times 2^31 plus a serial: newest-first and any span of time are then
 * the index's own order, without a table beside it. `spans` leads from serials back to record numbers.
 */

export interface IndexedPosts {
  rids: number[];
  at: Ms[];
  channels: string[];
  words: string[];
}

export interface Matches {
  total: number;
  /** Record numbers, newest publication first. */
  rids: number[];
}

export interface SearchIndex {
  /** How many posts with record numbers in this range are indexed. */
  indexed(firstRid: number, lastRid: number): number;
  /** Adds what is not indexed yet. */
  add(posts: IndexedPosts): void;
  /** Forgets everything. */
  clear(): void;
  /** `match` in FTS5's query language; `from` and `until` in milliseconds. Posts in `hidden` are passed over. */
  find(match: string, from: Ms, until: Ms, limit: number, offset: number, hidden: ReadonlySet<number>): Matches;
  close(): void;
}

const FILE = 'search.db';
/** Tokens gathered in memory before they are written: fewer, larger segments make the index twice as fast to build. */
const HASH_BYTES = 64 << 20;

/** The channel's own token, first in each of its documents. Folded words never hold the sign it begins with. */
export function channelToken(channel: string): string {
  return `¤${Buffer.from(channel).toString('hex')}`;
}

export function deleteSearchIndex(caseFolder: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(caseFolder, FILE + suffix), { force: true });
}

export function openSearchIndex(caseFolder: string): SearchIndex {
  const path = join(caseFolder, FILE);
  let db: Database.Database;
  try {
    db = new Database(path, { timeout: 60_000 });
    db.exec('pragma journal_mode = wal');
    // A cache: after a power cut it may be made again.
    db.exec('pragma synchronous = off');
    db.exec(
      'create table if not exists spans(firstRid integer primary key, lastRid integer not null, serial integer not null, count integer not null, rids blob not null)',
    );
    db.exec("create virtual table if not exists posts using fts5(words, content = '', tokenize = 'ascii', columnsize = 0)");
    // A batch makes one segment; they are merged when there are many, not a little at every write.
    for (const [setting, value] of [
      ['hashsize', HASH_BYTES],
      ['automerge', 0],
      ['crisismerge', 32],
    ] as const) {
      db.exec(`insert into posts(posts, rank) values('${setting}', ${value})`);
    }
  } catch (error) {
    throw new WorldError(`cannot open the search index ${path}: ${reasonOf(error)}. It is only a cache: delete it and search again`, {
      cause: error,
    });
  }
  return {
    indexed(firstRid, lastRid) {
      const row = db.prepare('select coalesce(sum(count), 0) as n from spans where firstRid between ? and ?').get(firstRid, lastRid) as {
        n: number;
      };
      return row.n;
    },
    add: (posts) => written(db, path, () => addPosts(db, posts)),
    clear: () =>
      written(db, path, () => {
        db.exec('delete from spans');
        db.exec("insert into posts(posts) values('delete-all')");
      }),
    find: (match, from, until, limit, offset, hidden) => findPosts(db, { match, from, until, limit, offset, hidden }),
    close: () => db.close(),
  };
}

function written(db: Database.Database, path: string, work: () => void): void {
  try {
    db.exec('begin immediate');
    work();
    db.exec('commit');
  } catch (error) {
    if (db.inTransaction) db.exec('rollback');
    throw new WorldError(
      `could not write the search index ${path}: ${reasonOf(error)}. It is only a cache; make room and run the command again`,
      {
        cause: error,
      },
    );
  }
}

function addPosts(db: Database.Database, posts: IndexedPosts): void {
  const { rids, at, channels, words } = withoutIndexed(db, posts);
  const firstRid = rids[0];
  if (firstRid === undefined) return;
  const next = db.prepare('select coalesce(max(serial + count), 0) as serial from spans').get() as { serial: number };
  // FTS5 settles its state after every statement, and starts a new segment whenever a number is smaller than the one before:
  // documents go to a plain table first, and from there in one statement, in the order of their numbers.
  db.exec('create temp table if not exists stage(doc integer primary key, words text not null)');
  const stage = db.prepare('insert into stage(doc, words) values((? << 31) | ?, ?)');
  const tokens = new Map<string, string>();
  for (const [i, ms] of at.entries()) {
    stage.run(Math.max(0, Math.floor(ms / 1000)), next.serial + i, `${tokenOf(tokens, channels[i] ?? '')} ${words[i] ?? ''}`);
  }
  db.exec('insert into posts(rowid, words) select doc, words from stage order by doc');
  db.exec('delete from stage');
  const blob = Buffer.from(Float64Array.from(rids).buffer);
  db.prepare('insert into spans(firstRid, lastRid, serial, count, rids) values(?, ?, ?, ?, ?)').run(
    firstRid,
    rids.at(-1) ?? firstRid,
    next.serial,
    rids.length,
    blob,
  );
}

/** Of a lake file that was merged from several, some may be indexed: an index that was cut off is filled up, not doubled. */
function withoutIndexed(db: Database.Database, posts: IndexedPosts): IndexedPosts {
  const spans = db
    .prepare('select rids from spans where firstRid <= ? and lastRid >= ?')
    .all(posts.rids.at(-1) ?? 0, posts.rids[0] ?? 0) as { rids: Uint8Array }[];
  if (spans.length === 0) return posts;
  const known = new Set(spans.flatMap(({ rids }) => ridsOf(rids)));
  const isNew = (_: unknown, i: number): boolean => !known.has(posts.rids[i] ?? 0);
  return {
    rids: posts.rids.filter(isNew),
    at: posts.at.filter(isNew),
    channels: posts.channels.filter(isNew),
    words: posts.words.filter(isNew),
  };
}

function ridsOf(blob: Uint8Array): number[] {
  const bytes = Buffer.from(blob);
  return Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(i * 8));
}

function tokenOf(tokens: Map<string, string>, channel: string): string {
  let token = tokens.get(channel);
  if (token === undefined) {
    token = channelToken(channel);
    tokens.set(channel, token);
  }
  return token;
}

interface Find {
  match: string;
  from: Ms;
  until: Ms;
  limit: number;
  offset: number;
  hidden: ReadonlySet<number>;
}

const LAST_SECOND = 2 ** 32 - 1;

function findPosts(db: Database.Database, { match, from, until, limit, offset, hidden }: Find): Matches {
  const first = Math.max(0, Math.floor(from / 1000));
  const last = Math.min(LAST_SECOND, Math.floor(until / 1000));
  const where = 'posts match ? and rowid between (? << 31) and ((? << 31) | 2147483647)';
  const page = db.prepare(`select rowid & 2147483647 as serial from posts where ${where} order by rowid desc limit ? offset ?`);
  const ridOf = ridReader(db);
  if (hidden.size > 0) {
    const rows = page.all(match, first, last, -1, 0) as { serial: number }[];
    const rids = rows.map((row) => ridOf(row.serial)).filter((rid) => !hidden.has(rid));
    return { total: rids.length, rids: rids.slice(offset, offset + limit) };
  }
  const { n } = db.prepare(`select count(*) as n from posts where ${where}`).get(match, first, last) as { n: number };
  const rows = page.all(match, first, last, limit, offset) as { serial: number }[];
  return { total: n, rids: rows.map((row) => ridOf(row.serial)) };
}

/** From serials to record numbers; a span's numbers are fetched once. */
function ridReader(db: Database.Database): (serial: number) => number {
  const span = db.prepare('select serial, count, rids from spans where serial <= ? order by serial desc limit 1');
  const held: { serial: number; count: number; rids: number[] }[] = [];
  return (serial) => {
    let found = held.find((one) => serial >= one.serial && serial < one.serial + one.count);
    if (found === undefined) {
      const row = span.get(serial) as { serial: number; count: number; rids: Uint8Array };
      found = { serial: row.serial, count: row.count, rids: ridsOf(row.rids) };
      held.unshift(found);
      if (held.length > SPANS_HELD) held.pop();
    }
    return found.rids[serial - found.serial] ?? 0;
  };
}

/** Spans whose record numbers are kept at hand: each is half a megabyte. */
const SPANS_HELD = 64;
