/** Does something here look like a link in disguise? Cheap signs only: they decide whether a text is worth a plain view. */

import { DROPPED, isWordUnit, kindOf, plainOf, STAYS, unitAt } from './link-letters.ts';
import { plainView } from './link-view.ts';

const DOT = 46;
const COMMA = 44;
const SLASH = 47;
const SPACE = 32;
const NEWLINE = 10;
/** How far before a slash the end of a host is looked for. */
const REACH = 32;

const HOST_UNIT = new Uint8Array(128);
// An underscore stands in no host, but in names before one: `some_name.t.me`.
for (let unit = 33; unit < 127; unit++) if (/[a-z0-9._-]/i.test(String.fromCharCode(unit))) HOST_UNIT[unit] = 1;

export function isHostUnit(unit: number): boolean {
  return unit < 128 && HOST_UNIT[unit] === 1;
}

/** `]`, `)`, `}`, `>`. */
export function isClosing(unit: number): boolean {
  return unit === 93 || unit === 41 || unit === 125 || unit === 62;
}

/** True for what stands where a host or name should go on, if somebody broke it up or dressed it up. */
export function isOdd(unit: number): boolean {
  if (unit < 128) return unit === 91 || unit === 40 || unit === 123 || unit === 37 || unit === 92;
  // Mathematical and enclosed letters, invisible tags: the first halves of their pairs.
  if (unit === 0xd835 || unit === 0xd83c || unit === 0xdb40) return true;
  return kindOf(unit) !== STAYS && plainOf(unit) !== SPACE && plainOf(unit) !== NEWLINE;
}

/** True where the second half of a mathematical or enclosed letter stands. */
function isDressedPair(text: string, at: number): boolean {
  const unit = unitAt(text, at);
  return unit >= 0xdc00 && unit <= 0xdfff && isOdd(unitAt(text, at - 1));
}

/** True where a letter or digit of any dress stands before a slash, with nothing but blanks and opening signs between. */
function endsInLetter(text: string, slash: number): boolean {
  for (let i = slash - 1; i >= slash - 5; i--) {
    const unit = unitAt(text, i);
    if (unit === SPACE || unit === 92 || unit === 91 || unit === 40 || unit === 60 || unit === 123 || kindOf(unit) === DROPPED) continue;
    return isWordUnit(unit) || isOdd(unit) || isDressedPair(text, i);
  }
  return false;
}

/** True where the word before a slash holds a letter that no plain one looks like: then it is prose («за/против»). */
function endsInProse(text: string, slash: number): boolean {
  for (let i = slash - 1; i >= slash - REACH; i--) {
    const unit = unitAt(text, i);
    if (!isWordUnit(unit)) return false;
    if (unit >= 0x80 && kindOf(unit) === STAYS) return true;
  }
  return false;
}

/** The letters right before a slash in plain characters: `me` of `t [.] ｍe /`. */
function plainLabelBefore(text: string, slash: number): string {
  let end = slash;
  while (end > slash - 4 && unitAt(text, end - 1) === SPACE) end--;
  let start = end;
  while (start > end - 17 && isWordUnit(unitAt(text, start - 1)) && unitAt(text, start - 1) < 0x80) start--;
  // A plain word between blanks needs no closer look.
  if (start < end && (start === 0 || unitAt(text, start - 1) === SPACE)) return text.slice(start, end).toLowerCase();
  const plain = plainView(text.slice(Math.max(0, slash - REACH), slash)).text;
  return /([a-z]{2,16})[ /\\[({<]{0,4}$/i.exec(plain)?.[1]?.toLowerCase() ?? '';
}

/**
 * True where a known host may stand before this slash, but in disguise.
 *
 * @param hostStart where the plain part before the slash begins
 * @param lastLabels what known hosts end in: `me`, `com`
 */
export function looksDisguised(text: string, hostStart: number, slash: number, lastLabels: ReadonlySet<string>): boolean {
  const before = unitAt(text, hostStart - 1);
  if (before === SLASH) return false;
  if (hostStart === slash) {
    if (!endsInLetter(text, slash)) return false;
    // "t dot me" in Arabic letters.
    if (text.slice(slash - 5, slash).includes('مي')) return true;
    return !endsInProse(text, slash) && !isHostUnit(before) && lastLabels.has(plainLabelBefore(text, slash));
  }
  // A dot or closing bracket before it, or a blank behind a dot: "chat .whatsapp.com", "t[.]me", "t. me".
  if (unitAt(text, hostStart) === DOT || isClosing(before)) return true;
  if (isOdd(before) || isDressedPair(text, hostStart - 1)) return true;
  const beyond = unitAt(text, hostStart - 2);
  if (before === SPACE && (beyond === DOT || beyond === COMMA)) return true;
  // One label alone ("me/", "t-dot-me/"): what stands before it may be a disguised dot.
  return lastLabels.has(
    text
      .slice(hostStart, slash)
      .toLowerCase()
      .replace(/^.*[-_]/, ''),
  );
}

/** Signs that stand for a slash where there is no plain one. */
const ODD_SLASHES = /[／∕⁄\\]|%2f/gi;
/** How far back the address is looked at in which an odd slash stands. */
const LONGEST_ADDRESS = 80;
/** After so many odd slashes one plain view of the whole text costs less than to look at each. */
const MOST_LOOKS = 64;

/** True where an odd slash may stand right behind a known host (`t.me%2Fname`), and not somewhere in the path of an address. */
export function hasOddSlash(text: string, lastLabels: ReadonlySet<string>): boolean {
  let looks = 0;
  for (const { index } of text.matchAll(ODD_SLASHES)) {
    if (++looks > MOST_LOOKS) return true;
    const address = /\S*$/.exec(text.slice(Math.max(0, index - LONGEST_ADDRESS), index))?.[0] ?? '';
    if (/[/?]/.test(address.slice(address.lastIndexOf('//') + 2))) continue;
    if (endsInLetter(text, index) && lastLabels.has(plainLabelBefore(text, index))) return true;
  }
  return false;
}
