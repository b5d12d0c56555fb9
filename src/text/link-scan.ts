/**
 * Where in a text do links stand? Goes from sign to sign (`/`, `:`, `@`) by `indexOf`, which is many times faster than
 * any pattern, and does the slow work only where a host, scheme or name that some platform knows stands beside one.
 */

import type { CompiledGrammars, Reading } from './link-grammar.ts';
import { pairOf, readWith } from './link-grammar.ts';
import { DROPPED, kindOf, plainOf, STAYS, unitAt } from './link-letters.ts';

export interface Found {
  start: number;
  end: number;
  reading: Reading;
  /** The scheme is none of a browser's: `hxxps://`. */
  oddScheme: boolean;
}

export interface Scan {
  text: string;
  found: Found[];
  /** Something here looks like a disguised link: worth looking again at a plain view of the text. */
  suspicious: boolean;
  /** Whether the text holds a question mark; null until somebody asks. */
  hasQuery: boolean | null;
}

const COLON = 58;
const SLASH = 47;
const DOT = 46;
const SPACE = 32;
const AT = 64;
/** Longest tail of a link taken as written: a path or query beyond it is no community's. */
const LONGEST = 2048;
const LONGEST_HOST = 253;
/** How far behind a host odd characters are looked for. */
const LONGEST_NAME = 160;

