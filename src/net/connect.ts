import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { rootCertificates, connect as tlsConnect } from 'node:tls';
import { SocksClient } from 'socks';
import { UserError } from '../model/errors.ts';
import { isLocalName, isPublicAddress } from './addresses.ts';
import { codeOf, NetFailure } from './failure.ts';

/** How a connection comes about: only to addresses that may be asked, through the proxy where there is one, TLS verified. */

/** A SOCKS5 proxy. It looks up the names: nothing about them leaves this machine in the open. */
export interface SocksProxy {
  host: string;
  port: number;
  user: string | null;
  password: string | null;
}

/** By which way connections leave. */
export interface Way {
  proxy: SocksProxy | null;
  /** Further certificate authorities, PEM; trusted beside the usual ones. */
  ca: string | null;
  /** How names are looked up where there is no proxy. */
  lookup: LookupFunction;
}

export const DIRECT: Way = { proxy: null, ca: null, lookup: systemLookup as LookupFunction };

export interface Target {
  /** A name or an address, as `URL` writes it. */
  host: string;
  port: number;
  tls: boolean;
  /** True where the user himself named this host: then it may lie on a private address. */
  trusted: boolean;
}

/** Reads `socks5h://[user:password@]host:port`. `UserError` for anything else, which is not repeated: it may hold a password. */
export function parseProxy(text: string): SocksProxy {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^socks5h?:$/.test(url.protocol) || url.hostname === '' || url.port === '' || !/^\/?$/.test(url.pathname))
    throw new UserError(
      'the proxy does not read as socks5h://host:port; write it so, with user:password@ before the host where it asks for them',
    );
  const part = (value: string): string | null => (value === '' ? null : decodeURIComponent(value));
  return { host: bare(url.hostname), port: Number(url.port), user: part(url.username), password: part(url.password) };
}

/**
 * Opens a connection. Rejects with `NetFailure`; when `cut` aborts, with its reason, and leaves nothing open.
 * With a proxy no packet goes anywhere else, whatever happens; the socket is then paused, so that no early byte is lost.
 */
export async function openSocket(target: Target, way: Way, cut: AbortSignal): Promise<Socket> {
  const host = bare(target.host);
  if (!target.trusted) requirePublic(host);
  const plain = way.proxy === null ? await openDirect(host, target, way.lookup, cut) : await openProxied(host, target.port, way.proxy, cut);
  return target.tls ? secured(plain, host, way.ca, cut) : plain;
}

/** An IPv6 address without its brackets. */
function bare(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host;
}

function requirePublic(host: string): void {
  const isPrivate = isIP(host) === 0 ? isLocalName(host) : !isPublicAddress(host);
  if (isPrivate) throw new NetFailure('private_address', `${host} is not in the public internet`);
}

const PRIVATE = 'PRIVATE_ADDRESS';

/** A lookup that refuses a name when any of its addresses is private: what is checked here is what is connected to. */
function guarded(lookup: LookupFunction): LookupFunction {
  return (name, options, done) => {
    const all: LookupOptions & { all: true } = { ...options, all: true };
    const checked = (error: NodeJS.ErrnoException | null, found: string | LookupAddress[]): void => {
      const addresses = typeof found === 'string' ? [] : (found ?? []);
      const [first] = addresses;
      if (error !== null) done(error, [], 0);
      else if (first === undefined) done(Object.assign(new Error('no address'), { code: 'ENODATA' }), [], 0);
      else if (!addresses.every(({ address }) => isPublicAddress(address)))
        done(Object.assign(new Error(PRIVATE), { code: PRIVATE }), [], 0);
      else if (options.all === true) done(null, addresses);
      else done(null, first.address, first.family);
    };
    lookup(name, all, checked);
  };
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
  'ETIMEDOUT',
  'EACCES',
  'EPERM',
]);

