import { isUtf8 } from 'node:buffer';
import { findNext, type Lost, markOf } from './json-elements-lost.ts';
import { newScan, resetScan, scanValue, type ValueScan } from './json-elements-scan.ts';
import type { Window } from './json-elements-window.ts';
import { type JsonObject, MAX_DEPTH, parseJson } from './json-values.ts';

/** The walk through the structure around the wanted elements: which list or object are we in, and what comes next? */

/** An object or array on the way to wanted elements; everything else is passed over by the scan of one value. */
export interface Frame {
  list: boolean;
  path: string;
  offset: number;
  /** In an object: the name whose value comes next. Null where it can lead nowhere. */
  name: string | null;
  fields: JsonObject;
  /** In a wanted array: what the beginning of an element looks like, by which to find the next one after a broken one. */
  mark: Mark | null;
}

export interface Mark {
  /** White space before an element that begins a line of its own. */
  indent: string | null;
  /** Where elements do not stand on lines of their own: how they begin, up to the first name. */
  start: string | null;
}

export type Phase = 'value' | 'after' | 'name' | 'colon' | 'end' | 'stop';
type Use = 'element' | 'field' | 'name' | 'skip';

export interface Found {
  elements: { path: string; offset: number; length: number; text: string; flaw: string | null; scopes: readonly Scope[] }[];
  closed: (Scope & { end: number })[];
  problems: { place: number; reason: string; excerpt: string }[];
}

interface Scope {
  path: string;
  offset: number;
  fields: JsonObject;
}

export interface Walk {
  wanted: readonly string[];
  cap: number;
  window: Window;
  frames: Frame[];
  phase: Phase;
  /** File offset after the last bracket, comma, colon or value: between here and the next there is only white space. */
  tokenEnd: number;
  scan: ValueScan;
  /** What the value being scanned is for; null between values. */
  use: Use | null;
  /** File offset of its first byte. */
  start: number;
  /** How it begins, once it has grown past what is kept of it. */
  opening: string | null;
  lost: Lost | null;
  /** How often the structure made no sense, and where it last did. */
  damages: number;
  damagedAt: number;
  /** Bytes scanned twice after broken elements, so that no file can make us scan for ever. */
  rescanned: number;
  scopes: readonly Scope[] | null;
  found: Found;
}

/** The next structural byte is looked at only with this much after it, so that excerpts do not depend on the pieces. */
export const LOOKAHEAD = 256;
const FIELD_BYTES = 4096;
const FIELD_COUNT = 64;
const MAX_DAMAGES = 20;
const EXCERPT = 200;
const RESCAN = 16 * 1024 * 1024;

export function newWalk(window: Window, wanted: readonly string[], cap: number): Walk {
  return {
    wanted,
    cap,
    window,
    frames: [],
    phase: 'value',
    tokenEnd: window.base,
    scan: newScan(),
    use: null,
    start: 0,
    opening: null,
    lost: null,
    damages: 0,
    damagedAt: -2,
    rescanned: 0,
    scopes: null,
    found: { elements: [], closed: [], problems: [] },
  };
}

/** Reads on as far as the bytes in the window allow; `final` when no more will come. */
export function walkOn(walk: Walk, final: boolean): void {
  let more = true;
  while (more) {
    if (walk.lost !== null) more = searchOn(walk, walk.lost, final);
    else if (walk.use !== null) more = valueOn(walk, walk.use, final);
    else more = structureOn(walk, final);
  }
}

/** True once nothing more will be read, whatever follows; the reason has been given. */
export function hasStopped(walk: Walk): boolean {
  return walk.phase === 'stop' || walk.damages >= MAX_DAMAGES;
}

function structureOn(walk: Walk, final: boolean): boolean {
  const { window } = walk;
  skipSpace(window);
  if (hasStopped(walk)) window.at = window.bytes.length;
  const left = window.bytes.length - window.at;
  if (left === 0 || (left < LOOKAHEAD && !final)) return false;
  structure(walk, window.bytes[window.at] ?? 0);
  return true;
}

/** The first byte that is still needed when the next piece comes. */
export function neededFrom(walk: Walk): number {
  const next = walk.window.base + walk.window.at;
  if (walk.lost !== null) return walk.lost.search - 64;
  if (walk.use !== null) return walk.opening === null ? walk.start : next;
  return next - walk.tokenEnd > FIELD_BYTES ? next : walk.tokenEnd;
}

function skipSpace(window: Window): void {
  const { bytes } = window;
  let at = window.at;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) break;
  }
  window.at = at;
}

const COMMA = 44;
const COLON = 58;
const QUOTE = 34;

