import { describe, expect, test } from 'vitest';
import { type Answered, type Ask, type Failed, type Known, type LookInput, NOTHING_KNOWN } from '../../../src/model/watch.ts';
import type { Status } from '../../../src/model/words.ts';
import { mtprotoWatch, viaMtproto, webOrAccount } from '../../../src/platforms/telegram/mtproto.ts';
import { telegramWatch } from '../../../src/platforms/telegram/watch.ts';
import { outcomeOf, type Reply } from '../conformance-ask.ts';
import { FAULTS } from '../conformance-faults.ts';
import { EXPLICIT, lookAt, replayed } from '../conformance-look.ts';

const START = Date.UTC(2026, 4, 1);
const CHAT = {
  kind: 'channel',
  id: '1554951087',
  title: 'Garden Club',
  about: null,
  subscribers: 412,
  createdAt: Date.UTC(2021, 0, 5),
  restricted: false,
  restrictions: [],
  scam: false,
  fake: false,
  movedTo: null,
};
const MET: Partial<Known> = { nativeId: CHAT.id, kind: 'channel', lastPost: '3' };

type Canned = Readonly<Record<string, object | readonly object[]>>;

/** Answers by the name of the call; `error(…)` for an error. */
function canned(table: Canned): Ask {
  const asked = new Map<string, number>();
  let count = 0;
  return async ({ url }) => {
    const method = /^mtproto:([\w.]+)\?/.exec(url)?.[1] ?? '';
    const given = table[method];
    if (given === undefined) throw new Error(`nothing is canned for ${url}`);
    const turn = asked.get(method) ?? 0;
    asked.set(method, turn + 1);
    const one = Array.isArray(given) ? given[Math.min(turn, given.length - 1)] : given;
    const status = 'error' in one ? Math.abs(one.error.code) : 200;
    return outcomeOf({ status, body: JSON.stringify(one) }, count++);
  };
}

function error(code: number, text: string, seconds: number | null = null): object {
  return { error: { code, text, seconds } };
}

function input(known: Partial<Known> = {}, more: Partial<LookInput> = {}): LookInput {
  return {
    channel: 'telegram:garden_club',
    known: { ...NOTHING_KNOWN, ...known },
    settings: { base: null, own: { via: 'mtproto' } },
    startedAt: START,
    pages: 1,
    ...more,
  };
}

const RESOLVE = 'contacts.resolveUsername';
const FULL = 'channels.getFullChannel';
const HISTORY = 'messages.getHistory';
const found = (more: object = {}): object => ({ chat: { ...CHAT, ...more } });
const whole = (more: object = {}): Canned => ({
  [RESOLVE]: found(more),
  [FULL]: found({ about: 'Seeds on Sundays', ...more }),
  [HISTORY]: { messages: [] },
});
const onResolve = (said: object): Canned => ({ [RESOLVE]: said });
const onFull = (said: object): Canned => ({ ...whole(), [FULL]: said });

interface Row {
  name: string;
  known?: Partial<Known>;
  table: Canned;
  status: Status;
  reason: string;
  nativeId?: string | null;
  movedTo?: string;
  again?: boolean;
}

const all = (reason: string, platform = 'all'): Canned => whole({ restricted: true, restrictions: [{ platform, reason }] });

