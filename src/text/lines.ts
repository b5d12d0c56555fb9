import { Buffer, isAscii, isUtf8 } from 'node:buffer';

/** Which lines stand in a stream of bytes, and where? Memory stays bounded however long a line is. */

export interface Line {
  /** Counted from 1 at the start of the file. */
  number: number;
  /** Byte offset in the file of the line's first byte (after a byte order mark). */
  offset: number;
  /** Bytes of the line without its end. */
  length: number;
  /** Without `\n` or `\r\n`. Where there is a flaw: what can be shown of it, at most 200 characters where it is too long. */
  text: string;
  /** Why the line must not be read as it stands, in a few words; null for a sound line. */
  flaw: string | null;
  /** False only for a last line without a newline: it may be cut. */
  ended: boolean;
}

export interface LineBatch {
  /** Never empty; blank lines are among them. */
  lines: Line[];
  /** Where the next line starts: pass this object (or these two numbers) back to go on from here. */
  offset: number;
  number: number;
}

/** Where a stream starts: its byte offset in the file and the number of the line that begins there. */
export interface LinePlace {
  offset: number;
  number: number;
}

const MIB = 1024 * 1024;
const CAP = 64 * MIB;
const EXCERPT = 200;

interface Splitter {
  cap: number;
  offset: number;
  number: number;
  /** Copies of the pieces of a line that is not complete yet; only its first bytes once it is over the cap. */
  held: Buffer[];
  heldLength: number;
}

/**
 * Splits a stream into lines, one batch for each piece that completes any.
 * A line over `cap` bytes is passed by without being kept and reported once, flawed, with its place and length.
 */
export async function* lineBatches(
  pieces: AsyncIterable<Uint8Array>,
  from: LinePlace = { offset: 0, number: 1 },
  cap: number = CAP,
): AsyncGenerator<LineBatch> {
  const splitter: Splitter = { cap, offset: from.offset, number: from.number, held: [], heldLength: 0 };
  for await (const piece of pieces) {
    const lines = split(splitter, Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
    if (lines.length > 0) yield { lines, offset: splitter.offset, number: splitter.number };
  }
  if (splitter.heldLength === 0) return;
  const last = joined(splitter, Buffer.alloc(0), splitter.heldLength, false);
  yield { lines: [last], offset: splitter.offset, number: splitter.number };
}

function split(splitter: Splitter, bytes: Buffer): Line[] {
  const lines: Line[] = [];
  const last = bytes.lastIndexOf(10);
  let start = 0;
  if (last >= 0 && splitter.heldLength > 0) {
    start = bytes.indexOf(10) + 1;
    lines.push(joined(splitter, bytes.subarray(0, start - 1), splitter.heldLength + start, true));
  }
  if (last >= start) {
    const encoding = encodingOf(bytes.subarray(start, last));
    for (let end = bytes.indexOf(10, start); end >= 0; end = bytes.indexOf(10, start)) {
      lines.push(lineOf(splitter, bytes, start, end, encoding, true));
      splitter.offset += end + 1 - start;
      start = end + 1;
    }
  }
  if (start < bytes.length) hold(splitter, bytes.subarray(start));
  return lines;
}

/** Keeps a copy, since a piece may be overwritten once the next one is asked for. */
function hold(splitter: Splitter, rest: Buffer): void {
  const kept = splitter.heldLength > splitter.cap ? 0 : rest.length;
  if (kept > 0) splitter.held.push(Buffer.from(rest));
  splitter.heldLength += rest.length;
  if (splitter.heldLength > splitter.cap && kept > 0) splitter.held = [Buffer.concat(splitter.held).subarray(0, 4 * EXCERPT)];
}

/** The line that began in earlier pieces; `taken` counts its end too. */
function joined(splitter: Splitter, rest: Buffer, taken: number, ended: boolean): Line {
  const length = splitter.heldLength + rest.length;
  let line: Line;
  if (length > splitter.cap + 2) {
    const start = Buffer.concat([...splitter.held, rest.subarray(0, 4 * EXCERPT)]).subarray(0, 4 * EXCERPT);
    line = tooLong(splitter, start, length, ended);
  } else {
    const whole = Buffer.concat([...splitter.held, rest]);
    line = lineOf(splitter, whole, 0, whole.length, encodingOf(whole), ended);
  }
  splitter.offset += taken;
  splitter.held = [];
  splitter.heldLength = 0;
  return line;
}

/** How a stretch of whole lines can be decoded; null where some line in it is not valid UTF-8. */
function encodingOf(bytes: Buffer): 'latin1' | 'utf8' | null {
  // ASCII decoded as Latin-1 is the same text, in half the time.
  if (isAscii(bytes)) return 'latin1';
  return isUtf8(bytes) ? 'utf8' : null;
}

function lineOf(splitter: Splitter, bytes: Buffer, from: number, to: number, encoding: 'latin1' | 'utf8' | null, ended: boolean): Line {
  const start = splitter.offset === 0 && startsWithMark(bytes, from, to) ? from + 3 : from;
  const end = ended && to > start && bytes[to - 1] === 13 ? to - 1 : to;
  if (end - start > splitter.cap) return tooLong(splitter, bytes.subarray(start, start + 4 * EXCERPT), end - start, ended);
  const flaw = encoding === null && !isUtf8(bytes.subarray(start, end)) ? 'it is not valid UTF-8' : null;
  const text = bytes.toString(encoding ?? 'utf8', start, end);
  return { number: splitter.number++, offset: splitter.offset + start - from, length: end - start, text, flaw, ended };
}

function tooLong(splitter: Splitter, start: Buffer, length: number, ended: boolean): Line {
  const text = start.toString('utf8').slice(0, EXCERPT);
  const flaw = `it is ${length} bytes long, more than the ${splitter.cap} that one record may have`;
  return { number: splitter.number++, offset: splitter.offset, length, text, flaw, ended };
}

function startsWithMark(bytes: Buffer, from: number, to: number): boolean {
  return to - from >= 3 && bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf;
}
