/** Of which lost channel does a signpost speak, and how many independent voices say the same? */

import type { Ms } from '../model/observation.ts';
import { type ChannelRef, nameOf, type PostRef } from '../model/ref.ts';
import type { PointerRow, PointerTextRow } from '../model/rows.ts';
import type { Stance } from '../model/words.ts';
import { foldWords } from '../text/words.ts';
import type { Dossiers } from './dossier.ts';
import { compare } from './order.ts';
import { nameFinder } from './pointers-names.ts';

/** One post pointing to one channel, read. */
export interface Said {
  to: number;
  by: number;
  /** Equal for what one author, or one channel without authors, says. */
  voice: string;
  /** Equal for copies of one text. */
  text: string;
  at: Ms;
  /** Null where it stands in a profile. */
  post: PostRef | null;
  stance: Stance;
  obfuscated: boolean;
  /** Which channels the post names beside, or links to, with how sure that is. */
  names: ReadonlyMap<number, number>;
}

export interface PointersInput {
  pointers: readonly PointerRow[];
  texts: readonly PointerTextRow[];
  /** Links in what profiles say of the channel itself. */
  profileLinks: readonly ProfileLink[];
}

export interface ProfileLink {
  channel: ChannelRef;
  nativeId: string | null;
  at: Ms;
  to: ChannelRef;
  stance: Stance;
}

export interface Sayings {
  all: readonly Said[];
  bySpeaker: ReadonlyMap<number, readonly Said[]>;
  byNamed: ReadonlyMap<number, readonly Said[]>;
  byTarget: ReadonlyMap<number, readonly Said[]>;
}

/** Reads all pointers once. What a channel says of itself is left out, and what is said of controls. */
export function sayings(input: PointersInput, known: Dossiers): Sayings {
  const all = [...fromPosts(input, known), ...fromProfiles(input.profileLinks, known)].sort(inOrder);
  return {
    all,
    bySpeaker: index(all, (said) => [said.by]),
    byNamed: index(all, (said) => [...said.names.keys()]),
    byTarget: index(all, (said) => [said.to]),
  };
}

interface Read {
  row: PointerRow;
  to: number;
  by: number;
}

function fromPosts({ pointers, texts }: PointersInput, known: Dossiers): Said[] {
  const names = nameFinder(known.list.filter((dossier) => !dossier.control));
  const textOf = new Map(texts.map((text) => [text.textHash, text]));
  const posts = new Map<PostRef, Read[]>();
  for (const row of pointers) {
    const to = known.of(row.to, null, row.at);
    const by = known.of(row.by, row.byNativeId, row.at);
    if (to === null || by === null) continue;
    const read = { row, to, by };
    const together = posts.get(row.post);
    if (together === undefined) posts.set(row.post, [read]);
    else together.push(read);
  }
  const found = new Map<number, ReadonlyMap<number, number>>();
  return [...posts.values()].flatMap((reads) => saidIn(reads, (hash) => namedIn(hash, reads)));

  function namedIn(hash: number, reads: readonly Read[]): ReadonlyMap<number, number> {
    let named = found.get(hash);
    if (named === undefined) {
      const links = [...new Set(reads.map((read) => foldWords(nameOf(read.row.to))))].sort(longestFirst);
      named = names.find(textOf.get(hash)?.words ?? '', links);
      found.set(hash, named);
    }
    return named;
  }

  function saidIn(reads: readonly Read[], namedBy: (hash: number) => ReadonlyMap<number, number>): Said[] {
    return reads.flatMap(({ row, to, by }) => {
      if (to === by || known.list[to]?.control !== false) return [];
      const beside = new Map(namedBy(row.textHash));
      for (const other of reads) if (other.to !== to) beside.set(other.to, 1);
      beside.delete(to);
      const copied = textOf.get(row.textHash)?.statement ?? null;
      return {
        to,
        by,
        voice: row.author === null ? `channel ${by}` : `author ${row.author}`,
        text: copied === null ? `text ${row.textHash}` : `statement ${copied}`,
        at: row.at,
        post: row.post,
        stance: row.stance,
        obfuscated: row.obfuscated,
        names: beside,
      };
    });
  }
}

function fromProfiles(links: readonly ProfileLink[], known: Dossiers): Said[] {
  return links.flatMap(({ channel, nativeId, at, to: target, stance }) => {
    const by = known.of(channel, nativeId, at);
    const to = known.of(target, null, at);
    if (by === null || to === null || by === to || known.list[to]?.control !== false) return [];
    const own = { voice: `channel ${by}`, text: `profile ${by}`, post: null, obfuscated: false };
    return { to, by, at, stance, names: new Map<number, number>(), ...own };
  });
}

function index(all: readonly Said[], keysOf: (said: Said) => number[]): Map<number, Said[]> {
  const found = new Map<number, Said[]>();
  for (const said of all) {
    for (const key of keysOf(said)) {
      const list = found.get(key);
      if (list === undefined) found.set(key, [said]);
      else list.push(said);
    }
  }
  return found;
}

function inOrder(a: Said, b: Said): number {
  return a.at - b.at || compare(a.post ?? '', b.post ?? '') || a.to - b.to || a.by - b.by;
}

function longestFirst(a: string, b: string): number {
  return b.length - a.length || compare(a, b);
}

/** Something said with a weight. */
export interface Weighed {
  said: Said;
  weight: number;
}

/**
 * The independent voices among what was said, the strongest first: who shares an author or a text with another is one with it
 * (connected components), and counts with the best that any of them said.
 */
export function independent(heard: readonly Weighed[]): Weighed[] {
  const parent = new Map<string, string>();
  const root = (key: string): string => {
    let at = key;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    parent.set(key, at);
    return at;
  };
  for (const { said } of heard) {
    const [a, b] = [root(said.voice), root(said.text)];
    if (a !== b) parent.set(a, b);
  }
  const best = new Map<string, Weighed>();
  for (const item of heard) {
    const key = root(item.said.voice);
    const old = best.get(key);
    if (old === undefined || item.weight > old.weight || (item.weight === old.weight && inOrder(item.said, old.said) < 0))
      best.set(key, item);
  }
  return [...best.values()].sort((a, b) => b.weight - a.weight || inOrder(a.said, b.said));
}
