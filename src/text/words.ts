import { foldOnce, foldSlowly, mustCompose } from './fold.ts';
import { isIdeograph, isWordCharacter } from './fold-rules.ts';

/**
 * Which words does a text say? Folded, in order, one space between: what the full-text index stores, what a phrase is
 * searched in, and what signatures are made of. One pass over the text does all of it.
 *
 * A word is a run of letters, numbers and their marks in the folded text; an apostrophe does not part it; a Han or kana
 * character is a word of its own. So `#tag_one` says `tag one`, `@sada_100` and `https://t.me/sada_100` both say
 * `sada 100`, and a phrase search for a handle finds it however it was written. Words of a link are marked, because a
 * link is no part of what a statement says.
 */

/** Entries of the table below 16 are no letters but what to do instead. */
const UNKNOWN = 0;
const REMOVED = 9;
const SPECIAL = 10;
const BREAK = 11;
/** As BREAK, for the few that may tell a link or end one. */
const SIGN = 12;
/** The letter each code unit folds to, learnt from the rules when it is first met. */
const table = new Uint16Array(65_536);

const SPACE = 0x20;
const DOT = 0x2e;
const SLASH = 0x2f;
const APOSTROPHE = 0x27;
/** FNV-1a. */
const SEED = 0x811c9dc5 | 0;
const PRIME = 0x01000193;

/** What the last scan found. One text at a time: it is used up before the next is read. */
interface Scan {
  /** The folded words, each followed by a space. */
  letters: Uint16Array;
  length: number;
  words: number;
  /** Two independent hashes of each word. */
  hashes: Int32Array;
  checks: Int32Array;
  /** 1 for a word inside a link. */
  linked: Uint8Array;
  /** 1 for a word of digits only. */
  numeric: Uint8Array;
}

const scan: Scan = {
  letters: new Uint16Array(0),
  length: 0,
  words: 0,
  hashes: new Int32Array(0),
  checks: new Int32Array(0),
  linked: new Uint8Array(0),
  numeric: new Uint8Array(0),
};
/** The first word since the last white space, whether a dot stood inside it, and whether it is a link. */
let chunk = 0;
let dotted = false;
let link = false;
let narrow = Buffer.alloc(4_096);

/** The folded words of a text with one space between. Idempotent; `foldWords(fold(x))` is the same; never throws. */
export function foldWords(text: string): string {
  scanWords(text);
  return scannedText();
}

/** Reads a text into the one shared scan. What it returns changes with the next call. */
export function scanWords(text: string): Readonly<Scan> {
  if (!run(text, false)) run(foldSlowly(text), true);
  return scan;
}

/** The words of the last scan as a string. */
export function scannedText(): string {
  const length = scan.length - 1;
  if (length <= 0) return '';
  const letters = scan.letters;
  if (narrow.length < length) narrow = Buffer.alloc(2 * length);
  let all = 0;
  for (let i = 0; i < length; i += 1) {
    const letter = letters[i] ?? 0;
    all |= letter;
    narrow[i] = letter;
  }
  // A string of bytes takes half the memory of one of code units, and is as quick to make.
  if (all < 0x100) return narrow.toString('latin1', 0, length);
  return Buffer.from(letters.buffer, letters.byteOffset, 2 * length).toString('utf16le');
}

function begin(size: number): void {
  if (scan.letters.length < size) reserve(2 * size);
  scan.length = 0;
  scan.words = 0;
  chunk = 0;
  dotted = false;
  link = false;
}

function reserve(size: number): void {
  const old = { ...scan };
  scan.letters = new Uint16Array(size);
  scan.hashes = new Int32Array(size);
  scan.checks = new Int32Array(size);
  scan.linked = new Uint8Array(size);
  scan.numeric = new Uint8Array(size);
  scan.letters.set(old.letters);
  scan.hashes.set(old.hashes);
  scan.checks.set(old.checks);
  scan.linked.set(old.linked);
  scan.numeric.set(old.numeric);
}

/**
 * False where the text must be composed first; `composed` says that it was. The state of the word being read lives in
 * local variables: kept anywhere else, its 32-bit hashes would be boxed at every letter.
 */
