import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/text/fold.ts';
import { ASIDE, ASIDE_NUMBER, foldWords, LINKED, NUMBER, PLAIN, scanWords } from '../../src/text/words.ts';

/** Words by a regular expression over the fold: the obvious way. */
function plainWords(text: string): string {
  return fold(text)
    .replaceAll("'", '')
    .replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu, (char) => (/[\p{L}\p{N}\p{M}]/u.test(char) ? ` ${char} ` : char))
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')
    .join(' ');
}

function kindsOf(text: string): number[] {
  const scan = scanWords(text);
  return [...scan.kinds.subarray(0, scan.words)];
}

function linked(text: string): string[] {
  const words = foldWords(text).split(' ');
  return words.filter((_, i) => kindsOf(text)[i] === LINKED);
}

describe('foldWords', () => {
  it.each([
    ['Hello, World! #Big_News @Sada_100', 'hello world big news sada 100'],
    ['العاجلة: «٣ قتلى»، والله أعلم.', 'العاجله 3 قتلي والله اعلم'],
    ['https://t.me/sada_100?x=1', 'https t me sada 100 x 1'],
    ["don't stop—now… ok", 'dont stop now ok'],
    ['漢字かな mixed', '漢 字 か な mixed'],
    ['🔴🔴 Срочно🔴: ещё', 'срочно еще'],
    ['\ud83d x \udc00', 'x'],
    ['  \n ', ''],
    ['', ''],
    ['½ ① ﷺ', '1 2 1 صلي الله عليه وسلم'],
  ])('%s', (text, words) => {
    expect(foldWords(text)).toBe(words);
  });

  const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 }).map((all) => String.fromCharCode(...all));
  const spoken = fc.string({
    unit: fc.constantFrom(..."abcАЁйأةىب٣5 .,/:@_'’-\n漢ﾊﾟ\u0301\u0306\u064e\u200d", '😀', '\u{1f1f8}', '…', 'ﻻ'),
    maxLength: 60,
  });

  it('says what the fold says, on any UTF-16, and nothing else the second time', () => {
    fc.assert(
      fc.property(fc.oneof(units, spoken, fc.string({ unit: 'binary' })), (text) => {
        const words = foldWords(text);
        expect(words).toBe(plainWords(text));
        expect(foldWords(fold(text))).toBe(words);
        expect(foldWords(words)).toBe(words);
      }),
      { numRuns: 5_000 },
    );
  });

  it('says the same for every character of the scripts', () => {
    const wrong: string[] = [];
    for (let code = 0; code < 0x20000; code += 1) {
      if (((code >= 0x3400 && code < 0xa000) || (code >= 0xac00 && code < 0xf900) || code > 0x16fff) && code % 101 !== 0) continue;
      const text = `a${String.fromCodePoint(code)}b`;
      if (foldWords(text) !== plainWords(text)) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  it('reads texts of any length one after another', () => {
    const long = 'كلمة word слово '.repeat(20_000);
    expect(foldWords(long)).toBe('كلمه word слово '.repeat(20_000).trim());
    expect(foldWords('short')).toBe('short');
    const wide = 'ﷺ'.repeat(30_000);
    expect(foldWords(wide).length).toBe(18 * 30_000);
  });
});

describe('kinds of words', () => {
  it('marks words of links, whatever their form', () => {
    expect(linked('see https://a.example/b-c now')).toEqual(['https', 'a', 'example', 'b', 'c']);
    expect(linked('see t.me/x now')).toEqual(['t', 'me', 'x']);
    expect(linked('hxxps://t.me/x')).toEqual(['hxxps', 't', 'me', 'x']);
    expect(linked('WWW.harbour.example')).toEqual(['www', 'harbour', 'example']);
    expect(linked('اقرأ https://a.example/ب الآن')).toEqual(['https', 'a', 'example', 'ب']);
    expect(linked('and/or 3.5 e.g. this')).toEqual([]);
  });

  it('marks a short line that is there for a link or a handle, and no long one', () => {
    const words = 'one two three four five six seven eight nine ten eleven twelve thirteen';
    expect(kindsOf('Forwarded from @sada\nyes 5')).toEqual([ASIDE, ASIDE, ASIDE, PLAIN, NUMBER]);
    expect(kindsOf('yes\nJoin 1 t.me/x')).toEqual([PLAIN, ASIDE, ASIDE_NUMBER, LINKED, LINKED, LINKED]);
    expect(kindsOf(`${words} @sada`).every((kind) => kind === PLAIN)).toBe(true);
  });

  it('keeps the word that a link in brackets follows', () => {
    const kinds = kindsOf('read [this](https://a.example/x) today and nothing else but the words that make this line long');
    expect(kinds.slice(0, 2)).toEqual([PLAIN, PLAIN]);
    expect(kinds[2]).toBe(LINKED);
    expect(kinds[6]).toBe(PLAIN);
  });

  it('tells numbers', () => {
    expect(kindsOf('at ١٢:30 gate 4b')).toEqual([PLAIN, NUMBER, NUMBER, PLAIN, PLAIN]);
  });
});
