/** How MAX writes links: names, invites, numeric chats of the web client. Links to persons (`max.ru/u/…`) are none of ours. */

import type { LinkGrammar } from '../../model/link.ts';

const HOSTS = ['max.ru', 'web.max.ru'];

export const maxLinks: LinkGrammar = {
  platform: 'max',
  parts: { name: '[a-z][a-z0-9_]{2,58}[a-z0-9]', token: '[\\w-]{6,128}', post: '[\\w-]{1,64}', id: '-?\\d{4,20}' },
  keepCase: ['token', 'post'],
  reserved:
    'about agreement api app apps blog business dev docs download faq features help index join legal login news partners personal policy press privacy rules security start support terms web'.split(
      ' ',
    ),
  rules: [
    {
      on: HOSTS,
      path: '/join/{token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://max.ru/join/{token}',
      channel: '+{token}',
      post: null,
    },
    {
      on: HOSTS,
      path: '/c/{id}/{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://max.ru/c/{id}/{post}',
      channel: '#{id}',
      post: '{post}',
    },
    { on: HOSTS, path: '/c/{id}', unless: null, kind: 'channel', canonical: 'https://web.max.ru/{id}', channel: '#{id}', post: null },
    {
      on: ['web.max.ru'],
      path: '/{id}',
      unless: null,
      kind: 'channel',
      canonical: 'https://web.max.ru/{id}',
      channel: '#{id}',
      post: null,
    },
    {
      on: HOSTS,
      path: '/{name}',
      unless: '\\?start(?:app)?=|/start(?!\\w)',
      kind: 'channel',
      canonical: 'https://max.ru/{name}',
      channel: '{name}',
      post: null,
    },
    {
      on: ['max:'],
      path: 'max\\.ru/(?:join/){token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://max.ru/join/{token}',
      channel: '+{token}',
      post: null,
    },
  ],
  mention: { on: ['@'], path: '@{name}', unless: null, kind: 'channel', canonical: 'https://max.ru/{name}', channel: '{name}', post: null },
  cues: ['max messenger', 'мессенджер max', 'мессенджере max', 'мы в max', 'канал в max', 'наш max', 'в мах'],
};
