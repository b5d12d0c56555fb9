import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defanged, directionOf, excerpt, visible } from '../../src/figures/foreign.ts';

const LIVE = /[\p{Bidi_Control}\p{Cc}\p{Cs}\u200b\u2060\ufeff\u{e0000}-\u{e007f}\u2028\u2029]/u;

describe('C2: invisible characters', () => {
  it('shows what would turn a name round', () => {
    expect(visible('\u202eevil@')).toBe('‹U+202E›evil@');
    expect(visible('a\u0000b\u001b[31mc\u{e0041}')).toBe('a‹U+0000›b‹U+001B›[31mc‹U+E0041›');
  });

  it('keeps what writing needs: Persian joiners, harakat, emoji', () => {
    for (const text of ['می\u200cخواهم', 'مُحَمَّدٌ', '👩\u200d🔬', '❤\ufe0f']) expect(visible(text)).toBe(text);
  });

  it('lets no live control through, whatever the text', () => {
    const nasty = fc.constantFrom(...'\u202a\u202e\u2066\u2069\u061c\u200f\u200b\ufeff\u0007\u009b\u2028\ud800\u{e0020}\u00ad');
    fc.assert(
      fc.property(fc.array(fc.oneof(nasty, fc.string({ unit: 'binary' }))), (parts) => {
        expect(visible(parts.join(''))).not.toMatch(LIVE);
      }),
    );
  });

  it('C3: caps marks stacked on one letter', () => {
    expect(visible(`a${'\u0301'.repeat(10_000)}b`)).toBe(`a${'\u0301'.repeat(6)}‹…›b`);
  });
});

describe('direction', () => {
  it('goes by the majority of letters, not by the first', () => {
    expect(directionOf('GBIF بوابة البيانات المفتوحة')).toBe('rtl');
    expect(directionOf('The Reading Room غرفة')).toBe('ltr');
    expect(directionOf('123')).toBe('ltr');
  });
});

describe('defanging', () => {
  it('leaves no address that opens', () => {
    expect(defanged('see https://t.me/name, t.me/x and xmpp://a.example.org')).toBe(
      'see hxxps://t[.]me/name, t[.]me/x and xmpp[:]//a[.]example[.]org',
    );
  });

  it('leaves sentences and numbers alone', () => {
    expect(defanged('It closes at 18.30. Then we go.')).toBe('It closes at 18.30. Then we go.');
  });

  it('leaves nothing a machine would link', () => {
    fc.assert(
      fc.property(fc.webUrl(), fc.string(), (url, around) => {
        expect(defanged(`${around} ${url}`)).not.toMatch(/https?:\/\//i);
      }),
    );
  });
});

it('cuts at whole characters', () => {
  expect(excerpt('👩👩👩👩', 3)).toBe('👩👩…');
  expect(excerpt('  a\n b ', 9)).toBe('a b');
});
