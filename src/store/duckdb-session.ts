import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { reasonOf, WorldError } from '../model/errors.ts';
import type { LakeFile } from './case-db.ts';
import type { ColumnType } from './parquet.ts';
import { LAKE, type LakeTable } from './schema.ts';

/** A DuckDB in memory over a case's lake files: closed off from network and other folders, its configuration locked. */

export interface Session {
  /** Rows as plain objects; times must be asked for as `ms(column)`. `$name` parameters. */
  rows<T>(sql: string, values?: Record<string, DuckDBValue>): Promise<T[]>;
  /** Pieces of columns, for questions whose answers are long. */
  stream(sql: string): AsyncIterable<readonly (readonly unknown[])[]>;
  run(sql: string): Promise<void>;
  close(): void;
}

const SQL_TYPE: Record<ColumnType, string> = {
  text: 'VARCHAR',
  word: 'VARCHAR',
  int: 'BIGINT',
  time: 'TIMESTAMPTZ',
  double: 'DOUBLE',
  bool: 'BOOLEAN',
  blob: 'BLOB',
};

/** A quoted SQL string. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export async function openSession(
  caseFolder: string,
  files: readonly LakeFile[],
  memoryMegabytes: number,
  threads: 1 | 2 = 2,
): Promise<Session> {
  // Each its own: engines that spill into one folder overwrite each other's files. It is made when it is needed.
  const spill = join(caseFolder, 'incoming', `${process.pid}-${randomUUID()}`);
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${memoryMegabytes}MB`,
    threads: String(threads),
    preserve_insertion_order: 'true',
  });
  const connection = await instance.connect();
  const open = session(connection, instance, spill);
  try {
    for (const line of setup(caseFolder, spill)) await connection.run(line);
    for (const table of Object.keys(LAKE) as LakeTable[]) await open.run(viewOf(caseFolder, table, files));
  } catch (error) {
    open.close();
    throw error;
  }
  return open;
}

function setup(caseFolder: string, spill: string): string[] {
  return [
    'set autoinstall_known_extensions = false',
    'set autoload_known_extensions = false',
    'set allow_community_extensions = false',
    "set timezone = 'UTC'",
    `set temp_directory = ${quoted(spill)}`,
    `set allowed_directories = [${quoted(`${caseFolder}/`)}]`,
    'set enable_external_access = false',
    'set lock_configuration = true',
    'create macro ms(t) as epoch_ms(t)::double',
    // A millisecond number as a time; TIMESTAMPTZ columns compare with it.
    'create macro instant(m) as make_timestamptz((m::bigint) * 1000)',
  ];
}

/**
 * Reads exactly these files. What stands in a folder's name is no column, though other tools write `year=2019/` and mean
 * one: a case in a folder `text=x` would have that text in all its posts.
 */
export function parquetOf(caseFolder: string, paths: readonly string[]): string {
  return `read_parquet([${paths.map((path) => quoted(join(caseFolder, path))).join(', ')}], hive_partitioning = false)`;
}

function viewOf(caseFolder: string, table: LakeTable, files: readonly LakeFile[]): string {
  const paths = files.filter((file) => file.lakeTable === table).map((file) => file.path);
  const columns = LAKE[table].map(([name, type]) => `null::${SQL_TYPE[type]} as ${name}`);
  const source = paths.length === 0 ? `select ${columns.join(', ')} where false` : `select * from ${parquetOf(caseFolder, paths)}`;
  return `create view ${table} as ${source}`;
}

function session(connection: DuckDBConnection, instance: DuckDBInstance, spill: string): Session {
  return {
    async rows<T>(sql: string, values?: Record<string, DuckDBValue>) {
      const reader = await guarded(() => connection.runAndReadAll(sql, values));
      return reader.getRowObjectsJS() as T[];
    },
    async *stream(sql) {
      // A connection of its own: another question asked meanwhile would end the stream.
      const own = await guarded(() => instance.connect());
      try {
        const result = await guarded(() => own.stream(sql));
        for (;;) {
          const chunk = await guarded(() => result.fetchChunk());
          if (chunk === null || chunk.rowCount === 0) return;
          yield chunk.getColumns();
        }
      } finally {
        own.closeSync();
      }
    },
    async run(sql) {
      await guarded(() => connection.run(sql));
    },
    close() {
      connection.closeSync();
      instance.closeSync();
      rmSync(spill, { recursive: true, force: true });
    },
  };
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // Behind its first line the engine quotes the query.
    const reason = reasonOf(error).split('\n')[0];
    throw new WorldError(
      `the lake could not be read or written: ${reason}. Make room if the disk is full; if files under lake/ are damaged or missing, run \`trackway rebuild\``,
      { cause: error },
    );
  }
}
