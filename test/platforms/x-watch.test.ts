import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Known, type Look, NOTHING_KNOWN } from '../../src/model/watch.ts';
import { platform } from '../../src/platforms/x/index.ts';
import { xWatch } from '../../src/platforms/x/watch.ts';
import { conforms, type Given, page, type Reply } from './conformance.ts';
import { given } from './conformance-ask.ts';
import { lookAt, searchAt } from './conformance-look.ts';

const answer = (name: string, status = 200): Reply => ({ status, body: page(`x/answers/${name}.json`) });

const REF = 'x:orchard_walker';
const ID = '1090100200300400500';
const BY_NAME = '/2/users/by/username/orchard_walker';
const BY_ID = `/2/users/${ID}`;
const TIMELINE = `/2/users/${ID}/tweets`;
const KNOWN = { nativeId: ID };
const usual = { base: null, own: {} };
const [T1, T2, T3] = ['1186190000000000009', '1186200000000000002', '1186200000000000003'];

conforms(
  xWatch,
  [
    {
      name: 'a living account',
      channel: REF,
      serve: { [BY_NAME]: answer('user'), [TIMELINE]: answer('timeline') },
      expect: {
        status: 'alive',
        reason: 'shown',
        nativeId: ID,
        handle: null,
        more: false,
        posts: [T1, T2, T3],
        profile: {
          kind: 'account',
          title: 'A walker in orchards',
          about: 'Pears & poems https://pears.example/\nhttps://tt.me/garden_room',
          subscribers: 320,
          createdAt: Date.UTC(2019, 1, 3, 10, 11, 12),
        },
        known: { nativeId: ID, kind: 'account', lastPost: T3, posts: [T3, T2, T1] },
      },
      also: ({ posts }) => {
        const [newest, repeated, edited] = posts;
        expect(newest).toMatchObject({
          nativeId: ID,
          author: null,
          text: 'tea and lamps at https://t.co/cccccccccc & more',
          links: ['https://tt.me/reading_rooms_hall', 'https://tt.me/reading_rooms_hall?from=x'],
          views: 77,
        });
        // A link in a repeated post stands where the short text of the repetition ends.
        expect(repeated).toMatchObject({
          text: 'The library moves to the garden, all who read are welcome https://t.co/dddddddddd',
          links: ['https://tt.me/garden_room'],
          forwardedFrom: { channel: 'x:paperboat_desk', id: '1186100000000000009', at: Date.UTC(2019, 9, 21, 8) },
        });
        expect(edited).toMatchObject({ id: T1, editedAt: Date.UTC(2019, 9, 21, 8, 21) });
      },
    },
    {
      name: 'by its id, which shows its name',
      channel: `x:#${ID}`,
      serve: { [BY_ID]: answer('user'), [TIMELINE]: answer('timeline-empty') },
      expect: { status: 'alive', handle: 'orchard_walker', posts: [], known: { lastPost: null } },
    },
    {
      name: 'renamed: its id is asked for, and its old name is not',
      channel: REF,
      known: KNOWN,
      serve: { [BY_ID]: answer('user-renamed'), [TIMELINE]: answer('timeline') },
      expect: { status: 'alive', nativeId: ID, handle: 'pear_walker', posts: [T1, T2, T3] },
    },
    {
      name: 'withheld in some countries',
      channel: REF,
      serve: { [BY_NAME]: answer('user-withheld'), [TIMELINE]: answer('timeline') },
      expect: { status: 'restricted', reason: 'withheld_in_de_fr', posts: [T1, T2, T3] },
    },
    {
      name: 'alive, though its posts cannot be had',
      channel: REF,
      known: { ...KNOWN, lastPost: T1 },
      serve: { [BY_ID]: answer('user'), [TIMELINE]: answer('too-many-requests', 429) },
      expect: { status: 'alive', reason: 'shown:posts_rate_limited', posts: [], known: { lastPost: T1 } },
    },
    {
      name: 'protected',
      channel: REF,
      serve: { [BY_NAME]: answer('user-protected') },
      expect: { status: 'private', reason: 'protected', nativeId: ID, posts: [], profile: { title: 'A walker in orchards' } },
    },
    {
      name: 'not for us to see',
      channel: REF,
      serve: { [BY_NAME]: answer('not-authorized-by-username') },
      expect: { status: 'private', reason: 'not_authorized' },
    },
    ...(['username', 'id'] as const).flatMap((by) => {
      const of = by === 'id' ? { channel: `x:#${ID}`, at: BY_ID } : { channel: REF, at: BY_NAME };
      return [
        {
          name: `suspended, by ${by}`,
          channel: of.channel,
          serve: { [of.at]: answer(`suspended-by-${by}`) },
          expect: { status: 'banned' as const, reason: 'suspended' },
        },
        {
          name: `not found, by ${by}`,
          channel: of.channel,
          serve: { [of.at]: answer(`not-found-by-${by}`) },
          expect: { status: 'absent' as const, reason: 'not_found' },
        },
        {
          name: `deactivated, by ${by}`,
          channel: of.channel,
          serve: { [of.at]: answer(`deactivated-by-${by}`) },
          expect: { status: 'deactivated' as const, reason: 'deactivated' },
        },
      ];
    }),
    {
      name: 'suspended, its id known: whoever has the name now is not asked for',
      channel: REF,
      known: KNOWN,
      serve: { [BY_ID]: answer('suspended-by-id') },
      expect: { status: 'banned', nativeId: ID },
    },
    {
      name: 'its id is not found, and neither is its name',
      channel: REF,
      known: KNOWN,
      serve: { [BY_ID]: answer('not-found-by-id'), [BY_NAME]: answer('not-found-by-username') },
      expect: { status: 'absent', nativeId: ID },
    },
    {
      name: 'its id is not found, and its name is another’s',
      channel: REF,
      known: KNOWN,
      serve: { [BY_ID]: answer('not-found-by-id'), [BY_NAME]: answer('user-other') },
      expect: { status: 'reassigned', reason: 'other_id', nativeId: '1777000000000000001', profile: null, posts: [], known: KNOWN },
    },
    {
      name: 'its id is not found, and its name shows that very id',
      channel: REF,
      known: KNOWN,
      serve: { [BY_ID]: answer('not-found-by-id'), [BY_NAME]: answer('user') },
      expect: { status: 'unknown', reason: 'drift' },
    },
    {
      name: 'a passing fault of X',
      channel: REF,
      serve: { [BY_NAME]: answer('unavailable') },
      expect: { status: 'unknown', reason: 'drift' },
    },
    {
      name: 'no good token',
      channel: REF,
      serve: { [BY_NAME]: answer('unauthorized', 401) },
      expect: { status: 'unknown', reason: 'credential', again: false },
    },
    {
      name: 'credits are spent',
      channel: REF,
      serve: { [BY_NAME]: answer('no-credits', 402) },
      expect: { status: 'unknown', reason: 'no_credits', again: false },
    },
    {
      name: 'too many requests',
      channel: REF,
      serve: { [BY_NAME]: answer('too-many-requests', 429) },
      expect: { status: 'unknown', reason: 'rate_limited', again: false },
    },
    {
      name: 'another account than the one asked for',
      channel: REF,
      serve: { [BY_NAME]: answer('user-renamed') },
      expect: { status: 'unknown', reason: 'drift' },
    },
    {
      name: 'a refusal of another account',
      channel: 'x:orchard',
      serve: { '*': answer('suspended-by-username') },
      expect: { status: 'unknown', reason: 'drift' },
    },
  ],
  {
    searches: [
      {
        name: 'posts of accounts that nobody watches',
        query: '"reading rooms" (garden OR حديقة)',
        serve: { '/2/tweets/search/recent': answer('search') },
        expect: { posts: ['2049500000000000001', '2049500000000000002'], more: false },
        also: ({ posts, profiles, cursor }) => {
          expect(cursor).toBe('2049500000000000002');
          expect(posts[0]).toMatchObject({ channel: REF, nativeId: ID, links: ['https://tt.me/reading_rooms_hall'], author: null });
          expect(profiles.map((profile) => [profile.channel, profile.kind, profile.nativeId])).toEqual([
            [REF, 'account', ID],
            ['x:paperboat_desk', 'account', '1090100200300400501'],
          ]);
        },
      },
      {
        name: 'nothing new',
        query: 'lamps',
        cursor: '2049500000000000002',
        serve: { '*': answer('search') },
        expect: { posts: [], more: false },
        also: ({ cursor }) => expect(cursor).toBe('2049500000000000002'),
      },
    ],
  },
);

