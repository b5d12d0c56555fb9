import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenCase, openCase } from '../../src/case/case.ts';
import { mergeSmallFiles } from '../../src/case/merge.ts';
import type { LakeFile } from '../../src/store/case-db.ts';
import { parquetBuilder, type Value } from '../../src/store/parquet.ts';
import { LAKE } from '../../src/store/schema.ts';
import { type Desk, desk, newCase } from '../desk.ts';
import { lakeRows } from '../lake-rows.ts';

let place: Desk;
beforeAll(() => {
  place = desk();
});
afterAll(() => place.remove());

const SOURCES = 274;

/** The small files that segments leave. The older of two versions has the smaller number: files of `superseded` do not follow each other by it. */
function addBatches(open: OpenCase, first: number, last: number): void {
  const files: LakeFile[] = [];
  for (let source = first; source <= last; source++) {
    const rid = source * 2 ** 32;
    files.push(fileOf(open, 'events', source, [rid, source, 0, 1000 * source, null, `game ${source}`, false, null]));
    files.push(fileOf(open, 'superseded', source, [(400 - source) * 2 ** 32, source, 0, rid]));
  }
  open.db.turn(() => {
    for (const file of files) open.db.addLakeFile(file);
  });
}

function fileOf(open: OpenCase, lakeTable: 'events' | 'superseded', source: number, row: Value[]): LakeFile {
  const builder = parquetBuilder(LAKE[lakeTable]);
  builder.add(row);
  const bytes = Buffer.concat(builder.finish());
  const path = `lake/${lakeTable}/${String(source).padStart(6, '0')}-00001.parquet`;
  mkdirSync(join(open.folder, 'lake', lakeTable), { recursive: true });
  writeFileSync(join(open.folder, path), bytes);
  return { path, lakeTable, source, rows: 1, bytes: bytes.length, firstRid: row[0] as number, lastRid: row[0] as number };
}

function digests(open: OpenCase): string[] {
  return open.db.lakeFiles().map(
    ({ path, rows }) =>
      `${path} ${rows} ${createHash('sha256')
        .update(readFileSync(join(open.folder, path)))
        .digest('hex')}`,
  );
}

describe('merging small files', () => {
  it('gives the same files whenever it is done, few of them, with every row once', async () => {
    const made = [];
    for (const every of [30, SOURCES]) {
      const dir = await newCase(place);
      const open = openCase(place.path(dir), () => 0);
      for (let first = 1; first <= SOURCES; first += every) {
        addBatches(open, first, Math.min(first + every - 1, SOURCES));
        await mergeSmallFiles(open);
      }
      const files = digests(open);
      open.close();
      const { events, superseded } = await lakeRows(place.path(dir));
      made.push({ files, events: events.map((row) => Number(row['source'])), newer: new Set(superseded.map((row) => row['newer'])).size });
    }
    expect(made[1]).toEqual(made[0]);
    // 274 = 1 × 256 + 1 × 16 + 2
    expect(made[0]?.files).toHaveLength(2 * (1 + 1 + 2));
    expect(made[0]?.events).toEqual(Array.from({ length: SOURCES }, (_, i) => i + 1));
    expect(made[0]?.newer).toBe(SOURCES);
  });

  it('leaves who reads the old files alone', async () => {
    const open = openCase(place.path(await newCase(place)), () => Date.now());
    addBatches(open, 1, 16);
    const before = open.db.lakeFiles();
    expect(await mergeSmallFiles(open)).toBe(true);
    expect(await mergeSmallFiles(open)).toBe(false);
    for (const { path } of before) expect(existsSync(join(open.folder, path))).toBe(true);
    expect(open.db.lakeFiles()).toHaveLength(2);
    open.close();
  });
});
