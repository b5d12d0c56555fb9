import { expect } from 'vitest';
import type { Ask, AskRequest, Exchange, Found, Look, LookInput, SearchInput, SourceSettings, WatchSource } from '../../src/model/watch.ts';
import { STATUSES, type Status } from '../../src/model/words.ts';
import { placeOf, type Server } from './conformance-ask.ts';

/** One look or search of a source, with what it asked, held against what holds for every one. */

/** Statuses that say that a channel is no longer what it was. No fault may ever bring one about. */
export const EXPLICIT: readonly Status[] = ['absent', 'banned', 'private', 'deactivated', 'moved', 'reassigned'];

export interface Watched {
  look: Look;
  exchanges: Exchange[];
}

export interface Searched {
  found: Found;
  exchanges: Exchange[];
}

/** No source needs as many in one look: more is a loop. */
const MOST_REQUESTS = 60;

/** A look with every request recorded. */
export async function lookAt(source: WatchSource, input: LookInput, ask: Ask): Promise<Watched> {
  const exchanges: Exchange[] = [];
  const look = await source.look(frozen(input), recording(ask, exchanges));
  return { look, exchanges };
}

export async function searchAt(source: WatchSource, input: SearchInput, ask: Ask): Promise<Searched> {
  if (source.search === null) throw new Error('this source offers no search');
  const exchanges: Exchange[] = [];
  const found = await source.search(frozen(input), recording(ask, exchanges));
  return { found, exchanges };
}

function recording(ask: Ask, exchanges: Exchange[]): Ask {
  return async (request) => {
    if (exchanges.length >= MOST_REQUESTS) throw new Error(`it asks without end: ${request.method} ${request.url}`);
    const outcome = await ask(request);
    exchanges.push({ request: structuredClone(request), outcome });
    return outcome;
  };
}

/** An input that nobody can write into: it is recorded beside the answers. */
function frozen<T>(value: T): T {
  const copy = structuredClone(value);
  const freeze = (one: unknown): void => {
    if (typeof one !== 'object' || one === null) return;
    Object.freeze(one);
    for (const child of Object.values(one)) freeze(child);
  };
  freeze(copy);
  return copy;
}

/** A look at a server, with whatever holds for every look and every request. */
export async function watched(source: WatchSource, input: LookInput, server: Server): Promise<Watched> {
  const seen = await lookAt(source, input, server.ask);
  sound(source, input.settings, input, seen);
  return seen;
}

export function sound(source: WatchSource, settings: SourceSettings, input: LookInput, { look, exchanges }: Watched): void {
  for (const { request } of exchanges) allowed(source, settings, request);
  const { status, reason } = look.sighting;
  expect(STATUSES).toContain(status);
  if (reason !== null) expect(reason).toMatch(/^[a-z0-9][a-z0-9_:.-]{0,63}$/);
  if (status === 'unknown') {
    expect(reason, 'what could not be seen says why').not.toBeNull();
    expect(look.posts, 'what could not be seen shows no posts').toEqual([]);
    expect(look.profile).toBeNull();
    expect(look.known.lastPost, 'the cursor stays').toBe(input.known.lastPost);
  } else expect(look.again, 'an answer needs no other try').toBe(false);
  if (input.pages === 0) expect(look.posts, 'no posts were asked for').toEqual([]);
  for (const post of look.posts) {
    expect(post.type).toBe('post');
    expect(post.channel).toBe(input.channel);
    expect(post.when.after).toBeLessThanOrEqual(post.when.by);
    expect(Number.isFinite(post.when.at)).toBe(true);
  }
}

/** A request goes to a host that the source names, carries no secret and leaves to `net/` what is its business. */
export function allowed(source: WatchSource, settings: SourceSettings, request: AskRequest): void {
  const url = new URL(request.url);
  expect(source.hosts(settings)).toContain(url.origin);
  expect(url.username + url.password + url.hash, request.url).toBe('');
  for (const name of url.searchParams.keys()) expect(name).not.toMatch(/^(?:access_)?token$|secret|password|api_?key/i);
  for (const name of Object.keys(request.headers)) {
    expect(name).toBe(name.toLowerCase());
    expect(['cookie', 'authorization', 'proxy-authorization', 'user-agent', 'accept-encoding', 'referer', 'host']).not.toContain(name);
  }
  if (request.method === 'GET') expect(request.body).toBeNull();
}

export function requestsOf(exchanges: readonly Exchange[]): string[] {
  return exchanges.map(({ request }) => placeOf(request));
}

/** The recorded answers give the same requests, in the same order, and the same look. */
export async function replayed(source: WatchSource, input: LookInput, first: Watched): Promise<void> {
  const again = await lookAt(source, input, replaying(first.exchanges));
  expect(again.exchanges.map(({ request }) => request)).toEqual(first.exchanges.map(({ request }) => request));
  expect(again.look).toEqual(first.look);
}

export function replaying(exchanges: readonly Exchange[]): Ask {
  let next = 0;
  return async (request) => {
    const exchange = exchanges[next++];
    if (exchange === undefined) throw new Error(`replayed, it asks for more: ${request.method} ${request.url}`);
    return exchange.outcome;
  };
}
