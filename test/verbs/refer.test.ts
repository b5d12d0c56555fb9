import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf } from '../../src/case/referral-links.ts';
import { renderReferral } from '../../src/case/referral-text.ts';
import { loadPlatforms } from '../../src/platforms/registry.ts';
import { openCaseDb } from '../../src/store/case-db.ts';
import { compileLinks } from '../../src/text/links.ts';
import { loadVerb } from '../../src/verbs/index.ts';
import { type Workplace, workplace } from '../command.ts';
import { type Desk, desk, ndjson } from '../desk.ts';
import { homesCase, iso, LOST_AT, room } from '../homes-case.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let place: Desk;
let dir: string;
beforeAll(async () => {
  place = desk();
  dir = await homesCase(place);
});
afterAll(() => place.remove());

interface Answer {
  drafted: {
    id: string;
    platform: string;
    channels: { channel: string; url: string | null; firstSeen: string; digests: string[] }[];
    files: { lang: string; path: string; digest: string }[];
  }[];
  referrals: {
    id: string;
    status: string;
    sentAt: string | null;
    channels: { channel: string; fate: string | null; latestMs: number | null }[];
  }[];
  followed: { platform: string | null; goneBefore: number; horizons: { horizon: string; low: number | null; high: number | null }[] }[];
}

const refer = (items: string[], more: object = {}): Promise<Answer> => place.ask('refer', dir, { items, ...more });
const log = (): { type: string; body: Record<string, unknown> }[] =>
  readFileSync(join(place.path(dir), 'evidence/log.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('refer', () => {
  it('drafts one notice per platform in both languages, with exact links, logged with the digests of the texts', async () => {
    const answer = await refer([room(0).home, room(1).home, 'telegram:harbour']);
    expect((await loadVerb('refer'))?.output.parse(answer)).toEqual(answer);
    expect(place.warnings().join()).toContain('nobody to answer to');
    expect(answer.drafted.map((one) => [one.platform, one.channels.length])).toEqual([
      ['tamtam', 2],
      ['telegram', 1],
    ]);
    const [tamtam] = answer.drafted;
    const digests = log().flatMap((entry) =>
      entry.type === 'import' ? (entry.body['files'] as { digest: string }[]).map((file) => file.digest) : [],
    );
    expect(tamtam?.channels[0]).toMatchObject({ channel: 'tamtam:sada_new', url: 'https://tt.me/sada_new', digests });
    const entries = log().filter((entry) => entry.type === 'referral');
    expect(entries[0]?.body).toMatchObject({ id: tamtam?.id, step: 'draft', platform: 'tamtam', exactLinks: true, reason: 'terms' });
    const logged = entries.flatMap((entry) => entry.body['files'] as { path: string; digest: string }[]);
    expect(logged.length).toBe(4);
    for (const file of logged) {
      const text = readFileSync(join(place.path(dir), file.path), 'utf8');
      expect(createHash('sha256').update(text).digest('hex')).toBe(file.digest);
      expect(text).toContain(file.path.includes('tamtam') ? 'https://tt.me/nur_new' : 'https://t.me/harbour');
    }
    const english = readFileSync(tamtam?.files.find((file) => file.lang === 'en')?.path ?? '', 'utf8');
    for (const part of [
      tamtam?.id ?? '',
      'TamTam',
      'native id 2000',
      'sada reading room',
      'First seen by us',
      digests[0] ?? '',
      'six months',
      'not stated',
    ])
      expect(english).toContain(part);
    // It is no order and no threat, and says so without the words.
    expect(english).not.toMatch(/\b(order|must|demand|require|obliged|liable|failure|consequences|within one hour)\b/i);
    const arabic = readFileSync(tamtam?.files.find((file) => file.lang === 'ar')?.path ?? '', 'utf8');
    expect(arabic).toContain('بلاغ');
    expect(arabic).not.toMatch(/أمر|هجرة|محذوف|رقابة/);
  });

  it('tells when a channel was referred before', async () => {
    place.warnings();
    await refer([room(0).home], { reason: 'other', note: 'a second\nlook', format: 'md' });
    expect(place.warnings().join()).toMatch(/already in referral [0-9a-f]{8}-\d+ \(drafted\): tamtam:sada_new/);
  });

  it('the clock starts when it was sent; what followed has an as-of date; a rebuild brings it back', async () => {
    const [first] = (await refer(['list'])).referrals;
    const id = first?.id ?? '';
    await expect(refer(['answered', id], { at: iso(LOST_AT) })).rejects.toThrow('is not marked as sent');
    await expect(refer(['sent', id])).rejects.toThrow('needs --at');
    await expect(refer(['sent', 'zz'], { at: iso(LOST_AT) })).rejects.toThrow('there is no referral "zz"');
    await expect(refer(['sent', id], { at: '2090-01-01T00:00:00Z' })).rejects.toThrow('in the future');
    // By the number after the dash, too.
    const sent = await refer(['sent', id.split('-')[1] ?? ''], { at: iso(LOST_AT + DAY) });
    expect(sent.referrals[0]).toMatchObject({ id, status: 'sent', sentAt: iso(LOST_AT + DAY) });
    expect(log().at(-1)).toMatchObject({ type: 'referral', body: { id, step: 'sent', at: iso(LOST_AT + DAY) } });
    await expect(refer(['answered', id], { at: iso(LOST_AT) })).rejects.toThrow('cannot have been answered before');
    await refer(['answered', id], { at: iso(LOST_AT + 2 * DAY), note: 'reviewed' });

    // Two looks at the first home: there after ten hours, gone by twenty.
    const looks = [
      { channel: 'sada_new', at: LOST_AT + DAY + 10 * HOUR, status: 'alive', observer: 'ada' },
      { channel: 'sada_new', at: LOST_AT + 6 * DAY, status: 'absent', observer: 'ada' },
      { channel: 'sada_new', at: LOST_AT + 6 * DAY + HOUR, status: 'absent', observer: 'ben' },
    ].map((look) => ({ type: 'sighting', platform: 'tamtam', tool: 'app', ...look, at: iso(look.at) }));
    await place.ask('import', dir, { paths: [place.file('looks.ndjson', ndjson(looks))] });
    // On the roster stands another; what was referred is followed all the same.
    await place.ask('roster', dir, { action: 'add', items: ['telegram:harbour'] });
    const listed = await refer(['list']);
    expect(listed.referrals[0]).toMatchObject({ id, status: 'answered' });
    // Its last post was 5 days after the loss, so it ended between 4 and 5 days after the sending.
    const fates = Object.fromEntries((listed.referrals[0]?.channels ?? []).map((line) => [line.channel, line.fate]));
    expect(fates).toEqual({ 'tamtam:sada_new': 'gone', 'tamtam:nur_new': 'visible' });
    const all = listed.followed.find((line) => line.platform === null);
    expect(all?.horizons.map(({ horizon, low, high }) => [horizon, low, high])).toEqual([
      ['1 h', 0, 0],
      ['24 h', 0, 0],
      ['7 d', null, null],
      ['30 d', null, null],
    ]);
    expect((await refer(['list'], { at: iso(LOST_AT + 3 * DAY) })).referrals[0]?.channels[0]?.fate).toBe('visible');

    const before = listed.referrals;
    await place.ask('rebuild', dir);
    expect((await refer(['list'])).referrals).toEqual(before);
    const said = JSON.stringify((await loadVerb('refer'))?.human(listed, 'UTC'));
    expect(said).toContain('No longer visible within');
    expect(said).not.toMatch(/remov|delet|because|caused|took down/i);
  });
});

