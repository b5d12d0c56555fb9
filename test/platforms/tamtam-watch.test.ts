import { describe, expect, it } from 'vitest';
import { NOTHING_KNOWN } from '../../src/model/watch.ts';
import { platform } from '../../src/platforms/tamtam/index.ts';
import { tamTamWatch } from '../../src/platforms/tamtam/watch.ts';
import { conforms, type Given, page, type Reply } from './conformance.ts';
import { given } from './conformance-ask.ts';
import { lookAt } from './conformance-look.ts';

const answer = (name: string, status = 200): Reply => ({ status, body: page(`tamtam/answers/${name}.json`) });

const REF = 'tamtam:garden_room';
const ID = '-70801090403050';
const BY_LINK = '/chats/garden_room';
const BY_ID = `/chats/${ID}`;
const MIDS = ['mid.ffffbf9bae9b0c9e016e3d6b40710001', 'mid.ffffbf9bae9b0c9e016e3d6b486d0002', 'mid.ffffbf9bae9b0c9e016e3d7a8a1b0003'];
const FIRST_PAGE = `/messages?chat_id=${ID}&count=100&v=0.5.6`;
const KNOWN = { nativeId: ID };
const replica = { base: 'https://replica.example', own: {} };

const hole: Given = { [BY_LINK]: answer('not-found', 404) };

