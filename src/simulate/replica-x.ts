/** What would X's API v2 answer? A replica that looks up accounts and posts, reads timelines, and searches the last seven days. */

import type { Ms } from '../model/observation.ts';
import type { ApiReplicaOptions, Replica, ReplicaAnswer, ReplicaPost, ReplicaWorld } from './replica.ts';
import { asked, jsonAnswer } from './replica-http.ts';
import { isDeleted, publishedBy, type Standing, type WorldIndex, worldIndex } from './replica-world.ts';
import { invalid, refusal, snowflakeTime, tweetJson, userJson } from './replica-x-objects.ts';
import { xQuery } from './replica-x-query.ts';

interface Moment {
  index: WorldIndex;
  now: Ms;
  serverNow: Ms;
  query: URLSearchParams;
  userFields: ReadonlySet<string>;
  tweetFields: ReadonlySet<string>;
}

const DAY = 86_400_000;
const WINDOW = 15 * 60_000;
const LIMIT = 300;

/**
 * Places of the platform `x` and kind `account`; ids of posts are snowflakes (`snowflake`).
 *
 * - `/2/users/by/username/{name}`, `/2/users/by?usernames`, `/2/users/{id}`, `/2/users?ids`, `/2/users/{id}/tweets`, `/2/tweets/{id}`,
 *   `/2/tweets?ids`, `/2/tweets/search/recent` with `query`, `since_id`, `until_id`, `max_results` and `next_token`.
 * - Who cannot be shown is answered 200 with `errors`: `banned` as suspended; `deleted`, `deactivated` or `closed` as not found;
 *   `private` accounts are shown, their posts are not; `restricted` ones are withheld in a country.
 * - `x-rate-limit-reset` is the end of the running quarter of an hour.
 */
export function xReplica(world: ReplicaWorld, options: ApiReplicaOptions = {}): Replica {
  const index = worldIndex(world, 'x');
  return (request, now) => {
    const { path, query, headers } = asked(request);
    const serverNow = now + (options.clockErrorMs ?? 0);
    const fields = (name: string): Set<string> => new Set((query.get(name) ?? '').split(','));
    const at: Moment = { index, now, serverNow, query, userFields: fields('user.fields'), tweetFields: fields('tweet.fields') };
    const token = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1];
    if (token === undefined || (options.token !== undefined && token !== options.token))
      return whole(at, 401, 'Unauthorized', 'Unauthorized');
    if (options.limited?.some((spell) => spell.from <= now && now < spell.to))
      return whole(at, 429, 'Too Many Requests', 'Too Many Requests', 0);
    return route(path, at);
  };
}

function limits(at: Moment, remaining: number): Record<string, string> {
  const reset = Math.ceil((at.serverNow + 1) / WINDOW) * (WINDOW / 1000);
  return { 'x-rate-limit-limit': String(LIMIT), 'x-rate-limit-remaining': String(remaining), 'x-rate-limit-reset': String(reset) };
}

function whole(at: Moment, status: number, title: string, detail: string, remaining = LIMIT - 1): ReplicaAnswer {
  return jsonAnswer({ title, type: 'about:blank', status, detail }, at.serverNow, status, limits(at, remaining));
}

function said(at: Moment, value: unknown, status = 200): ReplicaAnswer {
  return jsonAnswer(value, at.serverNow, status, limits(at, LIMIT - 1));
}

function route(path: string, at: Moment): ReplicaAnswer {
  const username = /^\/2\/users\/by\/username\/([^/]+)$/.exec(path)?.[1];
  if (username !== undefined) return oneUser(at, username, 'username');
  if (path === '/2/users/by') return manyUsers(at, 'usernames');
  if (path === '/2/users') return manyUsers(at, 'ids');
  const id = /^\/2\/users\/(\d+)$/.exec(path)?.[1];
  if (id !== undefined) return oneUser(at, id, 'id');
  const owner = /^\/2\/users\/(\d+)\/tweets$/.exec(path)?.[1];
  if (owner !== undefined) return timeline(at, owner);
  if (path === '/2/tweets/search/recent') return search(at);
  const tweet = /^\/2\/tweets\/(\d+)$/.exec(path)?.[1];
  if (tweet !== undefined) return tweets(at, [tweet], 'id');
  if (path === '/2/tweets') return tweets(at, (at.query.get('ids') ?? '').split(','), 'ids');
  return whole(at, 404, 'Not Found', 'Not Found');
}

