import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bareDossier, pieceOf, type VoicePost, type VoiceWorld, voiceWorld } from '../../quality/voice-world.ts';
import type { Dossier } from '../../src/findings/dossier.ts';
import type { Voices } from '../../src/findings/voice.ts';
import { voices } from '../../src/findings/voices.ts';
import type { PostPiece, SharedRow } from '../../src/model/rows.ts';
import { random } from '../../src/simulate/random.ts';
import { sharedData } from '../shared-data.ts';
import { DAY, HOUR, MINUTE, START } from './rows.ts';

const world = voiceWorld('voices test', 36, 60);
const names = world.channels.map((channel) => channel.name);

interface Setting {
  shared?: SharedRow[];
  kind?: Dossier['kind'];
  change?: (piece: PostPiece) => PostPiece;
  known?: readonly string[];
}

function hear(
  posts: readonly VoicePost[],
  { shared = [], kind = 'channel', change = (piece) => piece, known = names }: Setting = {},
): Voices {
  const indexOf = new Map(known.map((name, index) => [name, index]));
  const builder = voices(
    known.map((name, index) => ({ ...bareDossier(index, name), kind })),
    (channel) => indexOf.get(channel) ?? -1,
  );
  for (let from = 0; from < posts.length; from += 1_000) builder.add(change(pieceOf(posts.slice(from, from + 1_000), known)));
  builder.shared(shared);
  return builder.finish();
}

const heard = hear(world.posts);
const bits = (values: (number | null)[]): number[] => values.filter((value) => value !== null).sort((a, b) => a - b);
const median = (values: (number | null)[]): number => bits(values)[bits(values).length >> 1] ?? Number.NaN;
const pairsOf = ({ channels }: VoiceWorld, same: boolean): [number, number][] =>
  channels.flatMap((a, i) =>
    channels.flatMap((b, j): [number, number][] =>
      a.home === 0 && b.home === 1 && (a.community === b.community) === same ? [[i, j]] : [],
    ),
  );

describe('communities that moved', () => {
  const same = pairsOf(world, true).map(([a, b]) => heard.compare(a, b));
  const strangers = pairsOf(world, false).map(([a, b]) => heard.compare(a, b));

  test('their old and new homes speak alike, strangers do not', () => {
    expect(median(same.map((pair) => pair.text))).toBeGreaterThan(1.5);
    expect(median(same.map((pair) => pair.style))).toBeGreaterThan(2);
    expect(median(same.map((pair) => pair.rhythm))).toBeGreaterThan(0.5);
    expect(median(strangers.map((pair) => pair.text))).toBeLessThan(-1);
    expect(median(strangers.map((pair) => pair.style))).toBeLessThan(-1);
    expect(median(strangers.map((pair) => pair.rhythm))).toBeLessThan(0);
  });

  test('bits are no boast: among strangers, k bits come up at most about once in 2^k', () => {
    for (const measure of ['text', 'style', 'rhythm'] as const) {
      const values = bits(strangers.map((pair) => pair[measure]));
      for (const k of [2, 3, 4, 5])
        expect(values.filter((value) => value >= k).length / values.length, `${measure} ${k}`).toBeLessThan(2 * 2 ** -k);
    }
  });

  test('neighbours: the new home is among the first ten of 72', () => {
    const found = pairsOf(world, true).filter(([a, b]) => heard.neighbours(a, 10).includes(b));
    expect(found.length).toBeGreaterThan(33);
    expect(heard.neighbours(0, 10).length).toBeLessThanOrEqual(10);
    expect(heard.neighbours(0, 10)).not.toContain(0);
  });

  test('details say what was compared', () => {
    expect(same[0]?.details.text).toMatch(/unrelated pairs.* posts compared/);
    expect(same[0]?.details.archive).toBe('no posts in common that few others have');
  });
});

test('the order of posts and the size of pieces do not matter', () => {
  const posts = random('order').shuffle([...world.posts]);
  const again = hear(posts);
  for (const [a, b] of [...pairsOf(world, true), ...pairsOf(world, false).slice(0, 60)])
    expect(again.compare(a, b)).toEqual(heard.compare(a, b));
  for (let a = 0; a < names.length; a += 1) expect(again.neighbours(a, 12)).toEqual(heard.neighbours(a, 12));
});

