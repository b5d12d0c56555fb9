import { describe, expect, test } from 'vitest';
import { type Known, NOTHING_KNOWN } from '../../../src/model/watch.ts';
import { blueskyWatch } from '../../../src/platforms/bluesky/watch.ts';
import { conforms, type Given, type LookCase } from '../conformance.ts';
import { given, type Reply } from '../conformance-ask.ts';
import { watched } from '../conformance-look.ts';
import { ACTIVE, DID, error, feedEntry, HANDLE, json, listed, OTHER, PROFILE, tid, xrpc } from './synthetic.ts';

const channel = `bluesky:${HANDLE}`;
const met = { nativeId: DID };
const EASTER = Date.UTC(2026, 3, 5, 9);
const at = (minute: number): number => EASTER + minute * 60_000;

const STATUS = xrpc('com.atproto.sync.getRepoStatus');
const VIEW = xrpc('app.bsky.actor.getProfile');
const FEED = xrpc('app.bsky.feed.getAuthorFeed');
const RESOLVE = xrpc('com.atproto.identity.resolveHandle');
const UNRESOLVED = error('InvalidRequest', 'Unable to resolve handle');
const NO_PROFILE = error('InvalidRequest', 'Profile not found');
const NO_REPO = error('RepoNotFound', 'account not found', 404);

const TALK = [feedEntry('third', at(3)), feedEntry('second', at(2)), feedEntry('first', at(1))];
const LIVING: Given = {
  [RESOLVE]: json({ did: DID }),
  [STATUS]: ACTIVE,
  [VIEW]: json(PROFILE),
  [FEED]: json({ feed: TALK, cursor: '2026-04-05' }),
};

function status(name: string, said: object): Reply {
  return json({ did: DID, active: false, status: name, ...said });
}

function inactive(name: string, expect_: LookCase['expect'], view: Reply = NO_PROFILE): LookCase {
  return { name, channel, known: met, serve: { [STATUS]: status(name, {}), [VIEW]: view }, expect: expect_ };
}

