import type { Ms } from '../model/observation.ts';
import type { Answered } from '../model/watch.ts';

/** How long a host asks to be left alone. */

const CEILING_MS = 3_600_000;
/** A longer wish is a mistake of the server: it would silence a platform for good. */
const LONGEST_WISH_MS = 7 * 24 * 3_600_000;
/** After the first refusal without a time; doubled with each further one. */
const REFUSED_MS = 30_000;

export type Mood = 'well' | 'refusing' | 'failing';

/** What an answer says of the host: `refusing` for a rate limit or a challenge page, `failing` for errors of its own. */
export function moodOf({ status, headers }: Answered): Mood {
  // 420 is how Telegram's own protocol says it.
  if (status === 429 || status === 420 || (status === 403 && isChallenge(headers))) return 'refusing';
  return status >= 500 ? 'failing' : 'well';
}

/** A page put before the platform by who protects it. A refusal by the platform itself is an answer about one channel. */
function isChallenge(headers: Answered['headers']): boolean {
  if (value(headers, 'cf-mitigated') !== null || value(headers, 'x-amzn-waf-action') !== null) return true;
  const guard = /^(cloudflare|ddos-guard|qrator|variti)/i.test(value(headers, 'server') ?? '');
  return guard && (value(headers, 'content-type') ?? '').startsWith('text/html');
}

/**
 * The wait that the host asks for by `Retry-After` or by the reset of its rate limit, in ms after the answer; null where it
 * asks for none. Dates are measured against the server's own `Date`, so that neither clock need be right.
 */
export function wishOf(answer: Answered): Ms | null {
  const { headers, status, at } = answer;
  const waits: Ms[] = [];
  const serverNow = dateIn(value(headers, 'date')) ?? at;
  const after = value(headers, 'retry-after');
  if (after !== null && status >= 300)
    waits.push(/^\d+(\.\d+)?$/.test(after) ? Number(after) * 1000 : (dateIn(after) ?? serverNow) - serverNow);
  const spent = ['x-rate-limit-remaining', 'x-ratelimit-remaining', 'ratelimit-remaining'].some(
    (name) => Number(value(headers, name) ?? 1) === 0,
  );
  const reset = ['x-rate-limit-reset', 'x-ratelimit-reset', 'ratelimit-reset']
    .map((name) => value(headers, name))
    .find((text) => text !== null);
  if (reset !== undefined && /^\d+$/.test(reset) && (status === 429 || spent)) {
    // Some count from now, some tell the time: a count is never as large as a time.
    waits.push(Number(reset) > 1e9 ? Number(reset) * 1000 - serverNow : Number(reset) * 1000);
  }
  const longest = Math.max(0, ...waits);
  return longest > 0 ? Math.min(longest, LONGEST_WISH_MS) : null;
}

/** How long to wait after the `run`-th bad answer in a row: doubled each time, with a spread, at most an hour. */
export function growing(mood: 'refusing' | 'failing', run: number, most: Ms, chance: () => number): Ms {
  const first = mood === 'refusing' ? Math.max(REFUSED_MS, most) : most;
  const wait = first * 2 ** Math.min(run - 1, 30);
  return Math.min(CEILING_MS, wait * (1 + chance() / 2));
}

function value(headers: Answered['headers'], name: string): string | null {
  const found = headers.find(([other]) => other.toLowerCase() === name);
  return found === undefined ? null : found[1].trim();
}

function dateIn(text: string | null): Ms | null {
  const ms = text === null || !/[a-z]{3}/i.test(text) ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}
