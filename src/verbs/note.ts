import { basename } from 'node:path';
import { z } from 'zod';
import { record } from '../case/case.ts';
import { refreshDerived } from '../case/derived.ts';
import { ingestPending } from '../case/ingest.ts';
import { loadKey, pseudonymizer } from '../case/pseudonyms.ts';
import { copyIncoming, digestedOf } from '../evidence/files.ts';
import { UserError } from '../model/errors.ts';
import { formatTime } from '../model/time.ts';
import { STATUSES } from '../model/words.ts';
import { defineVerb, refInput, refOut, success, timeInput, timeOut, withCase } from './verb.ts';

const CLOCKS_DIFFER_MS = 300_000;

/** A person's sighting: first-class evidence, with the file that shows it where there is one. */
export const note = defineVerb({
  name: 'note',
  summary: "enter a person's own sighting of a channel",
  details:
    'For what somebody saw with their own eyes, in an app or elsewhere. The file (a screenshot, a recording) is digested into the evidence. ' +
    'Two sightings of an absence, by two observers or 30 minutes apart, make a channel gone; one alone does not.',
  words: ['channel'],
  examples: ['trackway note telegram:sada_100 --status absent --at 2019-11-30T15:00:00+01:00 --observer pvo --file screenshot.png'],
  input: z.object({
    channel: z.string().describe('the channel: platform:handle, platform:#ID or platform:+TOKEN'),
    status: z.enum(STATUSES).describe('what was seen'),
    at: z.string().describe('when it was seen (RFC 3339 with zone)'),
    file: z.string().optional().describe('a file that shows it'),
    observer: z.string().optional().describe('who saw it; default: the account that runs Trackway'),
    reason: z.string().optional().describe('what exactly was seen, in words'),
    movedTo: z.string().optional().describe('where the platform itself says it moved (REF)'),
  }),
  output: z.object({
    channel: refOut,
    status: z.enum(STATUSES),
    at: timeOut,
    observer: z.string(),
    digest: z.string().nullable(),
    entry: z.number(),
  }),
  run: (given, context) =>
    withCase(context, async (open) => {
      const channel = refInput(given.channel);
      const seenAt = timeInput(given.at, '--at');
      if (seenAt > open.now() + CLOCKS_DIFFER_MS)
        throw new UserError(`--at ${given.at} is in the future; it is the time at which it was seen`);
      const at = formatTime(seenAt);
      const movedTo = given.movedTo === undefined ? null : refInput(given.movedTo);
      const pseudonym = pseudonymizer(loadKey(open.settings.id, open.settings.keyCheck));
      const incoming =
        given.file === undefined
          ? null
          : copyIncoming(open.folder, given.file, (done, size) => context.progress('copying the file into evidence', done, size));
      const sighting = {
        channel,
        at,
        status: given.status,
        reason: given.reason ?? null,
        movedTo,
        observer: given.observer ?? null,
        tool: 'app',
        fileName: given.file === undefined ? null : basename(given.file),
      };
      const files = incoming === null ? [] : [digestedOf(incoming)];
      const entry = record(open, 'note', () => ({ files, sighting }), incoming);
      await ingestPending(open, pseudonym, context.progress);
      await refreshDerived(open, context.progress);
      return {
        channel,
        status: given.status,
        at,
        observer: given.observer ?? entry?.actor ?? 'unknown',
        digest: incoming?.digest ?? null,
        entry: entry?.seq ?? 0,
      };
    }),
  human: (answer) => [
    {
      kind: 'text',
      text: `Noted: ${answer.channel} was ${answer.status} at ${answer.at}, seen by ${answer.observer} (log entry ${answer.entry}).`,
    },
    ...(answer.digest === null ? [] : [{ kind: 'text' as const, text: `The file is in evidence as ${answer.digest}.` }]),
  ],
  exitCode: success,
});
