import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WIDTH } from '../../src/figures/canvas.ts';
import { type Lane, type TimelineInput, timeline } from '../../src/figures/timeline.ts';
import type { Span } from '../../src/figures/timeline-spans.ts';
import { drawing, faults } from './drawing.ts';

const T = Date.UTC(2019, 10, 29);
const HOUR = 3_600_000;

function span(from: number, to: number | null, text: string, more: Partial<Span> = {}): Span {
  return { from: T + from * HOUR, to: to === null ? null : T + to * HOUR, look: 'gone', text, weight: 1, ...more };
}

function waves(items: Span[], outside = ''): Lane {
  return { is: 'spans', title: 'Waves', outside, items, more: (n) => `${n} more at these strokes` };
}

function counts(bins: [at: number, least: number, most: number][], name: string | null = null): Lane {
  const counted = bins.map(([at, least, most]) => ({ after: T + at * HOUR, by: T + (at + 1) * HOUR, least, most }));
  return { is: 'counts', title: 'Disappearances per hour', outside: '', rows: [{ name, look: 'sure', counted }] };
}

function drawn(lanes: Lane[], change: Partial<TimelineInput> = {}): string {
  return timeline({
    id: 't',
    title: 'Timeline',
    description: 'lanes',
    direction: 'ltr',
    from: T,
    to: T + 48 * HOUR,
    lanes,
    marks: [],
    legend: [],
    axis: 'Time in UTC',
    clock: (at, step) => new Date(at).toISOString().slice(...(step >= 24 * HOUR ? [0, 10] : [11, 16])),
    zoneOffset: 0,
    ...change,
  }).markup;
}

function barsOf(svg: string, look: string) {
  return drawing(svg).boxes.filter((box) => box.text === look);
}

describe('the timeline', () => {
  it('names itself, its zone and the direction of time', () => {
    const svg = drawn([waves([span(1, 5, 'Telegram: 5 of 9')])]);
    expect(svg).toContain('<title id="t-title">Timeline</title><desc id="t-desc">lanes</desc>');
    expect(drawing(svg).labels.map((label) => label.text)).toEqual(expect.arrayContaining(['Time in UTC', 'Waves', 'Telegram: 5 of 9']));
    // The arrow's head lies beyond the end of the axis.
    const tip = /class="axis" d="M([\d.]+) [\d.]+H([\d.]+)/.exec(svg);
    expect(Number(tip?.[2])).toBeGreaterThan(Number(tip?.[1]));
    const back = /class="axis" d="M([\d.]+) [\d.]+H([\d.]+)/.exec(drawn([waves([span(1, 5, 'x')])], { direction: 'rtl' }));
    expect(Number(back?.[2])).toBeLessThan(Number(back?.[1]));
  });

  it('draws intervals in proportion to their time, and what goes on up to the end', () => {
    const [a, b] = barsOf(drawn([waves([span(0, 24, 'a'), span(24, null, 'b', { weight: 0 })])]), 's-gone');
    expect(a).toBeDefined();
    expect((a?.right ?? 0) - (a?.left ?? 0)).toBeCloseTo((b?.right ?? 0) - (b?.left ?? 0), 1);
    expect(b?.left).toBeCloseTo(a?.right ?? 0, 1);
    expect(drawn([waves([span(24, null, 'b')])])).toContain('class="onward"');
    expect(drawn([waves([span(0, 24, 'a')])])).not.toContain('class="onward"');
  });

  it('mirrors places in Arabic, never letters', () => {
    const lanes = [waves([span(3, 9, 'موجة'), span(20, 21, 'Telegram')]), counts([[4, 2, 5]])];
    const ltr = drawing(drawn(lanes)).boxes;
    const rtl = drawing(drawn(lanes, { direction: 'rtl' })).boxes;
    expect(rtl).toHaveLength(ltr.length);
    ltr.forEach((box, i) => {
      expect(rtl[i]?.left).toBeCloseTo(WIDTH - box.right, 1);
    });
    expect(drawn(lanes, { direction: 'rtl' })).not.toContain('scale(');
  });

  it('draws at least and at most as heights of one scale', () => {
    const svg = drawn([
      counts([
        [1, 3, 6],
        [2, 0, 3],
      ]),
    ]);
    const high = (look: string) => barsOf(svg, look).map((box) => Math.round(box.bottom - box.top));
    expect(high('maybe')).toEqual([58, 29]);
    expect(high('sure')).toEqual([29]);
    expect(drawing(svg).labels.map((label) => label.text)).toEqual(expect.arrayContaining(['6', '0']));
  });

  it('counts what has no room, the least weighty, and says what lies outside', () => {
    const many = Array.from({ length: 40 }, (_, i) => span(10 + i / 20, 11 + i / 20, `wave number ${i} of a long name`, { weight: i }));
    const labels = drawing(drawn([waves(many, 'earlier: 7')])).labels.map((label) => label.text);
    const named = labels.filter((text) => text.startsWith('wave number'));
    const more = labels.find((text) => text.endsWith('more at these strokes'));
    expect(named.length + Number.parseInt(more ?? '', 10)).toBe(40);
    expect(named).toContain('wave number 39 of a long name');
    expect(labels).toContain('earlier: 7');
  });

  it('stands without a lane, and with a moment alone', () => {
    expect(faults(drawn([]))).toEqual([]);
    expect(faults(drawn([waves([span(5, 5, 'now')])]))).toEqual([]);
  });

  it('keeps hostile texts inert', () => {
    const svg = drawn([waves([span(1, 2, '</text><script>alert(1)</script>')])]);
    expect([...drawing(svg).tags].sort()).toEqual(['desc', 'path', 'rect', 'svg', 'text', 'title']);
  });

  it('cuts and overlaps no label, from hours to decades, empty to crowded', () => {
    const text = fc.constantFrom(
      'P1',
      'Telegram: 12 of 50 disappeared',
      'موجة على منصة ذات اسم طويل',
      'x'.repeat(300),
      'ض'.repeat(200),
      '',
    );
    const items = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 100 }), fc.option(fc.integer({ min: 0, max: 60 })), text, fc.nat({ max: 9 })),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(
        items,
        fc.array(fc.tuple(fc.nat({ max: 47 }), fc.nat({ max: 9 }), fc.nat({ max: 5000 })), { maxLength: 48 }),
        fc.constantFrom(48, 24 * 40, 24 * 365 * 20),
        fc.constantFrom('ltr' as const, 'rtl' as const),
        text,
        (spans, bins, hours, direction, title) => {
          const at = (part: number) => (part / 100) * hours;
          const list = spans.map(([from, length, said, weight]) =>
            span(at(from), length === null ? null : Math.min(at(100), at(from + length)), said, { weight, look: 'event' }),
          );
          const rows = ['call: 8,001', 'محايد: 12', 'n'.repeat(80)].map((name) => {
            const [lane] = [
              counts(
                bins.map(([x, least, more]) => [x, least, least + more]),
                name,
              ),
            ];
            return lane.is === 'counts' ? lane.rows : [];
          });
          const signs: Lane = { is: 'counts', title, outside: 'earlier: 1,000 · later: 3', rows: rows.flat() };
          const svg = drawn([{ ...waves(list, title), title }, counts(bins.map(([x, least, more]) => [x, least, least + more])), signs], {
            direction,
            to: T + hours * HOUR,
            axis: title,
            legend: Array.from({ length: 9 }, () => ({ swatch: () => ({ markup: '' }), text: title })),
          });
          expect(faults(svg)).toEqual([]);
        },
      ),
      { numRuns: 30 },
    );
  });
});
