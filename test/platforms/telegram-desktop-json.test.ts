import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { telegramDesktopHtml } from '../../src/platforms/telegram/desktop-html.ts';
import { telegramDesktopJson } from '../../src/platforms/telegram/desktop-json.ts';
import { sharedData } from '../shared-data.ts';
import { FIXTURES, headOf, headOfFile, openFile, openText, readAll } from './telegram-reading.ts';

const CHANNEL = join(FIXTURES, 'channel.json');
const ACCOUNT = join(FIXTURES, 'account.json');
const at = (iso: string) => Date.parse(iso);

describe('telegram-desktop-json: one channel', () => {
  it('reads exact times, text, links, media, forwards, polls and service messages', async () => {
    const { posts, problems, hints } = await readAll(telegramDesktopJson, openFile(CHANNEL));
    expect(problems).toEqual([]);
    expect(hints).toEqual([]);
    expect(posts.map((post) => [post.id, post.action])).toEqual([
      ['1', 'create_channel'],
      ['2', null],
      ['3', null],
      ['4', null],
      ['9007199254740993', 'edit_group_title'],
      ['6', null],
      ['7', null],
    ]);
    expect(posts[1]).toEqual({
      type: 'post',
      channel: 'telegram:#1234567890',
      nativeId: '1234567890',
      id: '2',
      when: { at: at('2023-05-01T09:01:00Z'), after: at('2023-05-01T09:01:00Z'), by: at('2023-05-01T09:01:00Z') },
      observedAt: null,
      editedAt: at('2023-05-01T10:01:00Z'),
      clockErrorMs: null,
      text: 'See the new home and https://example.org/a, says @lantern_two bell:\x07 slash:\\x41 line:\nقناة \u2028',
      links: ['https://t.me/lantern_two', 'https://example.org/a'],
      author: 'Editor Jo',
      views: null,
      replyTo: null,
      forwardedFrom: null,
      media: [{ kind: 'image', sha256: null, perceptualHash: null }],
      deleted: false,
      action: null,
    });
    expect(posts[2]).toMatchObject({ author: null, replyTo: '2', forwardedFrom: { channel: 'telegram:#2222222222', id: null, at: null } });
    expect(posts[3]).toMatchObject({
      text: 'Tea?\n- Yes\n- No',
      replyTo: null,
      forwardedFrom: { channel: null },
      media: [{ kind: 'poll' }],
    });
    expect(posts[5]?.media).toMatchObject([{ kind: 'unsupported' }]);
    expect(posts[6]?.media).toMatchObject([{ kind: 'video' }]);
    expect(JSON.stringify(posts)).not.toMatch(/Pat Example|Candle Room/);
  });

  it('tells when the channel was made and what it was called', async () => {
    const { profiles, records, places } = await readAll(telegramDesktopJson, openFile(CHANNEL));
    expect(profiles.map((p) => [p.title, p.kind, p.createdAt, p.observedAt])).toEqual([
      ['Lantern', 'channel', at('2023-05-01T09:00:00Z'), at('2023-05-01T09:00:00Z')],
      ['Lantern News', 'channel', null, at('2023-05-04T09:00:00Z')],
      ['Lantern News', 'channel', null, at('2023-05-06T09:00:00Z')],
    ]);
    const bytes = readFileSync(CHANNEL);
    records.forEach((record, i) => {
      if (record.type === 'post') expect(bytes.subarray(places[i], (places[i] ?? 0) + 60).toString()).toContain(`"id": ${record.id},`);
    });
  });

  it('binds the handle that --channel names to the id in the file', async () => {
    const { posts } = await readAll(telegramDesktopJson, openFile(CHANNEL), { channel: 'telegram:lantern' });
    expect(new Set(posts.map((post) => `${post.channel} ${post.nativeId}`))).toEqual(new Set(['telegram:lantern 1234567890']));
  });

  it('reads local times by --zone, and as an interval with one hint without it', async () => {
    const source = readFileSync(CHANNEL, 'utf8').replace(/ *"(?:date|edited)_unixtime": "\d+",\n/g, '');
    const exact = await readAll(telegramDesktopJson, openText(source), { zone: 'Asia/Riyadh' });
    const wide = await readAll(telegramDesktopJson, openText(source));
    expect(exact.hints).toEqual([]);
    expect(exact.posts[1]).toMatchObject({ when: { at: at('2023-05-01T09:01:00Z') }, editedAt: at('2023-05-01T10:01:00Z') });
    expect(wide.hints).toEqual([expect.stringContaining('--zone')]);
    expect(wide.posts[1]?.when).toEqual({
      at: at('2023-05-01T12:01:00Z'),
      after: at('2023-04-30T22:01:00Z'),
      by: at('2023-05-02T00:01:00Z'),
    });
  });

  it('finds name, type and id after the messages, and goes by the title where there is no id', async () => {
    const { messages, ...rest } = {
      name: 'Late',
      type: 'public_channel',
      id: 5,
      messages: [{ id: 1, type: 'message', date_unixtime: '1683018000', text: 'x' }],
    };
    const late = await readAll(telegramDesktopJson, openText(JSON.stringify({ messages, ...rest }), 7));
    expect(late.posts[0]).toMatchObject({ channel: 'telegram:#5', nativeId: '5' });
    expect(late.profiles).toMatchObject([{ title: 'Late', kind: 'channel' }]);
    const nameless = await readAll(telegramDesktopJson, openText(JSON.stringify({ name: 'Late', messages })));
    expect(nameless.posts[0]?.channel).toMatch(/^telegram:#title-[0-9a-f]{8}$/);
    expect(nameless.hints).toHaveLength(2);
  });
});

describe('telegram-desktop-json: a whole account', () => {
  it('imports public communities, and counts and leaves out private correspondence', async () => {
    const { posts, problems, sightings, hints } = await readAll(telegramDesktopJson, openFile(ACCOUNT));
    expect(posts.map((post) => `${post.channel}/${post.id}`)).toEqual([
      'telegram:#555/-5',
      'telegram:#555/1',
      'telegram:#555/2',
      'telegram:#777/3',
    ]);
    expect(posts.at(2)?.author).toBe('user444');
    expect(problems.map((p) => p.reason)).toEqual([
      expect.stringContaining('a personal chat, 1 message;'),
      expect.stringContaining('saved messages, 1 message;'),
    ]);
    expect(JSON.stringify([problems, hints])).not.toMatch(/Kim|private words|a note/);
    expect(hints).toEqual(['telegram:#888 has no messages in this file']);
    expect(sightings).toMatchObject([
      { channel: 'telegram:#777', status: 'moved', movedTo: 'telegram:#555', reason: 'migrate_from_group' },
      { channel: 'telegram:#777', status: 'moved', movedTo: null, reason: 'migrate_to_supergroup' },
    ]);
  });

  it('does not give all its chats to one --channel, but a private file of its own to it', async () => {
    const all = await readAll(telegramDesktopJson, openFile(ACCOUNT), { channel: 'telegram:lantern' });
    expect(all.posts.every((post) => post.channel !== 'telegram:lantern')).toBe(true);
    expect(all.hints).toContainEqual(expect.stringContaining('--channel names one channel'));
    const chat = JSON.stringify({
      name: 'Kim',
      type: 'personal_chat',
      id: 444,
      messages: [{ id: 1, type: 'message', date_unixtime: '1683018000', from_id: 'user444', text: 'x' }],
    });
    expect((await readAll(telegramDesktopJson, openText(chat))).posts).toEqual([]);
    const given = await readAll(telegramDesktopJson, openText(chat), { channel: 'telegram:lantern' });
    expect(given.posts).toMatchObject([{ channel: 'telegram:lantern', nativeId: null, author: 'user444' }]);
  });
});

describe('telegram-desktop-json: going on, bad input, recognition', () => {
  it('gives the same records for any pieces, and goes on from any chunk with exactly what is left', async () => {
    const messages = Array.from({ length: 4000 }, (_, id) => ({
      id,
      type: id % 500 === 3 ? 'odd' : 'message',
      date: '2023-05-01T12:00:00',
      from_id: `user${id % 7}`,
      text: `word ${id}`,
    }));
    const chat = (id: number, type: string) => ({ name: `n${id}`, type, id, messages });
    const source = JSON.stringify(
      { about: 'x', chats: { list: [chat(1, 'public_supergroup'), chat(2, 'personal_chat'), chat(3, 'public_channel')] } },
      null,
      1,
    );
    const whole = await readAll(telegramDesktopJson, openText(source));
    expect(whole.posts).toHaveLength(2 * (4000 - 8));
    expect(whole.chunks.length).toBeGreaterThan(3);
    const other = await readAll(telegramDesktopJson, openText(source, 10007));
    expect([other.records, other.places, other.problems]).toEqual([whole.records, whole.places, whole.problems]);
    let seen = 0;
    let problems = 0;
    for (const chunk of whole.chunks) {
      seen += chunk.records.length;
      problems += chunk.problems.length;
      const state: unknown = JSON.parse(JSON.stringify(chunk.state));
      const rest = await readAll(telegramDesktopJson, openText(source, 30011), {}, { offset: chunk.end, state });
      expect([rest.records, rest.places, rest.problems]).toEqual([
        whole.records.slice(seen),
        whole.places.slice(seen),
        whole.problems.slice(problems),
      ]);
      expect(chunk.places.every((place) => place < chunk.end)).toBe(true);
      expect(rest.places.every((place) => place >= chunk.end)).toBe(true);
    }
  });

  it('names a message that it cannot read, and reads the others', async () => {
    const message = (id: unknown, more: object) => ({ id, type: 'message', date_unixtime: '1683018000', text: 'x', ...more });
    let deep: unknown = 1;
    for (let i = 0; i < 600; i++) deep = [deep];
    const source = JSON.stringify({
      name: 'n',
      type: 'public_channel',
      id: 5,
      messages: [
        message(1, {}),
        message(2, { type: 'other' }),
        message(undefined, {}),
        message(4, { date_unixtime: 'x' }),
        message(5, { text: { no: 1 } }),
        7,
        message(8, { deep }),
        message(9, { from_id: {}, text: ['a', 5] }),
        message(10, {}),
      ],
    });
    const { posts, problems } = await readAll(telegramDesktopJson, openText(source));
    expect(posts.map((post) => post.id)).toEqual(['1', '10']);
    expect(problems.map((p) => p.where)).toEqual(['message 2', null, 'message 4', 'message 5', null, 'message 8', 'message 9']);
    for (const problem of problems) expect(source.slice(problem.place)).toContain(problem.excerpt);
  });

  it('gives what is whole of a file cut in the middle', async () => {
    const source = readFileSync(CHANNEL, 'utf8');
    const { posts, problems, profiles } = await readAll(telegramDesktopJson, openText(source.slice(0, source.indexOf('"Tea?"'))));
    expect(posts.map((post) => post.id)).toEqual(['1', '2', '3']);
    expect(problems).toMatchObject([{ where: 'message 4', reason: 'the file ends in the middle of it' }]);
    expect(profiles.at(-1)?.title).toBe('Lantern News');
  });

  it('says so where there is no chat in the file', async () => {
    for (const source of ['{}', '[]', '{"messages":5}', '{"chats":{"list":[]}}', '[{"messages":[{"id":1}]}]', '']) {
      const { records, problems } = await readAll(telegramDesktopJson, openText(source));
      expect(records).toEqual([]);
      expect(problems.at(-1)?.reason).toBe('there is no chat with messages in it');
    }
  });

  it('never throws, whatever is done to a file', async () => {
    const good = readFileSync(ACCOUNT);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }), async (changes) => {
        const bytes = Buffer.from(good);
        for (const [place, byte] of changes) bytes[place] = byte;
        const { records, places } = await readAll(telegramDesktopJson, openText(bytes));
        expect(places).toHaveLength(records.length);
      }),
      { numRuns: 300 },
    );
  });

  it('recognises its own files and no others', async () => {
    for (const path of [CHANNEL, ACCOUNT]) expect(telegramDesktopJson.recognise(await headOfFile(path))).toBeGreaterThan(0.9);
    for (const other of [
      '{"type":"post","platform":"telegram","channel":"x","id":"1","publishedAt":"2020-01-01T00:00:00Z","text":"\\"type\\": \\"message\\""}\n',
      '{"messages":[{"sender":{"user_id":1},"recipient":{"chat_id":-1,"chat_type":"channel"},"timestamp":1577880000000,"body":{"mid":"m","seq":1,"text":"x"}}]}',
      '{"data":{"id":"1","text":"x"}}\n',
      '[{"message_id":1,"text":"x"}]',
      '<html></html>',
      '',
    ])
      expect(telegramDesktopJson.recognise(headOf(other))).toBe(0);
  });
});

