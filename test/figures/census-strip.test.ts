import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WIDTH } from '../../src/figures/canvas.ts';
import { censusStrip, type StripInput } from '../../src/figures/census-strip.ts';
import { STATES } from '../../src/model/words.ts';
import { drawing, faults } from './drawing.ts';

const AR = { alive: 'نشطة', silent: 'صامتة', gone: 'لم تعد ظاهرة', private: 'خاصة', unknown: 'غير معروفة' };

function strip(counts: readonly number[][], direction: 'ltr' | 'rtl', platform = 'Telegram'): string {
  const rows: StripInput['rows'] = counts.map((row) => ({
    platform,
    total: direction === 'rtl' ? `${row.length} قنوات` : `${row.length} channels`,
    segments: row.map((count, i) => {
      const fill = STATES[i % STATES.length] ?? 'alive';
      return { fill, count, text: `${direction === 'rtl' ? AR[fill] : fill}: ${count}` };
    }),
  }));
  return censusStrip({ id: 's', title: 't', description: 'd', direction, rows }).markup;
}

describe('the census strip', () => {
  it('draws lengths in proportion to counts, on one scale, without a gap', () => {
    const { boxes } = drawing(strip([[2, 1, 1], [2]], 'ltr'));
    const bars = boxes.filter((box) => box.bottom - box.top === 20);
    expect(bars.map((bar) => [bar.left, bar.right])).toEqual([
      [0, WIDTH / 2],
      [WIDTH / 2, (WIDTH * 3) / 4],
      [(WIDTH * 3) / 4, WIDTH],
      [0, WIDTH / 2],
    ]);
  });

  it('begins at the right in Arabic, and leaves the letters alone', () => {
    const svg = strip([[3, 1]], 'rtl');
    expect(svg).toContain('\u2067نشطة: 3\u2069');
    const { boxes } = drawing(svg);
    expect(boxes[0]).toMatchObject({ text: 's-alive', left: WIDTH / 4, right: WIDTH });
    expect(svg).toContain('direction="ltr"');
    expect(svg).not.toContain('scale(');
  });

  it('tells each state by colour, texture and word, without patterns', () => {
    const svg = strip([[1, 1, 1, 1, 1]], 'ltr');
    for (const state of STATES) expect(svg).toContain(`class="s-${state}"`);
    for (const state of ['silent', 'gone', 'private', 'unknown']) expect(svg).toContain(`class="x-${state}"`);
    expect([...drawing(svg).tags]).not.toContain('pattern');
  });

  it('cuts and overlaps no label, whatever the counts and names', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('ltr' as const, 'rtl' as const),
        fc.constantFrom('X', 'Telegram', 'منصة ذات اسم طويل جدًا '.repeat(9), 'a-very-long-platform-name'.repeat(9)),
        (counts, direction, platform) => {
          expect(faults(strip(counts, direction, platform))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
