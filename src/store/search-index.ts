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
  add(posts: IndexedPosts): void;
  /** `match` in FTS5's query language; `from` and `until` in milliseconds. */
  find(match: string, from: Ms, until: Ms, limit: number, offset: number): Matches;
  close(): void;
}

const FILE = 'search.db';
/** Tokens gathered in memory before they are written: fewer, larger segments make the index twice as fast to build. */
const HASH_BYTES = 64 << 20;
const SERIALS = 2 ** 31;

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
    add: (posts) => addPosts(db, posts),
    find: (match, from, until, limit, offset) => findPosts(db, match, from, until, limit, offset),
    close: () => db.close(),
  };
}

function addPosts(db: Database.Database, { rids, at, channels, words }: IndexedPosts): void {
  const firstRid = rids[0];
  if (firstRid === undefined) return;
  db.exec('begin immediate');
  try {
    const next = db.prepare('select coalesce(max(serial + count), 0) as serial from spans').get() as { serial: number };
    const known = db.prepare('select 1 as yes from spans where firstRid = ?').get(firstRid);
    if (known === undefined) {
      // FTS5 starts a new segment whenever a number is smaller than the one before: hand documents over in order.
      const seconds = Float64Array.from(at, (ms) => Math.max(0, Math.floor(ms / 1000)));
      const order = Uint32Array.from(rids, (_, i) => i).sort((a, b) => (seconds[a] ?? 0) - (seconds[b] ?? 0) || a - b);
      const insert = db.prepare('insert into posts(rowid, words) values((? << 31) | ?, ?)');
      const tokens = new Map<string, string>();
      for (const i of order) insert.run(seconds[i] ?? 0, next.serial + i, `${tokenOf(tokens, channels[i] ?? '')} ${words[i] ?? ''}`);
      const blob = Buffer.from(Float64Array.from(rids).buffer);
      db.prepare('insert into spans(firstRid, lastRid, serial, count, rids) values(?, ?, ?, ?, ?)').run(
        firstRid,
        rids.at(-1) ?? firstRid,
        next.serial,
        rids.length,
        blob,
      );
    }
    db.exec('commit');
  } catch (error) {
    db.exec('rollback');
    throw error;
  }
}

function tokenOf(tokens: Map<string, string>, channel: string): string {
  let token = tokens.get(channel);
  if (token === undefined) {
    token = channelToken(channel);
    tokens.set(channel, token);
  }
  return token;
}

function findPosts(db: Database.Database, match: string, from: Ms, until: Ms, limit: number, offset: number): Matches {
  const first = Math.max(0, Math.floor(from / 1000));
  const last = Math.min(SERIALS - 1, Math.floor(until / 1000));
  const where = 'posts match ? and rowid between (? << 31) and ((? << 31) | 2147483647)';
  const { n } = db.prepare(`select count(*) as n from posts where ${where}`).get(match, first, last) as { n: number };
  const rows = db
    .prepare(`select rowid & 2147483647 as serial from posts where ${where} order by rowid desc limit ? offset ?`)
    .all(match, first, last, limit, offset) as {
    serial: number;
  }[];
  const span = db.prepare('select serial, rids from spans where serial <= ? order by serial desc limit 1');
  const rids = rows.map((row) => {
    const held = span.get(row.serial) as { serial: number; rids: Uint8Array };
    return Buffer.from(held.rids).readDoubleLE((row.serial - held.serial) * 8);
  });
  return { total: n, rids };
}
