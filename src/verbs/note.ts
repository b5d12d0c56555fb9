import { basename } from 'node:path';
import { z } from 'zod';
import { type OpenCase, record } from '../case/case.ts';
import { refreshDerived } from '../case/derived.ts';
import { ingestPending } from '../case/ingest.ts';
import { loadKey, pseudonymizer } from '../case/pseudonyms.ts';
import { copyIncoming, digestedOf } from '../evidence/files.ts';
import { UserError } from '../model/errors.ts';
import { formatTime } from '../model/time.ts';
import { STATUSES } from '../model/words.ts';
import { defineVerb, refInput, refOut, success, timeInput, timeOut, type VerbContext, withCase } from './verb.ts';

const CLOCKS_DIFFER_MS = 300_000;

const input = z.object({
  channel: z.string().describe('the channel: platform:handle, platform:#ID or platform:+TOKEN'),
  status: z.enum(STATUSES).describe('what was seen'),
  at: z.string().describe('when it was seen (RFC 3339 with zone)'),
  file: z.string().optional().describe('a file that shows it'),
  observer: z.string().optional().describe('who saw it; default: the account that runs Trackway'),
  reason: z.string().optional().describe('what exactly was seen, in words'),
  movedTo: z.string().optional().describe('where the platform itself says it moved (REF)'),
});

const output = z.object({
  channel: refOut,
  status: z.enum(STATUSES),
  at: timeOut,
  observer: z.string(),
  digest: z.string().nullable(),
  entry: z.number(),
});

/** A person's sighting: first-class evidence, with the file that shows it where there is one. */
export const note = defineVerb({
  name: 'note',
  summary: "enter a person's own sighting of a channel",
  details:
    'For what somebody saw with their own eyes, in an app or elsewhere. The file (a screenshot, a recording) is digested into the evidence. ' +
    'Two sightings of an absence, by two observers or 30 minutes apart, make a channel gone; one alone does not.',
  words: ['channel'],
  examples: ['trackway note telegram:sada_100 --status absent --at 2019-11-30T15:00:00+01:00 --observer pvo --file screenshot.png'],
  input,
  output,
  run: (given, context) =>
    withCase(context, async (open) => {
      const entered = enter(open, given, context);
      await readNotes(open, context);
      return entered;
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

/** Writes a sighting into the custody log, with its file: from then on it is acknowledged. `UserError` where its time is none or to come. */
export function enter(open: OpenCase, given: z.output<typeof input>, context: VerbContext): z.output<typeof output> {
  const channel = refInput(given.channel);
  const seenAt = timeInput(given.at, '--at');
  if (seenAt > open.now() + CLOCKS_DIFFER_MS) throw new UserError(`--at ${given.at} is in the future; it is the time at which it was seen`);
  const at = formatTime(seenAt);
  const movedTo = given.movedTo === undefined ? null : refInput(given.movedTo);
  // Without the key nothing of it could be read later.
  loadKey(open.settings.id, open.settings.keyCheck);
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
  const observer = given.observer ?? entry?.actor ?? 'unknown';
  return { channel, status: given.status, at, observer, digest: incoming?.digest ?? null, entry: entry?.seq ?? 0 };
}

/** Reads what was entered into the lake. */
export async function readNotes(open: OpenCase, context: VerbContext): Promise<void> {
  await ingestPending(open, pseudonymizer(loadKey(open.settings.id, open.settings.keyCheck)), context.progress);
  await refreshDerived(open, context.progress);
}
