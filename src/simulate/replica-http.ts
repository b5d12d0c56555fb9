/** How do the replicas speak HTTP? Paths taken apart, answers put together, and chance that depends on names only. */

import type { Ms } from '../model/observation.ts';
import type { ReplicaAnswer, ReplicaRequest } from './replica.ts';

export interface Asked {
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string>>;
}

/** Path and query of a request, percent-encoding undone. */
export function asked(request: ReplicaRequest): Asked {
  const mark = request.path.indexOf('?');
  const path = mark < 0 ? request.path : request.path.slice(0, mark);
  return { path: decoded(path), query: new URLSearchParams(mark < 0 ? '' : request.path.slice(mark + 1)), headers: request.headers };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** As servers write it: whole seconds, rounded down. */
export function httpDate(serverNow: Ms): string {
  return new Date(serverNow).toUTCString();
}

export function htmlAnswer(body: string, serverNow: Ms, status = 200): ReplicaAnswer {
  const headers = {
    server: 'nginx/1.18.0',
    date: httpDate(serverNow),
    'content-type': 'text/html; charset=utf-8',
    pragma: 'no-cache',
    'cache-control': 'no-store',
  };
  return { status, headers, body };
}

export function redirect(location: string, serverNow: Ms): ReplicaAnswer {
  return { status: 302, headers: { ...htmlAnswer('', serverNow).headers, location }, body: '' };
}

export function jsonAnswer(value: unknown, serverNow: Ms, status = 200, more: Readonly<Record<string, string>> = {}): ReplicaAnswer {
  const headers = { date: httpDate(serverNow), 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache', ...more };
  return { status, headers, body: JSON.stringify(value) };
}

/** A number from 0 to 2³² − 1 that depends on the text only (FNV-1a, well mixed at the end). */
export function mixed(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Hex that looks like a digest and depends on the text only. */
export function hexOf(text: string, digits: number): string {
  let hex = '';
  for (let i = 0; hex.length < digits; i += 1) hex += mixed(`${text}/${i}`).toString(16).padStart(8, '0');
  return hex.slice(0, digits);
}
