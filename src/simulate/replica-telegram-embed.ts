/** What does `t.me/name/id?embed=1` answer? A post, or in which words there is none: the only place where a ban is told. */

import type { ReplicaPost } from './replica.ts';
import { mixed } from './replica-http.ts';
import { messageMarkup, type Stage } from './replica-telegram-post.ts';
import type { Words } from './replica-telegram-words.ts';
import { postAt, type Standing } from './replica-world.ts';

/** Of the posts of a group the widget shows about this share. */
const GROUP_SHARE = 100;

/** Surface E for a place that can be seen. */
export function embedPage(stage: Stage, id: string): string {
  const { standing, words, now } = stage;
  if (standing.ending === 'restricted')
    return errorEmbed(words, words.restricted[standing.place.kind === 'group' ? 'device' : 'sensitive'], id);
  const post = postAt(standing.place, id, now);
  if (post === null || !shown(standing, post)) return errorEmbed(words, words.notFound, id);
  return embedDocument(messageMarkup(stage, post, []));
}

function shown({ place }: Standing, post: ReplicaPost): boolean {
  return place.kind === 'channel' || (place.kind === 'group' && mixed(`${place.nativeId}/${post.id}`) % GROUP_SHARE === 0);
}

/** Surface E where the platform removed the channel: known posts say so, ids that never were say nothing. */
export function bannedEmbed(stage: Stage, id: string): string {
  const { standing, words } = stage;
  const known = standing.place.posts.some((post) => post.id === id && post.at <= stage.now);
  if (!known) return errorEmbed(words, words.notFound, id);
  // The apostrophe comes both ways.
  const said = words.restricted.terms;
  return errorEmbed(words, mixed(standing.place.nativeId) % 2 === 0 ? said : said.replaceAll('’', "'"), id);
}

export function errorEmbed(words: Words, said: string, id: string): string {
  return embedDocument(`<div class="tgme_widget_message text_not_supported_wrap js-widget_message err_message" data-post-id="${id}">
<div class="tgme_widget_message_bubble"><div class="tgme_widget_message_error">${said}</div>
<div class="tgme_widget_message_link"><a href="//telegram.org/" class="link_anchor flex_ellipsis" lang="${words.lang}">Telegram</a></div></div>
</div>`);
}

function embedDocument(inner: string): string {
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>Telegram Widget</title>
<base target="_blank">
<meta name="viewport" content="width=device-width, initial-scale=1.0, minimum-scale=1.0, maximum-scale=1.0, user-scalable=no" />
<meta name="format-detection" content="telephone=no" />
<meta name="robots" content="noindex, nofollow">
<link href="//telegram.org/css/font-roboto.css?1" rel="stylesheet" type="text/css">
<link href="//telegram.org/css/widget-frame.css?72" rel="stylesheet" media="screen">
</head>
<body class="widget_frame_base tgme_widget body_widget_post emoji_image nodark">
${inner}
<script src="//telegram.org/js/widget-frame.js?65"></script>
</body>
</html>
`;
}
