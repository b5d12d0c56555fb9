import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCase } from '../../src/case/case.ts';
import { loadKey, pseudonymizer } from '../../src/case/pseudonyms.ts';
import { readSettings, writeSettings } from '../../src/case/settings.ts';
import { loadPlatforms } from '../../src/platforms/registry.ts';
import { random } from '../../src/simulate/random.ts';
import type { ReplicaPlace } from '../../src/simulate/replica.ts';
import { tamtamReplica } from '../../src/simulate/replica-tamtam.ts';
import { telegramReplica } from '../../src/simulate/replica-telegram.ts';
import { type ServedReplicas, serveReplicas } from '../../src/simulate/serve-replicas.ts';
import { type VirtualClock, virtualClock } from '../../src/simulate/virtual-clock.ts';
import { postsOf } from '../../src/watch/posts.ts';
import { type WatchEvent, watch } from '../../src/watch/watch.ts';
import { type Desk, desk, newCase } from '../desk.ts';
import { DAY, HOUR, place, post, START, world } from '../simulate/worlds.ts';

/** A whole watch, over HTTP, against replicas: what it reads, that it goes on where it stopped, and that it takes newcomers in. */

const FROM = START + 20 * DAY;
const LOST = FROM + 3 * HOUR;
const TOKEN = { TAMTAM: 'a-token-of-these-tests' };

const posts = (n: number) =>
  Array.from({ length: n }, (_, i) => post(String(i + 1), START + DAY + i * HOUR, `Leaf ${i + 1} of the garden diary`));
const places: ReplicaPlace[] = [
  place('telegram', '1001', { handle: 'garden_diary', posts: posts(45) }),
  place('telegram', '1002', { handle: 'lamp_room', posts: posts(3), endings: [{ how: 'deleted', from: LOST, to: null }] }),
  ...['one', 'two', 'three'].map((name, i) => place('telegram', `20${i}1`, { handle: `control_${name}`, posts: posts(1) })),
  ...['one', 'two', 'three'].map((name, i) => place('tamtam', `-30${i}1`, { handle: `controltt_${name}`, posts: [] })),
  place('tamtam', '-4001', { handle: 'garden_new', posts: [post('a1', START + 2 * DAY, 'The garden diary goes on here')] }),
];

let served: ServedReplicas;
let place1: Desk;
let dir: string;
let clock: VirtualClock;

beforeAll(async () => {
  clock = virtualClock(FROM);
  served = await serveReplicas(
    { telegram: telegramReplica(world(...places)), tamtam: tamtamReplica(world(...places), { token: TOKEN.TAMTAM }) },
    () => clock.now(),
  );
  place1 = desk();
  dir = await newCase(place1);
  const folder = place1.path(dir);
  writeSettings(folder, {
    ...readSettings(folder),
    platforms: {
      telegram: { base: served.origins['telegram'] ?? '' },
      tamtam: { base: served.origins['tamtam'] ?? '', tokenEnv: 'TAMTAM' },
    },
  });
  await place1.ask('roster', dir, { action: 'add', items: ['telegram:garden_diary', 'telegram:lamp_room'] });
  await place1.ask('roster', dir, {
    action: 'add',
    items: ['one', 'two', 'three'].map((name) => `telegram:control_${name}`),
    control: true,
  });
});
afterAll(async () => {
  await served.close();
  place1.remove();
});

/** Watches until `until`; `at` says what a person does meanwhile. */
async function watchUntil(until: number, deeds: readonly { at: number; work: () => Promise<unknown> }[] = []): Promise<WatchEvent[]> {
  const open = openCase(place1.path(dir), clock.now);
  const events: WatchEvent[] = [];
  const ended = new AbortController();
  const never = new AbortController().signal;
  const world = {
    clock,
    chance: random('watch').uniform,
    cut: never,
    env: TOKEN,
    version: '0',
    privateOrigins: Object.values(served.origins),
    pauseMs: null,
  };
  const platforms = await loadPlatforms();
  try {
    const { posts } = await postsOf(open, platforms, { only: null, without: new Set() }, world);
    // Time stands still until the first lane has begun.
    clock.join();
    let begun = false;
    const turn = <T>(work: () => Promise<T>): Promise<T> => {
      const running = clock.run(work);
      if (!begun) clock.leave();
      begun = true;
      return running;
    };
    const watching = watch(open, pseudonymizer(loadKey(open.settings.id, open.settings.keyCheck)), {
      posts,
      more: async (without) => (await postsOf(open, platforms, { only: null, without }, world)).posts,
      everyMs: HOUR,
      once: false,
      observer: 'test',
      clock,
      chance: world.chance,
      stop: ended.signal,
      turn,
      sealAfterMs: HOUR / 2,
      event: (event) => events.push(event),
      afterReading: async () => {},
    });
    const directing = clock.run(async () => {
      for (const deed of [...deeds, { at: until, work: async () => ended.abort() }]) {
        await clock.sleep(deed.at - clock.now(), never);
        await deed.work();
      }
    });
    await Promise.all([watching, directing]);
    return events;
  } finally {
    open.close();
  }
}

interface Census {
  channels: { channel: string; state: string; gone: { after: string; by: string } | null; lastPost: string | null }[];
}

test('reads everything, finds the loss, goes on where it stopped, and takes another platform in', async () => {
  const first = await watchUntil(FROM + 2 * HOUR);
  const read = (events: readonly WatchEvent[], channel: string): number =>
    events.reduce((sum, event) => (event.event === 'look' && event.channel === channel ? sum + event.posts : sum), 0);
  expect(read(first, 'telegram:garden_diary')).toBe(45);
  const second = await watchUntil(FROM + 6 * HOUR, [
    {
      at: FROM + 4.5 * HOUR,
      work: async () => {
        await place1.ask('roster', dir, { action: 'add', items: ['tamtam:garden_new'] });
        await place1.ask('roster', dir, {
          action: 'add',
          items: ['one', 'two', 'three'].map((name) => `tamtam:controltt_${name}`),
          control: true,
        });
      },
    },
  ]);
  expect(read(second, 'telegram:garden_diary')).toBe(0);
  expect(second.some((event) => event.event === 'begin' && event.platform === 'tamtam')).toBe(true);
  const census = await place1.ask<Census>('census', dir);
  const line = (channel: string) => census.channels.find((one) => one.channel === channel);
  expect(line('telegram:garden_diary')?.state).toBe('alive');
  expect(line('tamtam:garden_new')?.state).toBe('alive');
  const lost = line('telegram:lamp_room');
  expect(lost?.state).toBe('gone');
  expect(Date.parse(lost?.gone?.after ?? '')).toBeLessThan(LOST);
  expect(Date.parse(lost?.gone?.by ?? '')).toBeGreaterThanOrEqual(LOST);
  const found = await place1.ask<{ total: number }>('search', dir, { query: ['leaf'] });
  expect(found.total).toBe(48);
  expect((await place1.ask<{ ok: boolean }>('verify', dir)).ok).toBe(true);
});

test('a rebuild from evidence gives the same census', async () => {
  const before = await place1.ask('census', dir);
  await place1.ask('rebuild', dir);
  expect(await place1.ask('census', dir)).toEqual(before);
});
