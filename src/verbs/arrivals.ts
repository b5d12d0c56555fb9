import { z } from 'zod';
import { takeArrivals } from '../case/arrivals.ts';
import { lakeOf, type OpenCase } from '../case/case.ts';
import { refreshStatements } from '../case/derived.ts';
import { readOwnChannels } from '../case/own-channels.ts';
import type { ArrivalHome, Arrivals } from '../findings/arrivals.ts';
import { matchMine } from '../findings/arrivals-mine.ts';
import { EVIDENCE_KINDS } from '../findings/successors.ts';
import { UserError } from '../model/errors.ts';
import type { Ms } from '../model/observation.ts';
import { isPlatformName } from '../model/ref.ts';
import { DISPUTE_KINDS, VERDICTS } from '../model/words.ts';
import { clockOf, localTime, weekdayOf } from './people.ts';
import {
  asOf,
  atInput,
  type Block,
  cursorInput,
  defineVerb,
  limitInput,
  nextCursor,
  offsetOf,
  refOut,
  success,
  timeInput,
  timeOut,
  timeText,
  type VerbContext,
  withCase,
} from './verb.ts';

const REMINDER = 'Whoever is pointed to may be a journalist, a researcher or a hunter: look before you act.';

const homeOut = z.object({
  channel: refOut,
  from: z.array(refOut).describe('lost channels whose likely or confirmed home it is'),
  behind: z.array(z.object({ channel: refOut, probability: z.number(), verdict: z.enum(VERDICTS).nullable() })),
  firstSignpost: timeOut.nullable(),
  signposts: z.number().describe('since the count begins'),
  pointing: z.number().describe('channels that point to it'),
  voices: z.number().describe('independent ones at most: one author, or copies of one text, count once'),
  stances: z.object({ call: z.number(), calm: z.number(), endorse: z.number(), warn: z.number(), neutral: z.number() }),
  probability: z.number().describe('that it is the home of a lost channel: the greatest of behind; 0 where it is nobody’s candidate'),
  contested: z.boolean(),
  disputes: z.array(z.object({ by: refOut, at: timeOut, post: z.string().nullable(), kind: z.enum(DISPUTE_KINDS) })),
  evidence: z.array(z.object({ kind: z.enum(EVIDENCE_KINDS), log2Odds: z.number(), detail: z.string(), posts: z.array(z.string()) })),
  posts: z.array(z.string()).describe('some of the signposts, the earliest first'),
  mine: z.array(z.object({ channel: refOut, how: z.enum(['same', 'alike']) })).describe('entries of --mine that it is, or may be'),
});

const input = z.object({
  platform: z.string().describe('the platform on which somebody may be arriving'),
  mine: z.string().optional().describe("a file of the platform's own new channels, matched here and kept nowhere"),
  since: z.string().optional().describe('count from then (RFC 3339); default: the first hour that stands out'),
  at: atInput,
  limit: limitInput(100),
  cursor: cursorInput,
});

const output = z.object({
  at: timeOut,
  platform: z.string(),
  since: timeOut.describe('the count begins here'),
  standsOut: z
    .object({ hour: timeOut, noticed: timeOut, voices: z.number(), expected: z.number(), pValue: z.number() })
    .nullable()
    .describe("the first hour that the platform's own past does not explain"),
  sentence: z.string(),
  signposts: z.number(),
  fromElsewhere: z.number().describe('from other platforms'),
  voices: z.number().describe('independent voices of these, at most'),
  ofLost: z.number().describe('of these, by a lost channel or to the likely home of one'),
  first: timeOut.nullable().describe('the first of them'),
  lost: z.array(refOut).describe('the lost channels behind them'),
  hours: z.array(z.object({ at: timeOut, signposts: z.number(), expected: z.number(), fromElsewhere: z.number(), voices: z.number() })),
  total: z.number(),
  channels: z.array(homeOut),
  mine: z.object({ listed: z.number(), unread: z.number(), pointedTo: z.number() }).nullable(),
  reminder: z.string(),
  cursor: z.string().nullable(),
});

