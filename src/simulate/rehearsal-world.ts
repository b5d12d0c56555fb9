import type { Ms } from '../model/observation.ts';
import type { Random } from './random.ts';
import { LIVE, PLACES, type Staged, TAKER, WITHOUT_PREVIEW } from './rehearsal-cast.ts';
import { GROUPS, type Group } from './rehearsal-groups.ts';
import { endOf, HOMES, NEUTRAL_HOMES } from './rehearsal-homes.ts';
import type { RehearsalPosts } from './rehearsal-posts.ts';
import { xPlaces } from './rehearsal-x.ts';
import type { ReplicaPlace, ReplicaPost, ReplicaWorld } from './replica.ts';
import type { Home } from './week-cast.ts';
import type { WeekPost } from './week-posts.ts';
import { DAY, HOUR, START } from './week-time.ts';

/** What do the replicas of the three platforms serve in the rehearsal? */

/** Posts older than this are only in what was imported. */
const SERVED_FROM = LIVE - 10 * DAY;

export function rehearsalWorld(posts: RehearsalPosts, random: Random): ReplicaWorld {
  return {
    places: [
      ...PLACES.map((staged) => roomPlace(staged, posts.byRoom.get(staged.room.nativeId) ?? [])),
      ...GROUPS.flatMap(groupPlace),
      ...[...HOMES, ...NEUTRAL_HOMES].map((home) => homePlace(home, posts.byHome.get(home.handle) ?? [])),
      ...xPlaces(random.fork('x')),
    ],
  };
}

function roomPlace(staged: Staged, posts: readonly WeekPost[]): ReplicaPlace {
  const { room, createdAt, aways } = staged;
  const preview = !WITHOUT_PREVIEW.includes(room.handle);
  return {
    platform: 'telegram',
    nativeId: room.nativeId,
    kind: 'channel',
    createdAt,
    handles: handlesOf(staged),
    invites: [],
    faces: growing(createdAt, room.subscribers).map((face) => ({ ...face, title: room.title, about: '', preview })),
    endings: aways,
    posts: posts.filter((post) => post.at >= SERVED_FROM).map((post) => replicaPost(post)),
  };
}

/** A lost room lets go of its handle only where somebody takes it. */
function handlesOf({ room, createdAt }: Staged): ReplicaPlace['handles'] {
  const { handle, fate } = room;
  if (fate.kind === 'renamed')
    return [
      { handle, from: createdAt, to: fate.at },
      { handle: fate.to, from: fate.at, to: null },
    ];
  const taken = room.nativeId !== TAKER.room.nativeId && handle === TAKER.room.handle;
  return [{ handle, from: createdAt, to: taken ? TAKER.createdAt : null }];
}

/** Old rooms have the readers they have; who opens in these days gains them in three steps. */
function growing(from: Ms, subscribers: number): { from: Ms; subscribers: number }[] {
  if (from < START) return [{ from, subscribers }];
  return [
    { from, subscribers: Math.ceil(subscribers * 0.2) },
    { from: from + 8 * HOUR, subscribers: Math.ceil(subscribers * 0.6) },
    { from: from + 30 * HOUR, subscribers },
  ];
}

/** Only what its invite shows: how it is called, and that it is there. */
function groupPlace(group: Group): ReplicaPlace[] {
  if (group.inviteUntil === null) return [];
  const createdAt = START - 300 * DAY;
  return [
    {
      platform: 'telegram',
      nativeId: group.nativeId,
      kind: 'group',
      createdAt,
      handles: [],
      invites: [{ token: group.name.slice(1), from: createdAt, to: group.inviteUntil }],
      faces: [{ from: createdAt, title: group.title, about: '', subscribers: group.members, preview: false }],
      endings: [{ how: 'deleted', from: group.gone, to: null }],
      posts: [],
    },
  ];
}

function homePlace(home: Home, posts: readonly WeekPost[]): ReplicaPlace {
  return {
    platform: 'tamtam',
    nativeId: home.chatId,
    kind: home.kind,
    createdAt: home.opened,
    handles: [{ handle: home.handle, from: home.opened, to: null }],
    invites: [],
    faces: growing(home.opened, home.participants).map((face) => ({ ...face, title: home.title, about: '', preview: true })),
    endings: home.closed === null ? [] : [{ how: endOf(home), from: home.closed, to: null }],
    posts: posts.map((post) => replicaPost(post)),
  };
}

function replicaPost(post: WeekPost): ReplicaPost {
  const { id, at, text, author, forwarded, replyTo, views, editedAt } = post;
  return {
    id,
    at,
    text,
    links: [],
    author: author === null ? null : { id: String(5_810_000_000 + author), name: `Reader ${author}` },
    forward: forwarded === null ? null : { handle: handleIn(forwarded), title: handleIn(forwarded), id: forwarded.id },
    replyTo,
    views,
    editedAt,
    deletedAt: null,
  };
}

function handleIn(post: WeekPost): string {
  return post.channel.slice(post.channel.indexOf(':') + 1);
}
