import type { Ms, Post } from '../../model/observation.ts';
import type { ChannelRef } from '../../model/ref.ts';
import { exactly } from '../../model/time.ts';
import { type Element, hasClass, ownText, textIn } from './desktop-html-blocks.ts';
import { allOfClass, findAll, firstOfClass } from './watch-html.ts';
import {
  bodyOf,
  forwardOf,
  type Identity,
  identityOf,
  linksOf,
  mediaOf,
  numberOf,
  placeOf,
  pollOf,
  replyOf,
  serviceAction,
  timeOf,
} from './watch-post-parts.ts';

/** Which posts stand on a page of the web preview, and whose are they? */

export interface Message {
  /** Under which handle it stands, in lower case. */
  handle: string;
  identity: Identity;
  post: Post;
  /** It bears the mark of an edit, of which the page tells no time. */
  edited: boolean;
}

export interface Messages {
  /** Blocks that the page has, read or not. */
  blocks: number;
  read: Message[];
}

/** All messages of a page that can be read. `at`: when the page came. */
export function messagesOf(page: Element, channel: ChannelRef, at: Ms): Messages {
  const blocks = allOfClass(page, 'tgme_widget_message').filter((one) => !hasClass(one, 'err_message'));
  const read = blocks.map((block) => messageOf(block, channel, at)).filter((one) => one !== null);
  return { blocks: Math.max(blocks.length, allOfClass(page, 'tgme_widget_message_wrap').length), read };
}

function messageOf(block: Element, channel: ChannelRef, at: Ms): Message | null {
  const place = placeOf(block);
  const published = timeOf(block);
  if (place === null || published === null || !block.closed) return null;
  const identity = identityOf(block);
  const body = bodyOf(block);
  const words = body === null ? '' : textIn(body);
  const service = hasClass(block, 'service_message');
  const edited = isEdited(block);
  const views = firstOfClass(block, 'tgme_widget_message_views');
  const post: Post = {
    type: 'post',
    channel,
    nativeId: identity.nativeId,
    id: place.id,
    when: exactly(published),
    observedAt: at,
    editedAt: edited ? Math.max(published, editedBy(identity, at)) : null,
    // Times are to the second.
    clockErrorMs: 1000,
    text: service ? '' : words || (pollOf(block) ?? ''),
    links: service ? [] : linksOf(block),
    author: service ? null : authorOf(block),
    views: views === null ? null : numberOf(textIn(views)),
    replyTo: replyOf(block, place.handle),
    forwardedFrom: forwardOf(block),
    media: mediaOf(block),
    deleted: false,
    action: service ? serviceAction(words) : null,
  };
  return { handle: place.handle, identity, post, edited };
}

/** In a group its author; in a channel only who signed, as exports have it. The owner's name over a channel's post is no person. */
function authorOf(block: Element): string | null {
  // Who wrote the message that it answers is named in the same words.
  const [author] = findAll(
    block,
    (one) => hasClass(one, 'tgme_widget_message_reply') || hasClass(one, 'tgme_widget_message_author_name'),
  ).filter((one) => !hasClass(one, 'tgme_widget_message_reply'));
  const name = author ?? firstOfClass(block, 'tgme_widget_message_from_author');
  return name === null ? null : textIn(name) || null;
}

function isEdited(block: Element): boolean {
  const meta = firstOfClass(block, 'tgme_widget_message_meta');
  return meta !== null && /\bedited\b/i.test(ownText(meta));
}

/** An edit was no later than the page that shows it: by the server's clock, where that is not absurd. */
function editedBy({ madeAt }: Identity, at: Ms): Ms {
  const near = madeAt !== null && Math.abs(madeAt - at) < 86_400_000;
  return near ? madeAt : Math.floor(at / 1000) * 1000;
}

/** The native ids that messages show, each once: on a page of one channel, one. */
export function idsOf(messages: readonly Message[]): string[] {
  return [...new Set(messages.map((one) => one.identity.nativeId))].filter((id) => id !== null);
}

/** True where nothing of any message could be read: the page's markup must have changed. */
export function understoodNothing({ blocks, read }: Messages): boolean {
  if (blocks === 0) return false;
  return read.every(({ post }) => post.text === '' && post.media.length === 0 && post.action === null && post.forwardedFrom === null);
}
