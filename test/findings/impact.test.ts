import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportOf } from '../../quality/impact-rows.ts';
import type { ChannelHistory } from '../../src/findings/history.ts';
import { identities } from '../../src/findings/identity.ts';
import { type Impact, type ImpactInput, impactBuilder } from '../../src/findings/impact.ts';
import { platformHosts } from '../../src/findings/impact-domains.ts';
import { DAY } from '../../src/findings/impact-windows.ts';
import type { PostPiece, SightingRow } from '../../src/model/rows.ts';
import { platform as telegram } from '../../src/platforms/telegram/index.ts';
import { ACTIONS, actionWorld } from '../../src/simulate/interventions.ts';

const AT = Date.UTC(2019, 10, 22);

interface Said {
  channel: string;
  /** Days from the date. */
  day: number;
  author?: string;
  forwarded?: boolean;
  statement?: number;
}

function piece(posts: readonly Said[]): PostPiece {
  return {
    length: posts.length,
    channel: posts.map((post) => post.channel),
    nativeId: posts.map(() => null),
    at: Float64Array.from(posts, (post) => AT + post.day * DAY),
    author: posts.map((post) => post.author ?? null),
    forwarded: Uint8Array.from(posts, (post) => Number(post.forwarded ?? false)),
    statement: Float64Array.from(posts, (post) => post.statement ?? -1),
    rid: Float64Array.from(posts, (_, i) => i),
    text: [],
    words: [],
  };
}

function history(channel: string, more: Partial<ChannelHistory> = {}): ChannelHistory {
  return {
    identity: channel,
    channel,
    platform: 'telegram',
    control: false,
    listed: false,
    operator: null,
    createdAt: null,
    firstAlive: AT - 40 * DAY,
    absentBefore: null,
    watchedFrom: AT - 40 * DAY,
    observedTo: AT + 40 * DAY,
    lastAlive: AT + 40 * DAY,
    state: 'alive',
    episodes: [],
    ...more,
  };
}

const A = 'telegram:reading_room';
const B = 'telegram:poetry_room';
const NEW = 'tamtam:reading_room_two';

function report(posts: readonly Said[], more: Partial<ImpactInput> = {}): Impact {
  const builder = impactBuilder({
    at: AT,
    asOf: AT + 20 * DAY,
    windowDays: 10,
    gap: { before: 0, after: 0 },
    histories: [history(A), history(B), history(NEW, { createdAt: AT + 2 * DAY, firstAlive: AT + 3 * DAY, lastAlive: AT + 12 * DAY })],
    roster: new Set([A, B, NEW]),
    network: new Set([A, B, NEW]),
    comparison: null,
    looks: [],
    index: identities([]),
    hosts: platformHosts([telegram.links].filter((links) => links !== null)),
    ...more,
  });
  builder.addPosts(piece(posts));
  return builder.finish();
}

const row = (rows: Impact['roster'], measure: string) => rows.find((line) => line.measure === measure);
const sides = (rows: Impact['roster'], measure: string) => [row(rows, measure)?.before, row(rows, measure)?.after];

