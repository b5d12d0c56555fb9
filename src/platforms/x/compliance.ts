import type { Ms, Observation, Post } from '../../model/observation.ts';
import { channelRef } from '../../model/ref.ts';
import { exactly } from '../../model/time.ts';
import type { Status } from '../../model/words.ts';
import { array, idText, type JsonObject, object, text } from '../../text/json-values.ts';
import { sightingOf, xTime } from './account.ts';
import { snowflakeTime } from './tweet.ts';

/** What do X's compliance records, which ask holders of copies to follow deletions, say about accounts and posts? */

/** A line of a compliance job: an id and an action, without the account, often without the time. */
export function isComplianceRow(json: JsonObject): boolean {
  return idText(json['id']) !== null && text(json['action']) !== null && text(json['reason']) !== null && json['text'] === undefined;
}

const STATUS_OF_REASON: Record<string, Status> = {
  suspended: 'banned',
  deactivated: 'deactivated',
  deleted: 'deactivated',
  protected: 'private',
};

/**
 * A row about an account becomes a sighting at `redacted_at`, the only time of the change it may hold (`created_at` is
 * when the account was made). A row about a post names no account and cannot be an observation: the reason says what it said.
 */
export function complianceRow(json: JsonObject, fileName: string): Observation | string {
  const id = idText(json['id']) ?? '';
  const reason = text(json['reason']) ?? '';
  const at = xTime(json['redacted_at']);
  const when = at === null ? '' : ` at ${text(json['redacted_at'])}`;
  const subject = subjectOf(id, json, fileName);
  if (subject === null)
    return `compliance record of ${id} (${reason}${when}): whether this is an account or a post cannot be told, put "users" or "tweets" in the file's name`;
  if (subject === 'post')
    return `compliance record of post ${id} (${reason}${when}): it does not name the account, so it stays evidence only`;
  const channel = channelRef('x', `#${id}`);
  if (channel === null || at === null)
    return `compliance record of account ${id} (${reason}) does not say when: note it with the time by hand`;
  return sightingOf(channel, id, at, STATUS_OF_REASON[reason] ?? 'unknown', reason);
}

function subjectOf(id: string, json: JsonObject, fileName: string): 'account' | 'post' | null {
  if (/user|account/i.test(fileName)) return 'account';
  if (/tweet|post/i.test(fileName)) return 'post';
  // Account ids of before 2016 are short; every post since 2010 has a long one.
  const made = xTime(json['created_at']);
  return id.length < 15 && made !== null && made > Date.UTC(2010, 11, 1) ? 'account' : null;
}

const ACCOUNT_EVENTS: Record<string, { status: Status; reason: string }> = {
  user_suspend: { status: 'banned', reason: 'suspended' },
  user_unsuspend: { status: 'alive', reason: 'suspension lifted' },
  user_delete: { status: 'deactivated', reason: 'deleted' },
  user_undelete: { status: 'alive', reason: 'restored' },
  user_protect: { status: 'private', reason: 'protected' },
  user_unprotect: { status: 'alive', reason: 'no longer protected' },
};

/** An event of the compliance streams, `{"user_suspend":{"user":{"id":…},"event_at":…}}`; null where it is something else. */
export function complianceEvent(data: JsonObject): Observation | string | null {
  const names = Object.keys(data);
  const name = names[0];
  const event = names.length === 1 && name !== undefined ? object(data[name]) : null;
  const at = event === null ? null : xTime(event['event_at']);
  if (name === undefined || event === null || at === null) return null;
  const tweet = object(event['tweet']);
  if (tweet !== null) return name === 'delete' ? deletedPost(tweet, at) : `compliance event ${name} says nothing that Trackway records`;
  const id = idText(object(event['user'])?.['id']);
  const channel = id === null ? null : channelRef('x', `#${id}`);
  if (channel === null) return `compliance event ${name} names no account`;
  const countries = (array(event['withheld_in_countries']) ?? []).map(text).filter((code) => code !== null);
  if (name === 'user_withheld') return sightingOf(channel, id, at, 'restricted', `withheld in ${countries.join(', ')}`);
  const known = ACCOUNT_EVENTS[name];
  if (known === undefined) return `compliance event ${name} says nothing that Trackway records`;
  return sightingOf(channel, id, at, known.status, known.reason);
}

function deletedPost(tweet: JsonObject, at: Ms): Post | string {
  const id = idText(tweet['id']);
  const author = idText(tweet['author_id']);
  const channel = author === null ? null : channelRef('x', `#${author}`);
  const published = id === null ? null : snowflakeTime(id);
  if (id === null || channel === null) return 'the deletion of a post names no post or no account';
  return {
    type: 'post',
    channel,
    nativeId: author,
    id,
    when: published === null ? { at, after: 0, by: at } : exactly(published),
    observedAt: at,
    editedAt: null,
    clockErrorMs: null,
    text: '',
    links: [],
    author: null,
    views: null,
    replyTo: null,
    forwardedFrom: null,
    media: [],
    deleted: true,
    action: null,
  };
}
