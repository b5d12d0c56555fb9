import { describe, expect, it } from 'vitest';
import { measure, NAME_AND_AVATAR, rowsOf } from '../../quality/baselines.ts';
import { finder } from '../../src/case/links.ts';
import { liveness } from '../../src/findings/liveness.ts';
import { observationReader } from '../../src/formats/observation-record.ts';
import type { Observation, Post, Profile, Sighting } from '../../src/model/observation.ts';
import { platformOf } from '../../src/model/ref.ts';
import {
  FAMILY_NAMES,
  FITTING_FAMILIES,
  HELD_OUT_FAMILIES,
  type HomesSize,
  type HomesWorld,
  homes,
  LARGE,
  TYPICAL,
} from '../../src/simulate/homes.ts';
import * as places from '../../src/simulate/homes-places.ts';
import { random } from '../../src/simulate/random.ts';
import { fold } from '../../src/text/fold.ts';
import { stanceOf } from '../../src/text/stance.ts';

const SMALL: HomesSize = { lost: 15, bystanders: 50, days: 60, posts: 25 };
/** Many channels that say little: for what does not depend on how much is said. */
const MANY: HomesSize = { ...TYPICAL, posts: 20 };
const find = await finder();

interface Read {
  world: HomesWorld;
  posts: Post[];
  profiles: Profile[];
  sightings: Sighting[];
  all: Observation[];
  problems: string[];
}

const known = new Map<string, Read>();

/** Every world is read once. */
function read(family: string, size: HomesSize = SMALL): Read {
  const key = `${family} ${size.lost}`;
  const old = known.get(key);
  if (old !== undefined) return old;
  const world = homes(family, 'test', size);
  const reader = observationReader({ platform: null, channel: null, zone: null });
  const problems: string[] = [];
  const all: Observation[] = [];
  for (const record of world.records) {
    const observation = reader(JSON.parse(JSON.stringify(record)));
    if (typeof observation === 'string') problems.push(observation);
    else all.push(observation);
  }
  const posts = all.filter((one) => one.type === 'post');
  const profiles = all.filter((one) => one.type === 'profile');
  const sightings = all.filter((one) => one.type === 'sighting');
  const made = { world, posts, profiles, sightings, all, problems };
  known.set(key, made);
  return made;
}

function identityOf(one: { channel: string; nativeId: string | null }): string {
  return one.nativeId === null ? one.channel : `${platformOf(one.channel)}:#${one.nativeId}`;
}

/** The census of everybody, by identity. */
function states({ world, posts, profiles, sightings }: Read) {
  const seen = new Map<string, Post[]>();
  for (const post of posts) {
    const key = `${post.channel} ${post.nativeId}`;
    seen.set(key, [...(seen.get(key) ?? []), post]);
  }
  const activity = [...seen.values()].map((own) => {
    const times = own.map((post) => post.when.at).sort((a, b) => a - b);
    const last = times.at(-1) ?? 0;
    const days = [...new Set(times.map((time) => Math.floor(time / 86_400_000)))];
    return {
      channel: own[0]?.channel ?? '',
      nativeId: own[0]?.nativeId ?? null,
      posts: own.length,
      firstPost: times[0] ?? 0,
      lastPost: last,
      lastPostAfter: last,
      days,
    };
  });
  const bindings = [
    ...posts.map((post) => ({ ...post, at: post.when.at })),
    ...profiles.map((one) => ({ ...one, at: one.observedAt })),
    ...sightings,
  ]
    .filter((one) => one.nativeId !== null)
    .map((one) => ({ channel: one.channel, nativeId: one.nativeId ?? '', from: one.at, to: one.at }));
  const looks = [
    ...sightings,
    ...profiles.map((one) => ({
      ...one,
      at: one.observedAt,
      status: 'alive' as const,
      reason: 'profile',
      movedTo: null,
      observer: null,
      tool: null,
      round: null,
    })),
  ];
  const roster = [...new Set([...posts, ...profiles].map((one) => identityOf(one)))].map((channel) => ({
    channel,
    control: profiles.some((one) => one.control === true && identityOf(one) === channel) ? ('living' as const) : null,
    since: null,
  }));
  const answer = liveness({
    at: world.at,
    roster,
    activity,
    bindings,
    probeIntervals: {},
    sightings: looks.map((look, i) => ({ ...look, id: String(i) })),
  });
  return new Map(answer.channels.map((entry) => [entry.identity, entry]));
}

