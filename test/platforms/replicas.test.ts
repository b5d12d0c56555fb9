import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ms } from '../../src/model/observation.ts';
import { type Ask, type Known, type Look, NOTHING_KNOWN, type WatchSource } from '../../src/model/watch.ts';
import { tamTamWatch } from '../../src/platforms/tamtam/watch.ts';
import { xWatch } from '../../src/platforms/x/watch.ts';
import type { Ending, Replica, ReplicaPlace, ReplicaPost } from '../../src/simulate/replica.ts';
import { answerOf } from '../../src/simulate/replica-ask.ts';
import { tamtamReplica } from '../../src/simulate/replica-tamtam.ts';
import { xReplica } from '../../src/simulate/replica-x.ts';
import { snowflake } from '../../src/simulate/replica-x-objects.ts';

/** Do the sources and the replicas understand each other? They were made apart, from the same reference. */

const START = Date.UTC(2019, 10, 20);
const HOUR = 3_600_000;
const MINUTE = 60_000;
const REPLICA = 'https://replica.example';

function through(replica: Replica, now: Ms): Ask {
  return async (request) => answerOf(replica, request, now, now);
}

function looker(source: WatchSource, replica: Replica): (channel: string, now: Ms, known?: Known, pages?: number) => Promise<Look> {
  return (channel, now, known = NOTHING_KNOWN, pages = 3) =>
    source.look({ channel, known, settings: { base: REPLICA, own: {} }, startedAt: now, pages }, through(replica, now));
}

function place(of: Partial<ReplicaPlace> & Pick<ReplicaPlace, 'platform' | 'nativeId'>): ReplicaPlace {
  return {
    kind: of.platform === 'x' ? 'account' : 'channel',
    createdAt: START,
    handles: [{ handle: 'Garden_Room', from: START, to: null }],
    invites: [],
    faces: [{ from: START, title: 'Garden reading room', about: 'Seeds and tea', subscribers: 412, preview: true }],
    endings: [],
    posts: [],
    ...of,
  };
}

function posts(platform: string, count: number, stepMs: Ms = MINUTE): ReplicaPost[] {
  return Array.from({ length: count }, (_, i) => {
    const at = START + i * stepMs + (i % 7);
    return {
      id: platform === 'x' ? snowflake(at, i) : `mid.${String(i).padStart(24, '0')}`,
      at,
      text: `evening ${i}`,
      links: i % 50 === 0 ? [`https://t.me/room_${i}`] : [],
      author: null,
      forward: null,
      replyTo: null,
      views: i,
      editedAt: null,
      deletedAt: null,
    };
  });
}

const PLATFORMS = [
  { platform: 'tamtam', source: tamTamWatch, make: tamtamReplica, id: '-70801090403050', other: '-70801090403999' },
  { platform: 'x', source: xWatch, make: xReplica, id: '1090100200300400500', other: '1777000000000000001' },
] as const;

/** What must be said of each ending, where the channel is known by its name alone and where its id is known too. */
const SAID: Record<string, Record<Ending, [byName: string, byId: string]>> = {
  tamtam: {
    closed: ['absent:closed', 'absent:closed'],
    deleted: ['absent:not_found', 'absent:not_found'],
    deactivated: ['absent:not_found', 'absent:not_found'],
    banned: ['absent:not_found', 'absent:closed'],
    private: ['unknown:denied', 'unknown:denied'],
    restricted: ['alive:active:posts_denied', 'alive:active:posts_denied'],
  },
  x: {
    closed: ['absent:not_found', 'absent:not_found'],
    deleted: ['absent:not_found', 'absent:not_found'],
    deactivated: ['absent:not_found', 'absent:not_found'],
    banned: ['banned:suspended', 'banned:suspended'],
    private: ['private:protected', 'private:protected'],
    restricted: ['restricted:withheld_in_fr', 'restricted:withheld_in_fr'],
  },
};

const spoken = ({ sighting }: Look): string => `${sighting.status}:${sighting.reason}`;

