import { expect, test } from 'vitest';
import { alertCrash } from './alert-crash.ts';
import '../loopback-only.ts';

test('P22: killed twenty times between raising and sending, no alert is lost, and a repeat is the same alert', async () => {
  const tally = await alertCrash(20);
  expect(tally).toMatchObject({ kills: 20, raised: 25, lost: 0, altered: 0 });
  expect(tally.repeated).toBeGreaterThan(0);
}, 300_000);

test('the control: who marks before sending loses some', async () => {
  expect((await alertCrash(1, true)).lost).toBeGreaterThan(0);
});
