import type { Ms } from '../../model/observation.ts';
import type { Answered, Ask, Failed, SourceSettings } from '../../model/watch.ts';
import type { Status } from '../../model/words.ts';
import { array, idText, type JsonObject, object, text } from '../../text/json-values.ts';
import { apiAnswer, DRIFT, refused, type Trouble } from '../shared/api-look.ts';
import { meaningOf } from './refusals.ts';
import { USER_FIELDS, xRequest } from './request.ts';

/** What does X say when it is asked for one account, by its id or by its name? */

export type UserAnswer =
  | { kind: 'user'; user: JsonObject; id: string; name: string; at: Ms }
  /** X's own word, under status 200, that it does not show this account. */
  | { kind: 'refusal'; status: Status; reason: string; at: Ms }
  | Trouble;

export type Asked = { by: 'id' | 'username'; value: string };

export async function askUser(settings: SourceSettings, asked: Asked, ask: Ask): Promise<UserAnswer> {
  const path = asked.by === 'id' ? `/2/users/${asked.value}` : `/2/users/by/username/${asked.value}`;
  return userAnswer(await ask(xRequest(settings, path, { 'user.fields': USER_FIELDS })), asked);
}

function userAnswer(outcome: Answered | Failed, asked: Asked): UserAnswer {
  const answer = apiAnswer(outcome);
  if (answer.kind === 'trouble') return answer;
  const { status, json, at } = answer;
  if (status !== 200) return problemOf(status);
  const user = object(json['data']);
  return user === null ? refusalIn(json, asked, at) : shown(user, asked, at);
}

/** An account as asked for: X finds names in any case. */
function shown(user: JsonObject, { by, value }: Asked, at: Ms): UserAnswer {
  const id = idText(user['id']);
  const name = text(user['username'])?.toLowerCase() ?? null;
  if (id === null || name === null || !/^\d{1,20}$/.test(id) || !/^\w{1,20}$/.test(name)) return DRIFT;
  return value === (by === 'id' ? id : name) ? { kind: 'user', user, id, name, at } : DRIFT;
}

/** The one entry of `errors` about what was asked for, if its title and its sentence are ones that X is known to say. */
function refusalIn(json: JsonObject, asked: Asked, at: Ms): UserAnswer {
  for (const item of array(json['errors']) ?? []) {
    const error = object(item);
    if (error === null || error['resource_type'] !== 'user' || error['parameter'] !== asked.by) continue;
    const { status, reason, about } = meaningOf(text(error['title']) ?? '', text(error['detail']) ?? '');
    if (about?.toLowerCase() !== asked.value || text(error['value'])?.toLowerCase() !== asked.value) continue;
    // An app has no account that could have been shut out: what it may not see, only followers may.
    return { kind: 'refusal', status: reason === 'not_authorized' ? 'private' : status, reason, at };
  }
  return DRIFT;
}

/** Answers of the API about us, not about an account. */
export function problemOf(status: number): Trouble {
  const reason = status === 401 ? 'credential' : status === 402 ? 'no_credits' : null;
  return reason === null ? refused(status) : { kind: 'trouble', reason, again: false };
}
