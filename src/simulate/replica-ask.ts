/** How does a replica answer a source's request without a socket in between? For tests that ask a million times. */

import { Buffer } from 'node:buffer';
import type { Ms } from '../model/observation.ts';
import type { Answered, AskRequest } from '../model/watch.ts';
import type { Replica } from './replica.ts';

/** Stands where the credential of the settings would. */
const TOKEN = 'rehearsal';

/** The answer as `net/` would hand it over; the world is asked at `at`. */
export function answerOf(replica: Replica, request: AskRequest, sentAt: Ms, at: Ms): Answered {
  const { pathname, search } = new URL(request.url);
  const { credential } = request;
  const headers: Record<string, string> = { ...request.headers };
  let path = pathname + search;
  if (credential?.in === 'header') headers[credential.name.toLowerCase()] = `${credential.prefix}${TOKEN}`;
  if (credential?.in === 'query') path += `${search === '' ? '?' : '&'}${credential.name}=${TOKEN}`;
  const answer = replica({ method: request.method, path, headers, body: request.body ?? '' }, at);
  const bytes = Buffer.from(answer.body);
  return { kind: 'answer', status: answer.status, headers: Object.entries(answer.headers), raw: bytes, body: bytes, sentAt, at };
}