const MISSING: ReadonlySet<string | null> = new Set(['deleted', 'deactivated', 'closed']);

/** The account, or the refusal in its place. */
function user(at: Moment, value: string, parameter: string): { found: Standing } | { error: Record<string, unknown> } {
  const found = parameter.startsWith('username') ? at.index.byHandle(value, at.now) : at.index.byId(value, at.now);
  const missing = { value, parameter, resource: 'user' } as const;
  if (found === null || found.place.kind !== 'account' || MISSING.has(found.ending)) return { error: refusal('missing', missing) };
  return found.ending === 'banned' ? { error: refusal('suspended', missing) } : { found };
}

function oneUser(at: Moment, value: string, parameter: string): ReplicaAnswer {
  const valid = parameter === 'id' ? /^\d{1,19}$/ : /^[A-Za-z0-9_]{1,15}$/;
  if (!valid.test(value)) return said(at, invalid({ [parameter]: value }, `The \`${parameter}\` [${value}] is not valid`), 400);
  const seen = user(at, value, parameter);
  return said(at, 'found' in seen ? { data: userJson(seen.found, at.userFields) } : { errors: [seen.error] });
}

function manyUsers(at: Moment, parameter: 'ids' | 'usernames'): ReplicaAnswer {
  const values = (at.query.get(parameter) ?? '').split(',').filter((value) => value !== '');
  if (values.length === 0 || values.length > 100)
    return said(at, invalid({ [parameter]: values.join(',') }, `${parameter}: from 1 to 100`), 400);
  const seen = values.map((value) => user(at, value, parameter));
  const data = seen.flatMap((one) => ('found' in one ? [userJson(one.found, at.userFields)] : []));
  const errors = seen.flatMap((one) => ('error' in one ? [one.error] : []));
  return said(at, { ...(data.length > 0 ? { data } : {}), ...(errors.length > 0 ? { errors } : {}) });
}

interface Shown {
  owner: Standing;
  post: ReplicaPost;
}

/** Newest first. */
function postsOf(owner: Standing, now: Ms): Shown[] {
  const { posts } = owner.place;
  const shown: Shown[] = [];
  for (let i = publishedBy(owner.place, now) - 1; i >= 0; i -= 1) {
    const post = posts[i];
    if (post !== undefined && !isDeleted(post, now)) shown.push({ owner, post });
  }
  return shown;
}

function timeline(at: Moment, id: string): ReplicaAnswer {
  const seen = user(at, id, 'id');
  if ('error' in seen) return said(at, { errors: [seen.error] });
  if (seen.found.ending === 'private') {
    return said(at, { errors: [refusal('protected', { value: id, parameter: 'id', resource: 'user' })] });
  }
  return listed(at, postsOf(seen.found, at.now), { usual: 10, least: 5, token: 'pagination_token' });
}

function search(at: Moment): ReplicaAnswer {
  const query = at.query.get('query') ?? '';
  const matches = query.length > 512 ? null : xQuery(query);
  if (matches === null) return said(at, invalid({ query }, 'There were errors processing your request: the query cannot be read'), 400);
  const oldest = at.now - 7 * DAY;
  const since = at.query.get('since_id');
  if (since !== null && (!/^\d{1,19}$/.test(since) || snowflakeTime(since) < oldest)) {
    const bound = new Date(oldest).toISOString().slice(0, 16);
    return said(at, invalid({ since_id: since }, `'since_id' must be a tweet id created after [${bound}Z].`), 400);
  }
  const found = at.index
    .standings(at.now)
    .filter((one) => one.place.kind === 'account' && (one.ending === null || one.ending === 'restricted'))
    .flatMap((owner) => postsOf(owner, at.now))
    .filter(({ owner, post }) => post.at > oldest && matches({ text: post.text, username: owner.handle ?? '' }));
  found.sort((a, b) => (BigInt(a.post.id) < BigInt(b.post.id) ? 1 : -1));
  return listed(at, found, { usual: 10, least: 10, token: 'next_token' });
}

