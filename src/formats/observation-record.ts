import type { Assertion, CaseEvent, Dispute, Observation, Profile, Sighting } from '../model/observation.ts';
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
import { type Context, channelOf, type Json, newContext, type RecordDefaults, refOf } from './observation-channel.ts';
import { postOf } from './observation-post.ts';

/**
 * Is this JSON object an observation of the neutral format, version 1? Every field is checked, unknown keys are ignored.
 * Where the record names no platform or channel, the defaults (`--platform`, `--channel`) stand in.
 */

/** Turns one parsed record into an observation, or says in one sentence why it is none. */
export type RecordReader = (json: unknown) => Observation | string;

export function observationReader(defaults: RecordDefaults): RecordReader {
  const context = newContext(defaults);
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