/** The other side's question: who is coming to us? */
export const arrivals = defineVerb({
  name: 'arrivals',
  summary: 'who is arriving on a platform: signposts to it, and the lost channels behind its new homes',
  details:
    "Counts signposts to a platform by hour against the platform's own past and says since which hour they stand out; lists the homes there with the lost channels behind them. " +
    'One author, or copies of one text, count as one voice; both counts are shown. --mine FILE takes a list of the platform’s own new channels (CSV with a column channel or handle, or one a line), ' +
    'compares it in memory and keeps and logs nothing of it. See docs/methods/arrivals.md.',
  words: [],
  examples: [
    'trackway arrivals --platform tamtam',
    'trackway arrivals --platform tamtam --since 2019-11-29T18:00:00Z --json',
    'trackway arrivals --platform tamtam --mine new-channels.csv',
  ],
  input,
  output,
  run: (given, context) => withCase(context, (open) => answer(open, given, context)),
  human: told,
  exitCode: success,
});

async function answer(open: OpenCase, given: z.output<typeof input>, context: VerbContext): Promise<z.output<typeof output>> {
  const platform = given.platform.toLowerCase();
  if (!isPlatformName(platform)) throw new UserError(`--platform "${given.platform}" is no name of a platform; write it like tamtam`);
  const own = given.mine === undefined ? null : await readOwnChannels(given.mine, platform);
  await refreshStatements(open, context.progress);
  const lake = await lakeOf(open);
  try {
    const at = await asOf(given.at, lake);
    const since = given.since === undefined ? null : timeInput(given.since, '--since');
    if (since !== null && since > at)
      throw new UserError(`--since ${given.since} is later than the time of the answer, ${timeText(at)}; choose an earlier one`);
    const found = await takeArrivals(open, lake, { platform, at, since }, context.progress);
    const matches = own === null ? [] : matchMine(own.refs, found.homes);
    const mineOf = (home: ArrivalHome): { channel: string; how: 'same' | 'alike' }[] =>
      matches.filter((match) => match.home === home.channel).map((match) => ({ channel: match.mine, how: match.how }));
    const offset = offsetOf(given.cursor);
    const page = found.homes.slice(offset, offset + given.limit);
    return {
      at: timeText(at) ?? '',
      platform,
      since: timeText(found.since) ?? '',
      standsOut:
        found.standsOut === null
          ? null
          : { ...found.standsOut, hour: timeText(found.standsOut.hour) ?? '', noticed: timeText(found.standsOut.noticed) ?? '' },
      sentence: sentenceOf(found, open.settings.zone),
      signposts: found.signposts,
      fromElsewhere: found.fromElsewhere,
      voices: found.voices,
      ofLost: found.ofLost,
      first: timeText(found.first),
      lost: found.lost,
      hours: found.hours.map((hour) => ({ ...hour, at: timeText(hour.at) ?? '' })),
      total: found.homes.length,
      channels: page.map((home) => homeAnswer(home, mineOf(home))),
      mine:
        own === null ? null : { listed: own.refs.length, unread: own.unread, pointedTo: new Set(matches.map((match) => match.mine)).size },
      reminder: REMINDER,
      cursor: nextCursor(offset, page.length, found.homes.length),
    };
  } finally {
    lake.close();
  }
}

/** `Since Friday 2019-11-29 18:40Z, 214 signposts to tamtam from 61 lost channels, first at 18:40.` */
function sentenceOf(found: Arrivals, zone: string): string {
  const moment = (ms: Ms): string => localTime(timeText(ms) ?? '', zone);
  const since = `${weekdayOf(found.since, zone)} ${moment(found.since)}`;
  if (found.signposts === 0) return `Since ${since}, no signpost to ${found.platform}.`;
  const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
  const first = found.first === null ? '' : `, first at ${firstAt(found.first, found.since, zone)}`;
  if (found.ofLost === 0)
    return `Since ${since}, ${count(found.signposts, 'signpost')} to ${found.platform}${first}; no lost channel is behind them.`;
  return `Since ${since}, ${count(found.ofLost, 'signpost')} to ${found.platform} from ${count(found.lost.length, 'lost channel')}${first}.`;
}

