import type { Forward, Media, Post } from '../../model/observation.ts';
import { channelRef } from '../../model/ref.ts';
import { exactly } from '../../model/time.ts';
import type { Look, LookInput } from '../../model/watch.ts';
import { array, count, integer, type JsonObject, object, text } from '../../text/json-values.ts';
import { newestPosts } from '../shared/api-look.ts';
import type { Answer, Chat, MtprotoCall } from './mtproto-call.ts';

/** Which posts of a channel are new, by its history? */

const PAGE = 100;

/** Behind `known.lastPost`, oldest first; where nothing is stored yet the newest pages. A page that cannot be had ends it without harm. */
export async function readHistory(
  call: (call: MtprotoCall) => Promise<Answer>,
  chat: Chat,
  input: LookInput,
): Promise<Pick<Look, 'posts' | 'known' | 'more'>> {
  const { known, pages } = input;
  const last = known.lastPost === null ? null : Number(known.lastPost);
  const posts = new Map<string, Post>();
  let place = last;
  let more = false;
  for (let n = 0; n < pages; n++) {
    const behind = { offset: (place ?? 0) + 1, add: -PAGE };
    const before = { offset: place ?? 0, add: 0 };
    const answer = await call({ method: 'messages.getHistory', id: chat.id, ...(last === null ? before : behind), limit: PAGE });
    const entries = answer.kind === 'said' ? array(answer.json['messages']) : null;
    if (answer.kind !== 'said' || entries === null) break;
    const ids = entries.map((entry) => integer(object(entry)?.['id'])).filter((id) => id !== null);
    for (const entry of entries) addPost(posts, object(entry), { chat, input, observedAt: answer.at });
    const next = last === null ? Math.min(...ids) : Math.max(...ids);
    const full = entries.length >= PAGE && Number.isFinite(next) && next !== place;
    more = last !== null && full;
    if (!full) break;
    place = next;
  }
  const ordered = [...posts.values()].sort((a, b) => Number(a.id) - Number(b.id));
  const newest = ordered.filter((post) => post.action === null).map((post) => post.id);
  const remembered = { ...known, lastPost: ordered.at(-1)?.id ?? known.lastPost, posts: newestPosts(newest.reverse(), known) };
  return { posts: ordered, known: remembered, more };
}

function addPost(
  posts: Map<string, Post>,
  message: JsonObject | null,
  { chat, input, observedAt }: { chat: Chat; input: LookInput; observedAt: number },
): void {
  const id = integer(message?.['id']);
  const at = integer(message?.['at']);
  if (message === null || id === null || id < 1 || at === null || id <= Number(input.known.lastPost ?? 0)) return;
  const replyTo = integer(message['replyTo']);
  posts.set(String(id), {
    type: 'post',
    channel: input.channel,
    nativeId: chat.id,
    id: String(id),
    when: exactly(at),
    observedAt,
    editedAt: integer(message['editedAt']),
    clockErrorMs: 1000,
    text: text(message['text']) ?? '',
    links: strings(message['links']),
    author: text(message['author']),
    views: count(message['views']),
    replyTo: replyTo === null ? null : String(replyTo),
    forwardedFrom: forwardOf(object(message['forward'])),
    media: strings(message['media']).map((kind): Media => ({ kind, sha256: null, perceptualHash: null })),
    deleted: false,
    action: text(message['action']),
  });
}

function forwardOf(forward: JsonObject | null): Forward | null {
  if (forward === null) return null;
  const id = text(forward['channel']);
  const post = integer(forward['post']);
  return {
    channel: id === null ? null : channelRef('telegram', `#${id}`),
    id: post === null ? null : String(post),
    at: integer(forward['at']),
  };
}

function strings(value: unknown): string[] {
  return (array(value) ?? []).filter((one) => typeof one === 'string');
}
