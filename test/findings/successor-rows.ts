import { dossiers } from '../../src/findings/dossier.ts';
import type { FaceMeasures } from '../../src/findings/face.ts';
import type { SuccessorsInput } from '../../src/findings/successor-arena.ts';
import { MEASURES } from '../../src/findings/successor-measures.ts';
import type { SuccessorModel } from '../../src/findings/successor-model.ts';
import type { VoiceMeasures } from '../../src/findings/voice.ts';
import type { ActivityRow, BindingRow, DisputeRow, FaceRow, PointerRow, RosterRow, SightingRow, VerdictRow } from '../../src/model/rows.ts';
import { foldWords } from '../../src/text/words.ts';
import { activity, DAY, HOUR, START, sighting } from './rows.ts';

/** Small cases for successors: channels whose faces and voices agree by as many bits as the test says. */

export const LOSS = START + 20 * DAY;
export const AT = START + 40 * DAY;

export interface Small {
  activity: ActivityRow[];
  sightings: SightingRow[];
  bindings?: BindingRow[];
  roster?: RosterRow[];
  faceRows?: FaceRow[];
  pointers?: (PointerRow & { words?: string })[];
  profileLinks?: SuccessorsInput['profileLinks'];
  disputes?: DisputeRow[];
  verdicts?: VerdictRow[];
  of?: string[] | null;
  /** Bits by `a b`, either way round. */
  face?: Record<string, number>;
  voice?: Record<string, number>;
  archive?: Record<string, number>;
}

/** Posts once a day from one day to another. */
export function posting(channel: string, from: number, to: number, nativeId: string | null = null): ActivityRow {
  const times: number[] = [];
  for (let at = from; at < to; at += DAY) times.push(at + 9 * HOUR);
  return activity(channel, times, nativeId);
}

/** Seen gone in three looks over two hours, by a path whose other looks show a living crowd. */
export function gone(channel: string, at: number = LOSS): SightingRow[] {
  return [0, 1, 2].map((i) => sighting(channel, at + i * HOUR, 'absent', { tool: 'app', observer: `watcher-${i}` }));
}

let hash = 1000;

/** One post that points; `words`: what it says. */
export function pointer(
  by: string,
  to: string,
  at: number,
  more: Partial<PointerRow> & { words?: string } = {},
): PointerRow & { words?: string } {
  hash += 1;
  const usual = { byNativeId: null, author: null, kind: 'channel', stance: 'call', obfuscated: false } as const;
  return { post: `${by}/${hash}`, at, by, to, textHash: hash, ...usual, ...more };
}

export function denial(by: string, about: string, at: number, more: Partial<DisputeRow> = {}): DisputeRow {
  return { by, about, at, kind: 'fake', text: null, citation: null, rid: at, ...more };
}

export function decision(
  predecessor: string,
  successor: string,
  verdict: VerdictRow['verdict'],
  more: Partial<VerdictRow> = {},
): VerdictRow {
  return { predecessor, successor, verdict, at: AT, note: null, blind: false, drawnWith: null, ...more };
}

/** The model before anything was learnt. */
export const PLAIN: SuccessorModel = {
  weights: MEASURES.map(({ usual }) => usual),
  rivalry: { slope: 1, shift: 0, rivals: 0.7, claims: 0.5 },
  ensemble: [],
  none: { slope: 1, shift: 0 },
  pools: { low: 1, high: 12 },
  calibratedOn: 'nothing',
};

export function inputOf(small: Small): SuccessorsInput {
  const pointers = small.pointers ?? [];
  // Who points has posted.
  const named = new Set(small.activity.map((row) => row.channel));
  const speakers = [...new Set(pointers.map((row) => row.by))].filter((by) => !named.has(by));
  const known = dossiers({
    at: AT,
    roster: small.roster ?? [],
    sightings: small.sightings,
    activity: [...small.activity, ...speakers.map((by) => posting(by, START, AT))],
    bindings: small.bindings ?? [],
    faces: small.faceRows ?? [],
    pointers,
    probeIntervals: {},
  });
  const nameOf = (index: number): string => known.list[index]?.channel ?? '';
  const bitsOf = (bits: Record<string, number> | undefined, a: number, b: number): number | null =>
    bits?.[`${nameOf(a)} ${nameOf(b)}`] ?? bits?.[`${nameOf(b)} ${nameOf(a)}`] ?? null;
  const neighbours = (): number[] => [];
  return {
    at: AT,
    known,
    faces: { neighbours, compare: (a, b) => faceOf(bitsOf(small.face, a, b)) },
    voices: { neighbours, compare: (a, b) => voiceOf(bitsOf(small.voice, a, b), bitsOf(small.archive, a, b)) },
    pointers,
    texts: pointers.map(({ textHash, words }) => ({ textHash, words: foldWords(words ?? ''), statement: null })),
    profileLinks: small.profileLinks ?? [],
    forwards: [],
    disputes: small.disputes ?? [],
    verdicts: small.verdicts ?? [],
    of: small.of ?? null,
  };
}

function faceOf(bits: number | null): FaceMeasures {
  return { handle: bits, title: bits, avatar: null, joint: bits ?? 0, details: { handle: 'handles', title: 'titles', avatar: '' } };
}

function voiceOf(bits: number | null, archive: number | null): VoiceMeasures {
  return {
    text: bits,
    style: bits === null ? null : bits / 2,
    rhythm: null,
    archive: archive ?? 0,
    copies: archive === null ? 0 : 10,
    copiesBefore: 0,
    ownPosts: archive === null ? 30 : 0,
    examples: [],
    details: { text: 'words', style: 'style', rhythm: '', archive: 'old posts' },
  };
}

/** One lost channel, its home, an impersonator and a stranger. */
export function usualCase(more: Partial<Small> = {}): Small {
  return {
    activity: [
      posting('telegram:lantern', START, LOSS),
      posting('tamtam:home', LOSS + DAY, AT),
      posting('tamtam:mask', LOSS + DAY, AT),
      posting('tamtam:stranger', START, AT),
      posting('telegram:fan', START, AT),
    ],
    sightings: gone('telegram:lantern'),
    face: { 'telegram:lantern tamtam:home': 14, 'telegram:lantern tamtam:mask': 16 },
    voice: {
      'telegram:lantern tamtam:home': 8,
      'telegram:lantern tamtam:mask': -4,
      'telegram:lantern tamtam:stranger': -3,
      'telegram:lantern telegram:fan': -2,
    },
    ...more,
  };
}
