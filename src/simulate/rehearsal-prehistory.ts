import { formatTime } from '../model/time.ts';
import type { Random } from './random.ts';
import { CHANNELS, EARLIER, LIVE, NEUTRAL } from './rehearsal-cast.ts';
import { groupSightings } from './rehearsal-groups.ts';
import type { RehearsalPosts } from './rehearsal-posts.ts';
import { NEVER_USED } from './week-cast.ts';
import { type Line, looksOf, postLines, profiles, roundsOf, type Watched } from './week-observations.ts';

/** What was known before the week: posts since September, a month of looks with an outage in it, ordinary losses. As neutral observations. */

export interface Prehistory {
  /** NDJSON. */
  text: string;
  records: number;
  posts: number;
  /** Rounds in which the observer saw nothing at all. */
  outage: string[];
}

export const WATCHED: Watched = {
  rooms: [...CHANNELS, ...EARLIER].map((staged) => staged.room),
  controls: NEUTRAL.map((staged) => staged.room),
  neverUsed: NEVER_USED,
};

export function prehistory(posts: RehearsalPosts, random: Random): Prehistory {
  const rounds = roundsOf(LIVE, random);
  const said = [...WATCHED.rooms, ...WATCHED.controls].flatMap((room) => postLines(room, posts.byRoom.get(room.nativeId) ?? []));
  const seen = said.filter((line) => line.at < LIVE).map(withLinks);
  const lines = [
    ...rounds.flatMap((round) => looksOf(round, WATCHED, random)),
    ...profiles(WATCHED, LIVE, random),
    ...seen,
    ...groupSightings(),
  ].sort((a, b) => a.at - b.at);
  return {
    text: `${lines.map((line) => JSON.stringify(line.record)).join('\n')}\n`,
    records: lines.length,
    posts: seen.length,
    outage: rounds.filter((round) => round.blind).map((round) => round.name),
  };
}

const LINK = /https?:\/\/[^\s<>"]+/g;
const TRAILING = /[.,;:!?)]+$/;

/** Whoever scraped the pages kept the targets of links, as a probe does: the same post seen twice is one. */
function withLinks(line: Line): Line {
  const observedAt = formatTime(Math.min(line.at + 7_200_000, LIVE));
  const links = (String(line.record['text']).match(LINK) ?? []).map((link) => link.replace(TRAILING, ''));
  return { at: line.at, record: { ...line.record, observedAt, ...(links.length === 0 ? {} : { links }) } };
}
