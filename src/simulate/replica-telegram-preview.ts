/** Which posts does `t.me/s/name` show, and how does it lead on to older ones? Twenty ids a page. */

import type { ReplicaPost } from './replica.ts';
import { type Dress, messageMarkup, type Stage } from './replica-telegram-post.ts';
import { escapeHtml, roundedCount } from './replica-telegram-words.ts';
import { isDeleted, publishedBy } from './replica-world.ts';

const PAGE = 20;

/** Surface B, C and D: `before` and `after` are ids of posts, `query` words. */
export function previewPage(stage: Stage, query: URLSearchParams): string {
  const posts = visible(stage);
  const words = query.get('q')?.trim() ?? '';
  const shown = words === '' ? windowOf(posts, query, stage) : { page: search(posts, words), older: false, newer: false };
  const wraps = grouped(stage, shown.page).map(
    ([post, members]) => `<div class="tgme_widget_message_wrap js-widget_message_wrap">${messageMarkup(stage, post, members)}</div>`,
  );
  const none = words !== '' && wraps.length === 0 ? '<div class="tme_no_messages_found">No posts found</div>' : '';
  return document(stage, shown, none + wraps.join('\n'));
}

/** Every channel begins with the message that it was created. */
function visible({ standing: { place }, now }: Stage): ReplicaPost[] {
  const served = place.posts.slice(0, publishedBy(place, now)).filter((post) => !isDeleted(post, now));
  return place.posts[0]?.id === '1' ? served : [creation(place.createdAt), ...served];
}

function creation(at: number): ReplicaPost {
  return {
    id: '1',
    at,
    text: 'Channel created',
    links: [],
    author: null,
    forward: null,
    replyTo: null,
    views: 0,
    editedAt: null,
    deletedAt: null,
  };
}

interface Shown {
  page: ReplicaPost[];
  older: boolean;
  newer: boolean;
}

function windowOf(posts: readonly ReplicaPost[], query: URLSearchParams, stage: Stage): Shown {
  const before = number(query.get('before'));
  const after = number(query.get('after'));
  let end = before === null ? posts.length : posts.findIndex((post) => Number(post.id) >= before);
  if (end < 0) end = posts.length;
  let start = Math.max(0, end - PAGE);
  if (after !== null && before === null) {
    start = posts.findIndex((post) => Number(post.id) > after);
    if (start < 0) start = posts.length;
    end = Math.min(posts.length, start + PAGE);
  }
  // An album is never torn apart.
  while (start > 0 && albumOf(stage, posts[start]) !== null && albumOf(stage, posts[start]) === albumOf(stage, posts[start - 1]))
    start -= 1;
  while (
    end < posts.length &&
    end > start &&
    albumOf(stage, posts[end]) !== null &&
    albumOf(stage, posts[end]) === albumOf(stage, posts[end - 1])
  )
    end += 1;
  return { page: posts.slice(start, end), older: start > 0, newer: end < posts.length };
}

function number(text: string | null): number | null {
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : null;
}

/** The newest hits; never all of them. */
function search(posts: readonly ReplicaPost[], words: string): ReplicaPost[] {
  const wanted = words.toLowerCase();
  return posts.filter((post) => post.text.toLowerCase().includes(wanted)).slice(-(PAGE + 1));
}

function albumOf(stage: Stage, post: ReplicaPost | undefined): string | null {
  const dress = post === undefined ? 'plain' : dressOf(stage, post);
  return typeof dress === 'object' ? dress.albumOf : null;
}

function dressOf(stage: Stage, post: ReplicaPost): Dress {
  return stage.dress(stage.standing.place, post);
}

/** Posts with the further members of the album that they stand for. */
function grouped(stage: Stage, page: readonly ReplicaPost[]): [ReplicaPost, ReplicaPost[]][] {
  const groups: [ReplicaPost, ReplicaPost[]][] = [];
  for (const post of page) {
    const album = albumOf(stage, post);
    const last = groups.at(-1);
    if (album !== null && last !== undefined && albumOf(stage, last[0]) === album) last[1].push(post);
    else groups.push([post, []]);
  }
  return groups;
}

function document(stage: Stage, shown: Shown, history: string): string {
  const { standing, words } = stage;
  const { handle, face } = standing;
  const title = escapeHtml(face.title);
  const about = escapeHtml(face.about);
  const [oldest, newest] = [shown.page[0]?.id, shown.page.at(-1)?.id];
  const prev = shown.older && oldest !== undefined ? `/s/${handle}?before=${oldest}` : null;
  const next = shown.newer && newest !== undefined ? `/s/${handle}?after=${newest}` : null;
  const canonical = newest === undefined ? `/s/${handle}` : `/s/${handle}?before=${Number(newest) + 1}`;
  const more = (href: string | null, attribute: string): string =>
    href === null
      ? ''
      : `<div class="tgme_widget_message_centered js-messages_more_wrap"><a href="${href}" class="tme_messages_more js-messages_more" ${attribute}></a></div>`;
  return `<!DOCTYPE html>
<html lang="${words.lang}">
<head>
<meta charset="utf-8">
<title>${title} – Telegram</title>
<meta name="viewport" content="width=device-width, initial-scale=1.0" />
${prev === null ? '' : `<link rel="prev" href="${prev}">\n`}${next === null ? '' : `<link rel="next" href="${next}">\n`}<link rel="canonical" href="${canonical}">
<meta property="og:title" content="${title}">
<meta property="og:site_name" content="Telegram">
<meta property="og:description" content="${about}">
</head>
<body class="widget_frame_base tgme_webpreview">
<header class="tgme_header search_collapsed"><div class="tgme_container"><div class="tgme_header_search"><form class="tgme_header_search_form" action="/s/${handle}"><input class="tgme_header_search_form_input" name="q" autocomplete="off"></form></div>
<div class="tgme_header_info"><a class="tgme_channel_join_telegram" href="//telegram.org/dl"></a><a class="tgme_header_link" href="https://t.me/${handle}"><div class="tgme_header_title_wrap"><div class="tgme_header_title"><span dir="auto">${title}</span></div></div><div class="tgme_header_counter">${words.subscribers(roundedCount(face.subscribers), face.subscribers === 1)}</div></a></div></div></header>
<main class="tgme_main" data-url="/${handle}"><div class="tgme_container">
${channelInfo(stage, title, about)}
<section class="tgme_channel_history js-message_history">
${more(prev, `data-before="${oldest}"`)}${history}${more(next, `data-after="${newest}"`)}
</section>
</div></main>
</body>
</html>
`;
}

function channelInfo({ standing: { handle, face }, words }: Stage, title: string, about: string): string {
  const counter = (value: string, type: string): string =>
    `<div class="tgme_channel_info_counter"><span class="counter_value">${value}</span> <span class="counter_type">${type}</span></div>`;
  const subscribers = words.subscribers('', face.subscribers === 1).trim();
  return `<section class="tgme_right_column"><div class="tgme_channel_info">
<div class="tgme_channel_info_header"><div class="tgme_channel_info_header_title_wrap"><div class="tgme_channel_info_header_title"><span dir="auto">${title}</span></div></div>
<div class="tgme_channel_info_header_username"><a href="https://t.me/${handle}">@${handle}</a></div></div>
<div class="tgme_channel_info_counters">${counter(roundedCount(face.subscribers), subscribers)}${counter('12', 'photos')}${counter('3', 'links')}</div>
${about === '' ? '' : `<div class="tgme_channel_info_description">${about.replaceAll('\n', '<br/>')}</div>\n`}<a class="tgme_channel_download_telegram" href="//telegram.org/dl">Download Telegram</a>
</div></section>`;
}
