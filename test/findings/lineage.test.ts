import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { continuations, lineages } from '../../src/findings/lineage.ts';
import type { LineageInput } from '../../src/findings/lineage-stays.ts';
import type { VerdictRow } from '../../src/model/rows.ts';
import { candidate, goneFrom, history, succession } from './successions.ts';

const nothing: LineageInput = { successions: [], histories: [], verdicts: [], seen: new Map(), resolve: (ref) => ref };

function verdict(predecessor: string, successor: string, said: VerdictRow['verdict']): VerdictRow {
  return { predecessor, successor, verdict: said, at: 1, note: null, blind: false, drawnWith: null };
}

function names(input: Partial<LineageInput>): string[] {
  return lineages({ ...nothing, ...input }).lineages.map((line) => line.id);
}

describe('chains of homes', () => {
  it('first, second, third: a home that follows two lost ones follows the nearer', () => {
    const histories = [
      history('telegram:a', 0, [goneFrom(100, 110)]),
      history('tamtam:b', 105, [goneFrom(200, 210)]),
      history('hoop:c', 205, []),
    ];
    const successions = [
      succession('telegram:a', [candidate('tamtam:b', 0.9), candidate('hoop:c', 0.8)]),
      succession('tamtam:b', [candidate('hoop:c', 0.7), candidate('hoop:other', 0.2)]),
    ];
    const { lineages: lines } = lineages({ ...nothing, histories, successions });
    expect(lines.map((line) => line.id)).toEqual(['telegram:a > tamtam:b > hoop:c']);
    expect(
      lines[0]?.homes.map(({ channel, from, to, state, probability, basis }) => [channel, from, to, state, probability, basis]),
    ).toEqual([
      ['telegram:a', 0, 110, 'gone', 1, null],
      ['tamtam:b', 105, 210, 'gone', 0.9, 'likely'],
      ['hoop:c', 205, null, 'alive', 0.7, 'likely'],
    ]);
  });

  it('first, second and back to the first handle: a second stay, not a loop', () => {
    const back = [history('telegram:a', 0, [goneFrom(100, 110, { after: 210, by: 220 })]), history('tamtam:b', 105, [goneFrom(215, 230)])];
    // Only the second home is lost now: where the first went is not asked any more.
    const asked = [succession('tamtam:b', [candidate('telegram:a', 0.8)])];
    const { lineages: lines } = lineages({ ...nothing, histories: back, successions: asked });
    expect(lines.map((line) => line.id)).toEqual(['telegram:a > tamtam:b > telegram:a(2)']);
    expect(lines[0]?.homes.map((home) => [home.from, home.to, home.stay])).toEqual([
      [0, 110, 1],
      [105, 230, 1],
      [220, null, 2],
    ]);
    // The other way round, and both ways, it is the same line.
    const other = [succession('telegram:a', [candidate('tamtam:b', 0.8)])];
    expect(names({ histories: back, successions: other })).toEqual(['telegram:a > tamtam:b > telegram:a(2)']);
    expect(names({ histories: back, successions: [...asked, ...other] })).toEqual(['telegram:a > tamtam:b > telegram:a(2)']);
    expect(continuations(lines)).toEqual([
      { identity: 'tamtam:b', channel: 'tamtam:b', of: 'telegram:a', first: 'telegram:a', probability: 0.8, returned: false },
      { identity: 'telegram:a', channel: 'telegram:a', of: 'tamtam:b', first: 'telegram:a', probability: 0.8, returned: true },
    ]);
  });

  it('a return while the second home lives: two lines that share the first home', () => {
    const histories = [history('telegram:a', 0, [goneFrom(100, 110, { after: 300, by: 310 })]), history('tamtam:b', 105, [])];
    const successions = [succession('telegram:a', [candidate('tamtam:b', 0.9)])];
    expect(names({ histories, successions }).sort()).toEqual(['telegram:a > tamtam:b', 'telegram:a > telegram:a(2)']);
  });

  it('one to two, and two to one', () => {
    const histories = [
      history('telegram:a', 0, [goneFrom(100, 110)]),
      history('telegram:b', 1, [goneFrom(101, 110)]),
      history('tamtam:c', 120, []),
      history('tamtam:d', 121, []),
    ];
    const successions = [
      succession('telegram:a', [candidate('tamtam:c', 0.9), candidate('tamtam:d', 0.6)]),
      succession('telegram:b', [candidate('tamtam:d', 0.7)]),
    ];
    expect(names({ histories, successions })).toEqual(['telegram:a > tamtam:c', 'telegram:a > tamtam:d', 'telegram:b > tamtam:d']);
  });

  it('a verdict overrides, in both directions, and may know what no comparison found', () => {
    const histories = [history('telegram:a', 0, [goneFrom(100, 110)]), history('tamtam:c', 120, [])];
    const successions = [succession('telegram:a', [candidate('tamtam:c', 0.9), candidate('tamtam:d', 0.3)])];
    expect(names({ histories, successions, verdicts: [verdict('telegram:a', 'tamtam:c', 'rejected')] })).toEqual([]);
    expect(names({ histories, successions, verdicts: [verdict('telegram:a', 'tamtam:c', 'impersonator')] })).toEqual([]);
    expect(names({ histories, successions, verdicts: [verdict('telegram:a', 'tamtam:c', 'unsure')] })).toEqual(['telegram:a > tamtam:c']);
    expect(names({ histories, successions, verdicts: [verdict('telegram:a', 'tamtam:d', 'confirmed')] })).toEqual([
      'telegram:a > tamtam:d',
      'telegram:a > tamtam:c',
    ]);
    const far = lineages({ ...nothing, histories, verdicts: [verdict('telegram:a', 'xmpp:far@example.org', 'confirmed')] }).lineages;
    expect(far[0]?.homes[1]).toMatchObject({
      channel: 'xmpp:far@example.org',
      probability: 1,
      basis: 'verdict',
      state: 'unknown',
      from: null,
    });
  });

  it("who stands and was left: by a verdict or the platform's word, not by likeness alone; what is lost though not gone counts", () => {
    const histories = [history('telegram:a', 0, []), history('tamtam:c', 120, [])];
    const likely = [succession('telegram:a', [candidate('tamtam:c', 0.9)], { state: 'alive' })];
    expect(names({ histories, successions: likely })).toEqual([]);
    expect(names({ histories, verdicts: [verdict('telegram:a', 'tamtam:c', 'confirmed')] })).toEqual(['telegram:a > tamtam:c']);
    const evidence = [{ kind: 'native' as const, log2Odds: 9, detail: 'said so', posts: [] }];
    const native = [succession('telegram:a', [candidate('tamtam:c', 0.9, { evidence })], { state: 'alive' })];
    expect(names({ histories, successions: native })).toEqual(['telegram:a > tamtam:c']);
    const shut = [succession('telegram:a', [candidate('tamtam:c', 0.9)], { state: 'private', lost: { after: 200, by: 210 } })];
    expect(lineages({ ...nothing, histories, successions: shut }).lineages[0]?.homes[0]).toMatchObject({ endedAfter: 200, to: 210 });
  });

  it('a home prepared before the loss counts; one that was left before the old one does not', () => {
    const old = history('telegram:a', 0, [goneFrom(100, 110)]);
    const successions = [succession('telegram:a', [candidate('tamtam:c', 0.9)])];
    expect(names({ histories: [old, history('tamtam:c', 20, [])], successions })).toEqual(['telegram:a > tamtam:c']);
    expect(names({ histories: [old, history('tamtam:c', 20, [goneFrom(50, 60)])], successions })).toEqual([]);
    // Looks that are far apart: it was alive after the last sign of the old one.
    expect(names({ histories: [old, history('tamtam:c', 20, [goneFrom(103, 105)])], successions })).toEqual(['telegram:a > tamtam:c']);
  });

  it('lists no more than so many lines of one tangle, and says how many it left out', () => {
    const layers = Array.from({ length: 9 }, (_, i) => [`telegram:a${i}`, `telegram:b${i}`]);
    const histories = layers.flatMap((pair, i) =>
      pair.map((name) => history(name, i * 10, i === 8 ? [] : [goneFrom(i * 10 + 9, i * 10 + 10)])),
    );
    const successions = layers.slice(0, -1).flatMap((pair, i) =>
      pair.map((name) =>
        succession(
          name,
          (layers[i + 1] ?? []).map((next) => candidate(next, 0.9)),
        ),
      ),
    );
    const { lineages: lines, leftOut } = lineages({ ...nothing, histories, successions });
    expect(lines.length + leftOut).toBe(2 ** 9);
    expect(lines.length).toBe(400);
  });

  it('never turns in a circle, names each stay once in a line, and does not depend on the order of rows', () => {
    const home = fc.record({
      from: fc.integer({ min: 0, max: 50 }),
      stays: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 0, maxLength: 3 }),
      ends: fc.boolean(),
    });
    const world = fc.tuple(
      fc.array(home, { minLength: 2, maxLength: 6 }),
      fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 20 }),
    );
    fc.assert(
      fc.property(world, fc.infiniteStream(fc.nat()), ([homes, links], shuffle) => {
        const histories = homes.map(({ from, stays, ends }, i) => {
          let at = from;
          const episodes = stays.map((length, k) => {
            const after = at + length;
            at = after + 10;
            return goneFrom(after, after + 5, k === stays.length - 1 && ends ? null : { after: at - 1, by: at });
          });
          return history(`telegram:h${i}`, from, episodes);
        });
        const successions = homes.map((_, i) =>
          succession(
            `telegram:h${i}`,
            links.filter(([a, b]) => a === i && b !== i && b < homes.length).map(([, b, p]) => candidate(`telegram:h${b}`, p)),
          ),
        );
        const one = lineages({ ...nothing, histories, successions });
        for (const line of one.lineages) {
          expect(new Set(line.homes.map((stay) => `${stay.identity} ${stay.stay}`)).size).toBe(line.homes.length);
          expect(line.homes.length).toBeGreaterThan(1);
        }
        const mixed = <T>(rows: T[]): T[] =>
          rows
            .map((row) => ({ row, key: shuffle.next().value ?? 0 }))
            .sort((a, b) => a.key - b.key)
            .map(({ row }) => row);
        // A pair that stands twice among the candidates of one channel is no input that the ranking gives.
        const twice = successions.some(({ candidates }) => new Set(candidates.map((c) => c.identity)).size < candidates.length);
        if (twice) return;
        const again = lineages({
          ...nothing,
          histories: mixed(histories),
          successions: mixed(successions).map((row) => ({ ...row, candidates: mixed(row.candidates) })),
        });
        expect(again).toEqual(one);
      }),
      { numRuns: 200 },
    );
  });
});
