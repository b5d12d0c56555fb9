import { DuckDBInstance } from '@duckdb/node-api';
import { openCaseDb } from '../src/store/case-db.ts';
import { LAKE, type LakeTable } from '../src/store/schema.ts';

/** All rows of a case's lake, told independently of how they lie in files, in record order. */
export async function lakeRows(caseFolder: string): Promise<Record<LakeTable, Record<string, unknown>[]>> {
  const db = openCaseDb(caseFolder, false);
  const files = db.lakeFiles();
  db.close();
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const tables: Partial<Record<LakeTable, Record<string, unknown>[]>> = {};
  for (const table of Object.keys(LAKE) as LakeTable[]) {
    const paths = files.filter((file) => file.lakeTable === table).map((file) => `'${caseFolder}/${file.path}'`);
    const reader =
      paths.length === 0 ? null : await connection.runAndReadAll(`select * from read_parquet([${paths.join(', ')}]) order by rid`);
    tables[table] = reader === null ? [] : (reader.getRowObjectsJson() as Record<string, unknown>[]);
  }
  connection.closeSync();
  instance.closeSync();
  return tables as Record<LakeTable, Record<string, unknown>[]>;
}
