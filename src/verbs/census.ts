import { z } from 'zod';
import { lakeOf } from '../case/case.ts';
import { takeCensus } from '../case/rows-for.ts';
import type { CensusChannel } from '../findings/census.ts';
import { STATES, STATUSES } from '../model/words.ts';
import { localTime } from './people.ts';
import { asOf, atInput, defineVerb, refOut, success, timeOut, timeText, withCase } from './verb.ts';

const interval = z.object({ after: timeOut.nullable(), by: timeOut });

const channelOut = z.object({
  channel: refOut,
  title: z.string().nullable(),
  state: z.enum(STATES),
  posting: z.boolean().nullable(),
  status: z.enum(STATUSES).describe('the last answer that counts'),
  reason: z.string().nullable(),
  gone: interval.nullable().describe('it disappeared after the one and by the other time'),
  lastAlive: timeOut.nullable(),
  lastPost: timeOut.nullable(),
  posts: z.number(),
  subscribers: z.number().nullable(),
  control: z.boolean(),
  movedTo: refOut.nullable(),
  renamedFrom: refOut.nullable(),
  why: z.string(),
  evidence: z.array(z.string()).describe('the records that decide: table/rid'),
});

/** Who is where. */
export const census = defineVerb({
  name: 'census',
  summary: 'who is alive, silent, gone, private or unknown',
  details:
    'Applies the liveness rule to every channel of the roster: "gone" needs explicit answers in several looks that counted, silence of a server is never absence, ' +
    'and "silent" means quiet for longer than the channel\'s own habit makes believable. Without a roster, every channel that was observed is listed. See docs/methods/liveness.md and silence.md.',
  words: [],
  examples: ['trackway census', 'trackway census --at 2019-11-30T15:00:00Z --json'],
  input: z.object({ at: atInput }),
  output: z.object({
    at: timeOut,
    rosterEmpty: z.boolean(),
    channels: z.array(channelOut),
    platforms: z.array(
      z.object({
        platform: z.string(),
        watched: z.number(),
        alive: z.number(),
        silent: z.number(),
        gone: z.number(),
        private: z.number(),
        unknown: z.number(),
      }),
    ),
    unconfirmedMassLosses: z.array(
      z.object({
        platform: z.string(),
        from: timeOut,
        to: timeOut,
        channels: z.array(refOut),
        watched: z.number(),
        controls: z.array(z.object({ channel: refOut, status: z.enum(STATUSES), at: timeOut.nullable() })),
      }),
    ),
  }),
  run: (given, context) =>
    withCase(context, async (open) => {
      const lake = await lakeOf(open);
      try {
        const at = await asOf(given.at, lake);
        const { answer, rosterEmpty } = await takeCensus(open, lake, at);
        return {
          at: timeText(at) ?? '',
          rosterEmpty,
          channels: answer.channels.map(channelAnswer),
          platforms: answer.platforms,
          unconfirmedMassLosses: answer.massLosses.map((loss) => ({
            ...loss,
            from: timeText(loss.from) ?? '',
            to: timeText(loss.to) ?? '',
            controls: loss.controls.map((control) => ({ ...control, at: timeText(control.at) })),
          })),
        };
      } finally {
        lake.close();
      }
    }),
  human: (answer, zone) => [
    {
      kind: 'text',
      text: `As of ${localTime(answer.at, zone)}${answer.rosterEmpty ? '. The roster is empty: these are all channels that were observed' : ''}`,
    },
    ...answer.unconfirmedMassLosses.map((loss) => ({
      kind: 'text' as const,
      text: `Unconfirmed mass loss on ${loss.platform}: ${loss.channels.length} of ${loss.watched} channels between ${localTime(loss.from, zone)} and ${localTime(loss.to, zone)}. ${loss.controls.length === 0 ? 'There is no control to decide it.' : `Controls that will decide: ${loss.controls.map((control) => `${control.channel} (${control.status})`).join(', ')}.`}`,
    })),
    {
      kind: 'table',
      columns: [
        { title: 'channel' },
        { title: 'state' },
        { title: 'since' },
        { title: 'last alive' },
        { title: 'posts', right: true },
        { title: 'why', shrink: true },
      ],
      rows: answer.channels.map((line) => [
        line.control ? `${line.channel} (control)` : line.channel,
        line.state,
        line.gone === null ? '' : `by ${localTime(line.gone.by, zone)}`,
        line.lastAlive === null ? 'never' : localTime(line.lastAlive, zone),
        String(line.posts),
        line.why,
      ]),
      empty: 'No channel is watched and none was observed. Import something, or add channels with `trackway roster add`.',
    },
    {
      kind: 'table',
      columns: [{ title: 'platform' }, ...['watched', ...STATES].map((title) => ({ title, right: true as const }))],
      rows: answer.platforms.map((line) => [line.platform, String(line.watched), ...STATES.map((state) => String(line[state]))]),
      empty: '',
    },
  ],
  exitCode: success,
});

function channelAnswer(line: CensusChannel): z.output<typeof channelOut> {
  return {
    channel: line.channel,
    title: line.title,
    state: line.state,
    posting: line.posting,
    status: line.status,
    reason: line.reason,
    gone: line.gone === null ? null : { after: timeText(line.gone.after), by: timeText(line.gone.by) ?? '' },
    lastAlive: timeText(line.lastAlive),
    lastPost: timeText(line.lastPost),
    posts: line.posts,
    subscribers: line.subscribers,
    control: line.control,
    movedTo: line.movedTo,
    renamedFrom: line.renamed?.from ?? null,
    why: line.why,
    evidence: line.evidence,
  };
}
