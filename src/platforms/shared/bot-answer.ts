import type { Ms, Observation, Profile, Sighting } from '../../model/observation.ts';
import type { ChannelRef } from '../../model/ref.ts';
import type { Status } from '../../model/words.ts';
import { array, count, type JsonObject, object, text } from '../../text/json-values.ts';
import { botTime, chatId, chatRef, DIALOG, isDialog, messagePost, removedPost } from './bot-message.ts';

/** What does one answer or update of the TamTam or MAX bot API say about communities? */

/** What was read, in order: observations, and sentences about what could not be read. */
export type Read = Observation | string;

/** The platform's name, asked for only when a record needs it: an answer without any need not be told apart. */
export type PlatformName = () => string;

/** Any answer or update, by its shape. */
export function readAnswer(json: JsonObject, platform: PlatformName): Read[] {
  if (text(json['update_type']) !== null) return readUpdate(json, platform);
  const lists = [
    ...(array(json['messages']) ?? []).map((item) => readListed(item, platform, readMessage)),
    ...(array(json['updates']) ?? []).map((item) => readListed(item, platform, readUpdate)),
    ...(array(json['chats']) ?? []).map((item) => readListed(item, platform, readChat)),
  ];
  if (lists.length > 0) return lists.flat();
  if (array(json['messages']) !== null || array(json['updates']) !== null || array(json['chats']) !== null) return [];
  if (object(json['recipient']) !== null) return readMessage(json, platform);
  if (object(json['message']) !== null) return readListed(json['message'], platform, readMessage);
  if (json['message'] === null) return [];
  if (json['chat_id'] !== undefined && json['status'] !== undefined) return readChat(json, platform);
  if (text(json['code']) !== null) return [`the API answered an error: ${text(json['code'])} ${text(json['message']) ?? ''}`.trim()];
  if (array(json['members']) !== null) return ['a list of members names persons, who are not imported'];
  if (json['user_id'] !== undefined) return ['this describes a person or a bot and no community'];
  return ['this is no answer of the bot API that Trackway knows'];
}

type Reader = (json: JsonObject, platform: PlatformName) => Read[];

function readListed(item: unknown, platform: PlatformName, read: Reader): Read[] {
  const json = object(item);
  return json === null ? ['an entry of the list is no JSON object'] : read(json, platform);
}

export function readMessage(message: JsonObject, platform: PlatformName): Read[] {
  return [messagePost(message, platform, null, null)];
}

/**
 * A chat as the bot sees it. `status` is the bot's own state: `removed`, `left` and `suspended` say nothing of the
 * community; only `closed` does. An answer holds no time of its own, so the chat's last event stands for it.
 */
export function readChat(chat: JsonObject, platform: PlatformName): Read[] {
  const id = chatId(chat['chat_id']);
  const at = botTime(chat['last_event_time']);
  if (id === null) return ['the chat has no id'];
  if (isDialog(id, chat['type'])) return [DIALOG];
  if (at === null) return ['the chat has no last_event_time in milliseconds'];
  const channel = chatRef(platform(), id, text(chat['link']));
  const { status, reason } = chatStatus(chat);
  const profile = chatProfile(chat, channel, id, at);
  const pinned = object(chat['pinned_message']);
  // Who shows a profile is alive; a chat that the platform calls closed keeps its old face in the answer only.
  const shown = status === 'absent' ? [] : [profile];
  return [...shown, sighting(channel, id, at, status, reason), ...(pinned === null ? [] : readMessage(pinned, platform))];
}

/** How a community presents itself in the answer about its chat. */
export function chatProfile(chat: JsonObject, channel: ChannelRef, nativeId: string, at: Ms): Profile {
  return {
    type: 'profile',
    channel,
    nativeId,
    observedAt: at,
    kind: chat['type'] === 'channel' ? 'channel' : 'group',
    title: text(chat['title']),
    about: text(chat['description']),
    subscribers: count(chat['participants_count']),
    createdAt: null,
    avatarHash: null,
    control: null,
  };
}

const STATUSES: Record<string, { status: Status; reason: string }> = {
  removed: { status: 'unknown', reason: 'the bot was removed' },
  left: { status: 'unknown', reason: 'the bot left' },
  suspended: { status: 'unknown', reason: 'the bot was stopped' },
  closed: { status: 'absent', reason: 'closed' },
};

/** What the chat's `status`, which is the bot's own, says of the community. Nothing but `active` and `closed` does. */
export function chatStatus(chat: JsonObject): { status: Status; reason: string } {
  if (chat['status'] === 'active') return { status: 'alive', reason: chat['is_public'] === false ? 'active, not public' : 'active' };
  return STATUSES[text(chat['status']) ?? ''] ?? { status: 'unknown', reason: `status ${text(chat['status']) ?? 'missing'}` };
}

function sighting(channel: ChannelRef, nativeId: string, at: Ms, status: Status, reason: string): Sighting {
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

/** Events of a chat that show the bot still sees it. Who joined or left is a person's matter and is not kept. */
const SIGNS_OF_LIFE: Record<string, string> = {
  bot_added: 'the bot was added',
  user_added: 'a member was added',
  user_removed: 'a member was removed',
};
const PRIVATE = /^(?:bot_started|bot_stopped|dialog_)/;

export function readUpdate(update: JsonObject, platform: PlatformName): Read[] {
  const type = text(update['update_type']) ?? '';
  const at = botTime(update['timestamp']);
  if (at === null) return [`the update ${type} has no timestamp in milliseconds`];
  if (PRIVATE.test(type)) return [DIALOG];
  if (type === 'message_removed') return [removedPost(update, platform, at)];
  const message = object(update['message']);
  if (message !== null) {
    if (message['recipient'] === undefined) return [`the update ${type} does not say in which chat its message stands`];
    return [messagePost(message, platform, at, type === 'message_edited' ? at : null)];
  }
  const chat = object(update['chat']);
  if (chat !== null) return readChat(chat, platform);
  return readChatEvent(update, type, at, platform);
}

function readChatEvent(update: JsonObject, type: string, at: Ms, platform: PlatformName): Read[] {
  const id = chatId(update['chat_id']);
  if (id === null) return [`the update ${type} names no chat`];
  if (isDialog(id, null)) return [DIALOG];
  const channel = chatRef(platform(), id, null);
  if (type === 'bot_removed') return [sighting(channel, id, at, 'unknown', 'the bot was removed')];
  if (type === 'chat_title_changed') return [titleProfile(update, channel, id, at)];
  const alive = SIGNS_OF_LIFE[type];
  return [alive === undefined ? `the update ${type} is none that Trackway knows` : sighting(channel, id, at, 'alive', alive)];
}

function titleProfile(update: JsonObject, channel: ChannelRef, nativeId: string, at: Ms): Profile {
  return {
    type: 'profile',
    channel,
    nativeId,
    observedAt: at,
    kind: null,
    title: text(update['title']),
    about: null,
    subscribers: null,
    createdAt: null,
    avatarHash: null,
    control: null,
  };
}
