import { expect, test } from 'vitest';
import { fold } from '../../src/text/fold.ts';
import { skeletons } from '../../src/text/transliterate.ts';

const meet = (a: string, b: string): boolean => skeletons(fold(a)).some((s) => skeletons(fold(b)).includes(s));

test.each([
  ['صدى المدينة', 'Sada al-Madina'],
  ['نسيم الصباح', 'Naseem Alsabah'],
  ['خبز وزيتون', 'khobz w zaytoun'],
  ['ربيع الحرية', 'rabi3 al7oriya'],
  ['مطبخ', 'ma6bakh'],
  ['مكتبة النخيل', 'maktabat alnakheel'],
  ['Утренний бриз', 'Utrenniy Briz'],
  ['Площадь', 'ploshchad'],
  ['Жёлтый чайник', 'Zholtyy chaynik'],
])('%s and %s have a skeleton in common', (one, other) => {
  expect(meet(one, other)).toBe(true);
});

test('different consonants make different skeletons', () => {
  expect(meet('صدى المدينة', 'نسيم الصباح')).toBe(false);
  expect(meet('Morning Tide', 'Evening Bread')).toBe(false);
});

test('a name with an article has one skeleton with it, for handles that keep it inside', () => {
  expect(skeletons(fold('صدى المدينة'))).toEqual(['sdmdn', 'sdlmdn']);
});

test('a name without consonants has none', () => {
  expect(skeletons('aeiou 2024 🌊')).toEqual([]);
});
