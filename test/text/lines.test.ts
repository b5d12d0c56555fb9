import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Line, type LineBatch, lineBatches } from '../../src/text/lines.ts';

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const shared = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size);
    shared.set(piece);
    yield shared.subarray(0, piece.length);
  }
}

async function readAll(bytes: Uint8Array, size = 65536, cap?: number): Promise<{ lines: Line[]; batches: LineBatch[] }> {
  const batches: LineBatch[] = [];
  for await (const batch of lineBatches(pieces(bytes, size), undefined, cap)) batches.push(batch);
  return { lines: batches.flatMap((batch) => batch.lines), batches };
}

describe('lineBatches', () => {
  it('gives the lines that splitting the whole text gives, with their places, however the bytes are cut', async () => {
    const content = fc.array(
      fc.oneof(fc.constantFrom('\n', '\r\n', '\n\n', '\r', 'ä', 'قناة', '{"a":1}'), fc.string({ unit: 'binary', maxLength: 5 })),
      { maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(content, fc.integer({ min: 1, max: 20 }), async (parts, size) => {
        const bytes = Buffer.from(parts.join(''));
        const { lines } = await readAll(bytes, size);
        const expected = bytes
          .toString()
          .replace(/^\ufeff/, '')
          .split('\n');
        if (expected.at(-1) === '' && lines.length < expected.length) expected.pop();
        expect(lines.map((line) => line.text)).toEqual(
          expected.map((text, i) => (i < expected.length - 1 || lines.at(-1)?.ended ? text.replace(/\r$/, '') : text)),
        );
        expect(lines.map((line) => line.number)).toEqual(lines.map((_, i) => i + 1));
        for (const line of lines) expect(bytes.subarray(line.offset, line.offset + line.length).toString()).toBe(line.text);
        expect(lines.every((line, i) => line.ended || i === lines.length - 1)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('goes on from every batch', async () => {
    const bytes = Buffer.from('one\r\ntwo\n\nänderung\nlast');
    const { lines, batches } = await readAll(bytes, 4);
    let seen = 0;
    for (const { lines: some, offset, number } of batches) {
      seen += some.length;
      const rest: Line[] = [];
      for await (const batch of lineBatches(pieces(bytes.subarray(offset), 3), { offset, number })) rest.push(...batch.lines);
      expect(rest).toEqual(lines.slice(seen));
    }
  });

  it('takes a byte order mark off the first line only, and tells a last line without an end', async () => {
    for (const size of [1, 2, 100]) {
      const { lines } = await readAll(Buffer.from('\ufeffa\n\ufeffb'), size);
      expect(lines).toMatchObject([
        { text: 'a', offset: 3, length: 1, ended: true },
        { text: '\ufeffb', offset: 5, ended: false },
      ]);
    }
  });

  it('flags only the line that is not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('ä\n'), Buffer.from([0xff, 0x62, 0x0a]), Buffer.from('ö\nc')]);
    for (const size of [1, 4, 100]) {
      const { lines } = await readAll(bytes, size);
      expect(lines.map((line) => [line.text, line.flaw])).toEqual([
        ['ä', null],
        ['\ufffdb', 'it is not valid UTF-8'],
        ['ö', null],
        ['c', null],
      ]);
    }
  });

  it('reports a line over the cap once and goes on after it', async () => {
    const bytes = Buffer.from(`a\n${'x'.repeat(5000)}\r\nb\n${'y'.repeat(3000)}`);
    for (const size of [1, 7, 999, 65536]) {
      const { lines } = await readAll(bytes, size, 1000);
      expect(lines.map((line) => [line.number, line.offset, line.flaw === null])).toEqual([
        [1, 0, true],
        [2, 2, false],
        [3, 5004, true],
        [4, 5006, false],
      ]);
      expect(lines[1]?.text).toBe('x'.repeat(200));
    }
  });

  it('does not keep a line of two gigabytes', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      const piece = Buffer.alloc(1 << 20, 0x78);
      for (let i = 0; i < 2048; i++) yield piece;
      yield Buffer.from('\nafter\n');
    }
    const before = process.memoryUsage().rss;
    const lines: Line[] = [];
    for await (const batch of lineBatches(endless(), undefined, 1 << 20)) lines.push(...batch.lines);
    expect(lines).toMatchObject([{ length: 2 ** 31 }, { text: 'after', offset: 2 ** 31 + 1, number: 2, flaw: null }]);
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
  });
});
