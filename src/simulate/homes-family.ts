import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import type { NameChange } from './homes-names.ts';
import type { Tongue } from './homes-signs.ts';
import type { Actor, HomesRecord, HomesSize, Name, Place, Rhythm, Speech, Voice } from './homes-types.ts';
import type { Random } from './random.ts';
import type { Script } from './vocabulary.ts';

/** In what do families of worlds differ, and what is known while one is made? */

export interface Rates {
  /** Lost channels that end for good. */
  none: number;
  /** Homes of which nothing is seen. */
  hidden: number;
  split: number;
  merge: number;
  /** Homes that were made before the loss. */
  prepared: number;
  /** Homes that are lost in turn, with a home of their own. */
  chain: number;
  /** Living channels that cannot be seen for a while. */
  away: number;
  /** Channels that change their handle while they live. */
  renamed: number;
  /** Of lost channels. */
  impostor: number;
  /** Of impostors. */
  copiesArchive: number;
  denounced: number;
  forged: number;
  spam: number;
  /** Of genuine homes. */
  slandered: number;
  announced: number;
  friends: number;
  readers: number;
  ownWord: number;
  moved: number;
  /** Handles of lost channels that somebody else takes. */
  taken: number;
  avatarKept: number;
  /** How far a sibling's voice lies from its brand's. */
  siblings: number;
  /** How far a voice moves with the move: least and most. */
  heirs: readonly [number, number];
  /** Genuine homes that post their old archive again. */
  rebuilt: number;
}

export interface Family {
  name: string;
  /** Kept for testing what was fitted on the others. */
  heldOut: boolean;
  start: Ms;
  speech(seed: string): Speech;
  tongue: Tongue;
  scripts: readonly Script[];
  from: readonly Place[];
  to: readonly Place[];
  /** How often a name changes how. */
  changes: Readonly<Record<NameChange, number>>;
  rates: Rates;
  wiresPerDay: number;
  wireShare: number;
  forwardShare: number;
  missing: number;
  brandSize(random: Random): number;
  /** How many people write in a channel of this family; 0: the channel speaks. */
  people(random: Random): number;
  /** When a channel of a brand with this handle is lost, as a share of all days. */
  lossOf(brandDay: number, handle: string, random: Random): number;
  /** What only happens in this family; the last word on everything. */
  finish(stage: Stage): void;
}

export interface Brand {
  index: number;
  script: Script;
  name: Name;
  voice: Voice;
  rhythm: Rhythm;
  logo: Bits;
  /** On which day it is struck, as a share of all days. */
  day: number;
}

export interface Stage {
  family: Family;
  seed: string;
  size: HomesSize;
  random: Random;
  speech: Speech;
  start: Ms;
  at: Ms;
  actors: Actor[];
  brands: Brand[];
  taken: Set<ChannelRef>;
  stock: Bits[];
  disputes: HomesRecord[];
  /** Whom somebody called fake, in a record of its own or in a post that is kept. */
  denounced: Set<Actor>;
}

export type Bits = Uint8Array;
