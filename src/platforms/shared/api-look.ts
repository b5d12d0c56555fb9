import { createHash } from 'node:crypto';
import type { Ms, Profile } from '../../model/observation.ts';
import type { Answered, Failed, Known, Look, LookInput } from '../../model/watch.ts';
import { type JsonObject, object, parseJson } from '../../text/json-values.ts';

/** What did a JSON API answer, in its own shape or not at all? And what does a look say then? */

/** Why nothing can be said: a short lower-case word, and whether another try may help within seconds. */
export interface Trouble {
  kind: 'trouble';
  reason: string;
  again: boolean;
}

/** A JSON object that came with a status below 500, refusals (`404` with the API's own error) included. */
export interface ApiAnswer {
  kind: 'answer';
  status: number;
  json: JsonObject;
  at: Ms;
}

/** Passing troubles of the line between us and the platform; the others would only be met again. */
const PASSING: ReadonlySet<string> = new Set(['timeout', 'unreachable', 'reset', 'dns', 'truncated', 'malformed', 'bad_encoding']);

/** Seconds that a copy may be old. */
const MOST_AGE = 60;

/**
 * An outcome as the API's own JSON object, or why it is none. Rate limits, server errors and redirects never say anything about a
 * channel, whatever their body holds; nor does a page where an object was due.
 */
export function apiAnswer(outcome: Answered | Failed): ApiAnswer | Trouble {
  if (outcome.kind === 'failure') return { kind: 'trouble', reason: outcome.why, again: PASSING.has(outcome.why) };
  const { status, at } = outcome;
  if (status === 429) return { kind: 'trouble', reason: 'rate_limited', again: false };
  if (status >= 500) return { kind: 'trouble', reason: 'server_error', again: true };
  if (status >= 300 && status < 400) return { kind: 'trouble', reason: 'redirected', again: false };
  // What a cache kept says how it was, not how it is.
  const age = outcome.headers.find(([name]) => name.toLowerCase() === 'age')?.[1];
  if (Number(age ?? 0) > MOST_AGE) return { kind: 'trouble', reason: 'stale', again: true };
  const json = jsonIn(outcome.body);
  if (json !== null) return { kind: 'answer', status, json, at };
  return status === 200 ? DRIFT : refused(status);
}

/** The right status with what is not the API's answer: a portal, a page of somebody else, a changed API. */
export const DRIFT: Trouble = { kind: 'trouble', reason: 'drift', again: true };

/** A refusal in which the API does not say, in its own words, what it refuses. */
export function refused(status: number): Trouble {
  return { kind: 'trouble', reason: `http_${status}`, again: false };
}

function jsonIn(body: Uint8Array): JsonObject | null {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
  const parsed = parseJson(text);
  return parsed.ok ? object(parsed.value) : null;
}

/** A look that could not see: nothing is learnt, and the cursor stays. */
export function unseen(input: LookInput, { reason, again }: Omit<Trouble, 'kind'>): Look {
  return {
    sighting: { status: 'unknown', reason, nativeId: input.known.nativeId, movedTo: null },
    handle: null,
    profile: null,
    posts: [],
    known: input.known,
    more: false,
    again,
  };
}

/** What is remembered of a profile: `digest:subscribers`. */
function digestOf({ kind, title, about, createdAt, avatarHash, subscribers }: Profile): string {
  const said = JSON.stringify([kind, title, about, createdAt, avatarHash]);
  return `${createHash('sha256').update(said).digest('hex').slice(0, 24)}:${subscribers ?? ''}`;
}

/**
 * The profile where it is to be told again, and what to remember of the last one told. A count of subscribers changes at every
 * look: a difference below one in a hundred, and below five, is not worth another row.
 */
export function news(profile: Profile, known: Known): { profile: Profile | null; digest: string } {
  const digest = digestOf(profile);
  const [face, count] = (known.profile ?? '').split(':');
  const same = face === digest.split(':')[0];
  const before = count === undefined || count === '' ? null : Number(count);
  const after = profile.subscribers;
  const steady = before === null || after === null ? before === after : Math.abs(after - before) < Math.max(5, before / 100);
  return same && steady ? { profile: null, digest: known.profile ?? digest } : { profile, digest };
}

/** Ids of the newest posts, the new ones before those known; at most 5. */
export function newestPosts(fresh: readonly string[], known: Known): string[] {
  return [...new Set([...fresh, ...known.posts])].slice(0, 5);
}

/** A reason as sightings write it: `the bot was removed` → `the_bot_was_removed`. */
export function slug(reason: string): string {
  return reason
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
    .slice(0, 64);
}