conforms(blueskyWatch, [
  {
    name: 'a living account, met for the first time',
    channel,
    serve: LIVING,
    expect: {
      status: 'alive',
      reason: 'active',
      nativeId: DID,
      handle: null,
      more: false,
      posts: [1, 2, 3].map((n) => tid(at(n))),
      profile: {
        kind: 'account',
        title: 'Garden Club',
        about: 'Seeds on Sundays',
        subscribers: 412,
        createdAt: Date.UTC(2024, 1, 6, 10, 0, 0, 123),
      },
      known: { nativeId: DID, kind: 'account', lastPost: tid(at(3)), posts: [3, 2, 1].map((n) => tid(at(n))) },
    },
    asks: [
      `${RESOLVE}?handle=${HANDLE}`,
      `${STATUS}?did=${encodeURIComponent(DID)}`,
      `${VIEW}?actor=${encodeURIComponent(DID)}`,
      `${FEED}?actor=${encodeURIComponent(DID)}&limit=50&filter=posts_with_replies`,
    ],
  },
  { name: 'only whether it lives', channel, known: met, pages: 0, serve: LIVING, expect: { status: 'alive', posts: [] } },
  {
    name: 'its handle resolves no longer, which says nothing',
    channel,
    known: met,
    serve: { ...LIVING, [RESOLVE]: UNRESOLVED },
    expect: { status: 'alive' },
  },
  {
    name: 'renamed: the same id under another handle',
    channel,
    known: met,
    serve: { ...LIVING, [VIEW]: json({ ...PROFILE, handle: 'garden-club.example.org' }) },
    expect: { status: 'alive', nativeId: DID, handle: 'garden-club.example.org' },
  },
  {
    name: 'asked for by its id',
    channel: `bluesky:#${DID}`,
    serve: { ...LIVING, [VIEW]: json({ ...PROFILE, handle: 'handle.invalid' }) },
    expect: { status: 'alive', nativeId: DID, handle: null },
  },
  {
    name: 'the relay does not know it, the view shows it',
    channel,
    known: met,
    serve: { ...LIVING, [STATUS]: NO_REPO },
    expect: { status: 'alive', reason: 'profile' },
  },
  {
    name: 'it hides from visitors who are not logged in',
    channel,
    known: met,
    serve: { ...LIVING, [VIEW]: json({ ...PROFILE, labels: [{ val: '!no-unauthenticated', src: DID }] }) },
    expect: { status: 'restricted', reason: 'logged_in_only', posts: [], profile: null },
  },
  inactive('takendown', { status: 'banned', reason: 'takendown', nativeId: DID }),
  inactive('suspended', { status: 'banned', reason: 'suspended', nativeId: DID }),
  inactive('deactivated', { status: 'deactivated', reason: 'deactivated', nativeId: DID }),
  inactive('throttled', { status: 'unknown', reason: 'throttled', again: false }),
  inactive('desynchronized', { status: 'unknown', reason: 'desynchronized', again: false }),
  inactive('mothballed', { status: 'unknown', reason: 'mothballed' }),
  {
    name: 'inactive without a reason',
    channel,
    known: met,
    serve: { [STATUS]: json({ did: DID, active: false }), [VIEW]: NO_PROFILE },
    expect: { status: 'unknown', reason: 'inactive' },
  },
  {
    name: 'deleted, and the handle is free',
    channel,
    known: met,
    serve: { [STATUS]: status('deleted', {}), [VIEW]: NO_PROFILE, [RESOLVE]: UNRESOLVED },
    expect: { status: 'absent', reason: 'deleted', nativeId: DID },
  },
  {
    name: 'neither relay nor view know it',
    channel,
    known: met,
    serve: { [STATUS]: NO_REPO, [VIEW]: NO_PROFILE, [RESOLVE]: UNRESOLVED },
    expect: { status: 'absent', reason: 'repo_not_found', nativeId: DID },
  },
  {
    name: 'deleted, and somebody else has the handle',
    channel,
    known: met,
    serve: { [STATUS]: NO_REPO, [VIEW]: NO_PROFILE, [RESOLVE]: json({ did: OTHER }) },
    expect: { status: 'reassigned', reason: 'another_did', nativeId: OTHER },
  },
  {
    name: 'taken down by the view alone',
    channel,
    known: met,
    serve: { [STATUS]: ACTIVE, [VIEW]: error('AccountTakedown', 'Account has been suspended') },
    expect: { status: 'banned', reason: 'account_takedown', nativeId: DID },
  },
  {
    name: 'the relay does not know it, the view says deactivated',
    channel,
    known: met,
    serve: { [STATUS]: NO_REPO, [VIEW]: error('AccountDeactivated', 'Account is deactivated') },
    expect: { status: 'deactivated', nativeId: DID },
  },
  {
    name: 'relay and view contradict each other',
    channel,
    known: met,
    serve: { [STATUS]: ACTIVE, [VIEW]: error('AccountDeactivated', 'Account is deactivated') },
    expect: { status: 'unknown', reason: 'answers_disagree' },
  },
  {
    name: 'the answer about another account',
    channel,
    known: met,
    serve: { [STATUS]: json({ did: OTHER, active: false, status: 'takendown' }), [VIEW]: NO_PROFILE },
    expect: { status: 'unknown', reason: 'drift' },
  },
  {
    name: 'nobody ever had this handle',
    channel,
    serve: { [RESOLVE]: UNRESOLVED, [VIEW]: NO_PROFILE },
    expect: { status: 'absent', reason: 'handle_unresolved', nativeId: null },
  },
  {
    name: 'a handle under a domain of its own does not resolve',
    channel: 'bluesky:reading.example.org',
    serve: { [RESOLVE]: UNRESOLVED, [VIEW]: NO_PROFILE },
    expect: { status: 'unknown', reason: 'handle_unresolved' },
  },
  {
    name: 'a handle that does not resolve, of an account that was taken down',
    channel,
    serve: { [RESOLVE]: UNRESOLVED, [VIEW]: error('AccountTakedown', 'Account has been suspended') },
    expect: { status: 'banned', reason: 'account_takedown', nativeId: null },
  },
  {
    name: 'a request it calls wrong',
    channel,
    serve: { [RESOLVE]: error('InvalidRequest', 'Error: handle must be a valid handle') },
    expect: { status: 'unknown', reason: 'error_invalidrequest' },
  },
]);

