import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answered, Ask, AskRequest, Failed, FailureKind } from '../../src/model/watch.ts';

/** A platform that answers what a test says. */

/** An answer in short: status 200 and `text/html; charset=utf-8` unless said; or why there is none. */
export type Reply =
  | string
  | { status?: number; headers?: Readonly<Record<string, string>>; body?: string | Uint8Array }
  | { failure: FailureKind };

/**
 * What is answered to what. A table is looked up by, in this order: the whole address, `POST path?query` (for posts only), `path?query`,
 * `path`, `*`; a list's entries come one after the other, the last of them from then on. A function gets the request and how many were asked before;
 * null: nothing is there.
 */
export type Given = Readonly<Record<string, Reply | readonly Reply[]>> | ((request: AskRequest, asked: number) => Reply | null);

/** The answers of one case, made anew for each look: `ask` throws at a request that the case does not know. */
export interface Server {
  ask: Ask;
  /** The same, but a request that the case does not know finds nobody there. */
  orUnreachable: Ask;
}

/** A saved page, by its path below `test/platforms/`. */
export function page(path: string): string {
  return readFileSync(join(import.meta.dirname, path), 'utf8');
}

/** The parts of an address that a table goes by. */
export function placeOf({ method, url }: AskRequest): string {
  const { pathname, search } = new URL(url);
  return method === 'GET' ? pathname + search : `${method} ${pathname}${search}`;
}

const BEGAN = Date.UTC(2026, 4, 1, 12);

/** A server with its own count of what was asked. Answers come 0.4 seconds after they were asked for, a request every 3 seconds. */
export function given(serve: Given): Server {
  let asked = 0;
  const counts = new Map<string, number>();
  const answer = (request: AskRequest, missing: () => Reply): Answered | Failed => {
    const reply = replyTo(serve, request, asked, counts);
    const outcome = outcomeOf(reply ?? missing(), asked);
    asked++;
    return outcome;
  };
  return {
    ask: async (request) =>
      answer(request, () => {
        throw new Error(`the case has no answer to ${request.method} ${request.url}`);
      }),
    orUnreachable: async (request) => answer(request, () => ({ failure: 'unreachable' })),
  };
}

function replyTo(serve: Given, request: AskRequest, asked: number, counts: Map<string, number>): Reply | null {
  if (typeof serve === 'function') return serve(request, asked);
  const { pathname, search } = new URL(request.url);
  const keys = [request.url, placeOf(request), pathname + search, pathname, '*'];
  const key = keys.find((one) => Object.hasOwn(serve, one));
  const found = key === undefined ? undefined : serve[key];
  if (key === undefined || found === undefined) return null;
  if (!isList(found)) return found;
  const before = counts.get(key) ?? 0;
  counts.set(key, before + 1);
  return found[Math.min(before, found.length - 1)] ?? null;
}

function isList(found: Reply | readonly Reply[]): found is readonly Reply[] {
  return Array.isArray(found);
}

/** The outcome that `net/` would hand over for a reply; `asked` requests came before it. */
export function outcomeOf(reply: Reply, asked: number): Answered | Failed {
  const sentAt = BEGAN + asked * 3000;
  const at = sentAt + 400;
  if (typeof reply === 'object' && 'failure' in reply) {
    return { kind: 'failure', why: reply.failure, detail: `${reply.failure}, as the test wants it`, sentAt, at };
  }
  const { status = 200, headers = {}, body = '' } = typeof reply === 'string' ? { body: reply } : reply;
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const type = /^\s*[[{]/.test(typeof body === 'string' ? body : '') ? 'application/json' : 'text/html; charset=utf-8';
  const all = { date: new Date(at - 250).toUTCString(), 'content-type': type, ...headers };
  return { kind: 'answer', status, headers: Object.entries(all), raw: bytes, body: bytes, sentAt, at };
}
