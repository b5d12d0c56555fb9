import { describe, expect, test } from 'vitest';
import type { Profile } from '../../src/model/observation.ts';
import type { ChannelRef } from '../../src/model/ref.ts';
import type { Known, Look, LookInput, SourceSettings, WatchSource } from '../../src/model/watch.ts';
import type { Status } from '../../src/model/words.ts';
import { type Given, given } from './conformance-ask.ts';
import { atEveryPlace, onEveryAnswer } from './conformance-faults.ts';
import { cutPages, mutatedPages } from './conformance-fuzz.ts';
import { lookAt, replayed, requestsOf, watched } from './conformance-look.ts';
import { controlsConform } from './conformance-names.ts';
import { type SearchCase, searchesConform } from './conformance-search.ts';

/**
 * What every live source must keep, whatever its platform:
 *
 *     import { conforms, page } from './conformance.ts';
 *     conforms(exampleWatch, [
 *       { name: 'a living channel', channel: 'example:garden', serve: { '/garden': page('example/pages/garden.html') }, expect: { status: 'alive', posts: ['1', '2'] } },
 *       { name: 'no such name', channel: 'example:garden', serve: { '/garden': { status: 404, body: '{"code":"not.found"}' } }, expect: { status: 'absent' } },
 *       { name: 'a portal', channel: 'example:garden', serve: { '*': page('example/pages/portal.html') }, expect: { status: 'unknown', reason: 'drift' } },
 *     ]);
 *
 * Each case is looked at as it is, and then again under every fault, cut, changed and replayed. Give at least one case that is
 * alive and one for each explicit status that the source can say.
 */

export interface Expected {
  status: Status;
  /** What is left out is not compared. */
  reason?: string | null;
  nativeId?: string | null;
  movedTo?: ChannelRef | null;
  handle?: string | null;
  more?: boolean;
  again?: boolean;
  /** Ids of the posts, in ascending order of number or else of text. */
  posts?: readonly string[];
  /** The fields that matter; null: no profile. */
  profile?: Partial<Profile> | null;
  /** The fields that matter of what is remembered. */
  known?: Partial<Known>;
}

export interface LookCase {
  /** Unique among the cases of a source. */
  name: string;
  channel: ChannelRef;
  /** What earlier looks taught, over `NOTHING_KNOWN`. */
  known?: Partial<Known>;
  settings?: SourceSettings;
  /** Default 1. */
  pages?: number;
  /** What the platform answers: by request (see `Given`), or a function. Asking for anything else fails the test. */
  serve: Given;
  expect: Expected;
  /** Requests that the look must make, in order, as `path?query` (`POST path?query` for a post). */
  asks?: readonly string[];
  /** Anything else to check. */
  also?: (look: Look) => void;
}

export interface ConformsOptions {
  searches?: readonly SearchCase[];
  /** Settings for everything that a case does not settle; default: the platform's own origin, nothing else. */
  settings?: SourceSettings;
}

const USUAL: SourceSettings = { base: null, own: {} };
const EARLIER: Known = { nativeId: null, kind: null, lastPost: null, posts: [], profile: null, own: {} };

