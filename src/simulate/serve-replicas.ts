/** Serves replicas over HTTP on loopback, one port each, so that the real fetch can ask them. The only door of this room. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Ms } from '../model/observation.ts';
import type { Replica } from './replica.ts';

export interface ServedReplicas {
  /** By name: `http://127.0.0.1:PORT`. */
  origins: Record<string, string>;
  /** Answered so far, all replicas together. */
  requests(): number;
  /** Ends idle and busy connections alike. */
  close(): Promise<void>;
}

/** A request larger than this is none that a watcher sends. */
const MOST_BYTES = 1 << 20;

/** `now` is the time of the world: asked anew for each request. */
export async function serveReplicas(replicas: Readonly<Record<string, Replica>>, now: () => Ms): Promise<ServedReplicas> {
  const origins: Record<string, string> = {};
  const servers: Server[] = [];
  let answered = 0;
  for (const [name, replica] of Object.entries(replicas)) {
    const server = createServer({ keepAlive: true, noDelay: true }, (request, response) => {
      answered += 1;
      serve(replica, now, request, response).catch(() => response.destroy());
    });
    // Connections of a rehearsal may rest for as long as it takes.
    server.keepAliveTimeout = 60_000;
    servers.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    origins[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  return { origins, requests: () => answered, close: () => closeAll(servers) };
}

async function serve(replica: Replica, now: () => Ms, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = replica(
    { method: request.method ?? 'GET', path: request.url ?? '/', headers: flat(request.headers), body: await bodyOf(request) },
    now(),
  );
  response.sendDate = false;
  response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}

function flat(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > MOST_BYTES) throw new RangeError('The request is too large.');
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    ),
  );
}
