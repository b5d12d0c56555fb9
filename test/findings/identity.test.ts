import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handleAt, holderBefore, identities, reassignments, renames, resolve, shownAs } from '../../src/findings/identity.ts';
import { binding } from './rows.ts';

const SADA = 'telegram:sada_100';
const ONE = 'telegram:#1001234';
const TWO = 'telegram:#2002';

describe('identity', () => {
  it('lets a handle and a native id meet in one channel', () => {
    const index = identities([binding(SADA, '1001234', 10, 20)]);
    expect(resolve(index, SADA, 15)).toBe(ONE);
    expect(resolve(index, ONE, 15)).toBe(ONE);
    // Nothing else was ever shown under this handle, so it was this channel before and after, too.
    expect(resolve(index, SADA, 0)).toBe(ONE);
    expect(resolve(index, SADA, 99)).toBe(ONE);
    expect(shownAs(index, ONE, 99)).toBe(SADA);
  });

  it('keeps an unbound handle as it is, and ids of different platforms apart', () => {
    const index = identities([binding(SADA, '1', 0, 9), binding('tamtam:sada_100', '1', 0, 9)]);
    expect(resolve(index, 'telegram:other', 5)).toBe('telegram:other');
    expect(resolve(index, SADA, 5)).not.toBe(resolve(index, 'tamtam:sada_100', 5));
    expect(shownAs(index, 'telegram:#77', 5)).toBe('telegram:#77');
  });

  it('tells a rename', () => {
    const index = identities([binding(SADA, '1001234', 10, 20), binding('telegram:sada_101', '1001234', 30, 40)]);
    expect(renames(index)).toEqual([{ identity: ONE, from: SADA, to: 'telegram:sada_101', after: 20, by: 30 }]);
    expect(shownAs(index, ONE, 15)).toBe(SADA);
    expect(shownAs(index, ONE, 35)).toBe('telegram:sada_101');
    expect(handleAt(index, ONE, 5)).toBe(SADA);
    expect(reassignments(index)).toEqual([]);
  });

  it('tells a handle that another channel took', () => {
    const index = identities([binding(SADA, '1001234', 10, 20), binding(SADA, '2002', 30, 40)]);
    expect(reassignments(index)).toEqual([{ handle: SADA, from: ONE, to: TWO, after: 20, by: 30 }]);
    expect(resolve(index, SADA, 29)).toBe(ONE);
    expect(resolve(index, SADA, 30)).toBe(TWO);
    expect(shownAs(index, ONE, 40)).toBe(ONE);
    expect(holderBefore(index, SADA, TWO, 35)).toBe(ONE);
    expect(renames(index)).toEqual([]);
  });

  it('does not give the past of a reassigned handle to its new holder', () => {
    const index = identities([binding(SADA, '2002', 30, 40)], [SADA]);
    expect(resolve(index, SADA, 10)).toBe(SADA);
    expect(resolve(index, SADA, 30)).toBe(TWO);
  });

  it('calls two handles held side by side no rename', () => {
    const index = identities([binding(SADA, '1', 0, 40), binding('telegram:echo', '1', 10, 30)]);
    expect(renames(index)).toEqual([]);
  });

  it('does not depend on the order of rows, nor on how a pair is cut up', () => {
    const rows = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'), fc.nat(50), fc.nat(9)), { maxLength: 8 });
    fc.assert(
      fc.property(rows, fc.nat(60), fc.nat(), (cells, at, seed) => {
        const bindings = cells.map(([handle, id, from, length]) => binding(`telegram:${handle}`, id, from, from + length));
        const turned = bindings.map((_, i) => bindings[(i + seed) % bindings.length]!);
        const cut = turned.flatMap((row) => [
          { ...row, to: row.from },
          { ...row, from: row.to },
        ]);
        const [one, two] = [identities(bindings), identities(cut)];
        for (const handle of ['a', 'b', 'c']) expect(resolve(two, `telegram:${handle}`, at)).toBe(resolve(one, `telegram:${handle}`, at));
        expect(new Set(renames(two).map(String))).toEqual(new Set(renames(one).map(String)));
      }),
    );
  });
});