const ROWS: Row[] = [
  { name: 'a living channel', table: whole(), status: 'alive', reason: 'resolved', nativeId: CHAT.id },
  { name: 'a living group', table: whole({ kind: 'group' }), status: 'alive', reason: 'resolved' },
  { name: 'marked as scam', table: whole({ scam: true }), status: 'alive', reason: 'scam' },
  { name: 'marked as fake', table: whole({ fake: true }), status: 'alive', reason: 'fake' },
  { name: 'restricted everywhere', table: all('terms'), status: 'banned', reason: 'all_terms' },
  { name: 'restricted everywhere, another reason', table: all('copyright'), status: 'banned', reason: 'all_copyright' },
  { name: 'restricted on iOS', table: all('porn', 'ios'), status: 'restricted', reason: 'ios_porn' },
  { name: 'restricted on Android', table: all('terms', 'android'), status: 'restricted', reason: 'android_terms' },
  { name: 'restricted on Windows', table: all('terms', 'ms'), status: 'restricted', reason: 'ms_terms' },
  {
    name: 'restricted on one platform and on all',
    table: whole({
      restrictions: [
        { platform: 'ios', reason: 'porn' },
        { platform: 'all', reason: 'terms' },
      ],
    }),
    status: 'banned',
    reason: 'all_terms',
  },
  { name: 'restricted, it is not said how', table: whole({ restricted: true }), status: 'restricted', reason: 'restricted' },
  {
    name: 'restricted only as a whole',
    table: { ...whole(), [FULL]: found({ restrictions: [{ platform: 'all', reason: 'terms' }] }) },
    status: 'banned',
    reason: 'all_terms',
  },
  {
    name: 'another id than before',
    known: { ...MET, nativeId: '77' },
    table: whole(),
    status: 'reassigned',
    reason: 'another_id',
    nativeId: CHAT.id,
  },
  {
    name: 'a person has the name now',
    known: MET,
    table: onResolve({ chat: { kind: 'user', id: '' } }),
    status: 'reassigned',
    reason: 'person_or_bot',
    nativeId: null,
  },
  {
    name: 'a person, and never a channel',
    table: onResolve({ chat: { kind: 'user', id: '' } }),
    status: 'unknown',
    reason: 'not_a_channel',
  },
  {
    name: 'a small group that became a large one',
    table: whole({ kind: 'group', movedTo: '99' }),
    status: 'moved',
    reason: 'migrated',
    movedTo: 'telegram:#99',
  },
  { name: 'we were put out', table: whole({ kind: 'forbidden' }), status: 'unknown', reason: 'own_removal' },
  { name: 'nobody has the name', table: onResolve(error(400, 'USERNAME_NOT_OCCUPIED')), status: 'absent', reason: 'username_not_occupied' },
  {
    name: 'the name is for sale',
    table: onResolve(error(400, 'USERNAME_PURCHASE_AVAILABLE')),
    status: 'absent',
    reason: 'username_for_sale',
  },
  { name: 'no name at all', table: onResolve(error(400, 'USERNAME_INVALID')), status: 'unknown', reason: 'username_invalid' },
  { name: 'private, or we are banned', table: onFull(error(400, 'CHANNEL_PRIVATE')), status: 'unknown', reason: 'private_or_banned' },
  { name: 'the same under its other code', table: onFull(error(406, 'CHANNEL_PRIVATE')), status: 'unknown', reason: 'private_or_banned' },
  {
    name: 'a group that is not available',
    table: onFull(error(403, 'CHANNEL_PUBLIC_GROUP_NA')),
    status: 'absent',
    reason: 'public_group_na',
  },
  {
    name: 'a stale key, and the name is free',
    table: { [RESOLVE]: [found(), error(400, 'USERNAME_NOT_OCCUPIED')], [FULL]: error(400, 'CHANNEL_INVALID') },
    status: 'absent',
    reason: 'username_not_occupied',
  },
  {
    name: 'a stale key, then the channel',
    table: { [RESOLVE]: found(), [FULL]: [error(400, 'CHANNEL_INVALID'), found()] },
    status: 'alive',
    reason: 'resolved',
  },
  {
    name: 'invalid again with a fresh key',
    table: { [RESOLVE]: found(), [FULL]: error(400, 'CHANNEL_INVALID') },
    status: 'absent',
    reason: 'channel_invalid',
  },
  {
    name: 'a stale key, then a flood',
    table: { [RESOLVE]: found(), [FULL]: [error(400, 'CHANNEL_INVALID'), error(420, 'FLOOD_WAIT_%d', 9)] },
    status: 'unknown',
    reason: 'flood_wait',
  },
  { name: 'flood', table: onResolve(error(420, 'FLOOD_WAIT_33', 33)), status: 'unknown', reason: 'flood_wait', again: false },
  {
    name: 'flood, as the library writes it',
    table: onResolve(error(420, 'FLOOD_WAIT_%d', 33)),
    status: 'unknown',
    reason: 'flood_wait',
    again: false,
  },
  {
    name: 'flood for who does not pay',
    table: onResolve(error(420, 'FLOOD_PREMIUM_WAIT_%d', 3)),
    status: 'unknown',
    reason: 'flood_wait',
    again: false,
  },
  { name: 'flood after the name was resolved', table: onFull(error(420, 'FLOOD_WAIT_%d', 33)), status: 'alive', reason: 'resolved' },
  {
    name: 'our account is frozen',
    table: onResolve(error(420, 'FROZEN_METHOD_INVALID')),
    status: 'unknown',
    reason: 'own_account',
    again: false,
  },
  {
    name: 'our account is frozen, at a channel',
    table: onResolve(error(400, 'FROZEN_PARTICIPANT_MISSING')),
    status: 'unknown',
    reason: 'own_account',
  },
  { name: 'our account is logged out', table: onResolve(error(401, 'AUTH_KEY_UNREGISTERED')), status: 'unknown', reason: 'own_account' },
  { name: 'our session was ended', table: onResolve(error(401, 'SESSION_REVOKED')), status: 'unknown', reason: 'own_account' },
  { name: 'our account was banned', table: onResolve(error(401, 'USER_DEACTIVATED_BAN')), status: 'unknown', reason: 'own_account' },
  { name: 'our session is used twice', table: onResolve(error(406, 'AUTH_KEY_DUPLICATED')), status: 'unknown', reason: 'own_account' },
  { name: 'Telegram is ill', table: onResolve(error(500, 'RPC_CALL_FAIL')), status: 'unknown', reason: 'server_error', again: true },
  { name: 'Telegram is slow', table: onResolve(error(-503, 'Timeout')), status: 'unknown', reason: 'server_error', again: true },
  { name: 'an error that nobody knows', table: onResolve(error(400, 'SOMETHING_NEW')), status: 'unknown', reason: 'error_something_new' },
  {
    name: 'the word of another method',
    table: onResolve(error(400, 'INVITE_HASH_EXPIRED')),
    status: 'unknown',
    reason: 'error_invite_hash_expired',
  },
  {
    name: 'the right word with a wrong code',
    table: onResolve(error(303, 'USERNAME_NOT_OCCUPIED')),
    status: 'unknown',
    reason: 'error_username_not_occupied',
  },
  { name: 'an answer without a chat', table: onResolve({ chat: null }), status: 'unknown', reason: 'drift' },
];

