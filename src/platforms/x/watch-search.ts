import type { Ms, Post, Profile } from '../../model/observation.ts';
import type { Ask, Found, SearchInput } from '../../model/watch.ts';
import { accountRef, profileOf } from './account.ts';
import { POST_FIELDS, xRequest } from './request.ts';
import { authorOf, postOf, snowflakeTime } from './tweet.ts';
import { type Left, type Tweet, walkBack } from './watch-pages.ts';

/** Who on X says the words that somebody watches for? Each post found belongs to its author's account, which nobody need watch. */

/** The recent search reaches back seven days, and refuses ids that are older. A minute is left for the way. */
const REACH: Ms = 7 * 86_400_000 - 60_000;

export async function searchX(input: SearchInput, ask: Ask): Promise<Found> {
  const before = withinReach(leftIn(input.cursor), input.startedAt);
  const request = (left: Left, token: string | null): ReturnType<typeof xRequest> =>
    xRequest(input.settings, '/2/tweets/search/recent', {
      query: input.query,
      max_results: '100',
      ...(left.since === null || isOld(left.since, input.startedAt) ? {} : { since_id: left.since }),
      ...(left.until === null ? {} : { until_id: left.until }),
      ...(token === null ? {} : { next_token: token }),
      expansions: 'author_id,referenced_tweets.id,referenced_tweets.id.author_id',
      ...POST_FIELDS,
    });
  const { tweets, left, more, pages, trouble } = await walkBack(before, input.pages, request, ask);
  if (trouble !== null && pages === 0) {
    return { posts: [], profiles: [], cursor: input.cursor, more: false, failed: trouble.reason, again: trouble.again };
  }
  return { ...said(tweets), cursor: cursorOf(left), more, failed: null, again: false };
}

function said(tweets: readonly Tweet[]): { posts: Post[]; profiles: Profile[] } {
  const posts = new Map<string, Post>();
  const profiles = new Map<string, Profile>();
  for (const { tweet, included, at } of tweets) {
    const post = postOf(tweet, included, at, null);
    if (typeof post === 'string') continue;
    const { user, id } = authorOf(tweet, included);
    posts.set(`${post.id} ${post.editedAt}`, post);
    const channel = accountRef(user, id);
    if (user !== null && channel !== null) profiles.set(channel, profileOf(user, channel, at));
  }
  return { posts: [...posts.values()], profiles: [...profiles.values()] };
}

/** `since`, or `since-newest-until` where pages ran out. */
function cursorOf({ since, newest, until }: Left): string | null {
  return newest === null || until === null ? since : `${since ?? ''}-${newest}-${until}`;
}

function leftIn(cursor: string | null): Left {
  const [since, newest, until] = (cursor ?? '').split('-').map((part) => (/^[1-9]\d{0,19}$/.test(part) ? part : null));
  return { since: since ?? null, newest: newest ?? null, until: until ?? null };
}

/** A gap that has sunk below the reach of the search can no longer be filled. */
function withinReach(left: Left, now: Ms): Left {
  return left.until !== null && isOld(left.until, now) ? { since: left.newest, newest: null, until: null } : left;
}

function isOld(id: string, now: Ms): boolean {
  const made = snowflakeTime(id);
  return made === null || made < now - REACH;
}
