import { WATCH_FORMAT } from '../evidence/files.ts';
import type { LogEntry } from '../evidence/log.ts';
import type { Alert } from '../model/alert.ts';
import type { Verdict } from '../model/words.ts';
import type { CaseDb } from '../store/case-db.ts';
import type { AlertBaseline } from '../store/case-db-alerts.ts';

/**
 * What each kind of log entry means for the database. The one place: a new entry is applied here when it is written, and
 * a rebuild applies all of them again.
 */

/** One file of an import, as its entry says. `note` entries bring a file too, which is only kept. */
export interface ImportBody {
  [key: string]: unknown;
  files: { digest: string; size: number; blockSize: number; blocks: string[] }[];
  name: string;
  format: string;
  options: ImportOptions;
}

/** How the file was to be read; two imports of one file with the same options are one. */
export interface ImportOptions {
  platform: string | null;
  channel: string | null;
  zone: string | null;
  map: unknown;
}

export interface RosterBody {
  [key: string]: unknown;
  add: { channel: string; control: boolean; note: string; tags: string[] }[];
  remove: string[];
}

/** Watched searches: what a platform's own search is asked again and again. */
export interface SearchesBody {
  [key: string]: unknown;
  add: { platform: string; query: string; note: string }[];
  remove: { platform: string; query: string }[];
}

export interface DecisionBody {
  [key: string]: unknown;
  decision: 'accept' | 'ignore';
  refs: string[];
}

/** A person's sighting: the body carries the sighting itself, so that it comes back from the log. */
export interface NoteBody {
  [key: string]: unknown;
  files: { digest: string; size: number; blockSize: number; blocks: string[] }[];
  sighting: {
    channel: string;
    at: string;
    status: string;
    reason: string | null;
    movedTo: string | null;
    observer: string | null;
    tool: string;
    fileName: string | null;
  };
}

/** What an analyst decided of a pair; null takes an earlier verdict back. */
export interface VerdictBody {
  [key: string]: unknown;
  predecessor: string;
  successor: string;
  verdict: Verdict | null;
  note: string | null;
  blind: boolean;
}

/** A random sample of pairs, in the order in which they are shown. */
export interface AuditBody {
  [key: string]: unknown;
  /** The head of the log that the chance came from. */
  seed: string;
  pairs: { predecessor: string; successor: string; drawnWith: number }[];
}

/** Each step of a referral is an entry of its own. */
export type ReferralBody = { [key: string]: unknown; id: string } & (
  | { step: 'draft'; platform: string; channels: string[] }
  | { step: 'sent'; at: string }
  | { step: 'answered'; at: string; answer: string | null }
);

/** What is told to people; `baseline`, in the first entry of a case: from when on things are news. */
export interface AlertsBody {
  [key: string]: unknown;
  alerts: Alert[];
  baseline: AlertBaseline | null;
}

/** A receiver took alerts; without keys, from here on it is one. */
export interface AlertSentBody {
  [key: string]: unknown;
  sink: string;
  keys: string[];
}

export function applyEntry(db: CaseDb, entry: LogEntry): void {
  // A segment of a watch is read like any file.
  if (entry.type === 'import' || entry.type === 'watch') applyImport(db, entry, entry.body as ImportBody);
  else if (entry.type === 'note') applyNote(db, entry, entry.body as NoteBody);
  else if (entry.type === 'roster') applyRoster(db, entry, entry.body as RosterBody);
  else if (entry.type === 'searches') applySearches(db, entry, entry.body as SearchesBody);
  else if (entry.type === 'found') applyDecision(db, entry, entry.body as DecisionBody);
  else if (entry.type === 'verdict') db.putVerdict({ ...(entry.body as VerdictBody), at: entry.at });
  else if (entry.type === 'audit') applyAudit(db, entry, entry.body as AuditBody);
  else if (entry.type === 'referral') applyReferral(db, entry, entry.body as ReferralBody);
  else if (entry.type === 'alerts') applyAlerts(db, entry, entry.body as AlertsBody);
  else if (entry.type === 'alert-sent') applyAlertSent(db, entry, entry.body as AlertSentBody);
}

