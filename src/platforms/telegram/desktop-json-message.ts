import type { Forward, Ms, Observation, Post, Profile, Sighting, When } from '../../model/observation.ts';
import { type ChannelRef, channelRef } from '../../model/ref.ts';
import { exactly, parseTime } from '../../model/time.ts';
import type { ChannelKind, Status } from '../../model/words.ts';
import { count, idText, integer, type JsonObject, text } from '../../text/json-values.ts';
import { linksOf, mediaOf, plainText, pollText } from './desktop-json-text.ts';

/** Which observations does one message of a Telegram Desktop JSON export stand for? */

/** The chat that a message stands in. */
export interface Owned {
  channel: ChannelRef;
  nativeId: string | null;
  kind: ChannelKind | null;
}

export interface MessageRead {
  records: Observation[];
  /** What is wrong with the message; with no records it could not be read at all. */
  problem: string | null;
  /** The time is a wall-clock time whose zone nobody knows. */
  zoneless: boolean;
}

/** Local time → instant, by `--zone` or with the width of all zones. */
type FromLocal = (local: Ms) => When;

/** 1 January 2100: later or negative times are broken records. */
const LATEST_S = Date.UTC(2100, 0, 1) / 1000;
const DAY = 86_400_000;
const ID = /^(?:user|channel|chat)?-?\d{1,20}$/;

/** Reads one message: a post, or a service message with whatever it tells of the channel itself. */
export function readMessage(message: JsonObject, owned: Owned, fromLocal: FromLocal): MessageRead {
  const id = idText(message['id']);
  if (id === null) return unread('it has no id');
  const type = message['type'];
  if (type !== 'message' && type !== 'service' && type !== 'unsupported')
    return unread(`its type is ${shown(type)}, not message or service`);
  const when = timeOf(message, 'date', fromLocal);
  if (when === null) return unread('it has no date that can be read');
  const body = bodyOf(message);
  if (body.text === null) return unread('its text is neither a string nor a list of strings and entities');
  const author = authorOf(message, owned, type === 'service');
  const post = postOf(message, { id, owned, when: when.when, text: body.text, author: author.id, fromLocal });
  const told = type === 'service' ? tellsOf(message, owned, when.when.at) : [];
  return { records: [post, ...told], problem: body.problem ?? author.problem, zoneless: when.zoneless };
}

function unread(problem: string): MessageRead {
  return { records: [], problem, zoneless: false };
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `"${value.slice(0, 40)}"` : 'missing';
}

/** `date_unixtime` is exact; `date` is the exporting computer's wall clock. */
function timeOf(message: JsonObject, field: 'date' | 'edited', fromLocal: FromLocal): { when: When; zoneless: boolean } | null {
  const unix = integer(message[`${field}_unixtime`]);
  if (unix !== null && unix >= 0 && unix < LATEST_S) return { when: exactly(unix * 1000), zoneless: false };
  const local = text(message[field]);
  const parsed = local === null ? null : parseTime(local);
  if (parsed === null) return null;
  return { when: parsed.zoned ? exactly(parsed.ms) : fromLocal(parsed.ms), zoneless: !parsed.zoned };
}

function bodyOf(message: JsonObject): { text: string | null; problem: string | null } {
  const written = message['text'] ?? message['text_entities'];
  const body = plainText(written);
  if (body === null && written !== undefined)
    return { text: plainText(message['text_entities']), problem: 'its text could be read only from its entities' };
  const poll = body === null || body === '' ? pollText(message['poll']) : null;
  return { text: poll ?? body ?? '', problem: body === null ? 'it has no text field' : null };
}

interface Basics {
  id: string;
  owned: Owned;
  when: When;
  text: string;
  author: string | null;
  fromLocal: FromLocal;
}

function postOf(message: JsonObject, { id, owned, when, text: body, author, fromLocal }: Basics): Post {
  const edited = timeOf(message, 'edited', fromLocal)?.when.at ?? null;
  return {
    type: 'post',
    channel: owned.channel,
    nativeId: owned.nativeId,
    id,
    when,
    observedAt: null,
    // Early exports write the epoch for a message that was never edited.
    editedAt: edited !== null && edited > DAY ? edited : null,
    clockErrorMs: null,
    text: body,
    links: linksOf(message),
    author,
    views: count(message['views']),
    replyTo: message['reply_to_peer_id'] === undefined ? idText(message['reply_to_message_id']) : null,
    forwardedFrom: forwardOf(message),
    media: message['type'] === 'unsupported' ? [{ kind: 'unsupported', sha256: null, perceptualHash: null }] : mediaOf(message),
    deleted: false,
    action: message['type'] === 'service' ? (text(message['action']) ?? 'service') : null,
  };
}

