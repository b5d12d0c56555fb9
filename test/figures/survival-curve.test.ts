import { describe, expect, it } from 'vitest';
import { WIDTH } from '../../src/figures/canvas.ts';
import { type CurveGroup, survivalCurves } from '../../src/figures/survival-curve.ts';
import { faults } from './drawing.ts';

const GROUPS: CurveGroup[] = [
  {
    name: 'Telegram',
    horizon: 100,
    curve: [
      { day: 25, survival: 0.75, low: 0.5, high: 0.9 },
      { day: 50, survival: 0.5, low: 0.25, high: 0.75 },
      { day: 120, survival: 0.1, low: 0, high: 0.2 },
    ],
  },
  { name: 'قناة خلَف', horizon: 50, curve: [{ day: 10, survival: 0.2, low: 0.1, high: 0.4 }] },
];

function drawn(direction: 'ltr' | 'rtl', groups = GROUPS): string {
  return survivalCurves({ id: 'c', title: 't', description: 'd', direction, groups, days: 'age in days', share: 'of 100' }).markup;
}

/** The corners of the first path of a class. */
function corners(svg: string, look: string): [number, number][] {
  const path = new RegExp(`class="${look}" d="([^"]+)"`).exec(svg)?.[1] ?? '';
  return [...path.matchAll(/[ML]([\d.-]+) ([\d.-]+)/g)].map((match) => [Number(match[1]), Number(match[2])]);
}

describe('survival curves', () => {
  it('fall in steps at the days where homes ended, and stop at their horizon', () => {
    const line = corners(drawn('ltr'), 'curve curve-0');
    const [start, end] = [line[0]?.[0] ?? 0, line.at(-1)?.[0] ?? 0];
    const day = (x: number): number => (100 * (x - start)) / (end - start);
    const top = line[0]?.[1] ?? 0;
    const half = line.at(-1)?.[1] ?? 0;
    expect(line.map(([x]) => Math.round(day(x)))).toEqual([0, 25, 25, 50, 50, 100]);
    expect(line.map(([, y]) => Math.round((100 * (y - top)) / (half - top)) / 200)).toEqual([0, 0, 0.25, 0.25, 0.5, 0.5]);
  });

  it('run to the left in Arabic, with the same heights', () => {
    const [right, left] = [corners(drawn('ltr'), 'curve curve-0'), corners(drawn('rtl'), 'curve curve-0')];
    expect(left.map(([x, y]) => [Math.round(100 * (WIDTH - x)) / 100, y])).toEqual(right);
  });

  it('are told apart without colour, and their band holds the curve', () => {
    const svg = drawn('ltr');
    expect(svg).toContain('class="curve curve-1"');
    const band = corners(svg, 'band band-0').map(([, y]) => y);
    const line = corners(svg, 'curve curve-0').map(([, y]) => y);
    expect(Math.max(...band)).toBeGreaterThan(Math.max(...line));
    expect(Math.min(...band)).toBeLessThanOrEqual(Math.min(...line));
  });

  it.each(['ltr', 'rtl'] as const)('has no label over another or over the edge (%s)', (direction) => {
    expect(faults(drawn(direction))).toEqual([]);
    const long = [{ ...(GROUPS[0] as CurveGroup), name: 'a name that goes on '.repeat(12), horizon: 4000 }];
    expect(faults(drawn(direction, long))).toEqual([]);
  });
});
