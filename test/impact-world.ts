import type { ActionChannel, ActionWorld } from '../src/simulate/interventions.ts';

/** A simulated action as files that a case imports: a watch that looked twice a day and could read every post. */

const DAY = 86_400_000;
const LOOK = DAY / 2;

const time = (ms: number): string => new Date(Math.round(ms / 1000) * 1000).toISOString();

/** Lines of NDJSON: posts, creations, looks, and controls that answer as they should. `from`: nothing earlier is told. */
export function recordsOf(world: ActionWorld, from: number): object[] {
  return [...postRecords(world, from), ...world.channels.flatMap((room) => roomRecords(world, room, from)), ...controlRecords(world, from)];
}

/** The roster's CSV: all rooms, those created later too; `tagged` get the tag `untouched`. */
export function rosterOf(world: ActionWorld, tagged: (room: ActionChannel) => boolean): string {
  const rooms = world.channels.map((room) => `${room.channel},,false,${tagged(room) ? 'untouched' : ''}`);
  const controls = PLATFORMS.flatMap((platform) => [
    ...LIBRARIES.map((name) => `${platform}:${name},,true,`),
    ...NEVER_USED.map((name) => `${platform}:${name},,true,never-used`),
  ]);
  return ['channel,note,control,tags', ...rooms, ...controls, ''].join('\n');
}

const PLATFORMS = ['telegram', 'tamtam'];
const LIBRARIES = ['library_one', 'library_two', 'library_three'];
const NEVER_USED = ['qxkvjzwq_118', 'wzzkqxvj_227'];

function postRecords({ posts }: ActionWorld, from: number): object[] {
  return Array.from({ length: posts.length }, (_, i) => {
    const [platform, channel] = split(posts.channel[i] ?? '');
    const statement = posts.statement[i] ?? -1;
    return {
      type: 'post',
      platform,
      channel,
      id: String(i + 1),
      publishedAt: time(posts.at[i] ?? 0),
      // Nobody's words are like another's, unless they are one statement's.
      text: wordsOf(statement < 0 ? `own ${i}` : `said ${statement}`),
      ...(posts.author[i] == null ? {} : { author: posts.author[i] }),
      ...(posts.forwarded[i] === 1 ? { forwardedFrom: { channel: 'telegram:elsewhere', id: String(i + 1) } } : {}),
    };
  }).filter((_, i) => (posts.at[i] ?? 0) >= from);
}

function roomRecords({ action }: ActionWorld, room: ActionChannel, from: number): object[] {
  const [platform, channel] = split(room.channel);
  const first = Math.max(room.createdAt, from);
  const profile = { type: 'profile', platform, channel, observedAt: time(first), createdAt: time(room.createdAt) };
  const looks = looksFrom(first, action.asOf).map((at) => {
    const there = room.endedAt === null || at < room.endedAt;
    return sighting(platform, channel, at, there ? 'alive' : 'absent');
  });
  return room.creationTold ? [profile, ...looks] : looks;
}

function controlRecords({ action }: ActionWorld, from: number): object[] {
  return PLATFORMS.flatMap((platform) =>
    looksFrom(from, action.asOf).flatMap((at) => [
      ...LIBRARIES.map((name) => sighting(platform, name, at, 'alive')),
      ...NEVER_USED.map((name) => sighting(platform, name, at, 'absent')),
    ]),
  );
}

function sighting(platform: string, channel: string, at: number, status: string): object {
  return { type: 'sighting', platform, channel, at: time(at), status, observer: 'w1', round: `${platform} ${at}` };
}

function looksFrom(from: number, to: number): number[] {
  const first = Math.ceil(from / LOOK);
  return Array.from({ length: Math.max(0, Math.floor(to / LOOK) - first + 1) }, (_, i) => (first + i) * LOOK);
}

function split(ref: string): [string, string] {
  const colon = ref.indexOf(':');
  return [ref.slice(0, colon), ref.slice(colon + 1)];
}

function wordsOf(seed: string): string {
  let state = 7;
  for (const letter of seed) state = (Math.imul(state, 31) + letter.charCodeAt(0)) >>> 0;
  return Array.from({ length: 12 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return `w${(state >>> 8).toString(36)}`;
  }).join(' ');
}
