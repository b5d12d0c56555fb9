import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';

/**
 * One process reads files into the lake at a time. The lock is SQLite's own on an empty database: the system lets go of it
 * when its holder dies, however it dies.
 */
export function takeImportLock(caseFolder: string, onWait: () => void): () => void {
  const folder = join(caseFolder, 'incoming');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'lock.db');
  let db = new Database(path, { timeout: 0 });
  try {
    db.exec('begin exclusive');
  } catch {
    onWait();
    db.close();
    db = new Database(path, { timeout: 24 * 3_600_000 });
    db.exec('begin exclusive');
  }
  return () => {
    db.exec('rollback');
    db.close();
  };
}