test('channels of few words, unknown channels and forwards say nothing', () => {
  const first = new Set(world.posts.filter((post) => post.channel === 0).slice(0, 2));
  const short = hear(world.posts.filter((post) => post.channel !== 0 || first.has(post))).compare(0, 1);
  expect([short.text, short.style, short.rhythm]).toEqual([null, null, null]);
  expect(short.details.text).toBe('too little own text to compare what they talk about');
  const forwards = hear(world.posts, {
    change: (piece) => ({ ...piece, forwarded: Uint8Array.from(piece.channel, (channel) => Number(channel === names[1])) }),
  }).compare(0, 1);
  expect([forwards.text, forwards.style, forwards.ownPosts]).toEqual([null, null, 0]);
  expect(hear([], {}).compare(0, 1)).toMatchObject({ text: null, style: null, rhythm: null, archive: 0, ownPosts: 0 });
});

/** The pair of different communities in one language that are least alike. */
const strangerPair = pairsOf(world, false).find(
  ([a, b]) => world.channels[a]?.language === world.channels[b]?.language && world.channels[a]?.brand !== world.channels[b]?.brand,
) ?? [0, 3];

test('what many channels repeat makes nobody alike', () => {
  const [a, b] = strangerPair;
  const wire = world.posts.filter((post) => post.channel === a).slice(0, 40);
  const copies = names.flatMap((_, channel) =>
    channel % 3 === 0 || channel === b ? wire.map((post) => ({ ...post, channel, at: post.at + HOUR })) : [],
  );
  const texts = new Map(wire.map((post, i) => [post.text, i]));
  const marked = hear([...world.posts, ...copies], {
    change: (piece) => ({ ...piece, statement: Float64Array.from(piece.text, (text) => texts.get(text) ?? -1) }),
  });
  expect(marked.compare(a, b).text).toBeLessThan((heard.compare(a, b).text ?? 0) + 0.5);
  expect(hear([...world.posts, ...copies]).compare(a, b).text).toBeGreaterThan((heard.compare(a, b).text ?? 0) + 1);
});

test('one author who floods a group with another’s words is one voice of many', () => {
  const [a, b] = strangerPair;
  const authored = world.posts.map((post, i) => ({ ...post, author: `reader ${i % 25}` }));
  const before = hear(authored, { kind: 'group' }).compare(a, b).text ?? 0;
  // What the community of the first says elsewhere: its words, no copies of its posts.
  const theirs = world.posts.filter(
    (post) => post.channel !== a && world.channels[post.channel]?.community === world.channels[a]?.community,
  );
  const flood = Array.from({ length: 1_000 }, (_, i) => ({
    ...(theirs[i % theirs.length] as VoicePost),
    channel: b,
    author: 'flood',
    at: START + i * HOUR,
  }));
  const texts = new Set(theirs.map((post) => post.text));
  // Every text said differently enough to stand alone.
  const varied = flood.map((post, i) => ({ ...post, text: `${post.text} ${i} x${i}` }));
  const after = hear([...authored, ...varied], { kind: 'group' }).compare(a, b).text ?? 0;
  expect(texts.size).toBeGreaterThan(20);
  const open =
    hear([...authored, ...varied.map((post, i) => ({ ...post, author: `many ${i}` }))], { kind: 'group' }).compare(a, b).text ?? 0;
  expect(open).toBeGreaterThan(before + 0.5);
  expect(after, `${before} ${after} ${open}`).toBeLessThan(before + (open - before) / 2);
});

test('a clock that is minutes off changes little', () => {
  const late = hear(world.posts.map((post) => (post.channel % 2 === 1 ? { ...post, at: post.at + 4 * MINUTE } : post)));
  for (const [a, b] of pairsOf(world, true)) {
    const [now, then] = [heard.compare(a, b).rhythm, late.compare(a, b).rhythm];
    if (now !== null && then !== null) expect(Math.abs(now - then)).toBeLessThan(0.8);
  }
});

