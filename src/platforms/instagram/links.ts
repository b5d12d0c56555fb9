/** How Instagram writes links to accounts and broadcast channels. Single posts name no account and are left out. */

import type { LinkGrammar } from '../../model/link.ts';

export const instagramLinks: LinkGrammar = {
  platform: 'instagram',
  parts: { name: '[\\w](?:[\\w.]{0,28}\\w)?', token: '[\\w-]{8,64}' },
  keepCase: ['token'],
  reserved:
    'about accounts api blog channel developer direct directory download emails explore graphql help legal locations p press privacy reel reels session share stories terms tv web'.split(
      ' ',
    ),
  rules: [
    {
      on: ['instagram.com'],
      path: '/channel/{token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://www.instagram.com/channel/{token}',
      channel: '+{token}',
      post: null,
    },
    {
      on: ['instagram.com'],
      path: '/{name}',
      unless: '/(?:p|reel|tv)/',
      kind: 'account',
      canonical: 'https://www.instagram.com/{name}',
      channel: '{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
