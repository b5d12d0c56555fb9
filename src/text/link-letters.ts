/** Which plain character does a disguised one stand for? The table of look-alike letters, other digits, dots, slashes and invisible characters. */

/** What happens to a character on the way to its plain form. */
export const STAYS = 0;
export const DROPPED = 1;
/** Always replaced: the same character in another dress (full-width, mathematical, another script's digit). */
export const MAPPED = 2;
/** Replaced only where its whole word can be: a letter of another script that looks like a Latin one. */
export const LOOKS_ALIKE = 3;

/** Letters of other scripts by the Latin letter that they pass for. Case is kept, since invite tokens need it. */
const LOOK_ALIKES: Record<string, string> = {
  a: 'аαɑ',
  b: 'ьβЬв',
  c: 'сϲ',
  d: 'ԁժ',
  e: 'еёєεеҽ',
  f: 'ғϝք',
  g: 'ɡցԍ',
  h: 'һհнћ',
  i: 'іїιıɩ',
  j: 'јϳյ',
  k: 'кκҡқ',
  l: 'ӏլǀ',
  m: 'м',
  n: 'пηոռ',
  o: 'оοσօ',
  p: 'рρ',
  q: 'ԛգզ',
  r: 'г',
  s: 'ѕ',
  t: 'тτ',
  u: 'υս',
  v: 'νѵ',
  w: 'ԝωա',
  x: 'хχ',
  y: 'уγүყ',
  A: 'АΑ',
  B: 'ВΒ',
  C: 'СϹ',
  E: 'ЕΕЁ',
  G: 'Ԍ',
  H: 'НΗ',
  I: 'ІΙӀ',
  J: 'ЈͿ',
  K: 'КΚ',
  L: 'Լ',
  M: 'МΜ',
  N: 'Ν',
  O: 'ОΟՕ',
  P: 'РΡ',
  Q: 'Ԛ',
  S: 'ЅՏ',
  T: 'ТΤ',
  U: 'Ս',
  V: 'Ѵ',
  W: 'Ԝ',
  X: 'ХΧ',
  Y: 'УΥҮ',
  Z: 'Ζ',
};

/** Signs that stand for a structural one. Bullets pass for dots only inside links, and only a known host makes a link. */
const SIGNS: Record<string, string> = {
  '.': '。｡․۔·•∙⋅',
  '/': '⁄∕╱⧸',
  ':': '∶ː׃꞉',
  '-': '‐‑',
  ' ': '\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t',
  '\n': '\r\u0085\u2028\u2029',
};

/** Small capitals that are no compatibility forms. */
const SMALL_CAPITALS: [string, string] = ['ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ', 'abcdefghijklmnoprstuvwyz'];

/** First and last code point of what nobody sees: joiners, marks of direction, variation selectors, fillers, combining marks. */
const INVISIBLE: [number, number][] = [
  [0x00ad, 0x00ad],
  [0x0300, 0x036f],
  [0x0483, 0x0489],
  [0x061c, 0x061c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x20d0, 0x20ff],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
];

/** Blocks of compatibility letters, read by Unicode's own table (NFKC). Superscripts are left out: they are footnotes. */
const COMPATIBILITY: [number, number][] = [
  [0x2024, 0x2024],
  [0x2100, 0x214f],
  [0x2160, 0x217f],
  [0x2460, 0x24ff],
  [0xfe50, 0xfe6b],
  [0xff01, 0xff5e],
];

const kinds = new Uint8Array(0x10000);
const plain = new Uint16Array(0x10000);

function put(from: string, to: string, kind: number): void {
  for (const char of from) {
    kinds[char.charCodeAt(0)] = kind;
    plain[char.charCodeAt(0)] = to.charCodeAt(0);
  }
}

function fillTables(): void {
  for (const [first, last] of COMPATIBILITY) {
    for (let code = first; code <= last; code++) {
      const form = String.fromCharCode(code).normalize('NFKC');
      if (form.length === 1 && form.charCodeAt(0) < 0x7f) put(String.fromCharCode(code), form, MAPPED);
    }
  }
  for (let digit = 0; digit < 10; digit++) put(String.fromCharCode(0x0660 + digit, 0x06f0 + digit), String(digit), MAPPED);
  for (const [to, from] of Object.entries(LOOK_ALIKES)) put(from, to, LOOKS_ALIKE);
  for (const [to, from] of Object.entries(SIGNS)) put(from, to, MAPPED);
  for (const [i, char] of [...SMALL_CAPITALS[0]].entries()) put(char, SMALL_CAPITALS[1].charAt(i), MAPPED);
  for (const [first, last] of INVISIBLE) kinds.fill(DROPPED, first, last + 1);
}
fillTables();

/** What happens to a code unit below U+10000. */
export function kindOf(unit: number): number {
  return kinds[unit] ?? STAYS;
}

/** The plain code unit for one that is MAPPED or LOOKS_ALIKE. */
export function plainOf(unit: number): number {
  return plain[unit] ?? 0;
}

/** The plain code unit of an astral character (mathematical and enclosed letters); 0 where it is dropped, null where it stays. */
export function astralOf(code: number): number | null {
  if (code >= 0x1d400 && code <= 0x1d7ff) {
    const form = String.fromCodePoint(code).normalize('NFKC');
    if (form.length !== 1) return null;
    const unit = form.charCodeAt(0);
    return unit < 0x7f ? unit : kindOf(unit) === LOOKS_ALIKE ? plainOf(unit) : null;
  }
  // Squared, negative circled and negative squared capitals: only the first row has compatibility forms.
  if (code >= 0x1f130 && code <= 0x1f149) return 65 + code - 0x1f130;
  if (code >= 0x1f150 && code <= 0x1f169) return 65 + code - 0x1f150;
  if (code >= 0x1f170 && code <= 0x1f189) return 65 + code - 0x1f170;
  return code >= 0xe0000 && code <= 0xe0fff ? 0 : null;
}

/** True for what may be part of a word in some script. Approximate beyond ASCII: good enough to see where a word ends. */
export function isWordUnit(unit: number): boolean {
  if (unit < 0x80) return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57) || unit === 95;
  if (unit < 0xc0 || unit === 0xd7 || unit === 0xf7) return false;
  if (unit === 0x060c || unit === 0x061b || unit === 0x061f) return false;
  return !((unit >= 0x2000 && unit < 0x2c00) || (unit >= 0x3000 && unit < 0x3040) || unit >= 0xd800);
}

/** The code unit at a place; 0 outside the text, where `charCodeAt` would answer NaN and slow its callers down. */
export function unitAt(text: string, at: number): number {
  return at >= 0 && at < text.length ? text.charCodeAt(at) : 0;
}
