import type { Lost, Mark } from './json-elements-lost.ts';
import { newScan, type ValueScan } from './json-elements-scan.ts';
import type { Window } from './json-elements-window.ts';
import type { JsonObject } from './json-values.ts';

/** What does a walk through a JSON document know at any moment? */

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

export type Phase = 'value' | 'after' | 'name' | 'colon' | 'end' | 'stop';
export type Use = 'element' | 'field' | 'name' | 'skip';

export interface Found {
  elements: { path: string; offset: number; length: number; text: string; flaw: string | null; scopes: readonly Scope[] }[];
  closed: (Scope & { end: number })[];
  problems: { place: number; reason: string; excerpt: string }[];
}

export interface Scope {
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
const MAX_DAMAGES = 100;
const EXCERPT = 200;

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

/** True once nothing more will be read, whatever follows; the reason has been given. */
export function hasStopped(walk: Walk): boolean {
  return walk.phase === 'stop' || walk.damages >= MAX_DAMAGES;
}

/** What can be shown of the bytes from `start`. */
export function excerptAt(walk: Walk, start: number, end: number): string {
  if (start === walk.start && walk.opening !== null) return walk.opening;
  const from = Math.max(0, start - walk.window.base);
  return walk.window.bytes.toString('utf8', from, Math.min(end - walk.window.base, from + LOOKAHEAD)).slice(0, EXCERPT);
}

/** Notes that the structure makes no sense at the next byte; a run of such bytes counts once. */
export function damage(walk: Walk, reason: string, place = walk.window.base + walk.window.at, end = place + LOOKAHEAD): void {
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
