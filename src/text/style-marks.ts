import { mix } from './word-hashes.ts';

/**
 * How is a text written, whatever it is about? Its marks: n-grams over a skeleton in which every plain word is one sign,
 * while punctuation, line breaks, emoji, capitals, drawn-out letters and vowel marks stay what they are.
 *
 * Of all character n-grams those around punctuation and at the edges of words tell authors apart when topics differ
 * (Sapkota, Bethard, Montes & Solorio 2015); the skeleton keeps these and drops the rest, which carry the topic.
 */

/** What the last reading found; used up before the next. */
export interface StyleMarks {
  /** The different marks (16 bits each), ascending; at most `MOST_MARKS`. */
  marks: Uint16Array;
  count: number;
}

export const MOST_MARKS = 40;

const UNKNOWN = 0;
const LOWER = 1;
const UPPER = 2;
const CASELESS = 3;
const DIGIT = 4;
const OTHER_DIGIT = 5;
const BLANK = 6;
const LINE = 7;
const SIGN = 8;
const ACCENT = 9;
const STRETCH = 10;
const IGNORED = 11;
const kinds = new Uint8Array(65_536);

/** Flags of a word. */
const CAPITAL = 1;
const SHOUTED = 2;
const DRAWN_OUT = 4;
const ACCENTED = 8;
const STRETCHED = 16;

/** Signs of the skeleton; punctuation is 1,024 and more. */
const START = 1;
const END = 2;
const ONE_BREAK = 3;
const BREAKS = 4;
const NUMBER = 5;
const OTHER_NUMBER = 6;
const LINK = 7;
const WORD = 32;
const PUNCTUATION = 1_024;

const reading: StyleMarks = { marks: new Uint16Array(MOST_MARKS), count: 0 };
/** Marks of very long texts beyond this many say nothing new. */
const MOST_SIGNS = 4_000;
const skeleton = new Int32Array(MOST_SIGNS + 2);
const found = new Uint32Array(3 * MOST_SIGNS + 16);

/** The marks of a text as it was stored. What it returns changes with the next call. */
export function styleMarks(text: string): Readonly<StyleMarks> {
  const signs = readSkeleton(text);
  let count = 0;
  const put = (value: number): void => {
    found[count] = mix(value) & 0xffff;
    count += 1;
  };
  let lines = 1;
  for (let i = 1; i <= signs; i += 1) {
    const sign = skeleton[i] ?? 0;
    if (sign === ONE_BREAK || sign === BREAKS) lines += 1;
    if (sign === WORD) continue;
    put(sign);
    put(Math.imul(skeleton[i - 1] ?? 0, 0x9e3779b1) ^ sign);
    put(Math.imul(sign, 0x9e3779b1) ^ (skeleton[i + 1] ?? 0) ^ 0x5bd1e995);
  }
  put(0x10000 + Math.floor(2 * Math.log2(text.length + 1)));
  put(0x20000 + Math.floor(2 * Math.log2(lines)));
  put(0x30000 + (skeleton[1] ?? 0));
  put(0x40000 + (skeleton[signs] ?? 0));
  reading.count = different(count);
  return reading;
}

function different(count: number): number {
  const sorted = found.subarray(0, count).sort();
  let size = 0;
  for (let i = 0; i < count && size < MOST_MARKS; i += 1) {
    const value = sorted[i] ?? 0;
    if (i === 0 || value !== sorted[i - 1]) reading.marks[size++] = value;
  }
  return size;
}

/** Writes the skeleton from place 1 on, between START and END; returns how many signs it has. */
function readSkeleton(text: string): number {
  skeleton[0] = START;
  at = 0;
  blankBefore = true;
  let signs = 0;
  while (at < text.length && signs < MOST_SIGNS - 1) {
    const kind = kindOf(text.charCodeAt(at));
    if (kind === IGNORED || kind === ACCENT) {
      at += 1;
      continue;
    }
    const sign = nextSign(text, kind);
    // The scheme before it was read as a word.
    if (sign === LINK && signs > 0 && !blankBefore) signs -= 1;
    blankBefore = kind === BLANK || kind === LINE;
    if (sign === 0) continue;
    signs += 1;
    skeleton[signs] = sign;
  }
  skeleton[signs + 1] = END;
  return signs;
}

