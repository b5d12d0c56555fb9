import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadVerb } from '../../src/verbs/index.ts';
import { type Desk, desk, ndjson, newCase } from '../desk.ts';

let place: Desk;
let dir: string;

interface Answer {
  first: { name: string; n: number; unread: number };
  second: { name: string; n: number; unread: number };
  both: number;
  seen: number;
  estimate: number | null;
  low: number | null;
  high: number | null;
  refused: string | null;
  onlyFirst: number;
  onlyFirstChannels: string[];
  onlySecondChannels: string[];
}

const rooms = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `telegram:room_${from + i}`);
const ask = (input: Record<string, unknown>): Promise<Answer> => place.ask('overlap', dir, input);

/** Ann watches rooms 0 to 19, Ben 10 to 24; room 10 was renamed, and Ben has it under its new name. */
beforeAll(async () => {
  place = desk();
  dir = await newCase(place);
  const add = (items: string[], more: object = {}): Promise<unknown> => place.ask('roster', dir, { action: 'add', items, ...more });
  await add(rooms(0, 10), { tags: 'ann' });
  await add(rooms(11, 20), { tags: 'ann,ben' });
  await add(['telegram:room_10'], { tags: 'ann' });
  await add(['telegram:room_ten', ...rooms(20, 25)], { tags: 'ben' });
  await add(['telegram:city_library'], { tags: 'ann,ben', control: true });
  await add(['telegram:nobody_here_1'], { tags: 'ann,ben,never-used' });
  await add(['telegram:quiet_club'], { tags: 'cy' });
  const profile = (channel: string, observedAt: string): object => ({
    type: 'profile',
    platform: 'telegram',
    channel,
    nativeId: '1010',
    observedAt,
    kind: 'channel',
    title: 'Room ten',
  });
  const file = place.file('seen.ndjson', ndjson([profile('room_10', '2019-11-01T10:00:00Z'), profile('room_ten', '2019-11-05T10:00:00Z')]));
  await place.ask('import', dir, { paths: [file] });
});
afterAll(() => place.remove());

describe('overlap on a case', () => {
  it('two tags: one channel under two handles is in both, controls are in neither', async () => {
    const answer = await ask({ first: 'tag:ann', second: 'tag:ben' });
    expect((await loadVerb('overlap'))?.output.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({
      first: { name: 'tag:ann', n: 20 },
      second: { name: 'tag:ben', n: 15 },
      both: 10,
      seen: 25,
      // 21 · 16 / 11 − 1 = 29.5
      estimate: 30,
      refused: null,
      onlyFirstChannels: rooms(0, 10),
      onlySecondChannels: rooms(20, 25),
    });
    expect(answer.low).toBeGreaterThanOrEqual(25);
    expect(answer.high).toBeGreaterThan(30);
    const text = JSON.stringify((await loadVerb('overlap'))?.human(answer, 'UTC'));
    expect(text).toContain(`At least ${answer.low} channels exist; the estimate is 30 (95 % interval ${answer.low} to ${answer.high}`);
    expect(text).toContain('A lower bound, unless');
  });

  it('before the rename was seen, the two handles are two channels', async () => {
    expect(await ask({ first: 'tag:ann', second: 'tag:ben', at: '2019-11-02T00:00:00Z' })).toMatchObject({ both: 9, seen: 26 });
  });

  it('a file: compared and forgotten, its controls left out', async () => {
    const csv = place.file(
      'ben.csv',
      `channel,note,control,tags\n${rooms(3, 12).join(',,,\n')},,,\nhttps://t.me/secret_shelf,,,\ntelegram:own_control,,true,\ntelegram:city_library,,,\nbare_handle,,,\n`,
    );
    const answer = await ask({ first: 'tag:ann', second: csv, limit: 2 });
    expect(answer).toMatchObject({ second: { n: 10, unread: 1 }, both: 9, onlyFirst: 11, onlySecondChannels: ['telegram:secret_shelf'] });
    expect(answer.onlyFirstChannels).toEqual(['telegram:room_0', 'telegram:room_1']);
    const text = JSON.stringify((await loadVerb('overlap'))?.human(answer, 'UTC'));
    expect(text).toContain('1 line of');
    expect(text).toContain('9 more that only one of them has');
    for (const entry of readdirSync(place.path(dir), { recursive: true, withFileTypes: true }))
      if (entry.isFile()) expect(readFileSync(join(entry.parentPath, entry.name)).includes('secret_shelf'), entry.name).toBe(false);
    const lines = place.file('ben.txt', `${rooms(0, 4).join('\n')}\ntamtam:other_club\nhxxps://t[.]me/room_4\nhttps://example.org/none\n`);
    expect(await ask({ first: lines })).toMatchObject({
      first: { name: 'roster', n: 26 },
      second: { n: 6, unread: 1 },
      both: 5,
      estimate: null,
      low: null,
      high: null,
      onlySecondChannels: ['tamtam:other_club'],
    });
  });

  it('refuses to estimate from too little, and says what to do where tags share nothing', async () => {
    const answer = await ask({ first: 'tag:ann', second: 'tag:cy' });
    expect(answer.refused).toContain('share no channel');
    const text = JSON.stringify((await loadVerb('overlap'))?.human(answer, 'UTC'));
    expect(text).toContain('No estimate: ');
    expect(text).toContain('--tags ann,cy');
  });

  it('names what is wrong with the question', async () => {
    await expect(ask({ first: 'tag:dan', second: 'tag:ben' })).rejects.toThrow('the roster knows ann, ben, cy');
    await expect(ask({ first: 'tag:ann' })).rejects.toThrow('name a second observer');
    await expect(ask({ first: 'tag:ann', second: 'tag:ann' })).rejects.toThrow('named twice');
    await expect(ask({ first: 'ann', second: 'tag:ben' })).rejects.toThrow('there is no file "ann"');
    await expect(ask({ first: place.file('none.csv', 'channel\nbare\n') })).rejects.toThrow('names no channel');
  });
});
