import type { Dossier } from '../src/findings/dossier.ts';
import type { Voices } from '../src/findings/voice.ts';
import { voices } from '../src/findings/voices.ts';
import type { PostPiece, SharedRow } from '../src/model/rows.ts';
import type { ChannelKind } from '../src/model/words.ts';
import type { HomesWorld } from '../src/simulate/homes.ts';
import { groupNearDuplicates } from '../src/text/near-duplicates.ts';
import { readText, SIGNATURE_BYTES } from '../src/text/signature.ts';
import { bareDossier } from './voice-world.ts';

/** Reads the posts of a world of homes as the lake would give them. */

export interface ReadWorld {
  voices: Voices;
  indexOf: Map<string, number>;
  dossiers: Dossier[];
  posts: number[];
}

interface ReadPost {
  of: number;
  id: string;
  at: number;
  author: string | null;
  forwarded: boolean;
  text: string;
  words: string;
  signature: Uint8Array | null;
}

const FEW = 5;

export async function readWorld(world: HomesWorld): Promise<ReadWorld> {
  const indexOf = new Map<string, number>();
  const kinds = new Map<string, ChannelKind>();
  const posts: ReadPost[] = [];
  for (const record of world.records) {
    const name = (id: unknown, handle: unknown): string =>
      `${String(record['platform'])}:${id === undefined ? String(handle) : `#${String(id)}`}`;
    if (record.type === 'profile') kinds.set(name(record['nativeId'], record['channel']), record['kind'] as ChannelKind);
    if (record.type !== 'post' || record['deleted'] === true) continue;
    const key = name(record['nativeId'], record['channel']);
    if (!indexOf.has(key)) indexOf.set(key, indexOf.size);
    const text = String(record['text'] ?? '');
    const { words, signature } = readText(text);
    posts.push({
      of: indexOf.get(key) ?? -1,
      id: String(record['id']),
      at: Date.parse(String(record['publishedAt'] ?? record['publishedBy'])),
      author: record['author'] === undefined ? null : String(record['author']),
      forwarded: record['forwardedFrom'] !== undefined,
      text,
      words,
      signature,
    });
  }
  const names = [...indexOf.keys()];
  const dossiers = names.map((key, index) => ({ ...bareDossier(index, key), kind: kinds.get(key) ?? null }));
  const builder = voices(dossiers, (channel) => indexOf.get(channel) ?? -1);
  const { statements, shared } = await statementsOf(posts, names);
  builder.add(pieceOf(posts, names, statements));
  builder.shared(shared);
  const counts = names.map(() => 0);
  for (const post of posts) counts[post.of] = (counts[post.of] ?? 0) + 1;
  return { voices: builder.finish(), indexOf, dossiers, posts: counts };
}

async function statementsOf(
  posts: readonly ReadPost[],
  names: readonly string[],
): Promise<{ statements: Float64Array; shared: SharedRow[] }> {
  const signatures = Buffer.alloc(SIGNATURE_BYTES * posts.length);
  posts.forEach((post, i) => {
    if (post.signature !== null) signatures.set(post.signature, SIGNATURE_BYTES * i);
  });
  const groups = await groupNearDuplicates(posts.length, () => [signatures]);
  const members = new Map<number, number[]>();
  groups.forEach((group, i) => {
    const known = members.get(group);
    if (known === undefined) members.set(group, [i]);
    else known.push(i);
  });
  const statements = new Float64Array(posts.length).fill(-1);
  const shared: SharedRow[] = [];
  for (const [statement, places] of members) {
    if (places.length < 2) continue;
    const firsts = new Map<number, ReadPost[]>();
    for (const i of places) {
      statements[i] = statement;
      const post = posts[i] as ReadPost;
      firsts.set(post.of, [...(firsts.get(post.of) ?? []), post]);
    }
    if (firsts.size < 2 || firsts.size > FEW) continue;
    for (const [of, its] of firsts) {
      const first = its.reduce((a, b) => (b.at < a.at ? b : a));
      shared.push({
        statement,
        channel: names[of] ?? '',
        nativeId: null,
        post: first.id,
        firstAt: first.at,
        posts: its.length,
        channels: firsts.size,
      });
    }
  }
  return { statements, shared };
}

function pieceOf(posts: readonly ReadPost[], names: readonly string[], statements: Float64Array): PostPiece {
  return {
    length: posts.length,
    channel: posts.map((post) => names[post.of] ?? ''),
    nativeId: posts.map(() => null),
    at: Float64Array.from(posts, (post) => post.at),
    author: posts.map((post) => post.author),
    forwarded: Uint8Array.from(posts, (post) => Number(post.forwarded)),
    statement: statements,
    rid: Float64Array.from(posts, (_, i) => i),
    text: posts.map((post) => post.text),
    words: posts.map((post) => post.words),
  };
}
