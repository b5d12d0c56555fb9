import type Database from 'libsql';
import type { Ms } from '../model/observation.ts';
import { type Known, type LookMove, NOTHING_KNOWN, type SearchMove, type WatchMove } from '../model/watch.ts';
import { type Status, showsAlive } from '../model/words.ts';
import { once } from './once.ts';

/** The part of the case database that holds where a watch stands: what each channel's next look goes on from, and the watched searches. */

export interface WatchingEntry {
  channel: string;
  /** What the next look begins with. Its posts are stored. */
  known: Known;
  /** The last look, whatever it said, with its status and round. */
  lookedAt: Ms;
  status: Status;
  round: string;
  firstLookedAt: Ms;
  /** When a look last showed it; null: never. */
  aliveAt: Ms | null;
  /** Posts were still missing after the last look. */
  more: boolean;
}

export interface SearchEntry {
  platform: string;
  query: string;
  note: string;
  /** RFC 3339: when it was added. */
  since: string;
  /** Where the next search goes on; what it found so far is stored. */
  cursor: string | null;
  searchedAt: Ms | null;
  /** Why the last search was not answered; null where it was, or before the first. */
  failed: string | null;
}

export interface WatchDb {
  /** By channel, controls included. */
  watching(): WatchingEntry[];
  /** Takes a look or a search into account; one that is older than what is known changes nothing. Inside the turn that stores what it saw. */
  moveWatch(move: WatchMove): void;
  /** Forgets all that moves: the start of reading everything again. */
  clearWatching(): void;
  searches(): SearchEntry[];
  putSearch(search: Pick<SearchEntry, 'platform' | 'query' | 'note' | 'since'>): void;
  removeSearch(platform: string, query: string): void;
}

export const WATCH_TABLES = ['watching', 'searches', 'search_cursors'];

export const WATCH_SCHEMA = `
create table if not exists watching(
  channel text primary key, known text not null, looked_at integer not null, status text not null, round text not null,
  first_looked_at integer not null, alive_at integer, more integer not null) without rowid;
create table if not exists searches(
  platform text not null, query text not null, note text not null, since text not null, primary key (platform, query)) without rowid;
create table if not exists search_cursors(
  platform text not null, query text not null, cursor text, searched_at integer not null, failed text, primary key (platform, query)) without rowid;
`;

export function watchPart(db: Database.Database): WatchDb {
  const moves = once(() => prepareMoves(db));
  return {
    watching: () => (db.prepare('select * from watching order by channel').all() as WatchingRow[]).map(entryOf),
    moveWatch: (move) => (move.kind === 'look' ? moveLook(moves(), move) : moveSearch(moves(), move)),
    clearWatching: () => void db.exec('delete from watching; delete from search_cursors;'),
    searches: () =>
      db
        .prepare(
          `select platform, query, note, since, cursor, searched_at as "searchedAt", failed
           from searches left join search_cursors using (platform, query) order by platform, query`,
        )
        .all() as SearchEntry[],
    putSearch({ platform, query, note, since }) {
      db.prepare(
        'insert into searches(platform, query, note, since) values(?, ?, ?, ?) on conflict do update set note = excluded.note',
      ).run(platform, query, note, since);
    },
    removeSearch: (platform, query) => void db.prepare('delete from searches where platform = ? and query = ?').run(platform, query),
  };
}

interface WatchingRow {
  channel: string;
  known: string;
  looked_at: number;
  status: Status;
  round: string;
  first_looked_at: number;
  alive_at: number | null;
  more: number;
}

function entryOf(row: WatchingRow): WatchingEntry {
  return {
    channel: row.channel,
    known: JSON.parse(row.known),
    lookedAt: row.looked_at,
    status: row.status,
    round: row.round,
    firstLookedAt: row.first_looked_at,
    aliveAt: row.alive_at,
    more: row.more === 1,
  };
}

interface Moves {
  look: Database.Statement;
  putLook: Database.Statement;
  search: Database.Statement;
  putSearch: Database.Statement;
}

function prepareMoves(db: Database.Database): Moves {
  return {
    look: db.prepare('select * from watching where channel = ?'),
    putLook: db.prepare(
      'insert or replace into watching(channel, known, looked_at, status, round, first_looked_at, alive_at, more) values(?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    search: db.prepare('select cursor, searched_at from search_cursors where platform = ? and query = ?'),
    putSearch: db.prepare('insert or replace into search_cursors(platform, query, cursor, searched_at, failed) values(?, ?, ?, ?, ?)'),
  };
}

/**
 * What a look learnt counts only where it began with what is stored: else the posts between are not (an earlier look that
 * could not be read back, a segment from another case), and the next look must go on from what is.
 */
function moveLook(moves: Moves, move: LookMove): void {
  const found = moves.look.get(move.channel) as WatchingRow | undefined;
  const before = found === undefined ? null : entryOf(found);
  if (before !== null && move.at < before.lookedAt) return;
  const stored = before?.known ?? NOTHING_KNOWN;
  const known = stored.lastPost === move.before.lastPost ? move.after : stored;
  moves.putLook.run(
    move.channel,
    JSON.stringify(known),
    move.at,
    move.status,
    move.round,
    before?.firstLookedAt ?? move.at,
    showsAlive(move.status) ? move.at : (before?.aliveAt ?? null),
    // A look that saw nothing says nothing of what is missing either.
    (move.status === 'unknown' ? (before?.more ?? false) : move.more) ? 1 : 0,
  );
}

function moveSearch(moves: Moves, move: SearchMove): void {
  const { platform, query, at, failed } = move;
  const before = moves.search.get(platform, query) as { cursor: string | null; searched_at: number } | undefined;
  if (before !== undefined && at < before.searched_at) return;
  const stored = before?.cursor ?? null;
  moves.putSearch.run(platform, query, stored === move.before ? move.after : stored, at, failed);
}
