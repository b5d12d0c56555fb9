import { z } from 'zod';
import type { OpenCase } from '../case/case.ts';
import { refreshDerived } from '../case/derived.ts';
import { loadKey, pseudonymizer } from '../case/pseudonyms.ts';
import { UserError } from '../model/errors.ts';
import type { Ms } from '../model/observation.ts';
import { parseProxy } from '../net/connect.ts';
import { realClock } from '../net/real-clock.ts';
import { loadPlatforms } from '../platforms/registry.ts';
import { deliver } from '../watch/deliver.ts';
import { postsOf, type Unwatched } from '../watch/posts.ts';
import { sinksOf } from '../watch/sinks.ts';
import { SLOW_EVERY_MS, telling } from '../watch/telling.ts';
import { watch as runWatch } from '../watch/watch.ts';
import { type Block, defineVerb, success, type VerbContext, withCase } from './verb.ts';
import { type Answer, minutesOf, newTally, output } from './watch-tally.ts';

const SEAL_AFTER_MS = 60_000;
const DEFAULT_EVERY = '15m';

/** Probe and collect live, politely, until stopped. */
export const watch = defineVerb({
  name: 'watch',
  summary: 'probe and collect live, politely',
  details:
    'Looks at every channel of the roster through the public surface of its platform: who is alive, what is new. Every answer is kept as evidence before anything follows from it. ' +
    'Each round begins with the controls: at least 3 living ones on the roster of each platform (`roster add REF --control`) and 2 made-up names; without them nothing is ever called gone. ' +
    'With --once it walks through everyone once and ends (for cron); else it goes on until Ctrl-C, which lets it finish its round. ' +
    'Hosts are asked one request at a time, seconds apart: channels at risk come first, and the time that one walk takes is told. ' +
    'Tokens, proxy and alerts are settings in case.yaml; see docs/guide/watching.md.',
  words: [],
  examples: ['trackway watch --once', 'trackway watch --every 30m', 'trackway watch --platform telegram'],
  input: z.object({
    once: z.boolean().default(false).describe('walk through everyone once, and end'),
    every: z
      .string()
      .optional()
      .describe(`usual pause between two looks at one channel, like 15m or 2h; default: that of case.yaml, else ${DEFAULT_EVERY}`),
    platform: z.string().optional().describe('watch this platform alone'),
  }),
  output,
  run: (given, context) =>
    withCase(context, async (open) => {
      const everyMs = durationInput(given.every ?? open.settings.watch.every ?? DEFAULT_EVERY);
      const pseudonym = pseudonymizer(loadKey(open.settings.id, open.settings.keyCheck));
      const { stop, cut } = context.untilStopped();
      const world = {
        clock: realClock,
        chance: Math.random,
        cut,
        env: context.env,
        version: context.version,
        privateOrigins: [],
        pauseMs: null,
      };
      const platforms = await loadPlatforms();
      const only = given.platform ?? null;
      const { posts, unwatched } = await postsOf(open, platforms, { only, without: new Set() }, world);
      if (posts.length === 0) throw new UserError(nothingToWatch(open, unwatched));
      for (const one of unwatched) context.warn(`not watched: ${one.channels.length} of ${one.platform}: ${one.why}`);
      const tally = newTally(context, open.now());
      const delivery = deliver(open, receivers(open, context), {
        clock: realClock,
        chance: Math.random,
        stop: cut,
        sent: () => {},
        refused: (sink, alert, reason) =>
          context.warn(`${sink} did not take the alert "${alert.title}" and will be asked again: ${reason}`),
      });
      const news = telling(open, {
        clock: realClock,
        slowEveryMs: SLOW_EVERY_MS,
        raised(alerts) {
          tally.raised(alerts);
          delivery.wake();
        },
      });
      try {
        await runWatch(open, pseudonym, {
          posts,
          more: async (without) => (await postsOf(open, platforms, { only, without }, world)).posts,
          everyMs,
          once: given.once,
          observer: open.settings.watch.observer ?? 'watch',
          clock: realClock,
          chance: Math.random,
          stop,
          turn: (work) => work(),
          sealAfterMs: SEAL_AFTER_MS,
          event: tally.event,
          afterReading: news.afterReading,
        });
        await news.last();
      } finally {
        await delivery.end();
      }
      await refreshDerived(open, context.progress);
      return tally.answer(open.now(), unwatched);
    }),
  human: tell,
  exitCode: success,
});

function receivers(open: OpenCase, { env, version }: VerbContext) {
  const { contact, proxy } = open.settings.watch;
  return sinksOf(open, { clock: realClock, env, version, contact, proxy: proxy === null ? null : parseProxy(proxy), ca: null });
}

function nothingToWatch(open: OpenCase, unwatched: readonly Unwatched[]): string {
  if (open.db.roster().length === 0) return 'nobody is on the roster yet; add channels with `trackway roster add REF…`';
  return `none of the roster can be watched now: ${unwatched.map((one) => one.why).join('; ') || 'no such platform on the roster'}`;
}

const UNITS: Readonly<Record<string, Ms>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `15m`, `2h`, `90s`, `1d`. */
export function durationInput(text: string): Ms {
  const found = /^(\d+(?:\.\d+)?)\s*([smhd])$/.exec(text.trim());
  const ms = Number(found?.[1]) * (UNITS[found?.[2] ?? ''] ?? Number.NaN);
  if (!(ms >= 60_000)) throw new UserError(`"${text}" is no pause of at least a minute; write it like 15m or 2h`);
  return ms;
}

function tell(answer: Answer): Block[] {
  return [
    {
      kind: 'table',
      columns: [
        { title: 'platform' },
        { title: 'channels', right: true },
        { title: 'controls', right: true },
        { title: 'rounds', right: true },
        { title: 'void', right: true },
        { title: 'looks', right: true },
        { title: 'unknown', right: true },
        { title: 'posts', right: true },
        { title: 'a walk takes', right: true },
      ],
      rows: answer.platforms.map((row) => [
        row.platform,
        ...[row.channels, row.controls, row.rounds, row.voidRounds, row.looks, row.unknown, row.posts].map(String),
        minutesOf(60_000 * row.passMinutes),
      ]),
      empty: 'Nothing was watched.',
    },
    {
      kind: 'text',
      text:
        answer.lost.length === 0
          ? 'No channel was newly answered to be away.'
          : `Answered to be away, not all of it confirmed (\`trackway census\` says what is): ${answer.lost.map((one) => `${one.channel} (${one.status})`).join(', ')}.`,
    },
    ...answer.alerts.map((alert): Block => ({ kind: 'text', text: `Alert: ${alert.title}` })),
    ...answer.unwatched.map((one): Block => ({ kind: 'text', text: `Not watched: ${one.channels.join(', ')}: ${one.why}.` })),
  ];
}
