import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { incomingPath, syncFolder } from '../evidence/files.ts';
import type { LakeFile } from '../store/case-db.ts';
import { lakeMerger, type Merger } from '../store/lake-merge.ts';
import { LAKE, type LakeTable } from '../store/schema.ts';
import { type OpenCase, retireLakeFiles } from './case.ts';

/**
 * Thousands of small files make every question slow: small neighbours become one, as in a counter of base 16. Sixteen files of a
 * batch make one of level 1, sixteen of those one of level 2. Which files there are then depends on what was read alone, never
 * on when: a rebuild comes to the same bytes as a watch that merged every few minutes.
 */

/** Larger ones are left as they are; sixteen smaller ones make at most 256 MB. */
const SMALL_BYTES = 16 << 20;
const BASE = 16;

/**
 * Merges table by table. Merged files stop counting in the same transaction; readers that hold the old list still find them
 * until they are swept. True where anything was merged.
 */
export async function mergeSmallFiles(open: OpenCase): Promise<boolean> {
  const merger = lakeMerger(open.folder);
  let merged = false;
  try {
    for (const table of Object.keys(LAKE) as LakeTable[]) {
      if (table === 'copies') continue;
      for (let run = nextRun(open, table); run !== null; run = nextRun(open, table)) {
        await mergeRun(open, merger, table, run);
        merged = true;
      }
    }
  } finally {
    merger.close();
  }
  return merged;
}

/** The first sixteen neighbours of one level; null where there are none. */
function nextRun(open: OpenCase, table: LakeTable): LakeFile[] | null {
  const files = open.db
    .lakeFiles()
    .filter((file) => file.lakeTable === table)
    .sort(inOrder);
  let run: LakeFile[] = [];
  for (const file of files) {
    if (file.bytes >= SMALL_BYTES) run = [];
    else if (run[0] !== undefined && levelOf(file) === levelOf(run[0])) run.push(file);
    else run = [file];
    if (run.length === BASE) return run;
  }
  return null;
}

/** In the order in which they were read: by source, and within one source those merged from its earlier batches first. */
function inOrder(a: LakeFile, b: LakeFile): number {
  return a.source - b.source || levelOf(b) - levelOf(a) || (a.path < b.path ? -1 : 1);
}

const MERGED = /\/m(\d+)-/;

function levelOf(file: LakeFile): number {
  return Number(MERGED.exec(file.path)?.[1] ?? 0);
}

/** The level and the first batch that went in. */
function mergedPath(table: LakeTable, first: LakeFile): string {
  return `lake/${table}/m${levelOf(first) + 1}-${basename(first.path).replace(/^m\d+-/, '')}`;
}

async function mergeRun(open: OpenCase, merger: Merger, table: LakeTable, run: readonly LakeFile[]): Promise<void> {
  const first = run[0];
  if (first === undefined) return;
  const path = mergedPath(table, first);
  const part = incomingPath(open.folder);
  try {
    await merger.merge(run, `incoming/${basename(part)}`);
    makeDurable(part, join(open.folder, path));
  } finally {
    rmSync(part, { force: true });
  }
  const merged: LakeFile = {
    path,
    lakeTable: table,
    source: first.source,
    rows: run.reduce((sum, file) => sum + file.rows, 0),
    bytes: statSync(join(open.folder, path)).size,
    firstRid: Math.min(...run.map((file) => file.firstRid)),
    lastRid: Math.max(...run.map((file) => file.lastRid)),
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
