/** Which community links stand in this text? The engine of link recognition: grammars in, one finder out. */

import type { Link, LinkGrammar } from '../model/link.ts';
import { type CompiledGrammars, compileGrammars, readWith } from './link-grammar.ts';
import { type CueReader, cueReader, scanAts, scanWord } from './link-names.ts';
import { joined, refanged } from './link-refang.ts';
import { type Found, type Scan, scanColons, scanSlashes } from './link-scan.ts';
import { plainView, type View } from './link-view.ts';

export interface LinkOptions {
  /** The platform whose handles a bare `@name` means, as in a post of that platform; null where only a cue ("Telegram: @name") counts. */
  mentionPlatform: string | null;
}

export type LinkFinder = (text: string, options: LinkOptions) => Link[];

/** Which signs a text holds at all. */
interface Signs {
  slash: boolean;
  colon: boolean;
  at: boolean;
  word: boolean;
}

const ALL_SIGNS: Signs = { slash: true, colon: true, at: true, word: true };

interface Engine {
  tables: CompiledGrammars;
  readCue: CueReader;
  /** Words that alone are reason to look: spelled slashes, `npub1`, `.t.me`. */
  words: RegExp;
  /** Those of them in Latin letters: in a text of another script the machine leaps over nearly all of it. */
  latinWords: RegExp;
  bareNames: RegExp;
  hostEnds: RegExp;
}

const SPELLED_SLASH = ['slash', 'слеш', 'слэш', 'سلاش'];

function anyOf(words: string[], flags: string): RegExp {
  return new RegExp(words.length === 0 ? '(?!)' : words.map((word) => word.replaceAll('.', '[.]')).join('|'), flags);
}

function engineOf(grammars: LinkGrammar[]): Engine {
  const tables = compileGrammars(grammars);
  // Hosts under which a label alone is a name: `name.t.me`.
  const hostEnds = [...tables.parents].filter(([host, rules]) => readWith(rules, '/somename', 0, `somename.${host}`) !== null).map(([host]) => `.${host}`);
  const bare = [...tables.words.keys()];
  return {
    tables,
    readCue: cueReader(tables.cues),
    words: anyOf([...SPELLED_SLASH, ...bare, ...hostEnds], 'gi'),
    latinWords: anyOf(['[sS]l[a]sh', ...bare, ...hostEnds], ''),
    bareNames: anyOf(bare, 'i'),
    hostEnds: anyOf(hostEnds, ''),
  };
}

/** "slash" in words, or a full-width one. Only as a class does the engine search a single word by leaps. */
const LATIN_SLASH = /[sS]l[a]sh|[a-zａ-ｚ]／[^]{3}/;

/** True where a full stop is followed or preceded as in no prose: `t.me`, `t[.]me`, `t . me`. */
function hasTightDot(text: string): boolean {
  for (let dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) {
    if (text.charCodeAt(dot + 1) > 46 || text.charCodeAt(dot - 1) === 32) return true;
  }
  return false;
}

/**
 * True where words alone may make a link. Most posts hold no link at all, so every step is one that the machine does by
 * leaps in that script; one pattern of everything takes many times as long.
 */
function hasWord(text: string, engine: Engine, hasSign: boolean): boolean {
  if (text.charCodeAt(text.length >> 1) > 0x2ff) return text.includes('me') || text.includes('／') || engine.latinWords.test(text);
  const dotted = hasSign ? engine.hostEnds.test(text) : hasTightDot(text);
  return dotted || LATIN_SLASH.test(text) || (text.includes('1') && engine.bareNames.test(text));
}

/** Signs that stand for a slash where there is no plain one. */
const ODD_SLASH = /[／∕⁄\\]|%2[ef]/i;

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
  scan.found.push({ start, end: end + Math.max(0, reading.length - path.length), reading, oddScheme: false });
}

function atWord(scan: Scan, tables: CompiledGrammars, written: string, at: number): void {
  const word = written.toLowerCase();
  if (word.startsWith('.')) scanHostOnly(scan, tables, at, word.slice(1));
  else if (tables.words.has(word)) scanWord(scan, tables, word, at);
  else scan.suspicious = true;
}

function scanText(text: string, engine: Engine, options: LinkOptions, signs: Signs): Scan {
  const scan: Scan = { text, found: [], suspicious: false };
  if (signs.slash) scanSlashes(scan, engine.tables);
  if (signs.colon) scanColons(scan, engine.tables);
  if (signs.at) scanAts(scan, engine.tables, options.mentionPlatform, engine.readCue);
  if (signs.word) {
    if (ODD_SLASH.test(text)) scan.suspicious = true;
    engine.words.lastIndex = 0;
    for (let match = engine.words.exec(text); match !== null; match = engine.words.exec(text)) atWord(scan, engine.tables, match[0], match.index);
  }
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
    obfuscated: found.oddScheme || (view !== null && text !== view.text.slice(found.start, found.end)),
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
    const signs: Signs = { slash: text.includes('/'), colon: text.includes(':'), at: text.includes('@'), word: false };
    const hasSign = signs.slash || signs.colon || signs.at;
    signs.word = hasWord(text, engine, hasSign);
    if (!hasSign && !signs.word) return [];
    const scan = scanText(text, engine, options, signs);
    if (!scan.suspicious) return settled(scan.found).map((found) => linkOf(found, text, null));
    const view = joined(refanged(plainView(text)), engine.tables.hosts);
    return settled(scanText(view.text, engine, options, ALL_SIGNS).found).map((found) => linkOf(found, text, view));
  };
}