conforms(tamTamWatch, [
  {
    name: 'a living channel',
    channel: REF,
    serve: { [BY_LINK]: answer('chat-active'), '/messages': answer('messages') },
    asks: [`${BY_LINK}?v=0.5.6`, FIRST_PAGE],
    expect: {
      status: 'alive',
      reason: 'active',
      nativeId: ID,
      handle: null,
      more: false,
      again: false,
      posts: MIDS,
      profile: {
        title: 'Garden reading room',
        about: 'Seeds, books and tea.',
        subscribers: 412,
        kind: 'channel',
        nativeId: ID,
        channel: REF,
      },
      known: { nativeId: ID, kind: 'channel', lastPost: MIDS[2] ?? '', posts: [...MIDS].reverse() },
    },
    also: ({ posts }) => {
      const [newest, reply] = posts;
      expect(newest).toMatchObject({
        nativeId: ID,
        when: { at: 1_572_991_020_123, after: 1_572_991_020_123, by: 1_572_991_020_123 },
        text: 'Tea at five, all are welcome',
        links: ['https://tea.example/five', 'https://t.me/garden_room_2'],
        views: 120,
        author: '595000000007',
      });
      // Two of one millisecond stand in the chat's own order.
      expect(reply).toMatchObject({ id: MIDS[1], replyTo: MIDS[0], author: null });
    },
  },
  {
    name: 'only whether it is alive',
    channel: REF,
    pages: 0,
    serve: { [BY_LINK]: answer('chat-active') },
    asks: [`${BY_LINK}?v=0.5.6`],
    expect: { status: 'alive', posts: [], known: { lastPost: null } },
  },
  {
    name: 'by its id, which shows its name',
    channel: `tamtam:#${ID}`,
    serve: { [BY_ID]: answer('chat-active'), '/messages': answer('messages') },
    asks: [`${BY_ID}?v=0.5.6`, FIRST_PAGE],
    expect: { status: 'alive', handle: 'garden_room', posts: MIDS },
  },
  {
    name: 'a private chat that the bot is in',
    channel: `tamtam:#${ID}`,
    serve: { [BY_ID]: answer('chat-private'), '/messages': { body: '{"messages":[]}' } },
    expect: { status: 'alive', reason: 'active_not_public', handle: null, posts: [], profile: { kind: 'group' } },
  },
  {
    name: 'alive, though its messages are denied',
    channel: REF,
    known: { ...KNOWN, lastPost: 'mid.1', own: { stored: '5/1/mid.1' } },
    serve: { [BY_LINK]: answer('chat-active'), '/messages': answer('chat-denied', 403) },
    expect: { status: 'alive', reason: 'active:posts_denied', posts: [], known: { lastPost: 'mid.1' } },
  },
  {
    name: 'closed',
    channel: REF,
    serve: { [BY_LINK]: answer('chat-closed') },
    expect: { status: 'absent', reason: 'closed', nativeId: ID, profile: null, posts: [] },
  },
  { name: 'no such name', channel: REF, serve: hole, asks: [`${BY_LINK}?v=0.5.6`], expect: { status: 'absent', reason: 'not_found' } },
  {
    name: 'no such name, and closed by its id',
    channel: REF,
    known: KNOWN,
    serve: { ...hole, [BY_ID]: answer('chat-closed') },
    expect: { status: 'absent', reason: 'closed' },
  },
  {
    name: 'no such name, and no such id',
    channel: REF,
    known: KNOWN,
    serve: { ...hole, [BY_ID]: answer('not-found', 404) },
    asks: [`${BY_LINK}?v=0.5.6`, `${BY_ID}?v=0.5.6`],
    expect: { status: 'absent', reason: 'not_found' },
  },
  {
    name: 'no such name, and denied by its id: it is there, out of our sight',
    channel: REF,
    known: KNOWN,
    serve: { ...hole, [BY_ID]: answer('chat-denied', 403) },
    expect: { status: 'unknown', reason: 'denied' },
  },
  {
    name: 'no such name, and the bot was removed',
    channel: REF,
    known: KNOWN,
    serve: { ...hole, [BY_ID]: answer('chat-removed') },
    expect: { status: 'unknown', reason: 'the_bot_was_removed' },
  },
  {
    name: 'its name taken by another, and denied by its id',
    channel: REF,
    known: KNOWN,
    serve: { [BY_LINK]: answer('chat-other'), [BY_ID]: answer('chat-denied', 403) },
    expect: { status: 'reassigned', reason: 'other_id', nativeId: '-70990000000001' },
  },
  {
    name: 'renamed',
    channel: REF,
    known: KNOWN,
    serve: { ...hole, [BY_ID]: answer('chat-renamed'), '/messages': answer('messages') },
    expect: { status: 'alive', nativeId: ID, handle: 'garden_hall', posts: MIDS },
  },
  {
    name: 'renamed, and its old name taken by another',
    channel: REF,
    known: KNOWN,
    serve: { [BY_LINK]: answer('chat-other'), [BY_ID]: answer('chat-renamed'), '/messages': answer('messages') },
    expect: { status: 'alive', nativeId: ID, handle: 'garden_hall' },
  },
  {
    name: 'closed, and its name taken by another',
    channel: REF,
    known: KNOWN,
    serve: { [BY_LINK]: answer('chat-other'), [BY_ID]: answer('chat-closed') },
    expect: { status: 'reassigned', reason: 'other_id', nativeId: '-70990000000001', profile: null, posts: [], known: { nativeId: ID } },
  },
  {
    name: 'its name is a person’s now',
    channel: REF,
    known: KNOWN,
    serve: { [BY_LINK]: answer('dialog'), [BY_ID]: answer('not-found', 404) },
    // Nothing of the person is kept.
    expect: { status: 'reassigned', reason: 'person', nativeId: null, profile: null },
  },
  {
    name: 'the name of a person',
    channel: REF,
    serve: { [BY_LINK]: answer('dialog') },
    expect: { status: 'unknown', reason: 'no_community', nativeId: null },
  },
  ...(['removed', 'left', 'suspended'] as const).map((status) => ({
    name: `the bot ${status}`,
    channel: REF,
    serve: { [BY_LINK]: answer(`chat-${status}`) },
    expect: {
      status: 'unknown' as const,
      reason: { removed: 'the_bot_was_removed', left: 'the_bot_left', suspended: 'the_bot_was_stopped' }[status],
      again: false,
    },
  })),
  {
    name: 'denied by its name',
    channel: REF,
    serve: { [BY_LINK]: answer('chat-denied', 403) },
    expect: { status: 'unknown', reason: 'denied' },
  },
  {
    name: 'denied by its id',
    channel: `tamtam:#${ID}`,
    serve: { [BY_ID]: answer('chat-denied', 403) },
    expect: { status: 'unknown', reason: 'denied' },
  },
  {
    name: 'not found by its id, which a bot put out may hear too',
    channel: `tamtam:#${ID}`,
    known: KNOWN,
    serve: { [BY_ID]: answer('not-found', 404) },
    expect: { status: 'unknown', reason: 'not_found_by_id', again: false },
  },
  {
    name: 'an API without this request',
    channel: REF,
    serve: { [BY_LINK]: answer('method-not-found', 404) },
    expect: { status: 'unknown', reason: 'http_404' },
  },
  {
    name: 'half an error of the API',
    channel: REF,
    serve: { [BY_LINK]: { status: 404, body: '{"code":"not.found"}' } },
    expect: { status: 'unknown', reason: 'http_404' },
  },
  ...[401, 403].map((status) => ({
    name: `no good token, ${status}`,
    channel: REF,
    serve: { [BY_LINK]: answer('verify-token', status) },
    expect: { status: 'unknown' as const, reason: 'credential', again: false },
  })),
  {
    name: 'too many requests',
    channel: REF,
    serve: { [BY_LINK]: answer('too-many-requests', 429) },
    expect: { status: 'unknown', reason: 'rate_limited', again: false },
  },
  {
    name: 'out of service',
    channel: REF,
    serve: { [BY_LINK]: answer('unavailable', 503) },
    expect: { status: 'unknown', reason: 'server_error', again: true },
  },
  {
    name: 'no such name, and a fault when asked by id: it may be a rename',
    channel: REF,
    known: KNOWN,
    serve: { ...hole, [BY_ID]: { failure: 'reset' } },
    expect: { status: 'unknown', reason: 'reset', again: true },
  },
  {
    name: 'another chat than the one asked for',
    channel: `tamtam:#${ID}`,
    serve: { [BY_ID]: answer('chat-other') },
    expect: { status: 'unknown', reason: 'drift' },
  },
]);

