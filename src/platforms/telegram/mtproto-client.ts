import { reasonOf, UserError, WorldError } from '../../model/errors.ts';
import type { Mtproto } from './mtproto-ask.ts';
import { chatOf, type Fields, fieldsOf, inviteOf, messageOf } from './mtproto-shape.ts';

/**
 * How is an account opened? By mtcute, which is loaded only here and only where a case asks for it: it brings a compiled database, and
 * nothing else of Trackway needs it. Calls are made raw, one by one, and never repeated by the library itself.
 */

const LIBRARY = '@mtcute/node';
const TRIED = '0.30.3';
const CALL_MS = 20_000;
/** A 64-bit zero, as the library writes one. */
const NO_HASH = { low: 0, high: 0, unsigned: false };

/** What is used of the library; all else of it is left alone. */
interface Library {
  TelegramClient: new (options: { apiId: number; apiHash: string; storage: unknown; disableUpdates: boolean }) => Client;
  MemoryStorage: new () => unknown;
}

interface Client {
  importSession(session: string, force: boolean): Promise<void>;
  connect(): Promise<void>;
  destroy(): Promise<void>;
  call(query: object, options: { floodSleepThreshold: number; maxRetryCount: number; timeout: number }): Promise<unknown>;
}

/**
 * Opens the account in `credential`: `API_ID:API_HASH:SESSION`, the session as mtcute exports it. `UserError` where the library is not
 * installed or the credential has another shape, `WorldError` where Telegram does not let it in.
 */
export async function openMtproto(credential: string): Promise<Mtproto> {
  const [, apiId, apiHash, session] = /^(\d{1,12}):([0-9a-f]{32}):(\S+)$/.exec(credential) ?? [];
  if (apiId === undefined || apiHash === undefined || session === undefined)
    throw new UserError('the token for Telegram by account must read API_ID:API_HASH:SESSION; see docs/guide/watching-open-networks.md');
  const { TelegramClient, MemoryStorage } = await library();
  const client = new TelegramClient({ apiId: Number(apiId), apiHash, storage: new MemoryStorage(), disableUpdates: true });
  try {
    await client.importSession(session, true);
    await client.connect();
  } catch (error) {
    await client.destroy().catch(() => undefined);
    throw new WorldError(`Telegram could not be opened with the account of this case: ${reasonOf(error)}`, { cause: error });
  }
  return overClient(
    (query) => client.call(query, { floodSleepThreshold: 0, maxRetryCount: 0, timeout: CALL_MS }),
    () => client.destroy(),
  );
}

async function library(): Promise<Library> {
  // By a name in a variable: a case without an account must build, install and run where the library is not there.
  const name: string = LIBRARY;
  try {
    return (await import(name)) as Library;
  } catch (error) {
    const how = `Telegram by account (via: mtproto) needs the package ${LIBRARY}, which is not installed: run \`npm install --no-save ${LIBRARY}@${TRIED}\` in Trackway's folder, or leave out \`via\` to watch the web preview`;
    throw new UserError(how, { cause: error });
  }
}

/** The four questions over raw calls of the protocol. Keys to channels are kept as long as the client is open, and written nowhere. */
export function overClient(call: (query: object) => Promise<unknown>, close: () => Promise<void>): Mtproto {
  const keys = new Map<string, unknown>();
  const met = (chats: readonly Fields[]): void => {
    for (const chat of chats) if (chat['accessHash'] !== undefined) keys.set(String(chat['id']), chat['accessHash']);
  };
  const keyed = (kind: string, id: string): object => {
    if (!keys.has(id)) throw Object.assign(new Error('this channel was not met before'), { code: 400, text: 'CHANNEL_INVALID' });
    return { _: kind, channelId: Number(id), accessHash: keys.get(id) };
  };
  return {
    async resolve(username) {
      const answer = fieldsOf(await call({ _: 'contacts.resolveUsername', username }));
      const chats = listOf(answer['chats']);
      met(chats);
      const peer = fieldsOf(answer['peer']);
      if (peer['_'] === 'peerUser') return { chat: { kind: 'user', id: '' } };
      const chat = chats.find((one) => one['id'] === peer['channelId'] || one['id'] === peer['chatId']);
      return { chat: chat === undefined ? null : chatOf(chat, null) };
    },
    async full(id) {
      const answer = fieldsOf(await call({ _: 'channels.getFullChannel', channel: keyed('inputChannel', id) }));
      const chats = listOf(answer['chats']);
      met(chats);
      const chat = chats.find((one) => String(one['id']) === id);
      return { chat: chat === undefined ? null : chatOf(chat, fieldsOf(answer['fullChat'])) };
    },
    async history(id, offset, add, limit) {
      const place = { offsetId: offset, offsetDate: 0, addOffset: add, limit, maxId: 0, minId: 0, hash: NO_HASH };
      const answer = fieldsOf(await call({ _: 'messages.getHistory', peer: keyed('inputPeerChannel', id), ...place }));
      return {
        messages: listOf(answer['messages'])
          .map(messageOf)
          .filter((one) => one !== null),
      };
    },
    async invite(hash) {
      const answer = fieldsOf(await call({ _: 'messages.checkChatInvite', hash }));
      return { invite: true, chat: inviteOf(answer) };
    },
    close,
  };
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}