describe('canned answers', () => {
  test.each(ROWS)('$name', async ({ known, table, status, reason, nativeId, movedTo, again }) => {
    const of = input(known);
    const seen = await lookAt(mtprotoWatch, of, canned(table));
    const { sighting } = seen.look;
    expect([sighting.status, sighting.reason, sighting.movedTo]).toEqual([status, reason, movedTo ?? null]);
    if (nativeId !== undefined) expect(sighting.nativeId).toBe(nativeId);
    expect(seen.look.again).toBe(again ?? false);
    if (status === 'unknown') expect(seen.look.known).toEqual(of.known);
    await replayed(mtprotoWatch, of, seen);
  });
});

describe('an invitation', () => {
  const of = (invites: boolean, known: Partial<Known> = {}): LookInput =>
    input(known, { channel: 'telegram:+AbCdEfGhIjKlMnOp', settings: { base: null, own: { via: 'mtproto', invites } } });
  const CHECK = 'messages.checkChatInvite';
  test('is not looked at unless the case says so', async () => {
    const { look, exchanges } = await lookAt(mtprotoWatch, of(false), canned({}));
    expect(look.sighting).toMatchObject({ status: 'unknown', reason: 'invites_not_checked' });
    expect(exchanges).toEqual([]);
  });
  test.each([
    ['it shows a title', { invite: true, chat: { ...CHAT, kind: 'group', id: '' } }, 'alive', 'invite'],
    ['it shows the chat', { invite: true, chat: CHAT }, 'alive', 'invite'],
    [
      'a chat that is banned',
      { invite: true, chat: { ...CHAT, restrictions: [{ platform: 'all', reason: 'terms' }] } },
      'banned',
      'all_terms',
    ],
    ['it ran out', error(400, 'INVITE_HASH_EXPIRED'), 'unknown', 'dead_invite'],
    ['it never was', error(400, 'INVITE_HASH_INVALID'), 'unknown', 'dead_invite'],
  ] as const)('%s', async (_, answer, status, reason) => {
    const { look } = await lookAt(mtprotoWatch, of(true), canned({ [CHECK]: answer }));
    expect(look.sighting).toMatchObject({ status, reason });
    if (status === 'alive') expect(look.profile).toMatchObject({ title: 'Garden Club', subscribers: 412 });
  });
});

