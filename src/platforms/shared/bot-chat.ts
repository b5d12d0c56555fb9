import type { Ms } from '../../model/observation.ts';
import type { Answered, Failed } from '../../model/watch.ts';
import { type JsonObject, text } from '../../text/json-values.ts';
import { apiAnswer, DRIFT, refused, type Trouble } from './api-look.ts';
import { chatId, isDialog } from './bot-message.ts';

/** What did the bot API say when it was asked for one chat? */

export type ChatAnswer =
  | { kind: 'chat'; id: string; chat: JsonObject; at: Ms }
  /** The name belongs to a person or a bot. */
  | { kind: 'person' }
  /** The API's own word that there is no such chat. */
  | { kind: 'none' }
  /** The API's own word that this bot may not see it. */
  | { kind: 'denied' }
  | Trouble;

const TYPES = new Set(['dialog', 'chat', 'channel']);
const STATUSES = new Set(['active', 'removed', 'left', 'closed', 'suspended']);
/** `method.not.found`, with the same 404, says that the API has no such request: nothing about a chat. */
const NOT_FOUND = new Set(['not.found', 'chat.not.found']);
const DENIED = new Set(['access.denied', 'chat.denied']);

/** Reads an answer by its structure: a chat with all that the schema requires, or an error of the API's own shape. */
export function chatAnswer(outcome: Answered | Failed): ChatAnswer {
  const answer = apiAnswer(outcome);
  if (answer.kind === 'trouble') return answer;
  const { status, json, at } = answer;
  if (status !== 200) return refusalOf(status, json);
  const id = chatId(json['chat_id']);
  const type = text(json['type']);
  if (id === null || type === null || !TYPES.has(type) || !STATUSES.has(text(json['status']) ?? '')) return DRIFT;
  return isDialog(id, type) ? { kind: 'person' } : { kind: 'chat', id, chat: json, at };
}

/** An error of the API: `{"code":"chat.denied","message":"…"}`, both of them texts. */
export function refusalOf(status: number, json: JsonObject): { kind: 'none' } | { kind: 'denied' } | Trouble {
  const code = text(json['code']);
  if (code === null || text(json['message']) === null) return refused(status);
  if (status === 404 && NOT_FOUND.has(code)) return { kind: 'none' };
  if (status === 403 && DENIED.has(code)) return { kind: 'denied' };
  if (code === 'verify.token') return { kind: 'trouble', reason: 'credential', again: false };
  if (code === 'too.many.requests') return { kind: 'trouble', reason: 'rate_limited', again: false };
  return refused(status);
}
