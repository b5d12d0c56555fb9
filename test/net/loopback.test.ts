import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { lookup, promises, Resolver, resolve4 } from 'node:dns';
import { request } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { expect, test } from 'vitest';
import { loopbackConnections, takeRefused } from '../loopback-only.ts';

/** 192.0.2.0/24 is kept for documentation: nobody answers there, whatever this machine may reach. */
const OUTSIDE = '192.0.2.7';

test('a connection out of the machine throws, however it is made, and is remembered', async () => {
  const attempts: (() => unknown)[] = [
    () => connect(80, OUTSIDE),
    () => connect({ host: OUTSIDE, port: 80 }),
    () => connect(80, 'example.org'),
    () => tlsConnect({ host: OUTSIDE, port: 443 }),
    () => tlsConnect(443, 'example.org'),
    () => request({ host: OUTSIDE }).end(),
    () => createSocket('udp4').send(Buffer.from('x'), 53, OUTSIDE),
    () => createSocket('udp4').connect(53, OUTSIDE),
    () => lookup('example.org', () => undefined),
    () => resolve4('example.org', () => undefined),
    () => promises.lookup('example.org'),
    () => promises.resolveTxt('example.org'),
    () => new Resolver().resolve4('example.org', () => undefined),
    () => new promises.Resolver().resolve4('example.org'),
  ];
  for (const attempt of attempts) {
    expect(attempt, attempt.toString()).toThrow('tests stay on loopback');
    expect(takeRefused(), attempt.toString()).toHaveLength(1);
  }
  await expect(fetch(`http://${OUTSIDE}/`)).rejects.toThrow();
  expect(takeRefused()).toHaveLength(1);
});

test('a name that a lookup of the test leads outside is caught at its address', async () => {
  const errors: unknown[] = [];
  await new Promise<void>((done) => {
    const socket = connect({
      host: 'home.test',
      port: 80,
      lookup: (_name, _options, answer) =>
        setImmediate(() => {
          try {
            answer(null, [{ address: OUTSIDE, family: 4 }]);
          } catch (error) {
            errors.push(error);
          }
          socket.destroy();
          done();
        }),
    });
  });
  expect(String(errors[0])).toContain(OUTSIDE);
  expect(takeRefused()).toHaveLength(1);
});

test('connections to loopback are let through and counted', async () => {
  const server = createServer((socket) => socket.end('here'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const before = loopbackConnections();
  const { port } = server.address() as AddressInfo;
  for (const host of ['127.0.0.1', 'localhost', '127.0.0.1']) {
    const socket = connect({ port, host });
    await new Promise((done) => socket.once('close', done).resume());
  }
  expect(loopbackConnections() - before).toBe(3);
  expect(takeRefused()).toEqual([]);
  server.close();
});

test('a process started by a test is guarded too', () => {
  const code = `import('node:net').then((net) => net.connect(80, '${OUTSIDE}')).catch((error) => console.log(error.code))`;
  const ran = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' });
  expect(ran.stdout.trim()).toBe('NOT_LOOPBACK');
  expect(takeRefused()).toHaveLength(1);
});
