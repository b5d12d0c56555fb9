import type { Ms } from '../model/observation.ts';
import type { ChannelRef, PostRef } from '../model/ref.ts';
import type { Stance } from '../model/words.ts';
import { CHANNELS, EARLIER, goneFor, LIVE, NOON, PLACES, REOPENED, SILENT, type Staged, TAKER } from './rehearsal-cast.ts';
import { GROUPS } from './rehearsal-groups.ts';
import { HOMES, UNMENTIONED } from './rehearsal-homes.ts';
import type { RehearsalPosts } from './rehearsal-posts.ts';
import { betrayal } from './rehearsal-x.ts';
import { refOf } from './week-posts.ts';
import { WAVE } from './week-time.ts';
import { type DemoTruth, statementOf } from './week-truth.ts';

/** What really happens in the rehearsal: what the answers of its case are held against. */
export interface RehearsalTruth {
  /** From when live watching begins, when the rooms begin to go, and when all is over. */
  live: Ms;
  wave: Ms;
  noon: Ms;
  /** Lost for good, with the true time of the last loss, under the name they have at the end. `hand`: only people can see it. */
  gone: readonly { channel: ChannelRef; at: Ms; seen: 'probes' | 'hand'; part: 'earlier' | 'wave' | 'reopened' | 'home' }[];
  /** Of the rooms and homes of the story, those to be seen at the end. */
  alive: readonly ChannelRef[];
  /** The fifty that are watched on Friday. */
  watched: readonly ChannelRef[];
  silent: { channel: ChannelRef; since: Ms };
  renamed: { nativeId: string; from: ChannelRef; to: ChannelRef; at: Ms };
  /** Its handle was taken by another channel, long after it was lost. */
  reassigned: { channel: ChannelRef; at: Ms; taken: Ms; by: string };
  /** Lost, back, and lost again. */
  returned: readonly { channel: ChannelRef; lost: Ms; back: Ms; again: Ms | null }[];
  /** Where they went; `genuine` false where only the face was borrowed. */
  moves: readonly { from: ChannelRef; to: ChannelRef; genuine: boolean; opened: Ms; closed: Ms | null }[];
  impersonators: readonly ChannelRef[];
  /** The home that nobody points to. */
  unmentioned: ChannelRef;
  betrayal: { post: PostRef; at: Ms; to: ChannelRef };
  statement: DemoTruth['statement'];
  /** Posts of the story that point elsewhere. */
  signposts: readonly { post: PostRef; at: Ms; to: ChannelRef; stance: Stance; obfuscated: boolean }[];
  /** Rounds before the week in which the observer saw nothing. */
  outage: readonly string[];
}

export function rehearsalTruth(posts: RehearsalPosts, outage: readonly string[]): RehearsalTruth {
  const all = [...posts.byRoom.values(), ...posts.byHome.values()].flat().sort((a, b) => a.at - b.at);
  const renamed = CHANNELS.flatMap(({ room }) =>
    room.fate.kind === 'renamed'
      ? [{ nativeId: room.nativeId, from: `telegram:${room.handle}`, to: `telegram:${room.fate.to}`, at: room.fate.at }]
      : [],
  )[0];
  if (renamed === undefined) throw new RangeError('The cast has lost the room that changes its name.');
  const signposts = all.flatMap((post) => {
    const points = post.scene?.signpost ?? null;
    return points === null ? [] : [{ post: refOf(post), at: post.at, ...points }];
  });
  return {
    live: LIVE,
    wave: WAVE,
    noon: NOON,
    gone: goneAtLast(),
    alive: [...CHANNELS, ...REOPENED].filter((staged) => goneFor(staged) === null).map(lastName),
    watched: [...CHANNELS.map(({ room }) => `telegram:${room.handle}`), ...GROUPS.map((group) => `telegram:${group.name}`)],
    silent: { channel: `telegram:${SILENT.handle}`, since: SILENT.since },
    renamed,
    ...passedOn(),
    moves: moves(),
    impersonators: [
      ...REOPENED.filter((staged) => !staged.genuine).map(lastName),
      ...HOMES.filter((home) => home.of === null).map((home) => `tamtam:${home.handle}`),
    ],
    unmentioned: `tamtam:${UNMENTIONED}`,
    betrayal: betrayal(),
    statement: statementOf(all),
    signposts,
    outage,
  };
}

function lastName({ room }: Staged): ChannelRef {
  return `telegram:${room.fate.kind === 'renamed' ? room.fate.to : room.handle}`;
}

function goneAtLast(): RehearsalTruth['gone'] {
  const rooms = (list: readonly Staged[], part: RehearsalTruth['gone'][number]['part']): RehearsalTruth['gone'] =>
    list.flatMap((staged) => {
      const at = goneFor(staged);
      return at === null ? [] : [{ channel: lastName(staged), at, seen: 'probes' as const, part }];
    });
  return [
    ...rooms(EARLIER, 'earlier'),
    ...rooms(CHANNELS, 'wave'),
    ...GROUPS.map((group) => ({ channel: `telegram:${group.name}`, at: group.gone, seen: 'hand' as const, part: 'wave' as const })),
    ...rooms(REOPENED, 'reopened'),
    ...HOMES.flatMap(({ handle, closed }) =>
      closed === null || handle === UNMENTIONED
        ? []
        : [{ channel: `tamtam:${handle}`, at: closed, seen: 'probes' as const, part: 'home' as const }],
    ),
  ];
}

function passedOn(): Pick<RehearsalTruth, 'reassigned' | 'returned'> {
  const before = CHANNELS.find(({ room }) => room.handle === TAKER.room.handle);
  const at = before === undefined ? null : goneFor(before);
  if (at === null) throw new RangeError('The cast has lost the room whose handle is taken.');
  return {
    reassigned: { channel: `telegram:${TAKER.room.handle}`, at, taken: TAKER.createdAt, by: TAKER.room.nativeId },
    returned: PLACES.flatMap((staged) =>
      staged.aways.flatMap(({ from, to }, i) =>
        to === null ? [] : [{ channel: lastName(staged), lost: from, back: to, again: staged.aways[i + 1]?.from ?? null }],
      ),
    ),
  };
}

function moves(): RehearsalTruth['moves'] {
  const reopened = REOPENED.map((staged) => ({
    from: `telegram:${staged.of ?? ''}`,
    to: lastName(staged),
    genuine: staged.genuine,
    opened: staged.createdAt,
    closed: goneFor(staged),
  }));
  const homes = HOMES.flatMap(({ handle, of, opened, closed }) =>
    of === null ? [] : [{ from: `telegram:${of}`, to: `tamtam:${handle}`, genuine: true, opened, closed }],
  );
  return [...reopened, ...homes];
}
