import { describe, expect, it } from 'vitest';
import { placeboDates, placebos, preTrend, recoveryOf } from '../../src/findings/impact-checks.ts';
import type { DailySums } from '../../src/findings/impact-measures.ts';
import { DAY, dayOf, windowsOf } from '../../src/findings/impact-windows.ts';

const AT = Date.UTC(2019, 10, 22, 15);
const around = (more: object = {}) =>
  windowsOf({ at: AT, asOf: AT + 40 * DAY, windowDays: 30, gap: { before: 0, after: 0 }, earliest: AT - 200 * DAY, ...more });

describe('windows', () => {
  it('count days of 24 hours from the date itself, whatever the clock says', () => {
    const windows = around();
    expect(windows.before).toEqual({ from: 170, to: 200 });
    expect(windows.after).toEqual({ from: 200, to: 230 });
    expect(dayOf(windows, AT - 1)).toBe(199);
    expect(dayOf(windows, AT)).toBe(200);
    expect(windows.days).toBe(240);
  });

  it('leave the gap out on both sides', () => {
    const windows = around({ gap: { before: 6, after: 1 } });
    expect(windows.before).toEqual({ from: 164, to: 194 });
    expect(windows.after).toEqual({ from: 201, to: 231 });
  });

  it('are cut where nothing is known yet, and at the last whole day', () => {
    const windows = around({ earliest: AT - 12.5 * DAY, asOf: AT + 9.9 * DAY });
    expect(windows.before).toEqual({ from: 0, to: 12 });
    expect(windows.after).toEqual({ from: 12, to: 21 });
    expect(around({ earliest: AT + DAY }).before).toEqual({ from: 0, to: 0 });
    expect(around({ earliest: null }).past).toBe(0);
  });

  it('look back at most 400 days', () => {
    expect(around({ earliest: 0 }).past).toBe(400);
  });
});

const sums = (posts: Float64Array): DailySums => ({
  organic: posts,
  forwarded: new Float64Array(posts.length),
  active: posts.map((n) => Math.min(n, 1)),
  outlinks: new Float64Array(posts.length),
});

describe('placebo dates', () => {
  it('have windows wholly before the gap, a week apart', () => {
    const windows = around({ gap: { before: 6, after: 0 } });
    const dates = placeboDates(windows);
    expect(dates[0]).toEqual({ day: 164, before: { from: 128, to: 158 }, after: { from: 164, to: 194 } });
    expect(dates[1]?.day).toBe(157);
    expect(dates.at(-1)?.before.from).toBeGreaterThanOrEqual(0);
    expect(dates.every((date) => date.after.to <= windows.before.to)).toBe(true);
  });

  it('find a fall rare that happened once, and common where it happens every month', () => {
    const windows = around();
    const once = sums(Float64Array.from({ length: 230 }, (_, day) => (day < 200 ? 100 + (day % 7) : 50)));
    const placebo = placebos(windows, once, () => once).organicPosts;
    expect(placebo?.asLarge).toBe(0);
    expect(placebo?.pValue).toBeCloseTo(1 / (1 + placeboDates(windows).length), 12);
    const monthly = sums(Float64Array.from({ length: 230 }, (_, day) => (Math.floor((day - 200) / 30) % 2 === 0 ? 50 : 100)));
    expect(placebos(windows, monthly, () => monthly).organicPosts?.asLarge).toBeGreaterThan(0);
  });

  it('say nothing where the past is too short', () => {
    const short = around({ earliest: AT - 40 * DAY });
    const flat = sums(new Float64Array(70).fill(9));
    expect(placebos(short, flat, () => flat).organicPosts).toBeNull();
  });
});

describe('the trend before', () => {
  const level = (posts: Float64Array) => (span: { from: number; to: number }) => ({
    x: posts.subarray(span.from, span.to),
    z: null,
    counts: true,
  });

  it('compares with the window before it, or its halves where the past is short', () => {
    const falling = Float64Array.from({ length: 230 }, (_, day) => 1000 - 4 * day);
    const trend = preTrend(around(), level(falling));
    expect(trend?.compares).toBe('window');
    expect(trend?.change).toBeLessThan(-0.2);
    expect(trend?.high).toBeLessThan(0);
    const short = preTrend(around({ earliest: AT - 40 * DAY }), level(new Float64Array(70).fill(9)));
    expect(short).toMatchObject({ compares: 'halves', change: 0 });
    expect(preTrend(around({ earliest: AT - 8 * DAY }), level(new Float64Array(38).fill(9)))).toBeNull();
  });
});

describe('recovery', () => {
  const series = (after: (day: number) => number) => Float64Array.from({ length: 240 }, (_, day) => (day < 200 ? 100 : after(day - 200)));

  it('is the first week back at a share of the level before, after it fell', () => {
    const recovery = recoveryOf(
      around(),
      series((day) => (day < 10 ? 0 : 85)),
    );
    // Day 7 begins the first week with four days of 85: a mean of 48.6; day 8 has five.
    expect(recovery.map((r) => [r.share, r.fellBelow, r.days])).toEqual([
      [0.5, true, 8],
      [0.8, true, 10],
      [1, true, null],
    ]);
    expect(recovery[0]?.seenDays).toBe(40);
  });

  it('says so where nothing fell, and nothing where nothing was', () => {
    expect(
      recoveryOf(
        around(),
        series(() => 100),
      ).every((r) => !r.fellBelow && r.days === 0),
    ).toBe(true);
    expect(recoveryOf(around(), new Float64Array(240))).toEqual([]);
    expect(recoveryOf(around({ asOf: AT + 6 * DAY }), series(() => 100).subarray(0, 206))).toEqual([]);
  });
});
