import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../src/model/clock.ts';
import { NOTHING_KNOWN } from '../../../src/model/watch.ts';
import { mtprotoWatch } from '../../../src/platforms/telegram/mtproto.ts';
import { callError, mtprotoAsk } from '../../../src/platforms/telegram/mtproto-ask.ts';
import { openMtproto, overClient } from '../../../src/platforms/telegram/mtproto-client.ts';
import { lookAt } from '../conformance-look.ts';

const clock: Clock = { now: () => Date.UTC(2026, 4, 1), sleep: async () => undefined };
const KEY = { low: 12345, high: 678, unsigned: false };
const CHANNEL = {
  _: 'channel',
  id: 1554951087,
  accessHash: KEY,
  title: 'Garden Club',
  username: 'garden_club',
  broadcast: true,
  left: true,
  date: 1609804800,
  restrictionReason: [{ _: 'restrictionReason', platform: 'ios', reason: 'porn', text: 'not here' }],
};
const MESSAGES = [
  { _: 'messageEmpty', id: 9 },
  { _: 'messageService', id: 8, date: 1777593700, action: { _: 'messageActionPinMessage' } },
  {
    _: 'message',
    id: 7,
    date: 1777593600,
    message: 'our new room',
    editDate: 1777593660,
    views: 40,
    fromId: { _: 'peerUser', userId: 77 },
    replyTo: { _: 'messageReplyHeader', replyToMsgId: 5 },
    fwdFrom: { _: 'messageFwdHeader', fromId: { _: 'peerChannel', channelId: 42 }, channelPost: 3, date: 1777000000 },
    entities: [{ _: 'messageEntityTextUrl', offset: 0, length: 3, url: 'https://tt.me/garden' }],
    media: { _: 'messageMediaPhoto' },
  },
];

/** The protocol's own objects, by the name of the call. */
function protocol(table: Readonly<Record<string, unknown>>): { calls: object[]; call: (query: object) => Promise<unknown> } {
  const calls: object[] = [];
  return {
    calls,
    async call(query) {
      calls.push(query);
      const name = '_' in query ? String(query._) : '';
      const answer = table[name];
      if (answer instanceof Error || (typeof answer === 'object' && answer !== null && 'code' in answer)) throw answer;
      return answer;
    },
  };
}

const usual = {
  'contacts.resolveUsername': {
    _: 'contacts.resolvedPeer',
    peer: { _: 'peerChannel', channelId: CHANNEL.id },
    chats: [CHANNEL],
    users: [],
  },
  'channels.getFullChannel': { _: 'messages.chatFull', fullChat: { about: 'Seeds', participantsCount: 412 }, chats: [CHANNEL], users: [] },
  'messages.getHistory': {
    _: 'messages.channelMessages',
    messages: MESSAGES,
    chats: [CHANNEL],
    users: [{ _: 'user', id: 77, firstName: 'Rosa' }],
  },
};
const input = {
  channel: 'telegram:garden_club',
  known: NOTHING_KNOWN,
  settings: { base: null, own: { via: 'mtproto' } },
  startedAt: 0,
  pages: 1,
};

