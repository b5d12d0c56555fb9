import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelHistory, Episode } from '../../src/findings/history.ts';
import type { Succession } from '../../src/findings/successors.ts';
import { PLACE_KINDS, type WhereaboutsInput, whereabouts } from '../../src/findings/whereabouts.ts';
import { type Moment, momentsOf, type WaveSpan } from '../../src/findings/whereabouts-moments.ts';
import { tallied } from '../../src/findings/whereabouts-tally.ts';
import type { VerdictRow } from '../../src/model/rows.ts';
import { candidate, goneFrom, history, succession } from './successions.ts';

const AT = 1000;
const MOMENTS: Moment[] = [50, 150, AT].map((at) => ({ at, what: at === AT ? 'now' : 'waveEnds', platform: null }));

function input(histories: ChannelHistory[], successions: Succession[] = [], more: Partial<WhereaboutsInput> = {}): WhereaboutsInput {
  const watched = histories.filter((line) => !line.control).map((line) => line.identity);
  return { at: AT, histories, successions, verdicts: [], seen: new Map(), resolve: (ref) => ref, watched, moments: MOMENTS, ...more };
}

/** `kind platform` of each row at each moment, by channel. */
function places(given: WhereaboutsInput): Record<string, string[]> {
  const { rows } = whereabouts(given);
  return Object.fromEntries(rows.map((row) => [row.channel, row.places.map(({ kind, platform }) => `${kind} ${platform ?? ''}`.trim())]));
}

function verdict(predecessor: string, successor: string, said: VerdictRow['verdict']): VerdictRow {
  return { predecessor, successor, verdict: said, at: 1, note: null, blind: false, drawnWith: null };
}

function away(kind: Episode['kind'], after: number, by: number, until: Episode['until'] = null): Episode {
  return { ...goneFrom(after, by, until), kind };
}

describe('where a community is', () => {
  const lost = history('telegram:a', 0, [goneFrom(90, 100)]);

  it('before, at its likely home, and when that is gone too', () => {
    const home = history('tamtam:b', 95, [goneFrom(200, 210)]);
    const given = input([lost, home], [succession('telegram:a', [candidate('tamtam:b', 0.9)]), succession('tamtam:b', [])]);
    expect(places(given)).toEqual({ 'telegram:a': ['own telegram', 'elsewhere tamtam', 'gone'] });
  });

  it('follows a chain of homes, and names a dispute on the way', () => {
    const homes = [history('tamtam:b', 95, [goneFrom(200, 210)]), history('hoop:c', 205, [])];
    const chain = [
      succession('telegram:a', [candidate('tamtam:b', 0.9, { contested: true })]),
      succession('tamtam:b', [candidate('hoop:c', 0.6)]),
    ];
    const given = input([lost, ...homes], chain);
    expect(places(given)['telegram:a']).toEqual(['own telegram', 'elsewhere tamtam', 'elsewhere hoop']);
    expect(whereabouts(given).rows[0]?.places.map((place) => place.contested)).toEqual([false, true, true]);
  });

  it('tells apart: none found, not looked for, pointed to but never observed', () => {
    const histories = ['a', 'b', 'c', 'd'].map((name) => history(`telegram:${name}`, 0, [goneFrom(90, 100)]));
    const searched = [
      succession('telegram:a', [candidate('tamtam:unlikely', 0.3)]),
      succession('telegram:b', [candidate('tamtam:unseen', 0.7, { observed: false })]),
      succession('telegram:c', [], { pool: 0 }),
    ];
    const now = Object.values(places(input(histories, searched))).map((row) => row.at(-1));
    expect(now).toEqual(['notFound', 'pointed', 'notLooked', 'notLooked']);
  });

  it('takes an unlikely candidate for nothing, a confirmed one for a home, a rejected one for none', () => {
    const homes = [history('tamtam:b', 95, []), history('tamtam:c', 95, [])];
    const ranked = [succession('telegram:a', [candidate('tamtam:b', 0.49), candidate('tamtam:c', 0.95)])];
    const decide = (said: VerdictRow['verdict'], to: string) => [verdict('telegram:a', to, said)];
    const last = (verdicts: VerdictRow[]) =>
      whereabouts(input([lost, ...homes], ranked, { verdicts, watched: ['telegram:a'] })).rows[0]?.places.at(-1)?.home ?? null;
    expect(last([])).toBe('tamtam:c');
    expect(last(decide('confirmed', 'tamtam:b'))).toBe('tamtam:b');
    expect(last(decide('impersonator', 'tamtam:c'))).toBeNull();
  });

  it('of two living homes the more probable stands for it; once', () => {
    const homes = [history('tamtam:b', 95, []), history('x:c', 95, [])];
    const given = input([lost, ...homes], [succession('telegram:a', [candidate('tamtam:b', 0.6), candidate('x:c', 0.8)])]);
    expect(places(given)).toEqual({ 'telegram:a': ['own telegram', 'elsewhere x', 'elsewhere x'] });
  });

  it('is back where it was when it came back, and gone in between', () => {
    const back = history('telegram:a', 0, [goneFrom(90, 100, { after: 300, by: 310 })]);
    expect(places(input([back]))).toEqual({ 'telegram:a': ['own telegram', 'between', 'own telegram'] });
  });

  it('is silent, private or unknown where that is the best that is known', () => {
    const histories = [
      history('telegram:s', 0, [away('silent', 90, 100)], { state: 'silent' }),
      history('telegram:p', 0, [away('private', 90, 100)], { state: 'private' }),
      history('telegram:u', 0, [], { state: 'unknown', lastAlive: 120 }),
    ];
    expect(places(input(histories))).toEqual({
      'telegram:s': ['own telegram', 'silent telegram', 'silent telegram'],
      'telegram:p': ['own telegram', 'private telegram', 'private telegram'],
      'telegram:u': ['own telegram', 'unknown telegram', 'unknown telegram'],
    });
    // A likely home that lives says more.
    const home = history('tamtam:b', 95, []);
    const given = input([...histories, home], [succession('telegram:p', [candidate('tamtam:b', 0.9)], { lost: { after: 90, by: 100 } })]);
    expect(places(given)['telegram:p']).toEqual(['own telegram', 'elsewhere tamtam', 'elsewhere tamtam']);
  });

  it('calls an interval lost only from its end on: in it nobody knew', () => {
    const late = input([history('telegram:a', 0, [goneFrom(40, 160)])]);
    expect(places(late)['telegram:a']).toEqual(['own telegram', 'own telegram', 'notLooked']);
  });

  it('was not seen yet where it came later and continues nobody; never seen, it is counted apart', () => {
    const absent = history('telegram:never', 0, [], { firstAlive: null, state: 'unknown', lastAlive: null });
    const given = input([history('tamtam:new', 100, []), absent]);
    expect(places(given)).toEqual({ 'tamtam:new': ['notYet', 'own tamtam', 'own tamtam'] });
    expect(whereabouts(given).neverSeen).toBe(1);
  });

  it('a home that was there before counts for itself, and for whoever came to it', () => {
    const given = input([lost, history('tamtam:b', 10, [])], [succession('telegram:a', [candidate('tamtam:b', 0.9)])]);
    expect(places(given)).toEqual({
      'tamtam:b': ['own tamtam', 'own tamtam', 'own tamtam'],
      'telegram:a': ['own telegram', 'elsewhere tamtam', 'elsewhere tamtam'],
    });
  });

  it('went on elsewhere although it stands, where an analyst says so', () => {
    const both = [history('telegram:a', 0, []), history('tamtam:b', 95, [])];
    const given = input(both, [], { verdicts: [verdict('telegram:a', 'tamtam:b', 'confirmed')] });
    expect(places(given)['telegram:a']).toEqual(['own telegram', 'elsewhere tamtam', 'elsewhere tamtam']);
  });
});

