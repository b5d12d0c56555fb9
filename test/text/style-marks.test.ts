import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOST_MARKS, styleMarks } from '../../src/text/style-marks.ts';
import { MOST_WORDS, wordHashes } from '../../src/text/word-hashes.ts';
import { foldWords } from '../../src/text/words.ts';

const marksOf = (text: string): number[] => {
  const { marks, count } = styleMarks(text);
  return [...marks.subarray(0, count)];
};
const hashesOf = (words: string): number[] => {
  const { hashes, count } = wordHashes(words);
  return [...hashes.subarray(0, count)];
};

test('the words do not matter, how they are set does', () => {
  const plain = marksOf('the library opens on sunday.');
  expect(marksOf('our gardens close at midday.')).toEqual(plain);
  for (const other of [
    'the library opens on sunday!',
    'the library opens on sunday',
    'The library opens on sunday.',
    'the LIBRARY opens on sunday.',
    'the librarrry opens on sunday.',
    'the library opens\non sunday.',
    'the library opens\n\non sunday.',
    'the library opens on sunday. 🌿',
    'the library opens on sunday...',
    'the library opens on sunday .',
  ])
    expect(marksOf(other), other).not.toEqual(plain);
});

test('Arabic habits: vowel marks, stretched letters, its own comma and digits', () => {
  const plain = marksOf('تفتح المكتبة ابوابها, يوم الاحد 12');
  for (const other of [
    'تفتح المكتبةُ ابوابها, يوم الاحد 12',
    'تفتح المكتـــبة ابوابها, يوم الاحد 12',
    'تفتح المكتبة ابوابها، يوم الاحد 12',
    'تفتح المكتبة ابوابها, يوم الاحد ١٢',
  ])
    expect(marksOf(other), other).not.toEqual(plain);
});

test('a link is one sign, whatever it leads to', () => {
  expect(marksOf('see https://a.example/x.y?z=1 now')).toEqual(marksOf('see https://b.example/abcdefgh now'));
});

test('any string can be read, the same way twice, in bounded room', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(65_535), { maxLength: 200 }), (units) => {
      const text = String.fromCharCode(...units);
      const once = marksOf(text);
      expect(marksOf(text)).toEqual(once);
      expect(once.length).toBeLessThanOrEqual(MOST_MARKS);
      expect(new Set(once).size).toBe(once.length);
    }),
  );
  expect(marksOf('!?'.repeat(20_000)).length).toBeGreaterThan(0);
});

test('words: each once, ascending, numbers left out, the order kept in the sequence alone', () => {
  expect(hashesOf('b a b a 12 2019')).toEqual(hashesOf('a b'));
  expect(wordHashes('a b').sequence).not.toBe(wordHashes('b a').sequence);
  expect(hashesOf('')).toEqual([]);
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 8 }), { maxLength: 200 }), (list) => {
      const words = foldWords(list.join(' '));
      const hashes = hashesOf(words);
      expect(hashes).toEqual([...hashes].sort((a, b) => a - b));
      const different = new Set(words.split(' ').filter((word) => word !== '' && [...word].some((letter) => letter > '9')));
      expect(hashes.length).toBe(Math.min(MOST_WORDS, different.size));
    }),
  );
});
