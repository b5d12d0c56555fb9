/** What is kept of the protocol's own objects? Communities and what they say; of persons the bare id beside their message. */

/** An object of the protocol, by its fields; `_` is its name. */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

/** A `channel`, `chat` or a forbidden one, with what `fullChat` adds. */
export function chatOf(chat: Fields, full: Fields | null): object {
  const name = String(chat['_']);
  const forbidden = name === 'channelForbidden' || name === 'chatForbidden';
  const migrated = fieldsOf(chat['migratedTo'])['channelId'];
  return {
    kind: forbidden ? 'forbidden' : chat['broadcast'] === true ? 'channel' : 'group',
    id: String(chat['id']),
    title: textOf(chat['title']),
    about: textOf(full?.['about']),
    subscribers: numberOf(full?.['participantsCount'] ?? chat['participantsCount']),
    // For who is no member, `date` is when the channel was made.
    createdAt: chat['left'] === true ? secondsOf(chat['date']) : null,
    restricted: chat['restricted'] === true,
    restrictions: listOf(chat['restrictionReason']).map(({ platform, reason }) => ({ platform: textOf(platform), reason: textOf(reason) })),
    scam: chat['scam'] === true,
    fake: chat['fake'] === true,
    movedTo: migrated === undefined ? null : String(migrated),
  };
}

/** What an invitation shows: the chat itself where it may be seen, else its title and count. */
export function inviteOf(answer: Fields): object {
  if (answer['_'] !== 'chatInvite') return chatOf(fieldsOf(answer['chat']), null);
  return {
    kind: answer['broadcast'] === true ? 'channel' : 'group',
    id: '',
    title: textOf(answer['title']),
    about: textOf(answer['about']),
    subscribers: numberOf(answer['participantsCount']),
    scam: answer['scam'] === true,
    fake: answer['fake'] === true,
  };
}

/** A message or a service message; null for an empty place. Times in milliseconds. */
export function messageOf(message: Fields): object | null {
  const at = secondsOf(message['date']);
  if (message['_'] === 'messageEmpty' || at === null) return null;
  const service = message['_'] === 'messageService';
  return {
    id: message['id'],
    at,
    text: textOf(message['message']) ?? '',
    links: linksOf(message),
    editedAt: message['editHide'] === true ? null : secondsOf(message['editDate']),
    views: numberOf(message['views']),
    replyTo: numberOf(fieldsOf(message['replyTo'])['replyToMsgId']),
    forward: forwardOf(message['fwdFrom']),
    author: authorOf(message),
    media: mediaOf(message['media']),
    action: service ? actionOf(fieldsOf(message['action'])) : null,
  };
}

/** The person's id, for a pseudonym; in a channel only who signed. */
function authorOf(message: Fields): string | null {
  const user = fieldsOf(message['fromId'])['userId'];
  return user === undefined ? textOf(message['postAuthor']) : `user${String(user)}`;
}

/** Targets behind words, and the page of a preview. */
function linksOf(message: Fields): string[] {
  const entities = listOf(message['entities']).map((entity) => textOf(entity['url']));
  const page = textOf(fieldsOf(fieldsOf(message['media'])['webpage'])['url']);
  return [...new Set([...entities, page])].filter((url) => url !== null);
}

function forwardOf(value: unknown): object | null {
  if (value === undefined || value === null) return null;
  const forward = fieldsOf(value);
  const channel = fieldsOf(forward['fromId'])['channelId'];
  return {
    channel: channel === undefined ? null : String(channel),
    post: numberOf(forward['channelPost']),
    at: secondsOf(forward['date']),
  };
}

const MEDIA: Readonly<Record<string, string>> = {
  messageMediaPhoto: 'image',
  messageMediaDocument: 'file',
  messageMediaPoll: 'poll',
  messageMediaGeo: 'location',
  messageMediaVenue: 'location',
};

function mediaOf(value: unknown): string[] {
  const kind = MEDIA[String(fieldsOf(value)['_'])];
  return kind === undefined ? [] : [kind];
}

/** `messageActionPinMessage` → `pin_message`, as exports write it. */
function actionOf(action: Fields): string {
  const name = String(action['_']).replace(/^messageAction/, '');
  return name.replace(/(?<!^)[A-Z]/g, '_$&').toLowerCase();
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}

function secondsOf(value: unknown): number | null {
  const seconds = numberOf(value);
  return seconds === null || seconds <= 0 ? null : seconds * 1000;
}
