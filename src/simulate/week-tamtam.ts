import { HOMES, type Home } from './week-cast.ts';
import { entitiesOf } from './week-desktop-json.ts';
import type { WeekPost, WeekPosts } from './week-posts.ts';

/** What does TamTam's bot API answer about the new homes? `GET /messages` (newest first) and `GET /chats`, times in milliseconds. */

export function tamtamMessages(posts: WeekPosts): string {
  const messages = HOMES.flatMap((home) =>
    (posts.byHome.get(home.handle) ?? []).map((post, i) => ({ at: post.at, json: messageOf(home, post, i + 1) })),
  );
  messages.sort((a, b) => b.at - a.at);
  return `${JSON.stringify({ messages: messages.map((message) => message.json) }, null, 2)}\n`;
}

function messageOf(home: Home, post: WeekPost, seq: number): Record<string, unknown> {
  const author = 5_810_000_000 + (post.author ?? 0);
  return {
    ...(post.author === null
      ? {}
      : { sender: { user_id: author, name: `Reader ${post.author}`, username: null, is_bot: false, last_activity_time: post.at } }),
    recipient: { chat_id: Number(home.chatId), chat_type: home.kind === 'channel' ? 'channel' : 'chat', user_id: null },
    timestamp: post.at,
    body: { mid: post.id, seq, text: post.text, attachments: attachmentsOf(post.text) },
    stat: { views: post.views },
    url: `https://tt.me/${home.handle}/${post.id.slice(-16)}`,
  };
}

/** A preview of each page that a message links to. */
function attachmentsOf(text: string): Record<string, unknown>[] | null {
  const links = entitiesOf(text).filter((part) => part.type === 'link');
  if (links.length === 0) return null;
  return links.map((link) => ({
    type: 'share',
    payload: { url: link.text, token: null },
    title: null,
    description: null,
    image_url: null,
  }));
}

export function tamtamChats(posts: WeekPosts): string {
  const chats = HOMES.map((home) => ({
    chat_id: Number(home.chatId),
    type: home.kind === 'channel' ? 'channel' : 'chat',
    // The bot's own state; only `closed` speaks of the community.
    status: home.closed === null ? 'active' : 'closed',
    title: home.title,
    icon: null,
    last_event_time: home.closed ?? posts.byHome.get(home.handle)?.at(-1)?.at ?? home.opened,
    participants_count: home.participants,
    owner_id: null,
    participants: null,
    is_public: true,
    link: `https://tt.me/${home.handle}`,
    description: null,
  }));
  return `${JSON.stringify({ chats, marker: null }, null, 2)}\n`;
}
