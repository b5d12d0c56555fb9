/**
 * Where in a text do links stand? Goes from sign to sign (`/`, `:`, `@`) by `indexOf`, which is many times faster than
 * any pattern, and does the slow work only where a host, scheme or name that some platform knows stands beside one.
 */

import { isClosing, isHostUnit, isOdd, looksDisguised } from './link-disguise.ts';
import type { CompiledGrammars, Reading } from './link-grammar.ts';
import { pairOf, readWith } from './link-grammar.ts';
import { unitAt } from './link-letters.ts';

export interface Found {
  start: number;
  end: number;
  /** Where the part ends that says where it leads; what follows is query and the like. */
  core: number;
  reading: Reading;
  /** The scheme is none of a browser's: `hxxps://`. */
  oddScheme: boolean;
}

export interface Scan {
  text: string;
  found: Found[];
  /** Something here looks like a disguised link: worth looking again at a plain view of the text. */
  suspicious: boolean;
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

const TAIL_UNIT = new Uint8Array(128);
for (let unit = 33; unit < 127; unit++) if (/[^"<>\\^`{|}]/.test(String.fromCharCode(unit))) TAIL_UNIT[unit] = 1;
const isTailUnit = (unit: number): boolean => unit < 128 && TAIL_UNIT[unit] === 1;

const TRAILING = /[.,;:!?'"*_~()[\]{}<>]/;

/** The end of a link whose rule matched up to `end`: query, fragment and further path as written, without closing punctuation. */
function wholeEnd(text: string, end: number): number {
  const unit = unitAt(text, end);
  let stop = end;
  if (unit === SLASH || unit === 63 || unit === 35 || unit === 38) {
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

/** True where the first piece of a path ends in a query. */
function hasQuery(text: string, slash: number): boolean {
  let i = slash + 1;
  while (i < slash + LONGEST_NAME && isHostUnit(unitAt(text, i))) i++;
  return unitAt(text, i) === 63 || (unitAt(text, i) === SLASH && unitAt(text, i + 1) === 63);
}

/** True where a host may be known or its path read on any host: of all addresses in posts this turns most away by a few looks at letters. */
function mayBeRead(text: string, tables: CompiledGrammars, start: number, end: number): boolean {
  const last = unitAt(text, end - 1);
  if (last < 58 || tables.endings[pairOf(unitAt(text, end - 2), last)] === 1) return true;
  if (tables.beginnings[pairOf(unitAt(text, start), unitAt(text, start + 1))] === 1) return true;
  if (unitAt(text, end) !== SLASH) return false;
  return tables.pathStarts[pairOf(unitAt(text, end + 1), unitAt(text, end + 2))] === 1 || hasQuery(text, end);
}

/** Reads what stands at a host. Null where no platform knows it or the path is none of theirs. */
function readHost(scan: Scan, tables: CompiledGrammars, place: Place): Found | null {
  const { text } = scan;
  if (!mayBeRead(text, tables, place.hostStart, place.hostEnd)) return null;
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
  const reading = readAnyHost(text, tables, place, written, dot);
  return reading === null ? null : foundAt(text, place, reading, reading.length);
}

function foundAt(text: string, place: Place, reading: Reading, length: number): Found {
  const core = place.hostEnd + length;
  return { start: place.hostStart, end: wholeEnd(text, core), core, reading, oddScheme: false };
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

function readAnyHost(text: string, tables: CompiledGrammars, place: Place, host: string, dot: number): Reading | null {
  const { hostEnd } = place;
  const byLabel = readWith(tables.firstLabels.get(host.slice(0, dot)), text, hostEnd, host);
  if (byLabel !== null || unitAt(text, hostEnd) !== SLASH) return byLabel;
  const start = text.slice(hostEnd + 1, hostEnd + 3);
  const byPath =
    readWith(tables.anyHost.get(start.charAt(0)), text, hostEnd, host) ??
    readWith(tables.anyHost.get(start.toLowerCase()), text, hostEnd, host);
  return byPath ?? (hasQuery(text, hostEnd) ? readWith(tables.anyHost.get('?'), text, hostEnd, host) : null);
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

/** Where a host that begins at `start` ends, its port included. */
function hostEndFrom(text: string, start: number): number {
  let end = start;
  while (end < start + LONGEST_HOST && isHostUnit(unitAt(text, end))) end++;
  if (unitAt(text, end) === COLON) {
    let port = end + 1;
    while (port < end + 6 && unitAt(text, port) >= 48 && unitAt(text, port) <= 57) port++;
    if (port > end + 1) end = port;
  }
  while (end > start && unitAt(text, end - 1) === DOT) end--;
  return end;
}

/** Where a host that ends at a slash begins, not before `floor`. */
function hostStartFrom(text: string, slash: number, floor: number): number {
  const lowest = Math.max(floor, slash - LONGEST_HOST);
  let start = slash;
  while (start > lowest && isHostUnit(unitAt(text, start - 1))) start--;
  return start;
}

/** `//` behind a scheme: the host to its right. Returns where to look on. */
function atSchemeSlashes(scan: Scan, tables: CompiledGrammars, slash: number): number {
  const { text } = scan;
  const own = atScheme(scan, tables, slash - 1, slash + 2);
  if (own >= 0) return own;
  const hostStart = slash + 2;
  const hostEnd = hostEndFrom(text, hostStart);
  if (isOdd(unitAt(text, hostEnd))) scan.suspicious = true;
  const found = hostEnd > hostStart ? atHost(scan, tables, hostStart, hostEnd, true) : null;
  if (found !== null) {
    scan.found.push(found);
    return Math.max(found.end, hostStart);
  }
  if (!text.slice(hostStart, hostEnd).includes('.')) scan.suspicious = true;
  return unitAt(text, hostEnd) === SLASH ? hostEnd + 1 : hostEnd;
}

/** A slash behind a host without a scheme, or anywhere else. Returns where to look on. */
function atSlash(scan: Scan, tables: CompiledGrammars, slash: number, floor: number): number {
  const { text } = scan;
  // "https[:]//"
  if (isClosing(unitAt(text, slash - 1)) && unitAt(text, slash + 1) === SLASH) scan.suspicious = true;
  const hostStart = hostStartFrom(text, slash, floor);
  // A piece of a path that was just passed.
  if (hostStart === floor && unitAt(text, floor - 1) === SLASH && unitAt(text, floor - 2) !== SLASH) return slash + 1;
  const found = hostStart < slash ? atHost(scan, tables, hostStart, slash, false) : null;
  if (found !== null) {
    scan.found.push(found);
    return Math.max(found.end, slash + 1);
  }
  if (!scan.suspicious && looksDisguised(text, hostStart, slash, tables.lastLabels)) scan.suspicious = true;
  return slash + 1;
}

function atHost(scan: Scan, tables: CompiledGrammars, hostStart: number, hostEnd: number, hasScheme: boolean): Found | null {
  const { text } = scan;
  const before = unitAt(text, hostStart - 1);
  if (!hasScheme) {
    if (before === AT) return null;
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
  const core = rest + reading.length;
  const end = wholeEnd(text, core);
  scan.found.push({ start, end, core, reading, oddScheme: false });
  return end;
}

/** Notes a name that is no address: it ends where its rule does. */
export function pushName(scan: Scan, start: number, reading: Reading): void {
  const end = start + reading.length;
  scan.found.push({ start, end, core: end, reading, oddScheme: false });
}

/** All links with a slash. */
export function scanSlashes(scan: Scan, tables: CompiledGrammars): void {
  let floor = 0;
  for (let slash = scan.text.indexOf('/'); slash >= 0; slash = scan.text.indexOf('/', floor)) {
    const afterScheme = unitAt(scan.text, slash + 1) === SLASH && unitAt(scan.text, slash - 1) === COLON;
    floor = afterScheme ? atSchemeSlashes(scan, tables, slash) : atSlash(scan, tables, slash, floor);
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
    if (reading !== null) pushName(scan, start - 1, reading);
  }
}
