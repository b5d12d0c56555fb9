/** Names without a host: `@name` where the context makes it a handle, `@user@host`, `npub1…`. */

import { isHostUnit, isOdd } from './link-disguise.ts';
import type { CompiledGrammars, CompiledRule } from './link-grammar.ts';
import { readWith } from './link-grammar.ts';
import { isWordUnit, unitAt } from './link-letters.ts';
import { pushName, type Scan } from './link-scan.ts';

/** What may stand between a cue and its handle: "Telegram channel: ", «قناتنا على تلجرام ←». */
const NOUNS = 'channel|group|chat|account|handle|id|user|username|канал|чат|группа|قناة|قناتنا|مجموعة|حساب|معرف|القناة'.split('|');
const BETWEEN = `(?:[ ]{1,2}(?:${NOUNS.join('|')}))?[ ]{0,3}(?:[:：=>|*»-]|—|–|→|←|👉|⬇️?)?[ \\n]{0,3}[(\\[]?$`;
const REACH = 48;
const AT = 64;
const DOT = 46;

/** What cue, if any, stands before (or, as "on Telegram", behind) a handle. */
export type CueReader = (text: string, at: number, end: number) => string | null;

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The word before a place, over up to eight signs and blanks. */
function wordBefore(text: string, at: number): string {
  let end = at;
  while (end > at - 8 && end > 0 && !isWordUnit(unitAt(text, end - 1))) end--;
  let start = end;
  while (start > end - 20 && isWordUnit(unitAt(text, start - 1))) start--;
  return text.slice(start, end).toLowerCase();
}

/** Compiles the cue words of all platforms into one look. */
export function cueReader(cues: ReadonlyMap<string, string>): CueReader {
  if (cues.size === 0) return () => null;
  const words = [...cues.keys()].sort((a, b) => b.length - a.length).map(escaped);
  const before = new RegExp(`(?:^|[^\\p{L}\\p{N}_@/.])(?:ال|بال|على )?(${words.join('|')})${BETWEEN}`, 'iu');
  const behind = new RegExp(`^[)\\]]?[ ]{1,2}(?:on|in|at|via|в|на|على|في|عبر)[ ]{1,2}(?:ال)?(${words.join('|')})(?![\\p{L}\\p{N}_])`, 'iu');
  // Most words before a handle are no cue, and one look into a set tells.
  const lastWords = new Set([...NOUNS, ...[...cues.keys()].map((cue) => wordBefore(cue, cue.length))]);
  return (text, at, end) => {
    const last = wordBefore(text, at);
    const mayBe = lastWords.has(last) || lastWords.has(last.replace(/^ب?ال/, ''));
    const match = mayBe ? before.exec(text.slice(Math.max(0, at - REACH), at)) : null;
    const cue = match ?? (unitAt(text, end) <= 93 ? behind.exec(text.slice(end, end + REACH)) : null);
    return cue === null ? null : (cues.get((cue[1] ?? '').toLowerCase()) ?? null);
  };
}

/** True where what follows an at sign can be a host. */
function hasHostBehind(text: string, at: number): boolean {
  let end = at + 1;
  let dotted = false;
  while (end < at + 254 && isHostUnit(unitAt(text, end))) {
    if (unitAt(text, end) === DOT && end > at + 1 && isHostUnit(unitAt(text, end + 1))) dotted = true;
    end++;
  }
  // `@user@host`
  return dotted || unitAt(text, end) === AT || isOdd(unitAt(text, end));
}

/** A sign glued to these is part of something else: an address, a price, a path, code. */
const GLUED_BEFORE = /[\w!@#$%&*/.=+-]/;
/** A Latin letter with an accent goes on the word; a second at sign or a domain makes it an address. */
const GLUED_BEHIND = /^(?:[@\u00c0-\u024f]|:\/\/|\.[a-z]{2}|-\w)/i;
/** "RT@name" is how reposts were written. */
const REPOST = /(?:^|[^\p{L}\p{N}_])rt:?$/iu;

function mentionAt(scan: Scan, tables: CompiledGrammars, at: number, home: string | null, readCue: CueReader): void {
  const { text } = scan;
  if (at > 0 && GLUED_BEFORE.test(text.charAt(at - 1)) && !REPOST.test(text.slice(Math.max(0, at - 4), at))) return;
  let end = at + 1;
  while (end < at + 64 && /\w/.test(text.charAt(end))) end++;
  if (end === at + 1 || GLUED_BEHIND.test(text.slice(end, end + 3))) return;
  const platform = readCue(text, at, end) ?? home;
  const rule = platform === null ? undefined : tables.mentions.get(platform);
  if (rule === undefined) return;
  const reading = readWith([rule], text, at, '');
  if (reading !== null) pushName(scan, at, reading);
}

function addressAt(scan: Scan, rules: CompiledRule[], at: number): boolean {
  const { text } = scan;
  let start = at;
  while (start > at - 64 && /[\w.+-]/.test(text.charAt(start - 1))) start--;
  const sign = text.charAt(start - 1);
  const from = sign === '!' || sign === '@' ? start - 1 : start;
  if (/[\w/@!#]/.test(text.charAt(from - 1))) return false;
  const reading = readWith(rules, text, from, '');
  if (reading === null || from + reading.length <= at) return false;
  pushName(scan, from, reading);
  return true;
}

/** Everything with an at sign. `home` is the platform whose handles a bare `@name` means; null where only a cue counts. */
export function scanAts(scan: Scan, tables: CompiledGrammars, home: string | null, readCue: CueReader): void {
  const { text } = scan;
  const rules = tables.signs.get('@');
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const after = unitAt(text, at + 1);
    if (rules !== undefined && hasHostBehind(text, at) && addressAt(scan, rules, at)) continue;
    if (after !== AT) mentionAt(scan, tables, at, home, readCue);
  }
}

/** Names that begin with a word of their own (`npub1`), and hosts that need no path (`name.t.me`). */
export function scanWord(scan: Scan, tables: CompiledGrammars, word: string, at: number): void {
  const { text } = scan;
  if (/[\w/:.@-]/.test(text.charAt(at - 1))) return;
  const reading = readWith(tables.words.get(word), text, at, '');
  if (reading !== null) pushName(scan, at, reading);
}
