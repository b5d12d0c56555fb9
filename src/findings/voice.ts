/** Do two channels speak alike? What they talk about, how they write, when they post, and whose archive they carry. */

import type { PostRef } from '../model/ref.ts';
import type { PostPiece, SharedRow } from '../model/rows.ts';

/**
 * Likeness of two voices, in bits as in `FaceMeasures`. Null: too little own text or too few posts to say.
 * Own text only: forwards and wire statements that many channels repeat count for nothing; one author's repeats once.
 */
export interface VoiceMeasures {
  /** What they talk about. */
  text: number | null;
  /** How they write. */
  style: number | null;
  /** When they post, by hour and weekday. */
  rhythm: number | null;
  /** Old posts of `a` that `b` carries and hardly anybody else. */
  archive: number;
  /** How many such posts. */
  copies: number;
  /** Of these, how many `b` posted before `a` did. */
  copiesBefore: number;
  /** Own posts of `b` that are no copy of anybody: an impersonator of the archive has none. */
  ownPosts: number;
  examples: PostRef[];
  details: { text: string; style: string; rhythm: string; archive: string };
}

export interface Voices {
  neighbours(of: number, limit: number): number[];
  compare(a: number, b: number): VoiceMeasures;
}

export interface VoiceBuilder {
  add(piece: PostPiece): void;
  shared(rows: readonly SharedRow[]): void;
  finish(): Voices;
}
