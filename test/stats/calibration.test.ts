import { describe, expect, it } from 'vitest';
import { calibrationOf, fitScaling, scaled } from '../../src/stats/calibration.ts';

const said = (probability: number, yes: boolean, weight = 1) => ({ probability, yes, weight });

describe('calibrationOf', () => {
  it('measures the gap between what was said and what happened, bin by bin', () => {
    // 0.8 said ten times, true six times; 0.2 said ten times, true twice.
    const forecasts = [
      ...Array.from({ length: 10 }, (_, i) => said(0.8, i < 6)),
      ...Array.from({ length: 10 }, (_, i) => said(0.2, i < 2)),
    ];
    const found = calibrationOf(forecasts);
    expect(found.error).toBeCloseTo(0.1, 12);
    expect(found.brier).toBeCloseTo((6 * 0.04 + 4 * 0.64 + 2 * 0.64 + 8 * 0.04) / 20, 12);
    expect(found.bins.map((bin) => [bin.forecasts, bin.said, bin.happened].map((x) => Math.round(100 * x) / 100))).toEqual([
      [10, 0.2, 0.2],
      [10, 0.8, 0.6],
    ]);
  });

  it('keeps a certain forecast in the last bin, weighs, and is calm about nothing', () => {
    expect(calibrationOf([said(1, true)]).bins).toEqual([{ from: 0.9, to: 1, forecasts: 1, said: 1, happened: 1 }]);
    expect(calibrationOf([said(0.5, true, 3), said(0.5, false, 1)]).error).toBeCloseTo(0.25, 12);
    expect(calibrationOf([])).toEqual({ forecasts: 0, brier: 0, error: 0, bins: [] });
  });
});

describe('fitScaling', () => {
  const logits = [-3, -2, -1, 0, 1, 2, 3].flatMap((x) => Array.from({ length: 200 }, () => x));
  const nth = (x: number): number => 1 / (1 + Math.exp(-x));

  it('finds the slope and the shift by which forecasts are off', () => {
    // What happens follows half the log-odds, less one.
    const yes = logits.map((x, i) => (((i % 200) + 0.5) / 200 < nth(0.5 * x - 1) ? 1 : 0));
    const found = fitScaling(
      logits,
      yes,
      logits.map(() => 1),
      0.001,
    );
    expect(found.slope).toBeCloseTo(0.5, 1);
    expect(found.shift).toBeCloseTo(-1, 1);
    expect(scaled(2, found)).toBeCloseTo(0.5, 1);
  });

  it('changes little after few forecasts, and never turns the order round', () => {
    const few = fitScaling([3, -3], [0, 1], [1, 1], 50);
    expect(few.slope).toBeGreaterThan(0.85);
    const against = fitScaling(
      logits,
      logits.map((x) => (x > 0 ? 0 : 1)),
      logits.map(() => 1),
      0.01,
    );
    expect(against.slope).toBeGreaterThanOrEqual(0);
  });
});