/** Null where the channel or group itself speaks; the signature under a channel's post is a person's name like any other. */
function authorOf(message: JsonObject, { nativeId }: Owned, service: boolean): { id: string | null; problem: string | null } {
  const given = message[service ? 'actor_id' : 'from_id'];
  const id = idText(given);
  const signature = text(message['author']);
  if (id !== null && !ID.test(id)) return { id: signature, problem: 'its sender is no id, and is left out' };
  if (id === null) return { id: signature ?? text(message[service ? 'actor' : 'from']), problem: null };
  const itself = nativeId !== null && (id === nativeId || id === `channel${nativeId}` || id === `chat${nativeId}`);
  return { id: itself ? signature : id, problem: null };
}

/** That it is a forward, and from which channel. `forwarded_from` is a name, perhaps a person's: it is not kept. */
function forwardOf(message: JsonObject): Forward | null {
  const from = idText(message['forwarded_from_id']);
  if (from === null && message['forwarded_from'] === undefined) return null;
  const source = from === null ? null : /^channel(\d{1,20})$/.exec(from);
  const channel = source === null ? null : channelRef('telegram', `#${source[1]}`);
  return { channel, id: null, at: null };
}

/** What a service message tells of the channel: that it was made, renamed, or that a group became a supergroup. */
function tellsOf(message: JsonObject, owned: Owned, at: Ms): (Profile | Sighting)[] {
  const title = text(message['title']);
  switch (message['action']) {
    case 'create_channel':
    case 'create_group':
      return [profileOf(owned, at, title, at)];
    case 'edit_group_title':
      return title === null ? [] : [profileOf(owned, at, title, null)];
    case 'migrate_to_supergroup':
      return migratedTo(message, owned, at);
    case 'migrate_from_group':
      return migratedFrom(message, owned, at);
    default:
      return [];
  }
}

/** In the old group's own export. The successor's id is rarely written; a supergroup's export holds the same message among its negative ids. */
function migratedTo(message: JsonObject, owned: Owned, at: Ms): Sighting[] {
  if (integer(message['id']) !== null && Number(message['id']) < 0) return [];
  return [sightingOf(owned.channel, owned.nativeId, at, 'migrate_to_supergroup', peerRef(message, 'channel'))];
}

/** In the new supergroup's export: the group it came from is the actor, in exports that name it as `chat…`. */
function migratedFrom(message: JsonObject, owned: Owned, at: Ms): Sighting[] {
  const group = peerRef(message, 'chat');
  if (group === null || group === owned.channel) return [];
  return [sightingOf(group, group.slice('telegram:#'.length), at, 'migrate_from_group', owned.channel)];
}

function peerRef(message: JsonObject, kind: 'chat' | 'channel'): ChannelRef | null {
  const actor = idText(message['actor_id']);
  return actor !== null && new RegExp(`^${kind}\\d{1,20}$`).test(actor) ? channelRef('telegram', `#${actor.slice(kind.length)}`) : null;
}

function sightingOf(channel: ChannelRef, nativeId: string | null, at: Ms, reason: string, movedTo: ChannelRef | null): Sighting {
  const status: Status = 'moved';
  return {
    type: 'sighting',
    channel,
    nativeId,
    at,
    status,
    reason,
    movedTo,
    clockOffsetMs: null,
    observer: null,
    tool: 'export',
    round: null,
  };
}

/** What an export shows of the channel itself at one time. */
export function profileOf({ channel, nativeId, kind }: Owned, observedAt: Ms, title: string | null, createdAt: Ms | null): Profile {
  return {
    type: 'profile',
    channel,
    nativeId,
    observedAt,
    kind,
    title,
    about: null,
    subscribers: null,
    createdAt,
    avatarHash: null,
    control: null,
  };
}
