/** How LINE writes links to groups, open chats and official accounts. */

import type { LinkGrammar } from '../../model/link.ts';

export const lineLinks: LinkGrammar = {
  platform: 'line',
  parts: { token: '[\\w-]{8,64}', name: '[\\w.-]{3,30}' },
  keepCase: ['token'],
  reserved: [],
  rules: [
    {
      on: ['line.me'],
      path: '/(?:r/)?ti/g/{token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://line.me/R/ti/g/{token}',
      channel: '+{token}',
      post: null,
    },
    {
      on: ['line.me'],
      path: '/(?:r/)?ti/g2/{token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://line.me/ti/g2/{token}',
      channel: '+{token}',
      post: null,
    },
    {
      on: ['line.me'],
      path: '/(?:r/)?ti/p/(?:@|%40){name}',
      unless: null,
      kind: 'account',
      canonical: 'https://line.me/R/ti/p/@{name}',
      channel: '{name}',
      post: null,
    },
    {
      on: ['lin.ee'],
      path: '/{token}',
      unless: null,
      kind: 'account',
      canonical: 'https://lin.ee/{token}',
      channel: '+{token}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
