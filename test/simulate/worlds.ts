import type { Replica, ReplicaAnswer, ReplicaPlace, ReplicaPost, ReplicaWorld } from '../../src/simulate/replica.ts';

/** Small invented worlds for the tests of replicas. */

export const START = Date.UTC(2019, 10, 1);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export function post(id: string, at: number, text: string, more: Partial<ReplicaPost> = {}): ReplicaPost {
  return { id, at, text, links: [], author: null, forward: null, replyTo: null, views: 0, editedAt: null, deletedAt: null, ...more };
}

type Few = Partial<Omit<ReplicaPlace, 'handles'>> & { handle?: string; handles?: ReplicaPlace['handles'] };

/** A living channel of that platform with everything else told by `more`. */
export function place(platform: string, nativeId: string, more: Few = {}): ReplicaPlace {
  const { handle, handles, ...rest } = more;
  const face = { from: START, title: `Reading room ${nativeId}`, about: 'Tea and lamps', subscribers: 1200, preview: true };
  return {
    platform,
    nativeId,
    kind: 'channel',
    createdAt: START,
    handles: handles ?? (handle === undefined ? [] : [{ handle, from: START, to: null }]),
    invites: [],
    faces: [face],
    endings: [],
    posts: [],
    ...rest,
  };
}

export function get(replica: Replica, path: string, now: number, headers: Record<string, string> = {}): ReplicaAnswer {
  return replica({ method: 'GET', path, headers: { 'accept-language': 'en', ...headers }, body: '' }, now);
}

export function world(...places: ReplicaPlace[]): ReplicaWorld {
  return { places };
}