function firstAt(first: Ms, since: Ms, zone: string): string {
  const full = localTime(timeText(first) ?? '', zone);
  return full.slice(0, 10) === localTime(timeText(since) ?? '', zone).slice(0, 10) ? clockOf(first, zone) : full;
}

function homeAnswer(home: ArrivalHome, mine: { channel: string; how: 'same' | 'alike' }[]): z.output<typeof homeOut> {
  const { identity: _, ...shown } = home;
  return {
    ...shown,
    firstSignpost: timeText(home.firstSignpost),
    disputes: home.disputes.map((dispute) => ({ ...dispute, at: timeText(dispute.at) ?? '' })),
    mine,
  };
}

function told(said: z.output<typeof output>, zone: string): Block[] {
  const rest = `In all ${said.signposts} signposts, ${said.fromElsewhere} of them from other platforms by at most ${said.voices} independent voices. As of ${localTime(said.at, zone)}.`;
  const blocks: Block[] = [{ kind: 'text', text: said.sentence }];
  if (said.signposts > 0) blocks.push({ kind: 'text', text: rest });
  blocks.push({ kind: 'text', text: standsOutText(said, zone) });
  if (said.mine !== null) {
    const unread = said.mine.unread === 0 ? '' : ` ${said.mine.unread} lines name no channel.`;
    blocks.push({ kind: 'text', text: `Of ${said.mine.listed} channels on your list, ${said.mine.pointedTo} are pointed to.${unread}` });
  }
  blocks.push(homesTable(said, zone));
  if (said.channels.length > 0) blocks.push({ kind: 'text', text: said.reminder });
  if (said.cursor !== null)
    blocks.push({ kind: 'text', text: `${said.channels.length} of ${said.total}; go on with --cursor ${said.cursor}` });
  return blocks;
}

function standsOutText({ standsOut, platform }: z.output<typeof output>, zone: string): string {
  if (standsOut === null) return `No hour stands out against the past of ${platform}.`;
  const { voices, expected, hour, noticed } = standsOut;
  const span =
    hour === noticed
      ? `in the hour of ${localTime(hour, zone)}`
      : `from ${localTime(hour, zone)} to the hour of ${localTime(noticed, zone)}`;
  return `Standing out: ${voices} independent voices ${span}, where its past makes ${expected < 0.1 ? 'fewer than 0.1' : expected.toFixed(1)} usual.`;
}

function homesTable(said: z.output<typeof output>, zone: string): Block {
  const withMine = said.mine !== null;
  return {
    kind: 'table',
    columns: [
      { title: 'home', shrink: true },
      { title: 'likely', right: true },
      { title: 'continues', shrink: true },
      { title: 'first signpost' },
      { title: 'signposts', right: true },
      { title: 'voices', right: true },
      { title: 'contested' },
      ...(withMine ? [{ title: 'yours' }] : []),
    ],
    rows: said.channels.map((home) => [
      home.channel,
      home.probability === 0 ? '' : home.probability.toFixed(2),
      home.from.join(', '),
      home.firstSignpost === null ? '' : localTime(home.firstSignpost, zone),
      String(home.signposts),
      String(home.voices),
      home.contested ? [...new Set(home.disputes.map((dispute) => dispute.kind))].join(', ') || 'yes' : '',
      ...(withMine ? [home.mine.map((match) => (match.how === 'same' ? 'yes' : `alike: ${match.channel}`)).join(', ')] : []),
    ]),
    empty: `Nobody points to a channel on ${said.platform}, and no lost channel is likely to be there.`,
  };
}
