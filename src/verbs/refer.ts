import { join } from 'node:path';
import { z } from 'zod';
import { lakeOf, type OpenCase } from '../case/case.ts';
import { draftReferrals, markAnswered, markSent, sentReferrals } from '../case/referral.ts';
import { REASONS } from '../case/referral-text.ts';
import { takeHistories } from '../case/rows-for.ts';
import { type Incidence, incidence, type Outcome, outcomes } from '../findings/referrals.ts';
import { UserError } from '../model/errors.ts';
import type { Ms } from '../model/observation.ts';
import { parseTime } from '../model/time.ts';
import { STATES } from '../model/words.ts';
import type { ReferralEntry } from '../store/case-db.ts';
import { between, localTime } from './people.ts';
import {
  asOf,
  type Block,
  defineVerb,
  refInput,
  refOut,
  success,
  timeInput,
  timeOut,
  timeText,
  type VerbContext,
  withCase,
} from './verb.ts';

const CLOCKS_DIFFER_MS = 300_000;
const FATES = ['gone before', 'perhaps before', 'gone', 'private', 'visible', 'not seen since'] as const;

const input = z.object({
  items: z.array(z.string()).default([]).describe('channels (REF) to refer; or sent ID, answered ID, list'),
  at: z.string().optional().describe('sent, answered: when (RFC 3339); else: answer as of then; default: the last observation in the case'),
  reason: z.enum(REASONS).default('terms').describe('reason category of a draft'),
  note: z.string().optional().describe('draft: a remark for the platform; answered: what was answered'),
  format: z.enum(['txt', 'md']).default('txt').describe('draft: txt or md'),
});

const output = z.object({
  at: timeOut,
  drafted: z.array(
    z.object({
      id: z.string(),
      platform: z.string(),
      channels: z.array(
        z.object({
          channel: refOut,
          url: z.string().nullable().describe('exact'),
          firstSeen: timeOut.nullable(),
          lastSeen: timeOut.nullable(),
          digests: z.array(z.string()),
        }),
      ),
      files: z.array(z.object({ lang: z.enum(['en', 'ar']), path: z.string(), digest: z.string() })),
    }),
  ),
  referrals: z.array(
    z.object({
      id: z.string(),
      platform: z.string(),
      status: z.enum(['drafted', 'sent', 'answered']),
      draftedAt: timeOut,
      sentAt: timeOut.nullable(),
      answeredAt: timeOut.nullable(),
      answer: z.string().nullable(),
      channels: z.array(
        z.object({
          channel: refOut,
          fate: z.enum(FATES).nullable().describe('what followed, as of then; null before it was sent'),
          earliestMs: z.number().nullable().describe('it ended no sooner than this after the sending'),
          latestMs: z.number().nullable().describe('and no later than this'),
          returned: z.boolean(),
          state: z.enum(STATES),
        }),
      ),
    }),
  ),
  followed: z
    .array(
      z.object({
        platform: z.string().nullable().describe('null: all'),
        referred: z.number(),
        goneBefore: z.number().describe('no longer visible when it was sent: not counted below'),
        perhapsBefore: z.number(),
        notSeenSince: z.number(),
        wentPrivate: z.number(),
        stillVisible: z.number(),
        horizons: z.array(
          z.object({
            horizon: z.string(),
            due: z.number().describe('sent long enough before the as-of date'),
            gone: z.number().describe('of these, certainly no longer visible by then'),
            notKnown: z.number(),
            low: z.number().nullable().describe('cumulative incidence, every end at its latest or earliest possible moment'),
            high: z.number().nullable(),
          }),
        ),
      }),
    )
    .describe('what followed, as of the time of the answer; never why'),
});

/** Drafts for a person to send, and what followed. */
export const refer = defineVerb({
  name: 'refer',
  summary: 'draft a referral to a platform, and see what followed',
  details:
    '`refer REF…` drafts one notice per platform, in English and Arabic, under briefs/ in the case, with exact links, and logs it with the digests of the texts. Trackway sends nothing. ' +
    '`refer sent ID --at T` starts its clock, `refer answered ID --at T` notes an answer, `refer list` says what followed: how many were no longer visible within an hour, a day, a week and a month, ' +
    'between the earliest and the latest moment that the looks allow. Nobody can tell from this why. See docs/methods/referrals.md.',
  words: ['items'],
  examples: [
    'trackway refer tamtam:sada_new tamtam:nur_2 --reason terms',
    'trackway refer sent 3f2a1b9c-7 --at 2019-12-02T09:30:00+01:00',
    'trackway refer answered 3f2a1b9c-7 --at 2019-12-03T08:00:00Z --note "reviewed, five removed"',
    'trackway refer list',
  ],
  input,
  output,
  run: (given, context) => withCase(context, (open) => answer(open, given, context)),
  human: told,
  exitCode: success,
});