describe('worlds of lost homes', () => {
  it('come in families, some of them held out', () => {
    expect(FITTING_FAMILIES).toHaveLength(3);
    expect(HELD_OUT_FAMILIES.length).toBeGreaterThanOrEqual(2);
    expect([...FITTING_FAMILIES, ...HELD_OUT_FAMILIES].sort()).toEqual([...FAMILY_NAMES].sort());
    expect(() => homes('atlantis', 'x', SMALL)).toThrow('There is no family of worlds called atlantis');
  });

  it('stream: a large world gives its first records without making the others', () => {
    let taken = 0;
    const { truth, records } = homes('messenger-wave', 'large', { ...LARGE, lost: 200, bystanders: 300, posts: 100_000 });
    for (const record of records) {
      expect(record.type).toBe('profile');
      taken += 1;
      if (taken === 300) break;
    }
    expect(truth.lost.length).toBeGreaterThanOrEqual(200);
  });

  it.each(FAMILY_NAMES)('%s: the same seed gives the same bytes, again and again; another seed gives others', (family) => {
    const size = { ...SMALL, lost: 6, bystanders: 15, posts: 10 };
    const world = homes(family, 'a', size);
    const once = JSON.stringify([...world.records]);
    expect(JSON.stringify([...world.records])).toBe(once);
    const again = homes(family, 'a', size);
    expect(JSON.stringify([...again.records])).toBe(once);
    expect(again.truth).toEqual(world.truth);
    expect(JSON.stringify([...homes(family, 'b', size).records])).not.toBe(once);
  });

  it.each(FAMILY_NAMES)('%s: every record can be imported, none is of the future', (family) => {
    const { world, all, problems } = read(family);
    expect(problems).toEqual([]);
    expect(all.length).toBeGreaterThan(2_000);
    const times = all.map((one) =>
      'observedAt' in one && one.type === 'profile' ? one.observedAt : 'when' in one ? one.when.at : 'at' in one ? one.at : 0,
    );
    // Clocks of small servers may be ahead.
    expect(times.reduce((a, b) => Math.max(a, b))).toBeLessThan(world.at + 30 * 60_000);
  });

  it.each(FAMILY_NAMES)('%s: the census calls exactly the lost ones gone', (family) => {
    const data = read(family);
    const { truth } = data.world;
    const census = states(data);
    const lost = new Set(truth.lost.map((one) => one.identity));
    expect(truth.lost.filter((one) => census.get(one.identity)?.state !== 'gone').map((one) => one.channel)).toEqual([]);
    const gone = [...census.values()].filter((entry) => entry.state === 'gone').map((entry) => entry.identity);
    expect(gone.filter((identity) => !lost.has(identity))).toEqual([]);
  });

  it.each(FAMILY_NAMES)('%s: what the truth says of homes and impostors is what the records show', (family) => {
    const { world, posts, profiles, all } = read(family);
    const { truth } = world;
    const seen = new Set([...posts, ...profiles].map(identityOf));
    const channels = new Set([...posts, ...profiles].map((one) => one.channel));
    for (const home of truth.lost.flatMap((lost) => lost.successors)) {
      expect(seen.has(home.identity)).toBe(home.observable);
      if (!home.channel.includes('#')) expect(channels.has(home.channel)).toBe(home.observable);
    }
    const lost = new Set(truth.lost.map((one) => one.channel));
    const genuine = new Set(truth.lost.flatMap((one) => one.successors.map((home) => home.channel)));
    const warned = new Set(
      posts
        .filter(
          (post) =>
            stanceOf(fold(post.text)).stance === 'warn' ||
            /не вступайте|подделка|аккуратнее|не верьте|انتبهوا|careful with/i.test(post.text),
        )
        .flatMap((post) => [
          ...find(post.text, { mentionPlatform: platformOf(post.channel) }),
          ...post.links.flatMap((link) => find(link, { mentionPlatform: null })),
        ])
        .map((link) => link.channel),
    );
    const disputed = new Set(all.flatMap((one) => (one.type === 'dispute' ? [one.about] : [])));
    for (const impostor of truth.impostors) {
      expect(lost.has(impostor.of)).toBe(true);
      expect(genuine.has(impostor.channel)).toBe(false);
      expect(seen.has(impostor.identity)).toBe(true);
      if (impostor.denounced) expect(disputed.has(impostor.channel) || warned.has(impostor.channel)).toBe(true);
      else expect(disputed.has(impostor.channel)).toBe(false);
    }
    for (const home of truth.denounced) expect(genuine.has(home) && (disputed.has(home) || warned.has(home))).toBe(true);
  });

  it('have links that are found however they are written', () => {
    const dice = random('links');
    for (const place of Object.values(places)) {
      for (let i = 0; i < 60; i += 1) {
        const host = place.hosts.length === 0 ? '' : dice.pick(place.hosts);
        const handle = place.handle(
          dice.pick(['garden_echo', 'sada alhadiqa', 'myod', '7seas', 'a_very_long_name_of_a_very_small_room_on_the_hill']),
          host,
        );
        const written = `Look, ${place.link(handle, dice)} is where they are`;
        expect(find(written, { mentionPlatform: null }).map((link) => link.channel)).toContain(`${place.platform}:${handle}`);
      }
    }
  });
});

