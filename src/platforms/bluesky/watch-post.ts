import type { Media, Ms, Post } from '../../model/observation.ts';
import { type ChannelRef, channelRef } from '../../model/ref.ts';
import { parseTime } from '../../model/time.ts';
import { array, type JsonObject, object, text } from '../../text/json-values.ts';
import { atUri, blobDigest, isDid, isTid, publishedWhen } from './watch-ids.ts';

/** Which post is one record of an account, as its server lists it or as a feed shows it? */

/** What is read of an account: its posts hang on the reference it was asked for by. */
export interface Owner {
  channel: ChannelRef;
  did: string;
}

const POST = 'app.bsky.feed.post';
const REPOST = 'app.bsky.feed.repost';
const SHOWN = 'https://bsky.app/profile/';

/** One entry of `listRecords`. `seenBy`: when the answer came. Null for what is no post of this account. */
export function recordPost(entry: JsonObject, owner: Owner, seenBy: Ms): Post | null {
  const uri = atUri(text(entry['uri']) ?? '');
  const record = object(entry['value']);
  if (uri === null || record === null || uri.did !== owner.did || uri.collection !== POST) return null;
  return postOf(record, owner, uri.key, { seenBy, observedAt: seenBy });
}

/** One entry of `getAuthorFeed`: a post or a reply of the account, or a post of anybody that it passed on. */
export function feedPost(entry: JsonObject, owner: Owner, observedAt: Ms): Post | null {
  const view = object(entry['post']);
  const uri = atUri(text(view?.['uri']) ?? '');
  const record = object(view?.['record']);
  if (view === null || uri === null || record === null || uri.collection !== POST) return null;
  const reason = object(entry['reason']);
  if (reason?.['$type'] === 'app.bsky.feed.defs#reasonRepost')
    return passedOn(reason, { view, record, key: uri.key, did: uri.did }, owner, observedAt);
  if (uri.did !== owner.did) return null;
  return postOf(record, owner, uri.key, { seenBy: timeIn(view['indexedAt']) ?? observedAt, observedAt });
}

interface Shown {
  view: JsonObject;
  record: JsonObject;
  key: string;
  did: string;
}

function passedOn(reason: JsonObject, { view, record, key, did }: Shown, owner: Owner, observedAt: Ms): Post | null {
  const own = atUri(text(reason['uri']) ?? '');
  if (own === null || own.did !== owner.did || own.collection !== REPOST) return null;
  const post = postOf(record, owner, own.key, { seenBy: timeIn(reason['indexedAt']) ?? observedAt, observedAt });
  const when = publishedWhen(null, own.key, timeIn(reason['indexedAt']) ?? observedAt);
  const handle = text(object(view['author'])?.['handle']);
  const from = (handle === null || handle === 'handle.invalid' ? null : channelRef('bluesky', handle)) ?? channelRef('bluesky', `#${did}`);
  return { ...post, when, replyTo: null, forwardedFrom: { channel: from, id: key, at: timeIn(record['createdAt']) } };
}

function postOf(record: JsonObject, owner: Owner, key: string, { seenBy, observedAt }: { seenBy: Ms; observedAt: Ms }): Post {
  const parent = atUri(text(object(object(record['reply'])?.['parent'])?.['uri']) ?? '');
  return {
    type: 'post',
    channel: owner.channel,
    nativeId: owner.did,
    id: key,
    when: publishedWhen(timeIn(record['createdAt']), key, seenBy),
    observedAt,
    editedAt: null,
    clockErrorMs: null,
    text: text(record['text']) ?? '',
    links: [...new Set([...facetLinks(record), ...embedLinks(object(record['embed']))])],
    // The account is the channel.
    author: null,
    views: null,
    replyTo: parent?.did === owner.did ? parent.key : null,
    forwardedFrom: null,
    media: mediaOf(object(record['embed'])),
    deleted: false,
    action: null,
  };
}

function timeIn(value: unknown): Ms | null {
  const time = parseTime(text(value) ?? '');
  return time === null || !time.zoned ? null : time.ms;
}

/** Targets of links and of mentions, which may show other words than they lead to. */
function facetLinks(record: JsonObject): string[] {
  const features = objects(record['facets']).flatMap((facet) => objects(facet['features']));
  return features.flatMap((feature) => {
    const uri = text(feature['uri']);
    const did = text(feature['did']);
    if (feature['$type'] === 'app.bsky.richtext.facet#link' && uri !== null) return [uri];
    return feature['$type'] === 'app.bsky.richtext.facet#mention' && did !== null && isDid(did) ? [SHOWN + did] : [];
  });
}

/** The card under a post, and the post or list that it quotes. */
function embedLinks(embed: JsonObject | null): string[] {
  if (embed === null) return [];
  const card = text(object(embed['external'])?.['uri']);
  const quoted = object(embed['record']);
  const uri = atUri(text(quoted?.['uri']) ?? text(object(quoted?.['record'])?.['uri']) ?? '');
  const shown = uri === null || uri.collection !== POST ? [] : [`${SHOWN}${uri.did}/post/${uri.key}`];
  return [...(card === null ? [] : [card]), ...shown, ...embedLinks(object(embed['media']))];
}

function mediaOf(embed: JsonObject | null): Media[] {
  if (embed === null) return [];
  const images = objects(embed['images']).map((image) => ({ kind: 'image', blob: image['image'] }));
  const video = object(embed['video']) === null ? [] : [{ kind: 'video', blob: embed['video'] }];
  const own = [...images, ...video].map(({ kind, blob }) => ({ kind, sha256: digestOf(blob), perceptualHash: null }));
  return [...own, ...mediaOf(object(embed['media']))];
}

/** The SHA-256 of a blob, which its link holds. */
export function digestOf(blob: unknown): string | null {
  return blobDigest(text(object(object(blob)?.['ref'])?.['$link']) ?? '');
}

function objects(value: unknown): JsonObject[] {
  return (array(value) ?? []).map(object).filter((one) => one !== null);
}

/** True where a post comes after another in its account's own order; keys that hold no time have no place in it. */
export function isAfter(key: string, last: string | null): boolean {
  return last === null || !isTid(key) || !isTid(last) || key > last;
}
