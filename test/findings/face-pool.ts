import type { Dossier } from '../../src/findings/dossier.ts';

export interface Shown {
  handle?: string;
  id?: string;
  title?: string;
  avatar?: string;
}

/** A dossier of what a channel shows of itself and nothing else. */
export function dossier(index: number, shown: Shown): Dossier {
  const handle = shown.handle ?? `telegram:#${shown.id ?? index}`;
  const platform = handle.slice(0, handle.indexOf(':'));
  const identity = `${platform}:#${shown.id ?? index}`;
  return {
    index,
    identity,
    channel: handle,
    platform,
    kind: null,
    control: false,
    observed: true,
    handles: shown.handle === undefined ? [] : [{ handle, identity, from: 0, to: 0 }],
    faces: [
      {
        channel: handle,
        nativeId: null,
        kind: null,
        title: shown.title ?? null,
        about: null,
        avatarHash: shown.avatar ?? null,
        createdAt: null,
        subscribers: null,
        from: 0,
        to: 0,
      },
    ],
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
