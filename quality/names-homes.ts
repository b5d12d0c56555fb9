/** Names and pictures in worlds of invented communities, whose truth is known. */

import type { Dossier } from '../src/findings/dossier.ts';
import { channelRef } from '../src/model/ref.ts';
import type { FaceRow } from '../src/model/rows.ts';
import { homes } from '../src/simulate/homes.ts';

export interface FacesOfHomes {
  dossiers: Dossier[];
  /** Pairs of numbers that belong together. */
  pairs: [number, number][];
  /** A channel and one that only wears its face. */
  impostors: [number, number][];
}

/** Every channel of a world with a profile, as a dossier of its face alone. */
export function facesOfHomes(family: string, seed: string, lost: number): FacesOfHomes {
  const world = homes(family, seed, { lost, bystanders: 3 * lost, days: 60, posts: 1 });
  const rows = new Map<string, { channel: string; handles: Set<string>; faces: FaceRow[] }>();
  for (const record of world.records) {
    if (record.type !== 'profile') continue;
    const platform = String(record['platform']);
    const channel = channelRef(platform, String(record['channel'])) ?? '';
    const nativeId = (record['nativeId'] ?? null) as string | null;
    const key = nativeId === null ? channel : `${platform}:#${nativeId}`;
    const entry = rows.get(key) ?? { channel, handles: new Set<string>(), faces: [] };
    rows.set(key, entry);
    entry.channel = channel;
    entry.handles.add(channel);
    const at = Date.parse(String(record['observedAt']));
    entry.faces.push({
      channel,
      nativeId,
      kind: null,
      title: (record['title'] ?? null) as string | null,
      about: (record['about'] ?? null) as string | null,
      avatarHash: (record['avatarHash'] ?? null) as string | null,
      createdAt: null,
      subscribers: null,
      from: at,
      to: at,
    });
  }
  const keys = [...rows.keys()];
  const place = new Map(keys.map((key, i) => [key, i]));
  const find = (home: { channel: string; identity: string }): number => place.get(home.identity) ?? place.get(home.channel) ?? -1;
  const known = (list: readonly [number, number][]): [number, number][] => list.filter(([a, b]) => a >= 0 && b >= 0);
  const pairs = known(world.truth.lost.flatMap((l) => l.successors.map((s): [number, number] => [find(l), find(s)])));
  const of = new Map(world.truth.lost.map((l) => [l.channel, l]));
  const impostors = known(
    world.truth.impostors.map((i): [number, number] => {
      const worn = of.get(i.of);
      return [worn === undefined ? -1 : find(worn), find(i)];
    }),
  );
  const list = keys.map((key, index) => dossierOf(key, index, rows.get(key) ?? { channel: key, handles: new Set(), faces: [] }));
  return { dossiers: list, pairs, impostors };
}

function dossierOf(identity: string, index: number, entry: { channel: string; handles: Set<string>; faces: FaceRow[] }): Dossier {
  return {
    index,
    identity,
    channel: entry.channel,
    platform: identity.slice(0, identity.indexOf(':')),
    kind: null,
    control: false,
    observed: true,
    handles: [...entry.handles].map((handle) => ({ handle, identity, from: 0, to: 0 })),
    faces: entry.faces,
    createdAt: null,
    firstSeen: null,
    firstPost: null,
    lastPost: null,
    posts: 0,
    lastAlive: null,
    state: 'alive',
    status: 'alive',
    lost: null,
    movedTo: null,
  };
}
