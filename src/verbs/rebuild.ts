import { resolve } from 'node:path';
import { z } from 'zod';
import { lakeOf } from '../case/case.ts';
import { rebuildCase } from '../case/rebuild.ts';
import { defineVerb, success } from './verb.ts';

/** Everything derived, made again from evidence. */
export const rebuild = defineVerb({
  name: 'rebuild',
  summary: 'make the lake and the database again from evidence',
  details:
    'Reads the custody log and the originals and makes everything else again: roster, decisions, posts, sightings, indexes. ' +
    'The same evidence gives the same rows in the same order. Also brings a case of an older format up to date. The evidence itself is not touched.',
  words: [],
  examples: ['trackway rebuild --case london-bridge'],
  input: z.object({}),
  output: z.object({ entries: z.number(), sources: z.number(), tables: z.array(z.object({ table: z.string(), rows: z.number() })) }),
  async run(_, context) {
    const open = await rebuildCase(resolve(context.caseFolder), context.now, context.progress);
    try {
      const lake = await lakeOf(open);
      const counts = await lake.counts();
      lake.close();
      return { entries: open.db.head().entries, sources: open.db.sources().length, tables: counts };
    } finally {
      open.close();
    }
  },
  human: (answer) => [
    { kind: 'text', text: `Rebuilt from ${answer.entries} log entries and ${answer.sources} sources.` },
    {
      kind: 'table',
      columns: [{ title: 'table' }, { title: 'rows', right: true }],
      rows: answer.tables.filter((count) => count.rows > 0).map((count) => [count.table, String(count.rows)]),
      empty: 'The case holds no records.',
    },
  ],
  exitCode: success,
});
