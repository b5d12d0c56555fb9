import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  binomialLimit,
  exactShare,
  logBinomialTail,
  logGamma,
  logNegativeBinomial,
  logNegativeBinomialTail,
} from '../../src/stats/tails.ts';

describe('tails', () => {
  it('has the gamma function of whole and half numbers', () => {
    expect(logGamma(1)).toBeCloseTo(0, 12);
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 10);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
    expect(logGamma(0.1)).toBeCloseTo(2.252_712_651_734_206, 11);
  });

  it('sums the binomial exactly, far out too', () => {
    expect(Math.exp(logBinomialTail(3, 4, 0.5))).toBeCloseTo(5 / 16, 12);
    expect(logBinomialTail(5, 4, 0.5)).toBe(Number.NEGATIVE_INFINITY);
    // 48 of 50 in a day at a mean life of 14 days.
    const p = 1 - Math.exp(-1 / 14);
    const direct = 1225 * p ** 48 * (1 - p) ** 2 + 50 * p ** 49 * (1 - p) + p ** 50;
    expect(logBinomialTail(48, 50, p) / Math.log(direct)).toBeCloseTo(1, 9);
    expect(logBinomialTail(48, 50, p) / Math.LN10).toBeLessThan(-50);
  });

  it('knows the published tails of 2,096 against 250 a day', () => {
    expect(Math.exp(logNegativeBinomialTail(2096, 250, 1))).toBeCloseTo(2.3e-4, 5);
    expect(Math.exp(logNegativeBinomialTail(2096, 250, 4)) / 2e-11).toBeGreaterThan(0.5);
    expect(Math.exp(logNegativeBinomialTail(2096, 250, 4)) / 2e-11).toBeLessThan(2);
    expect(logNegativeBinomialTail(2096, 250, Number.POSITIVE_INFINITY)).toBeLessThan(-2000);
  });

  it('has tails that are the sums of their terms, and the Poisson as their limit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.double({ min: 0.05, max: 20, noNaN: true }),
        fc.double({ min: 0.2, max: 50, noNaN: true }),
        (n, mean, size) => {
          let below = 0;
          for (let i = 0; i < n; i++) below += Math.exp(logNegativeBinomial(i, mean, size));
          expect(Math.exp(logNegativeBinomialTail(n, mean, size))).toBeCloseTo(1 - below, 9);
        },
      ),
    );
    const poisson = 1 - Math.exp(-2) * (1 + 2 + 2);
    expect(Math.exp(logNegativeBinomialTail(3, 2, Number.POSITIVE_INFINITY))).toBeCloseTo(poisson, 6);
  });

  it('gives the smallest count that is improbable enough', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 300 }), fc.double({ min: 0.001, max: 0.5, noNaN: true }), (n, p) => {
        const limit = binomialLimit(n, p, 1e-4);
        expect(logBinomialTail(limit, n, p)).toBeLessThanOrEqual(Math.log(1e-4));
        expect(logBinomialTail(limit - 1, n, p)).toBeGreaterThan(Math.log(1e-4));
      }),
    );
  });

  it('gives the exact interval of a share', () => {
    // Published: 128 of 165 and 48 of 50.
    const swept = exactShare(128, 165, 0.95);
    expect([swept.low, swept.high].map((x) => Math.round(x * 1000) / 10)).toEqual([70.4, 83.7]);
    const most = exactShare(48, 50, 0.95);
    expect([most.low, most.high].map((x) => Math.round(x * 1000) / 10)).toEqual([86.3, 99.5]);
    expect(exactShare(0, 100, 0.95)).toMatchObject({ low: 0 });
    expect(exactShare(0, 100, 0.95).high).toBeCloseTo(1 - 0.025 ** 0.01, 9);
  });
});
