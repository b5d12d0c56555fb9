import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { successors } from '../../src/findings/successor-ranking.ts';
import type { RankedSuccession } from '../../src/findings/successors.ts';
import { DAY, START } from './rows.ts';
import { AT, decision, denial, gone, inputOf, LOSS, PLAIN, pointer, posting, type Small, usualCase } from './successor-rows.ts';

function ask(small: Small): RankedSuccession {
  const [first] = successors(inputOf(small), PLAIN);
  if (first === undefined) throw new Error('nothing is lost');
  return first;
}

function chance(small: Small, channel: string): number {
  return ask(small).candidates.find((candidate) => candidate.channel === channel)?.probability ?? 0;
}

describe('successors', () => {
  it('prefers who speaks like the lost channel to who only looks like it', () => {
    const found = ask(usualCase());
    expect(found.candidates[0]?.channel).toBe('tamtam:home');
    expect(found.candidates[0]?.probability).toBeGreaterThan(0.5);
    expect(chance(usualCase(), 'tamtam:mask')).toBeLessThan(0.2);
    expect(found.pool).toBe(4);
  });

  it('opens every probability into its evidence: bits sum up to the log-odds', () => {
    const pointers = [
      pointer('telegram:lantern', 'tamtam:home', LOSS - DAY),
      pointer('telegram:fan', 'tamtam:mask', LOSS + DAY, { stance: 'warn' }),
    ];
    for (const candidate of ask(usualCase({ pointers })).candidates) {
      const bits = candidate.evidence.reduce((sum, item) => sum + item.log2Odds, 0) + candidate.prior + candidate.rivalry;
      expect(bits).toBeCloseTo(Math.log2(candidate.probability / (1 - candidate.probability)), 6);
    }
  });

  it('says none where nobody is plausible', () => {
    const small = usualCase({ face: {}, voice: { 'telegram:lantern tamtam:home': -3, 'telegram:lantern tamtam:mask': -3 } });
    expect(ask(small).noneInPool).toBeGreaterThan(0.6);
    expect(ask(small).candidates.every((candidate) => candidate.probability < 0.2)).toBe(true);
  });

  it('believes the platform where it names the new home', () => {
    const looks = gone('telegram:lantern').map((row) => ({ ...row, status: 'moved' as const, movedTo: 'tamtam:stranger' }));
    const found = ask(usualCase({ sightings: looks, face: {}, voice: {} }));
    expect(found.candidates[0]?.channel).toBe('tamtam:stranger');
    expect(found.candidates[0]?.evidence[0]?.kind).toBe('native');
  });

  it('offers a place that nobody observed where the lost channel points to it', () => {
    const small = usualCase({ face: {}, voice: {}, pointers: [pointer('telegram:lantern', 'matrix:room:books.example', LOSS - DAY)] });
    const candidate = ask(small).candidates.find((one) => one.channel === 'matrix:room:books.example');
    expect(candidate?.observed).toBe(false);
    expect(candidate?.probability).toBeGreaterThan(0.5);
  });

  it('never takes controls, neither as lost nor as homes', () => {
    const roster = [{ channel: 'tamtam:home', control: 'living' as const, since: null }];
    expect(ask(usualCase({ roster })).candidates.some((candidate) => candidate.channel === 'tamtam:home')).toBe(false);
    const control = [{ channel: 'telegram:lantern', control: 'living' as const, since: null }];
    expect(successors(inputOf(usualCase({ roster: control })), PLAIN)).toEqual([]);
  });

  it('answers for a living channel where it is asked for', () => {
    const [found] = successors(inputOf(usualCase({ of: ['tamtam:stranger'] })), PLAIN);
    expect(found).toMatchObject({ predecessor: 'tamtam:stranger', lost: null });
  });

  it('gives the same answer whether one channel is asked for or all', () => {
    const small = usualCase();
    expect(successors(inputOf({ ...small, of: ['telegram:lantern'] }), PLAIN)).toEqual(successors(inputOf(small), PLAIN));
  });

  it('does not depend on the order of rows', () => {
    const small = usualCase({
      pointers: [
        pointer('telegram:lantern', 'tamtam:home', LOSS - DAY),
        pointer('telegram:fan', 'tamtam:home', LOSS + DAY, { words: 'lantern' }),
        pointer('telegram:fan', 'tamtam:mask', LOSS + DAY, { stance: 'warn' }),
      ],
      disputes: [denial('tamtam:stranger', 'tamtam:mask', LOSS + 2 * DAY), denial('telegram:fan', 'tamtam:mask', LOSS + 3 * DAY)],
    });
    const expected = JSON.stringify(successors(inputOf(small), PLAIN));
    const shuffled = <T>(rows: T[] | undefined) => fc.shuffledSubarray(rows ?? [], { minLength: rows?.length ?? 0 });
    fc.assert(
      fc.property(shuffled(small.activity), shuffled(small.sightings), shuffled(small.pointers), shuffled(small.disputes), (a, s, p, d) => {
        expect(JSON.stringify(successors(inputOf({ ...small, activity: a, sightings: s, pointers: p, disputes: d }), PLAIN))).toBe(
          expected,
        );
      }),
      { numRuns: 20 },
    );
  });
});

