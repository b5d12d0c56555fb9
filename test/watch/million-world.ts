import type { Ms } from '../../src/model/observation.ts';
import type { WatchSource } from '../../src/model/watch.ts';
import { platform as tamtam } from '../../src/platforms/tamtam/index.ts';
import { platform as telegram } from '../../src/platforms/telegram/index.ts';
import { platform as x } from '../../src/platforms/x/index.ts';
import type { Named } from '../../src/simulate/fault.ts';
import type { Random } from '../../src/simulate/random.ts';
import type { Ending, Replica, ReplicaPlace, ReplicaPost, ReplicaWorld } from '../../src/simulate/replica.ts';
import { tamtamReplica } from '../../src/simulate/replica-tamtam.ts';
import { telegramReplica } from '../../src/simulate/replica-telegram.ts';
import { xReplica } from '../../src/simulate/replica-x.ts';
import { snowflake } from '../../src/simulate/replica-x-objects.ts';

/** Platforms with reading rooms, some of which are removed at a known moment. */

export type PlatformName = 'telegram' | 'tamtam' | 'x';

const HOUR = 3_600_000;

interface Kind {
  source: WatchSource;
  replica: (world: ReplicaWorld) => Replica;
  /** How places end there so that the platform's answer says that they are gone. */
  endings: readonly Ending[];
  place: (i: number) => Pick<ReplicaPlace, 'nativeId' | 'kind'>;
  postId: (i: number, at: Ms) => string;
}

function sourceOf(platform: { name: string; watch?: WatchSource }): WatchSource {
  if (platform.watch === undefined) throw new Error(`${platform.name} is not watched`);
  return platform.watch;
}

export const KINDS: Readonly<Record<PlatformName, Kind>> = {
  telegram: {
    source: sourceOf(telegram),
    replica: telegramReplica,
    endings: ['deleted', 'banned', 'private'],
    // Groups show no preview: another way through the source.
    place: (i) => ({ nativeId: String(1_554_900_000 + i), kind: i % 4 === 3 ? 'group' : 'channel' }),
    postId: (i) => String(i + 2),
  },
  tamtam: {
    source: sourceOf(tamtam),
    replica: tamtamReplica,
    endings: ['deleted', 'closed', 'banned'],
    place: (i) => ({ nativeId: String(-70_801_090_400_000 - i), kind: i % 4 === 3 ? 'group' : 'channel' }),
    postId: (i, at) => `mid.${at.toString(16)}${i}`,
  },
  x: {
    source: sourceOf(x),
    replica: xReplica,
    endings: ['deleted', 'banned', 'deactivated'],
    place: (i) => ({ nativeId: String(1_090_100_200_300_400_000n + BigInt(i)), kind: 'account' }),
    postId: (i, at) => snowflake(at, i),
  },
};

export interface Plan {
  platform: PlatformName;
  channels: number;
  removals: number;
  controls: number;
  start: Ms;
  /** Removals happen from the first to the second moment. */
  removedBetween: readonly [Ms, Ms];
}

export interface Planted {
  replica: Replica;
  /** By reference; null for those who live to the end. */
  removedAt: Map<string, Ms | null>;
  /** References of the controls. */
  controls: string[];
  /** Lives, and nobody watches it. */
  other: Named;
  /** By handle or id, those included whom nobody knows. */
  named: (name: string) => Named;
}

/** All channels exist long before the watch begins and have posted a little. */
export function plant(plan: Plan, random: Random): Planted {
  const kind = KINDS[plan.platform];
  const total = plan.channels + plan.controls + 1;
  const removedAt = new Map<string, Ms | null>();
  const controls: string[] = [];
  const places: ReplicaPlace[] = [];
  const [from, to] = plan.removedBetween;
  for (let i = 0; i < total; i += 1) {
    const handle = `alder_rm_${String(i).padStart(4, '0')}`;
    const ref = `${plan.platform}:${handle}`;
    const at = i < plan.removals ? from + Math.floor(random.uniform() * (to - from)) : null;
    if (i < plan.channels) removedAt.set(ref, at);
    else if (i < plan.channels + plan.controls) controls.push(ref);
    places.push(room(plan, i, handle, at === null ? null : { how: random.pick(kind.endings), at }));
  }
  const ids = new Map(places.map((place) => [place.handles[0]?.handle ?? '', place.nativeId]));
  const handles = new Map([...ids].map(([handle, id]) => [id, handle]));
  const named = (name: string): Named => {
    const handle = handles.get(name) ?? name;
    return { handle, nativeId: ids.get(handle) ?? strangerId(handle) };
  };
  return { replica: kind.replica({ places }), removedAt, controls, other: named(`alder_rm_${String(total - 1).padStart(4, '0')}`), named };
}

/** An id for a name that nobody has, so that an answer about it can be made up. */
function strangerId(handle: string): string {
  let number = 7;
  for (const letter of handle) number = (number * 31 + letter.charCodeAt(0)) % 1_000_000_007;
  return String(2_000_000_000 + number);
}

function room(plan: Plan, i: number, handle: string, ended: { how: Ending; at: Ms } | null): ReplicaPlace {
  const kind = KINDS[plan.platform];
  const born = plan.start - 400 * 24 * HOUR;
  const posts = Array.from({ length: 3 }, (_, n): ReplicaPost => {
    const at = plan.start - (3 - n) * HOUR - i * 1000;
    return {
      id: kind.postId(n, at),
      at,
      text: `Evening ${n} of room ${i}: post not found, they say, and قاعة القراءة is open`,
      links: [],
      author: null,
      forward: null,
      replyTo: null,
      views: 40,
      editedAt: null,
      deletedAt: null,
    };
  });
  return {
    platform: plan.platform,
    ...kind.place(i),
    createdAt: born,
    handles: [{ handle, from: born, to: null }],
    invites: [],
    faces: [
      {
        from: born,
        title: `Reading room ${i} قاعة`,
        about: 'Channel not found? Tea — and lamps.',
        subscribers: 1200 + i,
        preview: i % 5 !== 4,
      },
    ],
    endings: ended === null ? [] : [{ how: ended.how, from: ended.at, to: null }],
    posts,
  };
}
