/** Where did a lost channel go? Every plausible continuation, ranked, with what speaks for and against it. */

import type { Ms } from '../model/observation.ts';
import type { ChannelRef, PostRef } from '../model/ref.ts';
import type { DisputeKind, State, Verdict } from '../model/words.ts';
import type { IdentityKey } from './identity.ts';
import type { Interval } from './verdict.ts';

export const EVIDENCE_KINDS = [
  'native',
  'signpost',
  'handle',
  'title',
  'avatar',
  'text',
  'archive',
  'rhythm',
  'timing',
  'dispute',
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

export interface Evidence {
  kind: EvidenceKind;
  /** For (positive) or against (negative), in bits. */
  log2Odds: number;
  detail: string;
  posts: PostRef[];
}

export interface Candidate {
  identity: IdentityKey;
  channel: ChannelRef;
  /** False: others point to it, nothing of it was seen. */
  observed: boolean;
  /** Marginal: candidates of one predecessor need not sum to one. */
  probability: number;
  low: number;
  high: number;
  contested: boolean;
  disputes: { by: ChannelRef; at: Ms; post: PostRef | null; kind: DisputeKind }[];
  verdict: Verdict | null;
  evidence: Evidence[];
}

/** With the two parts of its log-odds that are no evidence: with them, the evidence sums up to log2(p / (1 − p)) where no verdict overrides. */
export interface RankedCandidate extends Candidate {
  /** All names that it had, sorted. */
  names: ChannelRef[];
  /** Bits with which any pair of such a pool begins. */
  prior: number;
  /** Bits that rivals took: other candidates of the same channel, and other lost channels that could claim this one. */
  rivalry: number;
}

export interface Succession {
  identity: IdentityKey;
  predecessor: ChannelRef;
  state: State;
  lost: Interval | null;
  /** Channels that were compared with it or ruled out unseen. */
  pool: number;
  noneInPool: number;
  calibratedOn: string;
  /** The most probable first. */
  candidates: Candidate[];
}

export interface RankedSuccession extends Succession {
  names: ChannelRef[];
  candidates: RankedCandidate[];
}
