import { type Frame, hasStopped, LOOKAHEAD, newWalk, type Phase, type Walk } from './json-elements-state.ts';
import { neededFrom } from './json-elements-value.ts';
import { leave, walkOn } from './json-elements-walk.ts';
import { feed, newWindow, own } from './json-elements-window.ts';
import type { JsonObject } from './json-values.ts';

/**
 * Which elements do the wanted arrays of a large JSON document hold, where, and what surrounds them?
 * The document is scanned once, iteratively; memory stays bounded by the largest single element.
 */

/** An object that encloses elements, with the small scalar fields (name, type, id) read in it so far. */
export interface JsonScope {
  /** Where it stands: `''` is the document, `chats.list[]` any object of that list. */
  path: string;
  /** Byte offset of its `{`: tells two objects of the same path apart. */
  offset: number;
  /** Strings up to 4 KiB, numbers (16 digits and more as strings), true, false, null. Never changes: a later element may have another. */
  fields: JsonObject;
}

export interface JsonElement {
  /** Which of the wanted arrays it stands in: `messages`. */
  path: string;
  offset: number;
  length: number;
  /** The JSON text for `parseJson`; where there is a flaw, its first 200 characters. */
  text: string;
  /** Why it must not be parsed, as a clause without a full stop; null for a whole element. It may still be refused by `parseJson`. */
  flaw: string | null;
  /** The enclosing objects, outermost first. */
  scopes: readonly JsonScope[];
}

/** An enclosing object at its end, with all its fields. */
export interface JsonClosed extends JsonScope {
  /** Byte offset just past it: elements before it stand at lower offsets, later ones at this or higher. */
  end: number;
}

/** Something wrong outside the elements. */
export interface JsonProblem {
  place: number;
  reason: string;
  excerpt: string;
}

export interface JsonBatch {
  elements: JsonElement[];
  /** Enclosing objects that ended here, in order; each is given exactly once, those cut by the file's end too. */
  closed: JsonClosed[];
  problems: JsonProblem[];
  /** From where to go on: pass `{ offset, state }` back. */
  offset: number;
  /** Plain JSON, small. */
  state: unknown;
}

const CAP = 64 * 1024 * 1024;

/** What a walk needs beside its place in the file. */
interface State {
  frames: Frame[];
  phase: Phase;
  damages: number;
  damagedAt: number;
  rescanned: number;
}

/**
 * Streams the elements of the arrays at the `wanted` paths: `messages`, `chats.list[].messages`, `''` for an array that
 * is the document itself. Names are joined by dots, `[]` stands for every element of an array.
 *
 * Never throws for what is in the file. An element that is broken, longer than `cap`, nested deeper than `MAX_DEPTH` or
 * not UTF-8 is given with its `flaw`; after a broken one the scan finds its way back to the next by indentation or by
 * how elements begin, and where it cannot be sure it stops and says so. A file cut in the middle gives what is whole and
 * one flaw or problem for the cut. The bytes may start anywhere a document or a batch's `offset` does.
 * Fields that stand after an array are not yet in the `scopes` of its elements: see `fieldsOf`.
 */
export async function* jsonElements(
  pieces: AsyncIterable<Uint8Array>,
  wanted: readonly string[],
  from: { offset: number; state: unknown } | null = null,
  cap: number = CAP,
): AsyncGenerator<JsonBatch> {
  const window = newWindow(from?.offset ?? 0);
  const walk = newWalk(window, wanted, cap);
  if (isState(from?.state)) Object.assign(walk, structuredClone(from.state));
  for await (const piece of pieces) {
    if (piece.length === 0) continue;
    feed(window, piece, neededFrom(walk));
    skipMark(walk, false);
    walkOn(walk, false);
    if (hasAny(walk)) yield batchOf(walk);
    own(window, neededFrom(walk));
  }
  skipMark(walk, true);
  walkOn(walk, true);
  finish(walk);
  if (hasAny(walk)) yield batchOf(walk);
}

function isState(state: unknown): state is State {
  return typeof state === 'object' && state !== null && 'frames' in state && 'phase' in state;
}

/** A byte order mark may open the file. */
function skipMark(walk: Walk, final: boolean): void {
  const { window } = walk;
  if (window.base !== 0 || window.at !== 0 || walk.phase !== 'value' || walk.use !== null || walk.frames.length > 0) return;
  if (window.bytes.length < LOOKAHEAD && !final) return;
  if (window.bytes[0] === 0xef && window.bytes[1] === 0xbb && window.bytes[2] === 0xbf) window.at = 3;
}

function finish(walk: Walk): void {
  const { window } = walk;
  const place = window.base + window.bytes.length;
  const top = walk.frames.at(-1);
  if (walk.phase === 'value' && top === undefined && !hasStopped(walk))
    walk.found.problems.push({ place, reason: 'there is no JSON document in it', excerpt: '' });
  else if (top !== undefined && !hasStopped(walk)) {
    const what = top.path === '' ? `the ${top.list ? 'list' : 'document'}` : `"${top.path}"`;
    walk.found.problems.push({ place, reason: `the file ends in the middle of ${what}`, excerpt: '' });
  }
  while (walk.frames.length > 0) leave(walk, place);
  walk.phase = 'stop';
  walk.tokenEnd = place;
}

function hasAny(walk: Walk): boolean {
  const { elements, closed, problems } = walk.found;
  return elements.length > 0 || closed.length > 0 || problems.length > 0;
}

function batchOf(walk: Walk): JsonBatch {
  const { frames, phase, damages, damagedAt, rescanned } = walk;
  const state: State = { frames: frames.map((frame) => ({ ...frame })), phase, damages, damagedAt, rescanned };
  const batch = { ...walk.found, offset: walk.tokenEnd, state };
  walk.found = { elements: [], closed: [], problems: [] };
  return batch;
}

/**
 * The small scalar fields of the one object that these bytes begin with, also those that stand after its arrays: a
 * second, cheap pass for documents that name the channel after its messages. Stops once it has all the `names`.
 */
export async function fieldsOf(pieces: AsyncIterable<Uint8Array>, names: readonly string[]): Promise<JsonObject> {
  const window = newWindow(0);
  const walk = newWalk(window, [], 0);
  for await (const piece of pieces) {
    feed(window, piece, neededFrom(walk));
    walkOn(walk, false);
    const fields = walk.frames[0]?.fields ?? walk.found.closed[0]?.fields;
    if (walk.found.closed.length > 0 || (fields !== undefined && names.every((name) => Object.hasOwn(fields, name)))) return fields ?? {};
    own(window, neededFrom(walk));
  }
  walkOn(walk, true);
  finish(walk);
  return walk.found.closed[0]?.fields ?? {};
}
