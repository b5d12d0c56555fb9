import type { Ms } from '../model/observation.ts';
import { type ChannelRef, type PostRef, postRef } from '../model/ref.ts';
import type { Random } from './random.ts';
import { CONTROLS, HOMES, type Home, ROOMS, type Room, visibleUntil } from './week-cast.ts';
import type { Language } from './week-phrasebook.ts';
import { roomPost } from './week-prose.ts';
import { SCENES, type Scene, STRANGERS } from './week-story.ts';
import { clock, END, HOUR, MINUTE, postingTimes, START } from './week-time.ts';

/** All posts of the invented autumn, numbered as their platforms number them. */

export interface WeekPost {
  /** As of the post's time: a renamed room posts under both names. */
  channel: ChannelRef;
  id: string;
  /** The true time. Telegram shows the second in which it lies. */
  at: Ms;
  text: string;
  /** Who wrote it, in groups: a number that stands for nobody. */
  author: number | null;
  views: number;
  replyTo: string | null;
  forwarded: WeekPost | null;
  /** A service message. */
  action: 'pin_message' | 'edit_group_title' | null;
  editedAt: Ms | null;
  scene: Scene | null;
}

export interface WeekPosts {
  /** In time order, by the handle of the first day. */
  byRoom: ReadonlyMap<string, WeekPost[]>;
  byHome: ReadonlyMap<string, WeekPost[]>;
}

/** Exports are made by hand, on Monday and Tuesday evening. */
const HTML_EXPORTED = clock(32, 21, 30);
const JSON_EXPORTED = clock(33, 18, 0);

export function weekPosts(random: Random): WeekPosts {
  const byRoom = new Map(
    [...ROOMS, ...CONTROLS]
      .filter((room) => room.source !== 'none')
      .map((room) => [room.handle, withServices(room, postsOfRoom(room, SCENES, lifeOf(room), random.fork(room.handle)))]),
  );
  forward(
    byRoom,
    ROOMS.filter((room) => room.source === 'observations'),
    random.fork('forwards'),
  );
  for (const posts of byRoom.values()) number(posts, random);
  const byHome = new Map(HOMES.map((home) => [home.handle, postsOfHome(home, SCENES, END, random.fork(`home ${home.handle}`))]));
  return { byRoom, byHome };
}

function lifeOf(room: Room): Life {
  const end = room.source === 'desktop-html' ? HTML_EXPORTED : room.source === 'desktop-json' ? JSON_EXPORTED : END;
  return { from: START, until: visibleUntil(room, end) };
}

export function refOf(post: WeekPost): PostRef {
  return postRef(post.channel, post.id);
}

const PEOPLE = 40;

/** Between which times a room posts. */
export interface Life {
  from: Ms;
  until: Ms;
}

/** What a room says: its ordinary posts, and its part in the story. In time order, not yet numbered. */
export function postsOfRoom(room: Room, story: readonly Scene[], { from, until }: Life, random: Random): WeekPost[] {
  const times = postingTimes(room.rhythm, from, until, random);
  const posts = times.map((at) => {
    const language = random.pick(room.languages);
    const text = roomPost(language, random.pick(room.topics), random) + aside(room, language, random);
    return blank(channelAt(room, at), at, text, room.kind === 'group' ? random.int(PEOPLE) : null, random.int(room.subscribers));
  });
  const scenes = story
    .filter((scene) => scene.by === `telegram:${room.handle}`)
    .map((scene) => ({
      ...blank(channelAt(room, scene.at), scene.at, scene.text, room.kind === 'group' ? 3 : null, random.int(room.subscribers)),
      scene,
    }));
  return [...posts, ...scenes].sort((a, b) => a.at - b.at);
}

/** A full export holds service messages too. */
function withServices(room: Room, posts: readonly WeekPost[]): WeekPost[] {
  const services = room.source === 'observations' ? [] : servicesOf(room);
  return [...posts, ...services].sort((a, b) => a.at - b.at);
}

function channelAt(room: Room, at: Ms): ChannelRef {
  return `telegram:${room.fate.kind === 'renamed' && at >= room.fate.at ? room.fate.to : room.handle}`;
}

function blank(channel: ChannelRef, at: Ms, text: string, author: number | null, views: number): WeekPost {
  return { channel, id: '', at, text, author, views, replyTo: null, forwarded: null, action: null, editedAt: null, scene: null };
}

