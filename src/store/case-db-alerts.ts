import type Database from 'libsql';
import type { Alert } from '../model/alert.ts';
import type { Ms } from '../model/observation.ts';

/** The part of the case database that holds alerts: what was raised, and what each receiver took. */

/** What was so before anybody watched, and is no news. */
export interface AlertBaseline {
  since: Ms;
  /** Channels that were gone by then; null until somebody looked. */
  gone: string[] | null;
}

export interface RaisedAlert extends Alert {
  /** Number of the log entry that raised it. */
  seq: number;
  /** RFC 3339: when it was raised. */
  raisedAt: string;
}

export interface AlertsDb {
  alertBaseline(): AlertBaseline | null;
  /** The first time stays, and the first list. */
  putAlertBaseline(baseline: AlertBaseline): void;
  /** In the order in which they were raised; the newest `limit` of them. */
  alerts(limit?: number): RaisedAlert[];
  hasAlert(key: string): boolean;
  /** A key that is there stays as it is. */
  putAlert(alert: Alert, raised: { seq: number; place: number; at: string }): void;
  /** True where alerts for this receiver are counted. */
  hasSink(sink: string): boolean;
  /** From this log entry on, what is raised is for it. */
  putSink(sink: string, seq: number): void;
  /** What it did not take yet, the oldest first. */
  unsentAlerts(sink: string): RaisedAlert[];
  putAlertSent(sink: string, key: string): void;
}

export const ALERT_TABLES = ['alert_baseline', 'alerts', 'alert_sinks', 'alert_sent'];

export const ALERT_SCHEMA = `
create table if not exists alert_baseline(id integer primary key check (id = 1), since integer not null, gone text);
create table if not exists alerts(key text primary key, seq integer not null, place integer not null, raisedAt text not null, body text not null) without rowid;
create index if not exists alerts_order on alerts(seq, place);
create table if not exists alert_sinks(sink text primary key, seq integer not null) without rowid;
create table if not exists alert_sent(sink text not null, key text not null, primary key (sink, key)) without rowid;
`;

interface Row {
  seq: number;
  raisedAt: string;
  body: string;
}

export function alertsPart(db: Database.Database): AlertsDb {
  const rows = (sql: string, ...parameters: (string | number)[]): RaisedAlert[] =>
    (db.prepare(sql).all(...parameters) as Row[]).map(({ seq, raisedAt, body }) => ({ ...(JSON.parse(body) as Alert), seq, raisedAt }));
  const holds = (sql: string, ...parameters: string[]): boolean => db.prepare(sql).all(...parameters).length > 0;
  return {
    alertBaseline() {
      const [row] = db.prepare('select since, gone from alert_baseline').all() as { since: number; gone: string | null }[];
      return row === undefined ? null : { since: row.since, gone: row.gone === null ? null : JSON.parse(row.gone) };
    },
    putAlertBaseline({ since, gone }) {
      db.prepare('insert or ignore into alert_baseline(id, since, gone) values(1, ?, null)').run(since);
      if (gone !== null) db.prepare('update alert_baseline set gone = ? where gone is null').run(JSON.stringify(gone));
    },
    alerts: (limit = Number.MAX_SAFE_INTEGER) =>
      rows('select seq, raisedAt, body from alerts order by seq desc, place desc limit ?', limit).reverse(),
    hasAlert: (key) => holds('select 1 from alerts where key = ?', key),
    putAlert(alert, { seq, place, at }) {
      const { key, kind, platform, at: happenedAt, title, lines, channels } = alert;
      const body = JSON.stringify({ key, kind, platform, at: happenedAt, title, lines, channels });
      db.prepare('insert or ignore into alerts(key, seq, place, raisedAt, body) values(?, ?, ?, ?, ?)').run(key, seq, place, at, body);
    },
    hasSink: (sink) => holds('select 1 from alert_sinks where sink = ?', sink),
    putSink: (sink, seq) => void db.prepare('insert or ignore into alert_sinks(sink, seq) values(?, ?)').run(sink, seq),
    unsentAlerts: (sink) =>
      rows(
        `select seq, raisedAt, body from alerts where seq > (select seq from alert_sinks where sink = ?)
         and not exists (select 1 from alert_sent where alert_sent.sink = ? and alert_sent.key = alerts.key) order by seq, place`,
        sink,
        sink,
      ),
    putAlertSent: (sink, key) => void db.prepare('insert or ignore into alert_sent(sink, key) values(?, ?)').run(sink, key),
  };
}
