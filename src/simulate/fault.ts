/** What is a fault, and with which hands does it change an answer? */

import { Buffer } from 'node:buffer';
import type { Ms } from '../model/observation.ts';
import type { Answered, AskRequest, Failed, FailureKind } from '../model/watch.ts';

/** A channel by the two names that a request may hold. */
export interface Named {
  handle: string;
  nativeId: string;
}

/** One request and what a fault may need to know of the world to spoil its answer. */
export interface Struck {
  request: AskRequest;
  /** What the platform answered. */
  truth: Answered;
  /** What it would answer to another request, or would have answered at another time. */
  serve(request: AskRequest, at: Ms): Answered;
  /** Whom the request names; null where nobody knows. */
  about: Named | null;
  /** Somebody else who lives. */
  other: Named;
  /** A name that nobody ever had. */
  nobody: Named;
  /** Numbers from 0 to 1. */
  chance(): number;
}

/**
 * What it strikes: single requests here and there; everything on the platform for a while; everything that we ask of anybody
 * for a while, because it is our own connection or account.
 */
export type Scope = 'request' | 'platform' | 'ours';

/** Turns the truth into what the observer gets. Pure: the same `Struck` gives the same outcome. */
export interface Fault {
  name: string;
  scope: Scope;
  strike(struck: Struck): Answered | Failed;
}

/** No answer at all. */
export function fails(name: string, scope: Scope, why: FailureKind): Fault {
  return {
    name,
    scope,
    strike: ({ truth }) => ({ kind: 'failure', why, detail: `${why} (${name})`, sentAt: truth.sentAt, at: truth.at }),
  };
}

/** An answer of somebody in between: none of the platform's headers, and the date of a clock that is right. */
export function instead({ truth }: Struck, status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answered {
  const all = { date: new Date(truth.at).toUTCString(), 'content-type': 'text/html; charset=utf-8', ...headers };
  return { ...bytesOf(truth, body), status, headers: Object.entries(all) };
}

/** The platform's answer with another body. */
export function rewritten(truth: Answered, change: (body: string) => string): Answered {
  return bytesOf(truth, change(Buffer.from(truth.body).toString('utf8')));
}

function bytesOf(truth: Answered, body: string): Answered {
  const bytes = Buffer.from(body);
  return { ...truth, raw: bytes, body: bytes };
}

/** The same question about somebody else. */
export function askedAbout(request: AskRequest, from: Named, to: Named): AskRequest {
  const swap = (text: string): string => text.replaceAll(from.nativeId, to.nativeId).replace(insensitive(from.handle), to.handle);
  const url = new URL(request.url);
  const rest = request.url.slice(url.origin.length);
  return { ...request, url: url.origin + swap(rest) };
}

function insensitive(name: string): RegExp {
  return new RegExp(name.replace(/[^\w]/g, '\\$&'), 'gi');
}

/** A page about one turned into a page about another, as where a name is only echoed. */
export function renamed(truth: Answered, from: Named, to: Named): Answered {
  return rewritten(truth, (body) => body.replaceAll(from.nativeId, to.nativeId).replace(insensitive(from.handle), to.handle));
}
