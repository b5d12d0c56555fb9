import type { Ms } from '../../model/observation.ts';
import type { ChannelRef } from '../../model/ref.ts';
import { type Element, hasClass, textIn } from './desktop-html-blocks.ts';
import { type Trouble, trouble, unfamiliar } from './watch-answer.ts';
import { allOfClass, attribute, findAll, findFirst, firstOfClass, plain } from './watch-html.ts';
import { handleOfLink, nameIn } from './watch-page.ts';
import { type Messages, messagesOf, understoodNothing } from './watch-post.ts';
import { numberOf } from './watch-post-parts.ts';

/** What does the preview `t.me/s/name` show: a channel's head and its posts? */

export interface Preview {
  kind: 'preview';
  at: Ms;
  /** Under which handle it presents itself, in lower case; null where its head does not say. */
  handle: string | null;
  title: string;
  about: string | null;
  subscribers: number | null;
  messages: Messages;
  /** The id before which the next older page begins; null on the oldest one. */
  before: number | null;
}

/** The head of a channel, and no posts: how Telegram slows down who asks too often. */
export interface NoMessages {
  kind: 'no_messages';
}

export function readPreview(page: Element, channel: ChannelRef, at: Ms): Preview | NoMessages | Trouble {
  const none = findFirst(page, (one) => hasClass(one, 'tme_no_messages_found'));
  const posts = findFirst(page, (one) => one.attributes['data-post'] !== undefined);
  if (none !== null && posts === null) return { kind: 'no_messages' };
  const info = firstOfClass(page, 'tgme_channel_info');
  const title = info === null ? null : firstOfClass(info, 'tgme_channel_info_header_title');
  if (info === null || title === null) return unfamiliar(page);
  const messages = messagesOf(page, channel, at);
  if (messages.blocks === 0 || nameIn(title) === '') return trouble('drift');
  if (understoodNothing(messages)) return trouble('understood_nothing');
  const username = firstOfClass(info, 'tgme_channel_info_header_username');
  const about = firstOfClass(info, 'tgme_channel_info_description');
  return {
    kind: 'preview',
    at,
    handle: username === null ? null : handleOfLink(findFirst(username, (one) => one.name === 'a') ?? username),
    title: nameIn(title),
    about: about === null ? null : textIn(about) || null,
    subscribers: subscribersOf(info),
    messages,
    before: beforeOf(page),
  };
}

function subscribersOf(info: Element): number | null {
  for (const counter of allOfClass(info, 'tgme_channel_info_counter')) {
    const type = firstOfClass(counter, 'counter_type');
    const value = firstOfClass(counter, 'counter_value');
    if (type !== null && value !== null && /^subscribers?$/.test(plain(textIn(type)))) return numberOf(textIn(value));
  }
  return null;
}

/** The link to the older page. The page's canonical address leads back to itself and is never taken. */
function beforeOf(page: Element): number | null {
  const head = findFirst(page, (one) => one.name === 'link' && attribute(one, 'rel') === 'prev');
  const linked = /[?&]before=(\d{1,12})(?:&|$)/.exec(attribute(head, 'href') ?? '')?.[1];
  const more = findAll(page, (one) => hasClass(one, 'tme_messages_more')).map((one) => attribute(one, 'data-before'));
  const written = linked ?? more.find((one) => one !== null && /^\d{1,12}$/.test(one));
  return written === undefined || written === null || Number(written) < 2 ? null : Number(written);
}
