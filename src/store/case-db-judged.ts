import type Database from 'libsql';
import type { VerdictRow } from '../model/rows.ts';
import { parseTime } from '../model/time.ts';
import type { Verdict } from '../model/words.ts';

/** The part of the case database that holds what people judged and did: verdicts, audit samples, referrals. */

/** A pair that a random sample drew, in the order in which it is shown. */
export interface AuditedPair {
  /** Number of the log entry that drew it. */
  audit: number;
  /** RFC 3339: when it was drawn. */
  at: string;
  place: number;
  predecessor: string;
  successor: string;
  drawnWith: number;
  /** The verdict on it; null where there is none (any more). */
  verdict: Verdict | null;
  blind: boolean;
  /** A verdict was given once, though it may have been cleared since. */
  touched: boolean;
}

/** One drafted referral. Times are RFC 3339. */
export interface ReferralEntry {
  id: string;
  platform: string;
  channels: string[];
  draftedAt: string;
  sentAt: string | null;
  answeredAt: string | null;
  /** What was answered, in words. */
  answer: string | null;
}

export interface JudgedDb {
  /** Verdicts that stand, the latest of each pair. */
  verdicts(): VerdictRow[];
  /** Every pair that was ever decided, those cleared since included. */
  touchedPairs(): { predecessor: string; successor: string }[];
  /** Null clears: the pair stays known as once decided. */
  putVerdict(row: {
    predecessor: string;
    successor: string;
    verdict: Verdict | null;
    at: string;
    note: string | null;
    blind: boolean;
  }): void;

  /** Of all samples, the oldest first. */
  audited(): AuditedPair[];
  putAudited(row: { audit: number; at: string; place: number; predecessor: string; successor: string; drawnWith: number }): void;

  /** In the order in which they were drafted. */
  referrals(): ReferralEntry[];
  putReferral(entry: { id: string; seq: number; platform: string; channels: string[]; draftedAt: string }): void;
  setReferralSent(id: string, at: string): void;
  setReferralAnswered(id: string, at: string, answer: string | null): void;
}

export const JUDGED_TABLES = ['verdicts', 'audited', 'referrals'];

export const JUDGED_SCHEMA = `
create table if not exists verdicts(
  predecessor text not null, successor text not null, verdict text, at text not null, note text, blind integer not null,
  primary key (predecessor, successor)) without rowid;
create table if not exists audited(
  predecessor text not null, successor text not null, audit integer not null, at text not null, place integer not null, drawnWith real not null,
  primary key (predecessor, successor)) without rowid;
create table if not exists referrals(
  id text primary key, seq integer not null, platform text not null, channels text not null, draftedAt text not null,
  sentAt text, answeredAt text, answer text) without rowid;
`;

export function judgedPart(db: Database.Database): JudgedDb {
  return { ...verdictPart(db), ...auditPart(db), ...referralPart(db) };
}

function verdictPart(db: Database.Database): Pick<JudgedDb, 'verdicts' | 'touchedPairs' | 'putVerdict'> {
  return {
    verdicts() {
      const rows = db
        .prepare(
          `select v.predecessor, v.successor, v.verdict, v.at, v.note, v.blind, a.drawnWith from verdicts v
           left join audited a on a.predecessor = v.predecessor and a.successor = v.successor
           where v.verdict is not null order by v.predecessor, v.successor`,
        )
        .all() as (Omit<VerdictRow, 'at' | 'blind'> & { at: string; blind: number })[];
      return rows.map(
        ({ predecessor, successor, verdict, at, note, blind, drawnWith }): VerdictRow => ({
          predecessor,
          successor,
          verdict,
          at: parseTime(at)?.ms ?? 0,
          note,
          blind: blind === 1,
          drawnWith,
        }),
      );
    },
    touchedPairs: () =>
      db.prepare('select predecessor, successor from verdicts order by predecessor, successor').all() as {
        predecessor: string;
        successor: string;
      }[],
    putVerdict(row) {
      db.prepare(
        `insert into verdicts(predecessor, successor, verdict, at, note, blind) values(?, ?, ?, ?, ?, ?)
         on conflict do update set verdict = excluded.verdict, at = excluded.at, note = excluded.note, blind = excluded.blind`,
      ).run(row.predecessor, row.successor, row.verdict, row.at, row.note, row.blind ? 1 : 0);
    },
  };
}

function auditPart(db: Database.Database): Pick<JudgedDb, 'audited' | 'putAudited'> {
  return {
    audited() {
      const rows = db
        .prepare(
          `select a.audit, a.at, a.place, a.predecessor, a.successor, a.drawnWith, v.verdict, coalesce(v.blind, 0) as blind,
             v.predecessor is not null as touched
           from audited a left join verdicts v on v.predecessor = a.predecessor and v.successor = a.successor order by a.audit, a.place`,
        )
        .all() as (Omit<AuditedPair, 'blind' | 'touched'> & { blind: number; touched: number })[];
      return rows.map(
        ({ audit, at, place, predecessor, successor, drawnWith, verdict, blind, touched }): AuditedPair => ({
          audit,
          at,
          place,
          predecessor,
          successor,
          drawnWith,
          verdict,
          blind: blind === 1,
          touched: touched === 1,
        }),
      );
    },
    putAudited(row) {
      db.prepare('insert or ignore into audited(predecessor, successor, audit, at, place, drawnWith) values(?, ?, ?, ?, ?, ?)').run(
        row.predecessor,
        row.successor,
        row.audit,
        row.at,
        row.place,
        row.drawnWith,
      );
    },
  };
}

function referralPart(db: Database.Database): Pick<JudgedDb, 'referrals' | 'putReferral' | 'setReferralSent' | 'setReferralAnswered'> {
  return {
    referrals() {
      const rows = db
        .prepare('select id, platform, channels, draftedAt, sentAt, answeredAt, answer from referrals order by seq')
        .all() as (Omit<ReferralEntry, 'channels'> & { channels: string })[];
      return rows.map(
        ({ id, platform, channels, draftedAt, sentAt, answeredAt, answer }): ReferralEntry => ({
          id,
          platform,
          channels: JSON.parse(channels),
          draftedAt,
          sentAt,
          answeredAt,
          answer,
        }),
      );
    },
    putReferral(entry) {
      db.prepare('insert or ignore into referrals(id, seq, platform, channels, draftedAt) values(?, ?, ?, ?, ?)').run(
        entry.id,
        entry.seq,
        entry.platform,
        JSON.stringify(entry.channels),
        entry.draftedAt,
      );
    },
    setReferralSent: (id, at) => void db.prepare('update referrals set sentAt = ? where id = ?').run(at, id),
    setReferralAnswered: (id, at, answer) =>
      void db.prepare('update referrals set answeredAt = ?, answer = ? where id = ?').run(at, answer, id),
  };
}