/** Where the reading is, and whether white space or nothing came before. */
let at = 0;
let blankBefore = true;

/** Reads one sign; 0 for blanks, which show only in what follows them. */
function nextSign(text: string, kind: number): number {
  if (kind === SIGN) return punctuation(text);
  const from = at;
  if (kind <= CASELESS || kind === STRETCH) {
    at = endOfWord(text, from);
    return WORD + flags;
  }
  at = endOfRun(text, from, kind);
  if (kind === LINE) return at - from > 1 ? BREAKS : ONE_BREAK;
  if (kind === BLANK) return 0;
  return kind === DIGIT ? NUMBER : OTHER_NUMBER;
}

function punctuation(text: string): number {
  const from = at;
  const code = text.codePointAt(from) ?? 0;
  const width = code > 0xffff ? 2 : 1;
  at += width;
  while (at < text.length && text.codePointAt(at) === code) at += width;
  if (code === COLON && text.charCodeAt(at) === SLASH && text.charCodeAt(at + 1) === SLASH) {
    at = endOfChunk(text, at);
    return LINK;
  }
  return PUNCTUATION + (code << 3) + (Math.min(3, (at - from) / width) << 1) + (blankBefore ? 1 : 0);
}

const COLON = 0x3a;
const SLASH = 0x2f;

/** Flags of the last word. */
let flags = 0;

function endOfWord(text: string, start: number): number {
  flags = kindOf(text.charCodeAt(start)) === UPPER ? CAPITAL : 0;
  let i = start;
  let uppers = 0;
  let same = 0;
  let last = 0;
  for (; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    const kind = kindOf(unit);
    if (kind === ACCENT) flags |= ACCENTED;
    else if (kind === STRETCH) flags |= STRETCHED;
    else if (kind > CASELESS && kind !== IGNORED) break;
    if (kind === UPPER) uppers += 1;
    same = unit === last ? same + 1 : 0;
    if (same === 2) flags |= DRAWN_OUT;
    last = unit;
  }
  if (uppers > 2 && uppers === i - start) flags |= SHOUTED;
  return i;
}

function endOfRun(text: string, start: number, kind: number): number {
  let i = start + 1;
  while (i < text.length) {
    const next = kindOf(text.charCodeAt(i));
    // A line with nothing but blanks on it is an empty one.
    if (next !== kind && !(kind === LINE && next === BLANK)) break;
    i += 1;
  }
  return i;
}

function endOfChunk(text: string, start: number): number {
  let i = start;
  while (i < text.length) {
    const kind = kindOf(text.charCodeAt(i));
    if (kind === BLANK || kind === LINE) break;
    i += 1;
  }
  return i;
}

function kindOf(unit: number): number {
  const kind = kinds[unit] ?? UNKNOWN;
  if (kind !== UNKNOWN) return kind;
  const learnt = learn(unit);
  kinds[unit] = learnt;
  return learnt;
}

function learn(unit: number): number {
  const char = String.fromCharCode(unit);
  if (unit >= 0xd800 && unit < 0xe000) return SIGN;
  if (unit === 0x640) return STRETCH;
  if (char === '\n' || char === '\r' || char === '\u2028' || char === '\u2029') return LINE;
  if (/\s/u.test(char)) return BLANK;
  if (unit === 0xfe0f || unit === 0xfe0e || /[\p{Cf}\p{Cc}]/u.test(char)) return IGNORED;
  if (/\p{M}/u.test(char)) return ACCENT;
  if (/\p{Lu}/u.test(char)) return UPPER;
  if (/\p{Ll}/u.test(char)) return LOWER;
  if (/\p{L}/u.test(char)) return CASELESS;
  if (/[0-9]/.test(char)) return DIGIT;
  return /\p{N}/u.test(char) ? OTHER_DIGIT : SIGN;
}
