import { z } from 'zod';
import { lakeOf, type OpenCase } from '../case/case.ts';
import { refreshStatements } from '../case/derived.ts';
import { takeSuccessors } from '../case/successors.ts';
import { EVIDENCE_KINDS, type RankedCandidate, type RankedSuccession } from '../findings/successors.ts';
import { UserError } from '../model/errors.ts';
import { DISPUTE_KINDS, STATES, VERDICTS } from '../model/words.ts';
import type { Lake } from '../store/lake.ts';
import { localTime } from './people.ts';
import {
  asOf,
  atInput,
  type Block,
  cursorInput,
  defineVerb,
  limitInput,
  nextCursor,
  offsetOf,
  refInput,
  refOut,
  success,
  timeOut,
  timeText,
  type VerbContext,
  withCase,
} from './verb.ts';

const bits = z.number().describe('in bits: 1 doubles the odds, −1 halves them');

const names = z.array(refOut).describe('all names that it had, its native id included');

const candidateOut = z.object({
  channel: refOut,
  names,
  observed: z.boolean().describe('false: others point to it, nothing of it was seen'),
  probability: z.number().describe('that it continues the lost channel; candidates of one channel need not sum to one'),
  low: z.number(),
  high: z.number().describe('90 % interval over the worlds of the fit'),
  contested: z.boolean(),
  disputes: z.array(z.object({ by: refOut, at: timeOut, post: z.string().nullable(), kind: z.enum(DISPUTE_KINDS) })),
  verdict: z.enum(VERDICTS).nullable().describe("an analyst's; it overrides the probability"),
  evidence: z.array(
    z.object({ kind: z.enum(EVIDENCE_KINDS), log2Odds: bits, detail: z.string(), posts: z.array(z.string()).describe('up to five') }),
  ),
  prior: bits,
  rivalry: bits,
});

const successionOut = z.object({
  predecessor: refOut,
  names,
  state: z.enum(STATES),
  lost: z.object({ after: timeOut.nullable(), by: timeOut }).nullable(),
  confirmed: z.boolean().describe('false: lost by answers that do not suffice yet'),
  pool: z.number().describe('channels that could be the continuation'),
  noneInPool: z.number().describe('probability that none of the pool continues it; says nothing of places that were never looked at'),
  calibratedOn: z.string(),
  candidates: z.array(candidateOut),
});

const input = z.object({
  ref: z.string().optional().describe('only of this channel (REF), lost or not; default: all lost ones'),
  at: atInput,
  limit: limitInput(200).describe('how many lost channels at most'),
  cursor: cursorInput,
  candidates: z.number().int().min(1).max(25).default(5).describe('how many candidates of each at most'),
  minProbability: z.number().min(0).max(1).default(0).describe('only candidates at least so probable'),
});

const output = z.object({ at: timeOut, total: z.number(), successors: z.array(successionOut), cursor: z.string().nullable() });

/** Where did they go? */
export const successors = defineVerb({
  name: 'successors',
  summary: 'where lost channels went: ranked homes with evidence',
  details:
    'For each lost channel (gone, private, silent, or lost by answers that do not suffice yet) the channels on any platform that may continue it, with a probability that opens into its evidence, for and against, in bits. ' +
    'Every probability is marginal: one channel may have two homes, and two may share one. `noneInPool` speaks of the channels that were observed, not of the world. ' +
    'A home that somebody publicly denied is marked contested; that is no judgement of who is right. A verdict (`decide`) overrides. See docs/methods/successors.md.',
  words: ['ref'],
  examples: ['trackway successors', 'trackway successors telegram:sada_100 --json', 'trackway successors --min-probability 0.9'],
  input,
  output,
  run: (given, context) =>
    withCase(context, async (open) => {
      await refreshStatements(open, context.progress);
      const lake = await lakeOf(open);
      try {
        return await answer(open, lake, given, context);
      } finally {
        lake.close();
      }
    }),
  human: (found, zone) => [
    { kind: 'text', text: `As of ${localTime(found.at, zone)}` },
    ...(found.successors.length === 0 ? [nothingLost] : found.successors.flatMap((line) => blocksOf(line, zone))),
    ...(found.cursor === null
      ? []
      : [{ kind: 'text' as const, text: `${found.successors.length} of ${found.total}; go on with --cursor ${found.cursor}` }]),
  ],
  exitCode: success,
});

