/** From everything that is known of a pair to the few numbers that the model weighs. */

import type { FaceMeasures } from './face.ts';
import type { SignpostMeasures } from './successor-signposts.ts';
import type { EvidenceKind } from './successors.ts';
import type { TimingMeasures } from './timing.ts';
import type { VoiceMeasures } from './voice.ts';

/** One number of a pair. `sign`: in which direction alone it may speak (0: either). `usual`: what it weighs before anything is learnt, in bits. */
export interface Measure {
  name: string;
  kind: EvidenceKind | 'prior' | 'face';
  sign: -1 | 0 | 1;
  usual: number;
}

/**
 * The order is that of the vectors. `namedFace`: whoever is fooled by a face points to it, so the two say less together than each
 * alone. Likenesses come in bits already (how much rarer among strangers), so their weights say how
 * far those bits may be believed: below 1 where measures overlap, less again beyond what a copyist can achieve.
 */
export const MEASURES = [
  { name: 'base', kind: 'prior', sign: 0, usual: -1 },
  { name: 'pool', kind: 'prior', sign: -1, usual: -0.6 },
  { name: 'pointedOnly', kind: 'prior', sign: 0, usual: 0 },
  { name: 'mute', kind: 'prior', sign: -1, usual: -0.5 },
  { name: 'moved', kind: 'native', sign: 1, usual: 14 },
  { name: 'self', kind: 'signpost', sign: 1, usual: 5 },
  { name: 'selfLoud', kind: 'signpost', sign: 1, usual: 4 },
  { name: 'circle', kind: 'signpost', sign: 1, usual: 3 },
  { name: 'named', kind: 'signpost', sign: 1, usual: 3.6 },
  { name: 'kin', kind: 'signpost', sign: 1, usual: 2 },
  { name: 'back', kind: 'signpost', sign: 1, usual: 1.5 },
  { name: 'namedFace', kind: 'signpost', sign: -1, usual: -2.4 },
  { name: 'faceUnlike', kind: 'face', sign: 1, usual: 0.5 },
  { name: 'faceLike', kind: 'face', sign: 1, usual: 0.6 },
  { name: 'faceSame', kind: 'face', sign: 1, usual: 0.3 },
  { name: 'faceMute', kind: 'text', sign: -1, usual: -2 },
  { name: 'otherVoice', kind: 'text', sign: -1, usual: -5 },
  { name: 'textUnlike', kind: 'text', sign: 1, usual: 0.6 },
  { name: 'textLike', kind: 'text', sign: 1, usual: 0.6 },
  { name: 'textSame', kind: 'text', sign: 1, usual: 0.4 },
  { name: 'styleUnlike', kind: 'text', sign: 1, usual: 0.7 },
  { name: 'styleLike', kind: 'text', sign: 1, usual: 0.5 },
  { name: 'rhythm', kind: 'rhythm', sign: 1, usual: 0.6 },
  { name: 'archive', kind: 'archive', sign: 1, usual: 0.5 },
  { name: 'archiveOnly', kind: 'archive', sign: -1, usual: -1.2 },
  { name: 'copiedBefore', kind: 'archive', sign: -1, usual: -2 },
  { name: 'near', kind: 'timing', sign: 1, usual: 2 },
  { name: 'parallel', kind: 'timing', sign: -1, usual: -3 },
  { name: 'late', kind: 'timing', sign: -1, usual: -1 },
  { name: 'dead', kind: 'timing', sign: -1, usual: -5 },
  { name: 'denied', kind: 'dispute', sign: -1, usual: -2 },
] as const satisfies readonly Measure[];

export type MeasureName = (typeof MEASURES)[number]['name'];

const PLACE = new Map<string, number>(MEASURES.map(({ name }, i) => [name, i]));

/** The place of a measure in the vectors. */
export function placeOf(name: MeasureName): number {
  return PLACE.get(name) ?? -1;
}

export interface PairFacts {
  /** Channels that could be the continuation. */
  pool: number;
  observed: boolean;
  moved: boolean;
  signposts: SignpostMeasures | null;
  face: FaceMeasures;
  voice: VoiceMeasures;
  timing: TimingMeasures;
  /** See `DisputeMeasures.weight`. */
  denied: number;
}

