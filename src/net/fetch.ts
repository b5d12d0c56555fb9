import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { LookupFunction, Socket } from 'node:net';
import type { Clock } from '../model/clock.ts';
import { UserError } from '../model/errors.ts';
import type { Ms } from '../model/observation.ts';
import type { Answered, Ask, AskRequest, Failed } from '../model/watch.ts';
import { type Blotter, blotterOf } from './blot.ts';
import { DIRECT, openSocket, type SocksProxy, type Target, type Way } from './connect.ts';
import { codingsOf, decodeBody, type Headers } from './decode.ts';
import { codeOf, NetFailure } from './failure.ts';

/**
 * One request, one answer: bounded in time and bytes, to named origins only, with nothing in it that follows a user around.
 *
 * Each request has a connection of its own. It costs a handshake, and it makes sure that an answer belongs to its question: a
 * server that sends a byte too many on a kept connection would have the next channel judged by the page of the one before.
 */

export interface FetchOptions {
  /** Origins that may be asked; anything else is `host_not_allowed` before a name is even looked up. */
  allowed: readonly string[];
  /** Those of them that may lie on private addresses and speak plain http: replicas, and servers of the user's own. */
  allowedPrivate: readonly string[];
  /** Put where a request says; blotted out of everything that comes back. */
  credential: string | null;
  proxy: SocksProxy | null;
  /** PEM of certificate authorities that are trusted beside the usual ones. */
  ca: string | null;
  /** For the user agent. */
  version: string;
  /** An address at which the user can be asked about these requests; null: none is given. */
  contact: string | null;
  deadlineMs: Ms;
  /** Most bytes of a body, as received and as decoded, each. */
  maxBytes: number;
  clock: Clock;
  stop: AbortSignal;
  /** How names are looked up; null: as the system does. */
  lookup: LookupFunction | null;
}

export const DEADLINE_MS = 20_000;
export const MAX_BYTES = 5_000_000;
const MAX_HEADER_BYTES = 32_768;
/** A shorter one would be found in innocent text, and blotting it would spoil evidence. */
const LEAST_CREDENTIAL = 8;

/** What the sender adds by itself, and what would make a user recognisable or a connection ambiguous. */
const NOT_FROM_A_SOURCE =
  /^(host|user-agent|accept-encoding|cookie2?|referer|origin|connection|keep-alive|te|trailer|transfer-encoding|upgrade|content-length|expect|via|forwarded|proxy-.*|x-forwarded-.*)$/;

/** Makes the one door to a platform. The function it returns never rejects. `UserError` where the credential is too short to be one. */
export function makeFetch(options: FetchOptions): Ask {
  if (options.credential !== null && options.credential.length < LEAST_CREDENTIAL)
    throw new UserError(`a credential has at least ${LEAST_CREDENTIAL} characters; the one given has ${options.credential.length}`);
  const blot = blotterOf(options.credential);
  const way: Way = { proxy: options.proxy, ca: options.ca, lookup: options.lookup ?? DIRECT.lookup };
  const rules = { ...options, allowed: originsOf(options.allowed), allowedPrivate: originsOf(options.allowedPrivate) };
  return async (request) => {
    const sentAt = options.clock.now();
    const limit = limited(options.deadlineMs, options.stop);
    try {
      const answer = await answerOf(request, rules, way, limit.cut);
      return finished(answer, blot, { sentAt, at: options.clock.now(), cap: options.maxBytes });
    } catch (error) {
      return failed(error, blot, sentAt, options.clock.now());
    } finally {
      limit.clear();
    }
  };
}

function originsOf(origins: readonly string[]): string[] {
  return origins.map((origin) => new URL(origin).origin);
}

function failed(error: unknown, blot: Blotter, sentAt: Ms, at: Ms): Failed {
  // Whatever else may go wrong inside is no answer either.
  const { why, message } =
    error instanceof NetFailure ? error : { why: 'malformed' as const, message: `no readable answer (${codeOf(error)})` };
  return { kind: 'failure', why, detail: blot.text(message), sentAt, at };
}

