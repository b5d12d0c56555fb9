import type { Post } from '../../model/observation.ts';
import { nameOf, nativeIdOf } from '../../model/ref.ts';
import type { Ask, Known, Look, LookInput } from '../../model/watch.ts';
import { text } from '../../text/json-values.ts';
import { DRIFT, newestPosts, news, slug, unseen } from '../shared/api-look.ts';
import { profileOf, statusOf } from './account.ts';
import { POST_FIELDS, xRequest } from './request.ts';
import { postOf } from './tweet.ts';
import { type Left, type Tweet, walkBack } from './watch-pages.ts';
import { askUser, type UserAnswer } from './watch-user.ts';

/** What does X show of one account? An id is the account's for ever and a name is not, so a known id is what is asked for. */

type User = Extract<UserAnswer, { kind: 'user' }>;
type Refusal = Extract<UserAnswer, { kind: 'refusal' }>;

export async function lookAtAccount(input: LookInput, ask: Ask): Promise<Look> {
  const { channel, known, settings } = input;
  const id = nativeIdOf(channel) ?? known.nativeId;
  const answer = await askUser(settings, id === null ? { by: 'username', value: nameOf(channel) } : { by: 'id', value: id }, ask);
  if (answer.kind === 'trouble') return unseen(input, answer);
  if (answer.kind === 'user') return shown(input, answer, ask);
  return nativeIdOf(channel) === null && id !== null ? nameless(input, answer, ask) : said(input, answer);
}

function said(input: LookInput, { status, reason }: Pick<Refusal, 'status' | 'reason'>): Look {
  const look = unseen(input, { reason, again: false });
  return { ...look, sighting: { ...look.sighting, status } };
}

/** The id is no longer shown. A name set free may be somebody else's by now, which is worth a warning. */
async function nameless(input: LookInput, refusal: Refusal, ask: Ask): Promise<Look> {
  if (refusal.status !== 'absent' && refusal.status !== 'deactivated') return said(input, refusal);
  const now = await askUser(input.settings, { by: 'username', value: nameOf(input.channel) }, ask);
  if (now.kind !== 'user') return said(input, refusal);
  // X contradicts itself.
  if (now.id === input.known.nativeId) return unseen(input, DRIFT);
  const look = said(input, { status: 'reassigned', reason: 'other_id' });
  return { ...look, sighting: { ...look.sighting, nativeId: now.id } };
}

async function shown(input: LookInput, { user, id, name, at }: User, ask: Ask): Promise<Look> {
  const { channel } = input;
  const { status, reason } = statusOf(user);
  const told = news(profileOf(user, channel, at), input.known);
  const posts = status === 'private' ? { ...NO_POSTS, known: pick(input.known) } : await timeline(input, id, ask);
  return {
    sighting: {
      status,
      reason: posts.trouble === null ? slug(reason) : `${slug(reason)}:posts_${posts.trouble}`,
      nativeId: id,
      movedTo: null,
    },
    handle: name === nameOf(channel) ? null : name,
    profile: told.profile,
    posts: posts.posts,
    known: { nativeId: id, kind: 'account', profile: told.digest, ...posts.known },
    more: posts.more,
    again: false,
  };
}

interface Timeline {
  posts: Post[];
  known: Pick<Known, 'lastPost' | 'posts' | 'own'>;
  more: boolean;
  trouble: string | null;
}

const NO_POSTS = { posts: [], more: false, trouble: null };

function pick({ lastPost, posts, own }: Known): Timeline['known'] {
  return { lastPost, posts, own };
}

async function timeline(input: LookInput, id: string, ask: Ask): Promise<Timeline> {
  const { known, pages, settings } = input;
  const request = (left: Left, token: string | null): ReturnType<typeof xRequest> =>
    xRequest(settings, `/2/users/${id}/tweets`, {
      max_results: '100',
      ...(left.since === null ? {} : { since_id: left.since }),
      ...(left.until === null ? {} : { until_id: left.until }),
      ...(token === null ? {} : { pagination_token: token }),
      expansions: 'referenced_tweets.id,referenced_tweets.id.author_id',
      ...POST_FIELDS,
    });
  const before = { since: known.lastPost, newest: text(known.own['newest']), until: text(known.own['until']) };
  const walked = await walkBack(before, pages, request, ask);
  const trouble = walked.trouble?.reason ?? null;
  if (walked.pages === 0) return { ...NO_POSTS, known: pick(known), more: before.until !== null, trouble };
  const posts = postsOf(walked.tweets, input, id);
  const { since, newest, until } = walked.left;
  const ids = posts.map((post) => post.id);
  return { posts, known: { lastPost: since, posts: newestPosts(ids, known), own: { newest, until } }, more: walked.more, trouble };
}

function postsOf(tweets: readonly Tweet[], { channel }: LookInput, id: string): Post[] {
  const posts = new Map<string, Post>();
  for (const { tweet, included, at } of tweets) {
    const post = postOf(tweet, included, at, channel);
    if (typeof post !== 'string' && post.nativeId === id) posts.set(`${post.id} ${post.editedAt}`, { ...post, channel });
  }
  return [...posts.values()];
}