function applyImport(db: CaseDb, entry: LogEntry, body: ImportBody): void {
  const file = body.files[0];
  if (file === undefined) return;
  // The same file read with other options takes the place of the earlier reading. What a watch saw stays, however else it is read.
  for (const earlier of db.sourcesOf(file.digest)) {
    if (earlier.format === 'note' || (earlier.format === WATCH_FORMAT && body.format !== WATCH_FORMAT)) continue;
    db.removeSource(earlier.seq);
    db.setMeta('stale', 'a file was read again with other options');
  }
  addSource(db, entry, {
    digest: file.digest,
    size: file.size,
    name: body.name,
    format: body.format,
    options: JSON.stringify(body.options),
  });
}

/** A note is a source of one record, read from its own log entry. */
function applyNote(db: CaseDb, entry: LogEntry, body: NoteBody): void {
  addSource(db, entry, {
    digest: body.files[0]?.digest ?? '',
    size: 0,
    name: body.sighting.fileName ?? 'note',
    format: 'note',
    options: JSON.stringify(body.sighting),
  });
}

function addSource(
  db: CaseDb,
  entry: LogEntry,
  what: { digest: string; size: number; name: string; format: string; options: string },
): void {
  db.addSource({
    seq: entry.seq,
    ...what,
    importedAt: entry.at,
    status: 'pending',
    offset: 0,
    state: 'null',
    batches: 0,
    records: 0,
    fresh: 0,
    repeated: 0,
    bad: 0,
    hints: '[]',
  });
}

function applyRoster(db: CaseDb, entry: LogEntry, body: RosterBody): void {
  const known = new Map(db.roster().map((watched) => [watched.channel, watched]));
  for (const added of body.add) {
    // Tags add up: who imports a second observer's roster must not take the first one's names off the channels that both watch.
    const before = known.get(added.channel);
    const tags = [...new Set([...(before?.tags ?? []), ...added.tags])];
    const entered = { ...added, tags, note: added.note === '' ? (before?.note ?? '') : added.note, since: entry.at };
    known.set(added.channel, entered);
    db.putRoster(entered);
  }
  for (const channel of body.remove) db.removeRoster(channel);
}

function applySearches(db: CaseDb, entry: LogEntry, body: SearchesBody): void {
  for (const search of body.add) db.putSearch({ ...search, since: entry.at });
  for (const { platform, query } of body.remove) db.removeSearch(platform, query);
}

function applyDecision(db: CaseDb, entry: LogEntry, body: DecisionBody): void {
  const watched = new Set(db.roster().map((known) => known.channel));
  for (const ref of body.refs) {
    db.putDecision(ref, body.decision, entry.at);
    // Accepting puts a reference under watch; one that is there keeps its note, its tags and that it is a control.
    if (body.decision === 'accept' && !watched.has(ref))
      db.putRoster({ channel: ref, control: false, note: 'accepted from signposts', tags: [], since: entry.at });
  }
}

function applyAudit(db: CaseDb, entry: LogEntry, body: AuditBody): void {
  for (const [place, pair] of body.pairs.entries()) db.putAudited({ audit: entry.seq, at: entry.at, place, ...pair });
}

function applyReferral(db: CaseDb, entry: LogEntry, body: ReferralBody): void {
  if (body.step === 'draft')
    db.putReferral({ id: body.id, seq: entry.seq, platform: body.platform, channels: body.channels, draftedAt: entry.at });
  else if (body.step === 'sent') db.setReferralSent(body.id, body.at);
  else db.setReferralAnswered(body.id, body.at, body.answer);
}

function applyAlerts(db: CaseDb, entry: LogEntry, body: AlertsBody): void {
  if (body.baseline !== null) db.putAlertBaseline(body.baseline);
  for (const [place, alert] of body.alerts.entries()) db.putAlert(alert, { seq: entry.seq, place, at: entry.at });
}

function applyAlertSent(db: CaseDb, entry: LogEntry, body: AlertSentBody): void {
  if (body.keys.length === 0) db.putSink(body.sink, entry.seq);
  for (const key of body.keys) db.putAlertSent(body.sink, key);
}
