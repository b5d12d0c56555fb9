import type { Ms } from '../../model/observation.ts';
import type { Answered, Ask, AskRequest, Failed } from '../../model/watch.ts';
import { array, idText, integer, type JsonObject, object, text } from '../../text/json-values.ts';
import { apiAnswer, DRIFT, type Trouble } from '../shared/api-look.ts';
import { type Included, includedIn } from './tweet.ts';
import { problemOf } from './watch-user.ts';

/**
 * Which tweets are new in a list that X gives newest first, page by page? A timeline and a search are read alike: ids grow with
 * time, so a list is read from the newest back to the newest one stored, and where pages run out, the next walk goes on there.
 */

/** What earlier walks left: everything up to `since` is stored, and so is everything from `until` up to `newest`. */
export interface Left {
  since: string | null;
  newest: string | null;
  until: string | null;
}

export interface Tweet {
  tweet: JsonObject;
  included: Included;
  at: Ms;
}

export interface Walked {
  tweets: Tweet[];
  left: Left;
  /** What lies between `since` and what was read is still missing. */
  more: boolean;
  /** Pages that were answered. */
  pages: number;
  trouble: Trouble | null;
}

export type PageRequest = (left: Left, token: string | null) => AskRequest;

/** Every post is paid for, so an account's past before it was watched is not fetched: a first walk takes what one page shows. */
const FIRST_PAGES = 1;

/** Reads up to `most` pages. A first walk (`since` null) takes the newest page and leaves what is older. */
export async function walkBack(before: Left, most: number, request: PageRequest, ask: Ask): Promise<Walked> {
  const pages = before.since === null ? Math.min(most, FIRST_PAGES) : most;
  const tweets = new Map<string, Tweet>();
  let left = before;
  let token: string | null = null;
  let reached = false;
  for (let page = 0; page < pages && !reached; page++) {
    const answer = pageIn(await ask(request(before, token)));
    if (answer.kind === 'trouble') return { ...walked(tweets, left, page, false), trouble: answer };
    for (const { id, ...tweet } of answer.tweets) {
      if (!isNew(id, before)) continue;
      tweets.set(id, tweet);
      left = stretched(left, id);
    }
    token = answer.next;
    reached = token === null;
  }
  return walked(tweets, left, pages, reached);
}

function isNew(id: string, { since, until }: Left): boolean {
  return (since === null || isLater(id, since)) && (until === null || isLater(until, id));
}

function stretched({ since, newest, until }: Left, id: string): Left {
  return {
    since,
    newest: newest === null || isLater(id, newest) ? id : newest,
    until: until === null || isLater(until, id) ? id : until,
  };
}

function walked(tweets: ReadonlyMap<string, Tweet>, { since, newest, until }: Left, pages: number, reached: boolean): Walked {
  const all = { tweets: [...tweets.values()], pages, trouble: null };
  if (pages === 0) return { ...all, left: { since, newest, until }, more: until !== null };
  // Behind a first walk nothing is stored that a gap could reach to.
  if (reached || since === null) return { ...all, left: { since: newest ?? since, newest: null, until: null }, more: false };
  return { ...all, left: { since, newest, until }, more: true };
}

/** Ids are numbers too large for a double; without leading zeros the longer one is the larger. */
export function isLater(id: string, than: string): boolean {
  return id.length === than.length ? id > than : id.length > than.length;
}

interface Page {
  kind: 'page';
  tweets: (Tweet & { id: string })[];
  next: string | null;
}

/** A page says how many results it holds; one without any has no `data`. */
function pageIn(outcome: Answered | Failed): Page | Trouble {
  const answer = apiAnswer(outcome);
  if (answer.kind === 'trouble') return answer;
  const { status, json, at } = answer;
  if (status !== 200) return problemOf(status);
  const meta = object(json['meta']);
  const count = integer(meta?.['result_count']);
  const data = array(json['data']) ?? [];
  if (count === null) return notAuthorized(json) ? { kind: 'trouble', reason: 'not_authorized', again: false } : DRIFT;
  if (count > 0 && data.length === 0) return DRIFT;
  const included = includedIn(json);
  const tweets = data.flatMap((item) => {
    const tweet = object(item);
    const id = idText(tweet?.['id']);
    return tweet === null || id === null || !/^[1-9]\d{0,19}$/.test(id) ? [] : [{ id, tweet, included, at }];
  });
  return { kind: 'page', tweets, next: text(meta?.['next_token']) };
}

function notAuthorized(json: JsonObject): boolean {
  return (array(json['errors']) ?? []).some((error) => object(error)?.['title'] === 'Authorization Error');
}
