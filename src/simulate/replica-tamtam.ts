/** What did TamTam's bot API answer? A replica of its frozen schema 0.5.6, as far as it lets a bot see chats and their messages. */

import type { Ms } from '../model/observation.ts';
import type { ApiReplicaOptions, Replica, ReplicaAnswer, ReplicaPlace, ReplicaWorld } from './replica.ts';
import { type Asked, asked, jsonAnswer } from './replica-http.ts';
import { messageOf } from './replica-tamtam-message.ts';
import { isDeleted, publishedBy, type Standing, type WorldIndex, worldIndex } from './replica-world.ts';

interface Moment {
  index: WorldIndex;
  now: Ms;
  serverNow: Ms;
}

/**
 * Places of the platform `tamtam`; native ids are the (negative) chat ids.
 *
 * - `/me`, `/chats`, `/chats/{link or id}`, `/messages?chat_id&from&to&count` (newest first, `to` before `from`), `/messages/{mid}`.
 * - A chat `closed` is shown with that status; `deleted`, `deactivated` or `banned` it is not found (by its id a banned one is closed);
 *   `private` or `restricted` it is denied: its messages in both cases, the chat itself only where it is private.
 */
export function tamtamReplica(world: ReplicaWorld, options: ApiReplicaOptions = {}): Replica {
  const index = worldIndex(world, 'tamtam');
  return (request, now) => {
    const at: Moment = { index, now, serverNow: now + (options.clockErrorMs ?? 0) };
    const what = asked(request);
    const token = what.query.get('access_token') ?? '';
    if (token === '') return refusal(at, 401, 'verify.token', 'No access_token provided');
    if (options.token !== undefined && token !== options.token) return refusal(at, 403, 'verify.token', 'Invalid access_token');
    if (options.limited?.some((spell) => spell.from <= now && now < spell.to)) {
      return refusal(at, 429, 'too.many.requests', 'Too many requests');
    }
    if (request.method !== 'GET') return refusal(at, 405, 'method.not.allowed', `Method ${request.method} is not allowed`);
    return route(what, at);
  };
}

function refusal(at: Moment, status: number, code: string, message: string): ReplicaAnswer {
  return jsonAnswer({ code, message }, at.serverNow, status);
}

const CHAT = /^\/chats\/(?:(-?\d{1,20})|@?([A-Za-z][\w-]*))$/;

function route(what: Asked, at: Moment): ReplicaAnswer {
  if (what.path === '/me') return jsonAnswer(me(at.now), at.serverNow);
  if (what.path === '/chats') return chats(what.query, at);
  if (what.path === '/messages') return messages(what.query, at);
  const [, id, link] = CHAT.exec(what.path) ?? [];
  if (id !== undefined || link !== undefined) return chat(at, id ?? null, link ?? '');
  const [, mid] = /^\/messages\/([\w.-]+)$/.exec(what.path) ?? [];
  if (mid !== undefined) return oneMessage(at, mid);
  return refusal(at, 404, 'method.not.found', `Path ${what.path} is not recognized`);
}

function me(now: Ms): Record<string, unknown> {
  return {
    user_id: 590_000_000_001,
    name: 'Reading desk',
    username: 'reading_desk_bot',
    is_bot: true,
    last_activity_time: now,
    description: null,
  };
}

const MISSING: ReadonlySet<string | null> = new Set(['deleted', 'deactivated']);

function chat(at: Moment, id: string | null, link: string): ReplicaAnswer {
  const found = id === null ? at.index.byHandle(link, at.now) : at.index.byId(id, at.now);
  const hidden = found === null || MISSING.has(found.ending) || (id === null && found.ending === 'banned');
  if (hidden) return refusal(at, 404, 'not.found', `Chat ${id ?? link} not found`);
  if (found.ending === 'private') return refusal(at, 403, 'chat.denied', 'No access to the chat');
  return jsonAnswer(chatOf(found, at.now), at.serverNow);
}

