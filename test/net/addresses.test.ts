import type { LookupAddress } from 'node:dns';
import { createServer as createTlsServer } from 'node:https';
import type { LookupFunction } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isLocalName, isPublicAddress } from '../../src/net/addresses.ts';
import { openSocket } from '../../src/net/connect.ts';
import { AUTHORITY, GOOD, KEY } from './certificates.ts';
import { fetchFrom, outcomeOf, type Serving, serveHttp, serveOn } from './serving.ts';
import '../loopback-only.ts';

/** N8. Behind each spelling waits a server that would answer: what counts is that nobody ever connects to it. */

let plain: Serving;
let secure: Serving;
beforeAll(async () => {
  plain = await serveHttp((_, response) => response.end());
  secure = await serveOn(createTlsServer({ key: KEY, cert: GOOD }, (_, response) => response.end()));
});
afterAll(async () => {
  await plain.close();
  await secure.close();
});

const LOOPBACK = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.000.000.001',
  '0177.0.0.1',
  '0x7f.0.0.1',
  '0x7f.1',
  '0x7f000001',
  '2130706433',
  '017700000001',
  '127.0.0.1.',
  '127.255.255.254',
  '①②⑦.⓪.⓪.①',
  '１２７.０.０.１',
  '127。0。0。1',
  '127%2e0%2e0%2e1',
  '0',
  '0.0.0.0',
  '00',
  '0x0',
  '0.0',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'loc%61lhost',
  'ｌocalhost',
  'a.localhost',
  'localhost.localdomain',
  'printer.local',
  'db.internal',
  'router',
  'nas.lan',
  'box.home.arpa',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[0000::0001]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:0:127.0.0.1]',
  '[::127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd12:3456::1]',
  '[ff02::1]',
  '[fec0::1]',
  '[2001:db8::1]',
  '[100::1]',
];
const PRIVATE_V4 = [
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '0xa9fea9fe',
  '100.64.0.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '192.0.0.192',
  '203.0.113.9',
];

test('no spelling of a private place is connected to, though its origin is on the list', async () => {
  const spellings = [...LOOPBACK, ...PRIVATE_V4];
  expect(spellings.length).toBeGreaterThanOrEqual(60);
  for (const host of spellings) {
    const origin = `https://${host}:${secure.port}`;
    const outcome = await outcomeOf(fetchFrom([origin], { allowedPrivate: [], ca: AUTHORITY, deadlineMs: 500 }), `${origin}/`);
    expect(outcome, host).toBe('private_address');
    const unlisted = await outcomeOf(fetchFrom(['https://public.test'], { allowedPrivate: [] }), `${origin}/`);
    expect(unlisted, host).toBe('host_not_allowed');
  }
  expect(secure.connections()).toBe(0);
});

test('plain http, user names and other schemes are refused before anything is sent', async () => {
  const host = `127.0.0.1:${plain.port}`;
  const ask = fetchFrom([`http://${host}`, `https://${host}`], { allowedPrivate: [] });
  for (const url of [
    `http://${host}/`,
    `https://a:b@${host}/`,
    `ftp://${host}/`,
    'file:///etc/passwd',
    'data:text/plain,a',
    'not a url',
    '',
  ])
    expect(await outcomeOf(ask, url), url).toBe('host_not_allowed');
  // Another port, scheme or ending is another origin.
  const strict = fetchFrom(['https://reading.test']);
  for (const url of [
    'https://reading.test:444/',
    'http://reading.test/',
    'https://reading.test.evil.test/',
    'https://reading.test@evil.test/',
    'https://evil.test/#https://reading.test/',
  ])
    expect(await outcomeOf(strict, url), url).toBe('host_not_allowed');
  expect(plain.connections()).toBe(0);
});

/** Looks a name up as told, and counts how often it was asked. */
function namesLeadTo(...answers: string[][]): { lookup: LookupFunction; asked: () => number } {
  let asked = 0;
  const lookup = ((_name, options, done) => {
    const addresses = (answers[Math.min(asked, answers.length - 1)] ?? []).map(
      (address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 }),
    );
    asked += 1;
    setImmediate(() => (options.all === true ? done(null, addresses) : done(null, addresses[0]!.address, addresses[0]!.family)));
  }) as LookupFunction;
  return { lookup, asked: () => asked };
}

test('a name that leads to a private address is refused, whichever of its addresses that is', async () => {
  const origin = `https://reading-room.test:${secure.port}`;
  for (const addresses of [
    ['127.0.0.1'],
    ['8.8.8.8', '127.0.0.1'],
    ['127.0.0.1', '8.8.8.8'],
    ['2606:4700::1', '::1'],
    ['::ffff:127.0.0.1'],
    ['fe80::1%lo'],
    ['64:ff9b::7f00:1'],
    ['169.254.169.254'],
    ['nonsense'],
  ]) {
    const { lookup } = namesLeadTo(addresses);
    expect(await outcomeOf(fetchFrom([origin], { allowedPrivate: [], ca: AUTHORITY, lookup }), origin), addresses.join()).toBe(
      'private_address',
    );
  }
  // The control: the same name at the same server answers where the user himself named it.
  const { lookup } = namesLeadTo(['127.0.0.1']);
  expect(await outcomeOf(fetchFrom([origin], { ca: AUTHORITY, lookup }), origin)).toBe('answer 200');
  expect(secure.connections()).toBe(1);
});

test('a name that changes its address between two looks (rebinding) gains nothing: one lookup, and what it says is what is asked', async () => {
  const origin = `https://reading-room.test:${secure.port}`;
  const before = secure.connections();
  const { lookup, asked } = namesLeadTo([], ['127.0.0.1']);
  const ask = fetchFrom([origin], { allowedPrivate: [], ca: AUTHORITY, lookup });
  expect(await outcomeOf(ask, origin)).toBe('dns');
  expect(asked()).toBe(1);
  expect(await outcomeOf(ask, origin)).toBe('private_address');
  expect(asked()).toBe(2);
  expect(secure.connections()).toBe(before);
});

test('a connection of its own is refused the same way', async () => {
  const way = { proxy: null, ca: null, lookup: namesLeadTo(['127.0.0.1']).lookup };
  const target = { host: 'reading-room.test', port: secure.port, tls: false, trusted: false };
  await expect(openSocket(target, way, new AbortController().signal)).rejects.toMatchObject({ why: 'private_address' });
});

test('public addresses are public', () => {
  for (const address of [
    '8.8.8.8',
    '1.1.1.1',
    '149.154.167.99',
    '172.32.0.1',
    '11.0.0.1',
    '192.0.1.1',
    '223.255.255.255',
    '2a00:1450::1',
    '2606:4700:4700::1111',
    '2001:67c:4e8::1',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ])
    expect(isPublicAddress(address), address).toBe(true);
  for (const name of ['t.me', 'api.x.com', 'local.example.org', 'localhost.example.org']) expect(isLocalName(name), name).toBe(false);
});

test('an IPv4 address counts the same in each of its IPv6 forms', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.constantFrom('::ffff:', '64:ff9b::', '0:0:0:0:0:ffff:', '0064:FF9B:0:0:0:0:'), (address, prefix) => {
      expect(isPublicAddress(prefix + address)).toBe(isPublicAddress(address));
    }),
  );
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      // Nothing outside the block that is given out, whatever its spelling.
      const first = Number.parseInt(new URL(`http://[${address}]/`).hostname.slice(1).split(':')[0] || '0', 16);
      if (isPublicAddress(address) && first !== 0x64 && first !== 0) expect(first >> 13).toBe(1);
    }),
  );
});
