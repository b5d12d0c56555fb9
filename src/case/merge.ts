import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { incomingPath, syncFolder } from '../evidence/files.ts';
import type { LakeFile } from '../store/case-db.ts';
import { LAKE, type LakeTable } from '../store/schema.ts';
import { lakeOf, type OpenCase, retireLakeFiles } from './case.ts';

/** Thousands of small files make every question slow: small neighbours become one. */

const SMALL_BYTES = 16 << 20;
const MERGED_BYTES = 256 << 20;
/** So many small files of one table are left alone. */
const PATIENCE = 48;

/** Merges runs of small files, table by table. The merged ones stop counting in the same transaction; readers that hold the old list still find them until the next import sweeps. */
export async function mergeSmallFiles(open: OpenCase): Promise<void> {
  const files = open.db.lakeFiles();
  for (const table of Object.keys(LAKE) as LakeTable[]) {
    const small = files.filter((file) => file.lakeTable === table && file.bytes < SMALL_BYTES);
    if (small.length <= PATIENCE || table === 'copies') continue;
    for (const run of runsOf(files.filter((file) => file.lakeTable === table))) await mergeRun(open, table, run);
  }
}

/** Neighbours in record order, each small, together not too large. */
function runsOf(files: LakeFile[]): LakeFile[][] {
  const runs: LakeFile[][] = [];
  let run: LakeFile[] = [];
  let bytes = 0;
  for (const file of files) {
    if (file.bytes >= SMALL_BYTES || bytes + file.bytes > MERGED_BYTES) {
      runs.push(run);
      run = [];
      bytes = 0;
    }
    if (file.bytes < SMALL_BYTES) {
      run.push(file);
      bytes += file.bytes;
    }
  }
  runs.push(run);
  return runs.filter((some) => some.length > 1);
}

async function mergeRun(open: OpenCase, table: LakeTable, run: LakeFile[]): Promise<void> {
  const first = run[0];
  const last = run.at(-1);
  if (first === undefined || last === undefined) return;
  const path = `lake/${table}/m${first.firstRid}-${last.lastRid}.parquet`;
  const part = incomingPath(open.folder);
  const lake = await lakeOf(open);
  try {
    await lake.mergeFiles(
      run.map((file) => file.path),
      `incoming/${basename(part)}`,
    );
    makeDurable(part, join(open.folder, path));
  } finally {
    lake.close();
    rmSync(part, { force: true });
  }
  const merged: LakeFile = {
    path,
    lakeTable: table,
    source: first.source,
    rows: run.reduce((sum, file) => sum + file.rows, 0),
    bytes: statSync(join(open.folder, path)).size,
    firstRid: first.firstRid,
    lastRid: last.lastRid,
  };
  open.db.turn(() => {
    retireLakeFiles(open, run);
    open.db.addLakeFile(merged);
  });
}

function makeDurable(part: string, target: string): void {
  const fd = openSync(part, 'r+');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(part, target);
  syncFolder(dirname(target));
}
