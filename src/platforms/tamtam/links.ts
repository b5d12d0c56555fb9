/** How TamTam wrote links (closed in February 2026). Names after the `chatLink` of its bot API. */

import type { LinkGrammar } from '../../model/link.ts';

const HOSTS = ['tt.me', 'tamtam.chat'];

export const tamTamLinks: LinkGrammar = {
  platform: 'tamtam',
  parts: { name: '[a-z][a-z0-9_-]{1,58}[a-z0-9_]', token: '[\\w-]{6,128}', post: '[\\w-]{11,64}', id: '-?\\d{4,20}' },
  keepCase: ['token', 'post'],
  reserved: 'join login download about app apps privacy terms help blog start web call'.split(' '),
  rules: [
    {
      on: HOSTS,
      path: '/join/{token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://tt.me/join/{token}',
      channel: '+{token}',
      post: null,
    },
    {
      on: HOSTS,
      path: '/c/{id}/{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://tt.me/c/{id}/{post}',
      channel: '#{id}',
      post: '{post}',
    },
    {
      on: HOSTS,
      path: '/{name}/(?!start/){post}',
      unless: null,
      kind: 'post',
      canonical: 'https://tt.me/{name}/{post}',
      channel: '{name}',
      post: '{post}',
    },
    {
      on: HOSTS,
      path: '/{name}',
      unless: '/start(?!\\w)|\\?start=',
      kind: 'channel',
      canonical: 'https://tt.me/{name}',
      channel: '{name}',
      post: null,
    },
  ],
  mention: { on: ['@'], path: '@{name}', unless: null, kind: 'channel', canonical: 'https://tt.me/{name}', channel: '{name}', post: null },
  cues: ['tamtam', 'tam tam', 'тамтам', 'там там', 'تام تام', 'تامتام', 'تمتم'],
};
