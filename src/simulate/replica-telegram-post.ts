/** How does one post look on Telegram's web preview? The markup of a message with all that may hang on it. */

import { Buffer } from 'node:buffer';
import type { Ms } from '../model/observation.ts';
import type { ReplicaPlace, ReplicaPost } from './replica.ts';
import { hexOf } from './replica-http.ts';
import { escapeHtml, roundedCount, type Words } from './replica-telegram-words.ts';
import { postAt, type Standing } from './replica-world.ts';

/** What a post is beside its text. A world knows no media: this is told apart from it. */
export type Dress = 'plain' | 'photo' | 'video' | 'document' | 'voice' | 'poll' | 'location' | 'service' | { albumOf: string };

/** Where a post is shown. */
export interface Stage {
  standing: Standing;
  words: Words;
  now: Ms;
  serverNow: Ms;
  dress: (place: ReplicaPlace, post: ReplicaPost) => Dress;
  /** The widget of one post shows the id of its channel or group apart; only a channel signs its views. */
  embed: boolean;
}

/** `members` are the further posts of an album, of which only the first has markup of its own. */
export function messageMarkup(stage: Stage, post: ReplicaPost, members: readonly ReplicaPost[]): string {
  const { standing } = stage;
  const dress = stage.dress(standing.place, post);
  const service = dress === 'service';
  const classes = `tgme_widget_message text_not_supported_wrap${service ? ' service_message' : ''} js-widget_message`;
  const inner = service
    ? `<div class="tgme_widget_message_text js-message_text" dir="auto">${textMarkup(post)}</div>${footer(stage, post, '')}`
    : [
        author(stage, post),
        forwarded(stage, post),
        reply(stage, post),
        body(stage, post, members, dress),
        footer(stage, post, views(post)),
      ].join('');
  return `<div class="${classes}" data-post="${standing.handle}/${post.id}" ${signed(stage, post)}>
<div class="tgme_widget_message_user"><a href="https://t.me/${standing.handle}"><i class="tgme_widget_message_user_photo bgcolor1" data-content="${escapeHtml([...standing.face.title][0] ?? '')}"></i></a></div>
<div class="tgme_widget_message_bubble">${inner}</div>
</div>`;
}

/** `data-view` holds the channel's id, the post's, the server's time, and a digest; `data-peer` is all that a group shows. */
function signed({ standing: { place }, serverNow, embed }: Stage, post: ReplicaPost): string {
  const peer = embed ? ` data-peer="c${place.nativeId}_${hexOf(`peer ${place.nativeId}`, 18)}"` : '';
  if (place.kind !== 'channel') return peer.trimStart();
  const view = `{"c":-${place.nativeId},"p":${post.id},"t":${Math.floor(serverNow / 1000)},"h":"${hexOf(`${place.nativeId}/${post.id}`, 18)}"}`;
  return `data-view="${Buffer.from(view).toString('base64url')}"${peer}`;
}

function author({ standing }: Stage, post: ReplicaPost): string {
  const owner = `<a class="tgme_widget_message_owner_name" href="https://t.me/${standing.handle}"><span dir="auto">${escapeHtml(standing.face.title)}</span></a>`;
  const person =
    standing.place.kind === 'group' && post.author !== null
      ? `<span class="tgme_widget_message_author_name" dir="auto">${escapeHtml(post.author.name)}</span>&nbsp;in&nbsp;`
      : '';
  return `<div class="tgme_widget_message_author accent_color">${person}${owner}</div>`;
}

function forwarded({ words }: Stage, { forward }: ReplicaPost): string {
  if (forward === null) return '';
  const title = `<span dir="auto">${escapeHtml(forward.title)}</span>`;
  // Whoever hides its name, or has none, is named without a link.
  const name =
    forward.handle === ''
      ? `<span class="tgme_widget_message_forwarded_from_name">${title}</span>`
      : `<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/${forward.handle}${forward.id === '' ? '' : `/${forward.id}`}">${title}</a>`;
  return `<div class="tgme_widget_message_forwarded_from accent_color">${words.forwarded}&nbsp;${name}</div>`;
}

function reply({ standing, now }: Stage, { replyTo }: ReplicaPost): string {
  if (replyTo === null) return '';
  const quoted = postAt(standing.place, replyTo, now);
  const title = `<span class="tgme_widget_message_author_name" dir="auto">${escapeHtml(standing.face.title)}</span>`;
  return `<a class="tgme_widget_message_reply user-color-3" href="https://t.me/${standing.handle}/${replyTo}"><div class="tgme_widget_message_author accent_color">${title}</div><div class="tgme_widget_message_metatext js-message_reply_text" dir="auto">${escapeHtml([...(quoted?.text ?? '')].slice(0, 90).join(''))}</div></a>`;
}

