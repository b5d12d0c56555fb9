import { describe, expect, test } from 'vitest';
import type { Post } from '../../../src/model/observation.ts';
import { NOTHING_KNOWN, type SourceSettings } from '../../../src/model/watch.ts';
import { xmppWatch } from '../../../src/platforms/xmpp/watch.ts';
import { conforms, type Given, type LookCase } from '../conformance.ts';
import { given } from '../conformance-ask.ts';
import { replayed, watched } from '../conformance-look.ts';
import { chat, OPEN, refusal, roomInfo, SERVICE, type Synthetic, syntheticServer } from './synthetic.ts';

const ROOM = 'garden@rooms.example';
const channel = `xmpp:${ROOM}`;
const settings: SourceSettings = { base: 'https://chat.example', own: { domain: 'guest.example', rooms: 'rooms.example' } };

/** A server made anew for each look, since what is late is kept from one request to the next. */
function serve(world: Synthetic): Given {
  let server = syntheticServer(world);
  return (request, asked) => {
    if (asked === 0) server = syntheticServer(world);
    return server(request);
  };
}

function room(info: Synthetic['info'][string], more: Partial<Synthetic> = {}): Given {
  return serve({ info: { [ROOM]: info, 'rooms.example': SERVICE }, ...more });
}

const from = (nick: string): string => `from='${ROOM}/${nick}'`;
const talk = Array.from({ length: 120 }, (_, n) => chat(from(`gardener-${n % 3}`), `seed ${n}`, `a${1000 + n}`));
const ids = talk.map(({ id }) => id);

const status = (name: string, info: Synthetic['info'][string], expect_: LookCase['expect']): LookCase => ({
  name,
  channel,
  serve: room(info),
  expect: expect_,
});

conforms(
  xmppWatch,
  [
    {
      name: 'an open room with its newest messages',
      channel,
      serve: room(roomInfo(OPEN), { archive: talk.slice(-6) }),
      expect: {
        status: 'alive',
        reason: 'open',
        nativeId: null,
        movedTo: null,
        handle: null,
        more: false,
        posts: ids.slice(-6),
        profile: { kind: 'room', title: 'The Reading Room', about: 'Novels on Tuesdays', subscribers: null },
        known: { kind: 'room', lastPost: 'a1119', posts: ids.slice(-5).reverse() },
      },
      asks: Array(7).fill('POST /http-bind'),
    },
    {
      name: 'members only: nothing is read although the archive would answer',
      channel,
      serve: room(roomInfo([...OPEN, 'muc_membersonly']), { archive: talk }),
      expect: { status: 'private', reason: 'members_only', posts: [] },
    },
    {
      name: 'a password: nothing is read although the archive would answer',
      channel,
      serve: room(roomInfo([...OPEN, 'muc_passwordprotected']), { archive: talk }),
      expect: { status: 'private', reason: 'password', posts: [] },
    },
    status('registration required', refusal('registration-required'), { status: 'private', reason: 'registration_required' }),
    status('not authorized', refusal('not-authorized'), { status: 'private', reason: 'password' }),
    status('destroyed, with its new address', refusal('gone', 'xmpp:new-garden@rooms.example?join'), {
      status: 'moved',
      reason: 'gone',
      movedTo: 'xmpp:new-garden@rooms.example',
    }),
    status('destroyed, with an encoded address', refusal('gone', 'xmpp:new%20garden@rooms.example?join'), {
      status: 'absent',
      reason: 'gone',
      movedTo: null,
    }),
    status('destroyed, pointing to itself', refusal('gone', `xmpp:${ROOM}?join`), { status: 'absent', reason: 'gone', movedTo: null }),
    status('destroyed, pointing to a page', refusal('gone', 'https://garden.example/new'), {
      status: 'absent',
      reason: 'gone',
      movedTo: null,
    }),
    status('destroyed, without an address', refusal('gone'), { status: 'absent', reason: 'gone', movedTo: null }),
    {
      ...status('no such room', refusal('item-not-found'), { status: 'absent', reason: 'item_not_found' }),
      asks: Array(7).fill('POST /http-bind'),
    },
    {
      name: 'no such room, says what is no service of rooms',
      channel,
      serve: serve({ info: { [ROOM]: refusal('item-not-found'), 'rooms.example': refusal('item-not-found') } }),
      expect: { status: 'unknown', reason: 'no_room_service' },
    },
    status('the room refuses us', refusal('forbidden'), { status: 'unknown', reason: 'forbidden' }),
    status('its server cannot be found', refusal('remote-server-not-found'), { status: 'unknown', reason: 'remote_server_not_found' }),
    status('its server is slow', refusal('remote-server-timeout'), { status: 'unknown', reason: 'remote_server_timeout' }),
    status('its service is off', refusal('service-unavailable'), { status: 'unknown', reason: 'service_unavailable' }),
    status('an error without a condition', { type: 'error', payload: '<error/>' }, { status: 'unknown', reason: 'drift' }),
    status(
      'a person',
      {
        type: 'result',
        payload: `<query xmlns='http://jabber.org/protocol/disco#info'><identity category='account' type='registered'/></query>`,
      },
      { status: 'unknown', reason: 'no_room' },
    ),
    { name: 'no answer', channel, serve: serve({ info: {} }), expect: { status: 'unknown', reason: 'no_answer', again: true } },
    {
      name: 'no anonymous login',
      channel,
      serve: room(roomInfo(OPEN), { mechanisms: ['SCRAM-SHA-1'] }),
      expect: { status: 'unknown', reason: 'no_anonymous_login', again: false },
    },
    {
      name: 'the answer of another room',
      channel,
      serve: (request) => swapped(syntheticServer({ info: { [ROOM]: refusal('gone') } })(request)),
      expect: { status: 'unknown', reason: 'no_answer' },
    },
    {
      name: 'a stream that the server ends',
      channel,
      serve: () => `<body xmlns='http://jabber.org/protocol/httpbind' type='terminate' condition='host-unknown'/>`,
      expect: { status: 'unknown', reason: 'stream_host_unknown', again: false },
    },
  ],
  { settings },
);

