import { describe, expect, it } from 'vitest';
import { type HistoriesInput, histories } from '../../src/findings/history.ts';
import { liveness } from '../../src/findings/liveness.ts';
import type { FaceRow, SharedRow } from '../../src/model/rows.ts';
import { random } from '../../src/simulate/random.ts';
import { history, knownAt } from './histories.ts';
import { activity, DAY, HOUR, START, sighting, watched } from './rows.ts';

function input(more: Partial<HistoriesInput>): HistoriesInput {
  const nothing = { roster: [], sightings: [], activity: [], bindings: [], probeIntervals: {}, faces: [], shared: [], tags: [] };
  return { at: START + 100 * DAY, ...nothing, ...more };
}

const web = { tool: 'web' as const };
/** Looks at one channel, an hour apart: `a` alive, `x` absent, `p` private. */
function looks(channel: string, from: number, letters: string) {
  const words = { a: 'alive', x: 'absent', p: 'private' } as const;
  return [...letters].map((letter, i) => sighting(channel, from + i * HOUR, words[letter as 'a'], web));
}

describe('histories', () => {
  it('tells of every time away, not only the last', () => {
    const sightings = [...looks('telegram:lamp', START, 'axxxa'), ...looks('telegram:lamp', START + 10 * DAY, 'apppxxx')];
    const [lamp] = histories(input({ roster: [watched('telegram:lamp')], sightings }));
    expect(lamp?.episodes.map(({ evidence: _, ...episode }) => episode)).toEqual([
      {
        kind: 'gone',
        source: 'probes',
        after: START,
        by: START + HOUR,
        until: { after: START + 3 * HOUR, by: START + 4 * HOUR },
        status: 'absent',
      },
      {
        kind: 'private',
        source: 'probes',
        after: START + 10 * DAY,
        by: START + 10 * DAY + HOUR,
        until: { after: START + 10 * DAY + 3 * HOUR, by: START + 10 * DAY + 4 * HOUR },
        status: 'private',
      },
      {
        kind: 'gone',
        source: 'probes',
        after: START + 10 * DAY + 3 * HOUR,
        by: START + 10 * DAY + 4 * HOUR,
        until: null,
        status: 'absent',
      },
    ]);
    expect(lamp?.episodes[0]?.evidence).toEqual(sightings.slice(1, 4).map((row) => row.id));
    expect(lamp).toMatchObject({ state: 'gone', firstAlive: START, watchedFrom: START, lastAlive: START + 10 * DAY });
  });

  it('leaves out what is not confirmed, and ends a time away with a later post', () => {
    const sightings = [...looks('telegram:lamp', START, 'axxa'), ...looks('telegram:lamp', START + DAY, 'xxx')];
    const posts = [activity('telegram:lamp', [START - DAY, START + 3 * DAY])];
    const [lamp] = histories(input({ roster: [watched('telegram:lamp')], sightings, activity: posts }));
    expect(lamp?.episodes).toMatchObject([{ by: START + DAY, until: { after: START + DAY + 2 * HOUR, by: START + 3 * DAY } }]);
    expect(lamp).toMatchObject({ firstAlive: START - DAY, watchedFrom: START, observedTo: START + 3 * DAY });
  });

  it('has the last time away of the census, in faulty histories too', () => {
    for (let seed = 0; seed < 40; seed++) {
      const known = knownAt(history(seed, seed % 2 === 0), START + 6 * DAY);
      const told = new Map(histories(input(known)).map((line) => [line.channel, line]));
      for (const line of liveness(known).channels) {
        const last = told.get(line.channel)?.episodes.findLast((episode) => episode.kind === 'gone');
        if (line.gone !== null) expect(last).toMatchObject({ ...line.gone, until: null });
        else if (last !== undefined) expect(last.until).not.toBeNull();
      }
    }
  });

  it('does not depend on the order of rows', () => {
    const known = input({ ...knownAt(history(7, true), START + 6 * DAY) });
    const chance = random('any order');
    const mixed = { ...known, sightings: chance.shuffle([...known.sightings]), roster: chance.shuffle([...known.roster]) };
    expect(histories(mixed)).toEqual(histories(known));
  });

  describe('silence', () => {
    const days = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => START + (from + i) * DAY + 12 * HOUR);
    const weekly = Array.from({ length: 10 }, (_, i) => sighting('telegram:lamp', START + (i + 1) * 10 * DAY, 'alive', web));

    it('begins after the last post and before the next would usually have come', () => {
      const [lamp] = histories(
        input({ roster: [watched('telegram:lamp')], sightings: weekly, activity: [activity('telegram:lamp', days(0, 45))] }),
      );
      const last = START + 44 * DAY + 12 * HOUR;
      expect(lamp?.episodes).toMatchObject([{ kind: 'silent', after: last, by: last + 2 * DAY, until: null, status: null }]);
      expect(lamp?.state).toBe('silent');
    });

    it('of the past is told by looks within it, and by the habit as it was then', () => {
      const posts = [activity('telegram:lamp', [...days(0, 45), ...days(75, 100)])];
      const [lamp] = histories(input({ roster: [watched('telegram:lamp')], sightings: weekly, activity: posts }));
      expect(lamp?.episodes).toMatchObject([
        {
          kind: 'silent',
          after: START + 44 * DAY,
          by: START + 47 * DAY,
          until: { after: START + 70 * DAY, by: START + 76 * DAY },
        },
      ]);
      const [unseen] = histories(input({ roster: [watched('telegram:lamp')], sightings: weekly.slice(8), activity: posts }));
      expect(unseen?.episodes).toEqual([]);
    });
  });

  it('takes a kept list at its word, and marks it', () => {
    const list = (at: number, status: 'alive' | 'absent') => sighting('web:lamp.example', at, status, { reason: 'list', observer: 'list' });
    const sightings = [
      list(START, 'absent'),
      list(START + DAY, 'alive'),
      list(START + 9 * DAY, 'alive'),
      list(START + 10 * DAY, 'absent'),
      list(START + 20 * DAY, 'absent'),
      list(START + 21 * DAY, 'alive'),
      list(START + 30 * DAY, 'absent'),
    ];
    const [lamp] = histories(input({ roster: [watched('web:lamp.example')], sightings }));
    expect(lamp).toMatchObject({ absentBefore: START, firstAlive: START + DAY, watchedFrom: START + DAY });
    expect(lamp?.episodes).toMatchObject([
      { source: 'list', after: START + 9 * DAY, by: START + 10 * DAY, until: { after: START + 20 * DAY, by: START + 21 * DAY } },
      { source: 'list', after: START + 21 * DAY, by: START + 30 * DAY, until: null },
    ]);
  });
});