function body(stage: Stage, post: ReplicaPost, members: readonly ReplicaPost[], dress: Dress): string {
  const text = post.text === '' ? '' : `<div class="tgme_widget_message_text js-message_text" dir="auto">${textMarkup(post)}</div>`;
  const link = `https://t.me/${stage.standing.handle}/${post.id}`;
  if (typeof dress === 'object') {
    const parts = [post, ...members].map((one) => photoWrap(`https://t.me/${stage.standing.handle}/${one.id}?single`, one.id));
    const grouped = `<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap"><div class="tgme_widget_message_grouped js-message_grouped">${parts.join('')}</div></div>`;
    return grouped + text;
  }
  if (dress === 'photo') return photoWrap(link, post.id) + text;
  if (dress === 'video') {
    return `<a class="tgme_widget_message_video_player js-message_video_player" href="${link}"><i class="tgme_widget_message_video_thumb"></i><time class="message_video_duration js-message_video_duration">0:21</time></a>${text}`;
  }
  if (dress === 'document') {
    return `<a class="tgme_widget_message_document_wrap" href="${link}"><div class="tgme_widget_message_document"><div class="tgme_widget_message_document_title accent_color" dir="auto">programme.pdf</div><div class="tgme_widget_message_document_extra" dir="auto">214 KB</div></div></a>${text}`;
  }
  if (dress === 'voice')
    return `<a class="tgme_widget_message_voice_player js-message_voice_player" href="${link}"><audio class="tgme_widget_message_voice js-message_voice" width="100%"></audio><time class="tgme_widget_message_voice_duration js-message_voice_duration">0:37</time></a>${text}`;
  if (dress === 'location')
    return `<a class="tgme_widget_message_location_wrap" href="https://maps.example.org/"><div class="tgme_widget_message_location"></div></a>${text}`;
  if (dress === 'poll') {
    return `<div class="tgme_widget_message_poll js-poll"><div class="tgme_widget_message_poll_question">${escapeHtml(post.text)}</div><div class="tgme_widget_message_poll_type">Anonymous Poll</div><div class="tgme_widget_message_poll_options"><div class="tgme_widget_message_poll_option_text">Tea</div><div class="tgme_widget_message_poll_option_text">Coffee</div></div></div>`;
  }
  return text;
}

function photoWrap(href: string, id: string): string {
  return `<a class="tgme_widget_message_photo_wrap ${hexOf(id, 16)}" href="${href}" style="width:800px;background-image:url('https://cdn4.telesco.pe/file/${hexOf(id, 24)}.jpg')"><div class="tgme_widget_message_photo" style="padding-top:75%"></div></a>`;
}

function views(post: ReplicaPost): string {
  return `<span class="tgme_widget_message_views">${roundedCount(post.views)}</span><span class="copyonly"> views</span>`;
}

function footer({ standing, words, now }: Stage, post: ReplicaPost, counted: string): string {
  const edited = post.editedAt !== null && post.editedAt <= now ? `${words.edited} &nbsp;` : '';
  const signature =
    standing.place.kind === 'channel' && post.author !== null
      ? `<span class="tgme_widget_message_from_author" dir="auto">${escapeHtml(post.author.name)}</span>,&nbsp;`
      : '';
  const iso = new Date(post.at).toISOString();
  const time = `<time datetime="${iso.slice(0, 19)}+00:00" class="time">${iso.slice(11, 16)}</time>`;
  const date = `<a class="tgme_widget_message_date" href="https://t.me/${standing.handle}/${post.id}">${time}</a>`;
  return `<div class="tgme_widget_message_footer compact js-message_footer"><div class="tgme_widget_message_info short js-message_info">${counted}<span class="tgme_widget_message_meta">${signature}${edited}${date}</span></div></div>`;
}

const WORD = /https?:\/\/[^\s<>"]+|(?<![\w/.])t\.me\/[\w+/-]+|(?<![\w@])@[A-Za-z]\w{3,31}|(?<![\w#&])#[\p{L}\p{N}_]+|[^\s]+/gu;
const TRAILING = /[.,;:!?)\]»”']+$/;

/** Text with what Telegram makes links of, and the targets that the text shows otherwise put on its plain words. */
function textMarkup(post: ReplicaPost): string {
  const hidden = [...post.links];
  const marked = escapedBetween(post.text, (word) => {
    const end = TRAILING.exec(word)?.[0] ?? '';
    const bare = end === '' ? word : word.slice(0, -end.length);
    if (/^https?:/.test(bare)) return auto(bare, bare) + escapeHtml(end);
    if (bare.startsWith('t.me/')) return auto(`https://${bare}`, bare) + escapeHtml(end);
    if (/^@\w/.test(word)) return auto(`https://t.me/${bare.slice(1)}`, bare) + escapeHtml(end);
    if (/^#[\p{L}\p{N}_]/u.test(word)) return `<a href="?q=${encodeURIComponent(bare)}">${escapeHtml(bare)}</a>${escapeHtml(end)}`;
    const target = hidden.shift();
    return target === undefined ? escapeHtml(word) : behind(target, escapeHtml(word));
  });
  // A link on an invisible letter is how channels hide one that opens a preview.
  return marked + hidden.map((target) => behind(target, '&#8203;')).join('');
}

function escapedBetween(text: string, mark: (word: string) => string): string {
  let out = '';
  let last = 0;
  for (const match of text.matchAll(WORD)) {
    out += text.slice(last, match.index).replaceAll('\n', '<br/>') + mark(match[0]);
    last = match.index + match[0].length;
  }
  return out + text.slice(last).replaceAll('\n', '<br/>');
}

function auto(href: string, label: string): string {
  return `<a href="${escapeHtml(href)}" target="_blank" rel="noopener">${escapeHtml(label)}</a>`;
}

/** Links that ask before they open are escaped twice. */
function behind(target: string, label: string): string {
  return `<a href="${escapeHtml(escapeHtml(target))}" target="_blank" rel="noopener" onclick="return confirm('Open this link?\\n\\n'+this.href);">${label}</a>`;
}
