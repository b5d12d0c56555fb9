import type { Ms, Post } from '../../model/observation.ts';
import type { ChannelRef } from '../../model/ref.ts';
import { exactly, parseTime } from '../../model/time.ts';
import { child, childrenNamed, type Xml } from './watch-xml.ts';

/** Which posts are the messages of a room's archive? */

const FORWARD = 'urn:xmpp:forward:0';
const DELAY = 'urn:xmpp:delay';
const CORRECT = 'urn:xmpp:message-correct:0';
const REPLY = 'urn:xmpp:reply:0';
const OUT_OF_BAND = 'jabber:x:oob';
/** XEP-0424 and XEP-0425: what stands in the archive where a message was taken back. */
const RETRACTED = /^urn:xmpp:message-(?:retract|moderate):\d$/;
/** Most servers write archive times to the second. */
const SECOND: Ms = 1000;

export interface ArchivedMessage {
  /** The archive's own id of it. */
  id: string;
  at: Ms;
  /** To which part of a second the archive knows the time. */
  clockErrorMs: Ms | null;
  /** `room@service/nick`, or the room itself. */
  from: string;
  message: Xml;
}

/** Messages of that room, in the archive's order, each once. What another address slipped in is none of them. */
export function archivedMessages(results: readonly Xml[], room: string): ArchivedMessage[] {
  const messages = new Map<string, ArchivedMessage>();
  for (const result of results) {
    const read = archived(result, room);
    if (read !== null) messages.set(read.id, read);
  }
  return [...messages.values()];
}

function archived(result: Xml, room: string): ArchivedMessage | null {
  const forwarded = child(result, 'forwarded', FORWARD);
  const message = child(forwarded, 'message');
  const stamp = child(forwarded, 'delay', DELAY)?.attributes['stamp'] ?? '';
  const time = parseTime(stamp);
  const id = result.attributes['id'] ?? '';
  const from = message?.attributes['from'] ?? '';
  // A post's reference ends with its id, behind the last slash, and holds no white space.
  if (message === null || time === null || !/^[^\s/\p{C}]{1,256}$/u.test(id) || bare(from) !== room) return null;
  return { id, at: time.ms, clockErrorMs: stamp.includes('.') ? null : SECOND, from, message };
}

function bare(address: string): string {
  return (address.split('/')[0] ?? '').toLowerCase();
}

/**
 * Posts in the archive's order. A correction (XEP-0308) by the same occupant becomes a version of the message it corrects where both
 * were read together, else a post of its own. Presence-like messages without a text are no posts.
 */
export function postsOf(messages: readonly ArchivedMessage[], channel: ChannelRef, observedAt: Ms): Post[] {
  const byOwnId = new Map<string, ArchivedMessage>();
  const posts: Post[] = [];
  for (const archivedMessage of messages) {
    const { message, from } = archivedMessage;
    const replaced = child(message, 'replace', CORRECT)?.attributes['id'] ?? null;
    const original = replaced === null ? null : (byOwnId.get(`${from} ${replaced}`) ?? null);
    const post = postOf(archivedMessage, channel, observedAt);
    if (post === null) continue;
    posts.push(original === null ? post : versionOf(original, post));
    const ownId = message.attributes['id'] ?? null;
    if (ownId !== null) byOwnId.set(`${from} ${ownId}`, original ?? archivedMessage);
  }
  return posts;
}

function versionOf(original: ArchivedMessage, corrected: Post): Post {
  return { ...corrected, id: original.id, when: exactly(original.at), clockErrorMs: original.clockErrorMs, editedAt: corrected.when.at };
}

function postOf({ id, at, clockErrorMs, from, message }: ArchivedMessage, channel: ChannelRef, observedAt: Ms): Post | null {
  const deleted = message.children.some((one) => /^(?:retracted|moderated)$/.test(one.name) && RETRACTED.test(one.namespace));
  const body = bodyOf(message);
  const subject = child(message, 'subject')?.text ?? null;
  if (body === null && !deleted && subject === null) return null;
  const slash = from.indexOf('/');
  return {
    type: 'post',
    channel,
    nativeId: null,
    id,
    when: exactly(at),
    observedAt,
    editedAt: null,
    clockErrorMs,
    text: deleted ? '' : (body ?? subject ?? ''),
    links: deleted ? [] : linksOf(message),
    // The name an occupant goes by in this room; nothing else of a person is asked for.
    author: slash < 0 ? null : from.slice(slash + 1),
    views: null,
    replyTo: child(message, 'reply', REPLY)?.attributes['id'] ?? null,
    forwardedFrom: null,
    media: [],
    deleted,
    action: body === null && !deleted ? 'subject' : null,
  };
}

/** The text in the room's own language, else the first. */
function bodyOf(message: Xml): string | null {
  const bodies = childrenNamed(message, 'body');
  const chosen = bodies.find((one) => one.attributes['xml:lang'] === undefined) ?? bodies[0];
  return chosen === undefined || chosen.text.trim() === '' ? null : chosen.text;
}

function linksOf(message: Xml): string[] {
  const urls = message.children
    .filter((one) => one.name === 'x' && one.namespace === OUT_OF_BAND)
    .map((one) => child(one, 'url')?.text.trim());
  return [...new Set(urls)].filter((url) => url !== undefined && url !== '').filter((url) => url !== undefined);
}
