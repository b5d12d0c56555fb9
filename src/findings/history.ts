/** What happened to each channel over time: every disappearance, not only the last; what waves, lifespans and lineages read. */

import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import type { State, Status } from '../model/words.ts';
import type { IdentityKey } from './identity.ts';

/** It ended (was gone, private or silent) after `after` and by `by`; `after` is null where it was never seen before. */
export interface Episode {
  kind: 'gone' | 'private' | 'silent';
  after: Ms | null;
  by: Ms;
  /** Where it came back: between the last look that showed it away and the first sign of life after. */
  until: { after: Ms; by: Ms } | null;
  /** The status of the first explicit answer; null for silence. */
  status: Status | null;
  /** Ids of the sightings that decide. */
  evidence: string[];
}

export interface ChannelHistory {
  identity: IdentityKey;
  channel: ChannelRef;
  platform: string;
  control: boolean;
  /** Presumed operator: equal strings for channels that one hand seems to run. Null: nobody's but its own. */
  operator: string | null;
  /** Where the platform told it. */
  createdAt: Ms | null;
  /** First sign of life of any kind (post, profile, look); null where it was never seen. */
  firstAlive: Ms | null;
  /** From when it was under watch: its first look or profile, not the posts of its past. Null where nobody ever looked. */
  watchedFrom: Ms | null;
  /** Up to when looks that count, or posts, tell of it. */
  observedTo: Ms | null;
  lastAlive: Ms | null;
  state: State;
  /** In time order, none overlapping another of its kind. */
  episodes: Episode[];
}