const HOST_UNIT = new Uint8Array(128);
const TAIL_UNIT = new Uint8Array(128);
for (let unit = 33; unit < 127; unit++) {
  const char = String.fromCharCode(unit);
  if (/[a-z0-9.-]/i.test(char)) HOST_UNIT[unit] = 1;
  if (/[^"<>\\^`{|}]/.test(char)) TAIL_UNIT[unit] = 1;
}
const isHostUnit = (unit: number): boolean => unit < 128 && HOST_UNIT[unit] === 1;
const isTailUnit = (unit: number): boolean => unit < 128 && TAIL_UNIT[unit] === 1;

/** Signs that stand where a host or name should go on, if somebody broke it up. */
function isOdd(unit: number): boolean {
  if (unit < 128) return unit === 91 || unit === 40 || unit === 123 || unit === 37 || unit === 92;
  return kindOf(unit) !== STAYS && plainOf(unit) !== SPACE && plainOf(unit) !== 10
    ? true
    : unit === 0xd835 || unit === 0xd83c || unit === 0xdb40;
}

const TRAILING = /[.,;:!?'"*_~()[\]{}<>]/;

/** The end of a link whose rule matched up to `end`: query, fragment and further path as written, without closing punctuation. */
function wholeEnd(text: string, end: number): number {
  const unit = unitAt(text, end);
  let stop = end;
  if (unit === SLASH || unit === 63 || unit === 35) {
    while (stop < end + LONGEST && isTailUnit(unitAt(text, stop))) stop++;
    while (stop > end && TRAILING.test(text.charAt(stop - 1))) stop--;
  }
  return stop;
}

const PREFIX = /^(?:www|m|mobile)\.(?=.*\.)/;
const PORT = /:(?:80|443)$/;

/** A host without the prefixes under which every site is also found. */
function bareHost(host: string): string {
  const first = unitAt(host, 0);
  return first === 119 || first === 109 ? host.replace(PREFIX, '') : host;
}

function withoutPort(host: string): string {
  return unitAt(host, host.length - 1) < 58 ? host.replace(PORT, '') : host;
}

interface Place {
  hostStart: number;
  hostEnd: number;
  hasScheme: boolean;
}

/** True where a host may be known or its path read on any host: of all addresses in posts this turns most away by a few looks at letters. */
function mayBeRead(scan: Scan, tables: CompiledGrammars, start: number, end: number): boolean {
  const { text } = scan;
  const last = unitAt(text, end - 1);
  if (last < 58 || tables.endings[pairOf(unitAt(text, end - 2), last)] === 1) return true;
  if (tables.beginnings[pairOf(unitAt(text, start), unitAt(text, start + 1))] === 1) return true;
  if (unitAt(text, end) !== SLASH) return false;
  scan.hasQuery ??= text.includes('?');
  return scan.hasQuery || tables.pathStarts[unitAt(text, end + 1) & 127] === 1;
}

/** Reads what stands at a host. Null where no platform knows it or the path is none of theirs. */
function readHost(scan: Scan, tables: CompiledGrammars, place: Place): Found | null {
  const { text } = scan;
  if (!mayBeRead(scan, tables, place.hostStart, place.hostEnd)) return null;
  const written = withoutPort(text.slice(place.hostStart, place.hostEnd).toLowerCase());
  const dot = written.indexOf('.');
  if (dot < 0) return null;
  const host = bareHost(written);
  const known = tables.hosts.get(host);
  if (known !== undefined) {
    const reading = readWith(known, text, place.hostEnd, host);
    watchTail(scan, place.hostEnd + (reading?.length ?? 0));
    return reading === null ? null : foundAt(text, place, reading, reading.length);
  }
  const found = readUnderParent(scan, tables, place, written, dot);
  if (found !== null) return found;
  const reading = readAnyHost(scan, tables, place, written, dot);
  return reading === null ? null : foundAt(text, place, reading, reading.length);
}

function foundAt(text: string, place: Place, reading: Reading, length: number): Found {
  return { start: place.hostStart, end: wholeEnd(text, place.hostEnd + length), reading, oddScheme: false };
}

function readUnderParent(scan: Scan, tables: CompiledGrammars, place: Place, host: string, dot: number): Found | null {
  const parent = host.slice(dot + 1);
  const rules = tables.parents.get(parent);
  const { text } = scan;
  if (rules !== undefined) {
    const path = `/${host.slice(0, dot)}`;
    const reading = readWith(rules, path + text.slice(place.hostEnd, place.hostEnd + 256), 0, host);
    if (reading !== null) return foundAt(text, place, reading, Math.max(0, reading.length - path.length));
  }
  // "channel.t.me/name": a full stop without a blank, which is no sub-domain.
  if (place.hasScheme || !tables.hosts.has(parent)) return null;
  return readHost(scan, tables, { hostStart: place.hostStart + dot + 1, hostEnd: place.hostEnd, hasScheme: false });
}

function readAnyHost(scan: Scan, tables: CompiledGrammars, place: Place, host: string, dot: number): Reading | null {
  const { text } = scan;
  const { hostEnd } = place;
  const byLabel = readWith(tables.firstLabels.get(host.slice(0, dot)), text, hostEnd, host);
  if (byLabel !== null || unitAt(text, hostEnd) !== SLASH) return byLabel;
  const byPath = readWith(tables.anyHost.get(text.charAt(hostEnd + 1)), text, hostEnd, host);
  return byPath ?? (scan.hasQuery === true ? readWith(tables.anyHost.get('?'), text, hostEnd, host) : null);
}

/** A known host whose name or path goes on in odd characters deserves a second look. */
function watchTail(scan: Scan, at: number): void {
  let i = at;
  while (i < at + LONGEST_NAME && isTailUnit(unitAt(scan.text, i)) && !isOdd(unitAt(scan.text, i))) i++;
  const unit = unitAt(scan.text, i);
  if (isOdd(unit) && unit !== 40) scan.suspicious = true;
  else if (unit === SPACE && i === at + 1 && unitAt(scan.text, at) === SLASH) scan.suspicious = true;
}

function isSchemeUnit(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || unit === 42;
}

/** True where `http` or `https` in any case stands right before a colon. */
function isWebScheme(text: string, colon: number): boolean {
  const p = (unitAt(text, colon - 1) | 32) === 115 ? colon - 2 : colon - 1;
  return (
    (unitAt(text, p) | 32) === 112 &&
    (unitAt(text, p - 1) | 32) === 116 &&
    (unitAt(text, p - 2) | 32) === 116 &&
    (unitAt(text, p - 3) | 32) === 104 &&
    !isSchemeUnit(unitAt(text, p - 4))
  );
}

/** From a host leftwards over `://` and the scheme's word: where the link begins as written, and whether a browser knows that scheme. */
function schemeBefore(text: string, hostStart: number): { start: number; odd: boolean } {
  let i = hostStart;
  while (i > hostStart - 3 && unitAt(text, i - 1) === SLASH) i--;
  if (hostStart - i < 2) return { start: hostStart, odd: false };
  if (unitAt(text, i - 1) !== COLON) return { start: i, odd: false };
  const colon = i - 1;
  i = colon;
  while (i > colon - 8 && isSchemeUnit(unitAt(text, i - 1))) i--;
  return { start: i, odd: i < colon && !isWebScheme(text, colon) };
}

/** The letters right before a slash, read through disguises; `''` where a character stands there that no host holds. */
function disguisedLabel(text: string, slash: number): string {
  let label = '';
  for (let i = slash - 1; i >= 0 && i > slash - 40 && label.length < 16; i--) {
    const unit = unitAt(text, i);
    const kind = kindOf(unit);
    if (isHostUnit(unit) && unit !== DOT) label = String.fromCharCode(unit) + label;
    else if (unit >= 0xdc00 && unit <= 0xdfff) {
      const plain = String.fromCodePoint(text.codePointAt(i - 1) ?? 0).normalize('NFKC');
      if (/^[a-z]$/i.test(plain)) label = plain + label;
      i--;
    } else if (kind !== STAYS && kind !== DROPPED && plainOf(unit) !== SPACE && plainOf(unit) !== DOT)
      label = String.fromCharCode(plainOf(unit)) + label;
    else if (label !== '' && kind !== DROPPED) break;
    else if (unit !== SPACE && unit !== 92 && unit !== 91 && unit !== 40 && unit !== 123 && kind === STAYS) return '';
  }
  return label.toLowerCase();
}

/** True where a known host may stand before this slash, but in disguise. `hostStart` is where its plain part begins. */
function looksDisguised(text: string, hostStart: number, slash: number, tables: CompiledGrammars): boolean {
  const before = unitAt(text, hostStart - 1);
  if (before === SLASH || (hostStart === slash && isHostUnit(before))) return false;
  if (hostStart < slash) {
    if (unitAt(text, hostStart) === DOT || before === 93 || before === 41 || before === 125 || before === 62) return true;
    if (isOdd(before)) return true;
    if (before === SPACE && (unitAt(text, hostStart - 2) === DOT || unitAt(text, hostStart - 2) === 44)) return true;
    // One label alone ("me/"): dots and blanks before it may be disguised. It holds no dot, so the set decides.
    return tables.lastLabels.has(text.slice(hostStart, slash).toLowerCase());
  }
  return (
    !(before >= 0x80 && kindOf(before) === STAYS && (before < 0xdc00 || before > 0xdfff)) &&
    tables.lastLabels.has(disguisedLabel(text, slash))
  );
}

/** One slash: the host to its left, or to the right of `://`. Returns where to look on. */
function atSlash(scan: Scan, tables: CompiledGrammars, slash: number, floor: number): number {
  const { text } = scan;
  const afterScheme = unitAt(text, slash + 1) === SLASH && unitAt(text, slash - 1) === COLON;
  let hostStart = slash;
  let hostEnd = slash;
  if (afterScheme) {
    const scheme = atScheme(scan, tables, slash - 1, slash + 2);
    if (scheme >= 0) return scheme;
    hostStart = slash + 2;
    hostEnd = hostStart;
    while (hostEnd < hostStart + LONGEST_HOST && isHostUnit(unitAt(text, hostEnd))) hostEnd++;
    if (isOdd(unitAt(text, hostEnd))) scan.suspicious = true;
    if (unitAt(text, hostEnd) === COLON) {
      let port = hostEnd + 1;
      while (port < hostEnd + 6 && unitAt(text, port) >= 48 && unitAt(text, port) <= 57) port++;
      if (port > hostEnd + 1) hostEnd = port;
    }
    while (unitAt(text, hostEnd - 1) === DOT) hostEnd--;
  } else {
    while (hostStart > floor && hostStart > slash - LONGEST_HOST && isHostUnit(unitAt(text, hostStart - 1))) hostStart--;
    // A piece of a path that was just passed.
    if (hostStart === floor && unitAt(text, floor - 1) === SLASH) return slash + 1;
  }
  const found = hostEnd > hostStart ? atHost(scan, tables, hostStart, hostEnd, afterScheme) : null;
  if (found !== null) {
    scan.found.push(found);
    return Math.max(found.end, slash + 1);
  }
  if (!scan.suspicious && !afterScheme && looksDisguised(text, hostStart, slash, tables)) scan.suspicious = true;
  if (!afterScheme) return slash + 1;
  return unitAt(text, hostEnd) === SLASH ? hostEnd + 1 : Math.max(slash + 2, hostEnd);
}

function atHost(scan: Scan, tables: CompiledGrammars, hostStart: number, hostEnd: number, hasScheme: boolean): Found | null {
  const { text } = scan;
  const before = unitAt(text, hostStart - 1);
  if (!hasScheme) {
    if (before === AT || before === 95) return null;
    // In the path of another link only what has a scheme of its own is a link.
    if (before === SLASH && unitAt(text, hostStart - 2) !== SLASH) return null;
  }
  const found = readHost(scan, tables, { hostStart, hostEnd, hasScheme });
  if (found === null) return null;
  const { start, odd } = schemeBefore(text, found.start);
  return { ...found, start, oddScheme: odd };
}

/** A scheme of some platform before a colon: `tg:`, `xmpp:`. Returns where to look on, -1 where there is none. */
function atScheme(scan: Scan, tables: CompiledGrammars, colon: number, rest: number): number {
  const { text } = scan;
  if (isWebScheme(text, colon)) return -1;
  let start = colon;
  while (start > colon - 12 && isSchemeUnit(unitAt(text, start - 1))) start--;
  if (start === colon) return -1;
  const word = text.slice(start, colon).toLowerCase();
  const rules = tables.schemes.get(word);
  if (rules === undefined) return -1;
  const reading = readWith(rules, text, rest, '');
  watchTail(scan, rest);
  if (reading === null) return rest;
  const end = wholeEnd(text, rest + reading.length);
  scan.found.push({ start, end, reading, oddScheme: false });
  return end;
}

/** All links with a slash. */
export function scanSlashes(scan: Scan, tables: CompiledGrammars): void {
  let floor = 0;
  for (let slash = scan.text.indexOf('/'); slash >= 0; slash = scan.text.indexOf('/', floor)) {
    floor = atSlash(scan, tables, slash, floor);
  }
}

/** Links whose sign is a colon: `tg:resolve?…`, `#room:server.example`. */
export function scanColons(scan: Scan, tables: CompiledGrammars): void {
  const { text } = scan;
  const aliases = tables.signs.get('#');
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
    const after = unitAt(text, colon + 1);
    if (!(isHostUnit(after) || after === SLASH || isOdd(after))) continue;
    if (after === SLASH && unitAt(text, colon + 2) === SLASH) continue;
    if (atScheme(scan, tables, colon, colon + 1) >= 0 || aliases === undefined) continue;
    let start = colon;
    while (start > colon - 128 && /[\w.=+-]/.test(text.charAt(start - 1))) start--;
    if (text.charAt(start - 1) !== '#' || /[\w&/#]/.test(text.charAt(start - 2))) continue;
    const reading = readWith(aliases, text, start - 1, '');
    watchTail(scan, colon + 1);
    if (reading !== null) scan.found.push({ start: start - 1, end: start - 1 + reading.length, reading, oddScheme: false });
  }
}