describe('the moments', () => {
  const wave = (start: number, end: number | null, lost: number, platform = 'telegram'): WaveSpan => ({ platform, start, end, lost });
  const HOUR = 3_600_000;
  const hours = (list: readonly Moment[]) => list.map(({ at, what }) => [at / HOUR, what]);

  it('lie before the first wave, after each, and now', () => {
    const moments = momentsOf([wave(10 * HOUR, 30 * HOUR, 20), wave(50 * HOUR, 60 * HOUR, 9, 'tamtam')], [], 100 * HOUR);
    expect(hours(moments)).toEqual([
      [10, 'beforeWaves'],
      [30, 'waveEnds'],
      [50, 'waveBegins'],
      [60, 'waveEnds'],
      [100, 'now'],
    ]);
    expect(moments.map((moment) => moment.platform)).toEqual([null, 'telegram', 'tamtam', 'tamtam', null]);
  });

  it('are at most six, of the greatest waves, in time order and apart', () => {
    const many = Array.from({ length: 40 }, (_, i) => wave(i * 20 * HOUR, i === 39 ? null : (i * 20 + 19.9) * HOUR, i));
    const moments = momentsOf(many, [], 900 * HOUR);
    expect(moments).toHaveLength(6);
    expect(moments.map((moment) => moment.at)).toEqual(moments.map((moment) => moment.at).sort((a, b) => a - b));
    expect(moments.slice(1, -1).every((moment) => moment.at > 600 * HOUR)).toBe(true);
  });

  it('without a wave lie around the losses; without a loss there are none', () => {
    const histories = [10, 20, 40].map((hour, i) => history(`telegram:${i}`, 0, [goneFrom((hour - 5) * HOUR, hour * HOUR)]));
    expect(hours(momentsOf([], histories, 100 * HOUR))).toEqual([
      [5, 'beforeLosses'],
      [20, 'half'],
      [40, 'last'],
      [100, 'now'],
    ]);
    expect(momentsOf([], [history('telegram:a', 0, [])], AT)).toEqual([]);
  });
});

