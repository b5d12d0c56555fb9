import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { lakeOf } from '../case/case.ts';
import { refreshStatements } from '../case/derived.ts';
import { exportTo } from '../case/export.ts';
import { UserError } from '../model/errors.ts';
import { LAKE, type LakeTable } from '../store/schema.ts';
import { asOf, atInput, defineVerb, success, timeOut, timeText, withCase } from './verb.ts';

const FORMATS = ['csv', 'parquet', 'ndjson'] as const;
const TABLES = Object.keys(LAKE) as LakeTable[];

/** A table of the case, for other tools. */
export const exportVerb = defineVerb({
  name: 'export',
  summary: 'write a table of the case as CSV, Parquet or NDJSON',
  details:
    `Tables: ${TABLES.join(', ')}. CSV is UTF-8 and safe to open in a spreadsheet: a cell that would run as a formula gets a leading apostrophe ` +
    '(NDJSON and Parquet keep texts as they are); --bom adds the mark by which Excel knows UTF-8. Times are UTC. Authors are pseudonyms; the key is in no export.',
  words: ['what'],
  examples: [
    'trackway export posts --format csv --out posts.csv --bom',
    'trackway export signposts --format ndjson --out signposts.ndjson',
  ],
  input: z.object({
    what: z.enum(TABLES as [LakeTable, ...LakeTable[]]).describe('the table'),
    format: z.enum(FORMATS).default('csv').describe('csv, parquet or ndjson'),
    out: z.string().optional().describe('file to write; default: TABLE.FORMAT in the working directory'),
    bom: z.boolean().default(false).describe('CSV: begin with a byte-order mark, for Excel'),
    at: atInput,
  }),
  output: z.object({ at: timeOut, what: z.string(), format: z.enum(FORMATS), path: z.string(), rows: z.number() }),
  run: (given, context) =>
    withCase(context, async (open) => {
      const path = resolve(given.out ?? `${given.what}.${given.format}`);
      if (existsSync(path)) throw new UserError(`${path} exists; name another file with --out`);
      if (given.bom && given.format !== 'csv') throw new UserError('--bom is for CSV');
      if (given.what === 'copies') await refreshStatements(open, context.progress);
      const lake = await lakeOf(open);
      try {
        const at = await asOf(given.at, lake);
        const rows = await exportTo(open, lake, given.what, given.format, at, path, given.bom);
        return { at: timeText(at) ?? '', what: given.what, format: given.format, path, rows };
      } finally {
        lake.close();
      }
    }),
  human: (answer) => [{ kind: 'text', text: `Wrote ${answer.rows} rows of ${answer.what} to ${answer.path} (as of ${answer.at}).` }],
  exitCode: success,
});
