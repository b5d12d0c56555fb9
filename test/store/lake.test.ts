import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaseDb, type LakeFile, openCaseDb } from '../../src/store/case-db.ts';
import { openLake } from '../../src/store/duckdb.ts';
import { parquetBuilder, ROWS_PER_GROUP, type Value } from '../../src/store/parquet.ts';
import { LAKE } from '../../src/store/schema.ts';

/** The lake as files on a disk: in whatever folder they lie, however long they are, whatever was done to them. */

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'trackway-lake-'));
});
afterAll(() => rmSync(root, { recursive: true }));

const SIZE = 64;
const LATEST = Date.UTC(2030, 0, 1);

/** A case with one file of `count` posts; the signature of each repeats its number. */
function lakeOf(name: string, count: number): { folder: string; file: LakeFile } {
  const folder = join(root, name);
  mkdirSync(join(folder, 'lake/posts'), { recursive: true });
  const builder = parquetBuilder(LAKE.posts);
  for (let n = 0; n < count; n++) {
    const signature = Buffer.alloc(SIZE);
    for (let at = 0; at < SIZE; at += 4) signature.writeUInt32LE(n, at);
    const values: Record<string, Value> = {
      rid: n,
      text: 'as it was written',
      words: `word${n}`,
      channel: 'telegram:club',
      published_at: n,
      signature,
    };
    builder.add(LAKE.posts.map(([column]) => values[column] ?? null));
  }
  const path = 'lake/posts/000001-00001.parquet';
  writeFileSync(join(folder, path), Buffer.concat(builder.finish()));
  return { folder, file: { path, lakeTable: 'posts', source: 1, rows: count, bytes: 0, firstRid: 0, lastRid: count - 1 } };
}

describe('the lake', () => {
  it('gives signatures in the order of the posts, though two threads read', async () => {
    const count = 12 * ROWS_PER_GROUP + 5;
    const { folder, file } = lakeOf('ordered', count);
    const lake = await openLake(folder, [file], 512, LATEST);
    for (let round = 0; round < 4; round++) {
      for await (const { rids, bytes } of lake.signatures(SIZE)) {
        const view = Buffer.from(bytes);
        expect(rids).toHaveLength(count);
        const wrong = rids.findIndex((rid, i) => rid !== i || view.readUInt32LE(i * SIZE) !== i);
        expect(wrong).toBe(-1);
      }
    }
    lake.close();
  });

  it.each(['text=forged', 'channel=x/year=2019', 'case [1]', 'a*b?', "it's {a,b}"])('reads the same in a folder named %s', async (name) => {
    const { folder, file } = lakeOf(name, 3);
    const lake = await openLake(folder, [file], 512, LATEST);
    expect(await lake.postsByRid([2])).toMatchObject([{ text: 'as it was written', channel: 'telegram:club' }]);
    expect((await lake.wordsOf(file.path)).words).toEqual(['word0', 'word1', 'word2']);
    lake.close();
  });

  it('says what helps where a file is missing or damaged, and leaves nothing open', async () => {
    const { folder, file } = lakeOf('damaged', 3);
    const missing = { ...file, path: 'lake/posts/000002-00001.parquet' };
    await expect(openLake(folder, [missing], 512, LATEST)).rejects.toThrow(/000002-00001.*trackway rebuild/);
    truncateSync(join(folder, file.path), 90);
    await expect(openLake(folder, [file], 512, LATEST)).rejects.toThrow(/000001-00001.*trackway rebuild/);
    expect(readdirSync(folder)).toEqual(['lake']);
  });
});

describe('the case database', () => {
  const opened: CaseDb[] = [];
  afterAll(() => {
    for (const db of opened) db.close();
  });
  const open = (name: string): CaseDb => {
    mkdirSync(join(root, name), { recursive: true });
    const db = openCaseDb(join(root, name), true);
    opened.push(db);
    return db;
  };

  it('names no file outside the lake, whoever wrote it', () => {
    const db = open('stray');
    const file: LakeFile = { path: '', lakeTable: 'posts', source: 1, rows: 1, bytes: 1, firstRid: 1, lastRid: 1 };
    for (const path of ['lake/../../elsewhere.parquet', '/etc/passwd', 'evidence/log.ndjson']) {
      db.addLakeFile({ ...file, path });
      expect(() => db.lakeFiles()).toThrow(/outside the lake/);
      db.dropLakeFile(path);
    }
    expect(db.lakeFiles()).toEqual([]);
  });

  it('tells that a source is gone instead of bringing it back', () => {
    const db = open('sources');
    const source = {
      seq: 7,
      digest: 'd',
      name: 'n',
      size: 1,
      format: 'f',
      options: '{}',
      importedAt: '2019-11-29T18:00:00Z',
      status: 'pending',
      offset: 0,
      state: 'null',
      batches: 0,
      records: 0,
      fresh: 0,
      repeated: 0,
      bad: 0,
      hints: '[]',
    } as const;
    db.addSource(source);
    expect(db.updateSource({ ...source, records: 5 })).toBe(true);
    expect(db.sourcesOf('d')).toMatchObject([{ seq: 7, records: 5 }]);
    db.removeSource(7);
    expect(db.updateSource(source)).toBe(false);
    expect(db.sources()).toEqual([]);
  });

  it('tells the first cause of a turn that failed, and takes all of it back', () => {
    const db = open('turns');
    expect(() =>
      db.turn(() => {
        db.setMeta('a', 'b');
        throw new Error('no more');
      }),
    ).toThrow('no more');
    expect(db.meta('a')).toBeNull();
  });

  it('advises by what is wrong', () => {
    mkdirSync(join(root, 'broken'));
    writeFileSync(join(root, 'broken/case.db'), 'no database at all, but long enough to be looked at '.repeat(40));
    expect(() => openCaseDb(join(root, 'broken'), false)).toThrow(/delete it and run `trackway rebuild`/);
    mkdirSync(join(root, 'folder/case.db'), { recursive: true });
    expect(() => openCaseDb(join(root, 'folder'), false)).toThrow(/able to write in the folder/);
  });
});
