import { closeSync, createReadStream, fsyncSync, openSync, rmSync } from 'node:fs';
import { incomingPath, writeAll } from '../evidence/files.ts';
import { reasonOf, WorldError } from '../model/errors.ts';
import type { Ms } from '../model/observation.ts';
import type { Lake } from '../store/lake.ts';
import type { LakeTable } from '../store/schema.ts';
import type { OpenCase } from './case.ts';

/**
 * Writes a table to a file anywhere. The engine is closed off from all folders but the case's, so it writes there and the
 * bytes are handed on; a half-written file is removed.
 */
export async function exportTo(
  open: OpenCase,
  lake: Lake,
  table: LakeTable,
  format: 'csv' | 'parquet' | 'ndjson',
  at: Ms,
  path: string,
  bom: boolean,
): Promise<number> {
  const part = incomingPath(open.folder);
  try {
    const rows = await lake.exportTable(table, format, part, at);
    await copyTo(part, path, bom);
    return rows;
  } finally {
    rmSync(part, { force: true });
  }
}

async function copyTo(from: string, path: string, bom: boolean): Promise<void> {
  let fd: number | null = null;
  try {
    fd = openSync(path, 'wx', 0o600);
    if (bom) writeAll(fd, Buffer.from('\uFEFF'));
    for await (const piece of createReadStream(from)) writeAll(fd, piece as Buffer);
    fsyncSync(fd);
  } catch (error) {
    if (fd !== null) rmSync(path, { force: true });
    throw new WorldError(`could not write ${path}: ${reasonOf(error)}`, { cause: error });
  } finally {
    if (fd !== null) closeSync(fd);
  }
}
