import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/model/clock.ts';
import { virtualClock } from '../../src/simulate/virtual-clock.ts';

const never = new AbortController().signal;

/** Notes who wakes when. */
async function walker(clock: Clock, name: string, pauses: readonly number[], seen: string[]): Promise<void> {
  for (const pause of pauses) {
    await clock.sleep(pause, never);
    seen.push(`${clock.now()} ${name}`);
  }
}

describe('the virtual clock', () => {
  it('lets a single loop sleep for days in no time', async () => {
    const clock = virtualClock(1000);
    const seen: string[] = [];
    await walker(clock, 'a', [5, 0, 86_400_000], seen);
    expect(seen).toEqual(['1005 a', '1005 a', '86401005 a']);
  });

  it('wakes several loops one at a time, the earliest first, of those due together the first that fell asleep', async () => {
    const clock = virtualClock(0);
    const seen: string[] = [];
    await Promise.all([
      clock.run(() => walker(clock, 'a', [10, 10, 10], seen)),
      clock.run(() => walker(clock, 'b', [20, 1], seen)),
      clock.run(() => walker(clock, 'c', [5, 5], seen)),
    ]);
    expect(seen).toEqual(['5 c', '10 a', '10 c', '20 b', '20 a', '21 b', '30 a']);
  });

  it('stands still while anybody works, even over a socket', async () => {
    const clock = virtualClock(0);
    const server = createServer((_, response) => response.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const times: number[] = [];
    const fetching = clock.run(async () => {
      await clock.sleep(10, never);
      const before = clock.now();
      for (let i = 0; i < 5; i += 1) await (await fetch(`http://127.0.0.1:${port}/`)).text();
      times.push(before, clock.now());
      await clock.sleep(1, never);
    });
    await Promise.all([fetching, clock.run(() => walker(clock, 'other', Array(200).fill(1), []))]);
    server.close();
    expect(times).toEqual([10, 10]);
    expect(clock.now()).toBe(200);
  });

  it('wakes who is told to stop at once, without moving time', async () => {
    const clock = virtualClock(0);
    const stop = new AbortController();
    clock.join();
    clock.join();
    const sleeping = clock.sleep(1000, stop.signal);
    stop.abort();
    await sleeping;
    await clock.sleep(1000, stop.signal);
    expect(clock.now()).toBe(0);
    const next = clock.sleep(7, never);
    clock.leave();
    await next;
    expect(clock.now()).toBe(7);
  });

  it('goes on when one of them fails', async () => {
    const clock = virtualClock(0);
    const failing = clock.run(() => Promise.reject(new Error('the kettle is empty')));
    const walking = clock.run(() => walker(clock, 'a', [1, 2], []));
    await expect(failing).rejects.toThrow('kettle');
    await walking;
    expect(clock.now()).toBe(3);
  });

  it('never runs backwards and keeps every appointment exactly, in the same order each time', async () => {
    const pauses = fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 8 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(pauses, async (loops) => {
        const runs = [0, 1].map(async () => {
          const clock = virtualClock(0);
          const seen: string[] = [];
          await Promise.all(loops.map((own, i) => clock.run(() => walker(clock, String(i), own, seen))));
          return seen;
        });
        const [first, second] = await Promise.all(runs);
        expect(second).toEqual(first);
        const times = (first ?? []).map((line) => Number(line.split(' ')[0]));
        expect(times).toEqual([...times].sort((a, b) => a - b));
        for (const [i, own] of loops.entries()) {
          const mine = (first ?? []).filter((line) => line.endsWith(` ${i}`)).map((line) => Number(line.split(' ')[0]));
          expect(mine).toEqual(own.map((_, n) => own.slice(0, n + 1).reduce((sum, pause) => sum + pause, 0)));
        }
      }),
    );
  });
});
