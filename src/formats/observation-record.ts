import type { Assertion, CaseEvent, Dispute, Forward, Media, Observation, Post, Profile, Sighting, When } from '../model/observation.ts';
import { type ChannelRef, channelRef, isPlatformName, parseChannelRef } from '../model/ref.ts';
import { exactly, parseTime, zoneReader } from '../model/time.ts';
import { CHANNEL_KINDS, DISPUTE_KINDS, STATUSES, TOOLS } from '../model/words.ts';
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
  optionalWord,
  requiredText,
  requiredTime,
  shown,
} from './checks.ts';

/**
 * Is this JSON object an observation of the neutral format, version 1? Every field is checked, unknown keys are ignored.
 * Where the record names no platform or channel, the defaults (`--platform`, `--channel`) stand in.
 */

export interface RecordDefaults {
  platform: string | null;
  channel: ChannelRef | null;
  /** `--zone`: the zone of a `publishedAt` written without one. Null: unknown, and the post's time becomes an interval. */
  zone: string | null;
}

/** Turns one parsed record into an observation, or says in one sentence why it is none. */
export type RecordReader = (json: unknown) => Observation | string;

type Json = Record<string, unknown>;

/** Several records share their channels: a reader keeps the references it has already checked. */
const KNOWN_REFS = 50_000;

interface Context {
  defaults: RecordDefaults;
  local: (ms: number) => When;
  refs: Map<string, Map<string, ChannelRef>>;
}

export function observationReader(defaults: RecordDefaults): RecordReader {
  const context: Context = { defaults, local: zoneReader(defaults.zone), refs: new Map() };
  return (json) => {
    if (!isObject(json)) return 'this is no JSON object';
    const faults: Faults = { reason: null };
    const record = recordOf(json, context, faults);
    return record === null || faults.reason !== null ? (faults.reason ?? 'this is no observation') : record;
  };
}

function recordOf(json: Json, context: Context, faults: Faults): Observation | null {
  switch (json['type']) {
    case 'post':
      return postOf(json, context, faults);
    case 'profile':
      return profileOf(json, context, faults);
    case 'sighting':
      return sightingOf(json, context, faults);
    case 'dispute':
      return disputeOf(json, faults);
    case 'event':
      return eventOf(json, faults);
    case 'assertion':
      return assertionOf(json, faults);
    case undefined:
      fault(faults, 'type is missing');
      return null;
    default:
      fault(faults, `type is none of profile, sighting, post, dispute, event, assertion: ${shown(json['type'])}`);
      return null;
  }
}

function postOf(json: Json, context: Context, faults: Faults): Post {
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
    author: optionalId(json['author'], 'author', faults),
    views: optionalCount(json['views'], 'views', faults),
    replyTo: postId(json['replyTo'], 'replyTo', faults),
    forwardedFrom: forwardOf(json, context, faults),
    media: mediaOf(json['media'], faults),
    deleted: optionalFlag(json['deleted'], 'deleted', faults) ?? false,
    action: optionalText(json['action'], 'action', faults),
  };
}

function profileOf(json: Json, context: Context, faults: Faults): Profile {
  return {
    type: 'profile',
    channel: channelOf(json, context, faults),
    nativeId: optionalId(json['nativeId'], 'nativeId', faults),
    observedAt: requiredTime(json['observedAt'], 'observedAt', faults),
    kind: optionalWord(json['kind'], CHANNEL_KINDS, 'kind', faults),
    title: optionalText(json['title'], 'title', faults),
    about: optionalText(json['about'], 'about', faults),
    subscribers: optionalCount(json['subscribers'], 'subscribers', faults),
    createdAt: optionalTime(json['createdAt'], 'createdAt', faults),
    avatarHash: optionalHex(json['avatarHash'], null, 'avatarHash', faults),
    control: optionalFlag(json['control'], 'control', faults),
  };
}

function sightingOf(json: Json, context: Context, faults: Faults): Sighting {
  if (json['status'] === undefined || json['status'] === null) fault(faults, 'status is missing');
  return {
    type: 'sighting',
    channel: channelOf(json, context, faults),
    nativeId: optionalId(json['nativeId'], 'nativeId', faults),
    at: requiredTime(json['at'], 'at', faults),
    status: optionalWord(json['status'], STATUSES, 'status', faults) ?? 'unknown',
    reason: optionalText(json['reason'], 'reason', faults),
    movedTo: json['movedTo'] === undefined || json['movedTo'] === null ? null : refOf(json['movedTo'], 'movedTo', faults),
    clockOffsetMs: optionalNumber(json['clockOffsetMs'], 'clockOffsetMs', faults),
    observer: optionalId(json['observer'], 'observer', faults),
    tool: optionalWord(json['tool'], TOOLS, 'tool', faults),
    round: optionalId(json['round'], 'round', faults),
  };
}

