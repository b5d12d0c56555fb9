import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { Ask, AskRequest } from '../../src/model/watch.ts';
import { type FetchOptions, makeFetch } from '../../src/net/fetch.ts';
import { realClock } from '../../src/net/real-clock.ts';

/** Servers on loopback that behave well or badly, and requests to them. */

export interface Serving {
  port: number;
  /** `http://127.0.0.1:PORT` */
  origin: string;
  /** Connections taken so far. */
  connections: () => number;
  close: () => Promise<void>;
}

/** Serves on a free port of 127.0.0.1 until closed. */
export async function serveOn(server: Server): Promise<Serving> {
  const open = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done());
      for (const socket of open) socket.destroy();
    });
  return { port, origin: `http://127.0.0.1:${port}`, connections: () => connections, close };
}

export function serveHttp(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Serving> {
  return serveOn(createServer(answer));
}

/** A server that reads a request and then does with the socket what it likes. `seen`: the bytes of each request. */
export async function serveRaw(answer: (socket: Socket, request: string) => void): Promise<Serving & { seen: string[] }> {
  const seen: string[] = [];
  const serving = await serveOn(
    createTcpServer((socket) => {
      let text = '';
      socket.on('data', (bytes) => {
        text += bytes.toString('latin1');
        const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
        const end = text.indexOf('\r\n\r\n');
        if (end === -1 || text.length < end + 4 + length) return;
        seen.push(text);
        answer(socket, text);
        text = '';
      });
    }),
  );
  return { ...serving, seen };
}

/** A fetch that may ask these origins, on loopback too. */
export function fetchFrom(origins: readonly string[], options: Partial<FetchOptions> = {}): Ask {
  return makeFetch({
    allowed: origins,
    allowedPrivate: origins,
    credential: null,
    proxy: null,
    ca: null,
    version: '1.2.3',
    contact: null,
    deadlineMs: 5_000,
    maxBytes: 100_000,
    clock: realClock,
    stop: new AbortController().signal,
    lookup: null,
    ...options,
  });
}

export function getOf(url: string, more: Partial<AskRequest> = {}): AskRequest {
  return { method: 'GET', url, headers: {}, body: null, credential: null, ...more };
}

/** `answer STATUS` or `WHY`. */
export async function outcomeOf(ask: Ask, url: string): Promise<string> {
  const outcome = await ask(getOf(url));
  return outcome.kind === 'answer' ? `answer ${outcome.status}` : outcome.why;
}
