import type { Clock } from '../../model/clock.ts';
import { reasonOf } from '../../model/errors.ts';
import type { Answered, Ask, Failed } from '../../model/watch.ts';
import { type CallError, callIn, type MtprotoCall } from './mtproto-call.ts';

/** How does a client of Telegram's own protocol stand in for the door to the web? */

/** All that Trackway wants of such a client: four questions. Each gives plain JSON, or throws what `callError` can read. */
export interface Mtproto {
  resolve(username: string): Promise<object>;
  /** Of a channel that `resolve` has met. */
  full(id: string): Promise<object>;
  /** `limit` messages, `add` places from the first with an id below `offset`; 0: from the newest. */
  history(id: string, offset: number, add: number, limit: number): Promise<object>;
  invite(hash: string): Promise<object>;
  close(): Promise<void>;
}

/** An `Ask` over a client: answers `mtproto:` addresses alone. An error of the API is an answer with its code for a status. */
export function mtprotoAsk(client: Mtproto, clock: Clock): Ask {
  return async (request): Promise<Answered | Failed> => {
    const sentAt = clock.now();
    const call = callIn(request.url);
    if (call === null)
      return { kind: 'failure', why: 'host_not_allowed', detail: 'through an account only calls of Telegram are made', sentAt, at: sentAt };
    try {
      return answered(200, await made(client, call), [], sentAt, clock.now());
    } catch (thrown) {
      const error = callError(thrown);
      const at = clock.now();
      if (error === null)
        return { kind: 'failure', why: 'unreachable', detail: `Telegram gave no answer: ${reasonOf(thrown).slice(0, 200)}`, sentAt, at };
      const wait = error.seconds === null ? [] : [['retry-after', String(error.seconds)] as const];
      return answered(error.code >= 300 && error.code < 600 ? error.code : 500, { error }, wait, sentAt, at);
    }
  };
}

function made(client: Mtproto, call: MtprotoCall): Promise<object> {
  switch (call.method) {
    case 'contacts.resolveUsername':
      return client.resolve(call.username);
    case 'channels.getFullChannel':
      return client.full(call.id);
    case 'messages.getHistory':
      return client.history(call.id, call.offset, call.add, call.limit);
    case 'messages.checkChatInvite':
      return client.invite(call.hash);
  }
}

/** The error of the API in something thrown: `code`, `text`, and `seconds` to wait; null where it is none of the API's. */
export function callError(thrown: unknown): CallError | null {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown) || !('text' in thrown)) return null;
  const { code, text } = thrown;
  if (typeof code !== 'number' || !Number.isInteger(code) || typeof text !== 'string') return null;
  const given = 'seconds' in thrown && typeof thrown.seconds === 'number' ? thrown.seconds : null;
  const written = /_(\d{1,9})$/.exec(text)?.[1];
  return { code, text, seconds: given ?? (written === undefined || !text.includes('WAIT') ? null : Number(written)) };
}

function answered(status: number, json: object, headers: Answered['headers'], sentAt: number, at: number): Answered {
  const body = new TextEncoder().encode(JSON.stringify(json));
  return { kind: 'answer', status, headers: [['content-type', 'application/json'], ...headers], raw: body, body, sentAt, at };
}
