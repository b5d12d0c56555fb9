import { damage, type Frame, hasStopped, LOOKAHEAD, type Phase, type Walk } from './json-elements-state.ts';
import { begin, searchOn, valueOn } from './json-elements-value.ts';
import type { Window } from './json-elements-window.ts';

/** The walk through the structure around the wanted elements: which list or object are we in, and what comes next? */

/** Reads on as far as the bytes in the window allow; `final` when no more will come. */
export function walkOn(walk: Walk, final: boolean): void {
  let more = true;
  while (more) {
    if (walk.lost !== null) more = searchOn(walk, walk.lost, final);
    else if (walk.use !== null) more = valueOn(walk, walk.use, final);
    else more = structureOn(walk, final);
  }
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