describe('archives', () => {
  // One short post each: enough to be in the pool.
  const present = names.map((_, channel): VoicePost => ({ channel, at: START + channel * DAY, author: null, text: 'we are here now' }));
  const row = (statement: number, channel: number, at: number, channels = 2): SharedRow => ({
    statement,
    channel: names[channel] ?? 'telegram:elsewhere',
    nativeId: null,
    post: `p${statement}`,
    firstAt: START + at,
    posts: 1,
    channels,
  });

  test('old posts that the other carries: how many, whose first, which', () => {
    const shared = Array.from({ length: 20 }, (_, i) => [row(i, 0, i * HOUR), row(i, 1, 90 * DAY)]).flat();
    const found = hear(present, { shared }).compare(0, 1);
    expect(found).toMatchObject({ copies: 20, copiesBefore: 0 });
    expect(found.archive).toBeGreaterThan(4);
    expect(found.examples.slice(0, 2)).toEqual([`${names[0]}/p0`, `${names[1]}/p0`]);
    expect(found.details.archive).toBe('20 posts in common, which nobody else has');
    expect(hear(present, { shared }).compare(1, 0).copiesBefore).toBe(20);
    expect(hear(present, { shared }).neighbours(0, 4)[0]).toBe(1);
    expect(hear(present, { shared: [...shared].reverse() }).compare(0, 1)).toEqual(found);
  });

  test('earlier by a few minutes is no earlier', () => {
    const shared = [row(1, 0, HOUR), row(1, 1, HOUR - 5 * MINUTE), row(2, 0, HOUR), row(2, 1, 0)];
    expect(hear(present, { shared }).compare(0, 1)).toMatchObject({ copies: 2, copiesBefore: 1 });
  });

  test('who copies everybody is nobody’s kin', () => {
    const everybody = names.flatMap((_, channel) => (channel === 1 ? [] : [row(channel, channel, 0), row(channel, 1, DAY)]));
    expect(hear(present, { shared: everybody }).compare(0, 1).archive).toBe(0);
    expect(hear(present, { shared: [row(0, 0, 0), row(0, 1, DAY)] }).compare(0, 1).archive).toBeGreaterThan(2);
  });

  test('own posts: copies of others are none, what others copied is', () => {
    const mine = world.posts.filter((post) => post.channel === 0);
    const copied = new Map(mine.map((post, i) => [post.text, i]));
    const copies = mine.map((post) => ({ ...post, channel: 3, at: post.at + 50 * DAY }));
    const posts = [...world.posts.filter((post) => post.channel !== 3), ...copies];
    const shared = mine.flatMap((_, i) => [row(i, 0, i), row(i, 3, 50 * DAY)]);
    const found = hear(posts, {
      shared,
      change: (piece) => ({ ...piece, statement: Float64Array.from(piece.text, (text) => copied.get(text) ?? -1) }),
    });
    expect(found.compare(0, 3).ownPosts).toBe(0);
    expect(found.compare(0, 3).text).toBeNull();
    expect(found.compare(3, 0).ownPosts).toBe(new Set(mine.map((post) => post.text)).size);
    // The copier has not silenced its model.
    expect(found.compare(0, 1).text).toBeGreaterThan((heard.compare(0, 1).text ?? 0) - 1.5);
  });
});

const folder = sharedData();
describe.skipIf(folder === null)('six real news channels', () => {
  const directory = join(folder ?? '', 'texts/news-ru');

  // Two pairs of them come from one house each: the style of a house is one.
  const HOUSE = [0, 1, 2, 3, 3, 2];

  test('the halves of each find each other by their words, and by their style at least the same house', () => {
    const posts: VoicePost[] = [];
    const known: string[] = [];
    for (const file of readdirSync(directory)
      .filter((name) => name.endsWith('.json'))
      .sort()) {
      const rows = JSON.parse(readFileSync(join(directory, file), 'utf8')) as { text: string; date: string }[];
      const times = rows.map((row) => Date.parse(row.date)).sort((a, b) => a - b);
      const middle = times[times.length >> 1] ?? 0;
      for (const row of rows)
        posts.push({
          channel: known.length + Number(Date.parse(row.date) >= middle),
          at: Date.parse(row.date),
          author: null,
          text: row.text,
        });
      known.push(`telegram:${file}_early`, `telegram:${file}_late`);
    }
    const found = hear(posts, { known });
    for (const measure of ['text', 'style'] as const) {
      for (let early = 0; early < known.length; early += 2) {
        const ranked = [1, 3, 5, 7, 9, 11]
          .map((late) => ({ late, bits: found.compare(early, late)[measure] ?? -9 }))
          .sort((a, b) => b.bits - a.bits);
        const best = ((ranked[0]?.late ?? 0) - 1) / 2;
        if (measure === 'text') expect(best, known[early]).toBe(early / 2);
        else expect(HOUSE[best], known[early]).toBe(HOUSE[early / 2]);
      }
    }
  });
});
