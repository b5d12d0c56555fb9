import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import { reasonOf, WorldError } from '../model/errors.ts';

/**
 * One process reads files into the lake at a time. The lock is SQLite's own on an empty database: the system lets go of it
 * when its holder dies, however it dies.
 */
export function takeImportLock(caseFolder: string, onWait: () => void): () => void {
  const release = lockOf(caseFolder, (path) => {
    const db = held(path, 0);
    if (db !== null) return db;
    onWait();
    return held(path, 24 * 3_600_000);
  });
  if (release === null) throw new WorldError('another import has been running on this case for a day. Try again when it is done');
  return release;
}

function lockOf(caseFolder: string, take: (path: string) => Database.Database | null): (() => void) | null {
  const path = join(caseFolder, 'incoming', 'lock.db');
  let lock: Database.Database | null;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    lock = take(path);
  } catch (error) {
    throw new WorldError(`could not write ${path}: ${reasonOf(error)}. Trackway must be able to write in the folder of the case`, {
      cause: error,
    });
  }
  if (lock === null) return null;
  return () => {
    lock.exec('rollback');
    lock.close();
  };
}

/** The same lock; null where another holds it now: nothing waits, and no timer of this process stands still meanwhile. */
export function tryImportLock(caseFolder: string): (() => void) | null {
  return lockOf(caseFolder, (path) => held(path, 0));
}

/** The database with the lock taken; null where another held it all that time. */
function held(path: string, waitMs: number): Database.Database | null {
  const db = new Database(path, { timeout: waitMs });
  try {
    db.exec('begin exclusive');
    return db;
  } catch (error) {
    db.close();
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
}