describe('poisoning', () => {
  const flood = (count: number, make: (i: number) => Small['pointers']): Small =>
    usualCase({ pointers: Array.from({ length: count }, (_, i) => make(i) ?? []).flat() });
  const named = { words: 'lantern has moved' };

  it('a thousand posts by one author count like one', () => {
    const one = chance(
      flood(1, () => [pointer('telegram:crowd', 'tamtam:mask', LOSS + DAY, { ...named, author: 'p1' })]),
      'tamtam:mask',
    );
    const many = chance(
      flood(1000, (i) => [pointer('telegram:crowd', 'tamtam:mask', LOSS + DAY + i, { ...named, author: 'p1' })]),
      'tamtam:mask',
    );
    expect(many).toBeLessThanOrEqual(one);
    expect(many).toBeLessThan(0.5);
  });

  const crowd = Array.from({ length: 200 }, (_, i) => `telegram:crowd${i}`);
  const crowded = (pointers: Small['pointers']): Small => ({
    ...usualCase({ pointers: pointers ?? [] }),
    activity: [...usualCase().activity, ...crowd.map((channel) => posting(channel, START, AT))],
  });

  it('copies of one text by two hundred channels count like one', () => {
    const copies = crowd.map((channel, i) => pointer(channel, 'tamtam:mask', LOSS + DAY + i, { ...named, textHash: 77 }));
    expect(chance(crowded(copies), 'tamtam:mask')).toBeCloseTo(chance(crowded(copies.slice(0, 1)), 'tamtam:mask'), 9);
  });

  it('of many different voices, those beyond a handful change next to nothing', () => {
    const voices = crowd.map((channel, i) => pointer(channel, 'tamtam:mask', LOSS + DAY + i, named));
    const all = chance(crowded(voices), 'tamtam:mask');
    expect(all - chance(crowded(voices.slice(0, 5)), 'tamtam:mask')).toBeLessThan(0.02);
    expect(all).toBeGreaterThan(chance(crowded(voices.slice(0, 1)), 'tamtam:mask'));
    expect(chance(crowded([]), 'tamtam:mask')).toBeLessThan(0.1);
  });

  it('who points everywhere for everybody says little', () => {
    const losses = Array.from({ length: 12 }, (_, i) => `telegram:lost${i}`);
    const small: Small = {
      ...usualCase({ voice: {}, face: {} }),
      activity: [...usualCase().activity, ...losses.map((channel) => posting(channel, START, LOSS))],
      sightings: [...gone('telegram:lantern'), ...losses.flatMap((channel) => gone(channel))],
    };
    const only = { ...small, pointers: [pointer('telegram:fan', 'tamtam:mask', LOSS + DAY, named)] };
    const all = {
      ...small,
      pointers: [
        pointer('telegram:fan', 'tamtam:mask', LOSS + DAY, named),
        ...losses.map((channel) => pointer('telegram:fan', 'tamtam:mask', LOSS + DAY, { words: channel.replace('telegram:', '') })),
      ],
    };
    const of = (case_: Small): number =>
      successors(inputOf(case_), PLAIN)
        .find((one) => one.predecessor === 'telegram:lantern')
        ?.candidates.find((one) => one.channel === 'tamtam:mask')?.probability ?? 0;
    expect(of(all)).toBeLessThan(of(only) / 2);
  });
});

