import type { Ms, Profile, Sighting } from '../../model/observation.ts';
import { type ChannelRef, channelRef } from '../../model/ref.ts';
import { parseTime } from '../../model/time.ts';
import type { Status } from '../../model/words.ts';
import { array, count, flag, idText, type JsonObject, object, text } from '../../text/json-values.ts';

/** What does X say of one account? On X the account is the channel. */

/** `x:name` where the name is known, else `x:#ID`; null where neither is. */
export function accountRef(user: JsonObject | null, id: string | null): ChannelRef | null {
  const name = text(user?.['username']);
  const named = name === null ? null : channelRef('x', name);
  return named ?? (id === null ? null : channelRef('x', `#${id}`));
}

/** An instant as X writes it: `2021-04-01T15:52:31.000Z`; null for anything else. */
export function xTime(value: unknown): Ms | null {
  const written = text(value);
  const time = written === null ? null : parseTime(written);
  return time?.zoned ? time.ms : null;
}

/** X hands texts out with three characters escaped as in HTML. */
export function plainText(value: unknown): string {
  return (text(value) ?? '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

export function profileOf(user: JsonObject, channel: ChannelRef, at: Ms): Profile {
  return {
    type: 'profile',
    channel,
    nativeId: idText(user['id']),
    observedAt: at,
    kind: 'account',
    title: text(user['name']),
    about: aboutOf(user),
    subscribers: count(object(user['public_metrics'])?.['followers_count']),
    createdAt: xTime(user['created_at']),
    avatarHash: null,
    control: null,
  };
}

/**
 * The description with its short links written out, and the link of the profile below it: an account's next home often
 * stands there and nowhere else.
 */
function aboutOf(user: JsonObject): string | null {
  const entities = object(user['entities']);
  let about = plainText(user['description']);
  for (const url of urlsOf(object(entities?.['description']))) {
    const short = text(url['url']);
    if (short !== null && short !== '') about = about.replaceAll(short, text(url['expanded_url']) ?? short);
  }
  const home = urlsOf(object(entities?.['url'])).map((url) => text(url['expanded_url']))[0] ?? text(user['url']);
  const parts = [about, home ?? ''].filter((part) => part !== '');
  return parts.length === 0 ? null : parts.join('\n');
}

export function urlsOf(entities: JsonObject | null): JsonObject[] {
  return (array(entities?.['urls']) ?? []).map(object).filter((url) => url !== null);
}

export function sightingOf(channel: ChannelRef, nativeId: string | null, at: Ms, status: Status, reason: string): Sighting {
  return {
    type: 'sighting',
    channel,
    nativeId,
    at,
    status,
    reason,
    movedTo: null,
    clockOffsetMs: null,
    observer: 'api',
    tool: 'api',
    round: null,
  };
}

/** What an account that X shows says about itself: protected accounts are private, withheld ones restricted. */
export function statusOf(user: JsonObject): { status: Status; reason: string } {
  const countries = withheldIn(user);
  if (countries !== null) return { status: 'restricted', reason: `withheld in ${countries}` };
  if (flag(user['protected']) === true) return { status: 'private', reason: 'protected' };
  return { status: 'alive', reason: 'shown' };
}

/** `IN, TR` where X withholds the account or post in some countries; null where it does not. */
export function withheldIn(shown: JsonObject): string | null {
  const codes = array(object(shown['withheld'])?.['country_codes']) ?? [];
  const names = codes.map(text).filter((code) => code !== null);
  return names.length === 0 ? null : names.join(', ');
}
