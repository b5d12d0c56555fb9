import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { readSettings } from '../case/settings.ts';
import { PROBLEM_KINDS, type Verification, verifyEvidence } from '../evidence/verify.ts';
import { reasonOf } from '../model/errors.ts';
import { type CaseDb, caseDbPath, openCaseDb } from '../store/case-db.ts';
import { defineVerb } from './verb.ts';

const SAID: Record<'sound' | 'tampered' | 'incomplete' | 'unknown', string> = {
  sound: 'Sound: every file is what the log says, and the log holds together.',
  tampered: 'Tampered: the evidence is not what it was.',
  incomplete: 'Incomplete: a write was cut. Nothing that was acknowledged is lost; what is left of it is named below.',
  unknown: 'Cannot tell: some of the evidence could not be read.',
};

/** Is the evidence what it was? */
export const verify = defineVerb({
  name: 'verify',
  summary: 'check the evidence against its custody log',
  details:
    'Digests every file under evidence/ again and walks the hash chain of the custody log; names each file that was changed, added or removed and the place, ' +
    'and each break of the log. It tells tampering from a write that was cut. Somebody who rewrites files, log, HEAD and database alike is only caught by a copy of the last hash kept elsewhere.',
  words: [],
  examples: ['trackway verify --case london-bridge'],
  input: z.object({}),
  output: z.object({
    ok: z.boolean(),
    verdict: z.enum(['sound', 'tampered', 'incomplete', 'unknown']),
    checked: z.number(),
    head: z.string().nullable().describe('hash of the last log entry: keep a copy elsewhere'),
    problems: z.array(z.object({ kind: z.enum(PROBLEM_KINDS), path: z.string(), offset: z.number(), detail: z.string() })),
  }),
  async run(_, context) {
    const folder = resolve(context.caseFolder);
    readSettings(folder);
    const db = databaseOf(folder, context.warn);
    let bytes = 0;
    const onBytes = (more: number): void => {
      bytes += more;
      context.progress('digesting evidence', bytes, null);
    };
    let result: Verification;
    try {
      result = verifyEvidence(folder, db?.head() ?? null, onBytes, (work) => (db === null ? work() : db.turn(work)));
    } finally {
      db?.close();
    }
    return {
      ok: result.verdict === 'sound',
      verdict: result.verdict,
      checked: result.checked,
      head: result.head,
      problems: result.problems,
    };
  },
  human: (answer) => [
    { kind: 'text', text: `${SAID[answer.verdict]} (${answer.checked} files and entries)` },
    ...(answer.head === null ? [] : [{ kind: 'text' as const, text: `Last entry: ${answer.head}` }]),
    ...(answer.problems.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            columns: [
              { title: 'problem' },
              { title: 'file', shrink: true as const },
              { title: 'byte', right: true as const },
              { title: 'detail', shrink: true as const },
            ],
            rows: answer.problems.map((problem) => [problem.kind, problem.path, String(problem.offset), problem.detail]),
            empty: '',
          },
        ]),
  ],
  exitCode: (answer) => (answer.ok ? 0 : 1),
});

/** Null where it is missing, damaged or cannot be written beside: then HEAD alone tells how long the log must be. */
function databaseOf(folder: string, warn: (text: string) => void): CaseDb | null {
  if (!existsSync(caseDbPath(folder)) || statSync(caseDbPath(folder)).size === 0) return null;
  try {
    return openCaseDb(folder, false);
  } catch (error) {
    warn(`${reasonOf(error)}. Whether the log was cut is told by HEAD alone`);
    return null;
  }
}