describe('disputes', () => {
  it('a home that somebody denied is contested and less likely', () => {
    const denied = ask(usualCase({ disputes: [denial('telegram:fan', 'tamtam:home', LOSS + DAY, { citation: 'telegram:fan/7' })] }));
    const home = denied.candidates.find((candidate) => candidate.channel === 'tamtam:home');
    expect(home).toMatchObject({
      contested: true,
      disputes: [{ by: 'telegram:fan', at: LOSS + DAY, post: 'telegram:fan/7', kind: 'fake' }],
    });
    expect(home?.probability).toBeLessThan(chance(usualCase(), 'tamtam:home'));
  });

  it('the word of the lost channel itself weighs more than that of a stranger', () => {
    const by = (who: string): number => chance(usualCase({ disputes: [denial(who, 'tamtam:home', LOSS - DAY)] }), 'tamtam:home');
    expect(by('telegram:lantern')).toBeLessThan(by('tamtam:stranger'));
  });

  it('one warning by a stranger does not make contested, two independent ones do, copies of one do not', () => {
    const warn = (by: string, more = {}) => pointer(by, 'tamtam:home', LOSS + DAY, { stance: 'warn', ...more });
    const contested = (pointers: Small['pointers']) =>
      ask(usualCase({ pointers: pointers ?? [] })).candidates.find((candidate) => candidate.channel === 'tamtam:home')?.contested;
    expect(contested([warn('telegram:fan')])).toBe(false);
    expect(contested([warn('telegram:fan'), warn('tamtam:stranger')])).toBe(true);
    expect(contested([warn('telegram:fan', { textHash: 5 }), warn('tamtam:stranger', { textHash: 5 })])).toBe(false);
    expect(contested([warn('telegram:lantern')])).toBe(true);
  });
});

describe('verdicts', () => {
  const of = (verdict: 'confirmed' | 'rejected' | 'impersonator' | 'unsure', channel = 'tamtam:mask') =>
    ask(usualCase({ verdicts: [decision('telegram:lantern', channel, verdict)] }));

  it('override the probability and are shown', () => {
    expect(of('confirmed').candidates[0]).toMatchObject({ channel: 'tamtam:mask', probability: 1, low: 1, high: 1, verdict: 'confirmed' });
    expect(of('confirmed').noneInPool).toBeLessThan(1e-6);
    for (const verdict of ['rejected', 'impersonator'] as const) {
      const home = of(verdict, 'tamtam:home').candidates.find((candidate) => candidate.channel === 'tamtam:home');
      expect(home).toMatchObject({ probability: 0, verdict });
    }
  });

  it('unsure decides nothing, and without a verdict all is as before', () => {
    const plain = ask(usualCase()).candidates.map((candidate) => candidate.probability);
    expect(of('unsure').candidates.map((candidate) => candidate.probability)).toEqual(plain);
    expect(of('unsure').candidates.find((candidate) => candidate.channel === 'tamtam:mask')?.verdict).toBe('unsure');
  });

  it('a rejected rival no longer takes from the others', () => {
    expect(of('rejected', 'tamtam:mask').candidates[0]?.probability).toBeGreaterThanOrEqual(chance(usualCase(), 'tamtam:home'));
  });
});

describe('learning from verdicts', () => {
  /** Many lost channels, each with a home; analysts say that only every other likely home is one. */
  function taught(blind: boolean, count: number): RankedSuccession[] {
    const pairs = Array.from({ length: count }, (_, i) => [`telegram:old${i}`, `tamtam:home${i}`] as const);
    const judged = pairs.map(([from, to], i) =>
      decision(from, to, i % 2 === 0 ? 'confirmed' : 'rejected', { blind, drawnWith: blind ? 0.5 : null }),
    );
    return successors(
      inputOf({
        activity: [...usualCase().activity, ...pairs.flatMap(([from, to]) => [posting(from, START, LOSS), posting(to, LOSS + DAY, AT)])],
        sightings: [...gone('telegram:lantern'), ...pairs.flatMap(([from]) => gone(from))],
        face: { ...usualCase().face, ...Object.fromEntries(pairs.map(([from, to]) => [`${from} ${to}`, 14])) },
        voice: { ...usualCase().voice, ...Object.fromEntries(pairs.map(([from, to]) => [`${from} ${to}`, 8])) },
        verdicts: judged,
      }),
      PLAIN,
    );
  }
  const home = (all: RankedSuccession[]) => all.find((one) => one.predecessor === 'telegram:lantern')?.candidates[0];

  it('needs fifty blind ones, and then says so', () => {
    expect(taught(true, 48)[0]?.calibratedOn).toBe('nothing');
    expect(taught(true, 60)[0]?.calibratedOn).toBe('60 audited verdicts');
  });

  it('never learns from verdicts that were given while looking at the score', () => {
    expect(taught(false, 60)[0]?.calibratedOn).toBe('nothing');
  });

  it('moves probabilities to what the sample found', () => {
    const before = home(taught(false, 60))?.probability ?? 0;
    const after = home(taught(true, 60))?.probability ?? 0;
    expect(before).toBeGreaterThan(0.9);
    expect(after).toBeLessThan(0.8);
    expect(after).toBeGreaterThan(0.3);
  });
});
