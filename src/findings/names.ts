/** What does a channel's name come down to, however it is dressed up? Plain letters and consonants of titles and handles. */

import { type ChannelRef, nameOf } from '../model/ref.ts';
import { fold } from '../text/fold.ts';
import { kindOf, LOOKS_ALIKE, plainOf } from '../text/link-letters.ts';
import { skeletons } from '../text/transliterate.ts';
import { isDecoration, withoutAttached } from './names-decoration.ts';

/** One way to read a name, its words joined. A number is one character, so that numbers match whole or not at all. */
export interface Form {
  text: string;
  /** Where words begin, and the end of the last. */
  edges: readonly number[];
}

export interface Name {
  field: 'title' | 'handle';
  /** As the channel shows it. */
  shown: string;
  /** In its own script: as it is and, where they differ, with look-alike letters and digits read as what they pass for. */
  plain: readonly Form[];
  /** By its consonants: comparable between scripts. */
  skeletons: readonly Form[];
  /** Bits of the scripts it is written in: see `scriptsOf`. */
  scripts: number;
}

const WORDS = /[\p{L}\p{M}']+|\p{N}+/gu;
const CHUNK = /[\p{L}\p{M}\p{N}']+/gu;
const NUMBER = /^\p{N}/u;
const EMOJI = /\p{Extended_Pictographic}|[\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}]/gu;
/** Names that a machine gave: only numbers, keys, YouTube's ids. */
const OPAQUE = /^(?:\d{5,}|npub1.*|uc[\w-]{22}|(?=(?:\D*\d){4})[a-z0-9]{24,}|[\w-]{40,})$/;

/** Reads a title; null where no letter or number is in it. */
export function readTitle(title: string): Name | null {
  return read('title', title, fold(title.replace(EMOJI, ' ')));
}

/** Reads the handle of a reference: its last part, without server. Null for native ids, invites and names given by a machine. */
export function readHandle(ref: ChannelRef): Name | null {
  const name = nameOf(ref);
  if (name.startsWith('#') || name.startsWith('+')) return null;
  const local = /^[^\p{L}\p{N}]*([^@:]+)/u.exec(name)?.[1]?.replace(/\/+$/, '') ?? '';
  const handle = local.slice(local.lastIndexOf('/') + 1);
  return OPAQUE.test(handle) ? null : read('handle', handle, fold(handle).replaceAll('_', ' '));
}

function read(field: Name['field'], shown: string, folded: string): Name | null {
  const chunks = (folded.match(CHUNK) ?? []).map(unmixed);
  const kept = undecorated(chunks);
  const main = formOf(kept);
  if (main.text === '') return null;
  const plain = [main];
  for (const reading of [kept.map(asLatin), kept.map(digitsAsLetters)]) {
    const form = formOf(reading);
    if (plain.every((known) => known.text !== form.text)) plain.push(form);
  }
  const bones = new Set([...skeletons(kept.join(' ')), ...skeletons(kept.map(asLatin).join(' '))]);
  return {
    field,
    shown,
    plain,
    skeletons: [...bones].map((text) => ({ text, edges: [0, text.length] })),
    scripts: scriptsOf(main.text),
  };
}

/** Without words that decorate; all of them where nothing else is there. */
function undecorated(chunks: readonly string[]): string[] {
  const kept = chunks.map(withoutAttached).filter((word) => !isDecoration(word.replace(/\p{N}+$/u, '')));
  return kept.some((word) => !NUMBER.test(word) || word.length > 1) ? kept : [...chunks];
}

function formOf(chunks: readonly string[]): Form {
  let text = '';
  const edges = [0];
  for (const chunk of chunks) {
    for (const part of chunk.match(WORDS) ?? []) {
      text += NUMBER.test(part) ? numberSign(part) : part.replaceAll("'", '');
      if (text.length > (edges.at(-1) ?? 0)) edges.push(text.length);
    }
  }
  return { text, edges };
}

const NUMBERS = 0xe000;
/** A prime: how many numbers have a character of their own. Years do. */
const DIFFERENT = 6_143;

/** The private character that stands for a number. */
function numberSign(digits: string): string {
  let value = 0;
  for (const digit of digits) value = (value * 10 + digit.charCodeAt(0) - 48) % DIFFERENT;
  return String.fromCharCode(NUMBERS + value);
}

/** True for the character that stands for a number in a form. */
export function isNumberSign(unit: number): boolean {
  return unit >= NUMBERS && unit < NUMBERS + DIFFERENT;
}

const LATIN_LETTER = /[a-z]/;
const LETTER = /\p{L}/u;

/** A word that mixes Latin letters with look-alikes of other scripts, in Latin letters. */
function unmixed(word: string): string {
  return LATIN_LETTER.test(word) ? looksOf(word) : word;
}

/** A word made of look-alikes only, in the Latin letters that it passes for; any other word as it is. */
function asLatin(word: string): string {
  const letters = [...word].filter((char) => LETTER.test(char));
  return letters.every((char) => kindOf(char.charCodeAt(0)) === LOOKS_ALIKE) ? looksOf(word) : word;
}

function looksOf(word: string): string {
  return [...word]
    .map((char) => (kindOf(char.charCodeAt(0)) === LOOKS_ALIKE ? String.fromCharCode(plainOf(char.charCodeAt(0))) : char))
    .join('');
}

const DIGIT_LETTERS = new Map([...'0o1i3e4a5s7t'].flatMap((char, i, all) => (i % 2 === 0 ? [[char, all[i + 1] ?? '']] : [])));

/** Single digits inside a Latin word as the letters that they are written for: `n3ws` is `news`, `news24` stays. */
function digitsAsLetters(word: string): string {
  return word.replace(/(?<=[a-z])\d(?=[a-z])|^\d(?=[a-z]{2})/g, (digit) => DIGIT_LETTERS.get(digit) ?? digit);
}

const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Han}/u,
];

/** A bit for each common script that has a letter in the text, one more for any other. */
function scriptsOf(text: string): number {
  let bits = 0;
  for (const char of text) {
    const script = SCRIPTS.findIndex((expression) => expression.test(char));
    if (script >= 0) bits |= 1 << script;
    else if (LETTER.test(char)) bits |= 1 << SCRIPTS.length;
  }
  return bits;
}
