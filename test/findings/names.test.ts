import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHandle, readTitle } from '../../src/findings/names.ts';

const text = (title: string): string | undefined => readTitle(title)?.plain[0]?.text;
const texts = (title: string): string[] => readTitle(title)?.plain.map((form) => form.text) ?? [];

describe('titles', () => {
  test.each([
    ['Tidal Kitchen Official', 'Tidal Kitchen'],
    ['🌊 Tidal Kitchen 🌊', 'Tidal_Kitchen'],
    ['TIDAL KITCHEN (backup channel)', 'Tidal Kitchen'],
    ['قناة نسيم الصباح الاحتياطية', 'نسيم الصباح'],
    ['نَسيمُ الصّباح', 'نسيم الصباح'],
    ['Утренний бриз | резервный канал', 'Утренний бриз'],
    ['Tidаl Kitсhеn', 'Tidal Kitchen'],
  ])('%s comes down to %s', (dressed, plain) => {
    expect(text(dressed)).toBe(text(plain));
  });

  test('what says nothing but "official channel" stays what it is', () => {
    expect(text('Official Channel')).toBe('officialchannel');
  });

  test('a name of look-alikes only is read in both scripts', () => {
    expect(texts('ѕсоре')).toEqual(expect.arrayContaining(['scope']));
    expect(texts('ѕсоре')).toHaveLength(2);
  });

  test('digits inside a word may be letters, numbers after it are numbers', () => {
    expect(texts('T1dal Kitch3n')).toContain('tidalkitchen');
    expect(texts('Tidal 24')).not.toContain('tidalza');
  });

  test('a number is one character, the same for the same number', () => {
    const [a, b, c] = [text('Tidal 2023'), text('Tidal 02023'), text('Tidal 2024')];
    expect(a).toHaveLength(6);
    expect(a).toBe(b);
    expect(a).not.toBe(c);
  });

  test('nothing to read is no name', () => {
    expect(readTitle('🌊✨ … !')).toBeNull();
  });

  test('reading never fails', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (title) => {
        const name = readTitle(title);
        for (const form of name?.plain ?? []) expect(form.edges.at(-1)).toBe(form.text.length);
      }),
    );
  });
});

describe('handles', () => {
  test.each([
    ['telegram:tidal_kitchen', 'tidalkitchen'],
    ['mastodon:tidal.kitchen@harbour.example', 'tidalkitchen'],
    ['matrix:tidal-kitchen:harbour.example', 'tidalkitchen'],
    ['tamtam:tidalkitchen_backup', 'tidalkitchen'],
    ['tamtam:tidalkitchenofficial', 'tidalkitchen'],
  ])('%s is read as %s', (ref, plain) => {
    expect(readHandle(ref)?.plain[0]?.text).toBe(plain);
  });

  test.each(['telegram:#12345', 'telegram:+AbCdEf', 'youtube:uc3lif8tfpoe-tj2-pe4rp7q', 'discord:123456789012'])('%s is no name', (ref) => {
    expect(readHandle(ref)).toBeNull();
  });
});
