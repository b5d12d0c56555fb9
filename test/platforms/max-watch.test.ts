import { describe, expect, it } from 'vitest';
import { NOTHING_KNOWN } from '../../src/model/watch.ts';
import { platform } from '../../src/platforms/max/index.ts';
import { maxWatch } from '../../src/platforms/max/watch.ts';
import { conforms, page, type Reply } from './conformance.ts';
import { given } from './conformance-ask.ts';

const answer = (name: string, status = 200): Reply => ({ status, body: page(`max/answers/${name}.json`) });

const ID = '-70000000000051';
const REF = `max:#${ID}`;
const BY_ID = `/chats/${ID}`;
const NEVER = 'max:#-912345678901234567';
const MIDS = ['mid.ffffc05592d4b6cd019d6c1b73400001', 'mid.ffffc05592d4b6cd019d6c1f8a4e0002'];

conforms(maxWatch, [
  {
    name: 'a chat that the bot was invited to',
    channel: REF,
    serve: { [BY_ID]: answer('chat-active'), '/messages': answer('messages') },
    asks: [BY_ID, `/messages?chat_id=${ID}&count=100`],
    expect: {
      status: 'alive',
      reason: 'active_not_public',
      nativeId: ID,
      handle: null,
      posts: MIDS,
      profile: { title: 'Chess evenings', about: 'Every Thursday', subscribers: 31, kind: 'group' },
      known: { lastPost: MIDS[1] ?? '' },
    },
  },
  { name: 'closed', channel: REF, serve: { [BY_ID]: answer('chat-closed') }, expect: { status: 'absent', reason: 'closed' } },
  {
    name: 'an id that was never given out',
    channel: NEVER,
    serve: { '*': answer('not-found', 404) },
    expect: { status: 'absent', reason: 'not_found' },
  },
  {
    name: 'not found: the bot may have been put out, or never let in',
    channel: REF,
    serve: { [BY_ID]: answer('not-found', 404) },
    expect: { status: 'unknown', reason: 'not_found_by_id', again: false },
  },
  {
    name: 'the bot was removed',
    channel: REF,
    serve: { [BY_ID]: answer('chat-removed') },
    expect: { status: 'unknown', reason: 'the_bot_was_removed' },
  },
  { name: 'the bot left', channel: REF, serve: { [BY_ID]: answer('chat-left') }, expect: { status: 'unknown', reason: 'the_bot_left' } },
  { name: 'denied', channel: REF, serve: { [BY_ID]: answer('chat-denied', 403) }, expect: { status: 'unknown', reason: 'denied' } },
  {
    name: 'no good token',
    channel: REF,
    serve: { [BY_ID]: answer('verify-token', 401) },
    expect: { status: 'unknown', reason: 'credential' },
  },
  {
    name: 'an API without this request',
    channel: NEVER,
    serve: { '*': answer('method-not-found', 404) },
    expect: { status: 'unknown', reason: 'http_404' },
  },
]);

describe('maxWatch', () => {
  it('puts the token into the header and asks the host of 2026', async () => {
    expect(maxWatch.hosts({ base: null, own: {} })).toEqual(['https://platform-api2.max.ru']);
    const input = { channel: REF, known: NOTHING_KNOWN, settings: { base: null, own: {} }, startedAt: 0, pages: 0 };
    await maxWatch.look(input, async (request) => {
      expect(request.credential).toEqual({ in: 'header', name: 'authorization', prefix: '' });
      return given({ '*': answer('chat-active') }).ask(request);
    });
    expect(maxWatch.missing(input.settings)).toBeNull();
    expect(platform.watch).toBe(maxWatch);
  });

  it.each(['max:chess_evenings', 'max:+invented-hash', 'max:#201201201'])('is blind to %s', (channel) => {
    expect(maxWatch.blindTo(channel)).toMatch(/max:#-70801090403050/);
  });
});
