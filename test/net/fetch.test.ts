import { createServer as createTlsServer } from 'node:https';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import type { Answered } from '../../src/model/watch.ts';
import { decodeBody } from '../../src/net/decode.ts';
import { AUTHORITY, EXPIRED, GOOD, KEY, OTHER_NAME, SELF_SIGNED } from './certificates.ts';
import { fetchFrom, getOf, outcomeOf, type Serving, serveHttp, serveOn, serveRaw } from './serving.ts';
import '../loopback-only.ts';

const servings: Serving[] = [];
async function kept<T extends Serving>(serving: Promise<T>): Promise<T> {
  const started = await serving;
  servings.push(started);
  return started;
}
afterEach(async () => {
  for (const serving of servings.splice(0)) await serving.close();
});

const OK = 'HTTP/1.1 200 OK\r\n';

test('golden bytes: what is sent names us, and nothing else', async () => {
  const server = await kept(serveRaw((socket) => socket.end(`${OK}Content-Length: 2\r\nSet-Cookie: a=b\r\n\r\nhi`)));
  const ask = fetchFrom([server.origin], { contact: 'mailto:desk@library.test' });
  await ask(getOf(`${server.origin}/s/reading_room?before=20`, { headers: { accept: 'text/html' } }));
  const answer = (await ask(
    getOf(`${server.origin}/api`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': 'ar' },
      body: '{"قناة":1}',
    }),
  )) as Answered;
  const host = `127.0.0.1:${server.port}`;
  expect(server.seen).toEqual([
    `GET /s/reading_room?before=20 HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: Trackway/1.2.3 (observes public pages; +mailto:desk@library.test)\r\nAccept-Encoding: gzip, br, deflate\r\nAccept-Language: en\r\naccept: text/html\r\nConnection: close\r\n\r\n`,
    // No cookie of the answer before, no referer.
    `POST /api HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: Trackway/1.2.3 (observes public pages; +mailto:desk@library.test)\r\nAccept-Encoding: gzip, br, deflate\r\ncontent-type: application/json\r\naccept-language: ar\r\nContent-Length: 14\r\nConnection: close\r\n\r\n${Buffer.from('{"قناة":1}').toString('latin1')}`,
  ]);
  expect(answer.headers).toEqual([
    ['Content-Length', '2'],
    ['Set-Cookie', 'a=b'],
  ]);
  expect(Buffer.from(answer.body).toString()).toBe('hi');
});

test('a source cannot bring a header that would follow the user around', async () => {
  const server = await kept(serveHttp((_, response) => response.end()));
  const ask = fetchFrom([server.origin]);
  for (const name of ['Cookie', 'referer', 'User-Agent', 'host', 'Transfer-Encoding', 'proxy-authorization', 'X-Forwarded-For', 'origin']) {
    const outcome = await ask(getOf(server.origin, { headers: { [name]: 'x' } }));
    expect(outcome, name).toMatchObject({ why: 'malformed', detail: expect.stringContaining(name.toLowerCase()) });
  }
  expect(await ask(getOf(server.origin, { headers: { accept: 'a\r\nCookie: b' } }))).toMatchObject({ why: 'malformed' });
  expect(server.connections()).toBeLessThanOrEqual(1);
});

test('N1: a redirect is an answer; nothing follows it', async () => {
  const targets = ['/', 'https://other.test/', 'file:///etc/passwd', 'http://127.0.0.1:1/', '//localhost/'];
  const server = await kept(
    serveHttp((request, response) => response.writeHead(302, { location: targets[Number(request.url?.slice(1))] }).end()),
  );
  for (const [index, target] of targets.entries()) {
    const outcome = (await fetchFrom([server.origin])(getOf(`${server.origin}/${index}`))) as Answered;
    expect(outcome.status).toBe(302);
    expect(outcome.headers).toContainEqual(['location', target]);
  }
  expect(server.connections()).toBe(targets.length);
});

test('N2: drip, silence and an endless head end at the deadline', async () => {
  const drips = (socket: { write(text: string): unknown; destroyed: boolean }, text: string): void => {
    const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write(text)), 40);
  };
  const server = await kept(
    serveRaw((socket, request) => {
      if (request.startsWith('GET /silence')) return;
      socket.write(request.startsWith('GET /head') ? OK : `${OK}Content-Length: 90000\r\n\r\n`);
      drips(socket, request.startsWith('GET /head') ? 'X-A: b\r\n' : 'x');
    }),
  );
  const ask = fetchFrom([server.origin], { deadlineMs: 250 });
  const outcomes = await Promise.all(['silence', 'head', 'body'].map((path) => outcomeOf(ask, `${server.origin}/${path}`)));
  expect(outcomes).toEqual(['timeout', 'timeout', 'timeout']);
});

