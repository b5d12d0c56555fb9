import type { Forward, Media, Ms } from '../../model/observation.ts';
import { channelRef } from '../../model/ref.ts';
import { parseTime } from '../../model/time.ts';
import { integer, object, parseJson } from '../../text/json-values.ts';
import { type Element, elementsOf, hasClass, textIn } from './desktop-html-blocks.ts';
import { actionOf } from './desktop-html-parts.ts';
import { allOfClass, attribute, findAll, findFirst, firstOfClass } from './watch-html.ts';

/** What do the parts of one message of the web preview say: who it is, its time, links, media, forward? */

/** What `data-view` and `data-peer` show beside a message. */
export interface Identity {
  /** The channel's positive id, as exports write it; null where neither shows one. */
  nativeId: string | null;
  /** When the server made the page, by its own clock; null where it does not say. */
  madeAt: Ms | null;
}

/** Ids above this are written with Bot API's prefix `-100`. */
const PREFIX = 1_000_000_000_000;

/** `data-view` is base64url of `{"c":-1554951087,"p":89,"t":1787431464,"h":…}`; a group shows only `data-peer="c1554951087_…"`. */
export function identityOf(message: Element): Identity {
  const view = object(jsonIn(attribute(message, 'data-view')));
  const raw = integer(view?.['c']);
  const made = integer(view?.['t']);
  const peer = /^c(\d{1,16})_/.exec(attribute(message, 'data-peer') ?? '')?.[1];
  return {
    nativeId: raw === null ? bare(peer === undefined ? null : Number(peer)) : bare(raw),
    madeAt: made !== null && made > 0 && made < 4_102_444_800 ? made * 1000 : null,
  };
}

function bare(raw: number | null): string | null {
  const size = Math.abs(raw ?? 0);
  const id = size > PREFIX ? size - PREFIX : size;
  return id === 0 || !Number.isSafeInteger(size) ? null : String(id);
}

function jsonIn(encoded: string | null): unknown {
  if (encoded === null || encoded.length > 4096) return null;
  const parsed = parseJson(Buffer.from(encoded, 'base64url').toString('utf8'));
  return parsed.ok ? parsed.value : null;
}

/** `Garden/89` → handle in lower case and number of a post; null for anything else. */
export function placeOf(message: Element): { handle: string; id: string } | null {
  const m = /^(\w{2,64})\/([1-9]\d{0,11})$/.exec(attribute(message, 'data-post') ?? '');
  return m === null ? null : { handle: (m[1] ?? '').toLowerCase(), id: m[2] ?? '' };
}

/** Its time of publication, to the second, in UTC. */
export function timeOf(message: Element): Ms | null {
  for (const date of allOfClass(message, 'tgme_widget_message_date')) {
    const time = findFirst(date, (one) => one.name === 'time');
    const parsed = parseTime(attribute(time, 'datetime') ?? '');
    if (parsed?.zoned === true) return parsed.ms;
  }
  return null;
}

/** The message's own words; those of the message that it answers stand in another element. */
export function bodyOf(message: Element): Element | null {
  return findFirst(message, (one) => hasClass(one, 'js-message_text') && !hasClass(one, 'js-message_reply_text'));
}

/** Where links in the text and on buttons lead, each once. Addresses and numbers of people are left out. */
export function linksOf(message: Element): string[] {
  const body = bodyOf(message);
  const anchors = [
    ...(body === null ? [] : findAll(body, (one) => one.name === 'a')),
    ...findAll(message, (one) => one.name === 'a' && hasClass(one, 'tgme_widget_message_inline_button')),
  ];
  const links: string[] = [];
  for (const anchor of anchors) {
    const href = targetOf(anchor);
    if (/^(?:https?|tg|ftp|xmpp|matrix|magnet):/i.test(href) && !links.includes(href)) links.push(href);
  }
  return links;
}

const ESCAPES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#039': "'" };