interface Paging {
  usual: number;
  least: number;
  token: string;
}

function listed(at: Moment, all: readonly Shown[], { usual, least, token }: Paging): ReplicaAnswer {
  const asked = at.query.get('max_results');
  const size = asked === null ? usual : Number(asked);
  if (!Number.isInteger(size) || size < least || size > 100) {
    return said(
      at,
      invalid({ max_results: asked ?? '' }, `The \`max_results\` query parameter value [${asked}] is not between ${least} and 100`),
      400,
    );
  }
  const since = at.query.get('since_id');
  // A page begins behind the last post of the page before, however many came since.
  const until = at.query.get(token) === null ? at.query.get('until_id') : unpacked(at.query.get(token) ?? '');
  if (until === undefined) return said(at, invalid({ [token]: at.query.get(token) ?? '' }, `The \`${token}\` is not valid`), 400);
  const open = all.filter(
    ({ post }) => (since === null || BigInt(post.id) > BigInt(since)) && (until === null || BigInt(post.id) < BigInt(until)),
  );
  const page = open.slice(0, size);
  const [newest, oldest] = [page[0]?.post.id, page.at(-1)?.post.id];
  if (newest === undefined || oldest === undefined) return said(at, { meta: { result_count: 0 } });
  const more = open.length > size ? { next_token: packed(oldest) } : {};
  const meta = { newest_id: newest, oldest_id: oldest, result_count: page.length, ...more };
  return said(at, { data: page.map(({ owner, post }) => tweetJson(owner.place, post, at.tweetFields)), ...included(at, page), meta });
}

function packed(id: string): string {
  return `b26v${BigInt(id).toString(36)}`;
}

function unpacked(token: string): string | undefined {
  if (!/^b26v[0-9a-z]+$/.test(token)) return undefined;
  return [...token.slice(4)].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n).toString();
}

function included(at: Moment, page: readonly Shown[]): Record<string, unknown> {
  if (!(at.query.get('expansions') ?? '').split(',').includes('author_id')) return {};
  const owners = new Map(page.map(({ owner }) => [owner.place.nativeId, owner]));
  return { includes: { users: [...owners.values()].map((owner) => userJson(owner, at.userFields)) } };
}

function tweets(at: Moment, ids: readonly string[], parameter: 'id' | 'ids'): ReplicaAnswer {
  const shown: Shown[] = [];
  const errors: Record<string, unknown>[] = [];
  for (const value of ids) {
    const missing = { value, parameter, resource: 'tweet' } as const;
    const seen = at.index
      .standings(at.now)
      .flatMap((owner) => owner.place.posts.filter((post) => post.id === value).map((post) => ({ owner, post })))
      .find(({ post }) => post.at <= at.now && !isDeleted(post, at.now));
    const ending = seen?.owner.ending ?? null;
    if (seen === undefined || MISSING.has(ending)) errors.push(refusal('missing', missing));
    else if (ending === 'banned' || ending === 'private') errors.push(refusal('protected', missing));
    else shown.push(seen);
  }
  const data = shown.map(({ owner, post }) => tweetJson(owner.place, post, at.tweetFields));
  const answer = parameter === 'id' ? data[0] : data;
  return said(at, { ...(data.length > 0 ? { data: answer, ...included(at, shown) } : {}), ...(errors.length > 0 ? { errors } : {}) });
}
