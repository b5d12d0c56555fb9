import { brotliCompressSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../src/model/errors.ts';
import type { Answered, AskRequest } from '../../src/model/watch.ts';
import { blotterOf } from '../../src/net/blot.ts';
import { decodeBody } from '../../src/net/decode.ts';
import { fetchFrom, getOf, type Serving, serveHttp } from './serving.ts';
import '../loopback-only.ts';

const CANARY = `Cana+ry/"<&>'é=42`;
const SPELLINGS = [
  CANARY,
  encodeURIComponent(CANARY),
  encodeURIComponent(CANARY).replace(/%../g, (code) => code.toLowerCase()),
  new URLSearchParams({ token: CANARY }).toString(),
  JSON.stringify({ token: CANARY }),
  JSON.stringify(CANARY).replaceAll('/', '\\/').replaceAll('<', '\\u003C').replaceAll('é', '\\u00e9'),
  CANARY.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
  CANARY.replaceAll('&', '&amp;').replaceAll('"', '&#34;').replaceAll("'", '&#x27;').replaceAll('é', '&#xE9;'),
  Buffer.from(CANARY).toString('base64'),
];
const PLAIN = 'Cana-ry_42-Cana-ry';
const PAGE = `first ${[...SPELLINGS, PLAIN].join(' middle ')} last`;

const BEARER: AskRequest['credential'] = { in: 'header', name: 'Authorization', prefix: 'Bearer ' };
const TOKEN: AskRequest['credential'] = { in: 'query', name: 'access_token' };
const ENCODED: Record<string, Buffer> = { gzip: gzipSync(PAGE), br: brotliCompressSync(PAGE), identity: Buffer.from(PAGE) };

/** Repeats what it was asked with, wherever it can. */
function echo(seen: string[]): Promise<Serving> {
  return serveHttp((request, response) => {
    const { authorization = '' } = request.headers;
    seen.push(`${request.url} ${authorization}`);
    const coding = new URL(request.url ?? '', 'http://a').searchParams.get('coding') ?? '';
    const body = ENCODED[coding] ?? Buffer.alloc(0);
    const headers = { location: `https://other.test${request.url}`, 'x-echo': authorization, 'content-encoding': coding };
    response.writeHead(302, { ...headers, 'content-length': body.length }).end(body);
  });
}

test.each([
  ['in a header', PLAIN, BEARER, `Bearer ${PLAIN}`, PLAIN],
  ['in the query', PLAIN, TOKEN, `&access_token=${PLAIN}`, PLAIN],
  ['with every difficult character', CANARY, TOKEN, `&access_token=${encodeURIComponent(CANARY)}`, /Cana[^-]|Q2FuYS/],
])('the credential goes where the request says and comes back nowhere: %s', async (_, value, credential, expected, mark) => {
  const seen: string[] = [];
  const server = await echo(seen);
  const ask = fetchFrom([server.origin], { credential: value });
  for (const coding of Object.keys(ENCODED)) {
    const request = getOf(`${server.origin}/me?coding=${coding}`, { credential });
    const before = JSON.stringify(request);
    const outcome = (await ask(request)) as Answered;
    expect(seen.at(-1)).toContain(expected);
    expect(JSON.stringify(request)).toBe(before);
    const told = [
      JSON.stringify(outcome.headers),
      ...[outcome.raw, outcome.body].map((bytes) => Buffer.from(bytes).toString('latin1')),
    ].join('\n');
    expect(told).not.toMatch(mark);
    expect(told).toContain(' middle ');
    expect(outcome.body.length).toBe(Buffer.byteLength(PAGE));
    // Read back from evidence, the same body comes out.
    expect(decodeBody(outcome.headers, outcome.raw, 100_000)).toEqual(outcome.body);
    expect(outcome.headers).toContainEqual(['content-length', String(outcome.raw.length)]);
  }
  await server.close();
});

test('the detail of a failure holds no credential', async () => {
  const secret = 'canary-value';
  const ask = fetchFrom([], { credential: secret });
  const outcome = await ask(getOf(`https://${secret}.test/`));
  expect(outcome).toMatchObject({ why: 'host_not_allowed', detail: expect.stringContaining('************.test') });
});

test('a credential that nobody gave is not sent; one too short to be blotted is refused', async () => {
  const seen: string[] = [];
  const server = await serveHttp((request, response) => {
    seen.push(`${request.url} ${request.headers.authorization}`);
    response.end();
  });
  await fetchFrom([server.origin])(getOf(`${server.origin}/a`, { credential: { in: 'header', name: 'authorization', prefix: 'Bearer ' } }));
  await fetchFrom([server.origin])(getOf(`${server.origin}/a`, { credential: { in: 'query', name: 'token' } }));
  expect(seen).toEqual(['/a undefined', '/a undefined']);
  expect(() => fetchFrom([], { credential: 'short' })).toThrow(UserError);
  await server.close();
});

test('blotting keeps every length and every other byte', () => {
  const secret = 'abcabcab';
  const blot = blotterOf(secret);
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constant(secret), fc.constant('abc'), fc.string({ maxLength: 3 })), { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      const bytes = Buffer.from(text);
      const blotted = Buffer.from(blot.bytes(bytes));
      expect(blotted.length).toBe(bytes.length);
      expect(blotted.includes(secret)).toBe(false);
      for (const [at, byte] of blotted.entries()) expect([bytes[at], 0x2a]).toContain(byte);
      if (!text.includes(secret)) expect(blot.bytes(bytes)).toBe(bytes);
    }),
  );
  expect(blot.text('a abcabcab b')).toBe('a ******** b');
  expect(blotterOf(null).text('abcabcab')).toBe('abcabcab');
});
