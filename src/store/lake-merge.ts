import { join } from 'node:path';
import type { LakeFile } from './case-db.ts';
import { openSession, parquetOf, quoted, type Session } from './duckdb-session.ts';
import { ROWS_PER_GROUP } from './parquet.ts';

const MEMORY_MB = 768;

/** Puts lake files together. The engine is started when it is first needed: mostly there is nothing to merge. */
export interface Merger {
  /**
   * Writes the rows of several files of one table to `target`, relative to the case folder, in the order of the files. By one
   * thread: the same files give the same bytes.
   */
  merge(files: readonly LakeFile[], target: string): Promise<void>;
  close(): void;
}

export function lakeMerger(caseFolder: string): Merger {
  let session: Session | null = null;
  return {
    async merge(files, target) {
      session ??= await openSession(caseFolder, [], MEMORY_MB, 1);
      const rows = parquetOf(
        caseFolder,
        files.map((file) => file.path),
      );
      await session.run(
        `copy (select * from ${rows}) to ${quoted(join(caseFolder, target))} (format parquet, compression snappy, row_group_size ${ROWS_PER_GROUP})`,
      );
    },
    close: () => session?.close(),
  };
}