describe('posts are missed by none and told once', () => {
  /** Fifty posts a page, one a minute, as the view lists them: newest first, from a cursor on. */
  function feedOf(minutes: number): Given {
    const all = Array.from({ length: minutes }, (_, n) => feedEntry(`minute ${n}`, at(n))).reverse();
    return (request) => {
      const url = new URL(request.url);
      if (!url.pathname.endsWith('getAuthorFeed')) return (LIVING as Readonly<Record<string, Reply>>)[url.pathname] ?? null;
      const from = Number(url.searchParams.get('cursor') ?? '0');
      const feed = all.slice(from, from + 50);
      return json(from + 50 < all.length ? { feed, cursor: String(from + 50) } : { feed });
    };
  }

  async function look(known: Known, minutes: number, pages: number) {
    const input = { channel, known, settings: { base: null, own: {} }, startedAt: at(minutes), pages };
    return (await watched(blueskyWatch, input, given(feedOf(minutes)))).look;
  }

  test('a gap that the pages do not close is closed by the next looks', async () => {
    const first = await look(NOTHING_KNOWN, 10, 1);
    expect(first.posts.length).toBe(10);
    const told = new Set(first.posts.map(({ id }) => id));
    let { known } = first;
    const more: boolean[] = [];
    for (let turn = 0; turn < 4; turn++) {
      const next = await look(known, 170, 1);
      for (const { id } of next.posts) {
        expect(told.has(id)).toBe(false);
        told.add(id);
      }
      more.push(next.more);
      known = next.known;
    }
    expect(told.size).toBe(170);
    expect(more).toEqual([true, true, true, false]);
    expect(known.lastPost).toBe(tid(at(169)));
    expect((await look(known, 170, 1)).posts).toEqual([]);
  });

  test('links behind words, mentions, cards, quotes, pictures', async () => {
    const facet = (feature: object): object => ({ index: { byteStart: 0, byteEnd: 1 }, features: [feature] });
    const blob = { $type: 'blob', ref: { $link: `bafkrei${'a'.repeat(52)}` }, mimeType: 'image/jpeg', size: 9 };
    const entry = feedEntry('new home', at(1), {
      facets: [
        facet({ $type: 'app.bsky.richtext.facet#link', uri: 'https://t.me/garden_two' }),
        facet({ $type: 'app.bsky.richtext.facet#mention', did: OTHER }),
        facet({ $type: 'app.bsky.richtext.facet#tag', tag: 'seeds' }),
      ],
      embed: {
        $type: 'app.bsky.embed.recordWithMedia',
        record: { record: { uri: `at://${OTHER}/app.bsky.feed.post/${tid(at(0))}`, cid: 'x' } },
        media: { $type: 'app.bsky.embed.images', images: [{ alt: '', image: blob }] },
      },
      reply: { parent: { uri: `at://${DID}/app.bsky.feed.post/${tid(at(0))}` }, root: {} },
    });
    const card = feedEntry('card', at(2), {
      embed: { $type: 'app.bsky.embed.external', external: { uri: 'https://garden.example/', title: '' } },
    });
    const repost = {
      ...feedEntry('passed on', at(3), {}, OTHER),
      reason: {
        $type: 'app.bsky.feed.defs#reasonRepost',
        uri: `at://${DID}/app.bsky.feed.repost/${tid(at(4))}`,
        indexedAt: new Date(at(4)).toISOString(),
      },
    };
    const serve = {
      ...LIVING,
      [FEED]: json({ feed: [repost, card, entry, { post: 7 }, feedEntry('of somebody else', at(0), {}, OTHER)] }),
    };
    const input = { channel, known: NOTHING_KNOWN, settings: { base: null, own: {} }, startedAt: at(9), pages: 1 };
    const { look: seen } = await watched(blueskyWatch, input, given(serve));
    expect(seen.posts.map(({ id, links, replyTo, forwardedFrom }) => ({ id, links, replyTo, forwardedFrom }))).toEqual([
      { id: tid(at(4)), links: [], replyTo: null, forwardedFrom: { channel: 'bluesky:chess.example.org', id: tid(at(3)), at: at(3) } },
      { id: tid(at(2)), links: ['https://garden.example/'], replyTo: null, forwardedFrom: null },
      {
        id: tid(at(1)),
        links: ['https://t.me/garden_two', `https://bsky.app/profile/${OTHER}`, `https://bsky.app/profile/${OTHER}/post/${tid(at(0))}`],
        replyTo: tid(at(0)),
        forwardedFrom: null,
      },
    ]);
    expect(seen.posts[2]?.media).toEqual([{ kind: 'image', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), perceptualHash: null }]);
    for (const post of seen.posts) expect(post.author).toBeNull();
  });
});