describe('the presumed operator', () => {
  const shared = (channel: string, statements: number[]): SharedRow[] =>
    statements.map((statement) => ({ statement, channel, nativeId: null, post: '1', firstAt: START, posts: 1, channels: 2 }));
  const ten = Array.from({ length: 10 }, (_, i) => i);
  const posts = (channel: string, n: number) =>
    activity(
      channel,
      Array.from({ length: n }, (_, i) => START + i * HOUR),
    );

  it('is what the roster says', () => {
    const roster = [watched('telegram:lamp'), watched('telegram:oak'), watched('telegram:elm')];
    const tags = [
      { channel: 'telegram:lamp', since: null, tags: ['near', 'operator:north'] },
      { channel: 'telegram:oak', since: null, tags: ['operator:north'] },
    ];
    expect(histories(input({ roster, tags })).map((line) => line.operator)).toEqual([null, 'north', 'north']);
  });

  it('is one for mirrors that differ by a number and share most of what they say', () => {
    const roster = ['garden_1', 'garden_2', 'garden_3', 'gardener', 'harbour_1', 'harbour_2'].map((name) => watched(`telegram:${name}`));
    const answer = histories(
      input({
        roster,
        activity: roster.map((row) => posts(row.channel, row.channel === 'telegram:garden_1' ? 40 : 12)),
        shared: [
          ...shared('telegram:garden_1', ten),
          ...shared('telegram:garden_2', ten),
          ...shared('telegram:garden_3', [...ten.slice(0, 3), 90]),
          ...shared('telegram:gardener', ten),
          ...shared('telegram:harbour_1', [100]),
        ],
      }),
    );
    expect(Object.fromEntries(answer.map((line) => [line.channel, line.operator]))).toEqual({
      'telegram:garden_1': 'presumed:telegram:garden_1',
      'telegram:garden_2': 'presumed:telegram:garden_1',
      'telegram:garden_3': null,
      'telegram:gardener': null,
      'telegram:harbour_1': null,
      'telegram:harbour_2': null,
    });
  });

  it('is nobody where a whole brand shares its statements', () => {
    const roster = Array.from({ length: 30 }, (_, i) => watched(`telegram:garden_${i}`));
    const answer = histories(
      input({
        roster,
        activity: roster.map((row) => posts(row.channel, 12)),
        shared: roster.flatMap((row) => shared(row.channel, ten)),
      }),
    );
    expect(answer.every((line) => line.operator === null)).toBe(true);
  });
});

it('takes the earliest creation that profiles told', () => {
  const face = (createdAt: number | null): FaceRow => {
    const nothing = { nativeId: null, kind: null, title: null, about: null, avatarHash: null, subscribers: null };
    return { channel: 'telegram:lamp', ...nothing, createdAt, from: START, to: START };
  };
  const [lamp] = histories(input({ roster: [watched('telegram:lamp')], faces: [face(null), face(START - DAY), face(START - 2 * DAY)] }));
  expect(lamp?.createdAt).toBe(START - 2 * DAY);
});
