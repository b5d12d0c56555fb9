/** How does a message look in the answers of TamTam's bot API? */

import type { ReplicaPost } from './replica.ts';
import { mixed } from './replica-http.ts';
import type { Standing } from './replica-world.ts';

/** `seq` is its place in the order of the chat. */
export function messageOf(
  { place, handle }: Standing,
  post: ReplicaPost,
  seq: number,
  idOf: (handle: string) => string | null,
): Record<string, unknown> {
  const channel = place.kind === 'channel';
  const body = { mid: post.id, seq, text: post.text, attachments: attachments(post), ...markup(post) };
  return {
    // On behalf of a channel nobody is named.
    ...(channel || post.author === null ? {} : { sender: person(post.author, post.at) }),
    recipient: { chat_id: Number(place.nativeId), chat_type: channel ? 'channel' : 'chat', user_id: null },
    timestamp: post.at,
    ...link(post, body, idOf),
    ...(channel ? { stat: { views: post.views } } : {}),
    url: handle === null ? null : `https://tt.me/${handle}/${shortId(post.id)}`,
  };
}

function shortId(mid: string): string {
  return mid.replace(/^mid\./, '').slice(-16);
}

function person(author: { id: string; name: string }, seenAt: number): Record<string, unknown> {
  const id = /^\d{1,15}$/.test(author.id) ? Number(author.id) : 580_000_000_000 + (mixed(author.id) % 1_000_000_000);
  return { user_id: id, name: author.name, username: null, is_bot: false, last_activity_time: seenAt };
}

function link(post: ReplicaPost, body: Record<string, unknown>, idOf: (handle: string) => string | null): Record<string, unknown> {
  if (post.forward !== null) {
    const from = idOf(post.forward.handle);
    const message = { ...body, mid: post.forward.id, seq: 1 };
    return {
      link: { type: 'forward', ...(from === null ? {} : { chat_id: Number(from) }), message },
      body: { mid: body['mid'], seq: body['seq'], text: null, attachments: null },
    };
  }
  if (post.replyTo === null) return { body };
  return { link: { type: 'reply', message: { mid: post.replyTo, seq: 1, text: null, attachments: null } }, body };
}

/** Targets that the text does not show are set on the whole of it. */
function markup({ text, links }: ReplicaPost): Record<string, unknown> {
  return links.length === 0 ? {} : { markup: links.map((url) => ({ type: 'link', from: 0, length: text.length, url })) };
}

/** A preview of each page that the text links to. */
function attachments({ text }: ReplicaPost): Record<string, unknown>[] | null {
  const shared = text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
  if (shared.length === 0) return null;
  return shared.map((url) => ({ type: 'share', payload: { url, token: null }, title: null, description: null, image_url: null }));
}
