import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { warc } from '../../src/formats/warc.ts';
import { sameDigest } from '../../src/formats/warc-digest.ts';
import { sharedData } from '../shared-data.ts';
import { expectSameHoweverCut, headOf, readBytes, readFile } from './reading.ts';

interface Made {
  type?: string;
  uri?: string | null;
  date?: string;
  block?: string;
  http?: boolean;
  length?: number;
  headers?: string[];
}

function sha1(text: string | Buffer): string {
  return createHash('sha1').update(text).digest('hex');
}

const HTTP = 'HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n';

/** One record of WARC 1.1, sound unless told otherwise. */
function record({
  type = 'response',
  uri = 'https://channel.example/a',
  date = '2020-01-02T03:04:05Z',
  block = `${HTTP}gone`,
  http = true,
  length,
  headers = [],
}: Made = {}): Buffer {
  const lines = [
    'WARC/1.1',
    `WARC-Type: ${type}`,
    ...(uri === null ? [] : [`WARC-Target-URI: ${uri}`]),
    `WARC-Date: ${date}`,
    'WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>',
    ...(http ? ['Content-Type: application/http; msgtype=response'] : []),
    ...headers,
    `Content-Length: ${length ?? Buffer.byteLength(block)}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${block}\r\n\r\n`);
}

function numbered(count: number): Buffer[] {
  return Array.from({ length: count }, (_, i) => record({ uri: `https://channel.example/${i}`, block: `${HTTP}${'ص'.repeat(i % 50)}` }));
}

const gz = (records: Buffer[]): Buffer => Buffer.concat(records.map((one) => gzipSync(one)));

