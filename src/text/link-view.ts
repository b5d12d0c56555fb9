/**
 * How would this text read if nobody had disguised its links? A view is the same text in plain characters, each of which
 * knows the place in the original that it came from, so that whatever is found in the view can be quoted as written.
 */

import { astralOf, DROPPED, isWordUnit, kindOf, LOOKS_ALIKE, MAPPED, plainOf } from './link-letters.ts';

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
const DOT = 46;

/** The code of `%41` and the like where nobody needs to write it so (letters, digits, `. - _ ~ / :`), else -1. */
function needlessPercent(text: string, at: number): number {
  const code = Number.parseInt(text.slice(at + 1, at + 3), 16);
  if (Number.isNaN(code) || !/^[0-9a-f]{2}$/i.test(text.slice(at + 1, at + 3))) return -1;
  const plain = (code >= 45 && code <= 58) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code === 126;
  return plain ? code : -1;
}

/** One plain character and how many code units of the original it stands for: `unit` -1 drops them. */
interface Step {
  unit: number;
  length: number;
}

const step: Step = { unit: 0, length: 0 };

function take(unit: number, length: number): Step {
  step.unit = unit;
  step.length = length;
  return step;
}

/** Reads the next character. The answer is one shared object: this runs once per character. */
function next(text: string, at: number): Step {
  const unit = text.charCodeAt(at);
  if (unit < 0x80) {
    if (unit === PERCENT) {
      const code = needlessPercent(text, at);
      if (code >= 0) return take(code, 3);
    }
    if (unit === BACKSLASH) {
      const after = text.charCodeAt(at + 1);
      return after === SLASH || after === DOT ? take(after, 2) : take(SLASH, 1);
    }
    return take(unit === 9 ? 32 : unit === 13 ? 10 : unit, 1);
  }
  const kind = kindOf(unit);
  if (kind === MAPPED) return take(plainOf(unit), 1);
  if (kind === DROPPED) return take(-1, 1);
  if (unit >= 0xd800 && unit <= 0xdbff) {
    const code = text.codePointAt(at) as number;
    const plain = code > 0xffff ? astralOf(code) : null;
    if (plain !== null) return take(plain === 0 ? -1 : plain, 2);
  }
  return take(unit, 1);
}

/** The text in plain characters: other dresses off, invisible ones gone, needless percent signs read, look-alike words in Latin. */
export function plainView(text: string): View {
  const units = new Uint16Array(text.length);
  const from = new Int32Array(text.length);
  const to = new Int32Array(text.length);
  let length = 0;
  let wordStart = -1;
  let foldable = false;
  let foreign = false;
  const endWord = () => {
    if (foldable && !foreign)
      for (let i = wordStart; i < length; i++) if (kindOf(units[i] as number) === LOOKS_ALIKE) units[i] = plainOf(units[i] as number);
    wordStart = -1;
    foldable = false;
    foreign = false;
  };
  for (let at = 0; at < text.length; ) {
    const { unit, length: width } = next(text, at);
    if (unit >= 0) {
      if (isWordUnit(unit)) {
        if (wordStart < 0) wordStart = length;
        if (unit >= 0x80) {
          if (kindOf(unit) === LOOKS_ALIKE) foldable = true;
          else foreign = true;
        }
      } else if (wordStart >= 0) endWord();
      units[length] = unit;
      from[length] = at;
      to[length++] = at + width;
    }
    at += width;
  }
  endWord();
  return { text: stringOf(units.subarray(0, length)), from: from.subarray(0, length), to: to.subarray(0, length) };
}

function stringOf(units: Uint16Array): string {
  const parts: string[] = [];
  for (let at = 0; at < units.length; at += 8192) parts.push(String.fromCharCode(...units.subarray(at, at + 8192)));
  return parts.join('');
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
