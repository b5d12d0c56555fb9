/** Gathers the voices of all channels from one stream of posts, and compares them. The contract is `voice.ts`. */

import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import type { PostPiece } from '../model/rows.ts';
import { styleMarks } from '../text/style-marks.ts';
import { mix, wordHashes } from '../text/word-hashes.ts';
import type { Dossier } from './dossier.ts';
import { compare as compareStrings } from './order.ts';
import type { VoiceBuilder, VoiceMeasures, Voices } from './voice.ts';
import { type ArchiveBuilder, type Archives, archiveBuilder } from './voice-archive.ts';
import { spread } from './voice-counts.ts';
import { type Judged, judge } from './voice-judge.ts';
import { type Own, ownPosts } from './voice-own.ts';
import { type Rhythms, rhythms } from './voice-rhythm.ts';
import { type Sampler, sampler } from './voice-sample.ts';
import { styles } from './voice-style.ts';
import { type Texts, texts } from './voice-text.ts';
import { archiveDetail, likenessDetail } from './voice-words.ts';

/** Which dossier a channel is at a time; −1 for none. */
type DossierOf = (channel: ChannelRef, nativeId: string | null, at: Ms) => number;

const MINUTE = 60_000;
/** Shorter posts say neither what a channel talks about nor how it writes. */
const LEAST_WORDS = 3;
/** Channels that the pool is measured by, and that likenesses are measured against. */
const REFERENCES = 384;
const RHYTHM_REFERENCES = 256;

/**
 * Takes posts in columns and rows of shared statements, in any order; every post once. Memory: about 10 kB for each channel
 * with a hundred posts or more, 8 to 16 bytes for each hour in which a channel posted, 20 for each statement.
 * `finish` calibrates by the pool; after it nothing may be added.
 */
export function voices(dossiers: readonly Dossier[], dossierOf: DossierOf): VoiceBuilder {
  const sample = sampler();
  const statements = spread();
  const rhythm = rhythms();
  const alone = new Uint32Array(dossiers.length);
  const posts = new Uint32Array(dossiers.length);
  const shared = archiveBuilder();
  const take = (of: number, piece: PostPiece, i: number): void => {
    const at = piece.at[i] ?? 0;
    posts[of] = (posts[of] ?? 0) + 1;
    rhythm.add(of, at);
    const given = piece.statement[i] ?? -1;
    const statement = given < 0 ? 0 : statements.note(given, of) + 1;
    if (piece.forwarded[i] === 1) return;
    const words = wordHashes(piece.words[i] ?? '');
    if (words.count < LEAST_WORDS) return;
    if (statement === 0) alone[of] = (alone[of] ?? 0) + 1;
    const post = { minute: Math.floor(at / MINUTE), author: authorHash(piece.author[i] ?? null), statement, key: words.sequence };
    sample.offer(of, post, words, () => styleMarks(piece.text[i] ?? ''));
  };
  return {
    add(piece) {
      for (let i = 0; i < piece.length; i += 1) {
        const of = dossierOf(piece.channel[i] ?? '', piece.nativeId[i] ?? null, piece.at[i] ?? 0);
        if (of >= 0) take(of, piece, i);
      }
    },
    shared(rows) {
      shared.add(rows, (row) => dossierOf(row.channel, row.nativeId, row.firstAt));
    },
    finish: () => finish({ dossiers, sample, statements, rhythm, alone, posts, shared }),
  };
}

function authorHash(author: string | null): number {
  if (author === null) return 0;
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < author.length; i += 1) hash = Math.imul(hash ^ author.charCodeAt(i), 0x01000193);
  return mix(hash) || 1;
}

interface Gathered {
  dossiers: readonly Dossier[];
  sample: Sampler;
  statements: ReturnType<typeof spread>;
  rhythm: Rhythms;
  /** Own posts that stand alone, by dossier, and posts of any kind. */
  alone: Uint32Array;
  posts: Uint32Array;
  shared: ArchiveBuilder;
}

