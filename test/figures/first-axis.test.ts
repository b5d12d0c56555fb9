import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WIDTH } from '../../src/figures/canvas.ts';
import { type AxisCopy, type AxisInput, firstAxis } from '../../src/figures/first-axis.ts';
import { ticks } from '../../src/figures/ticks.ts';
import { drawing, faults } from './drawing.ts';

const T = Date.UTC(2019, 10, 29, 18, 41);
const MINUTE = 60_000;

function copy(change: Partial<AxisCopy> = {}): AxisCopy {
  return { name: 'garden_friends', at: T, after: T - 1000, by: T + 1000, first: false, throughForward: false, remark: null, ...change };
}

function axis(change: Partial<AxisInput> = {}): string {
  return firstAxis({
    id: 'a',
    title: 't',
    description: 'd',
    direction: 'ltr',
    rows: [
      { platform: 'TamTam', copies: [copy({ first: true, remark: 'earliest of the copies seen' })] },
      { platform: 'Telegram', copies: [copy({ at: T + 2 * MINUTE, after: T + 2 * MINUTE - 1000, by: T + 2 * MINUTE + 1000 })] },
    ],
    axis: 'Time in UTC, 29 November 2019',
    clock: (at, step) => new Date(at).toISOString().slice(...(step >= 86_400_000 ? [0, 10] : step < MINUTE ? [11, 19] : [11, 16])),
    zoneOffset: 0,
    verdicts: ['Order of platforms: established.'],
    ...change,
  }).markup;
}

describe('the axis of first appearances', () => {
  it('puts two minutes well apart, the earlier one first, and names the zone', () => {
    const { boxes, labels } = drawing(axis());
    const [first, second] = boxes;
    expect(first?.text).toBe('copy-first');
    expect((second?.left ?? 0) - (first?.right ?? 0)).toBeGreaterThan(200);
    expect(labels.map((label) => label.text)).toEqual(
      expect.arrayContaining(['18:41:00', 'Time in UTC, 29 November 2019', 'earliest of the copies seen']),
    );
  });

  it('mirrors places in Arabic', () => {
    const ltr = drawing(axis()).boxes;
    const rtl = drawing(axis({ direction: 'rtl' })).boxes;
    ltr.forEach((box, i) => {
      expect(rtl[i]?.left).toBeCloseTo(WIDTH - box.right, 1);
    });
  });

  it('does not let an origin without a time set the scale', () => {
    const open = copy({ after: 0, by: T + MINUTE, throughForward: true });
    const { boxes } = drawing(axis({ rows: [{ platform: 'A', copies: [copy(), open] }] }));
    expect((boxes[0]?.right ?? 0) - (boxes[0]?.left ?? 0)).toBeGreaterThanOrEqual(6);
    expect((boxes[1]?.right ?? 0) - (boxes[1]?.left ?? 0)).toBeGreaterThan(300);
  });

  it('cuts and overlaps no label, from seconds to years', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 16 }),
        fc.constantFrom(1000, 60_000, 3_600_000, 86_400_000, 20 * 86_400_000),
        fc.constantFrom('ltr' as const, 'rtl' as const),
        fc.constantFrom('P1', 'غرفة القراءة', 'a_handle_that_goes_on_and_on_and_on_and_on_and_on_'),
        (spans, size, direction, name) => {
          const copies = spans.map(([from, long], i) =>
            copy({
              name,
              at: T + from * size,
              after: T + from * size,
              by: T + (from + long) * size,
              first: i === 0,
              remark: i === 0 ? 'أقدم النسخ المرصودة' : null,
            }),
          );
          expect(faults(axis({ direction, rows: [{ platform: name, copies }] }))).toEqual([]);
        },
      ),
      { numRuns: 80 },
    );
  });
});

describe('ticks', () => {
  it('stand at round moments of the zone, never too many', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 10 ** 11 }),
        fc.integer({ min: 2, max: 9 }),
        fc.constantFrom(0, 3_600_000, 19_800_000),
        (length, most, offset) => {
          const { step, at } = ticks(T, T + length, most, offset);
          expect(at.length).toBeLessThanOrEqual(most);
          for (const moment of at) {
            expect((moment + offset) % step).toBe(0);
            expect(moment).toBeGreaterThanOrEqual(T);
            expect(moment).toBeLessThanOrEqual(T + length);
          }
        },
      ),
    );
  });
});
