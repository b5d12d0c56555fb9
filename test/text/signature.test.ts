import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/text/fold.ts';
import { EQUAL_AT, MINIMA, PROOF_AT, readText, SIGNATURE_BYTES, SIZE_AT, signatureOf } from '../../src/text/signature.ts';
import { foldWords } from '../../src/text/words.ts';

const WORDS = 'garden river أمس kite сегодня lantern مكتبة meadow ещё harbour القهوة orchard almanac 12 мороз bread النهر window'.split(
  ' ',
);
const text = WORDS.join(' ');

function bitsApart(a: Uint8Array, b: Uint8Array): number {
  let bits = 0;
  for (let i = PROOF_AT; i < SIZE_AT - 3; i += 1) bits += ((a[i] ?? 0) ^ (b[i] ?? 0)).toString(2).replaceAll('0', '').length;
  return bits;
}

function signed(of: string): Uint8Array {
  const signature = signatureOf(of);
  if (signature === null) throw new Error('This text has no signature.');
  return signature;
}

describe('readText', () => {
  it('gives the folded words and a signature of fixed size', () => {
    const { words, signature } = readText(text);
    expect(words).toBe(foldWords(text));
    expect(signature?.length).toBe(SIGNATURE_BYTES);
    expect(signature?.[SIZE_AT]).toBe(WORDS.length);
  });

  it('signs nothing where nothing is said', () => {
    for (const empty of ['', ' \n', '🔴 —', 'https://a.example/b', '\ud800']) expect(signatureOf(empty)).toBeNull();
  });

  it('stays the same for the same text, whatever was read between', () => {
    const before = [...signed(text)];
    readText('another text '.repeat(5_000));
    expect([...signed(text)]).toEqual(before);
  });

  it('does not see what the fold does not see', () => {
    const unseen = fc.constantFrom('\u0640', '\u064e', '\u0651', '\u200b', '\u2067', '\ufe0f');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(100), unseen), { maxLength: 20 }), (inserted) => {
        const units = [...text];
        for (const [at, char] of inserted) units.splice(at, 0, char);
        expect([...signed(units.join(''))]).toEqual([...signed(text)]);
      }),
    );
    expect([...signed(fold(text))]).toEqual([...signed(text)]);
    expect([...signed(text.toUpperCase().replace('12', '١٢').replaceAll(' ', ' — '))]).toEqual([...signed(text)]);
  });

  it('leaves out links, and lines that are there for a link or a handle', () => {
    const same = [`${text} https://a.example/x`, `Forwarded from @meadow\n${text}`, `${text}\n\nJoin us: t.me/garden`, `🔴 ${text}`];
    for (const other of same) expect([...signed(other)]).toEqual([...signed(text)]);
  });

  it('keeps such lines where they are most of what is said', () => {
    expect([...signed('Watch this\nHow to bake bread @garden')]).not.toEqual([...signed('Watch this\nHow to plant roses @garden')]);
  });

  it('says of a short text only whether it is equal', () => {
    const short = signed('one two three four five six seven');
    expect(short[SIZE_AT]).toBe(0);
    expect(short.subarray(0, MINIMA).every((byte) => byte === 0)).toBe(true);
    expect([...short.subarray(EQUAL_AT)]).not.toEqual([...signed('one two three four five six eight').subarray(EQUAL_AT)]);
  });

  it('tells the number of words that differ by the bits of the proof part', () => {
    const changed = [...WORDS];
    changed[3] = 'other';
    expect(bitsApart(signed(text), signed(changed.join(' ')))).toBe(2);
    expect(bitsApart(signed(text), signed([...WORDS].reverse().join(' ')))).toBe(0);
  });

  it('reads texts of thousands of words', () => {
    const long = Array.from({ length: 9_000 }, (_, i) => `word${i}`);
    const cut = long.slice(0, 8_800);
    expect(signed(long.join(' '))[SIZE_AT]).toBe(64);
    expect(bitsApart(signed(long.join(' ')), signed(cut.join(' ')))).toBeLessThan(20);
  });

  it('never throws on any UTF-16', () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 });
    fc.assert(
      fc.property(units, (all) => {
        const given = String.fromCharCode(...all);
        expect(readText(given).words).toBe(foldWords(given));
      }),
    );
  });
});