/** A signal that ends everything at the deadline or when told to stop. */
function limited(deadlineMs: Ms, stop: AbortSignal): { cut: AbortSignal; clear: () => void } {
  const controller = new AbortController();
  const onStop = (): void => controller.abort(new NetFailure('stopped', 'stopped before the answer came'));
  const timer = setTimeout(() => controller.abort(new NetFailure('timeout', `no whole answer within ${deadlineMs / 1000} s`)), deadlineMs);
  stop.addEventListener('abort', onStop, { once: true });
  if (stop.aborted) onStop();
  const clear = (): void => {
    clearTimeout(timer);
    stop.removeEventListener('abort', onStop);
  };
  return { cut: controller.signal, clear };
}

interface Received {
  status: number;
  headers: Headers;
  raw: Uint8Array;
}

async function answerOf(request: AskRequest, options: FetchOptions, way: Way, cut: AbortSignal): Promise<Received> {
  if (cut.aborted) throw cut.reason;
  const { url, target } = allowedTarget(request.url, options);
  const head = headOf(request, url, options);
  const socket = await openSocket(target, way, cut);
  try {
    return await exchange(
      socket,
      { method: request.method, path: head.path, headers: head.headers, body: request.body },
      options.maxBytes,
      cut,
    );
  } finally {
    socket.destroy();
  }
}

/** `NetFailure` where the URL is not on an origin that may be asked: nothing was sent, no name was looked up. */
function allowedTarget(text: string, options: FetchOptions): { url: URL; target: Target } {
  if (!URL.canParse(text)) throw new NetFailure('host_not_allowed', 'the address to ask does not read as a URL');
  const url = new URL(text);
  const trusted = options.allowedPrivate.includes(url.origin);
  const tls = url.protocol === 'https:';
  const scheme = tls || (trusted && url.protocol === 'http:');
  if (!scheme || url.username !== '' || url.password !== '' || !options.allowed.includes(url.origin))
    throw new NetFailure('host_not_allowed', `${url.protocol}//${url.host} is not among the origins that may be asked`);
  const port = url.port === '' ? (tls ? 443 : 80) : Number(url.port);
  return { url, target: { host: url.hostname, port, tls, trusted } };
}

interface Head {
  path: string;
  /** Name, value, name, value, in the order of sending. */
  headers: string[];
}

/** What is sent before the body; always the same bytes for the same request. */
function headOf(request: AskRequest, url: URL, options: FetchOptions): Head {
  const own = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const refused = own.find(([name]) => NOT_FROM_A_SOURCE.test(name));
  if (refused !== undefined) throw new NetFailure('malformed', `a request may not bring the header ${refused[0]}`);
  const headers = ['Host', url.host, 'User-Agent', userAgent(options), 'Accept-Encoding', 'gzip, br, deflate'];
  if (!own.some(([name]) => name === 'accept-language')) headers.push('Accept-Language', 'en');
  for (const [name, value] of own) headers.push(name, value);
  let path = url.pathname + url.search;
  const { credential } = options;
  if (credential !== null && request.credential?.in === 'header')
    headers.push(request.credential.name, request.credential.prefix + credential);
  if (credential !== null && request.credential?.in === 'query')
    path += `${url.search === '' ? '?' : '&'}${encodeURIComponent(request.credential.name)}=${encodeURIComponent(credential)}`;
  if (request.body !== null) headers.push('Content-Length', String(Buffer.byteLength(request.body)));
  headers.push('Connection', 'close');
  return { path, headers };
}

function userAgent({ version, contact }: FetchOptions): string {
  const told = (contact ?? '').replace(/[^\x20-\x7e]|[()\\]/g, '').trim();
  return `Trackway/${version} (observes public pages${told === '' ? '' : `; +${told}`})`;
}

