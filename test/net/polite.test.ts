import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Clock } from '../../src/model/clock.ts';
import type { Answered, Ask, Failed } from '../../src/model/watch.ts';
import { politely } from '../../src/net/polite.ts';
import { realClock } from '../../src/net/real-clock.ts';
import { getOf } from './serving.ts';
import '../loopback-only.ts';

const START = Date.parse('2019-11-22T18:00:00Z');
const HTTP_DATE = (ms: number): string => new Date(ms).toUTCString();

/** A clock that jumps to whoever wakes next. */
function virtualClock(): Clock & { slept: number[] } {
  let now = START;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    async sleep(ms, stop) {
      slept.push(ms);
      await Promise.resolve();
      if (!stop.aborted) now += ms;
    },
  };
}

interface Scene {
  ask: Ask;
  blockedUntil: (host: string) => number | null;
  clock: ReturnType<typeof virtualClock>;
  /** When each request began. */
  begun: number[];
  urls: string[];
}

type Reply = { status: number; headers?: Record<string, string> } | 'failure';

/** Answers in turn, each after 100 ms; the last for ever. */
function scene(replies: readonly Reply[], chance = () => 0.5, stop = new AbortController().signal): Scene {
  const clock = virtualClock();
  const begun: number[] = [];
  const urls: string[] = [];
  const fetch: Ask = async (request): Promise<Answered | Failed> => {
    const sentAt = clock.now();
    begun.push(sentAt);
    urls.push(request.url);
    await clock.sleep(100, stop);
    const reply = replies[Math.min(begun.length - 1, replies.length - 1)] ?? 'failure';
    if (reply === 'failure') return { kind: 'failure', why: 'reset', detail: '', sentAt, at: clock.now() };
    return {
      kind: 'answer',
      status: reply.status,
      headers: Object.entries(reply.headers ?? {}),
      raw: new Uint8Array(),
      body: new Uint8Array(),
      sentAt,
      at: clock.now(),
    };
  };
  const polite = politely(fetch, { pauseMs: [2_000, 4_000], stop }, clock, chance);
  return { ...polite, clock, begun, urls };
}

const PAGE = getOf('https://rooms.test/s/chess');

/** Pauses between the end of one request and the begin of the next, in seconds. */
async function pauses(replies: readonly Reply[], count: number, chance?: () => number): Promise<number[]> {
  const { ask, begun } = scene(replies, chance);
  for (let n = 0; n <= count; n += 1) await ask(PAGE);
  return begun.slice(1).map((at, index) => (at - (begun[index] ?? 0) - 100) / 1000);
}

test('one at a time, in the order of the calls, with a pause after each end', async () => {
  const { ask, begun, urls } = scene([{ status: 200 }]);
  const paths = ['a', 'b', 'c', 'd'];
  await Promise.all(paths.map((path) => ask(getOf(`https://rooms.test/${path}`))));
  expect(urls).toEqual(paths.map((path) => `https://rooms.test/${path}`));
  expect(begun.map((at) => at - START)).toEqual([0, 3_100, 6_200, 9_300]);
});

