/** What does one JSON text say, without losing digits, crashing on depth or being fooled by names? And typed looks at the answer. */

/** A parsed JSON object. Reading any name off it is harmless: what is no own field shows as a function, which no accessor accepts. */
export type JsonObject = { readonly [key: string]: unknown };

export type JsonParsed = { ok: true; value: unknown } | { ok: false; reason: string };

/** `JSON.stringify` and every walker that recurses die somewhere above this; no honest record comes near it. */
export const MAX_DEPTH = 512;

const LONG = 16;
const ESCAPE = /\\(?:x([0-9a-f]{2})|u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|u(d[89a-f][0-9a-f]{2})|[\s\S])/gi;
const ODD_ESCAPE = /\\(?:x|ud[89a-f])/i;
/** An escape that may stand for a letter or line of `__proto__`. */
const LETTER_ESCAPE = /\\u00[567]/i;

/**
 * `JSON.parse` for other people's files:
 * - bare integers of 16 digits or more come back as strings, so that no id is rounded (`integer` and `idText` read both);
 * - `\x1B`, as Telegram Desktop writes control characters, is read as the character;
 * - half a surrogate pair becomes U+FFFD, since no store can hold it;
 * - fields named `__proto__` are left out, wherever they are;
 * - nesting beyond `MAX_DEPTH` is refused.
 * Never throws: the reason is one plain clause without a full stop.
 */
export function parseJson(text: string): JsonParsed {
  if (text.length > 2 * MAX_DEPTH && isTooDeep(text)) return { ok: false, reason: `it is nested deeper than ${MAX_DEPTH} levels` };
  let source = text;
  const escaped = text.includes('\\');
  if (escaped && ODD_ESCAPE.test(text)) source = source.replace(ESCAPE, plainEscape);
  if (hasLongNumber(source)) source = quoteLongNumbers(source);
  try {
    const value: unknown = JSON.parse(source);
    if (source.includes('__proto__') || (escaped && LETTER_ESCAPE.test(source))) dropProto(value);
    return { ok: true, value };
  } catch (error) {
    return { ok: false, reason: `it is not valid JSON (${error instanceof Error ? shortened(error.message) : 'unreadable'})` };
  }
}

/** V8 quotes the text it failed on; that belongs in the excerpt. */
function shortened(message: string): string {
  return message.replace(/, (?:\.\.\.)?"[\s\S]*$/, '').slice(0, 120);
}

function plainEscape(written: string, control?: string, high?: string, _low?: string, lone?: string): string {
  if (control !== undefined) return `\\u00${control}`;
  if (high === undefined && lone !== undefined) return '\\ufffd';
  return written;
}

/** Looks at every 16th character only: a run of 16 digits cannot pass between them. Half of all parsing time would go into looking at each. */
function hasLongNumber(text: string): boolean {
  for (let i = LONG - 1; i < text.length; i += LONG) {
    if (!isDigit(text.charCodeAt(i))) continue;
    let first = i;
    while (isDigit(text.charCodeAt(first - 1))) first--;
    let last = i;
    while (isDigit(text.charCodeAt(last + 1))) last++;
    if (last - first + 1 >= LONG) return true;
  }
  return false;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function quoteLongNumbers(text: string): string {
  const parts: string[] = [];
  let copied = 0;
  let at = 0;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    const end = quote < 0 ? text.length : quote;
    // Between two strings there are only punctuation, numbers and words.
    for (const found of text.slice(at, end).matchAll(/-?[\d.eE+]+/g)) {
      if (!/^-?[1-9]\d{15,}$/.test(found[0])) continue;
      const start = at + found.index;
      parts.push(text.slice(copied, start), '"', found[0], '"');
      copied = start + found[0].length;
    }
    at = quote < 0 ? text.length : endOfString(text, quote);
  }
  return copied === 0 ? text : parts.join('') + text.slice(copied);
}

/** Offset just past the string that opens at `quote`. */
function endOfString(text: string, quote: number): number {
  let close = text.indexOf('"', quote + 1);
  while (close >= 0) {
    let slashes = 0;
    while (text.charCodeAt(close - 1 - slashes) === 92) slashes++;
    if (slashes % 2 === 0) return close + 1;
    close = text.indexOf('"', close + 1);
  }
  return text.length;
}

function isTooDeep(text: string): boolean {
  if (!hasMoreThan(text, MAX_DEPTH)) return false;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 34) i = endOfString(text, i) - 1;
    else if (c === 91 || c === 123) {
      if (++depth > MAX_DEPTH) return true;
    } else if (c === 93 || c === 125) depth--;
  }
  return false;
}

/** Depth needs that many brackets: counting them by native search is far cheaper than reading every character. */
function hasMoreThan(text: string, limit: number): boolean {
  let count = 0;
  for (let i = text.indexOf('{'); i >= 0 && count <= limit; i = text.indexOf('{', i + 1)) count++;
  for (let i = text.indexOf('['); i >= 0 && count <= limit; i = text.indexOf('[', i + 1)) count++;
  return count > limit;
}

function dropProto(value: unknown): void {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (Object.hasOwn(next, '__proto__')) Reflect.deleteProperty(next, '__proto__');
    for (const inner of Object.values(next)) if (typeof inner === 'object') open.push(inner);
  }
}

/** The value as an object, or null. An array is none. */
export function object(value: unknown): JsonObject | null {
  return isObject(value) ? value : null;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an array, or null. */
export function array(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) ? value : null;
}

/** The value as a string, or null. An empty string is one. */
export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The value as true or false, or null. */
export function flag(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** A whole number that is exact, also where it is written as a string (`"1572881880"`); null for all else. */
export function integer(value: unknown): number | null {
  const number = typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}

/** A count: a whole number that is not negative. */
export function count(value: unknown): number | null {
  const number = integer(value);
  return number !== null && number >= 0 ? number : null;
}

/** An id as text, digit for digit: from a whole number or a string that is not empty; null for all else. */
export function idText(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
  return typeof value === 'string' && value !== '' ? value : null;
}