describe('warc', () => {
  it('lists what was captured, when and with which answer', async () => {
    const block = `${HTTP}gone`;
    const file = Buffer.concat([
      record({ type: 'warcinfo', uri: null, block: 'software: test', http: false }),
      record({ type: 'request', block: 'GET /a HTTP/1.1\r\n\r\n' }),
      record({ block, headers: [`WARC-Block-Digest: sha1:${sha1(block)}`, `WARC-Payload-Digest: sha1:${sha1('gone')}`] }),
      record({ type: 'resource', uri: '<file:///a b.png>', block: 'bytes', http: false, date: '2020-01-02T03:04:05.123456Z' }),
    ]);
    const { records, places, problems } = await readBytes(warc, file);
    expect(problems).toEqual([]);
    expect(records).toEqual([
      {
        type: 'capture',
        uri: 'https://channel.example/a',
        at: Date.UTC(2020, 0, 2, 3, 4, 5),
        status: 404,
        digest: `sha256:${createHash('sha256').update(block).digest('hex')}`,
      },
      {
        type: 'capture',
        uri: 'file:///a b.png',
        at: Date.UTC(2020, 0, 2, 3, 4, 5, 123),
        status: null,
        digest: `sha256:${createHash('sha256').update('bytes').digest('hex')}`,
      },
    ]);
    for (const place of places) expect(file.toString('latin1', place, place + 8)).toBe('WARC/1.1');
  });

  it.each([
    ['wrong block', { headers: [`WARC-Block-Digest: sha1:${sha1('x')}`] }, /^its bytes do not have the digest/],
    ['wrong payload', { headers: [`WARC-Payload-Digest: sha256:${'0'.repeat(64)}`] }, /^its payload does not have the digest/],
    ['no time', { date: 'today' }, /no time \(WARC-Date today\)/],
    ['no address', { uri: null }, /WARC-Target-URI/],
    ['no type', { type: '' }, /WARC-Type/],
    ['length missing', { headers: [], length: Number.NaN }, /Content-Length NaN/],
    ['too short a length', { length: 3 }, /not as long as it says/],
    ['too long a length', { length: 60 }, /not as long as it says/],
  ])('makes a problem of a record with %s and goes on', async (_, made, reason) => {
    const { records, problems } = await readBytes(
      warc,
      Buffer.concat([record(), record(made), record(), record({ uri: 'https://channel.example/last' })]),
    );
    expect(problems[0]).toMatchObject({ where: 'record 2', reason: expect.stringMatching(reason), place: record().length });
    expect(records.at(-1)).toMatchObject({ uri: 'https://channel.example/last' });
    expect(problems.length).toBeLessThanOrEqual(2);
  });

  it('notices any changed byte of a digested record, plain or gzipped', async () => {
    const block = `${HTTP}${'gone '.repeat(20)}`;
    const made = record({ block, headers: [`WARC-Block-Digest: sha1:${sha1(block)}`] });
    const blockAt = made.indexOf('HTTP/1.1');
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: blockAt, max: blockAt + block.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const changed = Buffer.from(made);
          changed[at] = (changed[at] ?? 0) ^ flip;
          const { records, problems } = await readBytes(warc, Buffer.concat([record(), changed, record()]));
          expect([records.length, problems.length]).toEqual([2, 1]);
        },
      ),
      { numRuns: 100 },
    );
    const packed = gzipSync(made);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 10, max: packed.length - 1 }), async (at) => {
        const changed = Buffer.from(packed);
        changed[at] = (changed[at] ?? 0) ^ 0x10;
        const { records, problems } = await readBytes(warc, Buffer.concat([gzipSync(record()), changed, gzipSync(record())]));
        expect(problems.length).toBeGreaterThan(0);
        expect(records.length).toBeGreaterThanOrEqual(2);
      }),
      { numRuns: 60 },
    );
  });

  it('accepts the payload digest with and without chunked coding', async () => {
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
    const chunked = '4\r\nWiki\r\n5;ext=1\r\npedia\r\n0\r\n\r\n';
    for (const payload of [chunked, 'Wikipedia']) {
      const made = record({ block: head + chunked, headers: [`WARC-Payload-Digest: sha1:${sha1(payload)}`] });
      for (const size of [3, 1 << 20]) expect((await readBytes(warc, made, {}, size)).problems).toEqual([]);
    }
    const wrong = record({ block: head + chunked, headers: [`WARC-Payload-Digest: sha1:${sha1('Wikipaedia')}`] });
    expect((await readBytes(warc, wrong)).problems).toHaveLength(1);
  });

  it('does not take the digest of an earlier answer for that of a revisit', async () => {
    const made = record({ type: 'revisit', block: 'HTTP/1.1 200 OK\r\n\r\n', headers: [`WARC-Payload-Digest: sha1:${sha1('earlier')}`] });
    expect((await readBytes(warc, made)).records).toMatchObject([{ status: 200 }]);
  });

  it('says where a file breaks off', async () => {
    const [a, b] = [record(), record({ uri: 'https://channel.example/b' })];
    const file = Buffer.concat([a, b]);
    for (const cut of [1, 3, 20, b.length - 15]) {
      const { records, problems } = await readBytes(warc, file.subarray(0, file.length - cut));
      expect(records).toHaveLength(1);
      expect(problems).toMatchObject([{ place: a.length, reason: 'the file ends in the middle of this record' }]);
    }
    const packed = gz([a, b]);
    const { records, problems } = await readBytes(warc, packed.subarray(0, packed.length - 5));
    expect(records.length).toBeGreaterThanOrEqual(1);
    expect(problems.map((problem) => problem.reason)).toContain('the file ends in the middle of a gzip member');
  });

  it('goes past a damaged member and past what is no gzip', async () => {
    const parts = numbered(3).map((one) => gzipSync(one));
    const [a, b, c] = parts as [Buffer, Buffer, Buffer];
    const broken = Buffer.from(b);
    broken.fill(0xaa, 20, 60);
    const damaged = await readBytes(warc, Buffer.concat([a, broken, c]));
    expect(damaged.records.map((one) => (one.type === 'capture' ? one.uri : ''))).toEqual([
      'https://channel.example/0',
      'https://channel.example/2',
    ]);
    expect(damaged.problems[0]).toMatchObject({ place: a.length, reason: 'a gzip member is damaged' });
    const garbage = await readBytes(warc, Buffer.concat([a, Buffer.from('garbage'), b, Buffer.from('more garbage')]));
    expect(garbage.records).toHaveLength(2);
    expect(garbage.problems).toMatchObject([
      { place: a.length, reason: 'what stands here is no gzip' },
      { place: a.length + 7 + b.length, reason: 'what stands here is no gzip' },
    ]);
  });

  it('reads a gzip of one member and records across members', async () => {
    const plain = Buffer.concat(numbered(5));
    expect((await readBytes(warc, gzipSync(plain))).records).toHaveLength(5);
    const half = Math.floor(plain.length / 2);
    const across = await readBytes(warc, Buffer.concat([gzipSync(plain.subarray(0, half)), gzipSync(plain.subarray(half))]));
    expect([across.records.length, across.problems.length]).toEqual([5, 0]);
  });

  it('gives the same however the bytes are cut and wherever it goes on', async () => {
    const records = numbered(2300);
    records[1200] = record({ length: 1 });
    for (const file of [Buffer.concat(records), gz(records), gzipSync(Buffer.concat(records))]) {
      const whole = await expectSameHoweverCut(warc, file, {}, [4099, 65_536]);
      expect(whole.records.length).toBeGreaterThan(2290);
      expect(whole.problems).toHaveLength(1);
      expect(whole.chunks.length).toBeGreaterThan(2);
    }
  });

  it('survives anything', async () => {
    const piece = fc.oneof(
      fc.constantFrom('WARC/1.0\r\n', 'Content-Length: 5\r\n', '\r\n', 'WARC-Type: response\r\n', '\x1f\x8b\x08'),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece), fc.integer({ min: 1, max: 50 }), async (pieces, size) => {
        const outcome = await readBytes(warc, Buffer.from(pieces.join(''), 'latin1'), {}, size);
        expect(outcome.records).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('says that ARC is not read', async () => {
    const { problems } = await readBytes(warc, 'filedesc://a.arc 0.0.0.0 20140216050221 text/plain 75\n1 0 Alexa\n');
    expect(problems[0]?.reason).toMatch(/^this is an ARC file/);
  });

  it('recognises plain, gunzipped and damaged archives', () => {
    expect(warc.recognise(headOf(record()))).toBeGreaterThan(0.9);
    expect(warc.recognise(headOf('filedesc://a.arc 0.0.0.0'))).toBeGreaterThan(0.5);
    expect(warc.recognise(headOf(Buffer.from([0x1f, 0x8b, 0, 0]), 'a.warc.gz'))).toBeGreaterThan(0.5);
    expect(warc.recognise(headOf('{"WARC/1.0":1}'))).toBe(0);
  });
});

describe('sameDigest', () => {
  const digest = createHash('sha1').update('').digest();
  it.each([
    'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    'DA39A3EE5E6B4B0D3255BFEF95601890AFD80709',
    '3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ',
    '3i42h3s6nnfq2msvx7xzkyayscx5qbyj',
    '2jmj7l5rSw0yVb/vlWAYkK/YBwk=',
    '2jmj7l5rSw0yVb_vlWAYkK_YBwk',
  ])('knows the empty payload as %s', (value) => expect(sameDigest(digest, value)).toBe(true));
  it('knows another as another', () => expect(sameDigest(digest, '1112H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ')).toBe(false));
});

const shared = sharedData();
describe.skipIf(shared === null)('archives of others', () => {
  it.each([
    ['example.warc', 2, []],
    ['example.warc.gz', 2, []],
    ['example-resource.warc.gz', 1, []],
    ['example-space-in-target-uri.warc.gz', 1, []],
    ['example-wget-bad-target-uri.warc.gz', 3, []],
    ['example-iana.org-chunked.warc', 1, []],
    ['post-test.warc.gz', 3, []],
    // The record stands split over three members and is not as long as it says.
    ['example-wrong-chunks.warc.gz', 0, [/not as long as it says/]],
    // One member for the whole file: whole, but its revisit states a wrong digest.
    ['example-bad-non-chunked.warc.gz', 1, [/WARC-Block-Digest sha1:DVRKR/]],
    ['example-bad.warc.gz.bad', 3, []],
    ['example-trunc.warc', 0, [/not as long as it says/]],
    // Four spellings of the right digest and one wrong one, all of requests.
    ['example-digest.warc', 0, [/WARC-Payload-Digest sha1:1112H/]],
    ['example.arc', 0, [/ARC file/]],
    ['bad.arc', 0, [/ARC file/]],
    ['example.arc.gz', 0, [/ARC file/]],
  ])('reads %s', async (name, captures, reasons) => {
    const { records, problems } = await readFile(warc, join(shared ?? '', 'evidence/warc', name));
    expect(records).toHaveLength(captures);
    expect(problems.map((problem) => problem.reason)).toEqual(reasons.map((reason) => expect.stringMatching(reason)));
  });
});