describe('a server that keeps accounts itself', () => {
  const settings = { base: 'https://pds.example', own: { server: 'pds', handles: 'example' } };
  const serve = {
    [STATUS]: ACTIVE,
    [xrpc('com.atproto.repo.describeRepo')]: json({ did: DID, handle: HANDLE, handleIsCorrect: true }),
    [xrpc('com.atproto.repo.getRecord')]: json({ uri: '', value: { displayName: 'Garden Club', description: 'Seeds' } }),
    [xrpc('com.atproto.repo.listRecords')]: json({ records: [listed('a', at(1)), listed('b', at(2))], cursor: tid(at(2)) }),
  };
  const input = { channel, known: { ...NOTHING_KNOWN, ...met }, settings, startedAt: at(9), pages: 1 };

  test('shows status, face and records', async () => {
    const { look: seen, exchanges } = await watched(blueskyWatch, input, given(serve));
    expect(seen.sighting).toMatchObject({ status: 'alive', nativeId: DID });
    expect(seen.profile).toMatchObject({ title: 'Garden Club', about: 'Seeds', subscribers: null });
    expect(seen.posts.map(({ text }) => text)).toEqual(['a', 'b']);
    expect(new Set(exchanges.map(({ request }) => new URL(request.url).origin))).toEqual(new Set(['https://pds.example']));
  });

  test('a handle that does not lead back to the account is not told', async () => {
    const claimed = json({ did: DID, handle: 'famous.example.org', handleIsCorrect: false });
    const lying = { ...serve, [xrpc('com.atproto.repo.describeRepo')]: claimed, [RESOLVE]: json({ did: OTHER }) };
    expect((await watched(blueskyWatch, input, given(lying))).look.handle).toBeNull();
    const honest = { ...lying, [RESOLVE]: json({ did: DID }) };
    expect((await watched(blueskyWatch, input, given(honest))).look.handle).toBe('famous.example.org');
  });

  test('without a base it says what is missing', () => {
    expect(blueskyWatch.missing({ base: null, own: { server: 'pds' } })).toMatch(/platforms\.bluesky\.base/);
    expect(blueskyWatch.missing(settings)).toBeNull();
  });
});

test('only handles and DIDs can be looked at', () => {
  for (const ref of ['bluesky:garden', 'bluesky:+token', 'bluesky:#123', 'bluesky:a b']) expect(blueskyWatch.blindTo(ref)).not.toBeNull();
  for (const ref of [channel, `bluesky:#${DID}`, 'bluesky:#did:web:garden.example.org']) expect(blueskyWatch.blindTo(ref)).toBeNull();
});
