/** Undoes what people do to links so that no machine follows them: `t[.]me`, `t dot me`, `t . me / name`, `(at)`, «نقطة». */

import { unitAt } from './link-letters.ts';
import { type Edit, edited, type View } from './link-view.ts';

const DOT_WORDS = 'dot|d0t|punkt|punto|nokta|точка|тчк|نقطة|نقطه|دوت';
const SLASH_WORDS = 'slash|слеш|слэш|سلاش';
const AT_WORDS = 'at|собака|arroba';

/** One look at every bracketed or spelled separator. All repetitions are bounded, so the scan is linear. */
const SEPARATOR = new RegExp(
  [
    // [.] ( dot ) {://} <@>, with blanks in and around
    `[ ]{0,2}[[({<]{1,2}[ ]{0,2}(?:(?<sign>://|[.,:/@])|(?<dot>${DOT_WORDS})|(?<slash>${SLASH_WORDS})|(?<at>${AT_WORDS}))[ ]{0,2}[\\])}>]{1,2}[ ]{0,2}`,
    // [. or .]
    '(?:[[{](?<open>[.])|(?<close>[.])[\\]}])',
    // -dot- _dot_
    `(?<=\\w)[-_](?<dashed>dot|d0t)[-_](?=\\w)`,
    // the words alone, between blanks
    `[ ]{1,3}(?:(?<dotWord>${DOT_WORDS})|(?<slashWord>${SLASH_WORDS}))[ ]{1,3}`,
    // "t dot me", as it is written in Arabic letters
    `(?<![\\u0600-\\u06ff])(?<arabicHost>(?:تي|ت)[ ]{0,2}(?:[.]|دوت|نقطة|نقطه)[ ]{0,2}مي)(?![\\u0600-\\u06ff])`,
  ].join('|'),
  'gi',
);

function replacementOf(groups: Record<string, string | undefined>): string {
  if (groups['sign'] !== undefined) return groups['sign'] === ',' ? '.' : groups['sign'];
  if (groups['slash'] !== undefined || groups['slashWord'] !== undefined) return '/';
  if (groups['at'] !== undefined) return '@';
  return groups['arabicHost'] === undefined ? '.' : 't.me';
}

/** The view with separators in brackets or in words made plain. */
export function refanged(view: View): View {
  const edits: Edit[] = [];
  for (const match of view.text.matchAll(SEPARATOR)) {
    edits.push({ start: match.index, end: match.index + match[0].length, text: replacementOf(match.groups ?? {}) });
  }
  return edited(view, edits);
}

function isLabelUnit(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57) || unit === 45;
}

const SPACE = 32;
const DOT = 46;
const COMMA = 44;
const SLASH = 47;
const PLUS = 43;
const MOST_LABELS = 4;
const MOST_LETTERS = 24;

function skipBlanks(text: string, at: number): number {
  let i = at;
  while (i < at + 3 && unitAt(text, i) === SPACE) i++;
  return i;
}

function labelEnd(text: string, at: number): number {
  let i = at;
  while (i < at + MOST_LETTERS && isLabelUnit(unitAt(text, i))) i++;
  return i;
}

/** The longest known host that begins at a label, read across blanks and commas; null where none does. */
function looseHost(text: string, start: number, hosts: ReadonlyMap<string, unknown>): { end: number; host: string } | null {
  let at = start;
  let host = '';
  let found: { end: number; host: string } | null = null;
  for (let n = 0; n < MOST_LABELS; n++) {
    const end = labelEnd(text, at);
    if (end === at) break;
    host += text.slice(at, end).toLowerCase();
    if (n > 0 && hosts.has(host.startsWith('www.') ? host.slice(4) : host)) found = { end, host };
    const dot = skipBlanks(text, end);
    const unit = unitAt(text, dot);
    if (unit !== DOT && unit !== COMMA) break;
    host += '.';
    at = skipBlanks(text, dot + 1);
  }
  return found;
}

/** Path words behind which a blank, a slash and a name still belong to the link. */
const ON_THE_WAY = /^(?:s|c|j|r|i|join|joinchat|addlist|invite|channel|group|groups|profile|room|status|contact|#|)$/i;

/** Where a path goes on behind a host or a piece of path: the slash, and the name behind it with blanks and a plus sign passed. */
interface Onward {
  slash: number;
  name: number;
  plus: boolean;
}

function onward(text: string, at: number): Onward | null {
  const slash = skipBlanks(text, at);
  if (unitAt(text, slash) !== SLASH) return null;
  const first = skipBlanks(text, slash + 1);
  const plus = unitAt(text, first) === PLUS;
  return { slash, name: plus ? skipBlanks(text, first + 1) : first, plus };
}

function nameEnd(text: string, at: number): number {
  let end = at;
  while (end < at + 64 && (isLabelUnit(unitAt(text, end)) || unitAt(text, end) === 95)) end++;
  return end;
}

/** Edits that take the blanks out of a path: `me / + token`, `me / s / name`. Only behind a known host. */
function pathEdits(text: string, hostEnd: number, disguised: boolean, edits: Edit[]): void {
  let at = hostEnd;
  for (let n = 0; n < MOST_LABELS; n++) {
    const next = onward(text, at);
    if (next === null) return;
    const { slash, name, plus } = next;
    // "on t.me/ today": a blank on one side only is how people write, unless the host was disguised too.
    const oneSided = slash > at !== name > slash + 1;
    if (n === 0 && oneSided && !disguised && !plus) return;
    const plain = plus ? '/+' : '/';
    if (name - at !== plain.length) edits.push({ start: at, end: name, text: plain });
    const end = nameEnd(text, name);
    const goesOn = ON_THE_WAY.test(text.slice(name, end)) || /^[ ]{0,3}\/[ ]{0,3}\d/.test(text.slice(end, end + 8));
    if (unitAt(text, end) !== SPACE || !goesOn) return;
    at = end;
  }
}

/** Where the label that ends at `at` begins. */
function labelStart(text: string, at: number): number {
  let i = at;
  while (i > at - MOST_LETTERS && isLabelUnit(unitAt(text, i - 1))) i--;
  return i;
}

/**
 * The view with known hosts joined that were written with blanks or commas (`t . me / name`). Only known ones: "we met.
 * You" must not become a host.
 */
export function joined(view: View, hosts: ReadonlyMap<string, unknown>): View {
  const { text } = view;
  const edits: Edit[] = [];
  let done = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = unitAt(text, i);
    if (unit !== DOT && unit !== COMMA) continue;
    let last = i;
    while (last > i - 3 && unitAt(text, last - 1) === SPACE) last--;
    const start = labelStart(text, last);
    const before = unitAt(text, start - 1);
    if (start === last || start < done || before === DOT || before === 39 || before === 0x2019) continue;
    const found = looseHost(text, start, hosts);
    if (found === null) continue;
    const written = text.slice(start, found.end);
    const disguised = written.toLowerCase() !== found.host;
    const slash = skipBlanks(text, found.end);
    if (disguised && unitAt(text, slash) !== SLASH) continue;
    if (disguised) edits.push({ start, end: found.end, text: found.host });
    pathEdits(text, found.end, disguised, edits);
    done = Math.max(edits.at(-1)?.end ?? 0, found.end);
    i = done - 1;
  }
  return edited(view, edits);
}