describe('posts', () => {
  const message = (id: number): object => ({
    id,
    at: START - 1000 * (1000 - id),
    text: `seed ${id}`,
    links: [],
    author: 'user77',
    views: 5,
    media: [],
  });
  /** A history of so many messages, paged as Telegram does: `add` places from the first id below `offset`, newest first. */
  const channelOf = (size: number): Ask => {
    const others = canned(whole());
    return async (request) => {
      if (!request.url.startsWith('mtproto:messages.getHistory?')) return others(request);
      const query = new URL(request.url).searchParams;
      const [offset, add, limit] = ['offset', 'add', 'limit'].map((name) => Number(query.get(name))) as [number, number, number];
      const ids = Array.from({ length: size }, (_, n) => size - n);
      const first = offset === 0 ? 0 : ids.findIndex((id) => id < offset);
      const from = (first < 0 ? size : first) + add;
      const shown = ids.slice(Math.max(0, from), Math.max(0, from + limit));
      return outcomeOf({ body: JSON.stringify({ messages: shown.map(message) }) }, 0);
    };
  };
  test('the newest page, then everything behind it', async () => {
    const first = await lookAt(mtprotoWatch, input(), channelOf(150));
    expect(first.look.posts.map(({ id }) => Number(id))).toEqual(Array.from({ length: 100 }, (_, n) => n + 51));
    expect(first.look.known).toMatchObject({ nativeId: CHAT.id, lastPost: '150', posts: ['150', '149', '148', '147', '146'] });
    expect(first.look.more).toBe(false);
    const part = await lookAt(mtprotoWatch, input(first.look.known), channelOf(400));
    expect(part.look.more).toBe(true);
    const rest = await lookAt(mtprotoWatch, input(part.look.known, { pages: 5 }), channelOf(400));
    expect(rest.look.more).toBe(false);
    expect([...part.look.posts, ...rest.look.posts].map(({ id }) => Number(id))).toEqual(Array.from({ length: 250 }, (_, n) => n + 151));
    expect(rest.look.profile).toBeNull();
  });
  test('no posts where none are asked for', async () => {
    const { look, exchanges } = await lookAt(mtprotoWatch, input({}, { pages: 0 }), channelOf(9));
    expect(look.posts).toEqual([]);
    expect(exchanges.length).toBe(2);
  });
});

describe('no fault says that a channel is gone', () => {
  const table = whole();
  const places = [0, 1, 2];
  const instead = (reply: Reply): Answered | Failed => outcomeOf(reply, 0);
  test.each(FAULTS)('$name', async (fault) => {
    for (const from of places) {
      const good = canned(table);
      let asked = 0;
      const { look } = await lookAt(mtprotoWatch, input(MET), async (request) => {
        const answer = await good(request);
        return asked++ >= from ? instead(fault.instead(answer, request)) : answer;
      });
      expect(EXPLICIT).not.toContain(look.sighting.status);
      if (from === 0) expect(look.sighting.status).toBe('unknown');
    }
  });
});

test('the source is chosen by the case alone, and has no door to the web', async () => {
  const { exchanges } = await lookAt(webOrAccount(telegramWatch), input(), canned(whole()));
  expect(exchanges.map(({ request }) => request.url.slice(0, 8))).toEqual(['mtproto:', 'mtproto:', 'mtproto:']);
  expect(viaMtproto({ base: null, own: { via: 'mtproto' } })).toBe(true);
  expect(viaMtproto({ base: null, own: {} })).toBe(false);
  expect(mtprotoWatch.hosts({ base: null, own: {} })).toEqual([]);
  const both = webOrAccount(telegramWatch);
  expect(both.hosts({ base: null, own: {} })).toEqual(['https://t.me']);
  expect(both.hosts({ base: null, own: { via: 'mtproto' } })).toEqual([]);
  expect(mtprotoWatch.blindTo('telegram:#123')).not.toBeNull();
  expect(mtprotoWatch.blindTo('telegram:garden_club')).toBeNull();
});
