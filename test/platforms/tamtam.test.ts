import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxBotApi } from '../../src/platforms/max/bot-api.ts';
import { tamTamBotApi } from '../../src/platforms/tamtam/bot-api.ts';
import { platform } from '../../src/platforms/tamtam/index.ts';
import { expectSameHoweverCut, headOf, readBytes, tally } from '../formats/reading.ts';

const fixture = (name: string): string => readFileSync(resolve(import.meta.dirname, '../fixtures/tamtam', `${name}.json`), 'utf8');
const MESSAGES = fixture('messages');
const CHATS = fixture('chats');
const UPDATES = fixture('updates');

describe('messages', () => {
  it('reads a channel post with its links, media and views', async () => {
    const { records } = await readBytes(tamTamBotApi, MESSAGES);
    const at = 1575052860123;
    expect(records[0]).toEqual({
      type: 'post',
      channel: 'tamtam:valley_library',
      nativeId: '-70801090403050',
      id: 'mid.ffffbf9b5f0e23ce016eb8775adb0001',
      when: { at, after: at, by: at },
      observedAt: null,
      editedAt: null,
      clockErrorMs: null,
      text: 'the library has moved, see here',
      links: ['https://tt.me/valley_two', 'https://valley.example/books', 'https://tt.me/valley_books'],
      author: null,
      views: 412,
      replyTo: null,
      forwardedFrom: null,
      media: [{ kind: 'image', sha256: null, perceptualHash: null }],
      deleted: false,
      action: null,
    });
  });

  it('reads forwards, replies, and forwards without a body', async () => {
    const { records } = await readBytes(tamTamBotApi, MESSAGES);
    expect(records[1]).toMatchObject({
      channel: 'tamtam:#-70801090403051',
      author: '31',
      text: 'the library has moved, see here',
      forwardedFrom: { channel: 'tamtam:#-70801090403050', id: 'mid.ffffbf9b5f0e23ce016eb8775adb0001', at: 1575052860123 },
    });
    expect(records[2]).toMatchObject({
      author: '32',
      replyTo: 'mid.ffffbf9b5f0e23cd016eb87844c00002',
      text: 'thank you',
      forwardedFrom: null,
    });
    expect(records[3]).toMatchObject({
      id: 'at-1575053040000',
      text: 'only forwarded',
      forwardedFrom: { channel: null, id: 'mid.1', at: null },
    });
  });

  it('leaves private dialogs with the bot out, and says so', async () => {
    const { records, problems } = await readBytes(tamTamBotApi, MESSAGES);
    expect(records).toHaveLength(4);
    expect(problems).toMatchObject([{ reason: expect.stringMatching(/^this is a private dialog/) }]);
    expect(MESSAGES.slice(problems[0]?.place).startsWith('{')).toBe(true);
  });
});

describe('chats', () => {
  it('takes the status for the bot’s own, save for closed', async () => {
    const { records, problems } = await readBytes(tamTamBotApi, CHATS);
    expect(problems).toHaveLength(1);
    expect(records.filter((record) => record.type === 'sighting')).toMatchObject([
      { channel: 'tamtam:valley_library', nativeId: '-70801090403050', status: 'alive', at: 1575052860123 },
      { channel: 'tamtam:#-70801090403051', status: 'absent', reason: 'closed' },
      { channel: 'tamtam:hill', status: 'unknown', reason: 'the bot was removed' },
    ]);
    expect(records[0]).toMatchObject({ type: 'profile', kind: 'channel', title: 'Valley library', about: 'books', subscribers: 812 });
  });
});

describe('updates', () => {
  it('reads creation, edit and removal as versions of one post', async () => {
    const { records } = await readBytes(tamTamBotApi, UPDATES);
    const versions = records.filter((record) => record.type === 'post');
    expect(versions).toMatchObject([
      { editedAt: null, deleted: false, observedAt: 1575052860200 },
      { editedAt: 1575056460000, text: 'the library is back' },
      { channel: 'tamtam:#-70801090403050', deleted: true, when: { at: 1575052860123 }, observedAt: 1575060060000 },
      { id: 'mid.old', deleted: true, when: { at: 1575060060000, after: 0, by: 1575060060000 } },
    ]);
  });

  it('reads the rest for what it says about communities and not about persons', async () => {
    const { records, problems } = await readBytes(tamTamBotApi, UPDATES);
    expect(tally(records)).toEqual({ post: 4, 'sighting alive': 2, 'sighting unknown': 1, profile: 2 });
    expect(problems.map((problem) => problem.reason)).toEqual([
      expect.stringMatching(/^this is a private dialog/),
      'the update message_constructed does not say in which chat its message stands',
      'the update message_construction_request names no chat',
    ]);
    expect(JSON.stringify(records)).not.toContain('Somebody');
  });
});