function swapped(reply: ReturnType<ReturnType<typeof syntheticServer>>): string {
  return typeof reply === 'string' ? reply.replaceAll(`from='${ROOM}'`, `from='other@rooms.example'`) : '';
}

/** Living rooms whose looks differ only in what is read: too many requests to try each fault at each of them. */
const LIVING: LookCase[] = [
  {
    name: 'an archive with nothing in it, as a destroyed room has too',
    channel,
    serve: room(roomInfo(OPEN), { archive: [] }),
    expect: { status: 'alive', posts: [] },
  },
  {
    name: 'it goes on behind what is stored',
    channel,
    known: { lastPost: 'a1000', posts: ['a1000'] },
    pages: 2,
    serve: room(roomInfo(OPEN), { archive: talk }),
    expect: { status: 'alive', more: true, posts: ids.slice(1, 101), known: { lastPost: 'a1100' } },
  },
  {
    name: 'the stored message is no longer kept: on by time',
    channel,
    known: { lastPost: 'b7', posts: [], own: { lastAt: Date.UTC(2026, 3, 30, 18) } },
    pages: 3,
    serve: room(roomInfo(OPEN), {
      archive: [chat(from('a'), 'before', 'a1', '2026-04-30T17:59:59Z'), chat(from('a'), 'after', 'a2', '2026-04-30T18:00:01Z')],
    }),
    expect: { status: 'alive', more: false, posts: ['a2'] },
  },
  {
    name: 'a server that answers late',
    channel,
    serve: room(roomInfo(OPEN), { late: 3, archive: talk.slice(0, 2) }),
    expect: { status: 'alive', posts: ['a1000', 'a1001'] },
  },
  {
    name: 'a hidden room, only whether it lives',
    channel,
    pages: 0,
    serve: room(roomInfo([...OPEN, 'muc_hidden']), { archive: talk }),
    expect: { status: 'alive', reason: 'hidden', posts: [] },
    asks: Array(6).fill('POST /http-bind'),
  },
  {
    name: 'a room whose archive refuses guests',
    channel,
    serve: room(roomInfo(OPEN), { archiveError: 'forbidden' }),
    expect: { status: 'alive', posts: [] },
  },
  {
    name: 'a room without an archive',
    channel,
    serve: room(roomInfo(OPEN.slice(0, 4)), { archive: talk }),
    expect: { status: 'alive', posts: [] },
  },
];

test.each(LIVING)('$name', async ({ serve: world, known, pages, expect: told, asks }) => {
  const input = { channel, known: { ...NOTHING_KNOWN, ...known }, settings, startedAt: Date.UTC(2026, 4, 1), pages: pages ?? 1 };
  const { look, exchanges } = await watched(xmppWatch, input, given(world));
  expect(look.sighting).toMatchObject({ status: told.status, ...(told.reason === undefined ? {} : { reason: told.reason }) });
  expect(look.posts.map(({ id }) => id)).toEqual(told.posts);
  if (told.more !== undefined) expect(look.more).toBe(told.more);
  if (told.known !== undefined) expect(look.known).toMatchObject(told.known);
  if (asks !== undefined) expect(exchanges.length).toBe(asks.length);
  await replayed(xmppWatch, input, { look, exchanges });
});

describe('what is missing is said before anything is asked', () => {
  test.each([
    [{ base: null, own: {} }, /platforms\.xmpp\.base/],
    [{ base: 'https://chat.example', own: {} }, /platforms\.xmpp\.domain/],
    [{ base: 'https://chat.example', own: { domain: 'guest.example' } }, /platforms\.xmpp\.rooms/],
  ] as const)('%j', (given, sentence) => {
    expect(xmppWatch.missing(given)).toMatch(sentence);
  });
  test('nothing', () => {
    expect(xmppWatch.missing(settings)).toBeNull();
  });
});

