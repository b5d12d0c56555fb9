/**
 * How would this text read if nobody had disguised its links? A view is the same text in plain characters, each of which
 * knows the place in the original that it came from, so that whatever is found in the view can be quoted as written.
 */

import { astralOf, DROPPED, isWordUnit, kindOf, LOOKS_ALIKE, MAPPED, plainOf, unitAt } from './link-letters.ts';

export interface View {
  text: string;
  /** For each code unit of `text`: where its original begins and ends. */
  from: Int32Array;
  to: Int32Array;
}

/** Replaces `[start, end)` of a view's text by `text`. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

const PERCENT = 37;
const BACKSLASH = 92;
const SLASH = 47;
const UNDERSCORE = 95;

/** The value of a hexadecimal digit, -1 for anything else. */
function hexOf(unit: number): number {
  if (unit >= 48 && unit <= 57) return unit - 48;
  const letter = (unit | 32) - 87;
  return letter >= 10 && letter <= 15 ? letter : -1;
}

/** The code of `%41` and the like where nobody needs to write it so (letters, digits, `- . / : _ ~`), else -1. */
function needlessPercent(text: string, at: number): number {
  const high = hexOf(unitAt(text, at + 1));
  const low = hexOf(unitAt(text, at + 2));
  if (high < 0 || low < 0) return -1;
  const code = high * 16 + low;
  const plain = (code >= 45 && code <= 58) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code === 126;
  return plain ? code : -1;
}

/** One plain character and how many code units of the original it stands for: `unit` -1 drops them. */
interface Step {
  unit: number;
  length: number;
}

// One object for all steps: this runs once per character.
const step: Step = { unit: 0, length: 0 };

function take(unit: number, length: number): Step {
  step.unit = unit;
  step.length = length;
  return step;
}

function nextAscii(text: string, at: number, unit: number): Step {
  if (unit === PERCENT) {
    const code = needlessPercent(text, at);
    if (code >= 0) return take(code, 3);
  }
  if (unit === BACKSLASH) {
    // Before a sign it only shields that sign (`\/`, `\_`); before a letter it stands for a slash.
    const after = unitAt(text, at + 1);
    return after > 32 && after < 127 && after !== PERCENT && (after === UNDERSCORE || !isWordUnit(after)) ? take(after, 2) : take(SLASH, 1);
  }
  return take(unit === 9 ? 32 : unit === 13 ? 10 : unit, 1);
}

function next(text: string, at: number): Step {
  const unit = text.charCodeAt(at);
  if (unit < 0x80) return nextAscii(text, at, unit);
  const kind = kindOf(unit);
  if (kind === MAPPED) return take(plainOf(unit), 1);
  if (kind === DROPPED) return take(-1, 1);
  if (unit >= 0xd800 && unit <= 0xdbff) {
    const code = text.codePointAt(at) ?? 0;
    const plain = code > 0xffff ? astralOf(code) : null;
    if (plain !== null) return take(plain === 0 ? -1 : plain, 2);
  }
  return take(unit, 1);
}

/** Puts a word in Latin letters where all of its letters look like such. */
function foldWord(units: Uint16Array, start: number, end: number): void {
  let foldable = false;
  for (let i = start; i < end; i++) {
    const unit = units[i] ?? 0;
    if (unit < 0x80) continue;
    if (kindOf(unit) !== LOOKS_ALIKE) return;
    foldable = true;
  }
  if (!foldable) return;
  for (let i = start; i < end; i++) {
    const unit = units[i] ?? 0;
    if (unit >= 0x80) units[i] = plainOf(unit);
  }
}

function foldWords(units: Uint16Array, length: number): void {
  let start = -1;
  for (let i = 0; i < length; i++) {
    if (isWordUnit(units[i] ?? 0)) {
      if (start < 0) start = i;
    } else if (start >= 0) {
      foldWord(units, start, i);
      start = -1;
    }
  }
  if (start >= 0) foldWord(units, start, length);
}

/** The text in plain characters: other dresses off, invisible ones gone, needless percent signs read, look-alike words in Latin. */
export function plainView(text: string): View {
  const units = new Uint16Array(text.length);
  const from = new Int32Array(text.length);
  const to = new Int32Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; ) {
    const { unit, length: width } = next(text, at);
    if (unit >= 0) {
      units[length] = unit;
      from[length] = at;
      to[length++] = at + width;
    }
    at += width;
  }
  foldWords(units, length);
  return { text: stringOf(units.subarray(0, length)), from: from.subarray(0, length), to: to.subarray(0, length) };
}

function stringOf(units: Uint16Array): string {
  return Buffer.from(units.buffer, units.byteOffset, units.byteLength).toString('utf16le');
}

/** The view after edits that are in order and do not overlap. Each new character stands for the whole of what it replaces. */
export function edited(view: View, edits: Edit[]): View {
  if (edits.length === 0) return view;
  const length = edits.reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), view.text.length);
  const from = new Int32Array(length);
  const to = new Int32Array(length);
  const parts: string[] = [];
  let read = 0;
  let written = 0;
  const copy = (end: number) => {
    from.set(view.from.subarray(read, end), written);
    to.set(view.to.subarray(read, end), written);
    parts.push(view.text.slice(read, end));
    written += end - read;
  };
  for (const edit of edits) {
    copy(edit.start);
    const start = view.from[edit.start] ?? 0;
    const end = view.to[edit.end - 1] ?? start;
    from.fill(start, written, written + edit.text.length);
    to.fill(end, written, written + edit.text.length);
    parts.push(edit.text);
    written += edit.text.length;
    read = edit.end;
  }
  copy(view.text.length);
  return { text: parts.join(''), from, to };
}