const EPOCH = 1_288_834_974_657;
const NOW = Date.UTC(2026, 4, 1, 12);
const snowflake = (at: number, sequence = 0): string => String((BigInt(at - EPOCH) << 22n) + BigInt(sequence));

/** X with so many posts, a minute apart up to `until`, a page at a time; both lists page by the token of the last post. */
function xWith(posts: number, until: number, asks: URLSearchParams[]): Given {
  const ids = Array.from({ length: posts }, (_, i) => snowflake(until - i * 60_000, i));
  return ({ url }) => {
    const { pathname, searchParams } = new URL(url);
    if (!pathname.endsWith('/tweets') && !pathname.endsWith('/recent')) return answer('user');
    asks.push(searchParams);
    const since = BigInt(searchParams.get('since_id') ?? 0);
    const token = searchParams.get('pagination_token') ?? searchParams.get('next_token') ?? searchParams.get('until_id');
    const open = ids.filter((id) => BigInt(id) > since && (token === null || BigInt(id) < BigInt(token.replace('t', ''))));
    const data = open
      .slice(0, 100)
      .map((id) => ({ id, author_id: ID, created_at: new Date(NOW).toISOString(), text: id, edit_history_tweet_ids: [id] }));
    const next = open.length > 100 ? { next_token: `t${data.at(-1)?.id}` } : {};
    const includes = { users: [{ id: ID, username: 'orchard_walker', name: 'A walker' }] };
    return { body: JSON.stringify({ ...(data.length > 0 ? { data, includes } : {}), meta: { result_count: data.length, ...next } }) };
  };
}

