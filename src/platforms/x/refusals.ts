import type { Ms, Sighting } from '../../model/observation.ts';
import { channelRef } from '../../model/ref.ts';
import type { Status } from '../../model/words.ts';
import { type JsonObject, text } from '../../text/json-values.ts';
import { sightingOf } from './account.ts';

/**
 * What does one entry of `errors` in an answer of the X API say? X answers 200 and lists what it will not show; the `type`
 * is the same for a suspended account and one that does not exist, so only title and detail tell them apart.
 */

type Refusal =
  | { about: 'account'; sighting: Sighting }
  /** A post that others refer to: nothing was asked for that is missing. */
  | { about: 'context' }
  | { about: 'nothing we record'; reason: string };

const CONTEXT = /^(?:referenced_tweets\.id|pinned_tweet_id|in_reply_to_user_id|attachments\.|geo\.|entities\.(?!mentions))/;

export function refusalOf(error: JsonObject, retrievedAt: Ms | null): Refusal {
  const parameter = text(error['parameter']) ?? '';
  const said = text(error['detail']) ?? text(error['title']) ?? text(error['message']) ?? 'an error without a word';
  if (error['resource_type'] !== 'user') {
    if (CONTEXT.test(parameter)) return { about: 'context' };
    return { about: 'nothing we record', reason: `X answered: ${said}` };
  }
  const value = text(error['value']) ?? text(error['resource_id']) ?? '';
  const byName = parameter.includes('username');
  const channel = channelRef('x', byName ? value : `#${value}`);
  if (channel === null) return { about: 'nothing we record', reason: `X answered without naming the account: ${said}` };
  if (retrievedAt === null) return { about: 'nothing we record', reason: `X answered, it is not said when: ${said}` };
  const { status, reason } = meaningOf(text(error['title']) ?? '', said);
  return { about: 'account', sighting: sightingOf(channel, byName ? null : value, retrievedAt, status, reason) };
}

/** What X says, as it says it: the title and the whole detail, so that an account called `suspended` is not taken for one. */
const SAYINGS: readonly { title: string; detail: RegExp; status: Status; reason: string }[] = [
  { title: 'Forbidden', detail: /^User has been suspended: \[([^\]]*)\]\.?$/, status: 'banned', reason: 'suspended' },
  { title: 'Forbidden', detail: /^User has been deactivated: \[([^\]]*)\]\.?$/, status: 'deactivated', reason: 'deactivated' },
  { title: 'Not Found Error', detail: /^Could not find user with [\w.]+: \[([^\]]*)\]\.?$/, status: 'absent', reason: 'not_found' },
  {
    title: 'Authorization Error',
    detail: /^Sorry, you are not authorized to see the user with [\w.]+: \[([^\]]*)\]\.?$/,
    status: 'unknown',
    reason: 'not_authorized',
  },
];

/** `about`: the name or id in the sentence; null where it is none that is known. */
export function meaningOf(title: string, detail: string): { status: Status; reason: string; about: string | null } {
  for (const saying of SAYINGS) {
    const found = saying.title === title ? saying.detail.exec(detail) : null;
    if (found !== null) return { status: saying.status, reason: saying.reason, about: found[1] ?? null };
  }
  return { status: 'unknown', reason: title === '' ? 'unreadable_answer' : title.toLowerCase().replace(/\W+/g, '_'), about: null };
}
