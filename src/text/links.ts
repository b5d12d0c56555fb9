/** Which community links stand in this text? The engine of link recognition: grammars in, one finder out. */

import type { Link, LinkGrammar } from '../model/link.ts';
import { hasOddSlash } from './link-disguise.ts';
import { type CompiledGrammars, compileGrammars, readWith } from './link-grammar.ts';
import { unitAt } from './link-letters.ts';
import { type CueReader, cueReader, scanAts, scanWord } from './link-names.ts';
import { joined, refanged } from './link-refang.ts';
import { type Found, type Scan, scanColons, scanSlashes } from './link-scan.ts';
import { plainView, type View } from './link-view.ts';

export interface LinkOptions {
  /** The platform whose handles a bare `@name` means, as in a post of that platform; null where only a cue ("Telegram: @name") counts. */
  mentionPlatform: string | null;
}

export type LinkFinder = (text: string, options: LinkOptions) => Link[];

interface Engine {
  tables: CompiledGrammars;
  readCue: CueReader;
  /** Words that alone are reason to look: spelled slashes, `npub1`, `.t.me`. */
  words: RegExp;
  /** The three letters before the `1` of those of them that begin a key. */
  keyEnds: ReadonlySet<string>;
  /** Those of them in Latin letters, for texts of another script. */
  latinWords: RegExp;
  /** Those of them that a text of Latin letters is searched for. Short, since each letter more slows the search down. */
  fewWords: RegExp;
}

/** A slash in words: reason to look twice. */
const SPELLED = ['slash', 'слеш', 'слэш', 'سلاش'];
/** The same as searched for: the Arabic word behind another script only, since its letters are everywhere in Arabic. */
const SPELLED_APART = ['[sS]l[a]sh', 'слеш', 'слэш', '[^\\s\\u0600-\\u06ff][ ]{1,3}سلاش'];
/**
 * Another slash behind the end of a host that is plain or full-width as a whole. The two characters that follow let the
 * search leap. A host in a mixture of dresses before such a slash is found only where the text holds a plain sign as well.
 */
const WIDE_SLASH = '(?:me|om|rg|ru|gg|ｍｅ|ｏｍ|ｒｇ|ｒｕ|ｇｇ)[／∕⁄][^]{2}';

function anyOf(words: string[], flags: string): RegExp {
  return new RegExp(words.length === 0 ? '(?!)' : words.map((word) => word.replaceAll('.', '[.]')).join('|'), flags);
}

function engineOf(grammars: LinkGrammar[]): Engine {
  const tables = compileGrammars(grammars);
  // Hosts under which a label alone is a name: `name.t.me`.
  const hostEnds = [...tables.parents]
    .filter(([host, rules]) => readWith(rules, '/somename', 0, `somename.${host}`) !== null)
    .map(([host]) => `.${host}`);
  const bare = [...tables.words.keys()];
  return {
    tables,
    readCue: cueReader(tables.cues),
    words: anyOf([...SPELLED, ...bare, ...hostEnds], 'gi'),
    keyEnds: new Set(bare.map((word) => word.slice(-4, -1))),
    latinWords: anyOf([...SPELLED_APART, ...bare, ...hostEnds], ''),
    fewWords: anyOf(['[sS]l[a]sh', ...SPELLED.slice(1), WIDE_SLASH, ...hostEnds], ''),
  };
}

/** A guess from one character: it only decides which way of looking is tried, not what is found. */
function isLatin(text: string): boolean {
  return unitAt(text, text.length >> 1) < 0x300;
}

/** A text of another script without one holds no link, unless the letters are in another dress, full-width or mathematical. */
const LATIN_LETTER = /[a-zA-Z]/;

/** Signs of one byte that may stand for a slash. */
function hasOddSign(text: string): boolean {
  return text.includes('\\') || (text.includes('%') && /%2f/i.test(text));
}

/** True where a `1` stands behind the letters that end `npub`, `note` and their like. */
function hasBareKey(text: string, keyEnds: ReadonlySet<string>): boolean {
  for (let one = text.indexOf('1'); one >= 0; one = text.indexOf('1', one + 1)) {
    const before = unitAt(text, one - 1) | 32;
    if (before >= 97 && before <= 122 && keyEnds.has(text.slice(one - 3, one))) return true;
  }
  return false;
}

/**
 * True where words or odd signs may make a link. Most posts hold no link at all, so every step is one that the machine
 * does by leaps: in a text of Latin letters a pattern of all words at once takes ten times as long as these.
 */