type Answer = z.output<typeof output>;

async function answer(open: OpenCase, given: z.output<typeof input>, context: VerbContext): Promise<Answer> {
  const [action, ...rest] = given.items;
  if (action === 'sent' || action === 'answered') mark(open, action, rest, given);
  else if (action === 'list' && rest.length > 0) throw new UserError('`refer list` takes no channels');
  const drafting = !['sent', 'answered', 'list', undefined].includes(action);
  const lake = await lakeOf(open);
  try {
    const at = await asOf(action === 'sent' || action === 'answered' ? undefined : given.at, lake);
    const drafted = drafting ? await draft(open, { lake, at }, given, context) : [];
    const sent = await sentReferrals(open, lake, at);
    const found = outcomes(sent, await takeHistories(open, lake, at, true), at);
    return {
      at: timeText(at) ?? '',
      drafted: drafted.map((one) => ({
        ...one,
        channels: one.channels.map(({ channel, url, firstSeen, lastSeen, digests }) => ({
          channel,
          url,
          firstSeen: timeText(firstSeen),
          lastSeen: timeText(lastSeen),
          digests,
        })),
        files: one.files.map((file) => ({ ...file, path: join(open.folder, file.path) })),
      })),
      referrals: open.db.referrals().map((entry) => referralOut(entry, found, at)),
      followed: found.length === 0 ? [] : incidence(found, sent, at),
    };
  } finally {
    lake.close();
  }
}

function mark(open: OpenCase, action: 'sent' | 'answered', rest: readonly string[], given: z.output<typeof input>): void {
  const [id] = rest;
  if (id === undefined || rest.length > 1)
    throw new UserError(`\`refer ${action}\` needs one reference number, as \`refer list\` shows it`);
  if (given.at === undefined) throw new UserError(`\`refer ${action}\` needs --at: when it was ${action}, like --at 2019-12-02T09:30:00Z`);
  const at = timeInput(given.at, '--at');
  if (at > open.now() + CLOCKS_DIFFER_MS)
    throw new UserError(`--at ${given.at} is in the future; it is the time at which it was ${action}`);
  if (action === 'sent') markSent(open, id, at);
  else markAnswered(open, id, at, given.note ?? null);
}

async function draft(
  open: OpenCase,
  { lake, at }: { lake: Awaited<ReturnType<typeof lakeOf>>; at: Ms },
  given: z.output<typeof input>,
  context: VerbContext,
): ReturnType<typeof draftReferrals> {
  const channels = given.items.map(refInput);
  for (const entry of open.db.referrals()) {
    const again = channels.filter((channel) => entry.channels.includes(channel));
    if (again.length > 0) context.warn(`already in referral ${entry.id} (${statusOf(entry, null)}): ${again.join(', ')}`);
  }
  const gone = new Set((await takeHistories(open, lake, at, true)).filter((line) => line.state === 'gone').map((line) => line.channel));
  const passed = channels.filter((channel) => gone.has(channel));
  if (passed.length > 0) context.warn(`no longer visible as far as is known: ${passed.join(', ')}`);
  const drafted = await draftReferrals(open, lake, at, {
    channels,
    reason: given.reason,
    note: given.note ?? null,
    format: given.format,
  });
  if (open.settings.responsible === 'not stated')
    context.warn('the drafts name nobody to answer to: write "responsible" in case.yaml and draft again');
  for (const { url, channel, firstSeen } of drafted.flatMap((one) => one.channels)) {
    if (url === null) context.warn(`no address is known for ${channel}; the draft gives its locating information alone`);
    if (firstSeen === null) context.warn(`${channel} was never seen in this case: the draft cites no evidence for it`);
  }
  return drafted;
}

function timeOf(text: string | null): Ms | null {
  return text === null ? null : (parseTime(text)?.ms ?? null);
}

/** As of `at`; null: as of now. */
function statusOf(entry: ReferralEntry, at: Ms | null): 'drafted' | 'sent' | 'answered' {
  const by = (text: string | null): boolean => text !== null && (at === null || (timeOf(text) ?? 0) <= at);
  if (by(entry.answeredAt)) return 'answered';
  return by(entry.sentAt) ? 'sent' : 'drafted';
}

