import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Found } from '../../src/findings/found.ts';
import type { MassLoss } from '../../src/findings/mass-loss.ts';
import type { Wave } from '../../src/findings/waves.ts';
import type { Alert } from '../../src/model/alert.ts';
import type { State } from '../../src/model/words.ts';
import { detect, type Holds, NOTHING_HOLDS, type Told } from '../../src/watch/detect.ts';

const HOUR = 3_600_000;
const SINCE = Date.parse('2019-11-22T18:00:00Z');
const FRESH: Told = { since: SINCE, gone: [], alerts: [] };

function line(channel: string, state: State, at: number): Holds['channels'][number] {
  return {
    channel,
    entered: channel,
    control: false,
    state,
    gone: state === 'gone' ? { after: at - HOUR, by: at } : null,
    lastAlive: state === 'gone' ? at - HOUR : at,
    why: state === 'gone' ? 'absent in 3 looks over 2 rounds' : 'last seen alive',
  };
}

function loss(from: number, channels: string[], platform = 'telegram'): MassLoss {
  const controls: MassLoss['controls'] = [{ channel: 'telegram:town_library', status: 'alive', at: from }];
  return { platform, from, to: from + HOUR, channels, watched: 50, controls };
}

function wave(start: number, channels: string[], end: number | null = null): Wave {
  return {
    platform: 'telegram',
    kind: 'gone',
    start,
    startBy: start + HOUR,
    endAfter: end ?? start + HOUR,
    end,
    ongoing: end === null,
    channels,
    lost: channels.length,
    watched: 50,
    expected: 0.4,
    pValue: 1e-6,
    recurrenceDays: 123_456,
    operators: null,
    members: [],
    ordinaryOnlyAbove: { perChannelDay: 0.1, lossesPerDay: 5 },
    dispersion: { together: 1, day: 1 },
    baseline: { losses: 1, channelDays: 100, perChannelDay: 0.01 },
  };
}

function pointedTo(channel: string, firstAt: number): Found {
  const stances = { call: 2, calm: 0, endorse: 0, warn: 1, neutral: 1 };
  const platform = channel.split(':')[0]!;
  return {
    channel,
    platform,
    kind: 'channel',
    posts: 4,
    channels: 2,
    voices: 2,
    firstAt,
    lastAt: firstAt,
    stances,
    examples: ['x:chess.club/7'],
  };
}

const names = (count: number): string[] => Array.from({ length: count }, (_, n) => `telegram:room_${String(n).padStart(3, '0')}`);

/** What is told when the parts hold one after the other, each told before the next. */
function story(parts: readonly Partial<Holds>[], told: Told = FRESH): Alert[] {
  const alerts: Alert[] = [];
  for (const part of parts) alerts.push(...detect({ ...NOTHING_HOLDS, ...part }, { ...told, alerts: [...told.alerts, ...alerts] }));
  return alerts;
}

