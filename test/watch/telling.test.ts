import { afterAll, beforeAll, expect, test } from 'vitest';
import { lakeOf, type OpenCase, openCase } from '../../src/case/case.ts';
import { rosterRows } from '../../src/case/rows-for.ts';
import type { Alert } from '../../src/model/alert.ts';
import type { Ms } from '../../src/model/observation.ts';
import { type Settled, standing } from '../../src/watch/standing.ts';
import { type Telling, telling } from '../../src/watch/telling.ts';
import { type Desk, desk } from '../desk.ts';
import { homesCase, LOST_AT, room } from '../homes-case.ts';

const DAY = 86_400_000;

let place: Desk;
let dir: string;
beforeAll(async () => {
  place = desk();
  dir = await caseOf(place);
});
afterAll(() => place.remove());

/** The lost rooms are watched. */
async function caseOf(at: Desk): Promise<string> {
  const made = await homesCase(at);
  await at.ask('roster', made, { action: 'add', items: [0, 1, 2, 3, 4, 5].map((n) => room(n).old) });
  return made;
}

async function settledAt(open: OpenCase, at: Ms): Promise<Settled> {
  const lake = await lakeOf(open);
  try {
    const [sightings, activity, bindings, roster] = await Promise.all([
      lake.sightings(at),
      lake.activity(at),
      lake.bindings(at),
      rosterRows(open, lake),
    ]);
    return standing(sightings, activity, bindings).settle(at, roster);
  } finally {
    lake.close();
  }
}

/** A watch that tells, with a clock that stands where it is put. */
function teller(open: OpenCase, from: Ms): Telling & { told: Alert[]; at: (now: Ms) => Promise<void> } {
  let now = from;
  const told: Alert[] = [];
  const clock = { now: () => now, sleep: () => Promise.resolve() };
  const made = telling(open, { clock, slowEveryMs: DAY / 24, raised: (alerts) => told.push(...alerts) });
  return {
    ...made,
    told,
    async at(time) {
      now = time;
      await made.afterReading(await settledAt(open, time));
    },
  };
}

test('a case that is watched from before the loss tells of it once, however often it begins anew', async () => {
  const open = openCase(place.path(dir), () => Date.now());
  const before = teller(open, LOST_AT - 2 * DAY);
  await before.at(LOST_AT - 2 * DAY);
  expect(before.told).toEqual([]);
  const first = teller(open, LOST_AT + DAY);
  await first.at(LOST_AT + DAY);
  const kinds = new Set(first.told.map((alert) => alert.kind));
  expect(kinds).toContain('disappearance');
  expect(kinds).toContain('signpost');
  expect(kinds).toContain('arrivals');
  const away = first.told.filter((alert) => alert.kind === 'disappearance').flatMap((alert) => alert.channels);
  expect(away.length).toBeGreaterThan(3);
  expect(new Set(away).size).toBe(away.length);

  // Killed and begun again, at once and later: the baseline stays, nothing is told twice.
  const second = teller(open, LOST_AT + DAY);
  await second.at(LOST_AT + DAY);
  await second.last();
  expect(second.told).toEqual([]);
  expect(open.db.alerts().map((alert) => alert.key)).toEqual(first.told.map((alert) => alert.key));

  // What a person decided on is no news any more; what is told stands in the log in full.
  const [signpost] = first.told.filter((alert) => alert.kind === 'signpost');
  expect(open.db.alerts().find((alert) => alert.key === signpost?.key)).toMatchObject(signpost ?? {});
  open.close();
});

test('a case that is watched from after the loss has it for its baseline', async () => {
  const other = desk();
  const open = openCase(other.path(await caseOf(other)), () => Date.now());
  const late = teller(open, LOST_AT + 20 * DAY);
  await late.at(LOST_AT + 20 * DAY);
  await late.last();
  expect(late.told.filter((alert) => alert.at < LOST_AT + 20 * DAY)).toEqual([]);
  expect(late.told.filter((alert) => alert.kind !== 'signpost')).toEqual([]);
  // What was gone by then is known, so that its return would be told.
  expect(open.db.alertBaseline()?.gone?.length).toBeGreaterThan(3);
  open.close();
  other.remove();
});
