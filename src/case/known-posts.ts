import type { Post } from '../model/observation.ts';
import type { Lake, StoredContent } from '../store/lake.ts';

/**
 * Is this post here already? In bounded memory and nearly always without asking the lake: a Bloom filter over the keys of
 * all stored posts says "certainly not" for most. Only what it cannot exclude is compared, exactly, with what is stored.
 */

/** 53-bit hash of channel and id: the post's key in the lake. Two posts may share one; equality is then decided by the ids. */
export function postKey(channel: string, id: string): number {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let i = 0; i < channel.length; i++) {
    const unit = channel.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b);
    b ^= b >>> 13;
  }
  // One unit more parts the channel from the id.
  a = Math.imul(a ^ 0x1f, 0x01000193);
  for (let i = 0; i < id.length; i++) {
    const unit = id.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b);
    b ^= b >>> 13;
  }
  a ^= a >>> 16;
  a = Math.imul(a, 0xc2b2ae35);
  a ^= a >>> 15;
  return (a >>> 0) * 0x200000 + ((b ^ (b >>> 11)) & 0x1fffff);
}

/** Fixed size: 2^28 bits (32 MiB) keep false alarms under 1 % up to 28 million posts; beyond, more is compared, nothing is missed. */
const BITS = 2 ** 28;
const PROBES = 6;

interface KeySet {
  add(key: number): void;
  mayHold(key: number): boolean;
}

function bloom(): KeySet {
  const words = new Uint32Array(BITS / 32);
  // Kirsch & Mitzenmacher 2006: two hashes make as many as are wanted.
  const visit = (key: number, set: boolean): boolean => {
    const one = (key % 4_294_967_296) | 0;
    const two = Math.imul(Math.floor(key / 2_097_152) ^ 0x5bd1e995, 0x9e3779b1) | 1;
    for (let i = 0; i < PROBES; i++) {
      const bit = ((one + Math.imul(i, two)) >>> 0) % BITS;
      const word = words[bit >>> 5] ?? 0;
      if ((word & (1 << (bit & 31))) !== 0) continue;
      if (!set) return false;
      words[bit >>> 5] = word | (1 << (bit & 31));
    }
    return true;
  };
  return { add: (key) => void visit(key, true), mayHold: (key) => visit(key, false) };
}

/** What to do with a post. `repeat`: it stands as record `of`. `version`: another state of a stored post, `of` the newest one there. */
export type Verdict = { kind: 'new' } | { kind: 'repeat'; of: number } | { kind: 'version'; of: StoredContent };

export interface KnownPosts {
  /** Posts of one chunk, in order: what each of them is. Remembers them under the record numbers given. */
  judge(posts: readonly Post[], ridOf: (index: number) => number): Promise<Verdict[]>;
  /** What was judged so far is in the lake now. */
  committed(): void;
}

/** Learns the keys of all posts in the lake. `openNow` opens the lake as it stands: asked again only after a commit, and only when needed. */
export async function knownPosts(openNow: () => Promise<Lake>): Promise<KnownPosts> {
  const keys = bloom();
  const lake = await openNow();
  await lake.keys((piece) => {
    for (const key of piece) keys.add(key);
  });
  lake.close();
  const recent = recentPosts();

  return {
    async judge(posts, ridOf) {
      const keyOf = Float64Array.from(posts, (post) => postKey(post.channel, post.id));
      // What the lake may hold is fetched once and then stands beside what this batch adds.
      const doubtful = new Set<number>();
      for (const key of keyOf) if (keys.mayHold(key) && !recent.holds(key)) doubtful.add(key);
      for (const row of await storedContent(openNow, [...doubtful])) recent.add(postKey(row.channel, row.id), row);
      return posts.map((post, i) => {
        const key = keyOf[i] ?? 0;
        const verdict = recent.holds(key) ? compare(post, recent.versions(key)) : NEW;
        if (verdict.kind !== 'repeat') {
          keys.add(key);
          recent.add(key, { rid: ridOf(i), post });
        }
        return verdict;
      });
    },
    committed: () => recent.clear(),
  };
}

const NEW: Verdict = { kind: 'new' };

/** A post of this batch. Its content is put together only if it is ever compared: nearly none is. */
interface Judged {
  rid: number;
  post: Post;
}

