/** Which of the posts kept of a channel are its own voice? */

import type { ChannelKind } from '../model/words.ts';
import type { SampledPost, Sampler } from './voice-sample.ts';

/** The posts that speak for a channel, in time order. */
export interface Own {
  places: Int32Array;
  /** How many different words each holds. */
  sizes: Uint8Array;
  /** The same summed. */
  words: number;
}

/** An author of a place where many may write counts for no more posts than the middle one of its authors, and this many at least. */
const ANY_AUTHOR = 2;

/**
 * Leaves out statements that are not this channel's own (`isOwn`), repeats of one statement or text, and what one author
 * of a group says beyond a fair share. In channels and accounts only those may write who run it.
 */
export function ownPosts(from: Sampler, of: number, kind: ChannelKind | null, isOwn: (statement: number) => boolean): Own {
  const posts = from
    .placesOf(of)
    .map((place) => ({ place, ...from.read(place) }))
    .filter((post) => post.statement === 0 || isOwn(post.statement - 1))
    .sort((a, b) => a.minute - b.minute || a.key - b.key || a.author - b.author);
  const keys = new Set<number>();
  const statements = new Set<number>();
  const once = posts.filter((post) => {
    if (keys.has(post.key) || statements.has(post.statement)) return false;
    keys.add(post.key);
    if (post.statement !== 0) statements.add(post.statement);
    return true;
  });
  const fair = kind === 'channel' || kind === 'account' ? once : fairShares(once);
  const sizes = Uint8Array.from(fair, (post) => from.size(post.place));
  return { places: Int32Array.from(fair, (post) => post.place), sizes, words: sizes.reduce((sum, size) => sum + size, 0) };
}

function fairShares<T extends SampledPost>(posts: readonly T[]): readonly T[] {
  const byAuthor = new Map<number, T[]>();
  for (const post of posts) byAuthor.set(post.author, [...(byAuthor.get(post.author) ?? []), post]);
  const sizes = [...byAuthor.values()].map((its) => its.length).sort((a, b) => a - b);
  const most = Math.max(ANY_AUTHOR, sizes[(sizes.length - 1) >> 1] ?? 0);
  const left = new Set(posts);
  for (const [author, its] of byAuthor) {
    if (author === 0 || byAuthor.size === 1 || its.length <= most) continue;
    for (const post of [...its].sort((a, b) => a.key - b.key).slice(most)) left.delete(post);
  }
  return posts.filter((post) => left.has(post));
}

/** Posts of the earlier (0) or later (1) half that hold so many words together, drawn by lot; null where the half has fewer. */
export function partOf(from: Sampler, own: Own, half: 0 | 1, words: number): number[] | null {
  const middle = own.places.length >> 1;
  const places = [...own.places.subarray(half === 0 ? 0 : middle, half === 0 ? middle : undefined)];
  const byLot = places.map((place) => ({ place, lot: Math.imul(from.read(place).key, 0x9e3779b1) >>> 0 })).sort((a, b) => a.lot - b.lot);
  const part: number[] = [];
  let sum = 0;
  for (const { place } of byLot) {
    if (sum >= words) break;
    part.push(place);
    sum += from.size(place);
  }
  return sum < words ? null : part;
}

/** The words of several posts, one after the other, in an array of their own. */
export function wordsOf(from: Sampler, places: Iterable<number>): Uint32Array {
  const views = [...places].map((place) => from.words(place));
  const words = new Uint32Array(views.reduce((sum, view) => sum + view.length, 0));
  let at = 0;
  for (const view of views) {
    words.set(view, at);
    at += view.length;
  }
  return words;
}