test('N3: what is too large is not taken in', async () => {
  const bomb = brotliCompressSync(Buffer.alloc(64_000_000), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
  const twice = gzipSync(gzipSync(Buffer.alloc(64_000_000)));
  expect(bomb.length).toBeLessThan(20_000);
  const server = await kept(
    serveHttp((request, response) => {
      const path = request.url ?? '';
      if (path === '/announced') response.writeHead(200, { 'content-length': 2_000_000_000 }).write('x');
      if (path === '/bomb') response.writeHead(200, { 'content-encoding': 'br' }).end(bomb);
      if (path === '/twice') response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(twice);
      if (path === '/headers') response.writeHead(200, { 'x-long': 'x'.repeat(100_000) }).end();
      if (path === '/unannounced') for (let sent = 0; sent < 3_000_000; sent += 10_000) response.write('x'.repeat(10_000));
      if (path === '/just') response.end('x'.repeat(100_000));
    }),
  );
  const ask = fetchFrom([server.origin]);
  for (const path of ['announced', 'bomb', 'twice', 'headers', 'unannounced'])
    expect(await outcomeOf(ask, `${server.origin}/${path}`), path).toBe('too_large');
  expect(await outcomeOf(ask, `${server.origin}/just`)).toBe('answer 200');
});

test('N4: a broken answer is none, a strange one is an answer with its bytes', async () => {
  const replies: Record<string, [reply: string, outcome: string]> = {
    short: [`${OK}Content-Length: 50\r\n\r\nonly this`, 'truncated'],
    chunk: [`${OK}Transfer-Encoding: chunked\r\n\r\n5\r\nab`, 'truncated'],
    unended: [`${OK}Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n`, 'truncated'],
    nothing: ['', 'reset'],
    half: ['HTTP/1.1 200 OK\r\nContent-', 'reset'],
    smtp: ['220 mail.test ESMTP\r\n', 'malformed'],
    lengths: [`${OK}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`, 'malformed'],
    size: [`${OK}Transfer-Encoding: chunked\r\n\r\nzz\r\nab`, 'malformed'],
    switching: ['HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n', 'malformed'],
    coding: [`${OK}Content-Encoding: zstd\r\nContent-Length: 3\r\n\r\nabc`, 'bad_encoding'],
    notgzip: [`${OK}Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc`, 'bad_encoding'],
    html: [`${OK}Content-Type: application/json\r\nContent-Length: 6\r\n\r\n<html>`, 'answer 200'],
    empty: [`${OK}Content-Length: 0\r\n\r\n`, 'answer 200'],
    unmeasured: [`${OK}\r\nup to the end`, 'answer 200'],
    early: ['HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n', 'answer 404'],
    legal: ['HTTP/1.1 451 Unavailable\r\nContent-Length: 0\r\n\r\n', 'answer 451'],
  };
  const server = await kept(serveRaw((socket, request) => socket.end(replies[/^GET \/(\w*)/.exec(request)?.[1] ?? '']?.[0] ?? '')));
  const ask = fetchFrom([server.origin]);
  for (const [name, [, expected]] of Object.entries(replies)) expect(await outcomeOf(ask, `${server.origin}/${name}`), name).toBe(expected);
});

test('an answer belongs to its own question: bytes sent ahead are never the next answer', async () => {
  const server = await kept(
    serveRaw((socket, request) => {
      const path = /^GET \/(\w*)/.exec(request)?.[1] ?? '';
      socket.write(
        `${OK}Content-Length: 1\r\nConnection: keep-alive\r\n\r\n${path}HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone`,
      );
    }),
  );
  const ask = fetchFrom([server.origin]);
  for (const path of ['a', 'b', 'c']) {
    const outcome = await ask(getOf(`${server.origin}/${path}`));
    if (outcome.kind === 'answer') expect([outcome.status, Buffer.from(outcome.body).toString()]).toEqual([200, path]);
    else expect(outcome.why).toBe('malformed');
  }
  expect(server.connections()).toBe(3);
});

test('content codings are undone, live and read back alike', async () => {
  const page = Buffer.from('غرفة القراءة '.repeat(200));
  const codings: [string, Buffer][] = [
    ['gzip', gzipSync(page)],
    ['x-gzip', gzipSync(page)],
    ['br', brotliCompressSync(page)],
    ['deflate', deflateSync(page)],
    ['deflate', deflateRawSync(page)],
    ['identity', page],
    ['gzip, br', brotliCompressSync(gzipSync(page))],
    ['GZIP , identity', gzipSync(page)],
  ];
  const server = await kept(
    serveHttp((request, response) => {
      const [coding, bytes] = codings[Number(request.url?.slice(1))] ?? ['', page];
      response.writeHead(200, { 'content-encoding': coding }).end(bytes);
    }),
  );
  const ask = fetchFrom([server.origin]);
  for (const index of codings.keys()) {
    const answer = (await ask(getOf(`${server.origin}/${index}`))) as Answered;
    expect(Buffer.from(answer.body).equals(page), String(index)).toBe(true);
    expect(Buffer.from(answer.raw).equals(codings[index]![1])).toBe(true);
    expect(decodeBody(answer.headers, answer.raw, 100_000)).toEqual(answer.body);
  }
  expect(decodeBody([['Content-Encoding', 'gzip']], gzipSync(page), page.length)).toHaveLength(page.length);
  expect(decodeBody([['Content-Encoding', 'gzip']], gzipSync(page), page.length - 1)).toBe('too_large');
  expect(decodeBody([], page, page.length - 1)).toBe('too_large');
  // Found while undoing the outer coding, not after all of it was held.
  expect(decodeBody([['content-encoding', 'gzip, br']], brotliCompressSync(Buffer.alloc(1_000_000)), 100_000)).toBe('too_large');
  expect(decodeBody([['content-encoding', 'gzip,gzip,gzip,gzip']], page, 1e6)).toBe('bad_encoding');
});

test('N6: a certificate that does not hold is no answer, whatever the environment says', async () => {
  const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  try {
    const outcomes: string[] = [];
    for (const cert of [SELF_SIGNED, OTHER_NAME, EXPIRED, GOOD]) {
      const server = await kept(serveOn(createTlsServer({ key: KEY, cert }, (_, response) => response.end('here'))));
      const origin = `https://localhost:${server.port}`;
      outcomes.push(await outcomeOf(fetchFrom([origin], { ca: AUTHORITY }), origin));
      if (cert === GOOD) outcomes.push(await outcomeOf(fetchFrom([origin]), origin));
    }
    expect(outcomes).toEqual(['tls', 'tls', 'tls', 'answer 200', 'tls']);
  } finally {
    if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
  }
  const plain = await kept(serveRaw((socket) => socket.end(`${OK}\r\n`)));
  // A server that speaks no TLS at all.
  expect(['tls', 'reset', 'timeout']).toContain(
    await outcomeOf(fetchFrom([`https://localhost:${plain.port}`], { deadlineMs: 300 }), `https://localhost:${plain.port}`),
  );
});

test('N7: times are those of the clock that was given', async () => {
  const server = await kept(serveHttp((_, response) => response.end()));
  const times = [100, 250];
  const clock = { now: () => times.shift() ?? 0, sleep: () => Promise.resolve() };
  expect(await fetchFrom([server.origin], { clock })(getOf(server.origin))).toMatchObject({ sentAt: 100, at: 250 });
});

test('stopping ends what is under way and what comes after', async () => {
  const server = await kept(serveRaw(() => stop.abort()));
  const stop = new AbortController();
  const ask = fetchFrom([server.origin], { stop: stop.signal });
  expect(await outcomeOf(ask, server.origin)).toBe('stopped');
  expect(await outcomeOf(ask, server.origin)).toBe('stopped');
  expect(server.connections()).toBe(1);
});

test('nothing there: unreachable or without a name', async () => {
  const server = await kept(serveHttp((_, response) => response.end()));
  await server.close();
  expect(await outcomeOf(fetchFrom([server.origin]), server.origin)).toBe('unreachable');
  const named = fetchFrom(['https://nobody.test'], {
    lookup: (_name, _options, done) => done(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []),
  });
  expect(await outcomeOf(named, 'https://nobody.test')).toBe('dns');
  const silent = fetchFrom(['https://nobody.test'], { lookup: () => undefined, deadlineMs: 100 });
  expect(await outcomeOf(silent, 'https://nobody.test')).toBe('timeout');
});
