import { foldCodePoint, mayCompose, withoutInvisible } from './fold-rules.ts';

/**
 * Do two spellings say the same? The one fold of Trackway, for search, statements and names alike.
 * Punctuation stays; `foldWords` in `words.ts` is the same fold without it.
 */

/** Entries of the table that are no characters but what to do instead; nothing folds to these, and none may equal its own index. */
const UNKNOWN = 0;
const REMOVED = 9;
const SPECIAL = 11;
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

/** Folds unit by unit from `start` on, before which nothing changes. `composed`: characters that compose were. */
function foldFrom(text: string, start: number, composed = false): string {
  const end = text.length;
  if (output.length < end) output = new Uint16Array(2 * end);
  const out = output;
  const entries = table;
  let length = 0;
  let done = text.slice(0, start);
  for (let i = start; i < end; i += 1) {
    const unit = text.charCodeAt(i);
    let entry = entries[unit] ?? UNKNOWN;
    if (entry === UNKNOWN) entry = learn(unit);
    if (entry === SPECIAL) {
      const char = String.fromCodePoint(text.codePointAt(i) ?? 0);
      const rare = rareFold(char);
      if (rare.composes && !composed) return foldSlowly(text);
      done += written(length) + rare.folded;
      length = 0;
      i += char.length - 1;
    } else if (entry !== REMOVED) {
      out[length] = entry;
      length += 1;
    }
  }
  return done + written(length);
}

function written(length: number): string {
  return Buffer.from(output.buffer, output.byteOffset, 2 * length).toString('utf16le');
}

function learn(unit: number): number {
  const { composes, folded } = rareFold(String.fromCharCode(unit));
  let entry = SPECIAL;
  if (composes || (unit >= 0xd800 && unit < 0xe000)) entry = SPECIAL;
  else if (folded === '') entry = REMOVED;
  else if (folded.length === 1) entry = folded.charCodeAt(0);
  table[unit] = entry;
  return entry;
}

/** What the rules say of one code point. */
export interface RareFold {
  folded: string;
  /** It, or what it folds to, may join with its neighbours: the whole text must be composed first. */
  composes: boolean;
}

const remembered = new Map<string, RareFold>();

/** The rules for one code point, remembered. */
export function rareFold(char: string): RareFold {
  let rare = remembered.get(char);
  if (rare === undefined) {
    const folded = foldCodePoint(char);
    rare = { folded, composes: mayCompose(char) || [...folded].some(mayCompose) };
    if (remembered.size < 10_000) remembered.set(char, rare);
  }
  return rare;
}

/**
 * The fold of a text in which characters compose: invisible ones out, composed, folded, until nothing changes, since a
 * fold may bring together what composes again (halfwidth kana, Hangul letters).
 */
export function foldSlowly(text: string): string {
  let folded = text;
  for (;;) {
    const next = foldFrom(withoutInvisible(folded).normalize('NFC'), 0, true);
    if (next === folded) return folded;
    folded = next;
  }
}
