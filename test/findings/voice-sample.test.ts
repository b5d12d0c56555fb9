import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counts, pairs, spread } from '../../src/findings/voice-counts.ts';
import { type SampledPost, sampler } from '../../src/findings/voice-sample.ts';

const NO_MARKS = { marks: new Uint16Array(0), count: 0 };

function kept(posts: readonly SampledPost[]): SampledPost[] {
  const sample = sampler();
  for (const post of posts) sample.offer(0, post, { hashes: Uint32Array.of(post.key), count: 1, sequence: post.key }, () => NO_MARKS);
  return sample
    .placesOf(0)
    .map((place) => {
      expect([...sample.words(place)]).toEqual([sample.read(place).key]);
      return sample.read(place);
    })
    .sort((a, b) => a.minute - b.minute || a.key - b.key || a.author - b.author || a.statement - b.statement);
}

/** Few keys, authors and days, so that repeats and full days are common. A text belongs to one statement or to none. */
const post = fc
  .record({
    minute: fc.integer({ min: -2_000, max: 20_000 }),
    author: fc.integer({ min: 0, max: 4 }),
    key: fc.integer({ min: 1, max: 400 }),
  })
  .map((given): SampledPost => ({ ...given, statement: given.key % 3 === 0 ? 1 + (given.key % 7) : 0 }));

test('what is kept depends on the posts, not on their order', () => {
  fc.assert(
    fc.property(fc.array(post, { maxLength: 500 }), fc.infiniteStream(fc.nat()), (posts, lots) => {
      const shuffled = posts
        .map((one) => ({ one, lot: lots.next().value as number }))
        .sort((a, b) => a.lot - b.lot)
        .map(({ one }) => one);
      expect(kept(shuffled)).toEqual(kept(posts));
    }),
    { numRuns: 60 },
  );
});

test('a thousand posts of one author crowd nobody out', () => {
  const flood = Array.from({ length: 1_000 }, (_, i): SampledPost => ({ minute: 5_000 + i, author: 9, statement: 0, key: 1_000 + i }));
  const others = Array.from({ length: 30 }, (_, i): SampledPost => ({ minute: 5_000 + 30 * i, author: 10 + i, statement: 0, key: i }));
  expect(kept([...flood, ...others]).filter((one) => one.author !== 9)).toHaveLength(30);
});

test('copies give way to posts that stand alone', () => {
  const copies = Array.from({ length: 300 }, (_, i): SampledPost => ({ minute: 40_000 + i, author: 0, statement: 1 + i, key: i }));
  const alone = Array.from({ length: 200 }, (_, i): SampledPost => ({ minute: 60 * i, author: 0, statement: 0, key: 1_000 + i }));
  expect(kept([...copies, ...alone]).every((one) => one.statement === 0)).toBe(true);
  expect(kept(copies).length).toBeGreaterThan(20);
});

test('first days and last days are both kept of a long life', () => {
  const posts = Array.from({ length: 2_000 }, (_, i): SampledPost => ({ minute: 300 * i, author: 0, statement: 0, key: i }));
  const minutes = kept(posts).map((one) => one.minute);
  expect(minutes[0]).toBe(0);
  expect(minutes.at(-1)).toBe(300 * 1_999);
  expect(minutes.length).toBeGreaterThan(80);
});

test('the tables count as a map and a set do', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(50), fc.integer({ min: -9, max: 9 })), { maxLength: 3_000 }), (given) => {
      const counted = counts();
      const seen = pairs();
      const statements = spread();
      const map = new Map<number, number>();
      const set = new Set<string>();
      const owners = new Map<number, Set<number>>();
      for (const [a, b] of given) {
        counted.add(a * 77_777_777);
        map.set(a, (map.get(a) ?? 0) + 1);
        expect(seen.add(a, b)).toBe(!set.has(`${a} ${b}`));
        set.add(`${a} ${b}`);
        statements.note(a * 2 ** 40 + a, b + 9);
        owners.set(a, (owners.get(a) ?? new Set()).add(b + 9));
      }
      for (const [a, times] of map) expect(counted.get((a * 77_777_777) >>> 0)).toBe(times);
      for (const [a, its] of owners) {
        expect(statements.owner(statements.find(a * 2 ** 40 + a))).toBe(its.size === 1 ? [...its][0] : -1);
      }
      expect(statements.find(2 ** 52)).toBe(-1);
      expect(statements.size()).toBe(owners.size);
    }),
    { numRuns: 20 },
  );
  const many = pairs();
  for (let i = 0; i < 20_000; i += 1) expect(many.add(i % 7, i)).toBe(true);
  expect(many.add(3, 3)).toBe(false);
});