/** A chat of posts at these times, answered as the schema says: newest first, `to` < `from`; both bounds inclusive, or neither. */
function chatOf(times: readonly number[], inclusive: boolean): Given {
  const posts = times.map((at, i) => ({ at, i })).sort((a, b) => b.at - a.at || b.i - a.i);
  return ({ url }) => {
    const { pathname, searchParams: query } = new URL(url);
    if (pathname !== '/messages') return answer('chat-active');
    const [from, to] = [Number(query.get('from') ?? Number.MAX_SAFE_INTEGER), Number(query.get('to') ?? 0)];
    expect(to).toBeLessThan(from);
    const within = posts.filter(({ at }) => (inclusive ? at >= to && at <= from : at > to && at < from));
    const messages = within.slice(0, Number(query.get('count'))).map(({ at, i }) => ({
      recipient: { chat_id: Number(ID), chat_type: 'channel', user_id: null },
      timestamp: at,
      body: { mid: `mid.${i}`, seq: i, text: `post ${i}`, attachments: null },
    }));
    return { body: JSON.stringify({ messages }) };
  };
}

async function looks(
  serve: Given,
  pages: readonly number[],
  known = NOTHING_KNOWN,
): Promise<{ ids: string[]; more: boolean; asks: number }[]> {
  const seen = [];
  let now = known;
  for (const most of pages) {
    const input = { channel: REF, known: now, settings: replica, startedAt: 0, pages: most };
    const { look, exchanges } = await lookAt(tamTamWatch, input, given(serve).ask);
    expect(look.sighting.status).toBe('alive');
    seen.push({ ids: look.posts.map((post) => post.id), more: look.more, asks: exchanges.length - 1 });
    now = look.known;
  }
  return seen;
}

const START = Date.UTC(2019, 10, 5);
const every = (n: number, stepMs = 1000): number[] => Array.from({ length: n }, (_, i) => START + i * stepMs);

