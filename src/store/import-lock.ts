import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import { reasonOf, WorldError } from '../model/errors.ts';

/**
 * One process reads files into the lake at a time. The lock is SQLite's own on an empty database: the system lets go of it
 * when its holder dies, however it dies.
 */
export function takeImportLock(caseFolder: string, onWait: () => void): () => void {
  const path = join(caseFolder, 'incoming', 'lock.db');
  let db: Database.Database | null = null;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    db = held(path, 0);
    if (db === null) {
      onWait();
      db = held(path, 24 * 3_600_000);
    }
  } catch (error) {
    throw new WorldError(`could not write ${path}: ${reasonOf(error)}. Trackway must be able to write in the folder of the case`, {
      cause: error,
    });
  }
  if (db === null) throw new WorldError('another import has been running on this case for a day. Try again when it is done');
  const lock = db;
  return () => {
    lock.exec('rollback');
    lock.close();
  };
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