function referralOut(entry: ReferralEntry, found: readonly Outcome[], at: Ms): Answer['referrals'][number] {
  const mine = new Map(found.filter((outcome) => outcome.referral === entry.id).map((outcome) => [outcome.channel, outcome]));
  return {
    id: entry.id,
    platform: entry.platform,
    // What was sent after the last observation is sent all the same: only `--at` turns back.
    status: statusOf(entry, null),
    draftedAt: timeText(timeOf(entry.draftedAt)) ?? '',
    sentAt: timeText(timeOf(entry.sentAt)),
    answeredAt: timeText(timeOf(entry.answeredAt)),
    answer: entry.answer,
    channels: entry.channels.map((channel) => {
      const outcome = mine.get(channel);
      return {
        channel,
        fate: outcome?.fate ?? (entry.sentAt !== null && (timeOf(entry.sentAt) ?? 0) > at ? 'not seen since' : null),
        earliestMs: outcome?.earliest ?? null,
        latestMs: outcome?.latest ?? null,
        returned: outcome?.returned ?? false,
        state: outcome?.state ?? 'unknown',
      };
    }),
  };
}

function told(said: Answer, zone: string): Block[] {
  const blocks: Block[] = said.drafted.flatMap((one): Block[] => [
    {
      kind: 'text',
      text: `Drafted ${one.id} to ${one.platform}, ${one.channels.length} channel${one.channels.length === 1 ? '' : 's'}, with exact links:`,
    },
    ...one.files.map((file) => ({ kind: 'text' as const, text: `  ${file.path}` })),
    { kind: 'text', text: `  When you have sent it: trackway refer sent ${one.id} --at TIME` },
  ]);
  if (said.drafted.length > 0) return blocks;
  if (said.referrals.length === 0) return [{ kind: 'text', text: 'No referral was drafted yet. Draft one with `trackway refer REF…`.' }];
  return [
    { kind: 'text', text: `As of ${localTime(said.at, zone)}` },
    {
      kind: 'table',
      columns: [
        { title: 'referral' },
        { title: 'status' },
        { title: 'sent' },
        { title: 'channel', shrink: true },
        { title: 'what followed', shrink: true },
      ],
      rows: said.referrals.flatMap((referral) =>
        referral.channels.map((line, i) => [
          i === 0 ? referral.id : '',
          i === 0 ? referral.status : '',
          i === 0 && referral.sentAt !== null ? localTime(referral.sentAt, zone) : '',
          line.channel,
          fateText(line),
        ]),
      ),
      empty: '',
    },
    ...(said.followed.length === 0 ? [] : followedBlocks(said.followed as Incidence[])),
  ];
}

function fateText(line: Answer['referrals'][number]['channels'][number]): string {
  const again = line.returned ? ', seen again later' : '';
  const when = line.latestMs === null ? '' : ` ${between(line.earliestMs ?? 0, line.latestMs)} after it was sent`;
  switch (line.fate) {
    case null:
      return '';
    case 'gone before':
      return `no longer visible when it was sent${again}`;
    case 'perhaps before':
      return `no longer visible${when}, or before${again}`;
    case 'gone':
      return `no longer visible${when}${again}`;
    case 'private':
      return `went private${when}${again}`;
    case 'visible':
      return 'still visible';
    case 'not seen since':
      return 'not seen since';
  }
}

function followedBlocks(followed: readonly Incidence[]): Block[] {
  const names = followed[0]?.horizons.map((horizon) => horizon.horizon) ?? [];
  return [
    { kind: 'text', text: 'No longer visible within (share; earliest and latest possible):' },
    {
      kind: 'table',
      columns: [
        { title: 'platform' },
        { title: 'referred', right: true },
        { title: 'gone before', right: true },
        ...names.map((title) => ({ title, right: true as const })),
        { title: 'still visible', right: true },
      ],
      rows: followed.map((line) => [
        line.platform ?? 'all',
        String(line.referred),
        String(line.goneBefore),
        ...line.horizons.map(({ low, high }) => shareText(low, high)),
        String(line.stillVisible),
      ]),
      empty: '',
    },
    { kind: 'text', text: 'Gone before, and not seen since, are not counted. This does not say why anything is no longer visible.' },
  ];
}

function shareText(low: number | null, high: number | null): string {
  if (low === null || high === null) return 'not yet known';
  const [from, to] = [Math.round(100 * low), Math.round(100 * high)];
  return from === to ? `${from} %` : `${from} to ${to} %`;
}
