import { describe, expect, it } from 'vitest';
import type { ChannelHistory, Episode } from '../../src/findings/history.ts';
import { homeLife } from '../../src/findings/lifespan-life.ts';
import { lifespans } from '../../src/findings/lifespans.ts';
import { cohort } from '../../src/simulate/cohorts.ts';
import { random } from '../../src/simulate/random.ts';

const DAY = 86_400_000;
const START = Date.UTC(2019, 10, 1);
const day = (n: number): number => START + n * DAY;

function home(more: Partial<ChannelHistory>): ChannelHistory {
  const channel = more.channel ?? 'telegram:harbour';
  return {
    identity: channel,
    channel,
    platform: 'telegram',
    control: false,
    listed: false,
    operator: null,
    createdAt: null,
    firstAlive: day(0),
    absentBefore: null,
    watchedFrom: day(0),
    observedTo: day(100),
    lastAlive: day(100),
    state: 'alive',
    episodes: [],
    ...more,
  };
}

function episode(kind: Episode['kind'], after: number, by: number, until: Episode['until'] = null): Episode {
  return { kind, source: 'probes', after: day(after), by: day(by), until, status: null, evidence: [] };
}

const back = (after: number, by: number): Episode['until'] => ({ after: day(after), by: day(by) });

describe('the life of a home', () => {
  it('is counted from creation where the platform told it, from late watching on', () => {
    const life = homeLife(home({ createdAt: day(-20), watchedFrom: day(3), firstAlive: day(-5), episodes: [episode('gone', 9, 10)] }));
    expect(life).toMatchObject({ origin: 'created', entry: 23, after: 29, by: 30, kind: 'gone' });
  });

  it('is counted from the first sight where a look shortly before saw nothing, and from discovery where none did', () => {
    expect(homeLife(home({ absentBefore: day(-2) }))).toMatchObject({
      origin: 'appeared',
      entry: 0,
      after: 100,
      by: Number.POSITIVE_INFINITY,
    });
    expect(homeLife(home({ absentBefore: day(-60) }))).toMatchObject({ origin: 'discovered', entry: 0 });
    expect(homeLife(home({ firstAlive: day(-40), watchedFrom: day(5) }))).toMatchObject({ origin: 'discovered', entry: 0, after: 95 });
  });

  it('does not believe a creation after the first sign of life', () => {
    expect(homeLife(home({ createdAt: day(4) }))).toMatchObject({ origin: 'discovered' });
  });

  it('ends with the first of its ends, which need not be that it was gone', () => {
    const life = homeLife(home({ episodes: [episode('silent', 10, 12), episode('gone', 30, 31)] }));
    expect(life).toMatchObject({ kind: 'silent', after: 10, by: 12 });
  });

  it('does not end with an absence that was short, but with one that lasted', () => {
    expect(homeLife(home({ episodes: [episode('gone', 10, 12, back(12, 20))] }))).toMatchObject({ kind: null, after: 100 });
    expect(homeLife(home({ episodes: [episode('gone', 10, 12, back(41, 44))] }))).toMatchObject({ kind: null });
    expect(homeLife(home({ episodes: [episode('gone', 10, 12, back(43, 44))] }))).toMatchObject({ kind: 'gone', after: 10, by: 12 });
  });

  it('is not counted where it was over, or perhaps over, before the watch began', () => {
    expect(homeLife(home({ watchedFrom: day(20), episodes: [episode('silent', 5, 8)] }))).toBe('endedBeforeWatch');
    expect(homeLife(home({ watchedFrom: day(7), episodes: [episode('silent', 5, 8)] }))).toBe('endedBeforeWatch');
    // A silence of its past, over when the watch began, is no matter.
    expect(homeLife(home({ watchedFrom: day(80), episodes: [episode('silent', 5, 8, back(50, 60))] }))).toMatchObject({ kind: null });
  });

  it('is not counted where nobody saw it alive or looked at all', () => {
    expect(homeLife(home({ firstAlive: null, lastAlive: null }))).toBe('neverAlive');
    expect(homeLife(home({ watchedFrom: null }))).toBe('neverLookedAt');
  });
});

