import type { Post } from '../../model/observation.ts';
import type { Ask, Known, LookInput } from '../../model/watch.ts';
import { array, type JsonObject, object, text } from '../../text/json-values.ts';
import { newestPosts } from '../shared/api-look.ts';
import { type Hosts, query, succeeded } from './watch-asking.ts';
import { isTid } from './watch-ids.ts';
import { feedPost, isAfter, type Owner, recordPost } from './watch-post.ts';

/** Which posts of an account are new? From a feed, newest first, or from the server's records, in the order of their keys. */

export interface Read {
  posts: Post[];
  known: Known;
  more: boolean;
}

const FEED_PAGE = '50';
const RECORD_PAGE = '100';
const LONGEST_CURSOR = 512;

interface Page {
  posts: Post[];
  cursor: string | null;
}

/**
 * From the newest post back to the one that is stored. Where the pages do not reach it, the place is remembered (`gapCursor`) with the
 * post to be reached (`gapUntil`), and the next looks go on there first.
 */
export async function readFeed(ask: Ask, appview: string, owner: Owner, input: LookInput): Promise<Read> {
  const { known } = input;
  const gap = text(known.own['gapCursor']);
  const until = gap === null ? known.lastPost : text(known.own['gapUntil']);
  const posts: Post[] = [];
  let cursor = gap;
  let left = true;
  for (let n = 0; n < input.pages && left; n++) {
    const page = await feedPage(ask, appview, owner, cursor);
    if (page === null) break;
    const reached = page.posts.findLast((post) => isTid(post.id));
    posts.push(...page.posts.filter((post) => isAfter(post.id, until)));
    cursor = page.cursor;
    left = cursor !== null && (reached === undefined || isAfter(reached.id, until));
  }
  // Nothing is missing before the first post that was ever seen, nor where not even the first page came.
  const open = left && until !== null && cursor !== null;
  const own = { ...known.own, gapCursor: open ? cursor : null, gapUntil: open ? until : null };
  return { ...collected(posts, { ...known, own }, gap === null), more: open };
}

async function feedPage(ask: Ask, appview: string, owner: Owner, cursor: string | null): Promise<Page | null> {
  const parameters = { actor: owner.did, limit: FEED_PAGE, filter: 'posts_with_replies', ...(cursor === null ? {} : { cursor }) };
  const answer = await query(ask, appview, 'app.bsky.feed.getAuthorFeed', parameters);
  const entries = succeeded(answer) ? array(answer.json['feed']) : null;
  if (!succeeded(answer) || entries === null) return null;
  return pageOf(entries, answer.json, (entry) => feedPost(entry, owner, answer.at));
}

/** Behind the key that is stored, oldest first, so that nothing is ever missing in between; at first the newest pages. */
export async function readRecords(ask: Ask, hosts: Hosts, owner: Owner, input: LookInput): Promise<Read> {
  const { known } = input;
  const forwards = known.lastPost !== null;
  const posts: Post[] = [];
  let cursor = known.lastPost;
  let more = false;
  for (let n = 0; n < input.pages; n++) {
    const order = forwards ? { reverse: 'true' } : {};
    const parameters = {
      repo: owner.did,
      collection: 'app.bsky.feed.post',
      limit: RECORD_PAGE,
      ...order,
      ...(cursor === null ? {} : { cursor }),
    };
    const answer = await query(ask, hosts.server, 'com.atproto.repo.listRecords', parameters);
    const entries = succeeded(answer) ? array(answer.json['records']) : null;
    if (!succeeded(answer) || entries === null) break;
    const page = pageOf(entries, answer.json, (entry) => recordPost(entry, owner, answer.at));
    posts.push(...page.posts.filter((post) => isAfter(post.id, known.lastPost)));
    more = forwards && page.cursor !== null && entries.length > 0;
    if (page.cursor === null || entries.length === 0) break;
    cursor = page.cursor;
  }
  return { ...collected(posts, known, true), more };
}

function pageOf(entries: readonly unknown[], json: JsonObject, read: (entry: JsonObject) => Post | null): Page {
  const posts = entries.map((entry) => object(entry)).map((entry) => (entry === null ? null : read(entry)));
  const cursor = text(json['cursor']);
  return { posts: posts.filter((post) => post !== null), cursor: cursor === '' || (cursor?.length ?? 0) > LONGEST_CURSOR ? null : cursor };
}

/** Each post once; the cursor moves to the newest key unless an older gap was filled. */
function collected(all: readonly Post[], known: Known, moves: boolean): Pick<Read, 'posts' | 'known'> {
  const told = new Set([...known.posts, known.lastPost]);
  const posts = [...new Map(all.filter((post) => !told.has(post.id)).map((post) => [post.id, post])).values()];
  const keys = posts
    .map((post) => post.id)
    .filter(isTid)
    .sort()
    .reverse();
  if (!moves) return { posts, known };
  return { posts, known: { ...known, lastPost: keys[0] ?? known.lastPost, posts: newestPosts(keys, known) } };
}
