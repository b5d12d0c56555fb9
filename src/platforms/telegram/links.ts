/** How Telegram writes links: t.me and its mirrors, `name.t.me`, `tg:`. After its own client's parser (tdlib, LinkManager) and core.telegram.org/api/links. */

import type { LinkGrammar } from '../../model/link.ts';

const HOSTS = ['t.me', 'telegram.me', 'telegram.dog', 'tx.me'];
const NAMED = [...HOSTS, '*.t.me'];
/** Queries of `tg:` links come in any order; each part looked for from the same place. */
const QUERY = '(?=\\?(?:[^#\\s]{0,200}&)?';

/** What turns a link to a name into one to its bot, game, call, gift, story or web application: no community. */
const OTHER_PURPOSE = [
  '(?:start|startgroup|voicechat|videochat|livestream|direct|boost)(?![\\w%-])',
  '(?:game|ref)=[^&#\\s]',
  'startapp=[\\w-]',
  'attach=[A-Za-z]',
  '(?<!attach=[^&#\\s]{1,64}&)startattach(?!\\w)',
  'startchannel&admin=\\w',
].join('|');
const IN_QUERY = `[^#\\s]{0,300}?[?&](?:${OTHER_PURPOSE})`;
const IN_APP_QUERY = `${OTHER_PURPOSE}|(?:album|collection|story)=[1-9]\\d{0,8}(?![\\w])|story=live|appname=\\w{3}|bot_id=`;
/** Stories, albums, gifts and web applications of a name. */
const IN_PATH = '/(?:[sac]/{1,2}[1-9]\\d{0,18}(?!\\w)|s/live(?!\\w)|[A-Za-z]\\w{2,63}(?:[?#]|$|(?=[^\\w/-])))';

export const telegramLinks: LinkGrammar = {
  platform: 'telegram',
  parts: {
    name: '[a-z](?:[a-z0-9]|_(?=[a-z0-9])){3,31}',
    // Digits alone are a telephone number, which is never kept.
    token: '(?!\\d{1,64}(?![\\w-]))[\\w-]{1,64}',
    slug: '[\\w-]{1,64}',
    id: '[1-9]\\d{0,18}',
    post: '[1-9]\\d{0,11}',
  },
  keepCase: ['token', 'slug'],
  reserved: [
    'addemoji addlist addstickers addstyle addtheme auction auth boost call confirmphone contact giftcode group_call invoice',
    'joinchat login newbot proxy setlanguage settings share socks stickers nft telegraph http https',
  ].flatMap((line) => line.split(' ')),
  rules: [
    {
      on: NAMED,
      path: '(?:/s){0,8}/{name}/(?:[1-9]\\d{0,11}/)?{post}[a-z]{0,32}',
      unless: null,
      kind: 'post',
      canonical: 'https://t.me/{name}/{post}',
      channel: '{name}',
      post: '{post}',
    },
    {
      on: NAMED,
      path: '(?:/s){0,8}/{name}',
      unless: `${IN_PATH}|${IN_QUERY}`,
      kind: 'channel',
      canonical: 'https://t.me/{name}',
      channel: '{name}',
      post: null,
    },
    {
      on: HOSTS,
      path: '(?:/s){0,8}/(?:joinchat/|\\+|%2b|%20){token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://t.me/+{token}',
      channel: '+{token}',
      post: null,
    },
    {
      on: HOSTS,
      path: '/addlist/{slug}',
      unless: null,
      kind: 'folder',
      canonical: 'https://t.me/addlist/{slug}',
      channel: null,
      post: null,
    },
    {
      on: HOSTS,
      path: '/c/{id}/(?:[1-9]\\d{0,11}/)?{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://t.me/c/{id}/{post}',
      channel: '#{id}',
      post: '{post}',
    },
    {
      on: ['web.telegram.org'],
      path: '/(?:[akz]/)?#(?:/im\\?p=)?@{name}',
      unless: null,
      kind: 'channel',
      canonical: 'https://t.me/{name}',
      channel: '{name}',
      post: null,
    },
    {
      on: ['web.telegram.org'],
      path: '/(?:[akz]/)?#-100{id}',
      unless: null,
      kind: 'channel',
      canonical: 'https://web.telegram.org/k/#-100{id}',
      channel: '#{id}',
      post: null,
    },
    {
      on: ['tgstat.com', 'tgstat.ru', 'tgstat.org'],
      path: '/(?:[a-z]{2}/)?(?:channel|chat)/@{name}/{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://t.me/{name}/{post}',
      channel: '{name}',
      post: '{post}',
    },
    {
      on: ['tgstat.com', 'tgstat.ru', 'tgstat.org'],
      path: '/(?:[a-z]{2}/)?(?:channel|chat)/@{name}',
      unless: null,
      kind: 'channel',
      canonical: 'https://t.me/{name}',
      channel: '{name}',
      post: null,
    },
    {
      on: ['tg:'],
      path: `resolve/?${QUERY}domain={name}(?![\\w%]))${QUERY}post={post}(?!\\d))`,
      unless: null,
      kind: 'post',
      canonical: 'https://t.me/{name}/{post}',
      channel: '{name}',
      post: '{post}',
    },
    {
      on: ['tg:'],
      path: `resolve/?${QUERY}domain={name}(?![\\w%]))`,
      unless: `[^#\\s]{0,300}?[?&](?:${IN_APP_QUERY})`,
      kind: 'channel',
      canonical: 'https://t.me/{name}',
      channel: '{name}',
      post: null,
    },
    {
      on: ['tg:'],
      path: `privatepost/?${QUERY}channel={id}(?!\\w))${QUERY}post={post}(?!\\d))`,
      unless: null,
      kind: 'post',
      canonical: 'https://t.me/c/{id}/{post}',
      channel: '#{id}',
      post: '{post}',
    },
    {
      on: ['tg:'],
      path: 'join/?\\?invite={token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://t.me/+{token}',
      channel: '+{token}',
      post: null,
    },
    {
      on: ['tg:'],
      path: 'addlist/?\\?slug={slug}',
      unless: null,
      kind: 'folder',
      canonical: 'https://t.me/addlist/{slug}',
      channel: null,
      post: null,
    },
  ],
  mention: { on: ['@'], path: '@{name}', unless: null, kind: 'channel', canonical: 'https://t.me/{name}', channel: '{name}', post: null },
  cues: [
    'telegram tg telegramm телеграм телеграмм телеге телега тг تلجرام تلغرام تليجرام تيليجرام تيلجرام تيليغرام تلغرام تلگرام تلكرام تيليكرام',
  ].flatMap((line) => line.split(' ')),
};
