/** What does t.me show for a name or an invite? The page about a channel, a group, a person or a bot, and the page about nobody. */

import { hexOf } from './replica-http.ts';
import { escapeHtml, exactCount, type Words } from './replica-telegram-words.ts';
import type { Standing } from './replica-world.ts';

interface Head {
  title: string;
  ogTitle: string;
  ogImage: string;
  ogDescription: string;
  /** Further tags. */
  more: string;
}

const LOGO = 'https://telegram.org/img/t_logo_2x.png';

function page(words: Words, head: Head, body: string): string {
  return `<!DOCTYPE html>
<html lang="${words.lang}">
<head>
<meta charset="utf-8">
<title>${head.title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1.0" />
<meta property="og:title" content="${head.ogTitle}">
<meta property="og:image" content="${head.ogImage}">
<meta property="og:site_name" content="Telegram">
<meta property="og:description" content="${head.ogDescription}">
<meta property="twitter:title" content="${head.ogTitle}">
<meta property="twitter:image" content="${head.ogImage}">
<meta property="twitter:site" content="@Telegram">
${head.more}<link rel="icon" type="image/svg+xml" href="//telegram.org/img/website_icon.svg?4">
<link href="//telegram.org/css/telegram.css?236" rel="stylesheet" media="screen">
</head>
<body class="no_transition">
<div class="tgme_page_wrap">
<div class="tgme_head_wrap"><div class="tgme_head"><a href="//telegram.org/" class="tgme_head_brand"><i class="tgme_logo"></i></a><a class="tgme_head_right_btn" href="//telegram.org/dl">Download</a></div></div>
<div class="tgme_body_wrap">
<div class="tgme_page">
${body}
</div>
</div>
</div>
<div id="tgme_frame_cont"></div>
</body>
</html>
`;
}

function photo(standing: Standing, link: string): string {
  const letter = escapeHtml([...standing.face.title][0] ?? '?');
  return `<div class="tgme_page_photo"><a href="${link}"><i class="tgme_page_photo_image bgcolor2" data-content="${letter}"></i></a></div>`;
}

function titled(title: string): string {
  return `<div class="tgme_page_title" dir="auto"><span dir="auto">${escapeHtml(title)}</span></div>`;
}

function described(about: string): string {
  return about === '' ? '' : `<div class="tgme_page_description" dir="auto">${escapeHtml(about).replaceAll('\n', '<br/>')}</div>`;
}

function button(label: string, href: string): string {
  return `<div class="tgme_page_action"><a class="tgme_action_button_new shine" href="${href}">${label}</a></div>`;
}

function avatar(standing: Standing): string {
  return `https://cdn1.telesco.pe/file/${hexOf(`${standing.place.nativeId} ${standing.face.title}`, 40)}.jpg`;
}

/** `11 110 268 subscribers`, `16 674 members, 362 online`. */
function size(standing: Standing, words: Words): string {
  const count = standing.face.subscribers;
  const separator = hexOf(standing.place.nativeId, 1) < '8' ? ' ' : '\u00a0';
  const exact = exactCount(count, separator);
  if (standing.place.kind === 'channel') return words.subscribers(exact, count === 1);
  const online = Math.floor(count / 45);
  return words.members(exact, online === 0 ? null : exactCount(online, separator));
}

/** Surface A: a place that can be seen. */
export function placePage(standing: Standing, words: Words): string {
  const { place, face } = standing;
  const name = standing.handle ?? '';
  const app = `tg://resolve?domain=${name}`;
  const isCommunity = place.kind === 'channel' || place.kind === 'group';
  const preview =
    place.kind === 'channel' && face.preview && standing.ending === null
      ? `<div class="tgme_page_context_link_wrap"><a class="tgme_page_context_link" href="/s/${name}">${words.preview}</a></div>`
      : '';
  const label = isCommunity ? words.open : place.kind === 'bot' ? words.startBot : words.message;
  const body = [
    photo(standing, app),
    titled(face.title),
    `<div class="tgme_page_extra">${isCommunity ? size(standing, words) : `@${name}`}</div>`,
    described(face.about),
    button(label, app),
    `<div class="tgme_page_additional">${words.ifYouHave(isCommunity ? 'view' : 'contact')} <strong>${escapeHtml(face.title)}</strong>.</div>`,
    preview,
  ];
  const title = isCommunity ? words.view(name) : words.contact(name);
  const head = {
    title,
    ogTitle: escapeHtml(face.title),
    ogImage: avatar(standing),
    ogDescription: escapeHtml(face.about),
    more: `<meta property="al:ios:url" content="${app}">\n<meta property="al:android:url" content="${app}">\n`,
  };
  return page(words, head, body.join('\n'));
}

/** Surface A: nobody holds the name, whatever became of who did. */
export function contactPage(name: string, words: Words): string {
  const link = `<a class="tgme_username_link" href="tg://resolve?domain=${escapeHtml(name)}">@${escapeHtml(name)}</a>`;
  const head = {
    title: words.contact(escapeHtml(name)),
    ogTitle: words.contact(escapeHtml(name)),
    ogImage: LOGO,
    ogDescription: '',
    more: '<meta name="robots" content="noindex, nofollow">\n',
  };
  const body = `<div class="tgme_page_icon"><i class="tgme_icon_user"></i></div>
<div class="tgme_page_description">
${words.ifYouHave('contact')} ${link} right away.
</div>
${button(words.message, `tg://resolve?domain=${escapeHtml(name)}`)}`;
  return page(words, head, body);
}

/** Surface F: an invite that still opens. */
export function invitePage(standing: Standing, token: string, words: Words): string {
  const { face, place } = standing;
  const app = `tg://join?invite=${token}`;
  const body = [
    photo(standing, app),
    titled(face.title),
    `<div class="tgme_page_extra">${size(standing, words)}</div>`,
    described(face.about),
    `<div class="tgme_page_additional">${words.ifYouHave('join')}.</div>`,
    button(place.kind === 'channel' ? words.joinChannel : words.joinGroup, app),
  ];
  const title = `Telegram: Join ${place.kind === 'channel' ? 'Channel' : 'Group Chat'}`;
  const head = { title, ogTitle: escapeHtml(face.title), ogImage: avatar(standing), ogDescription: escapeHtml(face.about), more: '' };
  return page(words, head, body.join('\n'));
}

/** Surface F: an invite that was withdrawn, has run out, or never was. */
export function deadInvitePage(token: string, isGroup: boolean, words: Words): string {
  const said = words.deadInvite(isGroup);
  const body = `<div class="tgme_page_icon"><i class="${isGroup ? 'tgme_icon_group' : 'tgme_icon_channel'}"></i></div>
<div class="tgme_page_description">${words.ifYouHave('join')}.</div>
${button(isGroup ? words.joinGroup : words.joinChannel, `tg://join?invite=${token}`)}`;
  return page(words, { title: said, ogTitle: said, ogImage: LOGO, ogDescription: '', more: '<meta name="robots" content="none">\n' }, body);
}
