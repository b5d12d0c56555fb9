import { describe, expect, test } from 'vitest';
import type { Found, SearchInput, SourceSettings, WatchSource } from '../../src/model/watch.ts';
import { type Given, given, outcomeOf } from './conformance-ask.ts';
import { FAULTS } from './conformance-faults.ts';
import { allowed, replaying, requestsOf, type Searched, searchAt } from './conformance-look.ts';

/** What every watched search must keep. */

export interface SearchCase {
  /** Unique among the searches of a source. */
  name: string;
  query: string;
  /** Default null: the first time. */
  cursor?: string | null;
  settings?: SourceSettings;
  /** Default 1. */
  pages?: number;
  serve: Given;
  /** Ids of the posts, sorted as text; the reason why it failed, else null. */
  expect: { posts: readonly string[]; failed?: string | null; more?: boolean };
  asks?: readonly string[];
  also?: (found: Found) => void;
}

export function searchesConform(source: WatchSource, usual: SourceSettings, searches: readonly SearchCase[]): void {
  const cases = searches.map((of) => ({ name: of.name, of, input: inputOf(of, usual) }));
  describe('searches', () => {
    test.each(cases)('$name', async ({ of, input }) => {
      const seen = await searchAt(source, input, given(of.serve).ask);
      sound(source, input, seen);
      const { found, exchanges } = seen;
      expect(found.posts.map((post) => post.id).sort()).toEqual(of.expect.posts);
      expect(found.failed).toBe(of.expect.failed ?? null);
      if (of.expect.more !== undefined) expect(found.more).toBe(of.expect.more);
      if (of.asks !== undefined) expect(requestsOf(exchanges)).toEqual(of.asks);
      of.also?.(found);
    });
    test.each(cases)('replayed: $name', async ({ of, input }) => {
      const first = await searchAt(source, input, given(of.serve).ask);
      const again = await searchAt(source, input, replaying(first.exchanges));
      expect(again.exchanges.map(({ request }) => request)).toEqual(first.exchanges.map(({ request }) => request));
      expect(again.found).toEqual(first.found);
    });
    test.each(cases)('under faults: $name', async ({ of, input }) => {
      for (const fault of FAULTS) {
        const server = given(of.serve);
        let asked = 0;
        const seen = await searchAt(source, input, async (request) =>
          outcomeOf(fault.instead(await server.orUnreachable(request), request), asked++),
        );
        expect(seen.found.failed, `${fault.name} was read as an answer`).not.toBeNull();
        if (fault.again !== null) expect(seen.found.again, `${fault.name}: another try`).toBe(fault.again);
        sound(source, input, seen);
      }
    });
  });
}

function inputOf(of: SearchCase, usual: SourceSettings): SearchInput {
  return {
    query: of.query,
    cursor: of.cursor ?? null,
    settings: of.settings ?? usual,
    startedAt: Date.UTC(2026, 4, 1, 12),
    pages: of.pages ?? 1,
  };
}

function sound(source: WatchSource, input: SearchInput, { found, exchanges }: Searched): void {
  for (const { request } of exchanges) allowed(source, input.settings, request);
  if (found.failed === null) expect(found.again).toBe(false);
  else {
    expect(found.failed).toMatch(/^[a-z0-9][a-z0-9_:.-]{0,63}$/);
    expect(found.posts).toEqual([]);
    expect(found.cursor, 'the cursor stays').toBe(input.cursor);
  }
}
