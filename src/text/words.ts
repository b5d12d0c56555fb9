import { foldSlowly, rareFold } from './fold.ts';
import { isIdeograph, isWordCharacter } from './fold-rules.ts';
import { type RareWords, rareWords } from './words-rare.ts';

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
/** White space and brackets: a break that also ends a link, as in `[word](https://…)`. */
const BLANK = 12;
/** White space that ends a line, too. */
const LINE = 13;
/** A break that may tell a link or a handle: slash, dot, at. */
const SIGN = 14;
/** The letter each code unit folds to, learnt from the rules when it is first met. */
const table = new Uint16Array(65_536);

const SPACE = 0x20;
const LINE_FEED = 0x0a;
const SLASH = 0x2f;
const AT = 0x40;
/** The unit after the digits. */
const COLON = 0x3a;
const BRACKETS = '()[]{}<>«»"“”';
/** FNV-1a. */
const SEED = 0x811c9dc5 | 0;
const PRIME = 0x01000193;

/** Kinds of words: plain text, digits only; the same two in a line that is there for a link or a handle; inside a link. */
export const PLAIN = 0;
export const NUMBER = 1;
export const ASIDE = 2;
export const ASIDE_NUMBER = 3;
export const LINKED = 4;
/** A line with a link or handle and more words than this says something beside. */
const ASIDE_WORDS = 12;

/** What the last scan found. One text at a time: it is used up before the next is read. */
interface Scan {
  /** The folded words, each followed by a space. */
  letters: Uint16Array;
  length: number;
  words: number;
  /** A hash of each word (FNV-1a over its code units) and which kind it is. */
  hashes: Int32Array;
  kinds: Uint8Array;
}

const scan: Scan = { letters: new Uint16Array(0), length: 0, words: 0, hashes: new Int32Array(0), kinds: new Uint8Array(0) };
let sourceBytes = Buffer.alloc(0);
let source = new Uint16Array(0);
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
  const bytes = narrow;
  let i = 0;
  for (; i < length; i += 1) {
    const letter = letters[i] ?? 0;
    if (letter > 0xff) break;
    bytes[i] = letter;
  }
  // A string of bytes takes half the memory of one of code units, and is as quick to make.
  if (i === length) return bytes.toString('latin1', 0, length);
  return Buffer.from(letters.buffer, letters.byteOffset, 2 * length).toString('utf16le');
}

/** Room for a text of so many code units, and for what rare characters add to it. */
function reserve(size: number): void {
  const old = { ...scan };
  scan.letters = new Uint16Array(size);
  scan.hashes = new Int32Array(size);
  scan.kinds = new Uint8Array(size);
  scan.letters.set(old.letters);
  scan.hashes.set(old.hashes);
  scan.kinds.set(old.kinds);
}

/** Copies the text to where its code units are read fastest. */
function load(text: string): void {
  const size = text.length + 2;
  if (scan.letters.length < size) reserve(2 * size + 8_192);
  if (source.length < size) {
    sourceBytes = Buffer.alloc(4 * size + 16_384);
    source = new Uint16Array(sourceBytes.buffer, sourceBytes.byteOffset, sourceBytes.length / 2);
  }
  sourceBytes.write(text, 0, 'utf16le');
}

/**
 * False where the text must be composed first; `composed` says that it was.
 *
 * A link is a run without white space or brackets that holds `//`, `www.`, or a slash after a dot inside a name.
 *
 * The hottest loop of Trackway, and long for that: its state lives in local variables, because kept anywhere else the
 * hashes would be boxed at every letter, and a call at every word costs as much as the word.
 */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: see above
function run(text: string, composed: boolean): boolean {
  load(text);
  const end = text.length;
  const units = source;
  const entries = table;
  let { letters, hashes, kinds } = scan;
  let length = 0;
  let begun = 0;
  let words = 0;
  let hash = SEED;
  /** The first word since the last blank, the first of the line, and the signs of a link seen since. */
  let chunk = 0;
  let line = 0;
  let signs = 0;
  for (let i = 0; i < end; i += 1) {
    const unit = units[i] ?? 0;
    const entry = entries[unit] ?? UNKNOWN;
    if (entry > 15) {
      letters[length] = entry;
      length += 1;
      hash = Math.imul(hash ^ entry, PRIME);
    } else if (entry >= BREAK) {
      if (length > begun) {
        hashes[words] = hash;
        kinds[words] = (letters[begun] ?? 0) < COLON ? numberOrPlain(begun, length) : PLAIN;
        words += 1;
        letters[length] = SPACE;
        length += 1;
        begun = length;
        hash = SEED;
      }
      if (entry === SIGN) signs |= signAt(i, signs);
      else if (entry !== BREAK) {
        if (signs >= LINK) {
          kinds.fill(LINKED, chunk, words);
          signs = POINTS;
        }
        signs &= POINTS;
        chunk = words;
        if (entry === LINE) {
          if (signs !== 0) setAside(line, words);
          signs = 0;
          line = words;
        }
      }
    } else if (entry === UNKNOWN) {
      learn(unit);
      i -= 1;
    } else if (entry === SPECIAL) {
      const rare = rareWords(text, i);
      if (rare.composes && !composed) return false;
      save(length, begun, words, hash);
      takeRare(rare, end - i);
      i += rare.length - 1;
      ({ letters, hashes, kinds } = scan);
      length = carry[LENGTH] ?? 0;
      begun = carry[BEGUN] ?? 0;
      words = carry[WORDS] ?? 0;
      hash = carry[HASH] ?? 0;
    }
  }
  save(length, begun, words, hash);
  takeBreak();
  scan.length = carry[LENGTH] ?? 0;
  scan.words = carry[WORDS] ?? 0;
  if (signs >= LINK) kinds.fill(LINKED, chunk, scan.words);
  if (signs >= POINTS) setAside(line, scan.words);
  return true;
}

