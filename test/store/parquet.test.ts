import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parquetBuilder, ROWS_PER_GROUP, type Schema, type Value } from '../../src/store/parquet.ts';

const SCHEMA: Schema = [
  ['t', 'text'],
  ['w', 'word'],
  ['i', 'int'],
  ['m', 'time'],
  ['d', 'double'],
  ['b', 'bool'],
  ['x', 'blob'],
];

let folder: string;
let instance: DuckDBInstance;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trackway-parquet-'));
  instance = await DuckDBInstance.create(':memory:', { threads: '1' });
});
afterAll(() => {
  instance.closeSync();
  rmSync(folder, { recursive: true });
});

function bytesOf(rows: readonly (readonly Value[])[], schema: Schema = SCHEMA): Buffer {
  const builder = parquetBuilder(schema);
  for (const row of rows) builder.add(row);
  expect(builder.rows()).toBe(rows.length);
  return Buffer.concat(builder.finish());
}

let written = 0;

async function readBack(bytes: Buffer): Promise<Record<string, unknown>[]> {
  // A name of its own each time: the engine keeps what it read of a file, and within one tick of the clock another looks the same.
  const path = join(folder, `x-${written++}.parquet`);
  writeFileSync(path, bytes);
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(
    `select t, w, i::double as i, epoch_ms(m)::double as m, d, b, hex(x) as x from read_parquet('${path}', file_row_number = true) order by file_row_number`,
  );
  connection.closeSync();
  return reader.getRowObjectsJS();
}

const wellFormed = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.toWellFormed());
const row = fc.tuple(
  fc.option(wellFormed),
  fc.option(fc.constantFrom('telegram', 'x', 'قناة', '', 'a'.repeat(300))),
  fc.option(fc.maxSafeInteger()),
  fc.option(fc.integer({ min: 0, max: 4_102_444_800_000 })),
  fc.option(fc.double({ noNaN: true })),
  fc.option(fc.boolean()),
  fc.option(fc.uint8Array({ maxLength: 70 })),
);

describe('the Parquet writer', () => {
  it('is read back by DuckDB, whatever the values', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60 }), async (rows) => {
        const read = await readBack(bytesOf(rows));
        const expected = rows.map(([t, w, i, m, d, b, x]) => ({
          t,
          w,
          i,
          m,
          d,
          b,
          x: x === null ? null : Buffer.from(x).toString('hex').toUpperCase(),
        }));
        expect(read).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('holds over several row groups, many words and runs of nulls', async () => {
    const rows = Array.from({ length: ROWS_PER_GROUP * 8 + 77 }, (_, i): Value[] => [
      i % 3 === 0 ? null : `row ${i}`,
      i < ROWS_PER_GROUP * 4 ? `word ${i % 30_000}` : null,
      i - 70_000,
      i % 1000 === 0 ? null : 1_575_000_000_000 + i,
      i / 7,
      i % 2 === 0,
      null,
    ]);
    const read = await readBack(bytesOf(rows));
    expect(read.length).toBe(rows.length);
    for (const i of [0, 1, 2, 29_999, 32_767, 32_768, 65_535, 65_612]) {
      const [t, w, n, m, d, b] = rows[i] ?? [];
      expect(read[i]).toEqual({ t, w, i: n, m, d, b, x: null });
    }
  });

  it('gives the same bytes for the same rows', () => {
    const rows: Value[][] = [
      ['a', 'w', 1, 2, 3, true, Uint8Array.of(1)],
      [null, null, null, null, null, null, null],
    ];
    expect(bytesOf(rows).equals(bytesOf(rows))).toBe(true);
  });

  it('says the least and the greatest number of a column, so that files can be passed by', async () => {
    const path = join(folder, 's.parquet');
    writeFileSync(
      path,
      bytesOf(
        [5, -9, 2 ** 50].map((n) => [n]),
        [['n', 'int']],
      ),
    );
    const connection = await instance.connect();
    const reader = await connection.runAndReadAll(
      `select stats_min_value, stats_max_value, stats_null_count::int as nulls from parquet_metadata('${path}')`,
    );
    connection.closeSync();
    expect(reader.getRowObjectsJS()).toEqual([{ stats_min_value: '-9', stats_max_value: String(2 ** 50), nulls: 0 }]);
  });
});
