import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { count, idText, integer, object, parseJson, text } from '../../src/text/json-values.ts';

function value(source: string): unknown {
  const parsed = parseJson(source);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

describe('parseJson', () => {
  it('agrees with JSON.parse on everything that has no long integer', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5, stringUnit: 'binary' }), (source) => {
        fc.pre(!/\d{16}/.test(source) && !source.includes('__proto__'));
        expect(value(source)).toEqual(JSON.parse(source));
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps every long integer digit for digit, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 10n ** 15n, max: 10n ** 30n }),
        fc.constantFrom('', '-'),
        fc.string({ unit: 'binary', maxLength: 8 }),
        (big, sign, other) => {
          const source = `{"id":${sign}${big},"list":[1,${big}, ${big}],${JSON.stringify(other)}:${JSON.stringify(`${other}"${big}`)},"f":0.${big},"e":1e5}`;
          const read = object(value(source)) ?? {};
          expect(read['id']).toBe(`${sign}${big}`);
          expect(read['list']).toEqual([1, String(big), String(big)]);
          expect(read[other]).toBe(other === 'id' || other === 'list' ? read[other] : `${other}"${big}`);
          expect(typeof read['f']).toBe('number');
          expect(read['e']).toBe(100000);
        },
      ),
    );
    expect(value('123456789012345')).toBe(123456789012345);
    expect(value('1234567890123456')).toBe('1234567890123456');
    expect(parseJson('[01234567890123456789]').ok).toBe(false);
  });

  it('reads control characters as Telegram Desktop writes them', () => {
    expect(value('"a\\x07b\\x1Bc"')).toBe('a\x07b\x1bc');
    expect(value('"a\\\\x07b"')).toBe('a\\x07b');
    expect(value('"\\\\\\x07\\n"')).toBe('\\\x07\n');
    expect(parseJson('"\\xZZ"').ok).toBe(false);
  });

  it('replaces half a surrogate pair and keeps whole ones', () => {
    expect(value('"\\ud83d\\ude00 \\ud83d \\ude00x \\\\ud83d"')).toBe('😀 \ufffd \ufffdx \\ud83d');
  });

  it('is not fooled by __proto__, however it is written', () => {
    for (const name of ['__proto__', '\\u005f_proto__', '__pr\\u006fto__']) {
      const read = value(`{"a":[{"${name}":{"polluted":1},"b":2}]}`);
      const copy = Object.assign({}, (read as { a: object[] }).a[0]);
      expect(Reflect.get(copy, 'polluted')).toBeUndefined();
      expect(copy).toEqual({ b: 2 });
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('refuses what is nested too deep, counting no brackets in strings', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(parseJson(nested(512)).ok).toBe(true);
    expect(parseJson(nested(513))).toEqual({ ok: false, reason: 'it is nested deeper than 512 levels' });
    expect(parseJson(nested(1_000_000)).ok).toBe(false);
    expect(parseJson(JSON.stringify({ a: `${'['.repeat(2000)}\\"${'{'.repeat(2000)}` })).ok).toBe(true);
    expect(parseJson(`[${Array(2000).fill('{}').join(',')}]`).ok).toBe(true);
  });

  it('says plainly what is no JSON', () => {
    for (const bad of ['', '{', '{"a":}', 'undefined', '{"a":1}}', "{'a':1}"]) {
      const parsed = parseJson(bad);
      expect(parsed).toMatchObject({ ok: false, reason: expect.stringMatching(/^it is not valid JSON \(.+\)$/) });
    }
  });
});

describe('typed looks at values', () => {
  it('give null for what is something else', () => {
    const read = object(value('{"n":12,"s":"12","big":9007199254740993,"f":1.5,"neg":-3,"t":"x","e":""}')) ?? {};
    expect([integer(read['n']), integer(read['s']), integer(read['big']), integer(read['f']), integer(read['t'])]).toEqual([
      12,
      12,
      null,
      null,
      null,
    ]);
    expect([idText(read['n']), idText(read['s']), idText(read['big']), idText(read['f']), idText(read['e'])]).toEqual([
      '12',
      '12',
      '9007199254740993',
      null,
      null,
    ]);
    expect([count(read['neg']), count(read['n'])]).toEqual([null, 12]);
    expect([text(read['constructor']), idText(read['constructor']), text(read['toString'])]).toEqual([null, null, null]);
    expect([object([]), object(null), object('x')]).toEqual([null, null, null]);
  });
});
