import type { Ms, Post, Profile, When } from '../../model/observation.ts';
import type { Problem } from '../../model/reader.ts';
import { exactly } from '../../model/time.ts';
import { type Block, type Element, elementsOf, find, hasClass, ownText, parseBlock, textIn } from './desktop-html-blocks.ts';
import { actionOf, dayOf, linksIn, mediaOf, pollIn, type Stamp, stampOf } from './desktop-html-parts.ts';
import { profileOf } from './desktop-json-message.ts';
import type { Owner } from './desktop-title.ts';

/** Which observations does one block of a Telegram Desktop HTML export stand for? */

/** What later blocks need to know of earlier ones: plain data. */
export interface Page {
  /** The title in the page's head; null before it was read. */
  title: string | null;
  owner: Owner | null;
  /** Midnight of the last date separator, local, read as UTC. */
  day: Ms | null;
  /** Zone of the last time that had one, minutes east of UTC. */
  offset: number | null;
  lastAt: Ms | null;
  /** Who wrote the last message that names its author: joined ones do not. */
  author: string | null;
  /** Parts already reported as unknown. */
  unknown: string[];
  /** A page "Next messages" follows. */
  goesOn: boolean;
  zoneless: boolean;
}

export interface BlockRead {
  records: (Post | Profile)[];
  problems: Problem[];
}

type FromLocal = (local: Ms) => When;

const DAY = 86_400_000;
const KNOWN = ['pull_right', 'from_name', 'forwarded', 'reply_to', 'media_wrap', 'text', 'signature', 'reactions', 'bot_buttons_table'];

export function readBlock(block: Block, page: Page, owner: Owner, fromLocal: FromLocal): BlockRead {
  const read: BlockRead = { records: [], problems: [] };
  const [element, ...after] = parseBlock(block.html);
  const id = /^message(-?\d+)$/.exec(element?.attributes['id'] ?? '')?.[1] ?? null;
  const report = (reason: string): void => {
    read.problems.push({ place: block.offset, where: id === null ? null : `message ${id}`, reason, excerpt: block.html.slice(0, 200) });
  };
  for (const part of after) {
    if (hasClass(part, 'pagination')) page.goesOn ||= /next/i.test(textIn(part));
    else if (part.name === 'div') report(`a block of the unknown class "${part.classes.join(' ')}" follows it`);
  }
  if (block.flaw !== null) report(block.flaw);
  else if (element?.closed !== true) report('the file ends in the middle of it');
  else if (id === null) report('it has no message id');
  else if (hasClass(element, 'service')) readService(element, { id, page, owner, fromLocal, read, report });
  else if (hasClass(element, 'default')) readDefault(element, { id, page, owner, fromLocal, read, report });
  else report(`it is of the unknown class "${element.classes.join(' ')}"`);
  return read;
}

interface Reading {
  id: string;
  page: Page;
  owner: Owner;
  fromLocal: FromLocal;
  read: BlockRead;
  report: (reason: string) => void;
}

function readService(element: Element, reading: Reading): void {
  const { page, id, owner, report } = reading;
  const body = find(element, 'body');
  const text = body === null ? '' : textIn(body);
  const day = dayOf(text);
  if (day !== null) {
    page.day = day;
    return;
  }
  if (body === null) {
    report('it is a service message without a body');
    return;
  }
  const when = serviceTime(reading);
  if (when === null) {
    report('it is a service message before any date, so its time is not known');
    return;
  }
  const { action, title } = actionOf(text);
  reading.read.records.push({ ...emptyPost(owner, id, when), action });
  if (action === 'create_channel' || action === 'create_group')
    reading.read.records.push(profileOf({ ...owner, kind: kindOf(action) }, when.at, title, when.at));
  if (action === 'edit_group_title') reading.read.records.push(profileOf({ ...owner, kind: null }, when.at, title, null));
}

function kindOf(action: 'create_channel' | 'create_group'): 'channel' | 'group' {
  return action === 'create_channel' ? 'channel' : 'group';
}