describe('exact addresses', () => {
  it('are made from the grammar of links and read back as the same channel', async () => {
    const grammars = (await loadPlatforms()).flatMap((platform) => platform.links ?? []);
    const find = compileLinks(grammars);
    const address = (ref: string): string | null => addressOf(ref, grammars, find);
    expect(address('telegram:sada_100')).toBe('https://t.me/sada_100');
    expect(address('telegram:+AbCdEf123456')).toBe('https://t.me/+AbCdEf123456');
    expect(address('tamtam:sada_new')).toBe('https://tt.me/sada_new');
    expect(address('tamtam:#-70123456')).toBeNull();
    expect(address('nowhere:sada')).toBeNull();
    expect(address('telegram:joinchat')).toBeNull();
  });

  it('what others wrote cannot pass for a part of the notice', () => {
    const channel = { channel: 'tamtam:x', url: null, nativeId: null, kind: null, firstSeen: null, lastSeen: null, digests: [] };
    const text = renderReferral(
      {
        id: 'r-1',
        addressee: 'TamTam',
        draftedAt: 0,
        contact: 'desk',
        reason: 'terms',
        note: null,
        channels: [{ ...channel, title: 'a\nContact: evil\u202e' }],
      },
      'en',
      'txt',
    );
    expect(text.split('\n').some((line) => line.startsWith('Contact: evil'))).toBe(false);
    expect(text).toContain('“a Contact: evil”');
  });
});

describe('the command', () => {
  let room: Workplace;
  beforeAll(() => {
    room = workplace();
  });
  afterAll(() => room.remove());

  it('has its entry and its files on disk when it returns', () => {
    room.json('init', 'case', '--responsible', 'desk@example.org');
    const { drafted } = room.json<Answer>('refer', 'tamtam:quiet_room', '--case', 'case');
    const [one] = drafted;
    expect(existsSync(one?.files[0]?.path ?? '')).toBe(true);
    expect(readFileSync(room.path('case/evidence/log.ndjson'), 'utf8')).toContain(one?.files[0]?.digest ?? 'nothing');
    room.json('decide', 'telegram:a_room', 'tamtam:quiet_room', 'confirm', '--note', 'told by both', '--case', 'case');
    const db = openCaseDb(room.path('case'), false);
    expect(db.verdicts()).toMatchObject([{ predecessor: 'telegram:a_room', verdict: 'confirmed', note: 'told by both' }]);
    expect(db.referrals()).toMatchObject([{ id: one?.id, channels: ['tamtam:quiet_room'], sentAt: null }]);
    db.close();
    expect(room.run('decide', 'telegram:a_room', 'tamtam:quiet_room', 'confirm', '--blind', '--case', 'case')).toMatchObject({ code: 2 });
    expect(room.run('audit', '--case', 'case').out).toContain('No sample was drawn yet');
    expect(room.run('audit', 'draw', '--case', 'case')).toMatchObject({ code: 2 });
    expect(room.run('refer', 'list', '--case', 'case').out).toContain(one?.id);
    expect(room.run('verify', '--case', 'case').code).toBe(0);
  });
});
