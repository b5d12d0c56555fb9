import { createServer as createTlsServer } from 'node:https';
import { connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { openSocket, parseProxy } from '../../src/net/connect.ts';
import { loopbackConnections } from '../loopback-only.ts';
import { AUTHORITY, GOOD, KEY } from './certificates.ts';
import { fetchFrom, getOf, outcomeOf, type Serving, serveOn, serveRaw } from './serving.ts';

interface Socks extends Serving {
  /** What it was asked to connect to. */
  asked: string[];
}

/** A SOCKS5 proxy that leads every name to one port of loopback. `reply` other than 0: it refuses. `hangUp`: it closes in the midst. */
async function serveSocks(port: number, { login = '', reply = 0, hangUp = false } = {}): Promise<Socks> {
  const asked: string[] = [];
  const server = createServer((client) => {
    client.once('data', () => {
      client.write(Buffer.from([5, login === '' ? 0 : 2]));
      if (login === '') client.once('data', onward);
      else
        client.once('data', (bytes) => {
          const user = bytes.subarray(2, 2 + bytes[1]!).toString();
          const given = `${user}:${bytes.subarray(3 + user.length).toString()}`;
          client.write(Buffer.from([1, given === login ? 0 : 1]));
          client.once('data', onward);
        });
    });
    const onward = (bytes: Buffer): void => {
      const name = bytes[3] === 3 ? bytes.subarray(5, 5 + bytes[4]!).toString() : `address ${[...bytes.subarray(4, -2)].join('.')}`;
      asked.push(`${name}:${bytes.readUInt16BE(bytes.length - 2)}`);
      if (hangUp) client.destroy();
      if (reply !== 0) client.end(Buffer.from([5, reply, 0, 1, 0, 0, 0, 0, 0, 0]));
      if (hangUp || reply !== 0) return;
      const home = connect(port, '127.0.0.1', () => {
        client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
        client.pipe(home).pipe(client);
      });
      home.on('error', () => client.destroy());
      client.on('error', () => home.destroy());
    };
  });
  return { ...(await serveOn(server)), asked };
}

function proxyAt(port: number, user: string | null = null): { host: string; port: number; user: string | null; password: string | null } {
  return { host: '127.0.0.1', port, user, password: user === null ? null : 'open-sesame' };
}

const neverLookedUp = (): never => {
  throw new Error('a name was looked up here');
};

test('names are looked up by the proxy, TLS is verified end to end, and a killed proxy means no packet at all', async () => {
  const home = await serveOn(createTlsServer({ key: KEY, cert: GOOD }, (_, response) => response.end('here')));
  const proxy = await serveSocks(home.port);
  const origin = `https://reading-room.test`;
  const ask = fetchFrom([origin, 'https://other.test'], {
    allowedPrivate: [],
    ca: AUTHORITY,
    proxy: proxyAt(proxy.port),
    lookup: neverLookedUp,
  });
  expect(await outcomeOf(ask, `${origin}/`)).toBe('answer 200');
  expect(await outcomeOf(ask, 'https://other.test/')).toBe('tls');
  expect(proxy.asked).toEqual(['reading-room.test:443', 'other.test:443']);

  await proxy.close();
  const before = { home: home.connections(), all: loopbackConnections() };
  for (let n = 0; n < 5; n += 1) {
    const outcome = await ask(getOf(`${origin}/`));
    expect(outcome).toMatchObject({ why: 'proxy' });
    expect(JSON.stringify(outcome)).not.toContain('127.0.0.1');
  }
  expect(home.connections()).toBe(before.home);
  // One each, to the proxy that is gone; none beside.
  expect(loopbackConnections() - before.all).toBe(5);
  await home.close();
});

test('a proxy that refuses, hangs up, wants another password or is none: `proxy`, and nothing sent', async () => {
  const home = await serveRaw((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
  const origin = `https://reading-room.test`;
  const outcomes: string[] = [];
  const proxies = [
    await serveSocks(home.port, { reply: 4 }),
    await serveSocks(home.port, { hangUp: true }),
    await serveSocks(home.port, { login: 'a:b' }),
    home,
  ];
  for (const proxy of proxies) {
    const ask = fetchFrom([origin], { allowedPrivate: [], proxy: proxyAt(proxy.port, 'reader'), lookup: neverLookedUp, deadlineMs: 1_000 });
    outcomes.push(await outcomeOf(ask, `${origin}/`));
  }
  const silent = await serveOn(createServer());
  const waiting = fetchFrom([origin], { allowedPrivate: [], proxy: proxyAt(silent.port), deadlineMs: 100 });
  outcomes.push(await outcomeOf(waiting, `${origin}/`));
  expect(outcomes.slice(0, 3)).toEqual(['proxy', 'proxy', 'proxy']);
  expect(['proxy', 'timeout']).toContain(outcomes[3]);
  expect(outcomes[4]).toBe('timeout');
  expect(home.seen).toEqual([]);
  for (const serving of [...proxies, silent]) await serving.close();
});

test('the proxy is never asked for a private place', async () => {
  const proxy = await serveSocks(1);
  for (const host of ['127.0.0.1', '[::1]', 'localhost', 'router', 'db.internal', '10.0.0.1']) {
    const ask = fetchFrom([`https://${host}`], { allowedPrivate: [], proxy: proxyAt(proxy.port) });
    expect(await outcomeOf(ask, `https://${host}/`), host).toBe('private_address');
  }
  expect(proxy.connections()).toBe(0);
  await proxy.close();
});

test('a server that speaks first is heard through a proxy with a login', async () => {
  const greeter = await serveOn(createServer((socket) => socket.write('220 mail.test\r\n')));
  const proxy = await serveSocks(greeter.port, { login: 'reader:open-sesame' });
  const way = { proxy: proxyAt(proxy.port, 'reader'), ca: null, lookup: neverLookedUp };
  const socket = await openSocket({ host: 'mail.test', port: 25, tls: false, trusted: true }, way, new AbortController().signal);
  await new Promise((done) => setTimeout(done, 20));
  const greeting = await new Promise((done) => socket.once('data', (bytes) => done(String(bytes))).resume());
  expect(greeting).toBe('220 mail.test\r\n');
  socket.destroy();
  await proxy.close();
  await greeter.close();
});

test('how a proxy is written', () => {
  expect(parseProxy('socks5h://127.0.0.1:9050')).toEqual({ host: '127.0.0.1', port: 9050, user: null, password: null });
  expect(parseProxy('socks5://a%40b:c@[::1]:1080/')).toEqual({ host: '::1', port: 1080, user: 'a@b', password: 'c' });
  for (const text of ['http://127.0.0.1:8080', 'socks4://a:1', 'socks5h://secret@host', '127.0.0.1:9050', 'socks5h://a:1/path', ''])
    expect(() => parseProxy(text), text).toThrow(/socks5h:\/\/host:port/);
  expect(() => parseProxy('socks5h://reader:secret@host')).not.toThrow(/secret/);
});
