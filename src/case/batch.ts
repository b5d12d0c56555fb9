import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { incomingPath, syncFolder, writeAll } from '../evidence/files.ts';
import { reasonOf, WorldError } from '../model/errors.ts';
import type { LakeFile } from '../store/case-db.ts';
import { type ParquetBuilder, parquetBuilder, type Value } from '../store/parquet.ts';
import { LAKE, type LakeTable } from '../store/schema.ts';

/** A batch: rows of several tables on their way into lake files, of which all count or none. */

export interface Batch {
  add(table: LakeTable, row: readonly Value[]): void;
  rows(): number;
  bytes(): number;
  /** Writes the tables' files durably; they do not count until they are in the case database. */
  write(source: number, number: number): LakeFile[];
}

export function newBatch(caseFolder: string): Batch {
  const builders = new Map<LakeTable, { builder: ParquetBuilder; first: number; last: number }>();
  let rows = 0;
  return {
    add(table, row) {
      let open = builders.get(table);
      if (open === undefined) {
        open = { builder: parquetBuilder(LAKE[table]), first: row[0] as number, last: 0 };
        builders.set(table, open);
      }
      open.builder.add(row);
      open.last = row[0] as number;
      rows++;
    },
    rows: () => rows,
    bytes: () => [...builders.values()].reduce((sum, { builder }) => sum + builder.bytes(), 0),
    write(source, number) {
      const files: LakeFile[] = [];
      for (const [table, { builder, first, last }] of builders) {
        const path = `lake/${table}/${String(source).padStart(6, '0')}-${String(number).padStart(5, '0')}.parquet`;
        const count = builder.rows();
        const bytes = writeLakeFile(caseFolder, path, builder.finish());
        files.push({ path, lakeTable: table, source, rows: count, bytes, firstRid: first, lastRid: last });
      }
      builders.clear();
      rows = 0;
      return files;
    },
  };
}

/** Write, fsync, rename: readers see the whole file or none. */
export function writeLakeFile(caseFolder: string, path: string, pieces: readonly Uint8Array[]): number {
  const target = join(caseFolder, path);
  let part: string | null = null;
  try {
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    part = incomingPath(caseFolder);
    const fd = openSync(part, 'wx', 0o600);
    let bytes = 0;
    try {
      for (const piece of pieces) {
        writeAll(fd, piece);
        bytes += piece.length;
      }
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(part, target);
    syncFolder(dirname(target));
    return bytes;
  } catch (error) {
    if (part !== null) rmSync(part, { force: true });
    throw new WorldError(
      `could not write ${target}: ${reasonOf(error)}. What was acknowledged is safe in evidence; run the command again when there is room`,
      {
        cause: error,
      },
    );
  }
}
