import { existsSync, rmSync } from 'node:fs';
import { EMPTY_HEAD, walkLog } from '../evidence/log.ts';
import { WorldError } from '../model/errors.ts';
import type { Ms } from '../model/observation.ts';
import { type CaseDb, caseDbPath, isDamaged, openCaseDb } from '../store/case-db.ts';
import { takeImportLock } from '../store/import-lock.ts';
import { FORMAT } from '../store/schema.ts';
import { deleteSearchIndex } from '../store/search-index.ts';
import { applyEntry } from './apply.ts';
import { type OpenCase, record } from './case.ts';
import { refreshDerived } from './derived.ts';
import { ingestPending, type Progress } from './ingest.ts';
import { loadKey, pseudonymizer } from './pseudonyms.ts';
import { readSettings, writeSettings } from './settings.ts';

/** Makes the database and the lake again from the custody log and the originals. Refuses where the log does not hold. */
export async function rebuildCase(folder: string, now: () => Ms, progress: Progress): Promise<OpenCase> {
  const settings = readSettings(folder);
  const pseudonym = pseudonymizer(loadKey(settings.id, settings.keyCheck));
  const walk = walkLog(folder, EMPTY_HEAD);
  if (walk.fault !== null)
    throw new WorldError(
      `the custody log does not hold at byte ${walk.fault.offset}: ${walk.fault.reason}. Nothing was changed; run \`trackway verify\``,
    );
  const db = openOrReplace(folder);
  // An import that is running counts on what it has committed.
  const release = takeImportLock(folder, () => progress('an import is running on this case; waiting for it', 0, null));
  try {
    db.turn(() => applyAll(db, folder));
    deleteSearchIndex(folder);
  } finally {
    release();
  }
  if (settings.format < FORMAT) writeSettings(folder, { ...settings, format: FORMAT });
  const open: OpenCase = { folder, settings: { ...settings, format: FORMAT }, db, now, close: () => db.close() };
  // Sets a torn end of the log aside, if there is one.
  if (walk.tornBytes > 0) record(open, 'rebuild', () => null);
  await ingestPending(open, pseudonym, progress);
  await refreshDerived(open, progress);
  return open;
}

/** The log is walked again inside the turn: others may have written since. */
function applyAll(db: CaseDb, folder: string): void {
  const walk = walkLog(folder, EMPTY_HEAD);
  db.clear();
  for (const entry of walk.entries) applyEntry(db, entry);
  // Nothing is read yet, so nothing can be stale.
  db.dropMeta('stale');
  db.setHead(walk.head);
}

/** The database is derived: one that is damaged is thrown away. */
function openOrReplace(folder: string): ReturnType<typeof openCaseDb> {
  try {
    return openCaseDb(folder, true);
  } catch (error) {
    if (!isDamaged(error)) throw error;
    for (const suffix of ['', '-wal', '-shm']) if (existsSync(caseDbPath(folder) + suffix)) rmSync(caseDbPath(folder) + suffix);
    return openCaseDb(folder, true);
  }
}
