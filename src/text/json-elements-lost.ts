import { Buffer } from 'node:buffer';
import type { Window } from './json-elements-window.ts';

/**
 * After a broken element: where does the next one begin? Two signs can be trusted, since neither can stand inside a
 * string of valid JSON: a line break with exactly the elements' own indentation (nested objects stand deeper), and, in
 * files without lines, the raw beginning `{"id"` after a comma.
 */

/** What the beginning of an element of one list looks like. */
export interface Mark {
  /** White space before an element that begins a line of its own. */
  indent: string | null;
  /** Where elements do not stand on lines of their own: how they begin, up to the first name. */
  start: string | null;
}

export interface Lost {
  reason: string;
  excerpt: string;
  /** File offset of the byte that made no sense. */
  at: number;
  /** File offset from which to search on. */
  search: number;
  mark: SearchMark | null;
}

type SearchMark = { indent: Buffer; first: number } | { start: Buffer };

interface Next {
  offset: number;
  /** It is the end of the list, not an element. */
  closes: boolean;
}

/** What to search for, from what is known of the list at `path` and the broken element's first byte; null where nothing can be trusted. */
export function markOf(mark: Mark | null, path: string, first: number | undefined): SearchMark | null {
  if (mark === null) return null;
  if (mark.indent !== null) return { indent: Buffer.from(mark.indent, 'latin1'), first: first ?? 0 };
  // Where one such list follows another, the next beginning might belong to the other one: a post of somebody else.
  if (mark.start === null || mark.start === '' || path.includes('[]')) return null;
  return { start: Buffer.from(mark.start) };
}

/** The next element or the list's end; null where it is not among these bytes. Moves `lost.search` past what was searched. */
export function findNext(lost: Lost, window: Window): Next | null {
  if (lost.mark === null) {
    lost.search = window.base + window.bytes.length;
    return null;
  }
  return 'indent' in lost.mark ? byIndent(lost, lost.mark, window) : byStart(lost, lost.mark.start, window);
}

function byIndent(lost: Lost, mark: { indent: Buffer; first: number }, { bytes, base }: Window): Next | null {
  let at = Math.max(0, lost.search - base);
  for (;;) {
    const line = bytes.indexOf(10, at);
    if (line < 0) {
      lost.search = base + bytes.length;
      return null;
    }
    let to = line + 1;
    while (to - line <= mark.indent.length && (bytes[to] === 32 || bytes[to] === 9)) to++;
    if (to >= bytes.length) {
      lost.search = base + line;
      return null;
    }
    const indent = bytes.subarray(line + 1, to);
    if (bytes[to] === mark.first && indent.equals(mark.indent)) return { offset: base + to, closes: false };
    // With no indentation at all, the list's end stands in the first column too.
    const shorter = indent.length < mark.indent.length || indent.length === 0;
    if (bytes[to] === 93 && shorter) return { offset: base + to, closes: true };
    at = to;
  }
}

function byStart(lost: Lost, start: Buffer, { bytes, base }: Window): Next | null {
  for (;;) {
    const found = bytes.indexOf(start, Math.max(0, lost.search - base));
    if (found < 0) {
      lost.search = Math.max(lost.search, base + bytes.length - start.length + 1);
      return null;
    }
    if (followsComma(bytes, found)) return { offset: base + found, closes: false };
    lost.search = base + found + 1;
  }
}

function followsComma(bytes: Buffer, at: number): boolean {
  for (let i = at - 1; i >= Math.max(0, at - 32); i--) {
    const byte = bytes[i];
    if (byte === 44) return true;
    if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) return false;
  }
  return false;
}