function openDirect(host: string, target: Target, lookup: LookupFunction, cut: AbortSignal): Promise<Socket> {
  const socket = connect({ host, port: target.port, lookup: target.trusted ? lookup : guarded(lookup) });
  return whenOpen(socket, 'connect', cut, (error) => {
    const code = codeOf(error);
    if (code === PRIVATE)
      return new NetFailure('private_address', `the name ${host} leads to an address that is not in the public internet`);
    if (UNREACHABLE.has(code)) return new NetFailure('unreachable', `${host} could not be reached (${code})`);
    if (code === 'ECONNRESET') return new NetFailure('reset', `${host} closed the connection`);
    return new NetFailure('dns', `the name ${host} could not be looked up (${code === '' ? 'no answer' : code})`);
  });
}

async function openProxied(host: string, port: number, proxy: SocksProxy, cut: AbortSignal): Promise<Socket> {
  const socket = connect({ host: proxy.host, port: proxy.port });
  const failed = (): NetFailure => new NetFailure('proxy', 'the proxy could not be reached, so nothing was sent');
  await whenOpen(socket, 'connect', cut, failed);
  const login = proxy.user === null ? {} : { userId: proxy.user, password: proxy.password ?? '' };
  const handshake = SocksClient.createConnection({
    proxy: { host: proxy.host, port: proxy.port, type: 5, ...login },
    command: 'connect',
    destination: { host, port },
    existing_socket: socket,
    // The deadline is kept by `cut`, which closes the socket.
    timeout: 2 ** 31 - 1,
  });
  const abort = (): void => void socket.destroy();
  cut.addEventListener('abort', abort, { once: true });
  try {
    await handshake;
    await keepEarlyBytes(socket);
  } catch {
    socket.destroy();
    throw cut.aborted ? cut.reason : new NetFailure('proxy', `the proxy made no connection to ${host}`);
  } finally {
    cut.removeEventListener('abort', abort);
  }
  return socket;
}

/** The proxy client lets the socket flow at the next turn; what comes before somebody listens must not be lost. */
async function keepEarlyBytes(socket: Socket): Promise<void> {
  const early: Buffer[] = [];
  const keep = (bytes: Buffer): void => void early.push(bytes);
  socket.on('data', keep);
  await new Promise((resolve) => setImmediate(resolve));
  socket.pause();
  socket.off('data', keep);
  if (early.length > 0) socket.unshift(Buffer.concat(early));
}

function secured(plain: Socket, host: string, ca: string | null, cut: AbortSignal): Promise<Socket> {
  const socket = tlsConnect({
    socket: plain,
    host,
    // Told plainly, so that no environment variable can switch it off.
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === null ? {} : { ca: [...rootCertificates, ca] }),
  });
  return whenOpen(socket, 'secureConnect', cut, (error) => {
    const code = codeOf(error);
    plain.destroy();
    if (code === 'ECONNRESET' || code === 'EPIPE') return new NetFailure('reset', `${host} closed the connection before it was secure`);
    return new NetFailure('tls', `the connection to ${host} is not secure (${code === '' ? 'no valid certificate' : code})`);
  });
}

/** Waits for one event of a socket. A failed or cut socket is destroyed. */
function whenOpen(socket: Socket, event: string, cut: AbortSignal, failure: (error: unknown) => NetFailure): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const settle = (error: unknown): void => {
      cut.removeEventListener('abort', abort);
      socket.off(event, opened).off('close', closed);
      // Whoever takes the socket over listens for itself; a late error of this one must not end the process.
      if (error === null) resolve(socket);
      else {
        socket.destroy();
        reject(error);
      }
    };
    const opened = (): void => settle(null);
    const closed = (): void => settle(failure(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
    const abort = (): void => settle(cut.reason);
    socket.on('error', (error) => settle(failure(error)));
    socket.once(event, opened).once('close', closed);
    cut.addEventListener('abort', abort, { once: true });
    if (cut.aborted) abort();
  });
}
