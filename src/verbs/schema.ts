import { z } from 'zod';
import { UserError } from '../model/errors.ts';
import { defineVerb, success } from './verb.ts';

/** What an answer looks like. */
export const schema = defineVerb({
  name: 'schema',
  summary: "describe a command's JSON answer",
  details: 'Prints the JSON Schema (draft 2020-12) of what a command writes with --json; with --input that of what it takes.',
  words: ['verb'],
  examples: ['trackway schema census', 'trackway schema first --input'],
  input: z.object({
    verb: z.string().describe('the command'),
    input: z.boolean().default(false).describe('of what it takes instead of what it answers'),
  }),
  output: z.looseObject({}),
  async run(given, context) {
    const verb = await context.findVerb(given.verb);
    if (verb === null) throw new UserError(`there is no command "${given.verb}"; trackway --help lists them`);
    return z.toJSONSchema(given.input ? verb.input : verb.output, { io: given.input ? 'input' : 'output' });
  },
  human: (answer) => [{ kind: 'text', text: JSON.stringify(answer, null, 2) }],
  exitCode: success,
});
