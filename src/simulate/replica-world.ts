/** Who holds which name in an invented world at a moment, and what of it can be seen then? */

import type { Ms } from '../model/observation.ts';
import type { Ending, ReplicaPlace, ReplicaPost, ReplicaWorld } from './replica.ts';

type Face = ReplicaPlace['faces'][number];

/** A place at a moment. */
export interface Standing {
  place: ReplicaPlace;
  /** The handle it holds, as the world spells it; null where it holds none. */
  handle: string | null;
  face: Face;
  ending: Ending | null;
}

export interface WorldIndex {
  /** Whoever holds the handle (in any case) then, ended or not; null where nobody does. */
  byHandle(handle: string, now: Ms): Standing | null;
  byId(nativeId: string, now: Ms): Standing | null;
  byInvite(token: string, now: Ms): Standing | null;
  standings(now: Ms): Standing[];
}

const FACELESS: Face = { from: 0, title: '', about: '', subscribers: 0, preview: true };

/** The places of one platform, looked up in constant time. */
export function worldIndex(world: ReplicaWorld, platform: string): WorldIndex {
  const places = world.places.filter((place) => place.platform === platform);
  const holders = new Map<string, ReplicaPlace[]>();
  const invited = new Map<string, ReplicaPlace[]>();
  const ids = new Map(places.map((place) => [place.nativeId, place]));
  for (const place of places) {
    for (const { handle } of place.handles) add(holders, handle.toLowerCase(), place);
    for (const { token } of place.invites) add(invited, token, place);
  }
  const born = (place: ReplicaPlace | undefined, now: Ms): Standing | null =>
    place === undefined || place.createdAt > now ? null : standing(place, now);
  return {
    byHandle: (handle, now) => {
      const name = handle.toLowerCase();
      const since = (place: ReplicaPlace): Ms => heldSince(place, name, now) ?? Number.NEGATIVE_INFINITY;
      const held = holders.get(name)?.filter((place) => heldSince(place, name, now) !== null) ?? [];
      // Whoever took it last: a place that was removed need not have let go of its name.
      return born(
        held.reduce<ReplicaPlace | undefined>(
          (last, place) => (last === undefined || since(place) > since(last) ? place : last),
          undefined,
        ),
        now,
      );
    },
    byId: (nativeId, now) => born(ids.get(nativeId), now),
    byInvite: (token, now) => {
      const found = invited.get(token)?.find((place) => place.invites.some((invite) => invite.token === token && during(invite, now)));
      return born(found, now);
    },
    standings: (now) => places.filter((place) => place.createdAt <= now).map((place) => standing(place, now)),
  };
}

function add(map: Map<string, ReplicaPlace[]>, key: string, place: ReplicaPlace): void {
  const held = map.get(key);
  if (held === undefined) map.set(key, [place]);
  else if (!held.includes(place)) held.push(place);
}

function during(span: { from: Ms; to: Ms | null }, now: Ms): boolean {
  return span.from <= now && (span.to === null || now < span.to);
}

function heldSince(place: ReplicaPlace, name: string, now: Ms): Ms | null {
  return place.handles.find((hold) => during(hold, now) && hold.handle.toLowerCase() === name)?.from ?? null;
}

function standing(place: ReplicaPlace, now: Ms): Standing {
  const face = place.faces.findLast((one) => one.from <= now) ?? place.faces[0] ?? FACELESS;
  return {
    place,
    handle: place.handles.find((hold) => during(hold, now))?.handle ?? null,
    face,
    ending: place.endings.find((end) => during(end, now))?.how ?? null,
  };
}

/** How many posts of the place were published by then: they are its first ones, as posts stand in time order. */
export function publishedBy(place: ReplicaPlace, now: Ms): number {
  let low = 0;
  let high = place.posts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((place.posts[middle]?.at ?? 0) <= now) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function isDeleted(post: ReplicaPost, now: Ms): boolean {
  return post.deletedAt !== null && post.deletedAt <= now;
}

/** The post with this id, if it is served then. */
export function postAt(place: ReplicaPlace, id: string, now: Ms): ReplicaPost | null {
  const post = place.posts.find((one) => one.id === id);
  return post === undefined || post.at > now || isDeleted(post, now) ? null : post;
}