function roster(platform: string, meanDays: number, seed: string, origin: 'created' | 'discovered' = 'created'): ChannelHistory[] {
  const plan = {
    channels: 90,
    hands: [1, 2],
    joint: 0.5,
    shape: 1,
    meanDays,
    foundAfterDays: 4,
    lookEveryDays: 1,
    followedDays: [60, 90] as const,
  };
  return cohort(plan, random(seed)).lives.map((life, k) => {
    const ended = Number.isFinite(life.by);
    return home({
      channel: `${platform}:home_${k}`,
      identity: `${platform}:home_${k}`,
      platform,
      operator: `${seed}/${life.operator}`,
      createdAt: origin === 'created' ? day(0) : null,
      watchedFrom: day(life.entry),
      lastAlive: day(life.after),
      episodes: ended ? [episode(k % 5 === 0 ? 'private' : 'gone', life.after, life.by)] : [],
    });
  });
}

describe('groups of homes', () => {
  const histories = [...roster('telegram', 10, 'a'), ...roster('tamtam', 25, 'b'), home({ channel: 'telegram:control', control: true })];

  it('have medians with intervals, ends by kind, and a comparison', () => {
    const { groups, comparison } = lifespans(histories, 'platform');
    expect(groups.map((group) => [group.group, group.origin])).toEqual([
      ['tamtam', 'created'],
      ['telegram', 'created'],
    ]);
    for (const group of groups) {
      const { median, ends, curve, horizonDays } = group.estimate!;
      expect(median.low!).toBeLessThan(median.days!);
      expect(median.high!).toBeGreaterThan(median.days!);
      expect(curve[0]).toMatchObject({ day: group.estimate!.fromDays, survival: 1 });
      const total = ends.reduce((sum, end) => sum + end.by.at(-1)!.share, 0);
      expect(total).toBeCloseTo(1 - curve.at(-1)!.survival, 6);
      expect(ends.find((end) => end.kind === 'private')!.ended).toBeGreaterThan(0);
      expect(ends[0]!.by.at(-1)!.day).toBe(horizonDays);
      expect(group.operators).toBeLessThan(group.n);
    }
    expect(groups[0]!.estimate!.median.days!).toBeGreaterThan(groups[1]!.estimate!.median.days!);
    expect(comparison!.pValue).toBeLessThan(0.05);
    expect(comparison!.groups[1]!.ended).toBeGreaterThan(comparison!.groups[1]!.expected);
  });

  it('are the same numbers in whatever order the histories come', () => {
    const mixed = random('order').shuffle([...histories]);
    expect(JSON.stringify(lifespans(mixed, 'platform'))).toBe(JSON.stringify(lifespans(histories, 'platform')));
  });

  it('never mix origins, in a group or in the comparison', () => {
    const { groups, comparison } = lifespans(
      [
        ...histories,
        ...roster('telegram', 10, 'c', 'discovered').map((h) => ({ ...h, channel: `${h.channel}_d`, identity: `${h.channel}_d` })),
      ],
      'platform',
    );
    expect(groups.map((group) => group.group)).toEqual(['tamtam', 'telegram/created', 'telegram/discovered']);
    expect(comparison!.groups.map((group) => group.group)).toEqual(['tamtam', 'telegram/created']);
  });

  it('are made by the month of origin as well', () => {
    expect(lifespans(histories, 'cohort').groups.map((group) => group.group)).toEqual(['2019-11']);
  });

  it('have no estimate where too few were under watch at one age', () => {
    const few = [0, 10, 20].map((n) =>
      home({
        channel: `telegram:h${n}`,
        identity: `h${n}`,
        createdAt: day(-n - 1),
        firstAlive: day(0),
        lastAlive: day(0),
        watchedFrom: day(0),
        episodes: [episode('gone', 0, 1)],
      }),
    );
    const [group] = lifespans(few, 'platform').groups;
    expect(group).toMatchObject({ n: 3, ended: 3, estimate: null });
    expect(lifespans([], 'platform')).toMatchObject({ groups: [], comparison: null });
  });
});
