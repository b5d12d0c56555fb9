import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identities, resolve } from '../../src/findings/identity.ts';
import { chapman, type OverlapInput, overlap } from '../../src/findings/overlap.ts';

const names = (from: number, to: number, platform = 'telegram'): string[] =>
  Array.from({ length: to - from }, (_, i) => `${platform}:room_${from + i}`);

const hold = (first: string[], second: string[], more: Partial<OverlapInput> = {}): ReturnType<typeof overlap> =>
  overlap({ first, second, resolve: (ref) => ref, controls: new Set(), ...more });

describe('overlap of two rosters', () => {
  it('counts what each, both and only one has, and estimates the whole', () => {
    const answer = hold(names(0, 165), names(128, 178));
    expect(answer).toMatchObject({ first: 165, second: 50, both: 37, seen: 178, refused: null });
    expect(answer.onlyFirst).toHaveLength(128);
    expect(answer.onlySecond).toEqual(names(165, 178));
    // 166 · 51 / 38 − 1
    expect(answer.total?.estimate).toBeCloseTo(221.789, 3);
    expect(answer.total).toMatchObject({ low: 197, high: 270 });
    expect(answer.cautions).toHaveLength(1);
    expect(answer.cautions[0]).toContain('A lower bound, unless the two divided the work');
  });

  it('is refused below seven shared, and where a roster is empty', () => {
    expect(hold(names(0, 30), names(23, 60)).refused).toBeNull();
    const six = hold(names(0, 30), names(24, 60));
    expect(six.total).toBeNull();
    expect(six.refused).toContain('the rosters share 6 channels; with fewer than 7 in both');
    expect(hold(names(0, 30), names(30, 60)).refused).toContain('share no channel');
    expect(hold([], names(0, 9)).refused).toContain('the first roster has no channel');
    expect(hold(names(0, 9), names(0, 3), { controls: new Set(names(0, 3)) }).refused).toContain('the second roster has no channel');
  });

  it('one channel counts once through its handles and its native id; controls count nowhere', () => {
    const at = 2_000;
    const index = identities([
      { channel: 'telegram:room_0', nativeId: '77', from: 0, to: 500 },
      { channel: 'telegram:room_renamed', nativeId: '77', from: 600, to: 1_000 },
    ]);
    const answer = hold(
      ['telegram:room_0', 'telegram:#77', ...names(1, 9), 'telegram:library'],
      ['telegram:room_renamed', ...names(1, 9), 'telegram:library'],
      { resolve: (ref) => resolve(index, ref, at), controls: new Set(['telegram:library']) },
    );
    expect(answer).toMatchObject({ first: 9, second: 9, both: 9, onlyFirst: [], onlySecond: [] });
  });

  it('says where the rosters look like one list, or like divided work', () => {
    const copied = hold(names(0, 40), names(0, 20));
    expect(copied.total?.estimate).toBe(40);
    expect(copied.cautions.join(' ')).toContain('share by copying');
    const divided = hold([...names(0, 40), ...names(0, 3, 'tamtam')], names(20, 60));
    expect(divided.cautions.join(' ')).toContain('Only one roster has channels of tamtam');
    expect(divided.platforms).toEqual([
      { platform: 'tamtam', first: 3, second: 0, both: 0 },
      { platform: 'telegram', first: 40, second: 40, both: 20 },
    ]);
  });

  it('never estimates fewer than were seen; neither order nor sides matter', () => {
    const sizes = fc.record({ both: fc.integer({ min: 7, max: 60 }), one: fc.nat(80), other: fc.nat(80), turn: fc.nat(50) });
    fc.assert(
      fc.property(sizes, ({ both, one, other, turn }) => {
        const first = names(0, both + one);
        const second = [...names(0, both), ...names(1_000, 1_000 + other)];
        const answer = hold(first, second);
        const { estimate, low, high } = answer.total ?? { estimate: 0, low: 0, high: 0 };
        expect(estimate).toBeGreaterThanOrEqual(answer.seen - 1e-9);
        expect(low).toBeGreaterThanOrEqual(answer.seen);
        expect(low).toBeLessThanOrEqual(Math.ceil(estimate));
        expect(high).toBeGreaterThanOrEqual(Math.floor(estimate));
        expect(estimate).toBe(chapman(first.length, second.length, both));
        const turned = [...first.slice(turn), ...first.slice(0, turn), ...first.slice(0, 2)];
        expect(hold(turned, second)).toEqual(answer);
        expect(hold(second, first).total).toEqual(answer.total);
      }),
      { numRuns: 100 },
    );
  });
});