function finish({ dossiers, sample, statements, rhythm, alone, posts, shared }: Gathered): Voices {
  const speaking = dossiers.filter((dossier) => (posts[dossier.index] ?? 0) > 0);
  const carried = shared.finish(speaking.length, dossiers.length);
  const { owned, firstOwners } = ownership(statements, carried, dossiers.length);
  const own: (Own | null)[] = dossiers.map(() => null);
  for (const { index, kind } of speaking)
    own[index] = ownPosts(
      sample,
      index,
      kind,
      (statement) => statements.owner(statement) === index || firstOwners.get(statement) === index,
    );

  const lots = new Map(speaking.map((dossier) => [dossier.index, authorHash(dossier.identity)]));
  const lotOf = (channel: number): number => lots.get(channel) ?? 0;
  const byLot = [...speaking]
    .sort((a, b) => lotOf(a.index) - lotOf(b.index) || compareStrings(a.identity, b.identity))
    .map((dossier) => dossier.index);
  const references = byLot.filter((index) => (own[index]?.places.length ?? 0) > 0).slice(0, REFERENCES);
  const size = speaking.length;
  const text = texts(sample, own, references);
  const style = styles(sample, own, references);
  const hours = byLot.slice(0, RHYTHM_REFERENCES);
  const judges = {
    text: judge(text.aspect, references, byLot, size),
    style: judge(style, references, byLot, size),
    rhythm: judge(rhythm.finish(hours, lotOf), hours, byLot, size),
  };
  return {
    neighbours: (of, limit) => neighbours(of, limit, text, carried),
    compare(a, b) {
      const alike = { text: judges.text(a, b), style: judges.style(a, b), rhythm: judges.rhythm(a, b) };
      const archive = carried.compare(a, b);
      return measures(alike, archive, (alone[b] ?? 0) + (owned[b] ?? 0), [own[a]?.places.length ?? 0, own[b]?.places.length ?? 0]);
    },
  };
}

/**
 * How many statements are each channel's own: it alone has them, or had them first of the few that do. By the number of
 * a shared statement, who had it first.
 */
function ownership(
  statements: ReturnType<typeof spread>,
  carried: Archives,
  size: number,
): { owned: Uint32Array; firstOwners: Map<number, number> } {
  const owned = new Uint32Array(size);
  for (let number = 0; number < statements.size(); number += 1) {
    const owner = statements.owner(number);
    if (owner >= 0) owned[owner] = (owned[owner] ?? 0) + 1;
  }
  const firstOwners = new Map<number, number>();
  carried.eachFirst((statement, first) => {
    const number = statements.find(statement);
    if (number < 0 || first < 0 || statements.owner(number) >= 0) return;
    firstOwners.set(number, first);
    owned[first] = (owned[first] ?? 0) + 1;
  });
  return { owned, firstOwners };
}

/** Half of the places at most go to channels with posts in common, the rest to those with most rare words in common. */
function neighbours(of: number, limit: number, text: Texts, carried: Archives): number[] {
  const found = new Set<number>();
  for (const channel of carried.partners(of).slice(0, Math.ceil(limit / 2))) found.add(channel);
  const topic = text.topics[of] ?? null;
  if (topic !== null) {
    const sums = new Float64Array(text.topics.length);
    text.rare.add(topic, sums);
    sums[of] = 0;
    for (const channel of greatest(sums, limit)) {
      if (found.size >= limit) break;
      found.add(channel);
    }
  }
  return [...found].slice(0, limit);
}

/** The places of the greatest sums above 0, equals included, the greatest first. */
function greatest(sums: Float64Array, limit: number): number[] {
  const sorted = sums.filter((sum) => sum > 0).sort();
  const least = sorted[Math.max(0, sorted.length - limit)] ?? Number.POSITIVE_INFINITY;
  const places: number[] = [];
  for (let place = 0; place < sums.length; place += 1) if ((sums[place] ?? 0) >= least) places.push(place);
  return places.sort((a, b) => (sums[b] ?? 0) - (sums[a] ?? 0) || a - b);
}

function measures(
  alike: { text: Judged | null; style: Judged | null; rhythm: Judged | null },
  archive: ReturnType<Archives['compare']>,
  ownOfB: number,
  posts: [number, number],
): VoiceMeasures {
  return {
    text: alike.text?.bits ?? null,
    style: alike.style?.bits ?? null,
    rhythm: alike.rhythm?.bits ?? null,
    archive: archive.bits,
    copies: archive.copies,
    copiesBefore: archive.before,
    ownPosts: ownOfB,
    examples: archive.examples,
    details: {
      text: likenessDetail('text', alike.text, posts),
      style: likenessDetail('style', alike.style, posts),
      rhythm: likenessDetail('rhythm', alike.rhythm, posts),
      archive: archiveDetail(archive),
    },
  };
}
