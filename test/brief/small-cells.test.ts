import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FEWEST, mergedCells } from '../../src/brief/small-cells.ts';

const count = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 200 }));
const line = fc.record({ alive: count, silent: count, gone: count, private: count, unknown: count });

it('shows no count from which a small one can be reckoned', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (states) => {
      const lines = states.map((s, i) => ({ platform: `p${i}`, watched: s.alive + s.silent + s.gone + s.private + s.unknown, ...s }));
      for (const row of mergedCells(lines)) {
        expect(row.watched).toBeGreaterThanOrEqual(FEWEST);
        expect(row.cells.reduce((n, cell) => n + cell.n, 0)).toBe(row.watched);
        for (const cell of row.cells) expect(cell.n).toBeGreaterThanOrEqual(FEWEST);
      }
    }),
  );
});

it('leaves large counts as they are', () => {
  const [row] = mergedCells([{ platform: 'telegram', watched: 30, alive: 20, silent: 0, gone: 10, private: 0, unknown: 0 }]);
  expect(row?.cells).toEqual([
    { fill: 'alive', n: 20 },
    { fill: 'gone', n: 10 },
  ]);
});

it('never merges one count alone: it could be reckoned from the total', () => {
  const [row] = mergedCells([{ platform: 'telegram', watched: 31, alive: 20, silent: 0, gone: 10, private: 1, unknown: 0 }]);
  expect(row?.cells).toEqual([
    { fill: 'alive', n: 20 },
    { fill: 'merged', n: 11 },
  ]);
});