describe.each([true, false])('paging back, bounds inclusive: %s', (inclusive) => {
  it('a first look takes the newest pages and leaves what is older', async () => {
    const [first, second] = await looks(chatOf(every(1000), inclusive), [2, 2]);
    // Pages overlap by a post where the bounds are inclusive: that is what makes them join.
    expect(first?.ids.length).toBeGreaterThanOrEqual(199);
    expect(first?.ids[0]).toBe('mid.999');
    expect(first).toMatchObject({ more: false, asks: 2 });
    expect(second).toEqual({ ids: [], more: false, asks: 1 });
  });

  it.each([1, 250, 3000])('joins on to what is stored without a gap or a repetition, %i ms apart', async (step) => {
    const times = every(700, step);
    const [first] = await looks(chatOf(times.slice(0, 120), inclusive), [3]);
    expect(first?.ids).toHaveLength(120);
    const stored = {
      ...NOTHING_KNOWN,
      nativeId: ID,
      lastPost: 'mid.119',
      posts: ['mid.119'],
      own: { stored: `${times[119]}/119/mid.119` },
    };
    const all = await looks(chatOf(times, inclusive), [2, 2, 2, 2], stored);
    const ids = all.flatMap((one) => one.ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.map((id) => Number(id.slice(4))).sort((a, b) => a - b)).toEqual(Array.from({ length: 580 }, (_, i) => i + 120));
    expect(all.map((one) => one.more)).toEqual([true, true, false, false]);
    expect(all.at(-1)?.ids).toEqual([]);
  });

  it('three posts a millisecond, wherever a page or a look ends among them', async () => {
    const times = Array.from({ length: 500 }, (_, i) => START + Math.floor(i / 3) * 1000);
    for (const last of [40, 41, 42]) {
      const known = { ...NOTHING_KNOWN, nativeId: ID, lastPost: `mid.${last}`, own: { stored: `${times[last]}/${last}/mid.${last}` } };
      for (const pages of [1, 2, 9]) {
        const all = await looks(chatOf(times, inclusive), [pages, pages, pages, pages, pages, pages], known);
        const numbers = all.flatMap((one) => one.ids.map((id) => Number(id.slice(4)))).sort((a, b) => a - b);
        expect(numbers).toEqual(Array.from({ length: 499 - last }, (_, i) => last + 1 + i));
      }
    }
  });

  it('posts of one millisecond are told once each, and a page full of them ends', async () => {
    const times = [...every(5), ...Array.from({ length: 40 }, () => START + 60_000), START + 90_000];
    const [first, second] = await looks(chatOf(times, inclusive), [3, 3]);
    expect(first?.ids).toHaveLength(46);
    expect(second?.ids).toEqual([]);
    const crowd = await looks(
      chatOf(
        Array.from({ length: 300 }, () => START),
        inclusive,
      ),
      [5],
    );
    expect(crowd[0]?.asks).toBeLessThanOrEqual(5);
  });
});