function disputeOf(json: Json, faults: Faults): Dispute {
  if (json['kind'] === undefined || json['kind'] === null) fault(faults, 'kind is missing');
  return {
    type: 'dispute',
    by: refOf(json['by'], 'by', faults),
    about: refOf(json['about'], 'about', faults),
    at: requiredTime(json['at'], 'at', faults),
    kind: optionalWord(json['kind'], DISPUTE_KINDS, 'kind', faults) ?? 'fake',
    text: optionalText(json['text'], 'text', faults),
    source: optionalText(json['source'], 'source', faults),
  };
}

function eventOf(json: Json, faults: Faults): CaseEvent {
  const at = requiredTime(json['at'], 'at', faults);
  const until = optionalTime(json['until'], 'until', faults);
  if (until !== null && until < at) fault(faults, 'until is before at');
  return {
    type: 'event',
    at,
    until,
    name: requiredText(json['name'], 'name', faults),
    intervention: optionalFlag(json['intervention'], 'intervention', faults) ?? false,
    source: optionalText(json['source'], 'source', faults),
  };
}

function assertionOf(json: Json, faults: Faults): Assertion {
  return {
    type: 'assertion',
    at: requiredTime(json['at'], 'at', faults),
    asOf: optionalTime(json['asOf'], 'asOf', faults),
    by: requiredText(json['by'], 'by', faults),
    text: requiredText(json['text'], 'text', faults),
    source: optionalText(json['source'], 'source', faults),
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

/** The record's channel: its own platform and name, or the defaults. A name that is a whole reference needs no platform. */
function channelOf(json: Json, context: Context, faults: Faults): ChannelRef {
  const name = json['channel'] ?? null;
  const platform = json['platform'] ?? context.defaults.platform;
  if (name === null) {
    if (context.defaults.channel === null) fault(faults, 'channel is missing (name it in the record or give --channel)');
    return context.defaults.channel ?? '';
  }
  if (typeof name !== 'string') {
    fault(faults, `channel is no text: ${shown(name)}`);
    return '';
  }
  if (platform === null) {
    const whole = parseChannelRef(name);
    if (whole === null) fault(faults, 'platform is missing (name it in the record or give --platform)');
    return whole?.ref ?? '';
  }
  return namedChannel(platform, name, 'channel', context, faults) ?? '';
}

function namedChannel(platform: unknown, name: string, field: string, context: Context, faults: Faults): ChannelRef | null {
  if (typeof platform !== 'string' || !isPlatformName(platform)) {
    fault(faults, `platform is no lower-case word: ${shown(platform)}`);
    return null;
  }
  let known = context.refs.get(platform);
  if (known === undefined) {
    known = new Map();
    context.refs.set(platform, known);
  }
  const seen = known.get(name);
  if (seen !== undefined) return seen;
  const ref = channelRef(platform, name);
  if (ref === null) fault(faults, `${field} is no handle, #ID or +TOKEN: ${shown(name)}`);
  else if (known.size < KNOWN_REFS) known.set(name, ref);
  return ref;
}

function refOf(value: unknown, field: string, faults: Faults): ChannelRef {
  const ref = typeof value === 'string' ? parseChannelRef(value) : null;
  if (ref === null)
    fault(
      faults,
      value === undefined || value === null ? `${field} is missing` : `${field} is no channel reference (platform:name): ${shown(value)}`,
    );
  return ref?.ref ?? '';
}

/** `publishedAt`, or the interval `publishedAfter` to `publishedBy`, whose middle is the nominal instant. */
function publication(json: Json, context: Context, faults: Faults): When {
  const written = json['publishedAt'] ?? null;
  const after = optionalTime(json['publishedAfter'], 'publishedAfter', faults);
  const by = optionalTime(json['publishedBy'], 'publishedBy', faults);
  if (written === null) {
    if (after !== null && by !== null && after <= by) return { at: Math.floor((after + by) / 2), after, by };
    if (after !== null && by !== null) fault(faults, 'publishedAfter is later than publishedBy');
    else if (after !== null || by !== null) fault(faults, `${after === null ? 'publishedAfter' : 'publishedBy'} is missing`);
    else fault(faults, 'publishedAt is missing');
    return exactly(0);
  }
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
