import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type IndexedPosts, openSearchIndex, type SearchIndex } from '../../src/store/search-index.ts';

let root: string;
let index: SearchIndex;
let count = 0;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'trackway-index-'));
  index = openSearchIndex(root);
});
afterAll(() => {
  index.close();
  rmSync(root, { recursive: true });
});

const NONE: ReadonlySet<number> = new Set();
const at = (rid: number): number => Date.UTC(2019, 10, 1) + rid * 1000;

function posts(rids: number[]): IndexedPosts {
  return { rids, at: rids.map(at), channels: rids.map(() => 'telegram:club'), words: rids.map((rid) => `garden n${rid}`) };
}

function all(hidden: ReadonlySet<number> = NONE, limit = 1000, offset = 0): { total: number; rids: number[] } {
  return index.find('"garden"', 0, at(1e6), limit, offset, hidden);
}

describe('the search index', () => {
  it('holds every post once, in whichever pieces and however often they come', () => {
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), { maxLength: 8 }), (pieces) => {
        index.clear();
        const added = new Set<number>();
        for (const piece of pieces) {
          index.add(posts([...piece].sort((a, b) => a - b)));
          for (const rid of piece) added.add(rid);
        }
        const expected = [...added].sort((a, b) => b - a);
        expect(all()).toEqual({ total: expected.length, rids: expected });
        expect(index.indexed(0, 1e9)).toBe(expected.length);
      }),
      { numRuns: 40 },
    );
  });

  it('passes over hidden posts, in the total and over the pages', () => {
    index.clear();
    index.add(posts([1, 2, 3, 4, 5, 6]));
    const hidden = new Set([2, 5, 99]);
    expect(all(hidden)).toEqual({ total: 4, rids: [6, 4, 3, 1] });
    expect(all(hidden, 2, 2)).toEqual({ total: 4, rids: [3, 1] });
    expect(all(NONE, 2, 2)).toEqual({ total: 6, rids: [4, 3] });
  });

  it('bounds the time on both sides, up to the end of this century', () => {
    index.clear();
    const rids = [1, 2, 3];
    const times = [Date.UTC(2019, 0, 1), Date.UTC(2039, 0, 1), Date.UTC(2099, 0, 1)];
    index.add({ ...posts(rids), at: times });
    const between = (from: number, until: number): number[] => index.find('"garden"', from, until, 10, 0, NONE).rids;
    expect(between(0, Date.UTC(2100, 0, 1))).toEqual([3, 2, 1]);
    expect(between(times[1] ?? 0, times[1] ?? 0)).toEqual([2]);
    expect(between(0, Date.UTC(2018, 0, 1))).toEqual([]);
  });

  it('is usable by two at once', () => {
    index.clear();
    const other = openSearchIndex(root);
    other.add(posts([10 + count++]));
    index.add(posts([30 + count++]));
    expect(all().total).toBe(2);
    other.close();
  });
});