describe.skipIf(sharedData() === null)('telegram-desktop-json: real exports of 2021', () => {
  const folder = join(sharedData() ?? '', 'telegram-export/json-2021');

  it('reads every one of them, with as many posts as it has messages', async () => {
    for (const [file, posts, problems] of [
      ['private_channel.json', 7, 0],
      ['public_channel.json', 7, 0],
      ['private_group.json', 2, 0],
      ['public_supergroup.json', 4, 0],
      ['bot.json', 2, 0],
      ['personal.json', 0, 0],
      ['saved.json', 21, 0],
      ['users_test.json', 9, 0],
      ['error.json', 2, 1],
      ['error-unexpected.json', 13, 5],
    ] as const) {
      const read = await readAll(telegramDesktopJson, openFile(join(folder, file)), { name: file, channel: 'telegram:given' });
      expect([file, read.posts.length, read.problems.length]).toEqual([file, posts, problems]);
    }
    expect(readdirSync(folder).filter((file) => file.endsWith('.json'))).toHaveLength(10);
  });

  it('leaves out what is private without --channel, and says how much', async () => {
    for (const file of ['bot.json', 'personal.json', 'saved.json', 'users_test.json', 'error.json', 'error-unexpected.json']) {
      const { records, problems } = await readAll(telegramDesktopJson, openFile(join(folder, file)), { name: file });
      expect(records).toEqual([]);
      expect(problems.at(-1)?.reason).toContain('left out');
    }
  });

  it('recognises all of them as its own', async () => {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
      const head = await headOfFile(join(folder, file));
      expect(telegramDesktopJson.recognise(head)).toBeGreaterThan(0.9);
      expect(telegramDesktopHtml.recognise(head)).toBe(0);
    }
  });

  it('takes numeric senders, and none for the channel itself', async () => {
    const channel = await readAll(telegramDesktopJson, openFile(join(folder, 'public_channel.json')));
    expect(channel.posts.map((post) => post.author)).toEqual(Array(7).fill(null));
    expect(channel.posts[0]).toMatchObject({ channel: 'telegram:#44444444444', action: 'create_channel' });
    const group = await readAll(telegramDesktopJson, openFile(join(folder, 'public_supergroup.json')));
    expect(group.posts.map((post) => [post.id, post.author])).toEqual([
      ['-999678450', '9999999999'],
      ['-999678449', '9999999999'],
      ['-999675685', '9999999999'],
      ['1', '9999999999'],
    ]);
  });
});