/** Marks the words of a line that is there for its link or handle ("Forwarded from @name", "Join us: …"). */
function setAside(from: number, to: number): void {
  const kinds = scan.kinds;
  let plain = 0;
  for (let i = from; i < to; i += 1) if (kinds[i] !== LINKED) plain += 1;
  if (plain > ASIDE_WORDS) return;
  for (let i = from; i < to; i += 1) if (kinds[i] !== LINKED) kinds[i] = (kinds[i] ?? 0) | ASIDE;
}

function numberOrPlain(from: number, to: number): number {
  for (let i = from; i < to; i += 1) if ((scan.letters[i] ?? 0) >= COLON) return PLAIN;
  return NUMBER;
}

/** A dot inside a name, since the last blank. */
const DOTTED = 1;
/** A link or a handle, since the line began. */
const POINTS = 2;
/** A link, since the last blank. */
const LINK = 4;

/** What the slash, dot or at sign at this place adds to the signs. */
function signAt(at: number, signs: number): number {
  const unit = source[at];
  if (unit === SLASH) return (signs & DOTTED) !== 0 || source[at + 1] === SLASH ? LINK : 0;
  if (unit === AT) return isNamePart(source[at + 1]) ? POINTS : 0;
  if (!isNamePart(source[at - 1]) || !isNamePart(source[at + 1])) return 0;
  const isWww = at >= 3 && sourceBytes.toString('latin1', 2 * at - 6, 2 * at).toLowerCase() === 'w\0w\0w\0';
  return isWww ? LINK : DOTTED;
}

function isNamePart(unit: number | undefined): boolean {
  const lower = (unit ?? 0) | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (lower >= 0x30 && lower <= 0x39);
}

/** The state of `run` while a rare character is taken. */
const carry = new Int32Array(4);
const LENGTH = 0;
const BEGUN = 1;
const WORDS = 2;
const HASH = 3;

function save(length: number, begun: number, words: number, hash: number): void {
  carry[LENGTH] = length;
  carry[BEGUN] = begun;
  carry[WORDS] = words;
  carry[HASH] = hash;
}

function takeRare({ units }: RareWords, left: number): void {
  if ((carry[LENGTH] ?? 0) + 2 * left + 2 * units.length + 2 > scan.letters.length) reserve(2 * scan.letters.length + 2 * units.length);
  for (const unit of units) {
    if (unit === SPACE) takeBreak();
    else takeLetter(unit);
  }
}

function takeLetter(letter: number): void {
  const length = carry[LENGTH] ?? 0;
  scan.letters[length] = letter;
  carry[LENGTH] = length + 1;
  carry[HASH] = Math.imul((carry[HASH] ?? 0) ^ letter, PRIME);
}

function takeBreak(): void {
  const length = carry[LENGTH] ?? 0;
  const begun = carry[BEGUN] ?? 0;
  const words = carry[WORDS] ?? 0;
  if (length === begun) return;
  scan.hashes[words] = carry[HASH] ?? 0;
  scan.kinds[words] = numberOrPlain(begun, length);
  scan.letters[length] = SPACE;
  save(length + 1, length + 1, words + 1, SEED);
}

function learn(unit: number): void {
  table[unit] = entryOf(String.fromCharCode(unit));
}

function entryOf(char: string): number {
  const given = char.charCodeAt(0);
  // Nothing in the block of most emoji is a letter; and a second half stands alone only in a broken text.
  if (given === 0xd83d || (given >= 0xdc00 && given < 0xe000)) return BREAK;
  const { folded, composes } = rareFold(char);
  if (composes || (given >= 0xd800 && given < 0xdc00)) return SPECIAL;
  const unit = folded.charCodeAt(0);
  if (folded === '' || folded === "'") return REMOVED;
  if (folded.length > 1 || isIdeograph(folded)) return SPECIAL;
  if (unit === SPACE || BRACKETS.includes(char)) return BLANK;
  if (unit === LINE_FEED) return LINE;
  if (char === '/' || char === '.' || char === '@') return SIGN;
  return isWordCharacter(folded) ? unit : BREAK;
}
