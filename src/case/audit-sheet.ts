import { handlesOf, type Identities, type IdentityKey, identities, resolve } from '../findings/identity.ts';
import { identityOfRow } from '../findings/liveness.ts';
import { compare, groupBy } from '../findings/order.ts';
import type { Ms } from '../model/observation.ts';
import type { ChannelRef, PostRef } from '../model/ref.ts';
import type { FaceRow } from '../model/rows.ts';
import type { ChannelKind } from '../model/words.ts';
import type { Lake } from '../store/lake.ts';

/** What a person may look at to judge a pair: what the two show of themselves and some of what they wrote. Never what Trackway makes of it. */

const EXCERPTS = 4;

export interface ShownChannel {
  channel: ChannelRef;
  title: string | null;
  about: string | null;
  kind: ChannelKind | null;
  createdAt: Ms | null;
  subscribers: number | null;
  /** Hex; equal pictures have equal ones. */
  avatarHash: string | null;
  posts: { post: PostRef; at: Ms; text: string }[];
}

/** What each of these channels showed last, and a few posts spread evenly over all it wrote: chosen by nothing that they say. */
export async function showChannels(lake: Lake, refs: readonly ChannelRef[], at: Ms): Promise<Map<ChannelRef, ShownChannel>> {
  const [bindings, faces] = await Promise.all([lake.bindings(at), lake.faces(at)]);
  const index = identities(bindings);
  const wanted = new Map(refs.map((ref) => [ref, resolve(index, ref, at)]));
  const names = [
    ...new Set([...wanted].flatMap(([ref, identity]) => [ref, identity, ...handlesOf(index, identity).map((hold) => hold.handle)])),
  ];
  const written = await lake.excerpts(names, at, EXCERPTS);
  const posts = groupBy(written, (row) => identityOfRow(index, row.channel, row.nativeId, row.at));
  const shown = lastFaces(faces, index);
  return new Map(
    [...wanted].map(([channel, identity]) => {
      const face = shown.get(identity);
      const own = posts.get(identity) ?? [];
      return [
        channel,
        {
          channel,
          title: face?.title ?? null,
          about: face?.about ?? null,
          kind: face?.kind ?? null,
          createdAt: face?.createdAt ?? null,
          subscribers: face?.subscribers ?? null,
          avatarHash: face?.avatarHash ?? null,
          posts: own.slice(0, EXCERPTS).map((row) => ({ post: row.post, at: row.at, text: row.text })),
        },
      ];
    }),
  );
}

function lastFaces(faces: readonly FaceRow[], index: Identities): Map<IdentityKey, FaceRow> {
  const last = new Map<IdentityKey, FaceRow>();
  for (const face of [...faces].sort((a, b) => a.to - b.to || a.from - b.from || compare(a.title ?? '', b.title ?? '')))
    last.set(identityOfRow(index, face.channel, face.nativeId, face.to), face);
  return last;
}
