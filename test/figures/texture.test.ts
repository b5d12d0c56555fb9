import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Fill, filled } from '../../src/figures/texture.ts';

it('keeps every line of a texture within its box', () => {
  const fills = fc.constantFrom<Fill>('silent', 'gone', 'private', 'unknown', 'merged');
  fc.assert(
    fc.property(
      fills,
      fc.double({ min: 0.1, max: 300, noNaN: true }),
      fc.double({ min: 0.1, max: 40, noNaN: true }),
      (fill, width, height) => {
        const path = / d="([^"]*)"/.exec(filled({ x: 10, y: 20, width, height }, fill).markup)?.[1] ?? '';
        let at = { x: 0, y: 0 };
        for (const [, letter, a, b] of path.matchAll(/([MLhv])([-\d.]+)(?: ([-\d.]+))?/g)) {
          if (letter === 'h') at = { ...at, x: at.x + Number(a) };
          else if (letter === 'v') at = { ...at, y: at.y + Number(a) };
          else at = { x: Number(a), y: Number(b) };
          expect(at.x).toBeGreaterThanOrEqual(9.99);
          expect(at.x).toBeLessThanOrEqual(10.02 + width);
          expect(at.y).toBeGreaterThanOrEqual(19.99);
          expect(at.y).toBeLessThanOrEqual(20.02 + height);
        }
      },
    ),
  );
});