describe('over the protocol', () => {
  test('a whole look', async () => {
    const { call, calls } = protocol(usual);
    const { look, exchanges } = await lookAt(
      mtprotoWatch,
      input,
      mtprotoAsk(
        overClient(call, async () => undefined),
        clock,
      ),
    );
    expect(look.sighting).toMatchObject({ status: 'restricted', reason: 'ios_porn', nativeId: '1554951087' });
    expect(look.profile).toMatchObject({
      title: 'Garden Club',
      about: 'Seeds',
      subscribers: 412,
      createdAt: 1609804800000,
      kind: 'channel',
    });
    expect(look.posts).toMatchObject([
      {
        id: '7',
        text: 'our new room',
        links: ['https://tt.me/garden'],
        author: 'user77',
        views: 40,
        replyTo: '5',
        editedAt: 1777593660000,
        forwardedFrom: { channel: 'telegram:#42', id: '3', at: 1777000000000 },
        media: [{ kind: 'image' }],
      },
      { id: '8', action: 'pin_message' },
    ]);
    expect(calls[1]).toEqual({ _: 'channels.getFullChannel', channel: { _: 'inputChannel', channelId: 1554951087, accessHash: KEY } });
    expect(exchanges.map(({ request }) => request.url)).toEqual([
      'mtproto:contacts.resolveUsername?username=garden_club',
      'mtproto:channels.getFullChannel?id=1554951087',
      'mtproto:messages.getHistory?id=1554951087&offset=0&add=0&limit=100',
    ]);
  });

  test('what is recorded holds neither keys of the account nor names of persons', async () => {
    const { call } = protocol({
      ...usual,
      'contacts.resolveUsername': {
        peer: { _: 'peerUser', userId: 77 },
        chats: [],
        users: [{ _: 'user', id: 77, firstName: 'Rosa', phone: '49123' }],
      },
    });
    const ask = mtprotoAsk(
      overClient(call, async () => undefined),
      clock,
    );
    const whole = protocol(usual);
    const { exchanges } = await lookAt(
      mtprotoWatch,
      input,
      mtprotoAsk(
        overClient(whole.call, async () => undefined),
        clock,
      ),
    );
    const person = await lookAt(mtprotoWatch, input, ask);
    const recorded = [...exchanges, ...person.exchanges]
      .map(({ outcome }) => (outcome.kind === 'answer' ? new TextDecoder().decode(outcome.body) : ''))
      .join('\n');
    expect(recorded).toContain('Garden Club');
    for (const secret of ['12345', '678', 'Rosa', '49123', 'accessHash']) expect(recorded).not.toContain(secret);
  });

  test('an error is an answer with its code, and says how long to wait', async () => {
    const { call } = protocol({
      'contacts.resolveUsername': Object.assign(new Error('flood'), { code: 420, text: 'FLOOD_WAIT_%d', seconds: 33 }),
    });
    const { look, exchanges } = await lookAt(
      mtprotoWatch,
      input,
      mtprotoAsk(
        overClient(call, async () => undefined),
        clock,
      ),
    );
    expect(look.sighting).toMatchObject({ status: 'unknown', reason: 'flood_wait' });
    expect(exchanges[0]?.outcome).toMatchObject({
      kind: 'answer',
      status: 420,
      headers: [
        ['content-type', 'application/json'],
        ['retry-after', '33'],
      ],
    });
  });

  test('anything else that is thrown is no answer', async () => {
    const { call } = protocol({ 'contacts.resolveUsername': new Error('the connection broke') });
    const { look, exchanges } = await lookAt(
      mtprotoWatch,
      input,
      mtprotoAsk(
        overClient(call, async () => undefined),
        clock,
      ),
    );
    expect(look.sighting).toMatchObject({ status: 'unknown', reason: 'unreachable' });
    expect(exchanges[0]?.outcome).toMatchObject({ kind: 'failure', why: 'unreachable' });
  });

  test('nothing but the four calls is made', async () => {
    const { call, calls } = protocol(usual);
    const ask = mtprotoAsk(
      overClient(call, async () => undefined),
      clock,
    );
    for (const url of [
      'mtproto:channels.joinChannel?id=1',
      'mtproto:messages.importChatInvite?hash=x',
      'https://t.me/garden',
      'mtproto:',
    ]) {
      expect(await ask({ method: 'GET', url, headers: {}, body: null, credential: null })).toMatchObject({
        kind: 'failure',
        why: 'host_not_allowed',
      });
    }
    expect(calls).toEqual([]);
  });
});

test.each([
  [
    { code: 420, text: 'FLOOD_WAIT_33' },
    { code: 420, text: 'FLOOD_WAIT_33', seconds: 33 },
  ],
  [
    { code: 420, text: 'FLOOD_WAIT_%d', seconds: 7 },
    { code: 420, text: 'FLOOD_WAIT_%d', seconds: 7 },
  ],
  [
    { code: 400, text: 'CHANNEL_PRIVATE' },
    { code: 400, text: 'CHANNEL_PRIVATE', seconds: null },
  ],
  [{ code: 'ECONNRESET', text: 'x' }, null],
  [new Error('x'), null],
  [null, null],
])('the error in %j', (thrown, told) => {
  expect(callError(thrown)).toEqual(told);
});

test('without the library it says how to install it; a wrong token is told first', async () => {
  await expect(openMtproto('not-a-token')).rejects.toThrow(/API_ID:API_HASH:SESSION/);
  await expect(openMtproto(`12345:${'a'.repeat(32)}:session`)).rejects.toThrow(/npm install --no-save @mtcute\/node@/);
});
