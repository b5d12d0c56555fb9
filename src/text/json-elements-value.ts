import { isUtf8 } from 'node:buffer';
import { findNext, type Lost, markOf } from './json-elements-lost.ts';
import { resetScan, scanValue } from './json-elements-scan.ts';
import { damage, excerptAt, type Scope, type Use, type Walk } from './json-elements-state.ts';
import { MAX_DEPTH, parseJson } from './json-values.ts';

/** What becomes of one value on the walk: an element to give, a field to remember, something to pass by, or a place to get lost. */

const FIELD_BYTES = 4096;
const FIELD_COUNT = 64;
const RESCAN = 16 * 1024 * 1024;

/** The first byte that is still needed when the next piece comes. */
export function neededFrom(walk: Walk): number {
  const next = walk.window.base + walk.window.at;
  if (walk.lost !== null) return walk.lost.search - 64;
  if (walk.use !== null) return walk.opening === null ? walk.start : next;
  return next - walk.tokenEnd > FIELD_BYTES ? next : walk.tokenEnd;
}

/** Begins to read the value at the next byte. */
export function begin(walk: Walk, use: Use): void {
  walk.use = use;
  walk.start = walk.window.base + walk.window.at;
  walk.opening = null;
  resetScan(walk.scan, use !== 'element');
  const top = walk.frames.at(-1);
  if (use === 'element' && top?.mark?.indent === null && top.mark.start === null) top.mark = { indent: indentAt(walk), start: null };
}

/** The white space between the last line break and here; null where something else stands between. */
function indentAt(walk: Walk): string | null {
  const { window } = walk;
  const space = window.bytes.toString('latin1', Math.max(0, walk.tokenEnd - window.base), window.at);
  const line = space.lastIndexOf('\n');
  return line < 0 ? null : space.slice(line + 1);
}

/** Reads on in the value that has begun; false where more bytes are needed. */
export function valueOn(walk: Walk, use: Use, final: boolean): boolean {
  const { window, scan } = walk;
  window.at = scanValue(scan, window.bytes, window.at, window.bytes.length);
  if (scan.flaw !== null) {
    getLost(walk, scan.flaw);
    return true;
  }
  if (!scan.done && !(final && scan.inWord)) {
    if (final) cut(walk, use);
    else letGo(walk, use);
    return false;
  }
  const end = window.base + window.at;
  if (use === 'element') elementDone(walk, end);
  else if (use === 'skip') walk.phase = walk.frames.length === 0 ? 'end' : 'after';
  else fieldDone(walk, use, end);
  walk.use = null;
  walk.tokenEnd = end;
  return true;
}

/** Past its cap a value is scanned to its end, but no longer kept. */
function letGo(walk: Walk, use: Use): void {
  const limit = use === 'element' ? walk.cap : FIELD_BYTES;
  const end = walk.window.base + walk.window.at;
  if (walk.opening === null && end - walk.start > limit) walk.opening = excerptAt(walk, walk.start, end);
}

function elementDone(walk: Walk, end: number): void {
  const length = end - walk.start;
  const flaw = flawOf(walk, length, end);
  const encoding = walk.window.ascii ? 'latin1' : 'utf8';
  const text = flaw === null ? textOf(walk, end, encoding) : excerptAt(walk, walk.start, end);
  learnMark(walk, text);
  addElement(walk, length, text, flaw);
  walk.phase = 'after';
}

function flawOf(walk: Walk, length: number, end: number): string | null {
  if (length > walk.cap) return `it is ${length} bytes long, more than the ${walk.cap} that one record may have`;
  if (walk.scan.deepest > MAX_DEPTH) return `it is nested deeper than ${MAX_DEPTH} levels`;
  const { window } = walk;
  if (window.ascii || isUtf8(window.bytes.subarray(walk.start - window.base, end - window.base))) return null;
  return 'it is not valid UTF-8';
}