function servicesOf(room: Room): WeekPost[] {
  const pins = [clock(-20, 12, 0, 5), clock(12, 9, 30, 41)].map((at) => ({
    ...blank(channelAt(room, at), at, '', 3, 0),
    action: 'pin_message' as const,
  }));
  if (room.kind !== 'group') return pins;
  return [...pins, { ...blank(channelAt(room, 0), clock(2, 17, 20, 8), room.title, 3, 0), action: 'edit_group_title' }];
}

/** Rooms mention each other, and now and then a stranger. */
function aside(room: Room, language: Language, random: Random): string {
  if (!random.chance(0.03) || room.topics.includes('weather')) return '';
  const others = ROOMS.filter((other) => other.source !== 'none' && other !== room).map((other) => other.handle);
  const link = `https://t.me/${random.pick(random.chance(0.8) ? others : STRANGERS)}`;
  return language === 'ar'
    ? `\n${random.pick(['انظروا أيضًا', 'المزيد في', 'عن جيراننا'])}: ${link}`
    : `\n${random.pick(['See also', 'More at', 'Heard at'])} ${link}`;
}

const FORWARDS = 12;

/** A few posts go from one channel to another with the platform's own mark of forwarding, long before the wave. */
export function forward(byRoom: Map<string, WeekPost[]>, channels: readonly Room[], random: Random): void {
  for (let left = FORWARDS; left > 0; left -= 1) {
    const from = random.pick(channels);
    const to = random.pick(channels.filter((room) => room !== from && room.languages[0] === from.languages[0]));
    const original = random.pick(byRoom.get(from.handle) ?? []);
    const at = original.at + 5 * MINUTE + random.int(3 * 3600) * 1000;
    if (original.scene !== null || original.forwarded !== null || at >= Math.min(visibleUntil(to, END), clock(28, 0, 0))) continue;
    const copy = { ...blank(channelAt(to, at), at, original.text, null, random.int(to.subscribers)), forwarded: original };
    byRoom.get(to.handle)?.push(copy);
    byRoom.get(to.handle)?.sort((a, b) => a.at - b.at);
  }
}

/** Consecutive, as Telegram numbers them; some were deleted long before anybody looked. Answers and edits need the numbers. */
export function number(posts: WeekPost[], random: Random): void {
  let id = 40 + random.int(2000);
  for (const [i, post] of posts.entries()) {
    id += 1 + (post.at < clock(20, 0, 0) && random.chance(0.012) ? 1 : 0);
    post.id = String(id);
    const before = posts[i - 1];
    const ordinary = post.scene === null && post.action === null && post.author !== null;
    if (ordinary && before !== undefined && random.chance(0.2)) post.replyTo = before.id;
    if (ordinary && random.chance(0.01)) post.editedAt = post.at + (1 + random.int(40)) * MINUTE;
  }
}

const HOME_POSTS_A_DAY = { channel: 9, group: 24 };

/** What a home on TamTam says until it closes, or until `last`. In time order, numbered. */
export function postsOfHome(home: Home, story: readonly Scene[], last: Ms, random: Random): WeekPost[] {
  const end = home.closed ?? last;
  const channel = `tamtam:${home.handle}`;
  const posts: WeekPost[] = [];
  // A home that was prepared before the loss says little until it is needed.
  for (
    let at = home.opened;
    at < end;
    at += random.exponential(at < clock(30, 0, 0) ? 20 * HOUR : (24 * HOUR) / HOME_POSTS_A_DAY[home.kind])
  ) {
    const text = roomPost(random.pick(home.languages), random.pick(home.topics), random);
    posts.push(blank(channel, Math.floor(at), text, home.kind === 'group' ? random.int(PEOPLE) : null, random.int(home.participants)));
  }
  const scenes = story
    .filter((scene) => scene.by === channel)
    .map((scene) => ({ ...blank(channel, scene.at, scene.text, null, home.participants), scene }));
  const all = [...posts, ...scenes].sort((a, b) => a.at - b.at);
  for (const [i, post] of all.entries()) post.id = messageId(home.chatId, post.at, i + 1);
  return all;
}

/** As TamTam makes them: `mid.`, the chat, the time in milliseconds and a counter, all in hex. */
function messageId(chatId: string, at: Ms, seq: number): string {
  const chat = BigInt.asUintN(64, BigInt(chatId)).toString(16).padStart(16, '0');
  return `mid.${chat}${at.toString(16).padStart(12, '0')}${(seq % 0x10000).toString(16).padStart(4, '0')}`;
}
