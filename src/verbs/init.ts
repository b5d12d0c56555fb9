import { randomUUID } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { z } from 'zod';
import { layOut, openCase, record, requireEmpty } from '../case/case.ts';
import { createKey, keyCheck, keyPath } from '../case/pseudonyms.ts';
import { writeSettings } from '../case/settings.ts';
import { UserError } from '../model/errors.ts';
import { isZone } from '../model/time.ts';
import { openCaseDb } from '../store/case-db.ts';
import { FORMAT } from '../store/schema.ts';
import { defineVerb, success, type VerbContext } from './verb.ts';

const QUESTIONS = [
  ['purpose', 'Purpose: what question is this case to answer?'],
  ['basis', 'Legal basis: on which ground may this be collected?'],
  ['responsible', 'Responsible: which person or office answers for it?'],
  ['retention', 'Retention: how long is it kept, and what happens then?'],
] as const;

const input = z.object({
  dir: z.string().describe('folder of the new case; it must be new or empty'),
  name: z.string().optional().describe('name of the case; default: the name of the folder'),
  purpose: z.string().optional().describe('what question the case is to answer'),
  basis: z.string().optional().describe('legal basis for collecting'),
  responsible: z.string().optional().describe('person or office who answers for it'),
  retention: z.string().optional().describe('how long it is kept'),
  zone: z.string().default('UTC').describe("time zone for people's output, like Europe/Brussels"),
});

const output = z.object({ case: z.string(), id: z.string(), key: z.string().describe('where the pseudonym key lies: outside the case') });

/** Makes a case: settings, an empty custody log, the pseudonym key. */
export const init = defineVerb({
  name: 'init',
  summary: 'make a case',
  details:
    'Asks for purpose, legal basis, responsible person and retention on a terminal; elsewhere they come from flags or are "not stated". ' +
    'Every method note prints them. The key that turns author ids into pseudonyms is written outside the case, to your configuration folder ' +
    'or the file named by TRACKWAY_KEY_FILE: keep it as long as the case, and apart from it.',
  words: ['dir'],
  examples: ['trackway init london-bridge --purpose "Where did the watched groups go?" --responsible "desk@newsroom.example"'],
  input,
  output,
  async run(given, context) {
    if (!isZone(given.zone)) throw new UserError(`--zone "${given.zone}" is no time zone; write it like Europe/Brussels`);
    const folder = resolve(given.dir);
    const answers = await answersOf(given, context);
    requireEmpty(folder);
    const id = randomUUID();
    // First: where no key can be kept, no half-made case is left.
    const key = createKey(id, folder);
    layOut(folder);
    const name = given.name ?? basename(folder);
    writeSettings(folder, { format: FORMAT, id, name, ...answers, zone: given.zone, keyCheck: keyCheck(key), events: [], assertions: [] });
    openCaseDb(folder, true).close();
    const open = openCase(folder, context.now);
    record(open, 'init', () => ({ id, name, format: FORMAT, ...answers }));
    open.close();
    return { case: folder, id, key: keyPath(id) };
  },
  human: (answer) => [
    { kind: 'text', text: `Made the case ${answer.case}.` },
    { kind: 'text', text: `Its pseudonym key lies at ${answer.key}, outside the case: keep it, and keep it apart.` },
    { kind: 'text', text: `Next: trackway import PATH… --case ${answer.case}` },
  ],
  exitCode: success,
});

type Answers = Record<(typeof QUESTIONS)[number][0], string>;

async function answersOf(given: z.output<typeof input>, context: VerbContext): Promise<Answers> {
  const answers: Answers = { purpose: '', basis: '', responsible: '', retention: '' };
  for (const [field, question] of QUESTIONS) {
    const said = given[field] ?? (context.ask === null ? '' : await context.ask(question));
    answers[field] = said.trim() === '' ? 'not stated' : said.trim();
  }
  return answers;
}