describe.each(PLATFORMS)('$platform', ({ platform, source, make, id, other }) => {
  const REF = `${platform}:garden_room`;

  it('shows a living channel with its face and its posts', async () => {
    // The first look at an account on X takes one page.
    const written = posts(platform, platform === 'x' ? 100 : 250);
    const look = looker(source, make({ places: [place({ platform, nativeId: id, posts: written })] }));
    const seen = await look(REF, START + 250 * MINUTE, NOTHING_KNOWN, 4);
    expect(seen.sighting).toMatchObject({ status: 'alive', nativeId: id });
    expect(seen).toMatchObject({ handle: null, more: false });
    expect(seen.profile).toMatchObject({ title: 'Garden reading room', about: 'Seeds and tea', subscribers: 412, nativeId: id });
    expect(seen.posts.map((post) => post.id).sort()).toEqual(written.map((post) => post.id).sort());
    const times = new Map(seen.posts.map((post) => [post.id, post.when.at]));
    for (const post of written) expect(Math.abs((times.get(post.id) ?? 0) - post.at)).toBeLessThan(1000);
    expect(seen.posts.flatMap((post) => post.links).sort()).toEqual(written.flatMap((post) => post.links).sort());
  });

  it.each(Object.keys(SAID[platform] ?? {}) as Ending[])('%s is told as the platform tells it', async (how) => {
    const replica = make({
      places: [place({ platform, nativeId: id, posts: posts(platform, 5), endings: [{ how, from: START + HOUR, to: START + 2 * HOUR }] })],
    });
    const look = looker(source, replica);
    const before = await look(REF, START + HOUR / 2);
    expect(before.sighting.status).toBe('alive');
    const during = START + HOUR + MINUTE;
    expect([spoken(await look(REF, during)), spoken(await look(REF, during, before.known))]).toEqual(SAID[platform]?.[how]);
    expect((await look(REF, START + 3 * HOUR, before.known)).sighting.status).toBe('alive');
  });

  it('a name never used is absent, and so is one of tomorrow', async () => {
    const look = looker(source, make({ places: [place({ platform, nativeId: id, createdAt: START + HOUR })] }));
    expect((await look(REF, START)).sighting.status).toBe('absent');
    for (let i = 0; i < 20; i++) {
      const name = source.neverUsed(() => ((i * 37 + 11) % 101) / 101, { base: REPLICA, own: {} });
      expect((await look(name, START + 2 * HOUR)).sighting).toMatchObject({ status: 'absent', reason: 'not_found' });
    }
  });

  it('a rename is followed by the id, also where the name has gone to another', async () => {
    const moved = place({
      platform,
      nativeId: id,
      posts: posts(platform, 5),
      handles: [
        { handle: 'garden_room', from: START, to: START + HOUR },
        { handle: 'Garden_Hall', from: START + HOUR, to: null },
      ],
    });
    const taker = place({ platform, nativeId: other, handles: [{ handle: 'garden_room', from: START + 2 * HOUR, to: null }] });
    const look = looker(source, make({ places: [moved, taker] }));
    const before = await look(REF, START + MINUTE);
    for (const now of [START + HOUR + MINUTE, START + 3 * HOUR]) {
      expect(await look(REF, now, before.known)).toMatchObject({ handle: 'garden_hall', sighting: { status: 'alive', nativeId: id } });
    }
    // Whoever did not know the id sees that nobody, and later that somebody, is there.
    expect((await look(REF, START + HOUR + MINUTE)).sighting.status).toBe('absent');
    expect((await look(REF, START + 3 * HOUR)).sighting).toMatchObject({ status: 'alive', nativeId: other });
  });

  it('the name of a removed channel, taken by another, is reassigned', async () => {
    const gone = place({
      platform,
      nativeId: id,
      handles: [{ handle: 'garden_room', from: START, to: START + HOUR }],
      endings: [{ how: 'deleted', from: START + HOUR, to: null }],
    });
    const taker = place({ platform, nativeId: other, handles: [{ handle: 'garden_room', from: START + 2 * HOUR, to: null }] });
    const look = looker(source, make({ places: [gone, taker] }));
    const { known } = await look(REF, START + MINUTE);
    expect((await look(REF, START + HOUR + MINUTE, known)).sighting).toMatchObject({ status: 'absent' });
    const later = await look(REF, START + 3 * HOUR, known);
    expect(later).toMatchObject({ sighting: { status: 'reassigned', nativeId: other }, posts: [], profile: null });
  });

  it('rate limits and bad tokens say nothing of a channel', async () => {
    const world = { places: [place({ platform, nativeId: id })] };
    const limited = looker(source, make(world, { limited: [{ from: START, to: START + HOUR }] }));
    expect(await limited(REF, START + MINUTE)).toMatchObject({ sighting: { status: 'unknown', reason: 'rate_limited' }, again: false });
    const strict = looker(source, make(world, { token: 'another' }));
    expect(await strict(REF, START + MINUTE)).toMatchObject({ sighting: { status: 'unknown', reason: 'credential' }, again: false });
  });

  it('many looks over time tell every post once, whatever their pace and pages', async () => {
    const written = posts(platform, 600, 30_000);
    const look = looker(source, make({ places: [place({ platform, nativeId: id, posts: written })] }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 240 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 2 }),
        async (pauses, pages) => {
          let now = START + MINUTE;
          let known = NOTHING_KNOWN;
          const told: string[] = [];
          const once = async (): Promise<boolean> => {
            const seen = await look(REF, now, known, pages);
            known = seen.known;
            told.push(...seen.posts.map((post) => post.id));
            return seen.more;
          };
          await once();
          for (const pause of pauses) {
            now += pause * MINUTE;
            await once();
          }
          // A gap that was left is filled, then what came meanwhile is read, which may leave another.
          for (let rest = true, i = 0; rest && i < 40; i++) {
            const before = told.length;
            rest = (await once()) || told.length > before;
          }
          expect(new Set(told).size).toBe(told.length);
          expect([...told].sort()).toEqual(
            written
              .filter((post) => post.at <= now)
              .map((post) => post.id)
              .sort(),
          );
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('a search on X', () => {
  it('finds the post that betrays a new home, by an account that nobody watches, once', async () => {
    const said = [
      ...posts('x', 3),
      {
        ...(posts('x', 1)[0] as ReplicaPost),
        id: snowflake(START + HOUR, 1),
        at: START + HOUR,
        text: 'the reading rooms moved: https://tt.me/reading_rooms_hall',
        links: [],
      },
    ];
    const replica = xReplica({
      places: [
        place({
          platform: 'x',
          nativeId: '1090100200300400500',
          handles: [{ handle: 'orchard_walker', from: START, to: null }],
          posts: said,
        }),
      ],
    });
    const search = async (cursor: string | null, now: Ms): Promise<Awaited<ReturnType<NonNullable<typeof xWatch.search>>> | undefined> =>
      xWatch.search?.(
        { query: '"reading rooms" OR lamps', cursor, settings: { base: REPLICA, own: {} }, startedAt: now, pages: 2 },
        through(replica, now),
      );
    const before = await search(null, START + HOUR - 1);
    expect(before).toMatchObject({ failed: null, posts: [], cursor: null });
    const found = await search(before?.cursor ?? null, START + HOUR + MINUTE);
    expect(found).toMatchObject({
      failed: null,
      more: false,
      cursor: snowflake(START + HOUR, 1),
      posts: [{ channel: 'x:orchard_walker', nativeId: '1090100200300400500', links: ['https://tt.me/reading_rooms_hall'] }],
      profiles: [{ channel: 'x:orchard_walker', kind: 'account' }],
    });
    expect((await search(found?.cursor ?? null, START + HOUR + 2 * MINUTE))?.posts).toEqual([]);
    // Ten days later the cursor is out of the search's reach, and the replica, like X, would refuse it.
    expect(await search(found?.cursor ?? null, START + 240 * HOUR)).toMatchObject({ failed: null, posts: [], cursor: found?.cursor });
  });
});
