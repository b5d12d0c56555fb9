import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { lakeOf } from '../case/case.ts';
import { refreshDerived } from '../case/derived.ts';
import { importPaths } from '../case/import.ts';
import { mappingsOf } from '../formats/mapping.ts';
import { reasonOf, UserError } from '../model/errors.ts';
import { isPlatformName } from '../model/ref.ts';
import { isZone } from '../model/time.ts';
import { defineVerb, refInput, success, withCase } from './verb.ts';

const input = z.object({
  paths: z.array(z.string()).min(1).describe('files or folders'),
  as: z.string().optional().describe('read as this format instead of recognising it from the content'),
  platform: z.string().optional().describe('the platform of records that do not say it'),
  channel: z.string().optional().describe("the channel (REF) to which the file's posts belong, where the file does not say it"),
  zone: z.string().optional().describe('time zone of times that have none, like Europe/Brussels or +03:00'),
  map: z.string().optional().describe('mapping file (YAML) for any CSV or JSON'),
});

const output = z.object({
  files: z.array(
    z.object({
      path: z.string(),
      digest: z.string(),
      format: z.string(),
      records: z.number(),
      new: z.number(),
      repeated: z.number(),
      bad: z.number(),
      before: z.boolean().describe('imported earlier with the same options: nothing was done'),
      hints: z.array(z.string()),
    }),
  ),
  refused: z.array(z.object({ path: z.string(), reason: z.string() })),
  problems: z
    .array(z.object({ path: z.string(), place: z.string(), reason: z.string() }))
    .describe('the first 100; all are kept in the lake'),
});

const PROBLEMS_SHOWN = 100;

/** Reads what researchers have: exports, API answers, observations, captures. */
export const importVerb = defineVerb({
  name: 'import',
  summary: 'read files or folders into the case',
  details:
    'Each original is copied into the evidence folder and logged with its SHA-256 (disk use doubles); that is the acknowledgement. ' +
    'Then it is read in batches: interrupt at any point and run it again, nothing is lost and nothing doubled. The format is recognised from the content. ' +
    'A record that cannot be read is counted, kept and listed; it never stops the import. A time without a zone stays an interval of 26 hours until --zone says otherwise: ' +
    'import the same file again with --zone, and it takes the place of the first reading.',
  words: ['paths'],
  examples: [
    'trackway import ChatExport_2019-11-30/ --zone Europe/Brussels',
    'trackway import posts.csv --map mapping.yaml',
    'trackway import result.json --channel telegram:sada_100',
  ],
  input,
  output,
  run: (given, context) =>
    withCase(context, async (open) => {
      const options = optionsOf(given);
      const results = await importPaths(open, given.paths, given.as ?? null, options, context.progress);
      await refreshDerived(open, context.progress);
      const names = new Map(results.flatMap((result) => (result.source === null ? [] : [[result.source.seq, result.path]])));
      const lake = await lakeOf(open);
      const problems = await lake.problems([...names.keys()], PROBLEMS_SHOWN);
      lake.close();
      return {
        files: results.flatMap(({ path, source, before }) =>
          source === null
            ? []
            : [
                {
                  path,
                  digest: source.digest,
                  format: source.format,
                  records: source.records,
                  new: before ? 0 : source.fresh,
                  repeated: before ? source.records : source.repeated,
                  bad: source.bad,
                  before,
                  hints: JSON.parse(source.hints) as string[],
                },
              ],
        ),
        refused: results.flatMap(({ path, refused }) => (refused === null ? [] : [{ path, reason: refused }])),
        problems: problems.rows.map((row) => ({
          path: names.get(row.source) ?? '',
          place: row.where ?? `byte ${row.place}`,
          reason: row.reason,
        })),
      };
    }),
  human(answer) {
    const hints = [...new Set(answer.files.flatMap((file) => file.hints))];
    return [
      {
        kind: 'table',
        columns: [
          { title: 'file', shrink: true },
          { title: 'format' },
          { title: 'records', right: true },
          { title: 'new', right: true },
          { title: 'repeated', right: true },
          { title: 'bad', right: true },
        ],
        rows: answer.files.map((file) => [
          file.path,
          file.format,
          String(file.records),
          String(file.new),
          String(file.repeated),
          String(file.bad),
        ]),
        empty: 'Nothing was imported.',
      },
      ...answer.files
        .filter((file) => file.before)
        .map((file) => ({ kind: 'text' as const, text: `${file.path} was imported before with the same options; nothing was done.` })),
      ...answer.refused.map((file) => ({ kind: 'text' as const, text: `Left out ${file.path}: ${file.reason}` })),
      ...hints.map((hint) => ({ kind: 'text' as const, text: `Note: ${hint}` })),
      ...(answer.problems.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              columns: [{ title: 'bad record in', shrink: true as const }, { title: 'place' }, { title: 'reason', shrink: true as const }],
              rows: answer.problems.map((problem) => [problem.path, problem.place, problem.reason]),
              empty: '',
            },
          ]),
    ];
  },
  exitCode: success,
});

function optionsOf(given: z.output<typeof input>): { platform: string | null; channel: string | null; zone: string | null; map: unknown } {
  if (given.zone !== undefined && !isZone(given.zone))
    throw new UserError(`--zone "${given.zone}" is no time zone; write it like Europe/Brussels or +03:00`);
  if (given.platform !== undefined && !isPlatformName(given.platform))
    throw new UserError(`--platform "${given.platform}" is no platform name; write one lower-case word, like telegram`);
  return {
    platform: given.platform ?? null,
    channel: given.channel === undefined ? null : refInput(given.channel),
    zone: given.zone ?? null,
    map: given.map === undefined ? null : readMap(given.map),
  };
}

function readMap(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`cannot read the mapping file ${path}: ${reasonOf(error)}`, { cause: error });
  }
  const document = parseDocument(text);
  const fault = document.errors[0];
  if (fault !== undefined) throw new UserError(`the mapping file ${path} is not valid YAML: ${fault.message.split('\n')[0]}`);
  const map: unknown = document.toJS();
  // A mistake in the mapping is the user's to mend before anything is copied.
  mappingsOf(map);
  return map;
}
