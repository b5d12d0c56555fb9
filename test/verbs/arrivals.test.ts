import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadVerb } from '../../src/verbs/index.ts';
import { type Desk, desk } from '../desk.ts';
import { homesCase, iso, LOST_AT, room } from '../homes-case.ts';

let place: Desk;
let dir: string;
beforeAll(async () => {
  place = desk();
  dir = await homesCase(place);
});
afterAll(() => place.remove());

interface Line {
  id: string;
  homes: { channel: string; from: string | null; to: string | null; state: string; probability: number; basis: string | null }[];
}

/** The answer has the keys that its schema names, and no others. */
async function fits(name: string, answer: unknown): Promise<void> {
  const verb = await loadVerb(name);
  expect(verb?.output.parse(answer), name).toEqual(answer);
}

describe('lineage on a case', () => {
  const lines = async (channel?: string): Promise<Line[]> => {
    const answer = await place.ask<{ lineages: Line[] }>('lineage', dir, channel === undefined ? {} : { channel });
    await fits('lineage', answer);
    return answer.lineages;
  };

  it('a confirmed home continues the lost one; a rejected one does not', async () => {
    const { old, home } = room(2);
    await place.ask('decide', dir, { predecessor: old, successor: home, verdict: 'confirm' });
    const [line] = await lines(home);
    expect(line?.homes.map(({ channel, state, probability, basis }) => [channel, state, probability, basis])).toEqual([
      [old, 'gone', 1, null],
      [home, expect.any(String), 1, 'verdict'],
    ]);
    expect(Date.parse(line?.homes[0]?.to ?? '')).toBe(LOST_AT + 3_600_000);
    expect(line?.homes[1]?.to).toBeNull();
    await place.ask('decide', dir, { predecessor: old, successor: home, verdict: 'impersonator' });
    expect(await lines(home)).toEqual([]);
    await place.ask('decide', dir, { predecessor: old, successor: home, verdict: 'clear' });
  });

  it('says so in words where there is none', async () => {
    const verb = await loadVerb('lineage');
    const answer = await place.ask('lineage', dir, { channel: 'telegram:harbour' });
    expect(JSON.stringify(verb?.human(answer, 'UTC'))).toContain('No home is known to continue another one');
  });
});

interface Arrivals {
  since: string;
  sentence: string;
  signposts: number;
  ofLost: number;
  lost: string[];
  first: string | null;
  standsOut: { hour: string } | null;
  hours: { at: string; signposts: number; expected: number }[];
  channels: { channel: string; from: string[]; firstSignpost: string | null; probability: number; contested: boolean; mine: unknown[] }[];
  mine: { listed: number; unread: number; pointedTo: number } | null;
  reminder: string;
}

/** Every file of the case with its digest. */
function bytesOf(folder: string): Map<string, string> {
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/-(wal|shm)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

describe('arrivals on a case', () => {
  const ask = (more: object = {}): Promise<Arrivals> => place.ask('arrivals', dir, { platform: 'tamtam', ...more });

  it('since when, how many, from how many lost channels', async () => {
    const answer = await ask();
    await fits('arrivals', answer);
    const first = iso(LOST_AT - 3_600_000);
    expect(answer).toMatchObject({ since: first, first, signposts: 5, ofLost: 5 });
    expect(answer.lost).toEqual([0, 1, 2, 3, 4].map((i) => room(i).old).sort());
    expect(answer.sentence).toBe('Since Friday 2019-11-29 19:00Z, 5 signposts to tamtam from 5 lost channels, first at 19:00.');
    expect(answer.standsOut?.hour).toBe(first);
    expect(answer.hours.reduce((sum, hour) => sum + hour.signposts, 0)).toBe(5);
    const homes = new Map(answer.channels.map((line) => [line.channel, line]));
    for (const i of [0, 1, 2, 3, 4]) expect(homes.get(room(i).home)?.firstSignpost).toBe(iso(LOST_AT - 3_600_000 + i * 240_000));
    expect(answer.reminder).toContain('journalist');
  });

  it('before the evening nobody arrives; another platform sees nobody', async () => {
    expect(await ask({ at: iso(LOST_AT - 86_400_000) })).toMatchObject({ signposts: 0, standsOut: null, first: null });
    const verb = await loadVerb('arrivals');
    const none = await ask({ platform: 'hoop' });
    expect(none.channels).toEqual([]);
    expect(JSON.stringify(verb?.human(none, 'UTC'))).toContain('Nobody points to a channel on hoop');
    await expect(ask({ platform: 'Tam Tam' })).rejects.toThrow('no name of a platform');
    await expect(ask({ since: '2031-01-01T00:00:00Z' })).rejects.toThrow('is later than the time of the answer');
  });

  it('matches a list of our own channels, and keeps nothing of it', async () => {
    const csv = place.file('mine.csv', '\ufeffid,Handle,created\r\n1,"Sada_New",2019\r\n2,harmless_chess,2019\r\n3,nur.new,2019\r\n');
    const lines = place.file('mine.txt', 'https://tt.me/bahr_new\ntamtam:warda_new\n@unknown_club\nhttps://t.me/elsewhere\n');
    const folder = place.path(dir);
    await ask();
    const before = bytesOf(folder);
    const first = await ask({ mine: csv });
    expect(first.mine).toEqual({ listed: 3, unread: 0, pointedTo: 2 });
    const matched = Object.fromEntries(first.channels.filter((line) => line.mine.length > 0).map((line) => [line.channel, line.mine]));
    expect(matched).toEqual({
      'tamtam:sada_new': [{ channel: 'tamtam:sada_new', how: 'same' }],
      'tamtam:nur_new': [{ channel: 'tamtam:nur.new', how: 'alike' }],
    });
    expect((await ask({ mine: lines })).mine).toEqual({ listed: 3, unread: 1, pointedTo: 2 });
    expect(bytesOf(folder)).toEqual(before);
    for (const path of before.keys()) expect(readFileSync(path).includes('harmless_chess'), path).toBe(false);
    await expect(ask({ mine: place.path('nowhere.csv') })).rejects.toThrow('cannot read the list');
    await expect(ask({ mine: place.file('empty.csv', 'channel\n') })).rejects.toThrow('names no channel');
  });
});