/** Service messages carry no time: between the message before, or the day's start, and the day's end. */
function serviceTime({ page, fromLocal }: Reading): When | null {
  if (page.day === null) return null;
  const start = instant({ local: page.day, offset: page.offset }, page, fromLocal);
  const end = instant({ local: page.day + DAY - 1000, offset: page.offset }, page, fromLocal);
  const at = page.lastAt === null ? start.at : Math.min(Math.max(start.at, page.lastAt), end.at);
  return { at, after: start.after, by: end.by };
}

function instant(stamp: Stamp, page: Page, fromLocal: FromLocal): When {
  if (stamp.offset !== null) return exactly(stamp.local - stamp.offset * 60_000);
  page.zoneless = true;
  return fromLocal(stamp.local);
}

function emptyPost({ channel, nativeId }: Owner, id: string, when: When): Post {
  return {
    type: 'post',
    channel,
    nativeId,
    id,
    when,
    observedAt: null,
    editedAt: null,
    clockErrorMs: null,
    text: '',
    links: [],
    author: null,
    views: null,
    replyTo: null,
    forwardedFrom: null,
    media: [],
    deleted: false,
    action: null,
  };
}

function readDefault(element: Element, reading: Reading): void {
  const { page, id, owner, report, fromLocal } = reading;
  const body = elementsOf(element).find((part) => hasClass(part, 'body'));
  const date = body === undefined ? null : elementsOf(body).find((part) => hasClass(part, 'date'));
  const stamp = stampOf(date?.attributes['title'] ?? '');
  if (body === undefined || stamp === null) {
    report('it has no time that can be read');
    return;
  }
  const when = instant(stamp, page, fromLocal);
  page.offset = stamp.offset ?? page.offset;
  page.lastAt = Math.max(when.at, page.lastAt ?? when.at);
  const post = emptyPost(owner, id, when);
  const name = elementsOf(body).find((part) => hasClass(part, 'from_name'));
  if (name !== undefined) page.author = ownText(name);
  // The channel's own name over a post is no person.
  post.author = page.author === page.title ? null : page.author;
  readParts(body, post, reading);
  reading.read.records.push(post);
}

/** Reads what stands in a message's body, or in the forwarded message inside it. */
function readParts(body: Element, post: Post, reading: Reading): void {
  for (const part of elementsOf(body)) {
    if (hasClass(part, 'forwarded') && hasClass(part, 'body')) {
      post.forwardedFrom = { channel: null, id: null, at: forwardedAt(part) };
      const { author } = post;
      readParts(part, post, reading);
      // What is signed there is signed in the other channel.
      post.author = author;
    } else if (hasClass(part, 'reply_to')) post.replyTo = replyIn(part) ?? post.replyTo;
    else if (hasClass(part, 'media_wrap')) readMedia(part, post, reading);
    else if (hasClass(part, 'text')) {
      post.text = textIn(part);
      post.links = linksIn(part);
    } else if (hasClass(part, 'signature')) post.author = textIn(part) || post.author;
    else if (!KNOWN.some((name) => hasClass(part, name))) unknownPart(part, reading);
  }
}

/** When the original was posted: only where its zone stands with it, since one instant is all a forward can hold. */
function forwardedAt(forwarded: Element): Ms | null {
  const date = find(forwarded, 'details');
  const stamp = date === null ? null : stampOf(`${date.attributes['title'] ?? ''} ${textIn(date)}`);
  return stamp === null || stamp.offset === null ? null : stamp.local - stamp.offset * 60_000;
}

function replyIn(part: Element): string | null {
  const link = elementsOf(part).find((child) => child.name === 'a');
  return /#go_to_message(-?\d+)$/.exec(link?.attributes['href'] ?? '')?.[1] ?? null;
}

function readMedia(wrap: Element, post: Post, reading: Reading): void {
  const media = mediaOf(wrap);
  if (media === null) {
    unknownPart(elementsOf(wrap)[0] ?? wrap, reading);
    post.media.push({ kind: 'unknown', sha256: null, perceptualHash: null });
  } else post.media.push(media);
  post.text = pollIn(wrap) ?? post.text;
}

function unknownPart(part: Element, { page, report }: Reading): void {
  const name = `${part.name} ${part.classes.join(' ')}`.trim().slice(0, 100);
  if (page.unknown.includes(name) || page.unknown.length >= 50) return;
  page.unknown.push(name);
  report(`it holds a part of the unknown kind "${name}", which is not read here or in later messages`);
}
