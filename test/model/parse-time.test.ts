import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTime, parseTime } from '../../src/model/time.ts';

describe('parseTime in the common shape', () => {
  it('agrees with the platform for every second up to 2100', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) / 1000 - 1 }), (seconds) => {
        const text = formatTime(seconds * 1000);
        expect(parseTime(text)).toEqual({ ms: seconds * 1000, zoned: true });
        // The same instant in shapes that go the long way.
        expect(parseTime(text.replace('Z', '+00:00'))).toEqual({ ms: seconds * 1000, zoned: true });
        expect(parseTime(text.replace('Z', ''))).toEqual({ ms: seconds * 1000, zoned: false });
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '1970-01-01T00:00:00Z',
    '1972-02-29T23:59:59Z',
    '2000-02-29T00:00:00Z',
    '2000-03-01T00:00:00Z',
    '2019-12-31T23:59:59Z',
    '2024-02-28T12:00:00Z',
    '2099-12-31T23:59:59Z',
  ])('reads %s', (text) => {
    expect(parseTime(text)?.ms).toBe(Date.parse(text));
  });

  it.each([
    '2019-02-29T00:00:00Z',
    '2019-04-31T00:00:00Z',
    '2019-13-01T00:00:00Z',
    '2019-00-01T00:00:00Z',
    '2019-01-00T00:00:00Z',
    '2019-01-01T24:00:00Z',
    '2019-01-01T00:60:00Z',
    '2019-01-01T00:00:61Z',
    '2O19-01-01T00:00:00Z',
    '2019-01-01T00:0 :00Z',
    '1969-12-31T23:59:59Z',
    '٢٠١٩-01-01T00:00:00Z',
  ])('refuses %s', (text) => {
    expect(parseTime(text)).toBeNull();
  });
});