/** Links that ask before they open are escaped once more than others. */
function targetOf(anchor: Element): string {
  const href = attribute(anchor, 'href') ?? '';
  if (attribute(anchor, 'onclick') === null) return href;
  return href.replace(/&(amp|lt|gt|quot|#0?39);/g, (whole, name: string) => ESCAPES[name] ?? whole);
}

/** `12.5M` → 12500000; null for what is no number. */
export function numberOf(shown: string): number | null {
  const m = /^(\d{1,12}(?:\.\d{1,3})?)\s?([KMB])?$/i.exec(shown.replace(/[\s\u00A0,]/g, ''));
  if (m === null) return null;
  const unit = { K: 1e3, M: 1e6, B: 1e9 }[m[2]?.toUpperCase() ?? ''] ?? 1;
  return Math.round(Number(m[1]) * unit);
}

/** That it is a forward, and of which post. A name without a link to a post may be a person's and is not kept. */
export function forwardOf(message: Element): Forward | null {
  const source = firstOfClass(message, 'tgme_widget_message_forwarded_from');
  const name = firstOfClass(message, 'tgme_widget_message_forwarded_from_name');
  if (source === null && name === null) return null;
  const from = postLink(attribute(name, 'href'));
  return { channel: from?.channel ?? null, id: from?.id ?? null, at: null };
}

/** The post that it answers, if that stands in the same place. */
export function replyOf(message: Element, handle: string): string | null {
  const to = postLink(attribute(firstOfClass(message, 'tgme_widget_message_reply'), 'href'));
  return to !== null && to.channel === channelRef('telegram', handle) ? to.id : null;
}

function postLink(href: string | null): { channel: string | null; id: string } | null {
  const m = /^(?:https?:)?\/\/t\.me\/(?:s\/)?(?:c\/(\d{1,16})|([A-Za-z]\w{2,63}))\/(?:\d+\/)?(\d{1,12})(?:[?#]|$)/.exec(href ?? '');
  if (m === null) return null;
  return { channel: channelRef('telegram', m[1] === undefined ? (m[2] ?? '') : `#${m[1]}`), id: m[3] ?? '' };
}

/** By class. Each element of one is one item; inside of it nothing more is looked for. */
const MEDIA: ReadonlyMap<string, string> = new Map([
  ['tgme_widget_message_photo_wrap', 'image'],
  ['tgme_widget_message_video_player', 'video'],
  ['tgme_widget_message_video_wrap', 'video'],
  ['tgme_widget_message_roundvideo_player', 'video_message'],
  ['tgme_widget_message_roundvideo_wrap', 'video_message'],
  ['tgme_widget_message_sticker_wrap', 'sticker'],
  ['tgme_widget_message_sticker', 'sticker'],
  ['tgme_widget_message_videosticker', 'sticker'],
  ['tgme_widget_message_tgsticker', 'sticker'],
  ['tgme_widget_message_voice_player', 'voice'],
  ['tgme_widget_message_voice', 'voice'],
  ['tgme_widget_message_document_wrap', 'file'],
  ['tgme_widget_message_document', 'file'],
  ['tgme_widget_message_poll', 'poll'],
  ['tgme_widget_message_location_wrap', 'location'],
  ['tgme_widget_message_location', 'location'],
  ['tgme_widget_message_contact_wrap', 'contact'],
  ['tgme_widget_message_contact', 'contact'],
  ['tgme_widget_message_invoice', 'invoice'],
  ['tgme_widget_message_game', 'game'],
  ['tgme_widget_message_giveaway', 'giveaway'],
  ['message_media_not_supported', 'unsupported'],
]);
const ASIDE = ['tgme_widget_message_reply', 'tgme_widget_message_link_preview', 'tgme_widget_message_user', 'js-message_text'];

/** Kinds of what it carries, an album's pictures one by one. The files are never asked for, so their digests are not known. */
export function mediaOf(message: Element): Media[] {
  const kinds: string[] = [];
  const visit = (element: Element): void => {
    for (const child of elementsOf(element)) {
      if (ASIDE.some((name) => hasClass(child, name))) continue;
      const kind = kindOf(child);
      if (kind === null) visit(child);
      else kinds.push(kind);
    }
  };
  visit(message);
  return kinds.map((kind) => ({ kind, sha256: null, perceptualHash: null }));
}

function kindOf(element: Element): string | null {
  const name = element.classes.find((one) => MEDIA.has(one));
  const kind = name === undefined ? undefined : MEDIA.get(name);
  if (kind !== 'file') return kind ?? null;
  const icon = firstOfClass(element, 'tgme_widget_message_document_icon');
  return icon !== null && hasClass(icon, 'audio') ? 'audio' : 'file';
}

/** Question and options of a poll, one a line; null where there is none. */
export function pollOf(message: Element): string | null {
  const poll = firstOfClass(message, 'tgme_widget_message_poll');
  const question = poll === null ? null : firstOfClass(poll, 'tgme_widget_message_poll_question');
  if (poll === null || question === null) return null;
  const options = allOfClass(poll, 'tgme_widget_message_poll_option_text');
  return [textIn(question), ...options.map((option) => `- ${textIn(option)}`)].join('\n');
}

const ACTIONS: readonly (readonly [RegExp, string])[] = [
  [/^Channel created$/i, 'create_channel'],
  [/^(?:Group|Supergroup) created$/i, 'create_group'],
  [/^(?:Channel|Group) (?:name|title) was changed\b|^(?:Channel|Group) renamed\b/i, 'edit_group_title'],
  [/^(?:Channel|Group) photo (?:was )?(?:updated|changed)$/i, 'edit_group_photo'],
  [/^(?:Channel|Group) photo (?:was )?(?:removed|deleted)$/i, 'delete_group_photo'],
  [/\bpinned\b/i, 'pin_message'],
  [/^(?:Live stream|Video chat|Voice chat)\b/i, 'group_call'],
];

/** What a service message reports, in the words that exports use. Its wording names people and is not kept. */
export function serviceAction(text: string): string {
  return ACTIONS.find(([pattern]) => pattern.test(text))?.[1] ?? actionOf(text).action;
}