/** Where elements share lines, the first one shows how the others begin. */
function learnMark(walk: Walk, text: string): void {
  const top = walk.frames.at(-1);
  if (top?.mark == null || top.mark.indent !== null || top.mark.start !== null) return;
  top.mark = { indent: null, start: /^\{\s*"[^"\\]{1,100}"/.exec(text)?.[0] ?? '' };
}

function addElement(walk: Walk, length: number, text: string, flaw: string | null): void {
  const path = walk.frames.at(-1)?.path ?? '';
  walk.found.elements.push({ path, offset: walk.start, length, text, flaw, scopes: scopesOf(walk) });
}

function scopesOf(walk: Walk): readonly Scope[] {
  walk.scopes ??= walk.frames.filter((frame) => !frame.list).map(({ path, offset, fields }) => ({ path, offset, fields }));
  return walk.scopes;
}

function fieldDone(walk: Walk, use: 'field' | 'name', end: number): void {
  const top = walk.frames.at(-1);
  const parsed = end - walk.start > FIELD_BYTES ? null : parseJson(textOf(walk, end, 'utf8'));
  walk.phase = use === 'name' ? 'colon' : 'after';
  if (top === undefined) return;
  if (parsed?.ok === false) damage(walk, `this cannot be read: ${parsed.reason}`, walk.start, end);
  if (use === 'name') top.name = parsed?.ok === true && typeof parsed.value === 'string' && parsed.value !== '' ? parsed.value : null;
  else if (parsed?.ok === true && top.name !== null && Object.keys(top.fields).length < FIELD_COUNT) {
    top.fields = { ...top.fields, [top.name]: parsed.value };
    walk.scopes = null;
  }
}

function textOf(walk: Walk, end: number, encoding: 'latin1' | 'utf8'): string {
  return walk.window.bytes.toString(encoding, walk.start - walk.window.base, end - walk.window.base);
}

function getLost(walk: Walk, reason: string): void {
  const { window } = walk;
  const here = window.base + window.at;
  const excerpt = excerptAt(walk, walk.start, here);
  learnMark(walk, excerpt);
  const within = here - walk.start <= walk.cap && walk.rescanned < RESCAN + 2 * walk.start;
  const top = walk.frames.at(-1);
  const mark = markOf(top?.mark ?? null, top?.path ?? '', window.bytes[walk.start - window.base]);
  walk.lost = { reason, excerpt, at: here, search: within ? walk.start + 1 : here, mark };
}

/** Looks for the next element after a broken one; false where more bytes are needed. */
export function searchOn(walk: Walk, lost: Lost, final: boolean): boolean {
  const { window } = walk;
  const next = findNext(lost, window);
  if (next === null && !final) {
    window.at = window.bytes.length;
    return false;
  }
  const end = next?.offset ?? window.base + window.bytes.length;
  const rest = next === null ? '; no way back into the list was found, and nothing after it was read' : '';
  addElement(walk, end - walk.start, lost.excerpt, `${lost.reason}${rest}`);
  walk.rescanned += Math.max(0, lost.at - end);
  walk.lost = null;
  walk.use = null;
  walk.phase = rest !== '' ? 'stop' : next?.closes === true ? 'after' : 'value';
  window.at = end - window.base;
  walk.tokenEnd = end;
  return true;
}

function cut(walk: Walk, use: Use): void {
  const { window } = walk;
  const end = window.base + window.bytes.length;
  const top = walk.frames.at(-1);
  if (use === 'element') addElement(walk, end - walk.start, excerptAt(walk, walk.start, end), 'the file ends in the middle of it');
  else {
    const what = use === 'name' || top?.name == null ? 'a value' : `"${top.name}"`;
    walk.found.problems.push({
      place: walk.start,
      reason: `the file ends in the middle of ${what}`,
      excerpt: excerptAt(walk, walk.start, end),
    });
  }
  walk.use = null;
  walk.phase = 'stop';
  walk.tokenEnd = end;
}