describe('the tally', () => {
  /** Anything may have happened: lives, absences, returns, homes likely or not, circles of homes. */
  const world = fc
    .array(
      fc.record({
        platform: fc.constantFrom('telegram', 'tamtam', 'x', 'vk', 'ok'),
        first: fc.option(fc.integer({ min: 0, max: 900 })),
        kind: fc.constantFrom('gone' as const, 'private' as const, 'silent' as const, null),
        from: fc.integer({ min: 0, max: 900 }),
        length: fc.integer({ min: 0, max: 300 }),
        back: fc.boolean(),
        homes: fc.array(fc.tuple(fc.nat({ max: 30 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), { maxLength: 3 }),
        searched: fc.boolean(),
      }),
      { minLength: 1, maxLength: 24 },
    )
    .map((lives) => {
      const names = lives.map((life, i) => `${life.platform}:c${i}`);
      const histories = lives.map((life, i) => {
        const by = life.from + life.length;
        const until = life.back ? { after: by + 10, by: by + 20 } : null;
        const episodes = life.kind === null ? [] : [away(life.kind, life.from, by, until)];
        return history(names[i] ?? '', life.first ?? 0, episodes, { firstAlive: life.first });
      });
      const successions = lives.flatMap((life, i) =>
        life.searched
          ? [
              succession(
                names[i] ?? '',
                life.homes.map(([to, p, contested]) => candidate(names[to] ?? `hoop:unseen${to}`, p, { contested })),
              ),
            ]
          : [],
      );
      return input(histories, successions);
    });

  it('counts every community exactly once in every column, and every one in the flows between', () => {
    fc.assert(
      fc.property(world, (given) => {
        const { rows, neverSeen } = whereabouts(given);
        const tally = tallied(given.moments, rows, neverSeen);
        for (const cells of tally.columns) {
          expect(cells.reduce((sum, cell) => sum + cell.n, 0)).toBe(rows.length);
          for (const cell of cells) expect(cell.contested).toBeLessThanOrEqual(cell.n);
        }
        for (const column of [0, 1]) {
          const flows = tally.flows.filter((flow) => flow.column === column);
          for (const stratum of tally.strata.keys()) {
            const sum = (side: 'from' | 'to') => flows.reduce((n, flow) => n + (flow[side] === stratum ? flow.n : 0), 0);
            expect(sum('from')).toBe(tally.columns[column]?.[stratum]?.n);
            expect(sum('to')).toBe(tally.columns[column + 1]?.[stratum]?.n);
          }
        }
        const seen = new Set(rows.map((row) => row.identity));
        expect(seen.size).toBe(rows.length);
        expect(rows.length + neverSeen).toBeLessThanOrEqual(given.histories.length);
      }),
      { numRuns: 100 },
    );
  });

  it('does not hang on the order of rows', () => {
    fc.assert(
      fc.property(world, (given) => {
        const turned = {
          ...given,
          histories: [...given.histories].reverse(),
          successions: [...given.successions].reverse(),
          watched: [...given.watched].reverse(),
        };
        expect(whereabouts(turned)).toEqual(whereabouts(given));
      }),
      { numRuns: 60 },
    );
  });

  it('calls no community gone whose channel is alive, and none alive whose every channel is gone', () => {
    fc.assert(
      fc.property(world, (given) => {
        const states = new Map(given.histories.map((line) => [line.channel, line.state]));
        for (const row of whereabouts(given).rows) {
          const now = row.places.at(-1);
          if (states.get(row.channel) === 'alive' && given.histories.find((line) => line.channel === row.channel)?.episodes.length === 0)
            expect(['own', 'elsewhere', 'notYet']).toContain(now?.kind);
          if (now?.kind === 'own' || now?.kind === 'elsewhere') expect(states.get(now.home ?? '')).not.toBe('gone');
        }
      }),
    );
  });

  it('puts a platform that communities came to later below those where they were', () => {
    const two = ['telegram:a', 'telegram:b'].map((name) => history(name, 0, [goneFrom(90, 100)]));
    const homes = ['arena:c', 'arena:d'].map((name) => history(name, 95, []));
    const ranked = [succession('telegram:a', [candidate('arena:c', 0.9)]), succession('telegram:b', [candidate('arena:d', 0.9)])];
    const { strata } = tallied(MOMENTS, whereabouts(input([...two, ...homes], ranked)).rows, 0);
    expect(strata.map(({ platform }) => platform)).toEqual(['telegram', 'arena']);
  });

  it('orders platforms by the column in which they first occur, kinds as they are listed, and puts many together', () => {
    const histories = ['telegram:a', 'telegram:b', 'x:c', 'vk:d', 'ok:e', 'irc:f'].map((name) => history(name, 0, [goneFrom(90, 100)]));
    const { rows } = whereabouts(input([...histories, history('tamtam:g', 0, [])]));
    const { strata } = tallied(MOMENTS, rows, 0);
    expect(strata.map(({ kind, platform }) => `${kind} ${platform}`)).toEqual([
      'own telegram',
      'own irc',
      'own ok',
      'own null',
      'notLooked null',
    ]);
    expect(strata.map(({ kind }) => PLACE_KINDS.indexOf(kind))).toEqual([0, 0, 0, 0, PLACE_KINDS.indexOf('notLooked')]);
  });
});