function chatOf({ place, face, handle, ending }: Standing, now: Ms): Record<string, unknown> {
  const count = publishedBy(place, now);
  return {
    chat_id: Number(place.nativeId),
    type: place.kind === 'channel' ? 'channel' : 'chat',
    // The bot's own standing; only `closed` speaks of the community.
    status: ending === 'closed' || ending === 'banned' ? 'closed' : 'active',
    title: face.title,
    icon: null,
    last_event_time: place.posts[count - 1]?.at ?? place.createdAt,
    participants_count: face.subscribers,
    owner_id: null,
    participants: null,
    is_public: handle !== null,
    link: handle === null ? null : `https://tt.me/${handle}`,
    description: face.about === '' ? null : face.about,
    messages_count: count,
    pinned_message: null,
  };
}

/** The chats that the bot is in: here, all that can be seen. */
function chats(query: URLSearchParams, at: Moment): ReplicaAnswer {
  const count = bounded(query.get('count'), 50);
  const marker = Number(query.get('marker') ?? 0);
  if (count === null || !Number.isSafeInteger(marker)) return refusal(at, 400, 'proto.payload', 'count: must be from 1 to 100');
  const seen = at.index
    .standings(at.now)
    .filter((one) => one.place.kind !== 'account' && !MISSING.has(one.ending) && one.ending !== 'private');
  const page = seen.slice(marker, marker + count).map((one) => chatOf(one, at.now));
  return jsonAnswer({ chats: page, marker: marker + count < seen.length ? marker + count : null }, at.serverNow);
}

function bounded(text: string | null, usual: number): number | null {
  if (text === null) return usual;
  const count = Number(text);
  return Number.isInteger(count) && count >= 1 && count <= 100 ? count : null;
}

function messages(query: URLSearchParams, at: Moment): ReplicaAnswer {
  const ids = query.get('message_ids');
  if (ids !== null) {
    const found = ids.split(',').flatMap((mid) => findMessage(at, mid) ?? []);
    return jsonAnswer({ messages: found }, at.serverNow);
  }
  const count = bounded(query.get('count'), 50);
  const from = Number(query.get('from') ?? at.now);
  const to = Number(query.get('to') ?? 0);
  const id = query.get('chat_id');
  if (id === null || count === null || Number.isNaN(from) || Number.isNaN(to)) {
    return refusal(at, 400, 'proto.payload', 'chat_id, from, to or count cannot be read');
  }
  if (to >= from) return refusal(at, 400, 'proto.payload', '`to` must be less than `from`');
  const found = at.index.byId(id, at.now);
  if (found === null || MISSING.has(found.ending)) return refusal(at, 404, 'not.found', `Chat ${id} not found`);
  if (found.ending !== null) return refusal(at, 403, 'chat.denied', 'No access to the chat');
  return jsonAnswer({ messages: page(found, at, { from, to, count }) }, at.serverNow);
}

function page(found: Standing, at: Moment, span: { from: Ms; to: Ms; count: number }): Record<string, unknown>[] {
  const { place } = found;
  const out: Record<string, unknown>[] = [];
  for (let i = publishedBy(place, Math.min(at.now, span.from)) - 1; i >= 0 && out.length < span.count; i -= 1) {
    const post = place.posts[i];
    if (post === undefined || post.at < span.to) break;
    if (!isDeleted(post, at.now)) out.push(messageOf(found, post, i + 1, idOf(at)));
  }
  return out;
}

/** The chat id behind a handle, for forwards. */
function idOf(at: Moment): (handle: string) => string | null {
  return (handle) => at.index.byHandle(handle, at.now)?.place.nativeId ?? null;
}

function findMessage(at: Moment, mid: string): Record<string, unknown> | null {
  for (const found of at.index.standings(at.now)) {
    if (found.ending !== null) continue;
    const i = indexOf(found.place, mid, at.now);
    const post = i === null ? undefined : found.place.posts[i];
    if (i !== null && post !== undefined) return messageOf(found, post, i + 1, idOf(at));
  }
  return null;
}

function indexOf(place: ReplicaPlace, mid: string, now: Ms): number | null {
  const i = place.posts.findIndex((post) => post.id === mid);
  const post = place.posts[i];
  return post === undefined || post.at > now || isDeleted(post, now) ? null : i;
}

function oneMessage(at: Moment, mid: string): ReplicaAnswer {
  const found = findMessage(at, mid);
  return found === null ? refusal(at, 404, 'not.found', `Message ${mid} not found`) : jsonAnswer(found, at.serverNow);
}