test('only addresses of rooms can be looked at', () => {
  for (const ref of ['xmpp:rooms.example', 'xmpp:+token', 'xmpp:#7', 'xmpp:a@b/nick'])
    expect(xmppWatch.blindTo(ref)).toMatch(/room@service/);
  expect(xmppWatch.blindTo(channel)).toBeNull();
});

describe('messages as posts', () => {
  async function posts(archive: Synthetic['archive']): Promise<Post[]> {
    const server = syntheticServer({ info: { [ROOM]: roomInfo(OPEN) }, archive: archive ?? [] });
    const known = { nativeId: null, kind: null, lastPost: null, posts: [], profile: null, own: {} };
    const look = await xmppWatch.look({ channel, known, settings, startedAt: Date.UTC(2026, 4, 1), pages: 1 }, async (request) => {
      const text = server(request);
      const bytes = new TextEncoder().encode(typeof text === 'string' ? text : '');
      return { kind: 'answer', status: 200, headers: [], raw: bytes, body: bytes, sentAt: 1, at: 2 };
    });
    expect(look.sighting.status).toBe('alive');
    return look.posts;
  }

  test('who, when, what; seconds are said to be seconds', async () => {
    const [first, second] = await posts([
      chat(`${from('Rosa')} id='m1'`, 'Plum &amp; pear &lt;3', 'a1'),
      { ...chat(from('Omar'), 'https://t.me/garden', 'a2', '2026-04-30T18:00:01.25Z') },
    ]);
    expect(first).toMatchObject({ id: 'a1', text: 'Plum & pear <3', author: 'Rosa', clockErrorMs: 1000, channel, nativeId: null });
    expect(first?.when.at).toBe(Date.UTC(2026, 3, 30, 18));
    expect(second).toMatchObject({ id: 'a2', author: 'Omar', clockErrorMs: null });
    expect(second?.when.at).toBe(Date.UTC(2026, 3, 30, 18, 0, 1, 250));
  });

  test('a correction by its author is a version of the post, one by somebody else is not', async () => {
    const corrects = `<replace xmlns='urn:xmpp:message-correct:0' id='m1'/>`;
    const read = await posts([
      chat(`${from('Rosa')} id='m1'`, 'Meet at 8', 'a1'),
      { ...chat(`${from('Rosa')} id='m2'`, 'Meet at 9', 'a2', '2026-04-30T18:05:00Z'), payload: `<body>Meet at 9</body>${corrects}` },
      { ...chat(`${from('Mallory')} id='m3'`, '', 'a3', '2026-04-30T18:06:00Z'), payload: `<body>Never meet</body>${corrects}` },
    ]);
    expect(read.map(({ id, text, editedAt }) => [id, text, editedAt])).toEqual([
      ['a1', 'Meet at 8', null],
      ['a1', 'Meet at 9', Date.UTC(2026, 3, 30, 18, 5)],
      ['a3', 'Never meet', null],
    ]);
  });

  test('a message taken back, a subject, a reply, a link beside the text', async () => {
    const read = await posts([
      {
        id: 'a1',
        attributes: from('Rosa'),
        stamp: '2026-04-30T18:00:00Z',
        payload: `<retracted xmlns='urn:xmpp:message-retract:1' stamp='x'/>`,
      },
      { id: 'a2', attributes: from('Rosa'), stamp: '2026-04-30T18:00:00Z', payload: '<subject>Spring</subject>' },
      {
        id: 'a3',
        attributes: from('Omar'),
        stamp: '2026-04-30T18:00:00Z',
        payload: `<body>see</body><reply xmlns='urn:xmpp:reply:0' id='a2'/><x xmlns='jabber:x:oob'><url>https://garden.example/a.jpg</url></x>`,
      },
      { id: 'a4', attributes: from('Omar'), stamp: '2026-04-30T18:00:00Z', payload: `<received xmlns='urn:xmpp:receipts' id='m1'/>` },
    ]);
    expect(read.map(({ id, text, deleted, action, replyTo, links }) => ({ id, text, deleted, action, replyTo, links }))).toEqual([
      { id: 'a1', text: '', deleted: true, action: null, replyTo: null, links: [] },
      { id: 'a2', text: 'Spring', deleted: false, action: 'subject', replyTo: null, links: [] },
      { id: 'a3', text: 'see', deleted: false, action: null, replyTo: 'a2', links: ['https://garden.example/a.jpg'] },
    ]);
  });

  test('what does not come from the room, or has no usable id or time, is no post of it', async () => {
    const read = await posts([
      chat(`from='other@rooms.example/Rosa'`, 'slipped in', 'a1'),
      chat(from('Rosa'), 'odd id', 'a/1'),
      chat(from('Rosa'), 'no time', 'a3', 'yesterday'),
      chat(from('Rosa'), 'fine', 'a4'),
    ]);
    expect(read.map(({ id }) => id)).toEqual(['a4']);
  });
});
