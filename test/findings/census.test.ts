import { describe, expect, it } from 'vitest';
import { census } from '../../src/findings/census.ts';
import { activity, binding, DAY, HOUR, START, sighting, watched } from './rows.ts';

describe('census', () => {
  const looks = (channel: string, statuses: ('alive' | 'absent')[]) =>
    statuses.map((status, i) => sighting(channel, START + i * HOUR, status, { tool: 'web' }));
  const answer = census({
    at: START + 5 * HOUR,
    roster: [
      watched('telegram:#1001234'),
      watched('telegram:lost'),
      watched('telegram:weather', 'living'),
      watched('telegram:nobody', 'never-used'),
      watched('tamtam:lamp'),
    ],
    sightings: [
      ...looks('telegram:weather', ['alive', 'alive', 'alive', 'alive']),
      ...looks('telegram:lost', ['alive', 'absent', 'absent', 'absent']),
    ],
    activity: [activity('telegram:sada_100', [START - DAY, START + HOUR], '1001234'), activity('telegram:#1001234', [START], '1001234')],
    bindings: [binding('telegram:sada_100', '1001234', START - DAY, START + HOUR)],
    probeIntervals: {},
    profiles: [
      { channel: 'telegram:sada_100', nativeId: '1001234', observedAt: START, kind: 'channel', title: 'Sada', subscribers: 40 },
      { channel: 'telegram:sada_100', nativeId: null, observedAt: START + HOUR, kind: null, title: null, subscribers: 44 },
    ],
  });

  it('has a line per channel of the roster, under its handle, with what is known of it', () => {
    expect(answer.channels.map((line) => line.channel)).toEqual(['tamtam:lamp', 'telegram:lost', 'telegram:sada_100', 'telegram:weather']);
    expect(answer.channels[2]).toMatchObject({
      entered: 'telegram:#1001234',
      title: 'Sada',
      subscribers: 44,
      posts: 3,
      state: 'alive',
      lastPost: START + HOUR,
    });
    expect(answer.channels[1]).toMatchObject({ state: 'gone', gone: { after: START, by: START + HOUR }, subscribers: null });
  });

  it('counts each platform without controls, and the states sum to the watched', () => {
    expect(answer.platforms).toEqual([
      { platform: 'tamtam', watched: 1, alive: 0, silent: 0, gone: 0, private: 0, unknown: 1 },
      { platform: 'telegram', watched: 2, alive: 1, silent: 0, gone: 1, private: 0, unknown: 0 },
    ]);
  });
});