async function look(serve: Given, pages: number, known: Known): Promise<Look> {
  return (await lookAt(xWatch, { channel: REF, known, settings: usual, startedAt: NOW, pages }, given(serve).ask)).look;
}

describe('the timeline', () => {
  it('is read from the newest post to the newest one stored, over as many looks as it takes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 650 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 150 }),
        async (behind, pages, later) => {
          const all = behind + 10;
          let known: Known = { ...NOTHING_KNOWN, nativeId: ID, lastPost: snowflake(NOW - behind * 60_000, behind) };
          const told: string[] = [];
          let more = true;
          for (let looks = 0; more; looks++) {
            // While a gap is being filled, new posts come in.
            const grown = looks === 0 ? 0 : later;
            const seen = await look(xWith(all + grown, NOW + grown * 60_000, []), pages, known);
            told.push(...seen.posts.map((post) => post.text));
            ({ known, more } = seen);
            expect(looks).toBeLessThan(20);
          }
          expect(new Set(told).size).toBe(told.length);
          if (later === 0) expect(told).toHaveLength(behind);
          else expect(told.length).toBeGreaterThanOrEqual(Math.min(behind, pages * 100));
          expect(known.own['until']).toBeNull();
        },
      ),
      { numRuns: 25 },
    );
  });

  it('asks with since_id, then with the token of each page, then with until_id where pages ran out', async () => {
    const asks: URLSearchParams[] = [];
    const known: Known = { ...NOTHING_KNOWN, nativeId: ID, lastPost: snowflake(NOW - 250 * 60_000, 250) };
    const first = await look(xWith(400, NOW, asks), 2, known);
    expect([first.posts.length, first.more, first.known.lastPost]).toEqual([200, true, known.lastPost]);
    const second = await look(xWith(400, NOW, asks), 2, first.known);
    expect([second.posts.length, second.more, second.known.lastPost]).toEqual([50, false, snowflake(NOW)]);
    const oldest = snowflake(NOW - 199 * 60_000, 199);
    const shape = asks.map((query) => ['since_id', 'until_id', 'pagination_token', 'max_results'].map((name) => query.get(name)));
    expect(shape).toEqual([
      [known.lastPost, null, null, '100'],
      [known.lastPost, null, `t${snowflake(NOW - 99 * 60_000, 99)}`, '100'],
      [known.lastPost, oldest, null, '100'],
    ]);
  });

  it('at first takes the newest page only: each post is paid for', async () => {
    const first = await look(xWith(500, NOW, []), 5, NOTHING_KNOWN);
    expect([first.posts.length, first.more, first.known.lastPost]).toEqual([100, false, snowflake(NOW)]);
  });

  it('takes no post of another account, and none that it cannot read', async () => {
    const own = { id: '9', author_id: ID, text: 'own', created_at: '2010-01-01T00:00:00.000Z' };
    const data = [{ ...own, id: '1200' }, { ...own, id: '1100', author_id: '7' }, { ...own, id: 'x' }, null, own];
    const body = JSON.stringify({ data, meta: { result_count: data.length } });
    const serve: Given = { [BY_ID]: answer('user'), [TIMELINE]: { body } };
    // Ids of unequal length: 9 is older than 80, and 80 older than 1200.
    const seen = await look(serve, 1, { ...NOTHING_KNOWN, nativeId: ID, lastPost: '80' });
    expect([seen.posts.map((post) => post.id), seen.known.lastPost]).toEqual([['1200'], '1200']);
  });

  it('keeps what came before the walk broke off, and goes on there', async () => {
    const whole = xWith(300, NOW, []);
    const broken: Given = (request, asked) =>
      asked === 2 ? { failure: 'reset' } : typeof whole === 'function' ? whole(request, asked) : null;
    const known: Known = { ...NOTHING_KNOWN, nativeId: ID, lastPost: snowflake(NOW - 250 * 60_000, 250) };
    const first = await look(broken, 5, known);
    expect(first).toMatchObject({ sighting: { status: 'alive', reason: 'shown:posts_reset' }, more: true, again: false });
    const rest = await look(whole, 5, first.known);
    expect(first.posts.length + rest.posts.length).toBe(250);
    expect(rest).toMatchObject({ more: false, known: { lastPost: snowflake(NOW) } });
  });
});

