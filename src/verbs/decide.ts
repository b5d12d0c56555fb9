import { z } from 'zod';
import { decide as decidePair } from '../case/audit.ts';
import { lakeOf, type OpenCase } from '../case/case.ts';
import { UserError } from '../model/errors.ts';
import type { ChannelRef } from '../model/ref.ts';
import { VERDICTS, type Verdict } from '../model/words.ts';
import { defineVerb, refInput, refOut, success, type VerbContext, withCase } from './verb.ts';

const CHOICES = ['confirm', 'reject', 'impersonator', 'unsure', 'clear'] as const;
const MEANS: Record<(typeof CHOICES)[number], Verdict | null> = {
  confirm: 'confirmed',
  reject: 'rejected',
  impersonator: 'impersonator',
  unsure: 'unsure',
  clear: null,
};

/** What an analyst decides of a pair. */
export const decide = defineVerb({
  name: 'decide',
  summary: 'say whether one channel continues another',
  details:
    'The verdict goes into the custody log with your name and stands above what Trackway works out; a later one takes its place, and `clear` takes it back. ' +
    '`impersonator`: it only wears the face of the lost channel. `--blind` is for pairs that `trackway audit` drew, decided before you looked at their probability: ' +
    'only such verdicts teach the model, because those made beside the score agree with it too easily.',
  words: ['predecessor', 'successor', 'verdict'],
  examples: [
    'trackway decide telegram:sada_100 tamtam:sada_new confirm --note "same administrators, said in both"',
    'trackway decide telegram:sada_100 tamtam:sada_new clear',
    'trackway decide telegram:nur_daily tamtam:nur_2 unsure --blind',
  ],
  input: z.object({
    predecessor: z.string().describe('the lost channel (REF)'),
    successor: z.string().describe('the candidate (REF)'),
    verdict: z.enum(CHOICES).describe('confirm, reject, impersonator, unsure or clear'),
    note: z.string().optional().describe('why, in words'),
    blind: z.boolean().default(false).describe('a pair of the audit sample, decided without looking at its probability'),
  }),
  output: z.object({
    predecessor: refOut,
    successor: refOut,
    verdict: z.enum(VERDICTS).nullable().describe('null: the earlier one was taken back'),
    before: z.enum(VERDICTS).nullable().describe('what stood before'),
    blind: z.boolean(),
    note: z.string().nullable(),
    entry: z.number().describe('number of the log entry'),
  }),
  run: (given, context) =>
    withCase(context, async (open) => {
      const pair = { predecessor: refInput(given.predecessor), successor: refInput(given.successor) };
      if (pair.predecessor === pair.successor)
        throw new UserError(`${pair.predecessor} is given twice; a verdict is on two different channels`);
      if (given.blind && given.verdict === 'clear') throw new UserError('a verdict is taken back without --blind');
      if (given.verdict !== 'clear') await tellUnknown(open, [pair.predecessor, pair.successor], context);
      const note = given.note?.trim() ?? '';
      const decided = decidePair(open, pair, MEANS[given.verdict], note === '' ? null : note, given.blind);
      return { ...pair, ...decided, note: note === '' ? null : note };
    }),
  human: (answer) => [
    {
      kind: 'text',
      text:
        answer.verdict === null
          ? `Taken back: "${answer.before}" on ${answer.predecessor} and ${answer.successor} (log entry ${answer.entry}).`
          : `Decided: ${answer.successor} as the continuation of ${answer.predecessor} is "${answer.verdict}"${answer.blind ? ', blind' : ''} (log entry ${answer.entry}).`,
    },
    ...(answer.verdict === null || answer.before === null
      ? []
      : [{ kind: 'text' as const, text: `It takes the place of "${answer.before}".` }]),
  ],
  exitCode: success,
});

/** A slip in a name would stand unseen: what the case has never heard of is told. */
async function tellUnknown(open: OpenCase, refs: ChannelRef[], context: VerbContext): Promise<void> {
  const lake = await lakeOf(open);
  try {
    const known = new Set([...(await lake.channelsInOrder()), ...open.db.roster().map((entry) => entry.channel)]);
    for (const ref of refs) if (!known.has(ref)) context.warn(`${ref} is named nowhere in this case; check its spelling`);
  } finally {
    lake.close();
  }
}