test('everything that holds is told once, in plain words without a cause', () => {
  const holds: Holds = {
    channels: [line('telegram:garden.club', 'gone', SINCE + HOUR), line('telegram:chess', 'alive', SINCE + HOUR)],
    massLosses: [loss(SINCE + 2 * HOUR, names(12))],
    waves: [wave(SINCE, names(26))],
    found: [pointedTo('tamtam:reading_room', SINCE + 3 * HOUR)],
    arrivals: [
      { platform: 'tamtam', standsOut: { hour: SINCE + HOUR, voices: 14, expected: 0.3, pValue: 1e-6, noticed: SINCE + 2 * HOUR } },
    ],
  };
  const alerts = detect(holds, FRESH);
  expect(alerts.map(({ key, title }) => [key, title])).toEqual([
    ['mass-loss/telegram/2019-11-22T20:00:00Z', 'Unconfirmed mass loss on telegram: 12 of 50 watched channels were answered to be away.'],
    ['wave/telegram/gone/2019-11-22T19:00:00Z', 'A wave on telegram: 26 of 50 channels went, where 0.4 would be ordinary.'],
    [
      expect.stringMatching(/^disappearance\/telegram\/2019-11-22T19:00:00Z\/[0-9a-f]{12}$/),
      'telegram:garden[.]club can no longer be seen.',
    ],
    [
      expect.stringMatching(/^signpost\/tamtam\/2019-11-22T21:00:00Z\//),
      'A post points to tamtam:reading_room, which nobody has decided on.',
    ],
    [
      'arrivals/tamtam/2019-11-22T19:00:00Z',
      'More voices point to tamtam than is usual: 14 since 2019-11-22T19:00:00Z, where 0.3 would be usual.',
    ],
  ]);
  expect(alerts[0]?.lines.slice(0, 2)).toEqual([
    'First answers between 2019-11-22T20:00:00Z and 2019-11-22T21:00:00Z.',
    'Controls that will decide: telegram:town_library (alive).',
  ]);
  expect(alerts[3]?.lines).toEqual([
    'tamtam:reading_room: 4 posts in 2 channels, first 2019-11-22T21:00:00Z (x:chess[.]club/7); said of it: call 2, warn 1.',
  ]);
  expect(JSON.stringify(alerts.map(({ title, lines }) => [title, lines]))).not.toMatch(
    /bann|delet|remov|censor|because|clubb?\.|[a-z]\.[a-z]/,
  );
  // Asked again, with or without a kill between: the same keys, and nothing that was told.
  expect(detect(holds, FRESH)).toEqual(alerts);
  expect(detect(holds, { ...FRESH, alerts })).toEqual([]);
});

test('what was so before the watch began is no news', () => {
  const before = SINCE - 2 * HOUR;
  const holds: Holds = {
    channels: names(300).map((name) => line(name, 'gone', before)),
    massLosses: [loss(before, names(12))],
    waves: [wave(before, names(26))],
    found: [pointedTo('tamtam:reading_room', before)],
    arrivals: [{ platform: 'tamtam', standsOut: { hour: before, voices: 14, expected: 0.3, pValue: 1e-6, noticed: before } }],
  };
  expect(detect(holds, FRESH)).toEqual([]);
  // The control: with an earlier beginning all of it is.
  expect(detect(holds, { ...FRESH, since: before - HOUR })).toHaveLength(5);
});

test('a mass loss keeps its one alert while its first channels are confirmed and others follow', () => {
  const growing = [0, 1, 5, 20].map((hours) => ({ massLosses: [loss(SINCE + hours * HOUR, names(30).slice(hours))] }));
  expect(story(growing)).toHaveLength(1);
  expect(story([...growing, { massLosses: [loss(SINCE + 30 * HOUR, names(9))] }])).toHaveLength(2);
  expect(story([...growing, { massLosses: [loss(SINCE + HOUR, names(9), 'x')] }])).toHaveLength(2);
});

test('a wave keeps its one alert while it grows, and a later one is another', () => {
  const parts = [wave(SINCE, names(10)), wave(SINCE - 5 * HOUR, names(20)), wave(SINCE + 9 * HOUR, names(30), SINCE + 200 * HOUR)];
  expect(story(parts.map((one) => ({ waves: [one] })))).toHaveLength(1);
  expect(story([...parts, wave(SINCE + 400 * HOUR, names(9))].map((one) => ({ waves: [one] })))).toHaveLength(2);
  const silent = { ...wave(SINCE, names(10)), kind: 'silent' as const };
  expect(story([{ waves: [parts[0]!] }, { waves: [silent] }])).toHaveLength(2);
});

test('gone, back, gone again: each change is told, and an answer that says nothing is none', () => {
  const parts = (['alive', 'gone', 'unknown', 'gone', 'alive', 'alive', 'gone'] as const).map((state, n) => ({
    channels: [line('telegram:chess', state, SINCE + n * HOUR)],
  }));
  expect(story(parts).map((alert) => alert.kind)).toEqual(['disappearance', 'return', 'disappearance']);
  expect(new Set(story(parts).map((alert) => alert.key)).size).toBe(3);
  // Gone before anybody watched, and back now.
  const back = story([parts[4]!], { ...FRESH, gone: ['telegram:chess'] });
  expect(back.map((alert) => alert.title)).toEqual(['telegram:chess can be seen again.']);
  // A sign of life from before it went, imported later, is no return.
  const old = { ...line('telegram:chess', 'alive', SINCE - HOUR) };
  expect(story([{ channels: [old] }], { ...FRESH, gone: ['telegram:chess'] })).toEqual([]);
  // Controls are not under watch.
  expect(story([{ channels: [{ ...line('telegram:town_library', 'gone', SINCE + HOUR), control: true }] }])).toEqual([]);
});

test('many at once are one alert with at most twenty lines', () => {
  const alerts = detect({ ...NOTHING_HOLDS, channels: [...names(45), 'x:chess'].map((name) => line(name, 'gone', SINCE + HOUR)) }, FRESH);
  expect(alerts.map((alert) => alert.title)).toEqual(['45 telegram channels can no longer be seen.', 'x:chess can no longer be seen.']);
  expect(alerts[0]?.lines).toHaveLength(20);
  expect(alerts[0]?.lines.at(-1)).toBe('And 26 more.');
  expect(alerts[0]?.channels).toHaveLength(45);
});

test('however a loss comes in, by one or by many, in whatever order, each channel is told once', () => {
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 9 })), { maxLength: 8 }), (detections) => {
      const lost = new Set<number>();
      const parts = detections.map((more) => {
        for (const n of more) lost.add(n);
        return { channels: [...lost].map((n) => line(`telegram:room_${n}`, 'gone', SINCE + n * HOUR)) };
      });
      const alerts = story(parts);
      const told = alerts.flatMap((alert) => alert.channels);
      expect([...told].sort()).toEqual([...lost].map((n) => `telegram:room_${n}`).sort());
      expect(new Set(alerts.map((alert) => alert.key)).size).toBe(alerts.length);
      const shuffled = parts.map((part) => ({ channels: part.channels.toReversed() }));
      expect(story(shuffled)).toEqual(alerts);
    }),
  );
});
