/** How GETTR writes links to accounts. */

import type { LinkGrammar } from '../../model/link.ts';

export const gettrLinks: LinkGrammar = {
  platform: 'gettr',
  parts: { name: '\\w{3,30}' },
  keepCase: [],
  reserved: [],
  rules: [
    {
      on: ['gettr.com'],
      path: '/user/{name}',
      unless: null,
      kind: 'account',
      canonical: 'https://gettr.com/user/{name}',
      channel: '{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