function hasWord(text: string, engine: Engine): boolean {
  if (!isLatin(text)) return engine.latinWords.test(text) || hasOddSign(text) || text.includes('／') || text.includes('∕');
  return engine.fewWords.test(text) || hasOddSign(text) || hasBareKey(text, engine.keyEnds);
}

/** `name.t.me` without a scheme or a path. */
function scanHostOnly(scan: Scan, tables: CompiledGrammars, dot: number, parent: string): void {
  const { text } = scan;
  let start = dot;
  while (start > dot - 64 && /[\w-]/.test(text.charAt(start - 1))) start--;
  if (start === dot || /[@/.:%=]/.test(text.charAt(start - 1))) return;
  const path = `/${text.slice(start, dot)}`;
  const end = dot + 1 + parent.length;
  if (/[\w/-]/.test(text.charAt(end)) || /^\.\w/.test(text.slice(end, end + 2))) return;
  const host = text.slice(start, end).toLowerCase();
  const reading = readWith(tables.parents.get(parent), path + text.slice(end, end + 256), 0, host);
  if (reading === null) return;
  const core = end + Math.max(0, reading.length - path.length);
  scan.found.push({ start, end: core, core, reading, oddScheme: false });
}

function atWord(scan: Scan, tables: CompiledGrammars, written: string, at: number): void {
  const word = written.toLowerCase();
  if (word.startsWith('.')) scanHostOnly(scan, tables, at, word.slice(1));
  else if (tables.words.has(word)) scanWord(scan, tables, word, at);
  else scan.suspicious = true;
}

function scanWords(scan: Scan, { tables, words }: Engine): void {
  if (!scan.suspicious && hasOddSlash(scan.text, tables.lastLabels)) scan.suspicious = true;
  for (const match of scan.text.matchAll(words)) atWord(scan, tables, match[0], match.index);
}

function scanText(text: string, engine: Engine, options: LinkOptions, slash: boolean, colon: boolean, at: boolean, word: boolean): Scan {
  const scan: Scan = { text, found: [], suspicious: false };
  if (slash) scanSlashes(scan, engine.tables);
  if (colon) scanColons(scan, engine.tables);
  if (at) scanAts(scan, engine.tables, options.mentionPlatform, engine.readCue);
  if (word) scanWords(scan, engine);
  return scan;
}

/** In order of place, without those that lie inside a longer one. */
function settled(found: Found[]): Found[] {
  if (found.length < 2) return found;
  const sorted = [...found].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Found[] = [];
  for (const one of sorted) if (one.start >= (kept.at(-1)?.end ?? 0)) kept.push(one);
  return kept;
}

/** True where the part that says where the link leads is not written in plain characters. */
function isDisguised({ start, core }: Found, original: string, view: View): boolean {
  return original.slice(view.from[start], view.to[core - 1]) !== view.text.slice(start, core);
}

function linkOf(found: Found, original: string, view: View | null): Link {
  const { reading } = found;
  const start = view === null ? found.start : (view.from[found.start] ?? 0);
  const end = view === null ? found.end : (view.to[found.end - 1] ?? 0);
  const text = original.slice(start, end);
  return {
    platform: reading.platform,
    kind: reading.kind,
    canonical: reading.canonical,
    channel: reading.channel,
    post: reading.post,
    text,
    obfuscated: found.oddScheme || (view !== null && isDisguised(found, original, view)),
    start,
    end,
  };
}

/**
 * Compiles grammars once into a finder of links.
 *
 * The finder reads the text as it is; where something looks disguised it reads a plain view of it instead and maps what
 * it finds back. It never throws, and its time is linear in the length of the text. `start` and `end` are UTF-16 offsets:
 * `text.slice(start, end)` is the link as written. Links are in order of place and do not overlap.
 */
export function compileLinks(grammars: LinkGrammar[]): LinkFinder {
  const engine = engineOf(grammars);
  return (text, options) => {
    if (!isLatin(text) && !LATIN_LETTER.test(text) && !text.includes('／') && !text.includes('\ud835')) return [];
    const slash = text.includes('/');
    const colon = text.includes(':');
    const at = text.includes('@');
    const word = hasWord(text, engine);
    if (!slash && !colon && !at && !word) return [];
    const scan = scanText(text, engine, options, slash, colon, at, word);
    if (!scan.suspicious) return scan.found.length === 0 ? [] : settled(scan.found).map((found) => linkOf(found, text, null));
    const view = joined(refanged(plainView(text)), engine.tables.hosts);
    const { found } = scanText(view.text, engine, options, true, true, true, true);
    return settled(found).map((one) => linkOf(one, text, view));
  };
}
