import { Buffer, isUtf8 } from 'node:buffer';
import { Parser } from 'htmlparser2';
import { feed, newWindow, own, type Window } from '../../text/json-elements-window.ts';
import { MAX_DEPTH } from '../../text/json-values.ts';

/** Where does each message block of a Telegram Desktop HTML export begin and end, and what is its tree? */

export interface Block {
  /** Byte offset of its `<div`; of the file's first byte for what stands before the first message. */
  offset: number;
  end: number;
  /** It begins with a message; false for the head of the file. */
  message: boolean;
  /** Its markup up to where the next one begins; where there is a flaw, its beginning. */
  html: string;
  flaw: string | null;
  /** Nothing follows it. */
  last: boolean;
}

/** Text is escaped in these files, so the quote in it cannot stand in a message. */
const MARK = Buffer.from('class="message ');
const CAP = 8 * 1024 * 1024;
const SLACK = 512;

/** Cuts a stream at its message blocks; `offset` is the file's start or where a block begins. */
export async function* messageBlocks(pieces: AsyncIterable<Uint8Array>, offset: number): AsyncGenerator<Block> {
  const window = newWindow(offset);
  const block: Open = { start: offset, message: offset > 0, opening: null };
  for await (const piece of pieces) {
    const keep = block.opening === null ? block.start : window.base + window.at - SLACK;
    feed(window, piece, keep);
    yield* cutAll(window, block);
    if (block.opening === null && window.base + window.bytes.length - block.start > CAP) block.opening = excerpt(window, block.start);
    own(window, block.opening === null ? block.start : window.base + window.at - SLACK);
  }
  const end = window.base + window.bytes.length;
  if (end > block.start) yield close(window, block, end, true);
}

/** The block that has begun. */
interface Open {
  start: number;
  message: boolean;
  /** How it begins, once it is too long to be kept. */
  opening: string | null;
}

function* cutAll(window: Window, block: Open): Generator<Block> {
  for (;;) {
    const mark = window.bytes.indexOf(MARK, window.at);
    if (mark < 0) {
      window.at = Math.max(window.at, window.bytes.length - MARK.length + 1);
      return;
    }
    const tag = window.bytes.lastIndexOf(60, mark);
    window.at = mark + MARK.length;
    const next = window.base + tag;
    if (tag < 0 || mark - tag > SLACK || next < block.start) continue;
    // Where reading goes on from here, the block that begins here is the first one.
    if (next > block.start) yield close(window, block, next, false);
    block.start = next;
    block.message = true;
    block.opening = null;
  }
}

function close(window: Window, block: Open, end: number, last: boolean): Block {
  const { start: offset, message } = block;
  if (block.opening !== null || end - offset > CAP) {
    const flaw = `it is ${end - offset} bytes long, more than the ${CAP} that one message may have`;
    return { offset, end, message, html: block.opening ?? excerpt(window, offset), flaw, last };
  }
  const bytes = window.bytes.subarray(offset - window.base, end - window.base);
  const html = bytes.toString('utf8');
  if (isTooDeep(html)) {
    return { offset, end, message, html: html.slice(0, SLACK), flaw: `its markup is nested deeper than ${MAX_DEPTH} levels`, last };
  }
  return { offset, end, message, html, flaw: isUtf8(bytes) ? null : 'it is not valid UTF-8', last };
}

/** A parser takes time by the square of the depth: what is too deep must not come to it. */
function isTooDeep(html: string): boolean {
  let depth = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
    const next = html.charCodeAt(at + 1);
    if (next === 47) depth--;
    else if (next !== 33 && !/^<(?:br|img|hr|meta|link|input)\b/i.test(html.slice(at, at + 8)) && ++depth > MAX_DEPTH) return true;
  }
  return false;
}

function excerpt(window: Window, start: number): string {
  const from = Math.max(0, start - window.base);
  return window.bytes.toString('utf8', from, from + SLACK);
}

/** An element with its classes; text stands between its children. */
export interface Element {
  name: string;
  classes: readonly string[];
  attributes: Readonly<Record<string, string>>;
  children: (Element | string)[];
  /** Its end tag was there. */
  closed: boolean;
}

/** Deeper elements are read as if their tags were not there; no client nests its formatting so far. */
const DEEPEST = 100;

/** The top-level elements of a block. */
export function parseBlock(html: string): Element[] {
  const root: Element = { name: '', classes: [], attributes: {}, children: [], closed: true };
  const open: Element[] = [root];
  let deeper = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (open.length > DEEPEST) {
        deeper++;
        return;
      }
      const classes = (attributes['class'] ?? '').split(/\s+/).filter((one) => one !== '');
      const element: Element = { name, classes, attributes, children: [], closed: false };
      open.at(-1)?.children.push(element);
      open.push(element);
    },
    ontext: (data) => open.at(-1)?.children.push(data),
    onclosetag(_, implied) {
      if (deeper > 0) deeper--;
      else if (open.length > 1) {
        const element = open.pop();
        if (element !== undefined) element.closed = !implied;
      }
    },
  });
  parser.end(html);
  return root.children.filter((child) => typeof child !== 'string');
}

/** Child elements in order. */
export function elementsOf(element: Element): Element[] {
  return element.children.filter((child) => typeof child !== 'string');
}

export function hasClass(element: Element, name: string): boolean {
  return element.classes.includes(name);
}

/** The first element of a class anywhere below, in document order. */
export function find(element: Element, name: string): Element | null {
  for (const child of elementsOf(element)) {
    const found = hasClass(child, name) ? child : find(child, name);
    if (found !== null) return found;
  }
  return null;
}

/** The text below, with `<br>` as a line break; white space around it is the file's layout. */
export function textIn(element: Element): string {
  return rawText(element).trim();
}

function rawText(element: Element): string {
  if (element.name === 'br') return '\n';
  let text = '';
  for (const child of element.children) text += typeof child === 'string' ? child : rawText(child);
  return text;
}

/** Text that stands directly in an element, without that of its children. */
export function ownText(element: Element): string {
  return element.children
    .filter((child) => typeof child === 'string')
    .join('')
    .trim();
}
