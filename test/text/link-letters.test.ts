import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { kindOf, LOOKS_ALIKE, plainOf } from '../../src/text/link-letters.ts';
import { edited, plainView } from '../../src/text/link-view.ts';
import { sharedData } from '../shared-data.ts';

describe('plainView', () => {
  it.each([
    ['ｔ．ｍｅ／ａ', 't.me/a'],
    ['𝐭.𝐦𝐞/𝟙', 't.me/1'],
    ['Ⓣ.ⓜⓔ 🅃 🅣 🆃', 'T.me T T T'],
    ['ᴛ.ᴍᴇ', 't.me'],
    ['т.ме', 't.me'],
    ['сhаnnеl', 'channel'],
    ['канал', 'канал'],
    ['a\u200bb\u00adc\ufe0f\u{e0041}d', 'abcd'],
    ['t\u0336.m\u0336e', 't.me'],
    ['٣٧ ۳', '37 3'],
    ['a%41%2f%2E%D8%A7%zz', 'aA/.%D8%A7%zz'],
    ['a\\/b\\_c\\d', 'a/b_c/d'],
    ['a\u00a0b\tc\u2028d', 'a b c\nd'],
  ])('%s → %s', (text, plain) => {
    expect(plainView(text).text).toBe(plain);
  });

  it('keeps for each character the place it came from, through edits as well', () => {
    const view = plainView('x 𝐭\u200b.m%65');
    expect(view.text).toBe('x t.me');
    expect([...view.from]).toEqual([0, 1, 2, 5, 6, 7]);
    expect([...view.to]).toEqual([1, 2, 4, 6, 7, 10]);
    const shorter = edited(view, [{ start: 1, end: 4, text: '::' }]);
    expect(shorter.text).toBe('x::me');
    expect([...shorter.from]).toEqual([0, 1, 1, 6, 7]);
    expect([...shorter.to]).toEqual([1, 6, 6, 7, 10]);
  });
});

const data = sharedData();

describe.skipIf(data === null)('the table of look-alikes', () => {
  // Seen in the field, but not in Unicode's table for this letter: they pass in lower case or in a script face.
  const OUR_OWN = new Set([...'вмнтпкьєћғқҡӏεχϝյβηκτωԍ']);

  it("agrees with Unicode's own, where that has the letter", () => {
    const table = z.record(z.string(), z.array(z.object({ c: z.string() })));
    const unicode = table.parse(JSON.parse(readFileSync(join(data ?? '', 'links/confusables.json'), 'utf8')));
    const near = (letter: string) => (unicode[letter] ?? []).map((one) => one.c);
    const wrong: string[] = [];
    let known = 0;
    for (let unit = 0x80; unit < 0x10000; unit++) {
      if (kindOf(unit) !== LOOKS_ALIKE) continue;
      const letter = String.fromCharCode(unit);
      const latin = String.fromCharCode(plainOf(unit));
      const like = near(letter);
      if (like.length === 0 || OUR_OWN.has(letter)) continue;
      known++;
      // One step more: the table joins letters to a common one (`ν` to `v`, `п` to a small capital).
      const reach = new Set([...like, ...like.flatMap(near)].map((one) => one.toLowerCase()));
      if (!reach.has(latin.toLowerCase())) wrong.push(`${letter} for ${latin}`);
    }
    expect(known).toBeGreaterThan(60);
    expect(wrong).toEqual([]);
  });
});
