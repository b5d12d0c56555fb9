import { z } from 'zod';
import { ALERT_KINDS } from '../model/alert.ts';
import { census } from './census.ts';
import { first } from './first.ts';
import { found } from './found.ts';
import { importVerb } from './import.ts';
import { signposts } from './signposts.ts';
import { successors } from './successors.ts';
import { refOut, timeOut } from './verb.ts';
import { verify } from './verify.ts';
import { waves } from './waves.ts';

/** What does the rehearsal answer? */

export const rehearsed = z.object({
  case: z.string().nullable().describe('where the case was left; null where it was removed'),
  imported: importVerb.output.describe('what was known before the week'),
  watch: z.object({
    from: timeOut,
    to: timeOut,
    probes: z.number().describe('looks, controls included, and searches'),
    requests: z.number(),
    rounds: z.number(),
    voidRounds: z.number().describe('rounds that count for nothing, because their controls failed'),
    notes: z.number().describe('what people saw in an app and entered'),
    accepted: z.array(z.object({ channel: refOut, at: timeOut })).describe('found references that people took under watch'),
  }),
  alerts: z
    .array(z.object({ kind: z.enum(ALERT_KINDS), platform: z.string(), at: timeOut, title: z.string() }))
    .describe('what would have been sent'),
  census: census.output,
  waves: waves.output,
  successors: successors.output,
  signposts: signposts.output,
  found: found.output,
  first: first.output,
  verify: verify.output,
  briefs: z.array(z.string()),
});

export type Rehearsed = z.output<typeof rehearsed>;
