import type { Forward, Media, Ms, Post } from '../../model/observation.ts';
import { type ChannelRef, channelRef } from '../../model/ref.ts';
import { exactly } from '../../model/time.ts';
import { array, count, idText, type JsonObject, object, text } from '../../text/json-values.ts';
import { accountRef, plainText, urlsOf, xTime } from './account.ts';

/** Which post is one tweet of the X API v2, given what else came in the same answer? */

/** What an answer includes beside its data, by id. */
export interface Included {
  users: Map<string, JsonObject>;
  tweets: Map<string, JsonObject>;
  media: Map<string, JsonObject>;
}

export function includedIn(answer: JsonObject): Included {
  const includes = object(answer['includes']);
  return {
    users: byKey(includes?.['users'], 'id'),
    tweets: byKey(includes?.['tweets'], 'id'),
    media: byKey(includes?.['media'], 'media_key'),
  };
}

function byKey(list: unknown, key: string): Map<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  for (const item of array(list) ?? []) {
    const shown = object(item);
    const id = idText(shown?.[key]);
    if (shown !== null && id !== null) found.set(id, shown);
  }
  return found;
}

/** The author as the answer shows it: inside the tweet where twarc flattened it, else among what is included. */
export function authorOf(tweet: JsonObject, included: Included): { user: JsonObject | null; id: string | null } {
  const inline = object(tweet['author']);
  const id = idText(tweet['author_id']) ?? idText(inline?.['id']);
  return { user: inline ?? (id === null ? null : (included.users.get(id) ?? null)), id };
}

/**
 * A tweet as a post, or why it cannot be one. Each edit has an id of its own on X; here all versions are one post under
 * the first id, told apart by `editedAt`. A retweet carries the original's text, links and media and names its source.
 */
export function postOf(tweet: JsonObject, included: Included, observedAt: Ms | null, fallback: ChannelRef | null): Post | string {
  const own = idText(tweet['id']);
  if (own === null || !/^\d{1,25}$/.test(own)) return 'the tweet has no id';
  const author = authorOf(tweet, included);
  const channel = accountRef(author.user, author.id) ?? fallback;
  if (channel === null) return `tweet ${own} has no author_id: name its account with --channel`;
  const id = firstVersion(tweet, own);
  const created = xTime(tweet['created_at']) ?? snowflakeTime(own);
  if (created === null) return `tweet ${own} has no created_at and its id is too old to tell`;
  const first = id === own ? created : (xTime(included.tweets.get(id)?.['created_at']) ?? snowflakeTime(id) ?? created);
  const retweeted = referenced(tweet, 'retweeted', included);
  const replied = referenced(tweet, 'replied_to', included);
  const said = retweeted?.tweet ?? tweet;
  return {
    type: 'post',
    channel,
    nativeId: author.id,
    id,
    when: exactly(first),
    observedAt,
    editedAt: id === own ? null : created,
    clockErrorMs: null,
    text: textOf(said),
    links: linksOf(said),
    author: null,
    views: count(object(tweet['public_metrics'])?.['impression_count']),
    replyTo: replied?.id ?? null,
    forwardedFrom: retweeted === null ? null : forwardOf(tweet, retweeted, included),
    media: mediaOf(said, included),
    deleted: false,
    action: null,
  };
}

/** The id of a tweet's first version: X lists the ids of all versions, oldest first. */
export function firstVersion(tweet: JsonObject, own: string): string {
  const first = idText((array(tweet['edit_history_tweet_ids']) ?? [])[0]);
  return first !== null && /^\d{1,25}$/.test(first) ? first : own;
}

/**
 * The whole second in which an id was made: since November 2010 an X id holds the milliseconds since
 * 2010-11-04T01:42:54.657Z above its lowest 22 bits. Cut to the second, as X itself shows times. Null for older ids.
 */
export function snowflakeTime(id: string): Ms | null {
  if (!/^\d{16,19}$/.test(id)) return null;
  const ms = Number(BigInt(id) >> 22n) + 1_288_834_974_657;
  return Math.floor(ms / 1000) * 1000;
}

interface Reference {
  id: string;
  tweet: JsonObject | null;
}

function referenced(tweet: JsonObject, type: string, included: Included): Reference | null {
  for (const item of array(tweet['referenced_tweets']) ?? []) {
    const reference = object(item);
    const id = idText(reference?.['id']);
    if (reference === null || reference['type'] !== type || id === null) continue;
    const shown = text(reference['text']) === null ? (included.tweets.get(id) ?? null) : reference;
    return { id: shown === null ? id : firstVersion(shown, id), tweet: shown };
  }
  return null;
}

function forwardOf(tweet: JsonObject, from: Reference, included: Included): Forward {
  const shown = from.tweet;
  const author = shown === null ? null : authorOf(shown, included);
  const named = /^RT @(\w{1,20}):/.exec(text(tweet['text']) ?? '')?.[1];
  const channel = author === null ? null : accountRef(author.user, author.id);
  return {
    channel: channel ?? (named === undefined ? null : channelRef('x', named)),
    id: from.id,
    at: (shown === null ? null : xTime(shown['created_at'])) ?? snowflakeTime(from.id),
  };
}

/** Long posts keep their full text apart, in `note_tweet`. */
function textOf(tweet: JsonObject): string {
  return plainText(text(object(tweet['note_tweet'])?.['text']) ?? tweet['text']);
}

/** Links that X itself puts in: to the pictures of a post and to the rest of a shortened one. */
const OWN_LINK = /\/status\/\d+\/(?:photo|video)\/\d+$|^https:\/\/(?:twitter|x)\.com\/i\/web\/status\/\d+$/;

/** Where the short links in a post lead, and where those lead on to. */
function linksOf(tweet: JsonObject): string[] {
  const links = new Set<string>();
  for (const holder of [tweet, object(tweet['note_tweet'])]) {
    for (const url of urlsOf(object(holder?.['entities']))) {
      const expanded = text(url['expanded_url']) ?? text(url['url']);
      if (expanded === null || url['media_key'] !== undefined || OWN_LINK.test(expanded)) continue;
      links.add(expanded);
      const unwound = text(url['unwound_url']);
      if (unwound !== null) links.add(unwound);
    }
  }
  return [...links];
}

const MEDIA_KINDS: Record<string, string> = { photo: 'image', video: 'video', animated_gif: 'animation' };
/** A media key begins with a number for its kind, which tells it where the item itself is not included. */
const KEY_KINDS: Record<string, string> = { '3': 'image', '7': 'video', '13': 'video', '16': 'animation' };

function mediaOf(tweet: JsonObject, included: Included): Media[] {
  const attachments = object(tweet['attachments']);
  const inline = (array(attachments?.['media']) ?? []).map(object).filter((item) => item !== null);
  const kinds =
    inline.length > 0
      ? inline.map((item) => kindOf(text(item['type']), text(item['media_key'])))
      : (array(attachments?.['media_keys']) ?? []).map((key) => {
          const known = idText(key);
          return kindOf(known === null ? null : text(included.media.get(known)?.['type']), known);
        });
  return kinds.map((kind) => ({ kind, sha256: null, perceptualHash: null }));
}

function kindOf(type: string | null, key: string | null): string {
  return MEDIA_KINDS[type ?? ''] ?? type ?? KEY_KINDS[key?.split('_')[0] ?? ''] ?? 'media';
}