async function answer(open: OpenCase, lake: Lake, given: z.output<typeof input>, context: VerbContext): Promise<z.output<typeof output>> {
  const at = await asOf(given.at, lake);
  const ref = given.ref === undefined ? null : refInput(given.ref);
  const offset = offsetOf(given.cursor);
  const all = await takeSuccessors(open, lake, at, ref === null ? null : [ref], context.progress);
  if (ref !== null && all.length === 0)
    throw new UserError(`${ref} is not in this case: no record and no post names it; see \`trackway census\` for the channels that are`);
  const page = all.slice(offset, offset + given.limit);
  return {
    at: timeText(at) ?? '',
    total: all.length,
    successors: page.map((line) => successionAnswer(line, given)),
    cursor: nextCursor(offset, page.length, all.length),
  };
}

function successionAnswer(line: RankedSuccession, given: z.output<typeof input>): z.output<typeof successionOut> {
  const probable = line.candidates.filter((candidate) => candidate.probability >= given.minProbability).slice(0, given.candidates);
  // What an analyst decided is shown wherever it stands.
  const candidates = line.candidates.filter((candidate) => candidate.verdict !== null || probable.includes(candidate));
  return {
    predecessor: line.predecessor,
    names: line.names,
    state: line.state,
    lost: line.lost === null ? null : { after: timeText(line.lost.after), by: timeText(line.lost.by) ?? '' },
    confirmed: line.lost === null || line.state === 'gone' || line.state === 'private' || line.state === 'silent',
    pool: line.pool,
    noneInPool: rounded(line.noneInPool),
    calibratedOn: line.calibratedOn,
    candidates: candidates.map(candidateAnswer),
  };
}

function candidateAnswer(candidate: RankedCandidate): z.output<typeof candidateOut> {
  return {
    channel: candidate.channel,
    names: candidate.names,
    observed: candidate.observed,
    probability: rounded(candidate.probability),
    low: rounded(candidate.low),
    high: rounded(candidate.high),
    contested: candidate.contested,
    disputes: candidate.disputes.map((dispute) => ({ ...dispute, at: timeText(dispute.at) ?? '' })),
    verdict: candidate.verdict,
    evidence: candidate.evidence.map((item) => ({ ...item, log2Odds: rounded(item.log2Odds) })),
    prior: rounded(candidate.prior),
    rivalry: rounded(candidate.rivalry),
  };
}

/** More digits than anybody needs, and the same on every machine. */
function rounded(x: number): number {
  return Math.round(x * 1e6) / 1e6;
}

const nothingLost: Block = {
  kind: 'text',
  text: 'No channel is lost as far as this case knows. Name one to see what would continue it: `trackway successors REF`; `trackway census` tells how each stands.',
};

function blocksOf(line: z.output<typeof successionOut>, zone: string): Block[] {
  const since = line.lost === null ? '' : `, by ${localTime(line.lost.by, zone)}`;
  const doubt = line.confirmed ? '' : ' (not confirmed yet)';
  const none = `none of ${line.pool} channels searched: ${percent(line.noneInPool)}`;
  return [
    {
      kind: 'text',
      text: `${line.predecessor}: ${line.lost === null ? line.state : `lost${doubt}${since}`}; ${none}; calibrated on ${line.calibratedOn}`,
    },
    {
      kind: 'table',
      columns: [
        { title: 'candidate' },
        { title: 'probability', right: true },
        { title: '' },
        { title: 'for (+) and against (−), in bits', shrink: true },
      ],
      rows: line.candidates.map((candidate) => [
        candidate.channel,
        candidate.verdict === null || candidate.verdict === 'unsure'
          ? `${percent(candidate.probability)} (${percent(candidate.low)}–${percent(candidate.high)})`
          : candidate.verdict,
        [candidate.contested ? 'contested' : '', candidate.observed ? '' : 'never seen'].filter((word) => word !== '').join(', '),
        candidate.evidence.map((item) => `${signed(item.log2Odds)} ${item.kind}: ${item.detail}`).join('; '),
      ]),
      empty: 'No candidate.',
    },
  ];
}

function percent(p: number): string {
  return p > 0.995 && p < 1 ? '>99 %' : p < 0.005 && p > 0 ? '<1 %' : `${Math.round(100 * p)} %`;
}

function signed(x: number): string {
  return `${x < 0 ? '−' : '+'}${Math.abs(x).toFixed(1)}`;
}
