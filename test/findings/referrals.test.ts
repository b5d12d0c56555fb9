import { describe, expect, it } from 'vitest';
import type { ChannelHistory } from '../../src/findings/history.ts';
import { incidence, outcomes, type SentReferral } from '../../src/findings/referrals.ts';
import { DAY, HOUR, START } from './rows.ts';
import { goneFrom, history } from './successions.ts';

const SENT = START;

function referral(names: readonly string[], sentAt = SENT, id = 'r-1'): SentReferral {
  return { id, platform: 'tamtam', sentAt, channels: names.map((name) => ({ channel: `tamtam:${name}`, identity: `tamtam:${name}` })) };
}

function gone(name: string, after: number, by: number, until: { after: number; by: number } | null = null): ChannelHistory {
  return history(
    `tamtam:${name}`,
    START - 30 * DAY,
    [goneFrom(SENT + after, SENT + by, until)],
    until === null ? {} : { lastAlive: until.by },
  );
}

function visible(name: string, lastAlive: number): ChannelHistory {
  return history(`tamtam:${name}`, START - 30 * DAY, [], { lastAlive: SENT + lastAlive });
}

describe('what followed a referral', () => {
  it('tells the fates apart', () => {
    const histories = [
      gone('before', -2 * DAY, -DAY),
      gone('perhaps', -HOUR, 2 * HOUR),
      gone('after', HOUR, 3 * HOUR),
      visible('visible', 5 * DAY),
      visible('unseen', -HOUR),
      gone('returned', 2 * HOUR, 3 * HOUR, { after: SENT + 10 * HOUR, by: SENT + 11 * HOUR }),
      { ...gone('old', -9 * DAY, -8 * DAY, { after: SENT - 3 * DAY, by: SENT - 2 * DAY }), lastAlive: SENT + DAY },
      { ...gone('locked', HOUR, 2 * HOUR), episodes: [{ ...goneFrom(SENT + HOUR, SENT + 2 * HOUR), kind: 'private' as const }] },
    ];
    const names = ['before', 'perhaps', 'after', 'visible', 'unseen', 'returned', 'old', 'locked', 'stranger'];
    const found = new Map(outcomes([referral(names)], histories, SENT + 10 * DAY).map((line) => [line.channel.slice(7), line]));
    expect(Object.fromEntries([...found].map(([name, line]) => [name, line.fate]))).toEqual({
      before: 'gone before',
      perhaps: 'perhaps before',
      after: 'gone',
      visible: 'visible',
      unseen: 'not seen since',
      returned: 'gone',
      old: 'visible',
      locked: 'private',
      stranger: 'not seen since',
    });
    expect(found.get('after')).toMatchObject({ earliest: HOUR, latest: 3 * HOUR, returned: false });
    expect(found.get('perhaps')).toMatchObject({ earliest: 0, latest: 2 * HOUR });
    expect(found.get('returned')?.returned).toBe(true);
  });

  it('falling silent is no disappearance', () => {
    const quiet = history('tamtam:q', START, [{ ...goneFrom(SENT + HOUR, SENT + DAY), kind: 'silent' }], { lastAlive: SENT + 3 * DAY });
    expect(outcomes([referral(['q'])], [quiet], SENT + 9 * DAY)[0]?.fate).toBe('visible');
  });

  it('gone before is left out, still visible is censored, and ends are bounded by their intervals', () => {
    const histories = [
      gone('a', -2 * DAY, -DAY),
      gone('b', 0.5 * HOUR, 2 * HOUR),
      gone('c', 5 * HOUR, 6 * HOUR),
      gone('d', 2 * DAY, 3 * DAY),
      visible('e', 8 * DAY),
    ];
    const sent = [referral(['a', 'b', 'c', 'd', 'e'])];
    const at = SENT + 8 * DAY;
    const [all, tamtam] = incidence(outcomes(sent, histories, at), sent, at);
    expect(all).toMatchObject({ referred: 5, goneBefore: 1, perhapsBefore: 0, stillVisible: 1 });
    expect(tamtam?.platform).toBe('tamtam');
    const shares = all?.horizons.map(({ horizon, low, high, due, gone: certain, notKnown }) => [
      horizon,
      low,
      high,
      due,
      certain,
      notKnown,
    ]);
    expect(shares).toEqual([
      // Of b it is not known whether it was gone within the hour.
      ['1 h', 0, 0.25, 4, 0, 1],
      ['24 h', 0.5, 0.5, 4, 2, 0],
      ['7 d', 0.75, 0.75, 4, 3, 0],
      ['30 d', null, null, 0, 0, 0],
    ]);
  });

  it('perhaps before: at the least it was no risk, at the most it was gone at once', () => {
    const sent = [referral(['a', 'b'])];
    const at = SENT + 2 * DAY;
    const [all] = incidence(outcomes(sent, [gone('a', -HOUR, HOUR), visible('b', 2 * DAY)], at), sent, at);
    expect(all?.horizons[0]).toMatchObject({ low: 0, high: 0.5 });
    expect(all?.perhapsBefore).toBe(1);
  });

  it('the same log with another as-of date gives another share: 8 of 10 after a day, 9 of 10 after a month', () => {
    // One goes after twelve days, one stays.
    const names = Array.from({ length: 10 }, (_, i) => `c${i}`);
    const histories = (at: number): ChannelHistory[] =>
      names.map((name, i) => {
        if (i < 8) return gone(name, 2 * HOUR, 3 * HOUR);
        return i === 8 && at > SENT + 12 * DAY ? gone(name, 11 * DAY, 12 * DAY) : visible(name, at - SENT);
      });
    const sent = [referral(names)];
    const shareAt = (at: number): (number | null)[] =>
      incidence(outcomes(sent, histories(at), at), sent, at)[0]?.horizons.map((line) =>
        line.high === null ? null : Number(line.high.toFixed(3)),
      ) ?? [];
    expect(shareAt(SENT + 2 * DAY)).toEqual([0, 0.8, null, null]);
    expect(shareAt(SENT + 31 * DAY)).toEqual([0, 0.8, 0.8, 0.9]);
    // Nothing was sent yet.
    expect(outcomes(sent, histories(SENT - DAY), SENT - DAY)).toEqual([]);
  });
});
