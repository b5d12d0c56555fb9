/** Which channels does a text name? By handle or by title, as folded words in a row. */

import { nameOf } from '../model/ref.ts';
import { foldWords } from '../text/words.ts';
import type { Dossier } from './dossier.ts';

/** How sure it is that the text means this channel: 1 where the name is its alone, less where others are called so too. */
export type Named = Map<number, number>;

interface NameFinder {
  /** `words`: folded, one space between. `links`: folded names of the places it points to; what stands there names nobody else. */
  find(words: string, links: readonly string[]): Named;
}

interface Phrase {
  words: string[];
  owners: Set<number>;
}

/** A single word shorter than this is too likely to stand there by chance. */
const SHORTEST_WORD = 4;
const LONGEST_PHRASE = 8;
/** A single word in so many titles is no name. */
const GENERIC_TITLES = 4;
const GENERIC_SHARE = 0.05;

/** Learns the names of the channels in `list`; those that nobody observed have their handle only. */
export function nameFinder(list: readonly Dossier[]): NameFinder {
  const phrases = new Map<string, Phrase>();
  const titles = new Map<string, Set<number>>();
  for (const dossier of list) {
    for (const words of titleWords(dossier)) for (const word of words) addTo(titles, word, dossier.index);
  }
  const most = Math.max(GENERIC_TITLES, GENERIC_SHARE * list.length);
  const generic = (word: string): boolean => (titles.get(word)?.size ?? 0) > most;
  for (const dossier of list) {
    for (const words of namesOf(dossier)) {
      if (!tells(words, generic)) continue;
      const key = words.join(' ');
      const phrase = phrases.get(key) ?? { words, owners: new Set() };
      phrase.owners.add(dossier.index);
      phrases.set(key, phrase);
    }
  }
  const byFirst = new Map<string, Phrase[]>();
  for (const phrase of phrases.values()) {
    const first = phrase.words[0] ?? '';
    byFirst.set(
      first,
      [...(byFirst.get(first) ?? []), phrase].sort((a, b) => b.words.length - a.words.length),
    );
  }
  return { find: (words, links) => find(byFirst, without(words.split(' '), links)) };
}

function titleWords(dossier: Dossier): string[][] {
  return [...new Set(dossier.faces.flatMap((face) => face.title ?? []))].map((title) => foldWords(title).split(' '));
}

/** Handles, titles, and titles without the numbers that tell one of a series from the next. */
function namesOf(dossier: Dossier): string[][] {
  const handles = [...new Set(dossier.handles.map((hold) => nameOf(hold.handle)))].filter((name) => !/^[#+]/.test(name));
  const spoken = handles.flatMap((name) => [foldWords(name).split(' '), foldWords(name.split('@')[0] ?? name).split(' ')]);
  const titles = titleWords(dossier);
  const bare = titles.map((words) => words.filter((word) => !/^\p{N}+$/u.test(word)));
  return [...spoken, ...titles, ...bare].filter((words) => words.length > 0 && words.length <= LONGEST_PHRASE);
}

function tells(words: readonly string[], generic: (word: string) => boolean): boolean {
  const [only] = words;
  if (only === undefined || words.every((word) => /^\p{N}*$/u.test(word))) return false;
  return words.length > 1 ? words.some((word) => !generic(word)) : only.length >= SHORTEST_WORD && !generic(only);
}

function find(byFirst: ReadonlyMap<string, Phrase[]>, words: readonly string[]): Named {
  const named: Named = new Map();
  for (let at = 0; at < words.length; ) {
    // The longest name that stands here is meant: "sada news 3" is not "sada news".
    const phrase = byFirst.get(words[at] ?? '')?.find((candidate) => candidate.words.every((word, i) => words[at + i] === word));
    if (phrase === undefined) {
      at += 1;
      continue;
    }
    const sure = 1 / Math.sqrt(phrase.owners.size);
    for (const owner of phrase.owners) named.set(owner, Math.max(sure, named.get(owner) ?? 0));
    at += phrase.words.length;
  }
  return named;
}

/** The words without those of the links: a handle in a link names the place it leads to and nobody else. */
function without(words: string[], links: readonly string[]): string[] {
  for (const link of links) {
    const parts = link.split(' ');
    for (let at = 0; at + parts.length <= words.length; at += 1) {
      if (parts.every((part, i) => words[at + i] === part)) words.fill('', at, at + parts.length);
    }
  }
  return words;
}

function addTo(sets: Map<string, Set<number>>, key: string, value: number): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}