function run(text: string, composed: boolean): boolean {
  const end = text.length;
  begin(end + 2);
  let letters = scan.letters;
  let length = 0;
  let begun = 0;
  let hash = SEED;
  let check = 0;
  for (let i = 0; i < end; i += 1) {
    const unit = text.charCodeAt(i);
    let folded = table[unit] ?? UNKNOWN;
    if (folded === UNKNOWN) folded = learn(unit);
    if (folded > 15) {
      letters[length] = folded;
      length += 1;
      hash = Math.imul(hash ^ folded, PRIME);
      check = (Math.imul(check, 31) + folded) | 0;
      continue;
    }
    if (folded === REMOVED) continue;
    if (folded === SPECIAL) {
      const char = String.fromCodePoint(text.codePointAt(i) ?? 0);
      if (mustCompose(char) && !composed) return false;
      carry[BEGUN] = begun;
      carry[LENGTH] = length;
      carry[HASH] = hash;
      carry[CHECK] = check;
      i += takeSpecial(char, end - i) - 1;
      letters = scan.letters;
      begun = carry[BEGUN] ?? 0;
      length = carry[LENGTH] ?? 0;
      hash = carry[HASH] ?? 0;
      check = carry[CHECK] ?? 0;
      continue;
    }
    if (length > begun) {
      length = endWord(begun, length, hash, check);
      begun = length;
      hash = SEED;
      check = 0;
    }
    if (folded === SIGN) sign(text, i, unit);
  }
  scan.length = length > begun ? endWord(begun, length, hash, check) : length;
  endChunk();
  return true;
}

/** Writes the word that the letters from `begun` to `length` are. Returns where the next begins. */
function endWord(begun: number, length: number, hash: number, check: number): number {
  const word = scan.words;
  const first = scan.letters[begun] ?? 0;
  scan.hashes[word] = hash;
  scan.checks[word] = check;
  scan.linked[word] = 0;
  scan.numeric[word] = first < 0x3a && isNumber(begun + 1, length) ? 1 : 0;
  scan.letters[length] = SPACE;
  scan.words = word + 1;
  return length + 1;
}

function isNumber(from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if ((scan.letters[i] ?? 0) > 0x39) return false;
  return true;
}

/** A link is a run without white space that holds `//`, `www.`, or a slash after a dot inside a name. */
function sign(text: string, at: number, unit: number): void {
  if (unit === SLASH) {
    if (dotted || text.charCodeAt(at + 1) === SLASH) link = true;
  } else if (unit === DOT) {
    if (isNamePart(text.charCodeAt(at - 1)) && isNamePart(text.charCodeAt(at + 1))) dotted = true;
    if (dotted && at >= 3 && text.slice(at - 3, at).toLowerCase() === 'www') link = true;
  } else {
    endChunk();
  }
}

function isNamePart(unit: number): boolean {
  const lower = unit | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (unit >= 0x30 && unit <= 0x39);
}

function endChunk(): void {
  if (link) scan.linked.fill(1, chunk, scan.words);
  chunk = scan.words;
  dotted = false;
  link = false;
}

/** The state of `run` while a rare character is taken. */
const carry = new Int32Array(4);
const BEGUN = 0;
const LENGTH = 1;
const HASH = 2;
const CHECK = 3;

/** Takes a rare character: one that folds to several, stands outside the table or is an ideograph. Returns its length. */
function takeSpecial(special: string, left: number): number {
  const folded = foldOnce(special);
  for (const char of folded) {
    if ((carry[LENGTH] ?? 0) + 2 * left + 2 * folded.length + 2 > scan.letters.length) reserve(2 * scan.letters.length + 64);
    const part = isWordCharacter(char);
    const alone = isIdeograph(char);
    if (alone || !part) takeBreak();
    if (part) for (let i = 0; i < char.length; i += 1) takeLetter(char.charCodeAt(i));
    if (alone) takeBreak();
  }
  return special.length;
}

function takeLetter(letter: number): void {
  const length = carry[LENGTH] ?? 0;
  scan.letters[length] = letter;
  carry[LENGTH] = length + 1;
  carry[HASH] = Math.imul((carry[HASH] ?? 0) ^ letter, PRIME);
  carry[CHECK] = Math.imul(carry[CHECK] ?? 0, 31) + letter;
}

function takeBreak(): void {
  const begun = carry[BEGUN] ?? 0;
  const length = carry[LENGTH] ?? 0;
  if (length === begun) return;
  const next = endWord(begun, length, carry[HASH] ?? 0, carry[CHECK] ?? 0);
  carry.set([next, next, SEED, 0]);
}

function learn(unit: number): number {
  const entry = entryOf(String.fromCharCode(unit));
  table[unit] = entry;
  return entry;
}

function entryOf(char: string): number {
  if (/[\ud800-\udfff]/.test(char) || mustCompose(char)) return SPECIAL;
  const folded = foldOnce(char);
  const unit = folded.charCodeAt(0);
  if (folded === '' || unit === APOSTROPHE) return REMOVED;
  if (folded.length > 1 || isIdeograph(folded)) return SPECIAL;
  if (unit === SPACE || char === '/' || char === '.') return SIGN;
  return isWordCharacter(folded) ? unit : BREAK;
}
