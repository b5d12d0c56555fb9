/** What speaks for a candidate and what against it: its probability opened into bits by kind, in words, with the posts. */

import { formatTime } from '../model/time.ts';
import type { Dossier } from './dossier.ts';
import type { FaceMeasures } from './face.ts';
import type { Weighed } from './pointers.ts';
import type { DisputeMeasures } from './successor-disputes.ts';
import { bitsByKind, type PairModel } from './successor-model.ts';
import type { SignpostMeasures } from './successor-signposts.ts';
import { EVIDENCE_KINDS, type Evidence, type EvidenceKind } from './successors.ts';
import type { TimingMeasures } from './timing.ts';
import type { VoiceMeasures } from './voice.ts';

export interface PairStory {
  vector: Float64Array;
  candidate: Dossier;
  signposts: SignpostMeasures | null;
  face: FaceMeasures;
  voice: VoiceMeasures;
  timing: TimingMeasures;
  disputes: DisputeMeasures;
}

const MOST_POSTS = 5;
/** Less than this many bits is not worth a line. */
const LEAST_BITS = 0.005;

/** The evidence of a pair, the weightiest first, and the bits that are none: where every pair of such a case begins. */
export function evidenceOf(story: PairStory, model: PairModel): { evidence: Evidence[]; prior: number } {
  const bits = bitsByKind(story.vector, model);
  for (const [kind, part] of faceBits(bits.get('face') ?? 0, story.face)) bits.set(kind, part);
  const evidence = EVIDENCE_KINDS.flatMap((kind): Evidence[] => {
    const log2Odds = bits.get(kind) ?? 0;
    if (Math.abs(log2Odds) < LEAST_BITS) return [];
    return [{ kind, log2Odds, detail: detailOf(kind, story), posts: postsOf(kind, story) }];
  });
  let told = 0;
  for (const { log2Odds } of evidence) told += log2Odds;
  let all = 0;
  for (const [kind, part] of bits) if (kind !== 'face') all += part;
  evidence.sort((a, b) => Math.abs(b.log2Odds) - Math.abs(a.log2Odds));
  return { evidence, prior: all - told };
}

/** Handle, title and avatar overlap: what the face says together is shared out among those that agree with it. */
function faceBits(joint: number, face: FaceMeasures): [EvidenceKind, number][] {
  const parts = [
    ['handle', face.handle],
    ['title', face.title],
    ['avatar', face.avatar],
  ] as const;
  const agreeing = parts.map(([kind, bits]) => [kind, Math.max(0, Math.sign(joint) * (bits ?? 0))] as const);
  let total = 0;
  for (const [, bits] of agreeing) total += bits;
  if (total === 0) return [[face.title === null ? 'handle' : 'title', joint]];
  return agreeing.map(([kind, bits]) => [kind, (joint * bits) / total]);
}

function detailOf(kind: EvidenceKind, { candidate, signposts, face, voice, timing, disputes }: PairStory): string {
  switch (kind) {
    case 'native':
      return 'the platform itself names it as the new home';
    case 'signpost':
      return signpostWords(signposts, candidate);
    case 'handle':
    case 'title':
    case 'avatar':
      return face.details[kind];
    case 'text':
      return [voice.details.text, voice.details.style].filter((words) => words !== '').join('; ');
    case 'archive':
    case 'rhythm':
      return voice.details[kind];
    case 'timing':
      return timing.detail;
    case 'dispute': {
      const records = disputes.denials.filter((denial) => denial.recorded).length;
      const warnings = disputes.denials.length - records;
      return [count(records, 'public denial'), count(warnings, 'warning')].filter((words) => words !== '').join(', ');
    }
  }
}

function count(n: number, what: string): string {
  return n === 0 ? '' : `${n} independent ${what}${n === 1 ? '' : 's'}`;
}

function signpostWords(signposts: SignpostMeasures | null, candidate: Dossier): string {
  if (signposts === null) return 'nobody points to it';
  const [self] = signposts.self;
  const when = self === undefined ? '' : self.said.post === null ? 'in its profile' : formatTime(self.said.at);
  return [
    self === undefined ? '' : `the lost channel itself points to it (${self.said.stance}, ${when})`,
    voices(signposts.circle, 'of its circle that name the lost channel'),
    voices(signposts.named, 'of others that name it'),
    voices(signposts.kin, 'of its circle that name nobody'),
    signposts.back.length === 0 ? '' : `${candidate.channel} itself claims to continue it`,
  ]
    .filter((words) => words !== '')
    .join('; ');
}

function voices(heard: readonly Weighed[], whose: string): string {
  return heard.length === 0 ? '' : `${heard.length} independent voice${heard.length === 1 ? '' : 's'} ${whose}`;
}

function postsOf(kind: EvidenceKind, { signposts, voice, disputes }: PairStory): string[] {
  if (kind === 'archive') return voice.examples.slice(0, MOST_POSTS);
  if (kind === 'dispute') return disputes.denials.flatMap((denial) => denial.shown.post ?? []).slice(0, MOST_POSTS);
  if (kind !== 'signpost' || signposts === null) return [];
  const heard = [...signposts.self, ...signposts.circle, ...signposts.named, ...signposts.kin, ...signposts.back];
  return [...new Set(heard.flatMap(({ said }) => said.post ?? []))].slice(0, MOST_POSTS);
}
