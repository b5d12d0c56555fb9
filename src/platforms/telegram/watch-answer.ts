import type { Ms } from '../../model/observation.ts';
import type { Answered, Failed, FailureKind } from '../../model/watch.ts';
import { type Element, textIn } from './desktop-html-blocks.ts';
import { attribute, findFirst, parsePage } from './watch-html.ts';

/** Is an answer a whole page that can be read, and if not, what stood in the way? */

/** Nothing can be said of the channel. */
export interface Trouble {
  kind: 'trouble';
  reason: string;
  /** It may pass within seconds. */
  again: boolean;
}

export interface ReadablePage {
  kind: 'page';
  root: Element;
  at: Ms;
}

/** Where Telegram sends from `/s/name` those who cannot see a preview: the handle of the page. */
export interface Elsewhere {
  kind: 'elsewhere';
  handle: string;
}

export function trouble(reason: string, again = false): Trouble {
  return { kind: 'trouble', reason, again };
}

/** A network's own fault may pass within seconds; a refusal, a wrong certificate or our own settings do not. */
const PASSING: ReadonlySet<FailureKind> = new Set(['timeout', 'unreachable', 'reset', 'dns', 'bad_encoding', 'truncated', 'malformed']);
const REFUSALS: ReadonlyMap<number, string> = new Map([
  [401, 'login_wanted'],
  [403, 'forbidden'],
  [407, 'proxy'],
  [429, 'rate_limited'],
  [451, 'legal_block'],
  [503, 'unavailable'],
]);
/** The smallest page of Telegram is several times as long. */
const TINY = 500;

/** Seconds that a copy may be old. */
const MOST_AGE = 60;

/** The page in an answer. Only `200` holds one: t.me says nothing by status codes. */
export function readPage(outcome: Answered | Failed): ReadablePage | Trouble {
  if (outcome.kind === 'failure') return trouble(outcome.why, PASSING.has(outcome.why));
  const { status } = outcome;
  if (status !== 200) return refusal(outcome, status);
  // What a cache kept says how it was, not how it is.
  if (Number(headerOf(outcome, 'age') ?? 0) > MOST_AGE) return trouble('stale', true);
  const type = headerOf(outcome, 'content-type');
  if (type !== null && !/^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(type)) return trouble('no_html');
  const html = decoded(outcome.body);
  if (html === null) return trouble('bad_encoding', true);
  if (headerOf(outcome, 'cf-mitigated') !== null) return trouble('challenge');
  if (outcome.body.length < TINY) return trouble('tiny_body');
  // What is missing may be what matters.
  if (!/<\/html>\s*(?:<!--(?:(?!-->)[\s\S])*-->\s*)?$/i.test(html.slice(-400))) return trouble('truncated', true);
  const root = parsePage(html);
  return root === null ? trouble('drift') : { kind: 'page', root, at: outcome.at };
}

function refusal(answer: Answered, status: number): Trouble {
  if (headerOf(answer, 'cf-mitigated') !== null) return trouble('challenge');
  const known = REFUSALS.get(status);
  if (known !== undefined) return trouble(known);
  if (status >= 300 && status < 400) return trouble('redirected');
  return trouble(`http_${status}`, status >= 500);
}

/** Where a redirect leads, if it is the page of a name on Telegram's own host; null for any other answer. */
export function elsewhere(outcome: Answered | Failed, url: string): Elsewhere | null {
  if (outcome.kind === 'failure' || outcome.status !== 302) return null;
  const location = headerOf(outcome, 'location');
  const target = location === null || !URL.canParse(location, url) ? null : new URL(location, url);
  const own = target !== null && (target.origin === new URL(url).origin || target.origin === 'https://t.me');
  const handle = own ? /^\/([A-Za-z]\w{2,31})$/.exec(target.pathname)?.[1] : undefined;
  return handle === undefined ? null : { kind: 'elsewhere', handle: handle.toLowerCase() };
}

function headerOf(answer: Answered, name: string): string | null {
  return answer.headers.find(([one]) => one.toLowerCase() === name)?.[1] ?? null;
}

function decoded(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

/** What a whole page is that has none of the structures asked for. */
export function unfamiliar(page: Element): Trouble {
  const ours = findFirst(page, (one) => one.classes.some((name) => /^tgme_/.test(name)) || one.attributes['data-post'] !== undefined);
  if (ours !== null) return trouble('drift');
  // On a page of Telegram's own such a script would be no sign of anything.
  const script = findFirst(
    page,
    (one) => one.name === 'script' && `${attribute(one, 'src')} ${textIn(one)}`.includes('/cdn-cgi/challenge-platform/'),
  );
  if (script !== null) return trouble('challenge');
  const password = findFirst(page, (one) => one.name === 'input' && attribute(one, 'type')?.toLowerCase() === 'password');
  const title = findFirst(page, (one) => one.name === 'title');
  if (password !== null || /^(?:sign|log) ?in\b/i.test(title === null ? '' : textIn(title))) return trouble('login_wall');
  return trouble('foreign_page');
}