describe('a typical world', () => {
  it('has the size that it was asked for, and misses a quarter of its posts', () => {
    const { world, posts, profiles } = read('messenger-wave', MANY);
    expect(world.truth.lost.length).toBe(MANY.lost);
    const channels = new Set([...posts, ...profiles].map(identityOf));
    expect(channels.size).toBeGreaterThan(400);
    expect(channels.size).toBeLessThan(600);
    expect(posts.length).toBeGreaterThan(4_000);
    let numbers = 0;
    const last = new Map<string, number>();
    for (const post of posts) last.set(identityOf(post), Math.max(Number(post.id), last.get(identityOf(post)) ?? 0));
    for (const number of last.values()) numbers += number;
    expect(posts.length / numbers).toBeGreaterThan(0.65);
    expect(posts.length / numbers).toBeLessThan(0.85);
  });

  it('has many that go nowhere, homes that are not seen, impostors with and without the archive', () => {
    for (const family of FAMILY_NAMES) {
      const { truth } = read(family, MANY).world;
      const share = truth.lost.filter((lost) => lost.successors.length === 0).length / truth.lost.length;
      expect(share).toBeGreaterThan(0.2);
      expect(share).toBeLessThan(0.5);
      expect(truth.lost.some((lost) => lost.successors.some((home) => !home.observable))).toBe(true);
      expect(truth.lost.some((lost) => lost.successors.length > 1)).toBe(true);
      expect(new Set(truth.impostors.map((one) => `${one.copiesArchive} ${one.denounced}`)).size).toBe(4);
      expect(truth.impostors.length / truth.lost.length).toBeGreaterThan(0.1);
    }
  });

  it('has two that went to one, handles that others took, and archives in the mouths of impostors', () => {
    const { world, posts } = read('messenger-wave', MANY);
    const homesOf = world.truth.lost.flatMap((lost) => lost.successors.map((home) => home.channel));
    expect(new Set(homesOf).size).toBeLessThan(homesOf.length);
    expect(world.truth.lost.some((lost) => lost.channel.includes('#'))).toBe(true);
    const texts = (identity: string) => posts.filter((post) => identityOf(post) === identity).map((post) => post.text);
    const shares = world.truth.impostors.map((one) => {
      const old = new Set(texts(world.truth.lost.find((lost) => lost.channel === one.of)?.identity ?? ''));
      const own = texts(one.identity);
      return {
        copies: one.copiesArchive,
        share: own.length < 8 || old.size < 8 ? null : own.filter((text) => old.has(text)).length / own.length,
      };
    });
    const told = shares.filter((one) => one.share !== null);
    const mean = (copies: boolean) =>
      told.filter((one) => one.copies === copies).reduce((sum, one, _, list) => sum + (one.share ?? 0) / list.length, 0);
    expect(mean(true)).toBeGreaterThan(0.25);
    expect(mean(false)).toBeLessThan(0.1);
  });

  it('has spam: one author many times, or one text in many mouths', () => {
    const posts = ['messenger-wave', 'slow-drift', 'rooms'].flatMap((family) => read(family, MANY).posts);
    const byAuthor = new Map<string, number>();
    const byText = new Map<string, number>();
    for (const post of posts) {
      if (find(post.text, { mentionPlatform: null }).length === 0) continue;
      if (post.author !== null) byAuthor.set(post.author, (byAuthor.get(post.author) ?? 0) + 1);
      byText.set(post.text, (byText.get(post.text) ?? 0) + 1);
    }
    expect(Math.max(...byAuthor.values(), ...byText.values())).toBeGreaterThan(20);
  });

  it('differs from family to family in what happens', () => {
    const chain = read('slow-drift', MANY).world.truth.lost;
    const lost = new Set(chain.map((one) => one.identity));
    expect(chain.some((one) => one.successors.some((home) => lost.has(home.identity)))).toBe(true);
    expect(read('accounts', MANY).sightings.some((look) => look.status === 'moved' && look.movedTo !== null)).toBe(true);
    const rooms = read('rooms', MANY).posts;
    expect(rooms.some((post) => post.clockErrorMs !== null && post.clockErrorMs > 60_000)).toBe(true);
    expect(rooms.some((post) => post.clockErrorMs === null)).toBe(true);
    expect(new Set(rooms.map((post) => post.author)).size).toBeGreaterThan(500);
    expect(read('messenger-wave', MANY).posts.every((post) => post.clockErrorMs === null)).toBe(true);
  });

  it('is hard for name and picture', () => {
    const figures = FAMILY_NAMES.map((family) => {
      const { world } = read(family, MANY);
      return measure(NAME_AND_AVATAR, rowsOf(world.records, null), world.truth);
    });
    const mean = (of: 'top1' | 'fooled' | 'invented') => figures.reduce((sum, one) => sum + one[of], 0) / figures.length;
    expect(Math.abs(mean('top1') - 0.67)).toBeLessThan(0.08);
    expect(mean('fooled')).toBeGreaterThan(0.8);
    expect(Math.abs(mean('invented') - 0.35)).toBeLessThan(0.1);
  });
});