function exchange(
  socket: Socket,
  sent: { method: string; path: string; headers: string[]; body: string | null },
  maxBytes: number,
  cut: AbortSignal,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    let answering = false;
    const asked = httpRequest({
      method: sent.method,
      path: sent.path,
      headers: sent.headers,
      createConnection: () => socket,
      maxHeaderSize: MAX_HEADER_BYTES,
    });
    const abort = (): void => {
      fail(cut.reason);
      asked.destroy();
    };
    const fail = (error: unknown): void => {
      cut.removeEventListener('abort', abort);
      reject(error instanceof NetFailure ? error : brokenOff(error, answering));
    };
    cut.addEventListener('abort', abort, { once: true });
    if (cut.aborted) abort();
    asked.maxHeadersCount = 0;
    asked.on('error', fail);
    asked.on('close', () => {
      if (!answering) fail(new Error('closed'));
    });
    asked.on('upgrade', () => fail(new NetFailure('malformed', 'the server changed to another protocol unasked')));
    asked.on('response', (response) => {
      answering = true;
      receive(response, maxBytes).then((received) => {
        cut.removeEventListener('abort', abort);
        resolve(received);
      }, fail);
    });
    asked.end(sent.body ?? undefined);
  });
}

/** Why a conversation broke off. */
function brokenOff(error: unknown, answering: boolean): NetFailure {
  const code = codeOf(error);
  if (code === 'HPE_HEADER_OVERFLOW') return new NetFailure('too_large', `the answer's head is longer than ${MAX_HEADER_BYTES} bytes`);
  if (code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE') return new NetFailure('malformed', `the answer is not HTTP (${code})`);
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') return new NetFailure('tls', `the secure connection broke (${code})`);
  if (code.startsWith('ERR_')) return new NetFailure('malformed', `the request cannot be sent (${code})`);
  if (answering) return new NetFailure('truncated', 'the answer broke off before its end');
  return new NetFailure('reset', 'the connection was closed before an answer came');
}

function receive(response: IncomingMessage, maxBytes: number): Promise<Received> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const tooLarge = (): void => {
      reject(new NetFailure('too_large', `the answer is larger than ${maxBytes} bytes`));
      response.destroy();
    };
    response.on('error', reject);
    response.on('close', () => reject(new Error('closed')));
    if (Number(response.headers['content-length'] ?? 0) > maxBytes) return tooLarge();
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) return tooLarge();
      chunks.push(chunk);
    });
    response.on('end', () => {
      if (!response.complete) return reject(new Error('closed'));
      const raw = Buffer.concat(chunks);
      const bytes = new Uint8Array(raw.buffer, raw.byteOffset, raw.length);
      resolve({ status: response.statusCode ?? 0, headers: pairs(response.rawHeaders), raw: bytes });
    });
  });
}

function pairs(flat: readonly string[]): Headers {
  return Array.from({ length: flat.length / 2 }, (_, index) => [flat[2 * index] ?? '', flat[2 * index + 1] ?? ''] as const);
}

/** Decodes and blots. `NetFailure` where the body cannot be decoded within the cap. */
function finished(received: Received, blot: Blotter, { sentAt, at, cap }: { sentAt: Ms; at: Ms; cap: number }): Answered {
  const decoded = decodeBody(received.headers, received.raw, cap);
  if (decoded === 'too_large') throw new NetFailure('too_large', `the answer decodes to more than ${cap} bytes`);
  if (decoded === 'bad_encoding') throw new NetFailure('bad_encoding', 'the content coding of the answer cannot be undone');
  const body = blot.bytes(decoded);
  const headers = blot.headers(received.headers);
  const told = { kind: 'answer', status: received.status, sentAt, at } as const;
  // Inside a compressed body nothing can be blotted out: then the decoded one takes its place, and the head says so.
  if (body !== decoded && codingsOf(headers).length > 0) return { ...told, headers: asIdentity(headers, body.length), raw: body, body };
  return { ...told, headers, raw: blot.bytes(received.raw), body };
}

function asIdentity(headers: Headers, length: number): Headers {
  return headers.map(([name, value]) => {
    const lower = name.toLowerCase();
    if (lower === 'content-encoding') return [name, 'identity'] as const;
    return [name, lower === 'content-length' ? String(length) : value] as const;
  });
}