test('the pause lies between least and most, whatever the chance', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 1, maxLength: 20 }),
      async (chances) => {
        let next = 0;
        const seconds = await pauses(
          [{ status: 200 }, 'failure', { status: 404 }, { status: 302 }],
          10,
          () => chances[next++ % chances.length] ?? 0,
        );
        for (const pause of seconds) {
          expect(pause).toBeGreaterThanOrEqual(2 - 1e-9);
          expect(pause).toBeLessThanOrEqual(4 + 1e-9);
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('one host does not wait for another', async () => {
  const { ask, begun, clock } = scene([{ status: 429, headers: { 'retry-after': '600' } }, { status: 200 }]);
  await ask(PAGE);
  await ask(getOf('https://squares.test/'));
  expect((begun[1] ?? 0) - START).toBe(100);
  expect(clock.now() - START).toBe(200);
});

test.each<[string, Reply, number]>([
  ['seconds', { status: 429, headers: { 'Retry-After': '77' } }, 77],
  ['on 503', { status: 503, headers: { 'retry-after': ' 77 ' } }, 77],
  ['a date by our clock', { status: 429, headers: { 'retry-after': HTTP_DATE(START + 100 + 76_900) } }, 76.9],
  [
    'a date by a server whose clock is a year behind',
    { status: 429, headers: { date: HTTP_DATE(START - 3.2e10), 'retry-after': HTTP_DATE(START - 3.2e10 + 60_000) } },
    60,
  ],
  ['the reset of a limit', { status: 429, headers: { 'x-rate-limit-reset': String(START / 1000 + 900) } }, 899.9],
  ['the reset in seconds from now', { status: 429, headers: { 'ratelimit-reset': '120' } }, 120],
  [
    'the last request of a limit',
    { status: 200, headers: { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(START / 1000 + 900) } },
    899.9,
  ],
  ['the later of two', { status: 429, headers: { 'retry-after': '10', 'x-rate-limit-reset': String(START / 1000 + 900) } }, 899.9],
  ['a wish shorter than the pause', { status: 429, headers: { 'retry-after': '1' } }, 3],
  ['a wish of years is held a week', { status: 429, headers: { 'retry-after': '99999999999' } }, 7 * 86_400],
  ['an answer with requests left', { status: 200, headers: { 'x-rate-limit-remaining': '5', 'x-rate-limit-reset': '9999999999' } }, 3],
])('a wish of the host is kept to the second: %s', async (_, reply, seconds) => {
  const [pause] = await pauses([reply, { status: 200 }], 1);
  expect(pause).toBeCloseTo(seconds, 6);
});

test('no request before the time, however many wait', async () => {
  const { ask, begun, blockedUntil, clock } = scene([{ status: 429, headers: { 'retry-after': '3600' } }, { status: 200 }]);
  await ask(PAGE);
  const until = blockedUntil('rooms.test');
  expect(until).toBe(START + 100 + 3_600_000);
  expect(blockedUntil('squares.test')).toBeNull();
  await Promise.all([ask(PAGE), ask(PAGE), ask(PAGE)]);
  expect(begun.filter((at) => at > START && at < (until ?? 0))).toEqual([]);
  expect(begun).toHaveLength(4);
  expect(clock.now()).toBeGreaterThan(until ?? 0);
  expect(blockedUntil('rooms.test')).toBeNull();
});

test('without a time the wait doubles, spreads, and ends at an hour', async () => {
  const refused = await pauses([{ status: 429 }], 10, () => 0);
  expect(refused.slice(0, 4)).toEqual([30, 60, 120, 240]);
  expect(refused.at(-1)).toBe(3_600);
  expect((await pauses([{ status: 429 }], 2, () => 0.999)).map(Math.round)).toEqual([45, 90]);
  expect(Math.max(...(await pauses([{ status: 429 }], 60, () => 0.999)))).toBe(3_600);
});

test('one error of the server costs a pause, a run of them more; a good answer ends the run', async () => {
  const failing: Reply = { status: 502 };
  expect(await pauses([failing, failing, failing, { status: 200 }, failing, { status: 200 }], 5, () => 0)).toEqual([2, 8, 16, 2, 2]);
});

test('a challenge page is a refusal, a refusal by the platform is an answer', async () => {
  const challenges: Record<string, string>[] = [
    { 'cf-mitigated': 'challenge' },
    { server: 'cloudflare', 'content-type': 'text/html; charset=UTF-8' },
    { 'x-amzn-waf-action': 'challenge' },
  ];
  for (const headers of challenges) expect((await pauses([{ status: 403, headers }, { status: 200 }], 1, () => 0))[0]).toBe(30);
  const answers: Record<string, string>[] = [
    {},
    { 'content-type': 'application/json' },
    { server: 'cloudflare', 'content-type': 'application/json' },
    { server: 'nginx', 'content-type': 'text/html' },
  ];
  for (const headers of answers) expect((await pauses([{ status: 403, headers }, { status: 200 }], 1, () => 0))[0]).toBe(2);
});

test('failures of the way neither lengthen nor shorten the wait', async () => {
  expect(await pauses(['failure'], 6, () => 0)).toEqual([2, 2, 2, 2, 2, 2]);
  expect(await pauses([{ status: 429 }, 'failure', { status: 429 }, { status: 200 }], 3, () => 0)).toEqual([30, 2, 60]);
});

test('stopping ends every wait, and nothing is sent after', async () => {
  const stop = new AbortController();
  const { ask, begun } = scene([{ status: 200 }], () => 0.5, stop.signal);
  await ask(PAGE);
  const waiting = [ask(PAGE), ask(PAGE)];
  stop.abort();
  for (const outcome of await Promise.all(waiting)) expect(outcome).toMatchObject({ kind: 'failure', why: 'stopped' });
  expect(begun).toHaveLength(1);
});

test('the real clock moves on, and its sleep ends when stopped', async () => {
  const before = realClock.now();
  await realClock.sleep(5, new AbortController().signal);
  expect(realClock.now()).toBeGreaterThanOrEqual(before + 4);
  const stop = new AbortController();
  const long = realClock.sleep(1e12, stop.signal);
  stop.abort();
  await long;
  await realClock.sleep(1e12, stop.signal);
});
