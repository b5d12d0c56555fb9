import type { Ms } from '../model/observation.ts';
import { type ChannelRef, type PostRef, parsePostRef } from '../model/ref.ts';
import type { Stance } from '../model/words.ts';
import { HOMES, NIGHT_BUS, ROOMS } from './week-cast.ts';
import { refOf, type WeekPost, type WeekPosts } from './week-posts.ts';
import { LEAD_MS, READING_LIST } from './week-story.ts';
import { WAVE } from './week-time.ts';
import type { XSearch } from './week-x.ts';

/** What really happened in the reading rooms: what the answers of a case are held against. */
export interface DemoTruth {
  /** Different posts by channel as imported; service messages and the same post in two files not counted. */
  posts: Readonly<Record<ChannelRef, number>>;
  totalPosts: number;
  /** Records that cannot be read, by path. */
  bad: Readonly<Record<string, number>>;
  /** From when rooms went. */
  wave: Ms;
  /** Rooms and homes that are gone as of the last look, with the true time. `hand`: only people could see it. */
  gone: readonly { channel: ChannelRef; at: Ms; seen: 'probes' | 'hand'; part: 'attrition' | 'wave' | 'new home' }[];
  /** Under the name they have at the end, the renamed one included. */
  alive: readonly ChannelRef[];
  silent: readonly { channel: ChannelRef; since: Ms }[];
  private: readonly { channel: ChannelRef; at: Ms }[];
  /** Gone in truth, but looked for only once. */
  unknown: readonly ChannelRef[];
  renamed: readonly { nativeId: string; from: ChannelRef; to: ChannelRef; at: Ms }[];
  /** Its handle was taken by another channel. The room itself is among those gone. */
  reassigned: readonly { channel: ChannelRef; at: Ms; taken: Ms; by: string }[];
  /** Rounds in which the observer saw nothing: they must not count. */
  outage: readonly string[];
  /** The statement that was on TamTam first; copies in time order, `over` the first on Telegram. */
  statement: { text: string; first: PostRef; at: Ms; over: PostRef; leadMs: number; copies: readonly PostRef[] };
  /** Other texts that travelled, with their copies in time order. */
  otherStatements: readonly (readonly PostRef[])[];
  /** Posts of the story that point elsewhere, and the stray one on X (last). Mentions between rooms come on top. */
  signposts: readonly { post: PostRef; at: Ms; to: ChannelRef; stance: Stance; obfuscated: boolean }[];
  stray: { post: PostRef; at: Ms; to: ChannelRef };
  disputes: readonly { by: ChannelRef; about: ChannelRef; kind: 'fake' | 'honeypot' }[];
  homes: readonly { channel: ChannelRef; of: ChannelRef | null; genuine: boolean; opened: Ms; closed: Ms | null }[];
}

export function weekTruth(posts: WeekPosts, x: XSearch, outage: readonly string[], bad: Record<string, number>): DemoTruth {
  const all = [...posts.byRoom.values(), ...posts.byHome.values()].flat().sort((a, b) => a.at - b.at);
  const counts = postCounts(all, x);
  const signposts = all.flatMap((post) => {
    const points = post.scene?.signpost ?? null;
    return points === null ? [] : [{ post: refOf(post), at: post.at, ...points }];
  });
  const stray = { post: x.stray.post, at: x.stray.at, to: 'tamtam:reading_rooms_hall' };
  return {
    posts: counts,
    totalPosts: Object.values(counts).reduce((sum, n) => sum + n, 0),
    bad,
    wave: WAVE,
    ...fates(),
    outage,
    statement: statementOf(all),
    otherStatements: [copiesOf(all, 'umbrella'), copiesOf(all, 'book fair')].map((copies) => copies.map(refOf)),
    signposts: [...signposts, { ...stray, stance: 'neutral' as const, obfuscated: true }],
    stray,
    disputes: [
      { by: 'telegram:nur_daily', about: 'tamtam:sada_official', kind: 'fake' },
      { by: 'telegram:sada_readers', about: 'tamtam:sada_official', kind: 'honeypot' },
    ],
    homes: HOMES.map(({ handle, of, opened, closed }) => ({
      channel: `tamtam:${handle}`,
      of: of === null ? null : `telegram:${of}`,
      genuine: of !== null,
      opened,
      closed,
    })),
  };
}

function postCounts(all: readonly WeekPost[], x: XSearch): Record<ChannelRef, number> {
  const counts: Record<ChannelRef, number> = {};
  for (const post of all) if (post.action === null) counts[post.channel] = (counts[post.channel] ?? 0) + 1;
  for (const ref of x.posts) {
    const channel = parsePostRef(ref)?.channel ?? '';
    counts[channel] = (counts[channel] ?? 0) + 1;
  }
  return counts;
}

function fates(): Pick<DemoTruth, 'gone' | 'alive' | 'silent' | 'private' | 'unknown' | 'renamed' | 'reassigned'> {
  const rooms = ROOMS.map((room) => ({ room, fate: room.fate, channel: `telegram:${room.handle}` }));
  const gone = rooms.flatMap(({ room, fate, channel }): DemoTruth['gone'][number][] => {
    if ((fate.kind !== 'gone' && fate.kind !== 'reassigned') || room === NIGHT_BUS) return [];
    return [{ channel, at: fate.at, seen: room.source === 'none' ? 'hand' : 'probes', part: fate.at < WAVE ? 'attrition' : 'wave' }];
  });
  const closed = HOMES.flatMap(({ handle, closed: at }): DemoTruth['gone'][number][] =>
    at === null ? [] : [{ channel: `tamtam:${handle}`, at, seen: 'hand', part: 'new home' }],
  );
  const renamed = rooms.flatMap(({ room, fate, channel }) =>
    fate.kind === 'renamed' ? [{ nativeId: room.nativeId, from: channel, to: `telegram:${fate.to}`, at: fate.at }] : [],
  );
  return {
    gone: [...gone, ...closed],
    alive: [...rooms.flatMap(({ fate, channel }) => (fate.kind === 'alive' ? [channel] : [])), ...renamed.map((room) => room.to)],
    silent: rooms.flatMap(({ fate, channel }) => (fate.kind === 'silent' ? [{ channel, since: fate.at }] : [])),
    private: rooms.flatMap(({ fate, channel }) => (fate.kind === 'private' ? [{ channel, at: fate.at }] : [])),
    unknown: [`telegram:${NIGHT_BUS.handle}`],
    renamed,
    reassigned: rooms.flatMap(({ fate, channel }) =>
      fate.kind === 'reassigned' ? [{ channel, at: fate.at, taken: fate.taken, by: fate.by }] : [],
    ),
  };
}

/** The posts among these that are copies of one of the texts that travelled. */
export function copiesOf(all: readonly WeekPost[], statement: string): WeekPost[] {
  return all.filter((post) => post.scene?.statement === statement);
}

/** The statement that was on TamTam first, as `all` posts in time order have it. */
export function statementOf(all: readonly WeekPost[]): DemoTruth['statement'] {
  const copies = copiesOf(all, 'reading list');
  const over = copies.find((post) => post.channel.startsWith('telegram:'));
  const [first] = copies;
  if (first === undefined || over === undefined) throw new RangeError('The story has lost its statement.');
  return { text: READING_LIST, first: refOf(first), at: first.at, over: refOf(over), leadMs: LEAD_MS, copies: copies.map(refOf) };
}
