import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atUri, blobDigest, isTid, publishedWhen, tidTime } from '../../../src/platforms/bluesky/watch-ids.ts';
import { tid } from './synthetic.ts';

test('a key holds its time, and keys sort by it', () => {
  // A key that the public network shows, with the second in which it was made.
  expect(tidTime('3jzfcijpj2z2a')).toBe(1688137381887);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) }), fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) }), (a, b) => {
      expect(isTid(tid(a))).toBe(true);
      expect(tidTime(tid(a))).toBe(a);
      expect(tid(a) < tid(b)).toBe(a < b);
    }),
  );
  for (const other of ['', 'self', '3jzfcijpj2z2', '3jzfcijpj2z2a2', 'zzzzzzzzzzzzz', '3JZFCIJPJ2Z2A']) expect(tidTime(other)).toBeNull();
});

test('a link to raw bytes holds their SHA-256', () => {
  const bytes = Buffer.from('a picture of a plum tree');
  const digest = createHash('sha256').update(bytes).digest();
  const cid = Buffer.concat([Buffer.from([1, 0x55, 0x12, 0x20]), digest]);
  let bits = '';
  for (const byte of cid) bits += byte.toString(2).padStart(8, '0');
  const text = (bits.padEnd(290, '0').match(/.{5}/g) ?? [])
    .map((five) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(five, 2)])
    .join('');
  expect(blobDigest(`b${text}`)).toBe(digest.toString('hex'));
  for (const other of ['', `b${text}a`, `bafyrei${text.slice(6)}`, 'Qm123']) expect(blobDigest(other)).toBeNull();
});

describe('when a post was published', () => {
  const noon = Date.UTC(2026, 3, 5, 12);
  const HOUR = 3_600_000;
  test('claims that agree', () => {
    expect(publishedWhen(noon, tid(noon + 400), noon + 2000)).toEqual({ at: noon, after: noon, by: noon + 400 });
  });
  test('a time from the past: the key stands for it, the claim bounds it', () => {
    expect(publishedWhen(noon - 1000 * HOUR, tid(noon), noon + 2000)).toEqual({ at: noon, after: noon - 1000 * HOUR, by: noon });
  });
  test('a time from the future ends when a server had seen it', () => {
    expect(publishedWhen(noon + 1000 * HOUR, tid(noon), noon + 2000)).toEqual({ at: noon, after: noon, by: noon + 2000 });
  });
  test('no claim, or a key without a time', () => {
    expect(publishedWhen(null, tid(noon), noon + 2000)).toEqual({ at: noon, after: noon, by: noon });
    expect(publishedWhen(noon, 'my-first-post', noon + 2000)).toEqual({ at: noon, after: noon, by: noon });
    expect(publishedWhen(null, 'my-first-post', noon)).toEqual({ at: noon, after: 0, by: noon });
  });
  test('always an interval that holds its nominal time and ends when it was seen', () => {
    const time = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) });
    fc.assert(
      fc.property(fc.option(time), fc.option(time), time, (claimed, made, seenBy) => {
        const { at, after, by } = publishedWhen(claimed, made === null ? 'self' : tid(made), seenBy);
        expect(after <= at && at <= by && by <= seenBy).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

test('addresses of records', () => {
  const did = `did:plc:${'g'.repeat(24)}`;
  expect(atUri(`at://${did}/app.bsky.feed.post/3k`)).toEqual({ did, collection: 'app.bsky.feed.post', key: '3k' });
  for (const other of ['', 'https://bsky.app', `at://${did}`, `at://name.example/app.bsky.feed.post/3k`, `at://${did}/a/b/c`])
    expect(atUri(other)).toBeNull();
});
