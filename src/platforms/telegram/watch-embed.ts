import type { Ms } from '../../model/observation.ts';
import type { ChannelRef } from '../../model/ref.ts';
import { type Element, hasClass, textIn } from './desktop-html-blocks.ts';
import { type Trouble, unfamiliar } from './watch-answer.ts';
import { findAll, firstOfClass, plain } from './watch-html.ts';
import { type Message, messagesOf } from './watch-post.ts';

/** What does the embedded form of one known post say: the post, that it is not there, or what Telegram did to its channel? */

export interface Shown {
  kind: 'shown';
  message: Message;
}

/** The post is not there, or another in its place, or in words that are not known. */
export interface NotShown {
  kind: 'not_shown';
}

/** Telegram's own words about the channel. */
export interface Said {
  kind: 'said';
  status: 'banned' | 'restricted';
  reason: string;
}

const WORDS: readonly (readonly [RegExp, Said['status'], string])[] = [
  [/^This (?:channel|group) can't be displayed because it violated Telegram's Terms of Service\.?$/i, 'banned', 'terms_of_service'],
  [/^This (?:channel|group) can't be displayed because it was used to spread pornographic content\.?$/i, 'restricted', 'sensitive'],
  [
    /^This (?:channel|group) has been temporarily suspended to give its moderators time to clean up\b/i,
    'restricted',
    'suspended_temporarily',
  ],
  [/^Sorry, this (?:channel|group) is temporarily inaccessible on your device\b/i, 'restricted', 'inaccessible'],
];

/** `handle` in lower case and `id`: the post that was asked for, since another may be served. */
export function readEmbed(
  page: Element,
  asked: { channel: ChannelRef; handle: string; id: string },
  at: Ms,
): Shown | NotShown | Said | Trouble {
  const { read } = messagesOf(page, asked.channel, at);
  if (read.length > 0) {
    const message = read.find((one) => one.post.id === asked.id && one.handle === asked.handle);
    return message === undefined ? { kind: 'not_shown' } : { kind: 'shown', message };
  }
  const errors = findAll(page, (one) => hasClass(one, 'tgme_widget_message_error'));
  const [error] = errors;
  // Words count where Telegram puts its own, alone, on a page without any post: a post may quote them.
  if (error === undefined || errors.length > 1 || firstOfClass(page, 'js-message_text') !== null) return unfamiliar(page);
  const text = plain(textIn(error));
  const said = WORDS.find(([pattern]) => pattern.test(text));
  if (said !== undefined) return { kind: 'said', status: said[1], reason: said[2] };
  return { kind: 'not_shown' };
}