const FACE_KNEE = 8;
const FACE_MOST = 24;
/** From so many bits on a voice is recognised; who shows so many posts of its own and is not, speaks otherwise. */
const TEXT_HEARD = 4;
const MUCH_OWN = 20;
const TEXT_KNEE = 6;
const TEXT_MOST = 20;
const STYLE_MOST = 10;
const RHYTHM_MOST = 5;
const ARCHIVE_MOST = 12;
const UNLIKE_MOST = -10;
/** Of the posts of a channel, so many may be unknown here: their copies elsewhere look like somebody's own. */
const UNSEEN = 0.25;
const COPIES_TELL = 5;
/** Beyond so much worth of denials, one more changes nothing. */
export const MOST_DENIALS = 2;

/** The vector of a pair, in the order of `MEASURES`. Every measure is bounded: nothing that anybody can repeat grows for ever. */
export function vectorOf({ pool, observed, moved, signposts, face, voice, timing, denied }: PairFacts): Float64Array {
  const text = voice.text ?? 0;
  const style = voice.style ?? 0;
  const circle = total(signposts?.circle);
  const named = agreement(circle + total(signposts?.named));
  const kin = total(signposts?.kin);
  const archive = clamp(voice.archive, 0, ARCHIVE_MOST);
  const copied = voice.copies === 0 ? 0 : voice.copies / (voice.copies + voice.ownPosts);
  const own = ownVoice(copied);
  const values: Record<MeasureName, number> = {
    base: 1,
    pool: Math.log2(Math.max(2, pool)),
    pointedOnly: observed ? 0 : 1,
    mute: observed && voice.text === null ? 1 : 0,
    moved: moved ? 1 : 0,
    self: Math.min(1, signposts?.self[0]?.weight ?? 0),
    selfLoud: Math.min(1, signposts?.self.find(({ said }) => said.stance !== 'neutral')?.weight ?? 0),
    circle: Math.min(1, circle),
    named,
    kin: Math.min(1, kin),
    back: Math.min(1, signposts?.back[0]?.weight ?? 0),
    namedFace: (named * clamp(face.joint, 0, FACE_KNEE)) / FACE_KNEE,
    faceUnlike: clamp(face.joint, UNLIKE_MOST, 0),
    faceLike: clamp(face.joint, 0, FACE_KNEE),
    faceSame: clamp(face.joint - FACE_KNEE, 0, FACE_MOST - FACE_KNEE),
    faceMute: observed && voice.text === null ? clamp(face.joint / FACE_KNEE, 0, 1) : 0,
    otherVoice: voice.text === null ? 0 : clamp(1 - (own * text) / TEXT_HEARD, 0, 1) * Math.min(1, voice.ownPosts / MUCH_OWN),
    textUnlike: clamp(text, UNLIKE_MOST, 0),
    textLike: own * clamp(text, 0, TEXT_KNEE),
    textSame: own * clamp(text - TEXT_KNEE, 0, TEXT_MOST - TEXT_KNEE),
    styleUnlike: clamp(style, UNLIKE_MOST, 0),
    styleLike: own * clamp(style, 0, STYLE_MOST),
    rhythm: clamp(voice.rhythm ?? 0, -RHYTHM_MOST, RHYTHM_MOST),
    archive,
    archiveOnly: archive * copied,
    copiedBefore: voice.copies === 0 ? 0 : (voice.copiesBefore / voice.copies) * Math.min(1, voice.copies / COPIES_TELL),
    near: timing.near,
    parallel: timing.parallel,
    late: timing.late,
    dead: timing.dead,
    denied: Math.min(MOST_DENIALS, denied),
  };
  return Float64Array.from(MEASURES, ({ name }) => values[name]);
}

/**
 * How far what seems to be a candidate's own text is its own, where this share of its posts is known to be copied from the lost channel:
 * copies of posts that were never seen speak with the lost channel's voice, whoever posts them.
 */
function ownVoice(copied: number): number {
  const share = Math.min(1, copied / (1 - UNSEEN));
  return share === 1 ? 0 : ((1 - share) / (1 - copied)) ** 2;
}

/** One voice is three quarters of what any number can say, and each further one takes the same share of what is left. A crowd is cheaper to make than a likeness. */
function agreement(voices: number): number {
  return 1 - 4 ** -voices;
}

function total(heard: readonly { weight: number }[] | undefined): number {
  let sum = 0;
  for (const { weight } of heard ?? []) sum += weight;
  return sum;
}

function clamp(x: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}