/** Registers the suite's tests for one source. */
export function conforms(source: WatchSource, cases: readonly LookCase[], options: ConformsOptions = {}): void {
  const settings = options.settings ?? USUAL;
  const inputs = new Set<string>();
  const looks = cases.map((one) => prepared(one, settings, inputs));
  describe('says what the platform said', () => {
    test.each(looks)('$name', async ({ of, input }) => {
      const { look, exchanges } = await watched(source, input, given(of.serve));
      expect(toldBy(look, of.expect), JSON.stringify(look.sighting)).toEqual(of.expect);
      if (of.asks !== undefined) expect(requestsOf(exchanges)).toEqual(of.asks);
      of.also?.(look);
    });
  });
  describe('no fault makes it say that a channel is gone', () => {
    test.each(looks)('every answer: $name', async ({ of, input, known }) => {
      await onEveryAnswer(source, input, () => given(of.serve), known);
    });
    test.each(looks.filter(isAlive))('one answer: $name', async ({ of, input }) => {
      await atEveryPlace(source, input, () => given(of.serve));
    });
    test.each(looks)('cut short: $name', async ({ of, input }) => {
      await cutPages(source, input, () => given(of.serve));
    });
    test.each(looks)('changed at random: $name', async ({ of, input }) => {
      await mutatedPages(source, input, () => given(of.serve));
    });
  });
  describe('can be replayed, and remembers little', () => {
    test.each(looks)('$name', async ({ of, input }) => {
      const first = await watched(source, input, given(of.serve));
      await replayed(source, input, first);
      await remembers(source, input, of.serve, first.look);
    });
  });
  describe('asks only where it may', () => {
    const base = 'https://replica.example:8443';
    test.each(looks)('$name', async ({ of, input }) => {
      const moved = { ...input, settings: { ...input.settings, base } };
      const { exchanges } = await lookAt(source, moved, given(of.serve).ask);
      for (const { request } of exchanges) expect(new URL(request.url).origin).toBe(base);
    });
  });
  describe('names its controls', () => controlsConform(source, settings));
  if (options.searches !== undefined) searchesConform(source, settings, options.searches);
}

interface Prepared {
  name: string;
  of: LookCase;
  input: LookInput;
  /** A case before it has the same input. */
  known: boolean;
}

function prepared(of: LookCase, settings: SourceSettings, inputs: Set<string>): Prepared {
  const input: LookInput = {
    channel: of.channel,
    known: { ...EARLIER, ...of.known },
    settings: of.settings ?? settings,
    startedAt: Date.UTC(2026, 4, 1, 12),
    pages: of.pages ?? 1,
  };
  const key = JSON.stringify(input);
  const known = inputs.has(key);
  inputs.add(key);
  return { name: of.name, of, input, known };
}

function isAlive({ of }: Prepared): boolean {
  return of.expect.status === 'alive' || of.expect.status === 'restricted';
}

/** A look in the shape of what was expected of it. */
function toldBy(look: Look, expected: Expected): Expected {
  const { status, reason, nativeId, movedTo } = look.sighting;
  const all: Required<Expected> = {
    status,
    reason,
    nativeId,
    movedTo,
    handle: look.handle,
    more: look.more,
    again: look.again,
    posts: look.posts.map((post) => post.id).sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1)),
    profile: look.profile === null ? null : only(look.profile, expected.profile ?? {}),
    known: only(look.known, expected.known ?? {}),
  };
  return only(all, expected) as Expected;
}

function only<T extends object>(whole: T, wanted: object): Partial<T> {
  return Object.fromEntries(Object.entries(whole).filter(([key]) => key in wanted)) as Partial<T>;
}

/** What is remembered is small, is plain JSON, and keeps the next look from telling the same again. */
export async function remembers(source: WatchSource, input: LookInput, serve: Given, first: Look): Promise<void> {
  const json = JSON.stringify(first.known);
  expect(json.length).toBeLessThan(2048);
  expect(JSON.parse(json)).toEqual(first.known);
  expect(first.known.posts.length).toBeLessThanOrEqual(5);
  const told = new Set(first.posts.map((post) => `${post.id} ${post.editedAt}`));
  expect(told.size, 'no post twice in one look').toBe(first.posts.length);
  // What was missing in between may be told now; what was told may not.
  const { look } = await lookAt(source, { ...input, known: JSON.parse(json) as Known }, given(serve).orUnreachable);
  for (const post of look.posts) expect(told.has(`${post.id} ${post.editedAt}`), `post ${post.id} told again`).toBe(false);
  if (look.sighting.status === first.sighting.status) expect(look.profile, 'the same profile told again').toBeNull();
}

export { type Given, page, type Reply } from './conformance-ask.ts';
export { EXPLICIT } from './conformance-look.ts';
export type { SearchCase } from './conformance-search.ts';
