/** How X writes links, under its old name, its mirrors and the preview fixers too. Names as in its own extraction rules (twitter-text). */

import type { LinkGrammar } from '../../model/link.ts';

const HOSTS = [
  'x.com',
  'twitter.com',
  'fxtwitter.com',
  'vxtwitter.com',
  'fixupx.com',
  'fixvx.com',
  'twittpr.com',
  'nitter.net',
  'xcancel.com',
];

export const xLinks: LinkGrammar = {
  platform: 'x',
  parts: { name: '(?!\\d{1,15}(?!\\w))[a-z0-9_]{1,15}', post: '\\d{1,20}', id: '\\d{1,20}' },
  keepCase: [],
  reserved:
    'about account bookmarks communities compose connect_people download explore following grok hashtag help home i intent jobs lists login logout messages notifications oauth personalization premium privacy search settings share signup tos who_to_follow widgets'.split(
      ' ',
    ),
  rules: [
    {
      on: HOSTS,
      path: '/{name}/status(?:es)?/{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://x.com/{name}/status/{post}',
      channel: '{name}',
      post: '{post}',
    },
    {
      on: HOSTS,
      path: '/i/(?:web/)?status/{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://x.com/i/status/{post}',
      channel: null,
      post: '{post}',
    },
    {
      on: HOSTS,
      path: '/i/user/{id}',
      unless: null,
      kind: 'account',
      canonical: 'https://x.com/i/user/{id}',
      channel: '#{id}',
      post: null,
    },
    {
      on: HOSTS,
      path: '/i/communities/{id}',
      unless: null,
      kind: 'group',
      canonical: 'https://x.com/i/communities/{id}',
      channel: null,
      post: null,
    },
    {
      on: HOSTS,
      path: '/intent/(?:follow|user)/?(?=\\?(?:[^#\\s]{0,200}&)?screen_name={name}(?!\\w))',
      unless: null,
      kind: 'account',
      canonical: 'https://x.com/{name}',
      channel: '{name}',
      post: null,
    },
    { on: HOSTS, path: '/{name}', unless: null, kind: 'account', canonical: 'https://x.com/{name}', channel: '{name}', post: null },
    {
      on: ['twitter:'],
      path: 'user/?(?=\\?screen_name={name}(?!\\w))',
      unless: null,
      kind: 'account',
      canonical: 'https://x.com/{name}',
      channel: '{name}',
      post: null,
    },
  ],
  mention: { on: ['@'], path: '@{name}', unless: null, kind: 'account', canonical: 'https://x.com/{name}', channel: '{name}', post: null },
  cues: ['twitter', 'x:', 'твиттер', 'тви', 'تويتر', 'إكس:', 'اكس:'],
};
