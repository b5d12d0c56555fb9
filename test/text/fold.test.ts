import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/text/fold.ts';
import { foldCodePoint, withoutInvisible } from '../../src/text/fold-rules.ts';

/** The rules applied in the plainest way: what the tables must agree with. */
function plainFold(text: string): string {
  for (let folded = text; ; ) {
    const next = [...withoutInvisible(folded).normalize('NFC')].map(foldCodePoint).join('');
    if (next === folded) return folded;
    folded = next;
  }
}

/** Characters that meet in awkward ways: marks, letters that compose, invisible ones, halves of surrogate pairs. */
const awkward = fc.constantFrom(
  ...'أإآٱةىئؤءيیكکهہھـَُّْٰﻻﷺﷲ،؟٣۴',
  ...'ИиЙйЁёЇїÉéßÆøŁıİſﬁ①２½№…™',
  ...'αΆςΣがカﾊﾞﾟ゙가ᄀㄱﾡ',
  ...'कि़นำையা',
  ...[
    '\u0301',
    '\u0306',
    '\u0308',
    '\u0327',
    '\u0654',
    '\u0653',
    '\u1161',
    '\u11a8',
    '\u20e3',
    '\ufe0f',
    '\u200c',
    '\u200d',
    '\u202e',
    '\u00ad',
  ],
  ...['\ud800', '\udc00', '\u{1f600}', '\u{1f1f8}', '\u{1d400}', '\u{1d7d8}', '\u{e0041}', '\u{1fbf3}', '\u{20000}'],
  ...' \n\u2028\u00a0.-_/@#\'’"\0\u0001\u0003\u0009\u000b',
);
const awkwardText = fc.array(awkward, { maxLength: 24 }).map((parts) => parts.join(''));
const anyUnits = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 }).map((units) => String.fromCharCode(...units));
const anyText = fc.oneof(awkwardText, anyUnits, fc.string({ unit: 'binary', maxLength: 60 }));

describe('fold', () => {
  it.each([
    ['أحمد إلى آخر ٱلكتاب', 'احمد الي اخر الكتاب'],
    ['مكتبة', 'مكتبه'],
    ['مُـحَـمَّـدٌ رَسُولٌ', 'محمد رسول'],
    ['ٱلرَّحْمَٰنِ ۝١ ۞', 'الرحمن 1 '],
    ['مسؤول قائد ماء سماء شيء', 'مسوول قايد ماء سماء شيء'],
    ['ﻣﻜﺘﺒﺔ ﷲ ﻻ', 'مكتبه الله لا'],
    ['کتاب‌های فارسی', 'كتابهاي فارسي'],
    ['ہندوستان ۂ ھم', 'هندوستان ه هم'],
    ['٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ ２０２４ 𝟙𝟚 १२', '0123456789 0123456789 2024 12 12'],
    ['Ünïcödé ÀÉ ŁÓDŹ Straße Ærøskøbing İstanbul ılık', 'unicode ae lodz strasse aeroskobing istanbul ilik'],
    ['Cafe\u0301 ﬁne 𝓱𝓮𝓵𝓵𝓸 Ⓐ', 'cafe fine hello a'],
    ['ЁЛКА Ещё Йод Украї́на Подъём', 'елка еще йод україна подъем'],
    ['и\u0306 й', 'й й'],
    ['Ἀθήνα ΟΔΥΣΣΕΎΣ', 'αθηνα οδυσσευσ'],
    ['ha\u200bpp\u2060y\ufeff \u202eright\u202c so\u00adft', 'happy right soft'],
    ['1\ufe0f\u20e3 ☕\ufe0f', '1 ☕'],
    ['a\u{e0041}\u{e0042}b', 'ab'],
    ['one\u00a0two\tthree\r\nfour\u2028five', 'one two three\n\nfour\nfive'],
    ['don’t Qurʼan ‘x’', "don't qur'an 'x'"],
    ['(what?) – yes…', '(what?) – yes...'],
    ['ﾊﾟﾝ 가나', 'パン 가나'],
    ['\u1112\u1161\u11ab', '한'],
    ['हिन्दी ไทย', 'हिन्दी ไทย'],
    ['lone \ud83d half', 'lone \ufffd half'],
    ['\ud800\u200b\udc00', '\ufffd\ufffd'],
    ['\u0438\u0306\ud800\u200b\udc00', 'й\ufffd\ufffd'],
  ])('%s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('returns the same string where nothing changes, and changes nothing twice', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = fold(text);
        expect(fold(once)).toBe(once);
      }),
      { numRuns: 3_000 },
    );
  });

  it('agrees with its rules applied plainly, on any UTF-16', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fold(text)).toBe(plainFold(text));
      }),
      { numRuns: 5_000 },
    );
  });

  it('agrees with its rules and is stable for every character of the scripts', () => {
    const wrong: string[] = [];
    for (let code = 0; code < 0x20000; code += 1) {
      // Ideographs, Hangul syllables and private use fold to themselves throughout; a few of them will do.
      if (((code >= 0x3400 && code < 0xa000) || (code >= 0xac00 && code < 0xf900) || code > 0x16fff) && code % 101 !== 0) continue;
      const char = String.fromCodePoint(code);
      const folded = fold(`a${char}a`);
      if (folded !== plainFold(`a${char}a`) || fold(folded) !== folded) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  it('does not see harakat, tatweel and what is invisible', () => {
    const unseen = fc.constantFrom(
      '\u064b',
      '\u064e',
      '\u0651',
      '\u0670',
      '\u06da',
      '\u0640',
      '\u200b',
      '\u200f',
      '\u2066',
      '\ufe0f',
      '\u{e0020}',
    );
    const letters = fc.string({ unit: fc.constantFrom(...'ابتثجأإةىئؤيكabcабвё ') });
    fc.assert(
      fc.property(letters, fc.array(fc.tuple(fc.nat(40), unseen)), (text, inserted) => {
        const units = [...text];
        for (const [at, char] of inserted) units.splice(at, 0, char);
        expect(fold(units.join(''))).toBe(fold(text));
      }),
    );
  });
});
