import type { Ms } from '../../model/observation.ts';
import type { Answered, Failed } from '../../model/watch.ts';
import { array, count, flag, integer, type JsonObject, object, parseJson, text } from '../../text/json-values.ts';
import { DRIFT, type Trouble } from '../shared/api-look.ts';

/**
 * What does Trackway ask of Telegram through an account: four calls, and plain JSON for answers, so that they are recorded and replayed
 * like any page. Nobody's own data is in them: of a name that is a person or a bot only that is said.
 */

export type MtprotoCall =
  | { method: 'contacts.resolveUsername'; username: string }
  | { method: 'channels.getFullChannel'; id: string }
  | { method: 'messages.getHistory'; id: string; offset: number; add: number; limit: number }
  | { method: 'messages.checkChatInvite'; hash: string };

/** The address under which a call is recorded: `mtproto:contacts.resolveUsername?username=garden`. Nothing of the account is in it. */
export function callUrl({ method, ...parameters }: MtprotoCall): string {
  const query = new URLSearchParams(Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)])));
  return `mtproto:${method}?${query}`;
}

/** The call behind a recorded address; null for any other address. */
export function callIn(url: string): MtprotoCall | null {
  const match = /^mtproto:([\w.]+)\?(.*)$/.exec(url);
  const query = new URLSearchParams(match?.[2] ?? '');
  const id = query.get('id');
  switch (match?.[1]) {
    case 'contacts.resolveUsername':
      return { method: 'contacts.resolveUsername', username: query.get('username') ?? '' };
    case 'channels.getFullChannel':
      return id === null ? null : { method: 'channels.getFullChannel', id };
    case 'messages.getHistory': {
      const numbers = { offset: integer(query.get('offset')), add: integer(query.get('add')), limit: integer(query.get('limit')) };
      if (id === null || numbers.offset === null || numbers.add === null || numbers.limit === null) return null;
      return { method: 'messages.getHistory', id, offset: numbers.offset, add: numbers.add, limit: numbers.limit };
    }
    case 'messages.checkChatInvite':
      return { method: 'messages.checkChatInvite', hash: query.get('hash') ?? '' };
    default:
      return null;
  }
}

/** An error of the API. `text` with its number as `%d` or written out: `FLOOD_WAIT_33`, `FLOOD_WAIT_%d`. */
export interface CallError {
  code: number;
  text: string;
  seconds: number | null;
}

export interface Restriction {
  /** `all`, `ios`, `android`, `ms`, … */
  platform: string;
  reason: string;
}

export interface Chat {
  /** `user`: a person or a bot, of whom nothing else is said. `forbidden`: the account was put out of it. */
  kind: 'channel' | 'group' | 'user' | 'forbidden';
  /** Bare, as exports write it. Empty where an invitation shows none. */
  id: string;
  title: string | null;
  about: string | null;
  subscribers: number | null;
  createdAt: Ms | null;
  restricted: boolean;
  restrictions: readonly Restriction[];
  scam: boolean;
  fake: boolean;
  /** The id of the group that a small group became. */
  movedTo: string | null;
}

export type Answer = { kind: 'said'; json: JsonObject; at: Ms } | { kind: 'error'; error: CallError } | Trouble;

/** A recorded outcome as an answer: `{"chat": …}`, `{"messages": […]}` or `{"error": {code, text, seconds}}`. */
export function readAnswer(outcome: Answered | Failed): Answer {
  if (outcome.kind === 'failure')
    return {
      kind: 'trouble',
      reason: outcome.why,
      again: outcome.why === 'timeout' || outcome.why === 'reset' || outcome.why === 'unreachable',
    };
  const json = jsonIn(outcome.body);
  const error = object(json?.['error']);
  const code = integer(error?.['code']);
  const said = text(error?.['text']);
  if (code !== null && said !== null) return { kind: 'error', error: { code, text: said, seconds: count(error?.['seconds']) } };
  return json === null || error !== null || outcome.status !== 200 ? DRIFT : { kind: 'said', json, at: outcome.at };
}

function jsonIn(body: Uint8Array): JsonObject | null {
  try {
    const parsed = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return parsed.ok ? object(parsed.value) : null;
  } catch {
    return null;
  }
}

/** The chat in an answer; null where there is none of the shape that is due. */
export function chatIn(json: JsonObject): Chat | null {
  const chat = object(json['chat']);
  const kind = text(chat?.['kind']);
  const id = text(chat?.['id']);
  if (chat === null || id === null || !/^(?:[1-9]\d{0,18})?$/.test(id)) return null;
  if (kind !== 'channel' && kind !== 'group' && kind !== 'user' && kind !== 'forbidden') return null;
  if (id === '' && kind !== 'user' && json['invite'] !== true) return null;
  const restrictions = (array(chat['restrictions']) ?? [])
    .map(object)
    .map((one) => ({ platform: text(one?.['platform']) ?? '', reason: text(one?.['reason']) ?? '' }));
  return {
    kind,
    id,
    title: text(chat['title']),
    about: text(chat['about']),
    subscribers: count(chat['subscribers']),
    createdAt: integer(chat['createdAt']),
    restricted: flag(chat['restricted']) ?? false,
    restrictions,
    scam: flag(chat['scam']) ?? false,
    fake: flag(chat['fake']) ?? false,
    movedTo: text(chat['movedTo']),
  };
}
