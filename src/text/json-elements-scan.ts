import { MAX_DEPTH } from './json-values.ts';

/** Where does one JSON value end? A resumable scan over bytes that counts instead of recursing, and notices early where it makes no sense. */

export interface ValueScan {
  depth: number;
  inString: boolean;
  /** The last byte seen was a backslash inside a string. */
  escaped: boolean;
  /** The value is a number or a word. */
  inWord: boolean;
  /** The last bracket, comma, colon or closing quote. */
  previous: number;
  /** Which bracket opened each level, as far down as anybody may go. */
  opened: Uint8Array;
  deepest: number;
  /** Count brackets whatever they are: for values that nobody wants to read. */
  lenient: boolean;
  done: boolean;
  /** Why this cannot be one JSON value; the scan has stopped at that byte. */
  flaw: string | null;
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_LIST = 91;
const OPEN_OBJECT = 123;

/** What a byte means outside strings. */
const SPACE = 1;
const WORD = 2;
const STRING = 3;
const OPEN = 4;
const CLOSE = 5;
const SEPARATOR = 6;

const OUTSIDE = table({
  [SPACE]: ' \t\n\r',
  [WORD]: '0123456789+-.eEtrufalsn',
  [STRING]: '"',
  [OPEN]: '{[',
  [CLOSE]: '}]',
  [SEPARATOR]: ',:',
});
/** What a byte means inside a string: 0 nothing, 1 its end, 2 an escape, 3 a line that ends too early. */
const INSIDE = table({ 1: '"', 2: '\\', 3: '\n\r' });

function table(kinds: Record<number, string>): Uint8Array {
  const bytes = new Uint8Array(256);
  for (const [kind, members] of Object.entries(kinds)) for (const c of members) bytes[c.charCodeAt(0)] = Number(kind);
  return bytes;
}

export function newScan(): ValueScan {
  return {
    depth: 0,
    inString: false,
    escaped: false,
    inWord: false,
    previous: 0,
    opened: new Uint8Array(MAX_DEPTH + 1),
    deepest: 0,
    lenient: false,
    done: false,
    flaw: null,
  };
}

/** Makes a scan ready for the next value; one scan serves a whole file. */
export function resetScan(scan: ValueScan, lenient: boolean): void {
  scan.depth = 0;
  scan.inString = false;
  scan.escaped = false;
  scan.inWord = false;
  scan.previous = 0;
  scan.deepest = 0;
  scan.lenient = lenient;
  scan.done = false;
  scan.flaw = null;
}

/**
 * Scans on from index `from`, the first byte of a value on the first call. Returns the index where it stopped:
 * past the value (`done`), at the byte that cannot be (`flaw`), or `to` where more bytes are needed.
 */
export function scanValue(scan: ValueScan, bytes: Uint8Array, from: number, to: number): number {
  let i = from;
  while (i < to && !scan.done && scan.flaw === null) {
    if (scan.inString) i = scanString(scan, bytes, i, to);
    else if (scan.inWord) i = scanWord(scan, bytes, i, to);
    else i = scanStructure(scan, bytes, i, to);
  }
  return i;
}

function scanWord(scan: ValueScan, bytes: Uint8Array, from: number, to: number): number {
  let i = from;
  while (i < to && OUTSIDE[bytes[i] ?? 0] === WORD) i++;
  scan.done = i < to;
  return i;
}

/** On to the next string or level, or to where something does not fit. */
function scanStructure(scan: ValueScan, bytes: Uint8Array, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    const byte = bytes[i] ?? 0;
    const kind = OUTSIDE[byte];
    if (kind === SPACE || (kind === WORD && scan.depth > 0)) continue;
    if (kind === STRING) {
      scan.inString = true;
      return i + 1;
    }
    mark(scan, byte, kind);
    if (scan.flaw !== null) return i;
    if (scan.done || scan.inWord) return i + 1;
  }
  return to;
}

function mark(scan: ValueScan, byte: number, kind: number | undefined): void {
  if (kind === WORD) scan.inWord = true;
  else if (kind === SEPARATOR) separate(scan, byte);
  else if (kind === OPEN) open(scan, byte);
  else if (kind === CLOSE) close(scan, byte);
  else if (!scan.lenient) scan.flaw = 'a character stands where none may';
}

function scanString(scan: ValueScan, bytes: Uint8Array, from: number, to: number): number {
  let i = from;
  if (scan.escaped) {
    scan.escaped = false;
    i++;
  }
  for (; i < to; i++) {
    const kind = INSIDE[bytes[i] ?? 0];
    if (kind === 0) continue;
    if (kind === 1) {
      scan.inString = false;
      scan.previous = QUOTE;
      scan.done = scan.depth === 0;
      return i + 1;
    }
    if (kind === 2) {
      i++;
      scan.escaped = i >= to;
    } else {
      // No writer of JSON breaks a line inside a string: a quote is missing, and what follows would be read inside out.
      scan.inString = false;
      scan.done = scan.lenient && scan.depth === 0;
      if (!scan.lenient) scan.flaw = 'a line ends inside a string';
      return i;
    }
  }
  return to;
}

function separate(scan: ValueScan, byte: number): void {
  scan.previous = byte;
  if (byte === COLON && !scan.lenient && scan.depth <= MAX_DEPTH && scan.opened[scan.depth] !== OPEN_OBJECT) {
    scan.flaw = 'a list is not closed';
  }
}

function open(scan: ValueScan, byte: number): void {
  if (!scan.lenient && scan.depth > 0 && scan.depth <= MAX_DEPTH) {
    const inObject = scan.opened[scan.depth] === OPEN_OBJECT;
    const fits = inObject ? scan.previous === COLON : scan.previous === COMMA || scan.previous === OPEN_LIST;
    if (!fits) {
      scan.flaw = inObject ? 'an object is not closed, or a name is missing' : 'a list is not closed, or a comma is missing';
      return;
    }
  }
  scan.depth++;
  if (scan.depth > scan.deepest) scan.deepest = scan.depth;
  if (scan.depth <= MAX_DEPTH) scan.opened[scan.depth] = byte;
  scan.previous = byte;
}

function close(scan: ValueScan, byte: number): void {
  // `}` is `{` + 2 and `]` is `[` + 2.
  if (!scan.lenient && scan.depth <= MAX_DEPTH && scan.opened[scan.depth] !== byte - 2) {
    scan.flaw = byte === OPEN_LIST + 2 ? 'an object is not closed' : 'a list is not closed';
    return;
  }
  scan.depth--;
  scan.previous = byte;
  scan.done = scan.depth === 0;
}
