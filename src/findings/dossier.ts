/** Everything that is known of one channel, put together once for comparing it with others. */

import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import type { FaceRow } from '../model/rows.ts';
import type { ChannelKind, State, Status } from '../model/words.ts';
import type { Hold, IdentityKey } from './identity.ts';
import type { Interval } from './verdict.ts';

export interface Dossier {
  /** Its place in the list of all dossiers: how comparisons name it. */
  index: number;
  identity: IdentityKey;
  /** How it is called as of the question. */
  channel: ChannelRef;
  platform: string;
  kind: ChannelKind | null;
  control: boolean;
  /** False: only others' posts point to it. */
  observed: boolean;
  /** Every handle that it held, with the time; one entry without native id: the reference itself. */
  handles: readonly Hold[];
  /** In time order. */
  faces: readonly FaceRow[];
  createdAt: Ms | null;
  /** First sign of life of any kind. */
  firstSeen: Ms | null;
  firstPost: Ms | null;
  lastPost: Ms | null;
  posts: number;
  lastAlive: Ms | null;
  state: State;
  status: Status;
  /** Where it is lost: when. */
  lost: Interval | null;
  /** Where the platform says it went. */
  movedTo: ChannelRef | null;
}
