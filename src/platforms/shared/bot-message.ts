import type { Forward, Media, Ms, Post } from '../../model/observation.ts';
import { type ChannelRef, channelRef } from '../../model/ref.ts';
import { exactly } from '../../model/time.ts';
import { array, count, idText, integer, type JsonObject, object, text } from '../../text/json-values.ts';

/** Which post is one message of the TamTam or MAX bot API, and which channel one of their chat ids or links? */

/** Milliseconds since 1970, as both APIs write all times; null for what cannot be one. */
export function botTime(value: unknown): Ms | null {
  const ms = integer(value);
  return ms !== null && ms > Date.UTC(2000, 0, 1) && ms < Date.UTC(2100, 0, 1) ? ms : null;
}

const CHAT_LINK = /^(?:https?:\/\/)?(?:www\.)?(?:tt\.me|tamtam\.chat|max\.ru)\/@?([a-z][\w-]*)(?:\/[\w-]+)?\/?$/i;
const NO_HANDLE = new Set(['join', 'c', 'start']);

/** The handle in the public link of a chat or of a message in it; null for an invite or a private link. */
function handleIn(link: string | null): string | null {
  const handle = CHAT_LINK.exec(link ?? '')?.[1]?.toLowerCase() ?? null;
  return handle === null || NO_HANDLE.has(handle) ? null : handle;
}

/** `tamtam:name` where a public link shows the handle, else `tamtam:#-70801090403050`. */
export function chatRef(platform: string, chatId: string, link: string | null): ChannelRef {
  const handle = handleIn(link);
  return (handle === null ? null : channelRef(platform, handle)) ?? `${platform}:#${chatId}`;
}

/** A chat's id as text. Communities have negative ids, private dialogs with the bot positive ones; null for no id. */
export function chatId(value: unknown): string | null {
  const id = idText(value);
  return id !== null && /^-?\d{1,20}$/.test(id) ? id : null;
}

export function isDialog(id: string, type: unknown): boolean {
  return type === 'dialog' || !id.startsWith('-');
}

export const DIALOG = 'this is a private dialog of a person with the bot and no community, so it is not imported';

/**
 * The time inside a message id, `mid.` and 16 hex digits of the chat's id, 12 of the time in milliseconds, 4 more. Read off
 * real ids and written down nowhere, so it is used only where nothing else tells the time, and only if it is before `by`.
 */
function timeInId(mid: string, by: Ms): Ms | null {
  const hex = /^mid\.[0-9a-f]{16}([0-9a-f]{12})[0-9a-f]{4}$/.exec(mid)?.[1];
  const ms = hex === undefined ? null : botTime(Number.parseInt(hex, 16));
  return ms !== null && ms <= by ? ms : null;
}

/** A message as a post, or why it is none. `editedAt` is the time of the update that brought it, for an edited one. */
export function messagePost(message: JsonObject, platform: () => string, observedAt: Ms | null, editedAt: Ms | null): Post | string {
  const recipient = object(message['recipient']);
  const chat = chatId(recipient?.['chat_id']);
  const at = botTime(message['timestamp']);
  if (chat === null) return 'the message does not say in which chat it stands';
  if (isDialog(chat, recipient?.['chat_type'])) return DIALOG;
  if (at === null) return 'the message has no time in milliseconds';
  const body = object(message['body']);
  const link = object(message['link']);
  const linked = object(link?.['message']);
  const isForward = link?.['type'] === 'forward';
  const parts = isForward ? [body, linked] : [body];
  return {
    type: 'post',
    channel: chatRef(platform(), chat, text(message['url'])),
    nativeId: chat,
    // A message that only forwards another may have no body and so no id; its time is unique enough within a chat.
    id: text(body?.['mid']) ?? `at-${at}`,
    when: exactly(at),
    observedAt,
    editedAt,
    clockErrorMs: null,
    text: parts
      .map((part) => text(part?.['text']) ?? '')
      .filter((part) => part !== '')
      .join('\n'),
    links: [...new Set(parts.flatMap(linksOf))],
    author: idText(object(message['sender'])?.['user_id']),
    views: count(object(message['stat'])?.['views']),
    replyTo: link?.['type'] === 'reply' ? text(linked?.['mid']) : null,
    forwardedFrom: isForward ? forwardOf(link, linked, platform(), at) : null,
    media: parts.flatMap(mediaOf),
    deleted: false,
    action: null,
  };
}

function forwardOf(link: JsonObject, linked: JsonObject | null, platform: string, by: Ms): Forward {
  const from = chatId(link['chat_id']);
  const id = text(linked?.['mid']);
  return {
    channel: from === null || isDialog(from, null) ? null : chatRef(platform, from, null),
    id,
    at: id === null ? null : timeInId(id, by),
  };
}

/** A removal tells the id and the chat. When the message was written is in its id, or else only "before this". */
export function removedPost(update: JsonObject, platform: () => string, at: Ms): Post | string {
  const chat = chatId(update['chat_id']);
  const id = text(update['message_id']);
  if (chat === null || id === null) return 'the removal names no chat or no message';
  if (isDialog(chat, null)) return DIALOG;
  const written = timeInId(id, at);
  return {
    type: 'post',
    channel: chatRef(platform(), chat, null),
    nativeId: chat,
    id,
    when: written === null ? { at, after: 0, by: at } : exactly(written),
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

function attachmentsOf(body: JsonObject | null): JsonObject[] {
  return (array(body?.['attachments']) ?? []).map(object).filter((item) => item !== null);
}

/** Links set on words, shared pages with a preview, and buttons that open a page. */
function linksOf(body: JsonObject | null): string[] {
  const marked = (array(body?.['markup']) ?? []).map((mark) => text(object(mark)?.['url']));
  const attached = attachmentsOf(body).flatMap((item) => {
    const payload = object(item['payload']);
    if (item['type'] === 'share') return [text(payload?.['url'])];
    if (item['type'] !== 'inline_keyboard') return [];
    return (array(payload?.['buttons']) ?? []).flatMap((row) => (array(row) ?? []).map((button) => text(object(button)?.['url'])));
  });
  return [...marked, ...attached].filter((url) => url !== null);
}

const NO_MEDIA = new Set(['share', 'inline_keyboard', 'reply_keyboard', 'data']);

function mediaOf(body: JsonObject | null): Media[] {
  return attachmentsOf(body)
    .map((item) => text(item['type']) ?? 'file')
    .filter((kind) => !NO_MEDIA.has(kind))
    .map((kind) => ({ kind, sha256: null, perceptualHash: null }));
}
