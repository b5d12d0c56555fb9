import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCaseDb } from '../../src/store/case-db.ts';
import { type Desk, desk } from '../desk.ts';
import { homesCase, room } from '../homes-case.ts';

let place: Desk;
let dir: string;
beforeAll(async () => {
  place = desk();
  dir = await homesCase(place);
});
afterAll(() => place.remove());

interface Decided {
  verdict: string | null;
  before: string | null;
  blind: boolean;
  entry: number;
}
interface Audit {
  sample: { drawn: number; decided: number; blind: number; entry: number } | null;
  blindVerdicts: number;
  pairs: { place: number; predecessor: Side; successor: Side; decide: string }[];
}
interface Side {
  channel: string;
  title: string | null;
  posts: { text: string }[];
}

const decide = (predecessor: string, successor: string, verdict: string, more: object = {}): Promise<Decided> =>
  place.ask('decide', dir, { predecessor, successor, verdict, ...more });
const audit = (more: object = {}): Promise<Audit> => place.ask('audit', dir, { limit: 1000, ...more });
const log = (): { type: string; body: Record<string, unknown> }[] =>
  readFileSync(join(place.path(dir), 'evidence/log.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

function judged(): { verdicts: unknown; audited: unknown; touched: unknown } {
  const db = openCaseDb(place.path(dir), false);
  try {
    return { verdicts: db.verdicts(), audited: db.audited(), touched: db.touchedPairs() };
  } finally {
    db.close();
  }
}

describe('decide', () => {
  const { old, home } = room(0);

  it('logs a verdict before it returns; the later one stands, and clear takes it back', async () => {
    expect(await decide(old, home, 'unsure')).toMatchObject({ verdict: 'unsure', before: null, blind: false });
    const second = await decide(old.toUpperCase(), home, 'confirm', { note: ' the same people ' });
    expect(second).toMatchObject({ verdict: 'confirmed', before: 'unsure' });
    expect(log().at(-1)).toMatchObject({
      type: 'verdict',
      seq: second.entry,
      body: { predecessor: old, successor: home, verdict: 'confirmed', note: 'the same people', blind: false },
    });
    expect(judged().verdicts).toMatchObject([{ predecessor: old, successor: home, verdict: 'confirmed', blind: false, drawnWith: null }]);
    expect(await decide(old, home, 'clear')).toMatchObject({ verdict: null, before: 'confirmed' });
    expect(judged().verdicts).toEqual([]);
    await expect(decide(old, home, 'clear')).rejects.toThrow('there is no verdict');
  });

  it('refuses what makes no pair, and tells what the case has never heard of', async () => {
    await expect(decide(old, old, 'confirm')).rejects.toThrow('given twice');
    await expect(decide('nonsense', home, 'confirm')).rejects.toThrow('no channel reference');
    place.warnings();
    await decide(old, 'tamtam:typo', 'reject');
    expect(place.warnings().join()).toContain('tamtam:typo is named nowhere');
    await decide(old, 'tamtam:typo', 'clear');
  });

  it('blind only on a drawn pair that nobody has decided', async () => {
    const before = log().length;
    await expect(decide(old, home, 'confirm', { blind: true })).rejects.toThrow('no random sample drew this pair');
    // What was refused left nothing behind.
    expect(log().length).toBe(before);
    const first = await audit({ action: 'draw', size: 6 });
    const entry = log().at(-1);
    expect(entry?.type).toBe('audit');
    expect(entry?.body['seed']).toBe((log().at(-2) as { hash?: string } | undefined)?.hash);
    expect(first.sample).toMatchObject({ drawn: first.pairs.length, decided: 0, blind: 0 });
    const [one, two] = first.pairs;
    if (one === undefined || two === undefined) throw new Error('the sample is too small');
    await decide(one.predecessor.channel, one.successor.channel, 'reject', { blind: true });
    await decide(two.predecessor.channel, two.successor.channel, 'unsure');
    await expect(decide(one.predecessor.channel, one.successor.channel, 'confirm', { blind: true })).rejects.toThrow(
      'has decided this pair before',
    );
    await decide(two.predecessor.channel, two.successor.channel, 'clear');
    await expect(decide(two.predecessor.channel, two.successor.channel, 'confirm', { blind: true })).rejects.toThrow(
      'has decided this pair before',
    );
    const now = await audit();
    expect(now.sample).toMatchObject({ decided: 2, blind: 1 });
    expect(now.blindVerdicts).toBe(1);
    expect(now.pairs.length).toBe(first.pairs.length - 2);
    expect(judged().verdicts).toMatchObject([{ verdict: 'rejected', blind: true, drawnWith: expect.any(Number) }]);
    // Overridden with the score in sight, it is blind no more.
    await decide(one.predecessor.channel, one.successor.channel, 'confirm');
    expect(judged().verdicts).toMatchObject([{ verdict: 'confirmed', blind: false, drawnWith: expect.any(Number) }]);
  });

  it('shows both faces and some posts, and nothing of what Trackway makes of them', async () => {
    const sheet = await audit();
    const [pair] = sheet.pairs;
    expect(pair?.predecessor.title).toContain('reading room');
    expect(pair?.predecessor.posts.length).toBe(4);
    expect(pair?.decide).toBe(`trackway decide ${pair?.predecessor.channel} ${pair?.successor.channel} confirm --blind`);
    expect(JSON.stringify(sheet)).not.toMatch(/probab|drawn[wW]ith|score|rank|evidence|odds/);
  });

  it('draws no second sample while the first is not decided, and shows nothing anew', async () => {
    await expect(audit({ action: 'draw', size: 6 })).rejects.toThrow('decide all of it');
    for (const pair of (await audit()).pairs) await decide(pair.predecessor.channel, pair.successor.channel, 'unsure', { blind: true });
    const drawn = (await audit()).sample?.drawn ?? 0;
    const known = judged().audited as unknown[];
    await audit({ action: 'draw', size: 3 });
    const all = judged().audited as { audit: number }[];
    expect(all.length).toBe(known.length + 3);
    expect(new Set(all.map((row) => row.audit)).size).toBe(2);
    expect(drawn).toBe(known.length);
  });

  it('a rebuild brings verdicts and samples back', async () => {
    const before = judged();
    await place.ask('rebuild', dir);
    expect(judged()).toEqual(before);
  });
});
