import type { Forward, Media, Post, When } from '../model/observation.ts';
import { exactly, parseTime } from '../model/time.ts';
import {
  type Faults,
  fault,
  isObject,
  optionalCount,
  optionalFlag,
  optionalHex,
  optionalId,
  optionalNumber,
  optionalText,
  optionalTime,
  requiredText,
  shown,
} from './checks.ts';
import { type Context, channelOf, type Json, namedChannel } from './observation-channel.ts';

/** Is this record of the neutral format a post, and when was it published? The hot path: a large import is nothing but posts. */

export function postOf(json: Json, context: Context, faults: Faults): Post {
  return {
    type: 'post',
    channel: channelOf(json, context, faults),
    nativeId: optionalId(json['nativeId'], 'nativeId', faults),
    id: postId(json['id'], 'id', faults) ?? missing('id', faults),
    when: publication(json, context, faults),
    observedAt: optionalTime(json['observedAt'], 'observedAt', faults),
    editedAt: optionalTime(json['editedAt'], 'editedAt', faults),
    clockErrorMs: optionalNumber(json['clockErrorMs'], 'clockErrorMs', faults),
    text: optionalText(json['text'], 'text', faults) ?? '',
    links: linksOf(json['links'], faults),
    author: authorOf(json['author'], faults),
    views: optionalCount(json['views'], 'views', faults),
    replyTo: postId(json['replyTo'], 'replyTo', faults),
    forwardedFrom: forwardOf(json, context, faults),
    media: mediaOf(json['media'], faults),
    deleted: optionalFlag(json['deleted'], 'deleted', faults) ?? false,
    action: optionalText(json['action'], 'action', faults),
  };
}

function missing(field: string, faults: Faults): string {
  fault(faults, `${field} is missing`);
  return '';
}

// `REF/ID` splits at the last slash and travels through tables and command lines.
const BAD_ID = /[\s/\p{Cc}]/u;

function postId(value: unknown, field: string, faults: Faults): string | null {
  const id = optionalId(value, field, faults);
  if (id !== null && BAD_ID.test(id)) fault(faults, `${field} holds a slash or white space: ${shown(value)}`);
  return id;
}

/** `publishedAt`, or the interval `publishedAfter` to `publishedBy`, whose middle is the nominal instant. */
function publication(json: Json, context: Context, faults: Faults): When {
  const after = optionalTime(json['publishedAfter'], 'publishedAfter', faults);
  const by = optionalTime(json['publishedBy'], 'publishedBy', faults);
  const written = json['publishedAt'] ?? null;
  if (written === null) return interval(after, by, faults);
  const time = typeof written === 'string' ? parseTime(written) : null;
  if (time === null) {
    fault(faults, `publishedAt is no time: ${shown(written)}`);
    return exactly(0);
  }
  const when = time.zoned ? exactly(time.ms) : context.local(time.ms);
  if (after === null && by === null) return when;
  const narrowed = { at: when.at, after: after ?? when.after, by: by ?? when.by };
  if (narrowed.after > narrowed.at || narrowed.by < narrowed.at) fault(faults, 'publishedAt lies outside publishedAfter and publishedBy');
  return narrowed;
}

function interval(after: number | null, by: number | null, faults: Faults): When {
  if (after !== null && by !== null && after <= by) return { at: Math.floor((after + by) / 2), after, by };
  if (after !== null && by !== null) fault(faults, 'publishedAfter is later than publishedBy');
  else if (after === null && by === null) fault(faults, 'publishedAt is missing');
  else fault(faults, `${after === null ? 'publishedAfter' : 'publishedBy'} is missing`);
  return exactly(0);
}

function linksOf(value: unknown, faults: Faults): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    fault(faults, `links is no list: ${shown(value)}`);
    return [];
  }
  for (const link of value) if (typeof link !== 'string') fault(faults, `a link is no text: ${shown(link)}`);
  return value;
}

function mediaOf(value: unknown, faults: Faults): Media[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    fault(faults, `media is no list: ${shown(value)}`);
    return [];
  }
  return value.map((item) => {
    if (!isObject(item)) {
      fault(faults, `a media item is no object: ${shown(item)}`);
      return { kind: '', sha256: null, perceptualHash: null };
    }
    return {
      kind: requiredText(item['kind'], 'media kind', faults),
      sha256: optionalHex(item['sha256'], 32, 'media sha256', faults),
      perceptualHash: optionalHex(item['perceptualHash'], null, 'media perceptualHash', faults),
    };
  });
}

/** Where a post was forwarded from. Its platform is the post's own unless named; a hidden source has no channel. */
function forwardOf(json: Json, context: Context, faults: Faults): Forward | null {
  const value = json['forwardedFrom'];
  if (value === undefined || value === null) return null;
  if (!isObject(value)) {
    fault(faults, `forwardedFrom is no object: ${shown(value)}`);
    return null;
  }
  const name = optionalText(value['channel'], 'forwardedFrom channel', faults);
  const platform = value['platform'] ?? json['platform'] ?? context.defaults.platform;
  return {
    channel: name === null ? null : namedChannel(platform, name, 'forwardedFrom channel', context, faults),
    id: postId(value['id'], 'forwardedFrom id', faults),
    at: optionalTime(value['publishedAt'], 'forwardedFrom publishedAt', faults),
  };
}

/** A fault is told without the value, as messages are kept outside evidence and authors are not. */
function authorOf(value: unknown, faults: Faults): string | null {
  const own: Faults = { reason: null };
  const id = optionalId(value, 'author', own);
  if (own.reason !== null) fault(faults, 'author is no id: it must be a text or a whole number');
  return id;
}
