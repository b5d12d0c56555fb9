import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { observations } from '../../src/formats/observations.ts';
import { expectSameHoweverCut, headOf, readBytes } from './reading.ts';

const post = { type: 'post', platform: 'tamtam', channel: 'Sada_New', id: '417', publishedAt: '2019-11-29T18:41:00Z' };
const T = Date.UTC(2019, 10, 29, 18, 41);

async function one(record: unknown, given = {}) {
  const { records, problems } = await readBytes(observations, JSON.stringify(record), given);
  return { record: records[0], reason: problems[0]?.reason, count: records.length + problems.length };
}

describe('observations', () => {
  it('reads every field of a post', async () => {
    const { record } = await one({
      ...post,
      nativeId: 99,
      observedAt: '2019-11-30T00:00:00+03:00',
      clockErrorMs: 1000,
      text: 'we moved',
      links: ['https://example.org/a'],
      author: 12,
      editedAt: '2019-11-29T19:00:00.5Z',
      views: 120,
      replyTo: '416',
      forwardedFrom: { platform: 'telegram', channel: '@Sada_100', id: 9, publishedAt: '2019-11-29T18:00:00Z' },
      media: [{ kind: 'image', sha256: 'AB'.repeat(32), perceptualHash: 'f0f0' }],
      deleted: true,
      somethingElse: { ignored: true },
    });
    expect(record).toEqual({
      type: 'post',
      channel: 'tamtam:sada_new',
      nativeId: '99',
      id: '417',
      when: { at: T, after: T, by: T },
      observedAt: Date.UTC(2019, 10, 29, 21),
      editedAt: Date.UTC(2019, 10, 29, 19, 0, 0, 500),
      clockErrorMs: 1000,
      text: 'we moved',
      links: ['https://example.org/a'],
      author: '12',
      views: 120,
      replyTo: '416',
      forwardedFrom: { channel: 'telegram:sada_100', id: '9', at: Date.UTC(2019, 10, 29, 18) },
      media: [{ kind: 'image', sha256: 'ab'.repeat(32), perceptualHash: 'f0f0' }],
      deleted: true,
      action: null,
    });
  });

  it('reads profile, sighting, dispute, event and assertion', async () => {
    const lines = [
      {
        type: 'profile',
        platform: 'telegram',
        channel: '#1001234',
        observedAt: '2019-11-29T18:41:00Z',
        kind: 'channel',
        subscribers: 0,
        avatarHash: '5E2B',
        control: false,
      },
      {
        type: 'sighting',
        platform: 'xmpp',
        channel: '+AbC',
        at: '2019-11-29T18:41:00Z',
        status: 'moved',
        movedTo: 'xmpp:New@muc',
        clockOffsetMs: -140,
        tool: 'app',
        round: 'r17',
      },
      { type: 'dispute', by: 'telegram:sada_100', about: 'tamtam:sada_new', at: '2019-11-29T18:41:00Z', kind: 'fake' },
      { type: 'event', at: '2019-11-29T18:41:00Z', until: '2019-11-30T18:41:00Z', name: 'a day of removals', intervention: true },
      { type: 'assertion', at: '2019-11-29T18:41:00Z', by: 'a ministry', text: 'no request was received' },
    ];
    const { records, problems } = await readBytes(observations, lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(problems).toEqual([]);
    expect(records).toMatchObject([
      { type: 'profile', channel: 'telegram:#1001234', observedAt: T, subscribers: 0, avatarHash: '5e2b', control: false, title: null },
      { type: 'sighting', channel: 'xmpp:+AbC', at: T, status: 'moved', movedTo: 'xmpp:new@muc', clockOffsetMs: -140, observer: null },
      { type: 'dispute', by: 'telegram:sada_100', about: 'tamtam:sada_new', kind: 'fake', text: null },
      { type: 'event', at: T, until: T + 86_400_000, intervention: true },
      { type: 'assertion', at: T, asOf: null, by: 'a ministry' },
    ]);
  });

  it('takes a time known only as an interval, and a local time of unknown or named zone', async () => {
    const { publishedAt: _, ...rest } = post;
    const between = await one({ ...rest, publishedAfter: '2019-11-29T18:00:00Z', publishedBy: '2019-11-29T19:00:00Z' });
    expect(between.record).toMatchObject({ when: { at: T - 660_000, after: T - 2_460_000, by: T + 1_140_000 } });
    const local = await readBytes(observations, JSON.stringify({ ...post, publishedAt: '2019-11-29T18:41:00' }));
    expect(local.records[0]).toMatchObject({ when: { at: T, after: T - 14 * 3_600_000, by: T + 12 * 3_600_000 } });
    expect(local.hints).toHaveLength(1);
    const named = await readBytes(observations, JSON.stringify({ ...post, publishedAt: '2019-11-29T18:41:00' }), { zone: 'Asia/Damascus' });
    expect(named.records[0]).toMatchObject({ when: { at: T - 2 * 3_600_000 } });
    expect(named.hints).toEqual([]);
  });

  it('fills a missing platform or channel from the options, and no more', async () => {
    const { platform: _, ...rest } = post;
    expect((await one(rest)).reason).toMatch(/^platform is missing/);
    expect((await one(rest, { platform: 'max' })).record).toMatchObject({ channel: 'max:sada_new' });
    expect((await one({ ...rest, channel: 'max:other' })).record).toMatchObject({ channel: 'max:other' });
    const { channel: __, ...bare } = post;
    expect((await one(bare)).reason).toMatch(/^channel is missing/);
    expect((await one(bare, { channel: 'telegram:given' })).record).toMatchObject({ channel: 'telegram:given' });
    expect((await one(post, { platform: 'max', channel: 'max:given' })).record).toMatchObject({ channel: 'tamtam:sada_new' });
  });

  it.each([
    [{ publishedAt: 'yesterday' }, 'publishedAt is no time: "yesterday"'],
    [{ publishedAt: 1575052860 }, 'publishedAt is no time: 1575052860'],
    [{ publishedAt: null }, 'publishedAt is missing'],
    [{ publishedAt: undefined, publishedAfter: '2019-11-29T18:41:00Z' }, 'publishedBy is missing'],
    [
      { publishedAt: undefined, publishedAfter: '2019-11-29T18:41:00Z', publishedBy: '2019-11-28T18:41:00Z' },
      'publishedAfter is later than publishedBy',
    ],
    [{ publishedBy: '2019-11-28T18:41:00Z' }, 'publishedAt lies outside publishedAfter and publishedBy'],
    [{ observedAt: '2019-11-29T18:41:00' }, 'observedAt has no time zone: "2019-11-29T18:41:00"'],
    [{ id: undefined }, 'id is missing'],
    [{ id: 'a/b' }, 'id holds a slash or white space: "a/b"'],
    [{ id: { a: 1 } }, 'id is no id: {"a":1}'],
    [{ text: 5 }, 'text is no text: 5'],
    [{ links: 'https://example.org' }, 'links is no list: "https://example.org"'],
    [{ links: [1] }, 'a link is no text: 1'],
    [{ views: -1 }, 'views is no whole number from 0: -1'],
    [{ views: '12' }, 'views is no whole number from 0: "12"'],
    [{ deleted: 'yes' }, 'deleted is neither true nor false: "yes"'],
    [{ platform: 'Tele gram' }, 'platform is no lower-case word: "Tele gram"'],
    [{ channel: 'two words' }, 'channel is no handle, #ID or +TOKEN: "two words"'],
    [{ channel: 5 }, 'channel is no text: 5'],
    [{ media: [{ kind: 'image', sha256: 'abc' }] }, 'media sha256 is no 32-byte hash in hex: "abc"'],
    [{ media: ['x'] }, 'a media item is no object: "x"'],
    [{ forwardedFrom: 'telegram:x' }, 'forwardedFrom is no object: "telegram:x"'],
    [{ type: 'poem' }, 'type is none of profile, sighting, post, dispute, event, assertion: "poem"'],
    [{ type: undefined }, 'type is missing'],
  ])('says what is wrong with %j', async (change, reason) => {
    const outcome = await one({ ...post, ...change });
    expect(outcome.reason).toBe(reason);
    expect(outcome.count).toBe(1);
  });

  it.each([
    [{ type: 'sighting', platform: 'x', channel: 'a', at: '2019-11-29T18:41:00Z' }, 'status is missing'],
    [{ type: 'sighting', platform: 'x', channel: 'a', at: '2019-11-29T18:41:00Z', status: 'dead' }, /^status is none of alive,/],
    [
      { type: 'sighting', platform: 'x', channel: 'a', at: '2019-11-29T18:41:00Z', status: 'moved', movedTo: 'nowhere' },
      /^movedTo is no channel reference/,
    ],
    [{ type: 'sighting', platform: 'x', channel: 'a', status: 'alive' }, 'at is missing'],
    [{ type: 'profile', platform: 'x', channel: 'a', observedAt: '2019-11-29T18:41:00Z', kind: 'shop' }, /^kind is none of/],
    [{ type: 'dispute', by: 'x:a', at: '2019-11-29T18:41:00Z', kind: 'fake' }, 'about is missing'],
    [{ type: 'event', at: '2019-11-29T18:41:00Z', until: '2018-11-29T18:41:00Z', name: 'n' }, 'until is before at'],
    [{ type: 'assertion', at: '2019-11-29T18:41:00Z', text: 't' }, 'by is missing'],
  ])('says what is wrong with %j', async (record, reason) => {
    expect((await one(record)).reason).toEqual(typeof reason === 'string' ? reason : expect.stringMatching(reason));
  });

  it('keeps ids of 17 digits, control characters and half pairs', async () => {
    const line = `{"type":"post","platform":"x","channel":"a","id":13947357767018168330,"publishedAt":"2019-11-29T18:41:00Z","text":"a\\x1Bb \\ud800 c"}`;
    const { records, problems } = await readBytes(observations, line);
    expect(problems).toEqual([]);
    expect(records[0]).toMatchObject({ id: '13947357767018168330', text: 'a\u001bb \ufffd c' });
  });

  it('reports bad lines with their place and reads on', async () => {
    const good = JSON.stringify(post);
    const bytes = Buffer.concat([
      Buffer.from(`\uFEFF${good}\n\n{"type":"post"\n`),
      Buffer.from([0x7b, 0xff, 0x7d, 0x0a]),
      Buffer.from(`[1]\n${good}\r\n{"type":"po`),
    ]);
    const { records, places, problems } = await readBytes(observations, bytes);
    expect(records).toHaveLength(2);
    expect(places[0]).toBe(3);
    expect(problems.map(({ where, reason }) => `${where}: ${reason}`)).toEqual([
      expect.stringMatching(/^line 3: it is not valid JSON/),
      'line 4: it is not valid UTF-8',
      'line 5: this is no JSON object',
      'line 7: the file ends within this record',
    ]);
    for (const { place, excerpt } of problems.slice(2)) expect(bytes.subarray(place, place + 2).toString()).toBe(excerpt.slice(0, 2));
  });

  it('gives the same however the bytes are cut and wherever it goes on', async () => {
    const lines = Array.from({ length: 2500 }, (_, i) =>
      JSON.stringify(i % 97 === 0 ? { type: 'bad' } : { ...post, id: String(i), text: 'ب'.repeat(i % 7) }),
    );
    const whole = await expectSameHoweverCut(observations, lines.join('\n'), {}, [997, 65_536]);
    expect(whole.chunks.length).toBeGreaterThan(2);
    expect(whole.records.length + whole.problems.length).toBe(2500);
  });

  it('never throws and never drops: each line that is not blank is a record or a problem', async () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('2019-11-29T18:41:00Z', 'telegram', 'alive', 'x:a', ''));
    const record = fc.record(
      {
        type: fc.constantFrom('post', 'profile', 'sighting', 'dispute', 'event', 'assertion', 'x'),
        platform: value,
        channel: value,
        id: value,
        publishedAt: value,
        at: value,
        observedAt: value,
        status: value,
        text: value,
        links: value,
        media: value,
        forwardedFrom: value,
        by: value,
        about: value,
        kind: value,
        name: value,
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 5 }), async (records) => {
        const text = records.map((item) => JSON.stringify(item)).join('\n');
        const outcome = await readBytes(observations, text);
        expect(outcome.records.length + outcome.problems.length).toBe(records.length);
      }),
      { numRuns: 300 },
    );
  });

  it('recognises its own and nothing else', () => {
    expect(observations.recognise(headOf(JSON.stringify(post)))).toBe(1);
    expect(observations.recognise(headOf(`\uFEFF\n${JSON.stringify(post)}\n{"type":"po`.repeat(1)))).toBeGreaterThan(0.5);
    expect(observations.recognise(headOf(`{"type":"post","text":"${'a'.repeat(70_000)}"}`))).toBeGreaterThan(0.5);
    for (const other of ['', 'a,b\n1,2', '[]', '{}', '{"type":"public_channel","messages":[]}', '{"data":[]}', '<html>'])
      expect(observations.recognise(headOf(other))).toBe(0);
  });
});