describe('a watched search', () => {
  const searched = async (serve: Given, cursor: string | null, pages = 1): Promise<Awaited<ReturnType<typeof searchAt>>> =>
    searchAt(xWatch, { query: 'tea', cursor, settings: usual, startedAt: NOW, pages }, given(serve).ask);

  it('goes on behind its cursor, over as many searches as it takes', async () => {
    const asks: URLSearchParams[] = [];
    const since = snowflake(NOW - 250 * 60_000, 250);
    const told: string[] = [];
    let cursor: string | null = since;
    const cursors: (string | null)[] = [];
    for (let i = 0; i < 3; i++) {
      const { found } = await searched(xWith(400, NOW, asks), cursor);
      told.push(...found.posts.map((post) => post.id));
      expect([found.failed, found.more]).toEqual([null, i < 2]);
      cursor = found.cursor;
      cursors.push(cursor);
    }
    expect([told.length, new Set(told).size, cursor]).toEqual([250, 250, snowflake(NOW)]);
    expect(cursors[0]).toBe(`${since}-${snowflake(NOW)}-${snowflake(NOW - 99 * 60_000, 99)}`);
    expect(asks.map((query) => query.get('since_id'))).toEqual([since, since, since]);
  });

  it('does not send ids that are older than the seven days it reaches back', async () => {
    const asks: URLSearchParams[] = [];
    const [old, newest, until] = [NOW - 9 * 86_400_000, NOW - 3_600_000, NOW - 8 * 86_400_000].map((at) => snowflake(at));
    const { found } = await searched(xWith(3, NOW, asks), old ?? '');
    expect(found.posts).toHaveLength(3);
    // A gap that has sunk out of reach is given up; what is newer goes on.
    await searched(xWith(3, NOW, asks), `${old}-${newest}-${until}`);
    expect(asks.map((query) => [query.get('since_id'), query.get('until_id')])).toEqual([
      [null, null],
      [newest, null],
    ]);
  });

  it('keeps the posts of the pages before a fault', async () => {
    const whole = xWith(300, NOW, []);
    const broken: Given = (request, asked) =>
      asked === 1 ? { failure: 'timeout' } : typeof whole === 'function' ? whole(request, asked) : null;
    const { found } = await searched(broken, snowflake(NOW - 250 * 60_000, 250), 3);
    expect([found.posts.length, found.failed, found.more]).toEqual([100, null, true]);
  });
});

