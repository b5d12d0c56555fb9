import { describe, expect, it } from 'vitest';
import type { Said } from '../../src/brief/document.ts';
import { digits, phrase, span } from '../../src/brief/numbers.ts';
import { longTime, shortTime, tickClock } from '../../src/brief/times.ts';
import { ar } from '../../src/brief/words/ar.ts';
import { en } from '../../src/brief/words/en.ts';

function plain(parts: Said): string {
  return parts.map((part) => ('text' in part ? part.text : '')).join('');
}

describe('plural forms', () => {
  it('has all six in Arabic', () => {
    const told = [0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 103].map((n) => plain(ar.first.copies({ n, note: 1 })));
    expect(told).toEqual([
      'رُصدت لا نسخ.',
      'رُصدت نسخة واحدة.',
      'رُصدت نسختان.',
      'رُصدت 3 نسخ.',
      'رُصدت 10 نسخ.',
      'رُصدت 11 نسخة.',
      'رُصدت 99 نسخة.',
      'رُصدت 100 نسخة.',
      'رُصدت 101 نسخة.',
      'رُصدت 102 نسخة.',
      'رُصدت 103 نسخ.',
    ]);
  });

  it('uses the dual that stands after a preposition where it stands after one', () => {
    const among = ar.first.earliestBefore([], [], { n: 2, note: 1 });
    expect(plain(among)).toContain('في قناتين');
    expect(ar.census.total(2)).toBe('قناتان');
  });

  it('agrees in English, with the note at the noun', () => {
    expect(plain(en.glance.signposts({ n: 1, note: 4 }))).toBe('1 signpost points to a community elsewhere.');
    expect(en.glance.signposts({ n: 2, note: 4 })[0]).toEqual({ is: 'counted', text: '2 signposts', note: 4 });
    expect(phrase('en', 1200, { one: '# file', other: '# files' })).toBe('1,200 files');
  });
});

it('keeps to the glossary', () => {
  expect(ar.states).toMatchObject({ gone: 'لم تعد ظاهرة', silent: 'صامتة', private: 'خاصة' });
  expect(ar.sections).toMatchObject({ signposts: 'الروابط الدالّة', first: 'أول ظهور' });
  expect(ar.linkKinds.invite).toBe('رابط الدخول');
  expect(ar.disputeKinds.honeypot).toBe('فخّ');
});

it('rounds outwards, so that bounds stay true', () => {
  expect(span(117_900, 'lower')).toEqual({ n: 117, unit: 'second' });
  expect(span(117_100, 'upper')).toEqual({ n: 118, unit: 'second' });
  expect(span(601_000, 'upper')).toEqual({ n: 11, unit: 'minute' });
  expect(span(0, 'lower')).toEqual({ n: 0, unit: 'second' });
});

describe('times', () => {
  const at = Date.UTC(2019, 10, 29, 18, 41);
  it('name their zone', () => {
    expect(shortTime(at, 'UTC')).toMatchObject({ shown: '2019-11-29 18:41Z', direction: 'ltr' });
    expect(shortTime(at + 5000, 'Europe/Brussels')).toMatchObject({ shown: '2019-11-29 19:41:05+01:00' });
    expect(shortTime(at, '-03:30')).toMatchObject({ shown: '2019-11-29 15:11-03:30' });
    expect(longTime(at, 'UTC', en)).toMatchObject({ shown: '29 November 2019, 18:41 UTC' });
    expect(longTime(at, 'UTC', ar)).toMatchObject({ shown: '29 نوفمبر/تشرين الثاني 2019، 18:41 UTC', direction: 'rtl' });
  });

  it('write as much at a tick as the step asks for', () => {
    expect(tickClock(at, 1000, 'UTC')).toBe('18:41:00');
    expect(tickClock(at, 60_000, '+03:00')).toBe('21:41');
    expect(tickClock(at, 86_400_000, 'UTC')).toBe('2019-11-29');
  });
});

it('groups digits', () => {
  expect([0, 999, 1000, 1234567].map(digits)).toEqual(['0', '999', '1,000', '1,234,567']);
});
