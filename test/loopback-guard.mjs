import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/**
 * Makes every connection, datagram and name lookup that would leave this machine an error, and counts what it saw.
 * Plain JavaScript, so that a process that a test starts can load it before anything else: `node --import`.
 * There the file named by TRACKWAY_LOOPBACK_LOG gets one line for each attempt.
 */

const KEY = Symbol.for('trackway.loopback');
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3}|)$/;

/** What was seen in this process so far: connections to loopback, and everything that would have left. */
globalThis[KEY] ??= install({ loopback: 0, refused: [] });
export const seen = globalThis[KEY];

function install(state) {
  const refuse = (what) => {
    state.refused.push(what);
    const log = process.env.TRACKWAY_LOOPBACK_LOG ?? '';
    if (log !== '') appendFileSync(log, `${process.pid} ${what}\n`);
    throw Object.assign(new Error(`${what} would leave this machine; tests stay on loopback`), { code: 'NOT_LOOPBACK' });
  };
  const isLoopback = (host) => LOOPBACK.test(String(host ?? '').toLowerCase());

  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function guardedConnect(...args) {
    guardConnection(Array.isArray(args[0]) ? args[0] : args);
    return connect.apply(this, args);
  };

  /** Asked with (options), (port, host) or (path). */
  function guardConnection([first, second]) {
    if (typeof first === 'string' && !/^\d+$/.test(first)) return;
    const options = typeof first === 'object' && first !== null ? first : { port: first, host: typeof second === 'string' ? second : '' };
    if (typeof options.path === 'string') return;
    // A name is let through where the test brings its own lookup: the address that comes of it is looked at there.
    if (net.isIP(String(options.host ?? '')) === 0 && typeof options.lookup === 'function' && options.lookup !== dns.lookup) {
      guardLookup(options);
      return;
    }
    if (!isLoopback(options.host)) refuse(`a connection to ${options.host}:${options.port}`);
    state.loopback += 1;
  }

  function guardLookup(options) {
    const lookup = options.lookup;
    options.lookup = (name, asked, done) =>
      lookup(name, asked, (error, found, family) => {
        const addresses = Array.isArray(found) ? found.map(({ address }) => address) : [found];
        for (const address of error ? [] : addresses) {
          if (!isLoopback(address)) refuse(`a connection to ${address} (${name})`);
          state.loopback += 1;
        }
        done(error, found, family);
      });
  }

  const guardNames = (owner) => {
    for (const name of Object.getOwnPropertyNames(owner)) {
      const original = owner[name];
      if (typeof original !== 'function' || !/^(lookup|lookupService|resolve.*|reverse)$/.test(name)) continue;
      owner[name] = function guardedLookup(host, ...rest) {
        const literal = net.isIP(String(host)) !== 0 && name === 'lookup';
        if (!literal && !isLoopback(host)) refuse(`a DNS query for ${host}`);
        return original.call(this, host, ...rest);
      };
    }
  };
  for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
    guardNames(owner);
    const parent = Object.getPrototypeOf(owner);
    if (parent !== null && parent !== Object.prototype) guardNames(parent);
  }

  for (const name of ['send', 'connect']) {
    const original = dgram.Socket.prototype[name];
    dgram.Socket.prototype[name] = function guardedDatagram(...args) {
      const address = args.find((arg, index) => typeof arg === 'string' && (name === 'connect' || index > 0));
      if (!isLoopback(address)) refuse(`a datagram to ${address}`);
      return original.apply(this, args);
    };
  }
  syncBuiltinESMExports();
  return state;
}