describe('xWatch', () => {
  it('takes no account called "suspended" for a suspended one', async () => {
    for (const name of ['suspended', 'user_suspended']) {
      const body = page('x/answers/not-found-by-username.json').replaceAll('orchard_walker', name);
      const input = { channel: `x:${name}`, known: NOTHING_KNOWN, settings: usual, startedAt: NOW, pages: 1 };
      expect((await xWatch.look(input, given({ '*': { body } }).ask)).sighting).toMatchObject({ status: 'absent', reason: 'not_found' });
    }
  });

  it.each([
    ['the title alone', { detail: 'Something else.' }],
    ['the sentence alone', { title: 'Not Found Error' }],
    ['the sentence within another', { detail: 'We do not think that User has been suspended: [orchard_walker].' }],
    ['the sentence about another', { detail: 'User has been suspended: [orchard].' }],
    ['a refusal of another', { value: 'orchard' }],
    ['a refusal of a post', { resource_type: 'tweet' }],
    ['a refusal of somebody mentioned', { parameter: 'entities.mentions.username' }],
  ])('believes no refusal by %s', async (_, change) => {
    const told = async (change: object): Promise<string> => {
      const { errors } = JSON.parse(page('x/answers/suspended-by-username.json')) as { errors: object[] };
      const body = JSON.stringify({ errors: errors.map((error) => ({ ...error, ...change })) });
      const input = { channel: REF, known: NOTHING_KNOWN, settings: usual, startedAt: NOW, pages: 1 };
      const { status, reason } = (await xWatch.look(input, given({ '*': { body } }).ask)).sighting;
      return `${status}:${reason}`;
    };
    expect([await told({}), await told(change)]).toEqual(['banned:suspended', 'unknown:drift']);
  });

  it('asks with the bearer token in the header', async () => {
    const input = { channel: REF, known: NOTHING_KNOWN, settings: usual, startedAt: NOW, pages: 0 };
    const { exchanges } = await lookAt(xWatch, input, given({ '*': answer('user') }).ask);
    expect(exchanges.map(({ request }) => request.credential)).toEqual([{ in: 'header', name: 'authorization', prefix: 'Bearer ' }]);
    expect(exchanges[0]?.request.url).toMatch(/^https:\/\/api\.x\.com\/2\/users\/by\/username\/orchard_walker\?user\.fields=/);
    expect(platform.watch).toBe(xWatch);
  });

  it.each(['x:+token', 'x:#abc', 'x:a-b', 'x:a_name_of_more_than_twenty'])('is blind to %s', (channel) => {
    expect(xWatch.blindTo(channel)).toMatch(/^(?:ids|names)/);
  });
});
