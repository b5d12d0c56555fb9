/** Communities that lose their homes, with known truth: where each went, who only pretends, who went nowhere. */

import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';

/** One record of the neutral format (specification, section 3), ready to be written as a line of NDJSON. */
export type HomesRecord = Record<string, unknown> & { type: string };

export interface LostHome {
  channel: ChannelRef;
  /** Every true continuation; empty where there is none. */
  successors: { channel: ChannelRef; observable: boolean }[];
  language: string;
  /** How many channels share its brand, itself included. */
  brandSize: number;
}

export interface HomesTruth {
  lost: LostHome[];
  /** Channels that wear the face of a lost one and are none of its successors. */
  impostors: { channel: ChannelRef; of: ChannelRef; copiesArchive: boolean; denounced: boolean }[];
  /** Genuine homes that somebody called fake. */
  denounced: ChannelRef[];
}

export interface HomesWorld {
  family: string;
  seed: string;
  /** The question is asked as of then. */
  at: Ms;
  records: Iterable<HomesRecord>;
  truth: HomesTruth;
}