interface RecentPosts {
  holds(key: number): boolean;
  add(key: number, held: Judged | StoredContent): void;
  /** In the order in which they were added. */
  versions(key: number): StoredContent[];
  clear(): void;
}

/** By key: an open-addressing table of numbers, since a `Map` would box every key. */
function recentPosts(): RecentPosts {
  let size = 2 ** 18;
  let keys = new Float64Array(size).fill(-1);
  let heads = new Int32Array(size);
  let held: (Judged | StoredContent)[] = [];
  /** For each entry the one before it with the same key, or −1. */
  let before: number[] = [];
  const slotOf = (key: number): number => {
    let slot = (key % 4_294_967_291) & (size - 1);
    while (keys[slot] !== -1 && keys[slot] !== key) slot = (slot + 1) & (size - 1);
    return slot;
  };
  const put = (key: number, entry: number): void => {
    const slot = slotOf(key);
    before[entry] = keys[slot] === key ? (heads[slot] ?? -1) : -1;
    keys[slot] = key;
    heads[slot] = entry;
  };
  const keyOf = (entry: Judged | StoredContent): number =>
    'post' in entry ? postKey(entry.post.channel, entry.post.id) : postKey(entry.channel, entry.id);
  const grow = (): void => {
    size *= 2;
    keys = new Float64Array(size).fill(-1);
    heads = new Int32Array(size);
    for (const [entry, one] of held.entries()) put(keyOf(one), entry);
  };
  return {
    holds: (key) => keys[slotOf(key)] === key,
    add(key, entry) {
      if (held.length * 2 >= size) grow();
      held.push(entry);
      put(key, held.length - 1);
    },
    versions(key) {
      const slot = slotOf(key);
      const found: StoredContent[] = [];
      for (let entry = keys[slot] === key ? (heads[slot] ?? -1) : -1; entry >= 0; entry = before[entry] ?? -1) {
        const one = held[entry];
        if (one !== undefined) found.push('post' in one ? contentOf(one.post, one.rid) : one);
      }
      return found.reverse();
    },
    clear() {
      keys.fill(-1);
      held = [];
      before = [];
    },
  };
}

async function storedContent(openNow: () => Promise<Lake>, keys: number[]): Promise<StoredContent[]> {
  if (keys.length === 0) return [];
  const lake = await openNow();
  try {
    return await lake.contentByKeys(keys);
  } finally {
    lake.close();
  }
}

export function mediaText(post: Post): string {
  return post.media.length === 0 ? '[]' : JSON.stringify(post.media);
}

export function linksText(post: Post): string | null {
  return post.links.length === 0 ? null : JSON.stringify(post.links);
}

function contentOf(post: Post, rid: number): StoredContent {
  const { channel, id, when, editedAt, text, deleted, action } = post;
  return {
    rid,
    channel,
    id,
    at: when.at,
    by: when.by,
    after: when.after,
    editedAt,
    text,
    deleted,
    action,
    media: mediaText(post),
    links: linksText(post),
  };
}

function compare(post: Post, versions: readonly StoredContent[]): Verdict {
  const same = versions.filter((version) => version.channel === post.channel && version.id === post.id);
  const [oldest] = same;
  if (oldest === undefined) return NEW;
  // Of each pair of versions one is the newer: the one to show is found however they came.
  const newest = same.reduce((best, next) => (isNewer(next, best) ? next : best), oldest);
  const media = mediaText(post);
  const links = linksText(post);
  const equal = same.find(
    (version) =>
      version.text === post.text &&
      version.editedAt === post.editedAt &&
      version.deleted === post.deleted &&
      version.action === post.action &&
      version.media === media &&
      version.links === links,
  );
  if (equal === undefined) return { kind: 'version', of: newest };
  // The same post with a better known time (a zone, where the first file had none) is worth another version.
  const narrower = post.when.by - post.when.after < equal.by - equal.after && post.when.after >= equal.after && post.when.by <= equal.by;
  return narrower ? { kind: 'version', of: newest } : { kind: 'repeat', of: equal.rid };
}

/** Which of two versions is the one to show: the later edited, else the deletion, else the one read later. */
export function isNewer(post: Pick<Post, 'editedAt' | 'deleted'>, stored: StoredContent): boolean {
  const mine = post.editedAt ?? 0;
  const theirs = stored.editedAt ?? 0;
  if (mine !== theirs) return mine > theirs;
  return post.deleted || !stored.deleted;
}
