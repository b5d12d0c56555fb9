import { foldCodePoint, isInvisible, mayCompose } from './fold-rules.ts';

/**
 * Do two spellings say the same? The one fold of Trackway, for search, statements and names alike.
 * Punctuation stays; `foldWords` in `words.ts` is the same fold without it.
 */

/** Entries of the table below 16 are no characters but what to do instead. None may equal its own index, see `firstChange`. */
const UNKNOWN = 0;
const REMOVED = 9;
const SPECIAL = 10;
/** The fold of each code unit, learnt from the rules when it is first met. */
const table = new Uint16Array(65_536);
table[0] = REMOVED;

/**
 * Folds a text by the rules of `fold-rules.ts`. Idempotent; never throws, whatever the string holds.
 * A text that is folded already comes back as the same string.
 */
export function fold(text: string): string {
  const start = firstChange(text);
  return start === text.length ? text : foldFrom(text, start);
}

/** How far the text is its own fold. */
function firstChange(text: string): number {
  const end = text.length;
  let i = 0;
  while (i < end) {
    const unit = text.charCodeAt(i);
    if (table[unit] !== unit && learn(unit) !== unit) break;
    i += 1;
  }
  return i;
}

let output = new Uint16Array(4_096);

function foldFrom(text: string, start: number): string {
  const end = text.length;
  if (output.length < end) output = new Uint16Array(2 * end);
  const out = output;
  let length = 0;
  let done = text.slice(0, start);
  for (let i = start; i < end; i += 1) {
    const unit = text.charCodeAt(i);
    let folded = table[unit] ?? UNKNOWN;
    if (folded === UNKNOWN) folded = learn(unit);
    if (folded > 15) {
      out[length] = folded;
      length += 1;
    } else if (folded === SPECIAL) {
      const char = String.fromCodePoint(text.codePointAt(i) ?? 0);
      if (mustCompose(char)) return foldSlowly(text);
      done += written(length) + foldOnce(char);
      length = 0;
      i += char.length - 1;
    }
  }
  return done + written(length);
}

function written(length: number): string {
  return Buffer.from(output.buffer, output.byteOffset, 2 * length).toString('utf16le');
}

function learn(unit: number): number {
  const char = String.fromCharCode(unit);
  const folded = foldCodePoint(char);
  let entry = SPECIAL;
  if (mustCompose(char) || (unit >= 0xd800 && unit < 0xe000)) entry = SPECIAL;
  else if (folded === '') entry = REMOVED;
  else if (folded.length === 1) entry = folded.charCodeAt(0);
  table[unit] = entry;
  return entry;
}

const composing = new Map<string, boolean>();

/** True where the whole text must be composed before it can be folded: for this character or for what it folds to. */
export function mustCompose(char: string): boolean {
  let must = composing.get(char);
  if (must === undefined) {
    must = mayCompose(char) || [...foldCodePoint(char)].some(mayCompose);
    if (composing.size < 10_000) composing.set(char, must);
  }
  return must;
}

const remembered = new Map<string, string>();

/** `foldCodePoint`, remembered. */
export function foldOnce(char: string): string {
  let folded = remembered.get(char);
  if (folded === undefined) {
    folded = foldCodePoint(char);
    if (remembered.size < 10_000) remembered.set(char, folded);
  }
  return folded;
}

/**
 * The fold of a text in which characters compose: invisible ones out, composed, folded, until nothing changes, since a
 * fold may bring together what composes again (halfwidth kana, Hangul letters).
 */
export function foldSlowly(text: string): string {
  let folded = text;
  for (;;) {
    const visible = [...folded].filter((char) => !isInvisible(char)).join('');
    const next = [...visible.normalize('NFC')].map(foldOnce).join('');
    if (next === folded) return folded;
    folded = next;
  }
}
