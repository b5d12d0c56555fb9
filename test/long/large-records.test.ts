import { closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Workplace, workplace } from '../command.ts';
import { ndjson, post } from '../desk.ts';
import { peakMegabytes, withPeak } from '../peak.ts';

/** Memory does not depend on what is in a file. */

let place: Workplace;
beforeAll(() => {
  place = workplace();
  place.json('init', 'case');
  withPeak(place);
});
afterAll(() => place.remove());

describe('an import', () => {
  it('passes by a line of two gibibytes in bounded memory', () => {
    const fd = openSync(place.path('line.ndjson'), 'w');
    writeSync(fd, ndjson([post(1, 'before the long line')]));
    ftruncateSync(fd, 2 ** 31);
    closeSync(fd);
    const answer = place.json('import', 'line.ndjson', '--case', 'case');
    expect(peakMegabytes(place)).toBeLessThan(600);
    expect(answer).toMatchObject({
      files: [{ records: 1, bad: 1 }],
      problems: [{ place: 'line 2', reason: expect.stringMatching(/bytes long/) }],
    });
    expect(place.json('verify', '--case', 'case')).toMatchObject({ verdict: 'sound' });
  });

  it('keeps a thousand posts of half a megabyte each in batches that fit', () => {
    const fd = openSync(place.path('long.ndjson'), 'w');
    for (let i = 0; i < 1000; i++) writeSync(fd, ndjson([post(i, `chapter${i} `.repeat(50_000))]));
    closeSync(fd);
    expect(place.json('import', 'long.ndjson', '--case', 'case')).toMatchObject({ files: [{ records: 1000, bad: 0 }] });
    expect(peakMegabytes(place)).toBeLessThan(900);
    expect(place.json('search', 'chapter7', '--case', 'case')).toMatchObject({ total: 1 });
  });
});

describe('links', () => {
  it('reads a line of two gibibytes in bounded memory', () => {
    writeFileSync(place.path('lines.txt'), 'see https://t.me/reading_room\n');
    const fd = openSync(place.path('lines.txt'), 'r+');
    ftruncateSync(fd, 2 ** 31);
    closeSync(fd);
    const lines = place.run('links', 'lines.txt', '--json').out.trim().split('\n');
    expect(peakMegabytes(place)).toBeLessThan(400);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { line: 1, links: [{ channel: 'telegram:reading_room' }] },
      { line: 2, problem: expect.any(String) },
    ]);
  });
});