describe('shapes of files', () => {
  const [message] = JSON.parse(MESSAGES).messages;
  const [chat] = JSON.parse(CHATS).chats;
  const [update] = JSON.parse(UPDATES).updates;

  it.each([
    ['a message alone', message, ['post']],
    ['a wrapped message', { message }, ['post']],
    ['no pinned message', { message: null }, []],
    ['a chat alone', chat, ['profile', 'sighting']],
    ['a chat with a pinned message', { ...chat, pinned_message: message }, ['profile', 'sighting', 'post']],
    ['an update alone', update, ['post']],
    ['an array', [message, update], ['post', 'post']],
    ['an empty list', { messages: [] }, []],
  ])('reads %s in one line, over several lines, and in a file of lines', async (_, json, types) => {
    for (const text of [JSON.stringify(json), JSON.stringify(json, null, 2), `\uFEFF${JSON.stringify(json)}\n`]) {
      const { records } = await readBytes(tamTamBotApi, text, { platform: 'tamtam' });
      expect(records.map((record) => record.type)).toEqual(types);
    }
    const twice = await readBytes(tamTamBotApi, `${JSON.stringify(json)}\n${JSON.stringify(json)}\n{"mess`, { platform: 'tamtam' });
    expect(twice.records).toHaveLength(2 * types.length);
    expect(twice.problems).toMatchObject([{ where: 'line 3', reason: 'the file ends within this record' }]);
  });

  it('gives the same however the bytes are cut', async () => {
    const many = Array.from({ length: 80 }, (_, i) => ({ ...message, timestamp: message.timestamp + i }));
    await expectSameHoweverCut(tamTamBotApi, JSON.stringify({ messages: many, marker: 1 }, null, 1), {}, [4099, 65_536]);
    await expectSameHoweverCut(tamTamBotApi, many.map((one) => JSON.stringify(one)).join('\n'), {}, [4099]);
    await expectSameHoweverCut(tamTamBotApi, UPDATES, {}, [101]);
  });

  it('survives any JSON in any place', async () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom(-5, 1575052860123, 'mid.1'));
    const thing = fc.dictionary(
      fc.constantFrom(
        'recipient',
        'timestamp',
        'body',
        'link',
        'sender',
        'chat_id',
        'status',
        'last_event_time',
        'update_type',
        'message',
        'chat',
        'pinned_message',
        'stat',
        'url',
      ),
      fc.oneof(value, fc.constant(message.recipient), fc.constant(message.body), fc.constant(message)),
    );
    const answer = fc.oneof(
      thing,
      fc.record({ messages: fc.array(thing) }),
      fc.record({ updates: fc.array(thing) }),
      fc.record({ chats: fc.array(thing) }),
      value,
    );
    await fc.assert(
      fc.asyncProperty(answer, fc.boolean(), async (json, pretty) => {
        await readBytes(tamTamBotApi, JSON.stringify(json, null, pretty ? 1 : 0), { platform: 'tamtam' });
      }),
      { numRuns: 500 },
    );
  });

  it('reads what is whole of a list that breaks off', async () => {
    const { records, problems } = await readBytes(tamTamBotApi, MESSAGES.slice(0, MESSAGES.indexOf('thank you')));
    expect(records).toHaveLength(2);
    expect(problems.length).toBeGreaterThan(0);
  });

  it.each([
    ['{"code":"verify.token","message":"Invalid access_token"}', 'the API answered an error: verify.token Invalid access_token'],
    ['{"members":[{"user_id":1,"is_bot":false}]}', 'a list of members names persons, who are not imported'],
    ['{"user_id":1,"is_bot":true,"name":"a"}', 'this describes a person or a bot and no community'],
    ['{"hello":1}', 'this is no answer of the bot API that Trackway knows'],
    ['{\n"updates":[{"update_type":"user_added","timestamp":5}]}', 'the update user_added has no timestamp in milliseconds'],
    ['{\n"messages":[{"body":{}}]}', 'the message does not say in which chat it stands'],
    ['{\n"chats":[{"title":"x"}]}', 'the chat has no id'],
    ['{\n"messages":[5]}', 'this is no JSON object'],
  ])('says why %j gives nothing', async (text, reason) => {
    const { records, problems } = await readBytes(tamTamBotApi, text);
    expect(records).toEqual([]);
    expect(problems.map((problem) => problem.reason)).toEqual([reason]);
  });
});

describe('TamTam or MAX', () => {
  it('is told by links, names and times', () => {
    for (const text of [MESSAGES, CHATS, UPDATES]) {
      expect(tamTamBotApi.recognise(headOf(text))).toBeGreaterThan(0.8);
      expect(maxBotApi.recognise(headOf(text))).toBe(0);
    }
    const old = '{"updates":[{"update_type":"user_added","timestamp":1575060061000,"chat_id":-5}]}';
    expect(tamTamBotApi.recognise(headOf(old))).toBeGreaterThan(0.8);
    const recent = old.replace('1575060061000', '1775060061000');
    expect(maxBotApi.recognise(headOf(recent))).toBeGreaterThan(0.8);
    expect(tamTamBotApi.recognise(headOf(recent))).toBe(0);
    expect(tamTamBotApi.recognise(headOf(recent, 'tamtam-updates.json'))).toBeGreaterThan(0.8);
    expect(platform.readers).toContain(tamTamBotApi);
  });

  it('is asked for where nothing tells, and taken from --platform', async () => {
    const unclear = '{"updates":[{"update_type":"user_added","timestamp":1745060061000,"chat_id":-5}]}';
    expect(maxBotApi.recognise(headOf(unclear))).toBeGreaterThan(tamTamBotApi.recognise(headOf(unclear)));
    await expect(readBytes(maxBotApi, unclear)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(/--platform tamtam or --platform max$/),
    });
    const { records } = await readBytes(maxBotApi, unclear, { platform: 'tamtam' });
    expect(records).toMatchObject([{ channel: 'tamtam:#-5' }]);
  });

  it('takes nothing that is not JSON of the bot API', () => {
    for (const other of [
      '',
      '<?xml version="1.0"?><retval>1</retval>',
      '{}',
      '{"type":"post"}',
      '{"messages":[]}',
      'a,b',
      '{"name":"x","type":"public_channel","messages":[{"id":1,"date":"2020"}]}',
    ]) {
      expect(tamTamBotApi.recognise(headOf(other))).toBe(0);
      expect(maxBotApi.recognise(headOf(other))).toBe(0);
    }
  });
});
