import { z } from 'zod';
import type { Alert } from '../model/alert.ts';
import type { Ms } from '../model/observation.ts';
import { formatTime } from '../model/time.ts';
import { saysAway } from '../model/words.ts';
import { LIVING_NEEDED } from '../watch/controls.ts';
import type { Unwatched } from '../watch/posts.ts';
import type { WatchEvent } from '../watch/watch.ts';
import { refOut, timeOut, type VerbContext } from './verb.ts';

/** What happens while a watch runs: told as it happens, and counted for the answer at its end. */

export const output = z.object({
  from: timeOut,
  to: timeOut,
  platforms: z.array(
    z.object({
      platform: z.string(),
      channels: z.number().describe('under watch there'),
      controls: z.number().describe('living controls'),
      rounds: z.number(),
      voidRounds: z.number().describe('rounds that count for nothing, because their controls failed'),
      looks: z.number().describe('looks at channels under watch'),
      unknown: z.number().describe('looks without an answer that says anything'),
      posts: z.number().describe('posts read, some perhaps known before'),
      passMinutes: z.number().describe('how long one walk through all channels takes at the politeness of the platform'),
    }),
  ),
  lost: z
    .array(z.object({ channel: refOut, status: z.string(), reason: z.string().nullable(), at: timeOut }))
    .describe('first answers that a channel is away; the census says what is confirmed'),
  alerts: z
    .array(z.object({ key: z.string(), kind: z.string(), at: timeOut, title: z.string() }))
    .describe('what was raised; receivers are set in case.yaml'),
  unwatched: z
    .array(z.object({ platform: z.string(), channels: z.array(refOut), why: z.string() }))
    .describe('what cannot be watched, and why'),
});

export type Answer = z.output<typeof output>;

export interface Tally {
  event: (event: WatchEvent) => void;
  raised: (alerts: readonly Alert[]) => void;
  answer: (now: Ms, unwatched: Unwatched[]) => Answer;
}

/** Counts what happens, and tells it as it does. */
export function newTally(context: VerbContext, from: Ms): Tally {
  const platforms = new Map<string, Answer['platforms'][number]>();
  const lost = new Map<string, Answer['lost'][number]>();
  const alerts: Answer['alerts'] = [];
  return {
    raised(some) {
      for (const { key, kind, at, title } of some) {
        alerts.push({ key, kind, at: formatTime(at), title });
        context.log({ event: 'alert', key, kind, at: formatTime(at), title }, title);
      }
    },
    event(event) {
      context.log(logged(event), lineOf(event));
      if (event.event === 'begin') {
        const { platform, channels, controls, passMs } = event;
        const passMinutes = Math.round(passMs / 6_000) / 10;
        platforms.set(platform, { platform, channels, controls, rounds: 0, voidRounds: 0, looks: 0, unknown: 0, posts: 0, passMinutes });
        if (controls < LIVING_NEEDED && channels > 0) context.warn(tooFewControls(platform, controls));
      }
      const row = event.event === 'sealed' ? undefined : platforms.get(event.platform);
      if (row !== undefined) count(row, event);
      if (event.event === 'look' && !event.control) noteLoss(lost, event);
    },
    answer: (now, unwatched) => ({
      from: formatTime(from),
      to: formatTime(now),
      platforms: [...platforms.values()],
      lost: [...lost.values()],
      alerts,
      unwatched,
    }),
  };
}

function tooFewControls(platform: string, controls: number): string {
  return `${platform} has ${controls} living controls of at least ${LIVING_NEEDED}: nothing there can be called gone. Add some with \`trackway roster add REF --control\``;
}

function count(row: Answer['platforms'][number], event: WatchEvent): void {
  if (event.event === 'round') {
    row.rounds++;
    if (event.fault !== null) row.voidRounds++;
  } else if (event.event === 'search') row.posts += event.posts;
  else if (event.event === 'look' && !event.control) {
    row.posts += event.posts;
    row.looks++;
    if (event.status === 'unknown') row.unknown++;
  }
}

/** The first answer of a channel's absence; one that is seen again is not lost. */
function noteLoss(lost: Map<string, Answer['lost'][number]>, { channel, status, reason, at }: WatchEvent & { event: 'look' }): void {
  if (status === 'alive') lost.delete(channel);
  if (saysAway(status) && !lost.has(channel)) lost.set(channel, { channel, status, reason, at: formatTime(at) });
}

function logged(event: WatchEvent): Record<string, unknown> {
  const times = Object.entries(event).map(([key, value]) => [
    key,
    (key === 'at' || key.endsWith('edAt')) && typeof value === 'number' ? formatTime(value) : value,
  ]);
  return Object.fromEntries(times);
}

function lineOf(event: WatchEvent): string {
  switch (event.event) {
    case 'begin':
      return `${event.platform}: ${event.channels} channels, ${event.controls} controls; one walk takes ${minutesOf(event.passMs)}`;
    case 'look':
      return `${event.platform}: ${event.channel} ${event.status}${event.posts > 0 ? `, ${event.posts} posts` : ''}`;
    case 'search':
      return `${event.platform}: searched ${event.query}, ${event.posts} posts`;
    case 'round':
      return `${event.platform}: round of ${event.looks} looks${event.lost > 0 ? `, ${event.lost} lost` : ''}${event.fault === null ? '' : `, void: ${event.fault}`}`;
    case 'sealed':
      return `kept ${event.looks} looks in evidence (entry ${event.entry})`;
  }
}

export function minutesOf(ms: Ms): string {
  return ms < 5_400_000 ? `${Math.ceil(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
}