function structure(walk: Walk, byte: number): void {
  const top = walk.frames.at(-1);
  if (walk.phase === 'end') {
    damage(walk, 'something follows the end of the document; it is not read');
    walk.phase = 'stop';
  } else if (byte === 125 || byte === 93) close(walk, byte === 93);
  else if (byte === COMMA && top !== undefined && walk.phase !== 'colon') {
    if (walk.phase !== 'after') damage(walk, 'a comma stands where a value should');
    take(walk, top.list ? 'value' : 'name');
  } else if (walk.phase === 'after') {
    damage(walk, 'a comma is missing before this');
    walk.phase = top?.list === false ? 'name' : 'value';
  } else if (walk.phase === 'colon') {
    if (byte === COLON) take(walk, 'value');
    else {
      damage(walk, 'a colon is missing before this');
      walk.phase = 'value';
    }
  } else if (walk.phase === 'name') name(walk, byte);
  else value(walk, byte, top);
}

function take(walk: Walk, phase: Phase): void {
  walk.window.at++;
  walk.tokenEnd = walk.window.base + walk.window.at;
  walk.phase = phase;
}

function name(walk: Walk, byte: number): void {
  if (byte === QUOTE) begin(walk, 'name');
  else {
    damage(walk, 'this stands where a name should');
    if (byte === 123 || byte === 91) begin(walk, 'skip');
    else take(walk, 'name');
  }
}

function value(walk: Walk, byte: number, top: Frame | undefined): void {
  if (!beginsValue(byte)) {
    damage(walk, 'this stands where a value should');
    take(walk, 'value');
  } else if (top?.mark != null) begin(walk, 'element');
  else if (byte === 123 || byte === 91) container(walk, byte === 91, pathOf(top));
  else begin(walk, top?.list === false ? 'field' : 'skip');
}

/** A bracket, a quote, a digit, a minus, or the first letter of true, false and null. */
function beginsValue(byte: number): boolean {
  return byte === 123 || byte === 91 || byte === QUOTE || (byte >= 48 && byte <= 57) || [45, 116, 102, 110].includes(byte);
}

function container(walk: Walk, list: boolean, path: string | null): void {
  if (path === null || !leadsOn(walk.wanted, path, list)) {
    begin(walk, 'skip');
    return;
  }
  const mark = list && walk.wanted.includes(path) ? { indent: null, start: null } : null;
  walk.frames.push({ list, path, offset: walk.window.base + walk.window.at, name: null, fields: {}, mark });
  walk.scopes = null;
  take(walk, list ? 'value' : 'name');
}

/** The path of the value that comes next; null where its name is none that a path can hold. */
function pathOf(top: Frame | undefined): string | null {
  if (top === undefined) return '';
  if (top.list) return `${top.path}[]`;
  if (top.name === null) return null;
  return top.path === '' ? top.name : `${top.path}.${top.name}`;
}

function leadsOn(wanted: readonly string[], path: string, list: boolean): boolean {
  if (list) return wanted.some((one) => one === path || one.startsWith(`${path}[]`));
  // The document itself is always looked into: its fields tell what it is.
  return path === '' || wanted.some((one) => one.startsWith(`${path}.`));
}

function close(walk: Walk, list: boolean): void {
  const opener = walk.frames.findLastIndex((frame) => frame.list === list);
  if (opener < 0) {
    damage(walk, 'a bracket closes what was never opened');
    take(walk, walk.phase);
    return;
  }
  if (opener < walk.frames.length - 1) damage(walk, list ? 'an object before this is not closed' : 'a list before this is not closed');
  const end = walk.window.base + walk.window.at + 1;
  while (walk.frames.length > opener) leave(walk, end);
  take(walk, walk.frames.length === 0 ? 'end' : 'after');
}

/** Leaves the innermost object or list, which ends before file offset `end`. */
export function leave(walk: Walk, end: number): void {
  const frame = walk.frames.pop();
  walk.scopes = null;
  if (frame?.list === false) walk.found.closed.push({ path: frame.path, offset: frame.offset, fields: frame.fields, end });
}

function begin(walk: Walk, use: Use): void {
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

function valueOn(walk: Walk, use: Use, final: boolean): boolean {
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

/** What can be shown of the bytes from `start`. */
function excerptAt(walk: Walk, start: number, end: number): string {
  if (start === walk.start && walk.opening !== null) return walk.opening;
  const from = Math.max(0, start - walk.window.base);
  return walk.window.bytes.toString('utf8', from, Math.min(end - walk.window.base, from + LOOKAHEAD)).slice(0, EXCERPT);
}

/** Notes that the structure makes no sense at the next byte; a run of such bytes counts once. */
function damage(walk: Walk, reason: string, place = walk.window.base + walk.window.at, end = place + LOOKAHEAD): void {
  const again = place === walk.damagedAt + 1;
  walk.damagedAt = place;
  if (again || hasStopped(walk)) return;
  walk.damages++;
  const excerpt = excerptAt(walk, place, end);
  walk.found.problems.push({ place, reason, excerpt });
  if (hasStopped(walk)) {
    walk.found.problems.push({ place, reason: 'the file is too damaged from here on; nothing after this place was read', excerpt });
  }
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
function searchOn(walk: Walk, lost: Lost, final: boolean): boolean {
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
