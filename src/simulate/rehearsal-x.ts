import type { Ms } from '../model/observation.ts';
import { type PostRef, postRef } from '../model/ref.ts';
import { type Random, random } from './random.ts';
import type { ReplicaPlace } from './replica.ts';
import { clock, DAY, HOUR } from './week-time.ts';
import { ACCOUNTS, type Account, SAID, snowflake } from './week-x.ts';

/** Who is on X in the rehearsal, and which of their posts does the watched search bring up? */

/** Everything that speaks of the rooms by their common name. */
export const SEARCH = '"reading rooms"';

const NEUTRAL_NAMES = ['HarbourWeather', 'FerryTimes', 'DawnAlmanac', 'TideTables'] as const;
/** Neutral accounts, alive all along. */
export const NEUTRAL_ACCOUNTS: readonly Account[] = NEUTRAL_NAMES.map((username, i) => ({
  username: username.toLowerCase(),
  id: String(1_090_100_200_300_400_700n + BigInt(i)),
  name: username,
}));

interface Betrayal {
  post: PostRef;
  at: Ms;
  to: string;
}

export function xPlaces(chance: Random): ReplicaPlace[] {
  const voices = ACCOUNTS.map((account, i) =>
    place(
      account,
      SAID.flatMap(([by, at, text], n) => (by === i ? [{ id: idOf(n, at), at, text }] : [])),
    ),
  );
  const neutral = NEUTRAL_ACCOUNTS.map((account) => {
    const posts = Array.from({ length: 12 }, (_, day) => clock(21, 7, 0) + day * DAY + chance.int(10) * HOUR).map((at) => ({
      id: snowflake(at, chance),
      at,
      text: `Tomorrow: dry until noon, then wind from the west. Station ${2 + chance.int(40)} reports a quiet evening.`,
    }));
    return place(account, posts);
  });
  return [...voices, ...neutral];
}

/** The post by an account that nobody watched: the first that names a home outside Telegram. */
export function betrayal(): Betrayal {
  const n = SAID.findIndex(([by]) => by === 0);
  const [account] = ACCOUNTS;
  const said = SAID[n];
  if (said === undefined || account === undefined) throw new RangeError('Nobody on X betrays the new home.');
  return { post: postRef(`x:${account.username}`, idOf(n, said[1])), at: said[1], to: 'tamtam:reading_rooms_hall' };
}

/** The same in every rehearsal: the story is about this one post. */
function idOf(n: number, at: Ms): string {
  return snowflake(at, random(`x ${n}`));
}

function place(account: Account, said: readonly { id: string; at: Ms; text: string }[]): ReplicaPlace {
  const createdAt = clock(-400, 8, 0);
  const rest = { links: [], author: null, forward: null, replyTo: null, editedAt: null, deletedAt: null };
  return {
    platform: 'x',
    nativeId: account.id,
    kind: 'account',
    createdAt,
    handles: [{ handle: account.username, from: createdAt, to: null }],
    invites: [],
    faces: [{ from: createdAt, title: account.name, about: '', subscribers: 120 + account.username.length, preview: true }],
    endings: [],
    posts: said.map((post) => ({ ...post, ...rest, views: 40 + post.text.length })),
  };
}