describe('the impact report', () => {
  const posts: Said[] = [
    { channel: A, day: -10, author: 'u1' },
    { channel: A, day: -9.5, author: 'u2', statement: 7 },
    { channel: B, day: -0.001, forwarded: true, statement: 7 },
    { channel: A, day: 0, author: 'u1', statement: 7 },
    { channel: NEW, day: 4 },
    { channel: NEW, day: 4.2, forwarded: true },
    { channel: NEW, day: 11 },
    { channel: A, day: -10.001 },
    { channel: A, day: 10 },
    { channel: 'telegram:nobody_watches', day: 1 },
  ];

  it('counts each window from the date itself: roster without what began later, network with it', () => {
    const { roster, network, channels } = report(posts);
    expect(channels).toEqual({ roster: 2, network: 3 });
    expect(sides(roster, 'organicPosts')).toEqual([2, 1]);
    expect(sides(roster, 'forwardedPosts')).toEqual([1, 0]);
    expect(sides(network, 'organicPosts')).toEqual([2, 2]);
    expect(sides(network, 'posts')).toEqual([3, 3]);
    expect(row(roster, 'organicPosts')?.change).toBeCloseTo(-0.5, 12);
  });

  it('counts a statement once a window, an author once a day, and a channel that shows none as a poster', () => {
    const { roster } = report(posts);
    // Two copies of statement 7 before; the third is the first of the window after.
    expect(sides(roster, 'uniquePosts')).toEqual([2, 1]);
    expect(row(roster, 'uniqueShare')?.before).toBeCloseTo(2 / 3, 12);
    // u1 and u2 on the first day, the channel B itself on the last: three poster-days in ten.
    expect(row(roster, 'activePosters')?.before).toBeCloseTo(0.3, 12);
    expect(row(roster, 'activeChannels')?.before).toBeCloseTo(0.2, 12);
    expect(row(roster, 'postsPerChannelDay')?.before).toBeCloseTo(1.5, 12);
  });

  it('tells the cohort: f × g × h are the posts that were seen', () => {
    const { cohort, network } = report(posts);
    expect(cohort).toMatchObject({ created: 1, createdByPlatform: 1, medianLifespanDays: 10, lifespanAtLeast: true, output: 3 });
    // Created on day 2, last seen alive on day 12.
    expect(cohort.meanLifespanDays).toBe(10);
    expect(cohort.created * (cohort.meanLifespanDays ?? 0) * (cohort.postsPerDay ?? 0)).toBeCloseTo(cohort.output, 9);
    expect(cohort.firstToLastPostDays).toBeCloseTo(7, 9);
    expect(cohort.constantRiskDays).toBeNull();
    expect(sides(network, 'newChannels')).toEqual([0, 1]);
  });

  it('does not depend on the order of posts or on how they come in pieces', () => {
    const whole = report(posts);
    fc.assert(
      fc.property(fc.shuffledSubarray(posts, { minLength: posts.length }), fc.integer({ min: 0, max: posts.length }), (shuffled, cut) => {
        const builder = impactBuilder({
          at: AT,
          asOf: AT + 20 * DAY,
          windowDays: 10,
          gap: { before: 0, after: 0 },
          histories: [
            history(NEW, { createdAt: AT + 2 * DAY, firstAlive: AT + 3 * DAY, lastAlive: AT + 12 * DAY }),
            history(B),
            history(A),
          ],
          roster: new Set([B, NEW, A]),
          network: new Set([NEW, A, B]),
          comparison: null,
          looks: [],
          index: identities([]),
          hosts: platformHosts([]),
        });
        builder.addPosts(piece(shuffled.slice(0, cut)));
        builder.addPosts(piece(shuffled.slice(cut)));
        expect(builder.finish()).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  it('follows a channel through a rename and keeps a re-used handle apart', () => {
    const index = identities([
      { channel: 'telegram:old_name', nativeId: '5', from: AT - 30 * DAY, to: AT - 5 * DAY },
      { channel: 'telegram:new_name', nativeId: '5', from: AT - 4 * DAY, to: AT + 9 * DAY },
      { channel: 'telegram:old_name', nativeId: '6', from: AT - 2 * DAY, to: AT + 9 * DAY },
    ]);
    const said = [
      { channel: 'telegram:old_name', day: -6 },
      { channel: 'telegram:old_name', day: 2 },
      { channel: 'telegram:new_name', day: 2 },
      { channel: 'telegram:new_name', day: 3 },
    ];
    const ids = new Set(['telegram:#5']);
    const { roster } = report(said, { index, histories: [history('telegram:#5')], roster: ids, network: ids });
    expect(sides(roster, 'posts')).toEqual([1, 2]);
  });

  it('links to elsewhere: by domain, without the own platform, roster apart from network', () => {
    const builder = impactBuilder({
      at: AT,
      asOf: AT + 20 * DAY,
      windowDays: 10,
      gap: { before: 0, after: 0 },
      histories: [history(A), history(NEW, { createdAt: AT + DAY })],
      roster: new Set([A]),
      network: new Set([A, NEW]),
      comparison: null,
      looks: [],
      index: identities([]),
      hosts: platformHosts([telegram.links].filter((links) => links !== null)),
    });
    const { past } = builder.windows;
    const host = (channel: string, day: number, name: string, posts: number) => ({
      channel,
      nativeId: null,
      day: past + day,
      host: name,
      posts,
    });
    builder.addHosts([
      host(A, -1, 'www.example.org', 3),
      host(A, 0, 'example.org:8080', 2),
      host(NEW, 1, 'news.example.org', 4),
      host(A, 1, 't.me', 9),
      host(NEW, 2, 't.me', 5),
      host(A, 3, '%%%', 1),
      host(A, -11, 'example.org', 7),
    ]);
    const { outlinks, roster, network } = builder.finish();
    expect(outlinks.lines).toEqual([
      { domain: 'example.org', class: 'other', platform: null, before: 3, after: 6, rosterBefore: 3, rosterAfter: 2 },
      { domain: 't.me', class: 'messenger', platform: 'telegram', before: 0, after: 5, rosterBefore: 0, rosterAfter: 0 },
    ]);
    expect(outlinks.ownPlatform).toEqual({ before: 0, after: 9 });
    expect(outlinks.unreadable).toBe(1);
    expect(sides(roster, 'outlinks')).toEqual([3, 2]);
    expect(sides(network, 'outlinks')).toEqual([3, 11]);
  });

  it('does not take an earlier date at which the roster was smaller for growth', () => {
    // Room A posts ten a day for ever, room B began twenty days before and posts as much: nothing changes at the date.
    const days = Array.from({ length: 130 }, (_, i) => i - 120);
    const said = days.flatMap((day) => [
      ...Array.from({ length: 10 }, (_, n) => ({ channel: A, day: day + n / 10 })),
      ...(day < -20 ? [] : Array.from({ length: 10 }, (_, n) => ({ channel: B, day: day + n / 10 }))),
    ]);
    const set = new Set([A, B]);
    const { roster, network } = report(said, {
      histories: [history(A, { firstAlive: AT - 120 * DAY }), history(B, { firstAlive: AT - 20 * DAY })],
      roster: set,
      network: set,
      asOf: AT + 10 * DAY,
    });
    expect(row(roster, 'posts')).toMatchObject({ before: 200, after: 200, change: 0 });
    const { dates, asLarge } = row(network, 'posts')?.placebo ?? { dates: 0, asLarge: 0 };
    expect(asLarge).toBe(dates);
  });
});

describe('coverage and health', () => {
  const look = (channel: string, day: number, status: SightingRow['status'], observer = 'w1') => ({
    row: {
      id: '',
      channel,
      nativeId: null,
      at: AT + day * DAY,
      status,
      reason: null,
      movedTo: null,
      observer,
      tool: null,
      round: null,
    },
    identity: channel,
    control: false,
  });

  it('needs a post, an answer, or a known absence on each side', () => {
    const gone = history(B, {
      state: 'gone',
      lastAlive: AT - 11 * DAY,
      episodes: [{ kind: 'gone', source: 'probes', after: AT - 12 * DAY, by: AT - 11 * DAY, until: null, status: 'absent', evidence: [] }],
    });
    const { coverage, health } = report([{ channel: A, day: -3 }], {
      histories: [history(A), gone],
      looks: [look(A, 2, 'unknown'), look(A, 3, 'unknown', 'w2'), look(A, -3, 'alive', 'w2'), look(A, -30, 'alive')],
    });
    expect(coverage).toEqual({ channels: 2, before: 2, after: 1, both: 1 });
    expect(health.before).toEqual({ looks: 1, answered: 1 });
    expect(health.after).toEqual({ looks: 2, answered: 0 });
    expect(health.observers.map((observer) => observer.observer)).toEqual(['w1', 'w2']);
    expect(health.days).toHaveLength(20);
  });
});

describe('the published actions', () => {
  for (const name of ['2018', '2019'] as const) {
    it(`of ${name}: counts as planted, means inside their intervals`, () => {
      const action = ACTIONS[name];
      let inside = 0;
      for (const seed of ['a', 'b', 'c']) {
        const world = actionWorld(action, `test/${seed}`, 2_000, 1);
        const { roster, cohort } = reportOf(world);
        for (const [measure, truth] of [
          ['organicPosts', world.truth.organic],
          ['forwardedPosts', world.truth.forwarded],
          ['outlinks', world.truth.outlinks],
        ] as const) {
          expect(sides(roster, measure)).toEqual([truth.before, truth.after]);
        }
        expect(row(roster, 'organicPosts')?.change).toBeCloseTo(action.organicChange, 2);
        expect(row(roster, 'forwardedPosts')?.change).toBeCloseTo(action.forwardedChange, 2);
        expect(cohort.created).toBe(action.created);
        expect(cohort.output).toBe(world.truth.cohortPosts);
        const holds = (low: number | null, high: number | null, value: number) =>
          Number((low ?? value + 1) <= value && value <= (high ?? value - 1));
        inside +=
          holds(cohort.lifespanLow, cohort.lifespanHigh, action.meanLifespanDays) +
          holds(cohort.postsPerDayLow, cohort.postsPerDayHigh, action.postsPerDay);
      }
      expect(inside).toBeGreaterThanOrEqual(5);
    });
  }
});