describe('tamTamWatch', () => {
  it('ends at what is stored, also where the server takes no notice of the bounds', async () => {
    const chat = chatOf(every(500), true);
    const unbounded: Given = (request, asked) => {
      const url = new URL(request.url);
      url.searchParams.delete('to');
      return typeof chat === 'function' ? chat({ ...request, url: url.href }, asked) : null;
    };
    const known = { ...NOTHING_KNOWN, nativeId: ID, lastPost: 'mid.449', own: { stored: `${START + 449_000}/449/mid.449` } };
    const [first] = await looks(unbounded, [5], known);
    expect(first).toMatchObject({ more: false, asks: 1 });
    expect(first?.ids).toHaveLength(50);
  });

  it('stays where it was when the walk breaks off, and goes on there', async () => {
    const chat = chatOf(every(400), true);
    const broken: Given = (request, asked) =>
      asked === 2 ? { failure: 'timeout' } : typeof chat === 'function' ? chat(request, asked) : null;
    const stored = {
      ...NOTHING_KNOWN,
      nativeId: ID,
      lastPost: 'mid.99',
      posts: ['mid.99'],
      own: { stored: `${START + 99_000}/99/mid.99` },
    };
    const input = { channel: REF, known: stored, settings: replica, startedAt: 0, pages: 5 };
    const look = await tamTamWatch.look(input, given(broken).ask);
    expect(look).toMatchObject({
      sighting: { status: 'alive', reason: 'active:posts_timeout' },
      more: true,
      known: { lastPost: 'mid.99' },
    });
    const rest = await tamTamWatch.look({ ...input, known: look.known }, given(chat).ask);
    expect(new Set([...look.posts, ...rest.posts].map((post) => post.id)).size).toBe(300);
    expect(look.posts.length + rest.posts.length).toBe(300);
    expect(rest).toMatchObject({ more: false, known: { lastPost: 'mid.399' } });
  });

  it('says that some messages could not be read, and keeps the others', async () => {
    const messages = JSON.parse(page('tamtam/answers/messages.json')) as { messages: unknown[] };
    messages.messages.push({ recipient: { chat_id: 1 } }, 'no message');
    const serve = { [BY_LINK]: answer('chat-active'), '/messages': { body: JSON.stringify(messages) } };
    const input = { channel: REF, known: NOTHING_KNOWN, settings: replica, startedAt: 0, pages: 1 };
    const look = await tamTamWatch.look(input, given(serve).ask);
    expect(look.sighting.reason).toBe('active:posts_some_unreadable');
    expect(look.posts).toHaveLength(3);
  });

  it('tells a profile again when a face changes or a hundredth comes or goes', async () => {
    const chat = JSON.parse(page('tamtam/answers/chat-active.json')) as Record<string, unknown>;
    let known = NOTHING_KNOWN;
    const look = async (change: Record<string, unknown>): Promise<unknown> => {
      const serve = { [BY_LINK]: { body: JSON.stringify({ ...chat, ...change }) } };
      const seen = await tamTamWatch.look({ channel: REF, known, settings: replica, startedAt: 0, pages: 0 }, given(serve).ask);
      known = seen.known;
      return seen.profile?.subscribers ?? null;
    };
    expect(await look({})).toBe(412);
    expect(await look({ participants_count: 415 })).toBeNull();
    expect(await look({ participants_count: 416 })).toBeNull();
    expect(await look({ participants_count: 417 })).toBe(417);
    expect(await look({ participants_count: 417, title: 'Garden hall' })).toBe(417);
    expect(await look({ participants_count: 417, title: 'Garden hall' })).toBeNull();
  });

  it('puts the token into the query, and asks a named base only', async () => {
    const seen: unknown[] = [];
    await tamTamWatch.look({ channel: REF, known: NOTHING_KNOWN, settings: replica, startedAt: 0, pages: 1 }, async (request) => {
      seen.push(request);
      return { kind: 'failure', why: 'timeout', detail: '', sentAt: 0, at: 1 };
    });
    expect(seen).toEqual([
      {
        method: 'GET',
        url: 'https://replica.example/chats/garden_room?v=0.5.6',
        headers: { accept: 'application/json' },
        body: null,
        credential: { in: 'query', name: 'access_token' },
      },
    ]);
  });

  it('says that the platform closed, unless a base is named', () => {
    expect(tamTamWatch.missing({ base: null, own: {} })).toMatch(/^TamTam closed on 27 February 2026/);
    expect(tamTamWatch.missing(replica)).toBeNull();
    expect(platform.watch).toBe(tamTamWatch);
  });

  it.each([
    ['tamtam:+Qwer_ty12345', /invite/],
    ['tamtam:#595000000001', /negative/],
    ['tamtam:#abc', /negative/],
    ['tamtam:гараж', /letters/],
    [REF, null],
    [`tamtam:#${ID}`, null],
  ])('can look at %s: %s', (channel, expected) => {
    const said = tamTamWatch.blindTo(channel);
    if (expected === null) expect(said).toBeNull();
    else expect(said).toMatch(expected);
  });
});
