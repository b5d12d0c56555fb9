import fc from 'fast-check';

/** Invented links and the ways in which people hide them from machines, for property tests. */

export interface Invented {
  host: string[];
  path: string[];
  canonical: string;
}

const name = fc
  .stringMatching(/^[a-z][a-z0-9]{4,12}$/)
  .filter((word) => !/^(?:http|https|login|share|proxy|socks|boost|auth|call|contact|settings|invoice)$/.test(word));
const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{11,20}$/);

export const invented: fc.Arbitrary<Invented> = fc.oneof(
  name.map((n) => ({ host: ['t', 'me'], path: [n], canonical: `https://t.me/${n}` })),
  name.map((n) => ({ host: ['telegram', 'me'], path: [n], canonical: `https://t.me/${n}` })),
  token.map((t) => ({ host: ['t', 'me'], path: ['joinchat', t], canonical: `https://t.me/+${t}` })),
  fc
    .tuple(name, fc.integer({ min: 1, max: 99_999 }))
    .map(([n, id]) => ({ host: ['t', 'me'], path: [n, String(id)], canonical: `https://t.me/${n}/${id}` })),
  name.map((n) => ({ host: ['tt', 'me'], path: [n], canonical: `https://tt.me/${n}` })),
  token.map((t) => ({ host: ['chat', 'whatsapp', 'com'], path: [t], canonical: `https://chat.whatsapp.com/${t}` })),
  token.map((t) => ({ host: ['discord', 'gg'], path: [t], canonical: `https://discord.gg/${t}` })),
);

const FULL_WIDTH = (char: string) => String.fromCharCode(char.charCodeAt(0) + 0xfee0);
const BOLD = (char: string) =>
  String.fromCodePoint((/[a-z]/.test(char) ? 0x1d41a - 97 : /[A-Z]/.test(char) ? 0x1d400 - 65 : 0x1d7ce - 48) + char.charCodeAt(0));
const LOOKS: Record<string, string> = {
  a: 'а',
  c: 'с',
  e: 'е',
  o: 'о',
  p: 'р',
  x: 'х',
  i: 'і',
  s: 'ѕ',
  t: 'т',
  m: 'м',
  A: 'А',
  O: 'Ο',
  T: 'Т',
};
const ARABIC_DIGIT = (char: string) => String.fromCharCode(0x660 + Number(char));
const PERCENT = (char: string) => `%${char.charCodeAt(0).toString(16)}`;

/** One way of writing a single character. */
type Dress = 'plain' | 'wide' | 'bold' | 'look' | 'digit' | 'percent' | 'hidden';
const dress = fc.constantFrom<Dress>('plain', 'plain', 'plain', 'plain', 'wide', 'bold', 'look', 'digit', 'percent', 'hidden');

function dressed(char: string, how: Dress): string {
  if (how === 'wide') return FULL_WIDTH(char);
  if (how === 'bold') return BOLD(char);
  if (how === 'look') return LOOKS[char] ?? char;
  if (how === 'digit') return /\d/.test(char) ? ARABIC_DIGIT(char) : char;
  if (how === 'percent') return PERCENT(char);
  return how === 'hidden' ? `${char}\u200b` : char;
}

export const DOTS = [
  '.',
  '.',
  '[.]',
  '(.)',
  '{.}',
  '[dot]',
  ' (dot) ',
  ' dot ',
  ' . ',
  ' [.] ',
  '．',
  '。',
  '[.',
  '.]',
  ' نقطة ',
  ' точка ',
  '-dot-',
  '\\.',
  '%2e',
  ' .',
  '. ',
];
export const SLASHES = ['/', '/', '[/]', '(/)', ' / ', '／', '∕', '\\', '\\/', '%2F', ' slash ', '(slash)', ' سلاش ', ' слеш '];
export const SCHEMES = ['', '', 'https://', 'http://', 'hxxps://', 'hXXp://', 'https[:]//', 'hxxp[://]', 'https:// ', 'h**ps://'];
const BEFORE = ['', 'Join us: ', 'see ', '(', 'انضموا إلينا ', 'Наш канал ', 'قناتنا: ', '👉 ', 'the new home\n'];
const BEHIND = ['', ' now', '.', ', and more', ')', ' الآن', '\nnext line', '!', ' — новый дом'];

/** A disguised link in a sentence, and what it must be recognised as. */
export const disguised: fc.Arbitrary<{ text: string; canonical: string }> = fc
  .record({
    link: invented,
    dresses: fc.array(dress, { minLength: 48, maxLength: 48 }),
    isDressed: fc.boolean(),
    dot: fc.constantFrom(...DOTS),
    slash: fc.constantFrom(...SLASHES),
    scheme: fc.constantFrom(...SCHEMES),
    before: fc.constantFrom(...BEFORE),
    behind: fc.constantFrom(...BEHIND),
  })
  .map(({ link, dresses, isDressed, dot, slash, scheme, before, behind }) => {
    let n = 0;
    const put = (word: string) =>
      isDressed ? [...word].map((char) => dressed(char, dresses[n++ % dresses.length] ?? 'plain')).join('') : word;
    const host = link.host.map(put).join(dot);
    const path = link.path.map(put).join(slash);
    // Another slash behind letters in mixed dresses, in a text without any plain sign, is a known limit.
    const known = isDressed && /[／∕]/.test(slash) && scheme === '' ? 'https://' : scheme;
    return { text: `${before}${known}${host}${slash}${path}${behind}`, canonical: link.canonical };
  });
