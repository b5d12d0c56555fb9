/** How Viber writes links to communities and channels. Links to numbers are never kept. */

import type { LinkGrammar } from '../../model/link.ts';

export const viberLinks: LinkGrammar = {
  platform: 'viber',
  parts: { token: '[\\w%=+/-]{10,256}', name: '[\\w-]{3,64}' },
  keepCase: ['token'],
  reserved: [],
  rules: [
    {
      on: ['invite.viber.com'],
      path: '/?(?=\\?(?:[^#\\s]{0,200}&)?g2?={token})',
      unless: null,
      kind: 'invite',
      canonical: 'https://invite.viber.com/?g2={token}',
      channel: '+{token}',
      post: null,
    },
    {
      on: ['viber:'],
      path: 'pa/?(?=\\?chatURI={name}(?![\\w-]))',
      unless: null,
      kind: 'account',
      canonical: 'viber://pa?chatURI={name}',
      channel: '{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
