import type { Ms } from '../model/observation.ts';
import type { Random } from './random.ts';
import { CHANNELS, EARLIER, goneFor, LAST, PLACES, SILENT, type Staged, TAKER } from './rehearsal-cast.ts';
import { HOMES, NEUTRAL_HOMES } from './rehearsal-homes.ts';
import { CARRIED, STORY } from './rehearsal-story.ts';
import { forward, number, postsOfHome, postsOfRoom, type WeekPost } from './week-posts.ts';
import { START } from './week-time.ts';

/** What does everybody post in the rehearsal, from the first of September to the last look? */

export interface RehearsalPosts {
  /** In time order, by the native id of the room. */
  byRoom: ReadonlyMap<string, readonly WeekPost[]>;
  /** By the handle of the home on TamTam. */
  byHome: ReadonlyMap<string, readonly WeekPost[]>;
}

export function rehearsalPosts(random: Random): RehearsalPosts {
  const lives = PLACES.map((staged) => [staged, postsOf(staged, random.fork(staged.room.nativeId))] as const);
  const byHandle = new Map(lives.flatMap(([staged, posts]) => (staged === TAKER ? [] : [[staged.room.handle, posts]])));
  const carriers = [...CHANNELS, ...EARLIER].map((staged) => staged.room).filter((room) => room.handle !== SILENT.handle);
  forward(byHandle, carriers, random.fork('forwards'));
  const numbers = random.fork('numbers');
  for (const [, posts] of lives) number(posts, numbers);
  const homes = [...HOMES, ...NEUTRAL_HOMES].map(
    (home) => [home.handle, postsOfHome(home, STORY, LAST, random.fork(home.handle))] as const,
  );
  return { byRoom: new Map(lives.map(([staged, posts]) => [staged.room.nativeId, posts])), byHome: carried(new Map(homes), random) };
}

function postsOf(staged: Staged, random: Random): WeekPost[] {
  const { room } = staged;
  const silent = room.handle === SILENT.handle ? SILENT.since : LAST;
  const until = Math.min(goneFor(staged) ?? LAST, silent);
  const story = staged === TAKER ? [] : STORY;
  const posts = postsOfRoom(room, story, { from: Math.max(START, staged.createdAt), until }, random);
  return posts.filter((post) => !isAway(staged, post.at));
}

export function isAway({ aways }: Staged, at: Ms): boolean {
  return aways.some((away) => away.from <= at && (away.to === null || at < away.to));
}

/** Some posts go from home to home with the platform's own mark; what follows them is numbered anew. */
function carried(byHome: Map<string, WeekPost[]>, random: Random): Map<string, WeekPost[]> {
  for (const [by, at, from] of CARRIED) {
    const original = byHome.get(from)?.findLast((post) => post.at < at && post.scene === null && post.forwarded === null);
    const posts = byHome.get(by);
    const home = HOMES.find((one) => one.handle === by);
    const before = posts?.findLast((post) => post.at < at);
    if (original === undefined || posts === undefined || home === undefined || before === undefined) continue;
    const copy = { ...original, channel: `tamtam:${by}`, id: idAfter(before, at), at, author: null, views: random.int(home.participants) };
    posts.splice(posts.indexOf(before) + 1, 0, { ...copy, forwarded: original });
  }
  return byHome;
}

/** As the id of the post before it, with its own time and a counter that no numbered post uses. */
function idAfter(before: WeekPost, at: Ms): string {
  return `${before.id.slice(0, -16)}${at.toString(16).padStart(12, '0')}${(0xf000 + Number.parseInt(before.id.slice(-4), 16)).toString(16)}`;
}
