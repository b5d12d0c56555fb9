import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlluvialInput, type AlluvialRibbon, alluvial } from '../../src/figures/alluvial.ts';
import { WIDTH } from '../../src/figures/canvas.ts';
import type { Look } from '../../src/figures/texture.ts';
import { drawing, faults } from './drawing.ts';

const LOOKS: Look[] = [
  'alive',
  'elsewhere',
  'silent',
  'private',
  'unknown',
  'between',
  'gone',
  'pointed',
  'notFound',
  'notLooked',
  'notYet',
  'merged',
];

/** From each community's place at each moment. */
function figure(paths: readonly (readonly number[])[], change: Partial<AlluvialInput> = {}, words = 'no successor found'): string {
  const moments = paths[0]?.length ?? 2;
  const columns = Array.from({ length: moments }, (_, column) =>
    LOOKS.map((_, stratum) => ({ n: paths.filter((path) => path[column] === stratum).length, text: words })),
  );
  const ribbons = Array.from({ length: moments - 1 }, (_, column) =>
    LOOKS.flatMap((_, from) =>
      LOOKS.flatMap((_, to): AlluvialRibbon[] => {
        const n = paths.filter((path) => path[column] === from && path[column + 1] === to).length;
        return n > 0 ? [{ column, from, to, n, contested: 0 }] : [];
      }),
    ),
  ).flat();
  return alluvial({
    id: 'a',
    title: 'Where did they go',
    description: 'columns are moments',
    direction: 'ltr',
    moments: Array.from({ length: moments }, (_, i) => ({ day: '2019-11-29', clock: `1${i}:00`, text: words })),
    strata: LOOKS,
    columns,
    ribbons,
    digits: String,
    axis: 'time, UTC',
    contested: 'contested',
    ...change,
  }).markup;
}

const PATHS = [
  [0, 0, 0],
  [0, 1, 8],
  [0, 1, 1],
  [0, 8, 8],
];

/** The places where ribbons leave and reach, top to bottom. */
function edges(svg: string): { from: number[]; to: number[] }[] {
  const ribbon = /class="r r-[a-zA-Z]+" d="M([\d.]+) ([\d.]+)C[\d.]+ [\d.]+ [\d.]+ [\d.]+ ([\d.]+) ([\d.]+)V([\d.]+)C[\d. ]+Z"/g;
  return [...svg.matchAll(ribbon)].map(([, x0, y0, x1, y1, y2]) => ({
    from: [Number(x0), Number(y0)],
    to: [Number(x1), Number(y1), Number(y2)],
  }));
}

describe('the alluvial', () => {
  it('draws boxes and ribbons in proportion to the number of communities', () => {
    const svg = figure(PATHS);
    const { boxes, labels } = drawing(svg);
    const heights = boxes.map((box) => box.bottom - box.top);
    expect(heights).toEqual([4, 1, 2, 1, 1, 1, 2].map((n) => n * 26));
    for (const { to } of edges(svg)) expect(((to[2] ?? 0) - (to[1] ?? 0)) % 26).toBeCloseTo(0, 1);
    expect(labels.filter((label) => /^\d$/.test(label.text)).map((label) => label.text)).toEqual(['4', '1', '2', '1', '1', '1', '2']);
    expect(svg).toContain('<title id="a-title">Where did they go</title>');
  });

  it('lets ribbons leave and reach inside their boxes', () => {
    const svg = figure(PATHS);
    const { boxes } = drawing(svg);
    for (const { from, to } of edges(svg)) {
      const source = boxes.find((box) => box.right === from[0] && box.top - 0.1 <= (from[1] ?? 0) && (from[1] ?? 0) < box.bottom);
      const target = boxes.find((box) => box.left === to[0] && box.top - 0.1 <= (to[1] ?? 0) && (to[2] ?? 0) <= box.bottom + 0.1);
      expect(source).toBeDefined();
      expect(target).toBeDefined();
    }
    expect(edges(svg)).toHaveLength(7);
    // None upon another: no two leave or reach at the same place.
    for (const side of ['from', 'to'] as const) expect(new Set(edges(svg).map((edge) => edge[side].slice(0, 2).join())).size).toBe(7);
  });

  it('keeps the order of strata in each column, whatever crosses', () => {
    const { boxes } = drawing(
      figure([
        [8, 0],
        [8, 0],
        [0, 8],
        [1, 1],
      ]),
    );
    const order = (left: number) =>
      boxes
        .filter((box) => box.left === left)
        .sort((a, b) => a.top - b.top)
        .map((box) => box.text);
    expect(order(0)).toEqual(['s-alive', 's-elsewhere', 's-notFound']);
    expect(order(WIDTH / 2)).toEqual(['s-alive', 's-elsewhere', 's-notFound']);
  });

  it('runs to the left in Arabic', () => {
    const ltr = drawing(figure(PATHS)).boxes;
    const rtl = drawing(figure(PATHS, { direction: 'rtl' })).boxes;
    ltr.forEach((box, i) => {
      expect(rtl[i]?.left).toBeCloseTo(WIDTH - box.right, 1);
      expect(rtl[i]?.top).toBe(box.top);
    });
  });

  it('tells each place by colour, texture and word, without patterns', () => {
    const svg = figure(
      [LOOKS.map((_, i) => i % LOOKS.length), LOOKS.map((_, i) => (i + 1) % LOOKS.length)].map((path) => path.slice(0, 6)),
    );
    expect([...drawing(svg).tags]).not.toContain('pattern');
    for (const look of ['elsewhere', 'silent', 'private', 'unknown', 'between', 'gone']) expect(svg).toContain(`class="x-${look}"`);
  });

  it('marks what is contested, and says so, only where something is', () => {
    expect(figure(PATHS)).not.toContain('r-contested');
    const ribbons = [{ column: 0, from: 0, to: 1, n: 2, contested: 1 }];
    const svg = figure(PATHS, { ribbons, contested: 'contested: somebody denied it' });
    expect(svg).toContain('r-contested');
    expect(drawing(svg).labels.map((label) => label.text)).toContain('contested: somebody denied it');
  });

  it('keeps hostile texts inert', () => {
    const svg = figure(PATHS, {}, '</text><script>x</script>');
    expect([...drawing(svg).tags].sort()).toEqual(['desc', 'path', 'rect', 'svg', 'text', 'title']);
  });

  it('cuts and overlaps no label, for few and for thousands', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 6 }).chain((moments) =>
          fc.array(fc.array(fc.nat({ max: LOOKS.length - 1 }), { minLength: moments, maxLength: moments }), {
            minLength: 1,
            maxLength: 40,
          }),
        ),
        fc.constantFrom(1, 130),
        fc.constantFrom('ltr' as const, 'rtl' as const),
        fc.constantFrom(
          'silent',
          'gone; pointed to, not observable (contested: 12)',
          'لم تعد ظاهرة؛ يُدلّ على موضع لا يمكن رصده',
          'm'.repeat(90),
          '',
        ),
        (paths, times, direction, words) => {
          const all = Array.from({ length: times }, () => paths).flat();
          expect(faults(figure(all, { direction, axis: words }, words))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
