import type { Link } from '../model/link.ts';
import type { Observation, Post } from '../model/observation.ts';
import type { Problem } from '../model/reader.ts';
import { channelRef, platformOf } from '../model/ref.ts';
import type { Value } from '../store/parquet.ts';
import type { LakeTable } from '../store/schema.ts';
import { fold } from '../text/fold.ts';
import type { LinkFinder } from '../text/links.ts';
import { readText } from '../text/signature.ts';
import { stanceOf } from '../text/stance.ts';
import { linksText, mediaText, postKey } from './known-posts.ts';

/** From observations to rows of the lake, with everything that is derived from them: folded words, signature, signposts, pseudonyms. */

export interface Origin {
  rid: number;
  source: number;
  place: number;
}

export type Pseudonym = (platform: string, author: string) => string;

export function postRow(origin: Origin, post: Post, words: string, signature: Uint8Array | null, author: string | null): Value[] {
  const { when, forwardedFrom } = post;
  return [
    origin.rid,
    origin.source,
    origin.place,
    postKey(post.channel, post.id),
    post.channel,
    post.nativeId,
    post.id,
    when.at,
    when.after,
    when.by,
    post.observedAt,
    post.editedAt,
    post.clockErrorMs,
    author,
    post.text,
    words,
    linksText(post),
    post.views,
    post.replyTo,
    forwardedFrom?.channel ?? null,
    forwardedFrom?.id ?? null,
    forwardedFrom?.at ?? null,
    mediaText(post),
    post.deleted,
    post.action,
    signature,
  ];
}

/** A post read for the lake: its row's derived parts and the signposts in it. */
export interface ReadPost {
  words: string;
  signature: Uint8Array | null;
  author: string | null;
  signposts: Value[][];
}

/** Platforms on which a bare `@name` is one of their own handles. */
const MENTIONING = new Set(['telegram', 'x']);

export function readPost(post: Post, origin: Origin, finder: LinkFinder, pseudonym: Pseudonym): ReadPost {
  const platform = platformOf(post.channel);
  const author = post.author === null ? null : pseudonym(platform, post.author);
  if (post.text === '' && post.links.length === 0) return { words: '', signature: null, author, signposts: [] };
  const { words, signature } = readText(post.text);
  const links = linksOf(post, platform, finder);
  const signposts = links.length === 0 ? [] : signpostRows(post, origin, author, links, words);
  return { words, signature, author, signposts };
}

function linksOf(post: Post, platform: string, finder: LinkFinder): Link[] {
  const found = finder(post.text, { mentionPlatform: MENTIONING.has(platform) ? platform : null });
  if (post.links.length === 0) return found;
  const byCanonical = new Map(found.map((link) => [link.canonical, link]));
  for (const given of post.links) {
    for (const link of finder(given, { mentionPlatform: null }))
      if (!byCanonical.has(link.canonical)) byCanonical.set(link.canonical, { ...link, obfuscated: false });
  }
  return [...byCanonical.values()];
}

function signpostRows(post: Post, origin: Origin, author: string | null, links: Link[], words: string): Value[][] {
  const own = [post.channel, post.nativeId === null ? null : channelRef(platformOf(post.channel), `#${post.nativeId}`)];
  // A signpost points elsewhere: a channel's links to itself and its own posts are none.
  const elsewhere = links.filter((link) => link.channel === null || !own.includes(link.channel));
  if (elsewhere.length === 0) return [];
  const { stance } = stanceOf(fold(post.text));
  const textHash = postKey(words, '');
  return elsewhere.map((link) => [
    origin.rid,
    origin.source,
    origin.place,
    post.id,
    post.channel,
    post.when.at,
    author,
    link.channel,
    link.canonical,
    link.platform,
    link.kind,
    link.obfuscated,
    stance,
    textHash,
  ]);
}

/** The row of any observation but a post. */
export function otherRow(origin: Origin, record: Exclude<Observation, Post>): { table: LakeTable; row: Value[] } {
  const start = [origin.rid, origin.source, origin.place];
  switch (record.type) {
    case 'profile': {
      const { channel, nativeId, observedAt, kind, title, about, subscribers, createdAt, avatarHash, control } = record;
      return {
        table: 'profiles',
        row: [...start, channel, nativeId, observedAt, kind, title, about, subscribers, createdAt, avatarHash, control],
      };
    }
    case 'sighting': {
      const { channel, nativeId, at, status, reason, movedTo, clockOffsetMs, observer, tool, round } = record;
      return { table: 'sightings', row: [...start, channel, nativeId, at, status, reason, movedTo, clockOffsetMs, observer, tool, round] };
    }
    case 'dispute':
      return { table: 'disputes', row: [...start, record.by, record.about, record.at, record.kind, record.text, record.source] };
    case 'event':
      return { table: 'events', row: [...start, record.at, record.until, record.name, record.intervention, record.source] };
    case 'assertion':
      return { table: 'assertions', row: [...start, record.at, record.asOf, record.by, record.text, record.source] };
    case 'capture':
      return { table: 'captures', row: [...start, record.uri, record.at, record.status, record.digest] };
  }
}

export function problemRow(origin: Origin, problem: Problem): Value[] {
  return [origin.rid, origin.source, origin.place, problem.where, problem.reason];
}
