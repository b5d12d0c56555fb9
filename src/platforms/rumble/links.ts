/** How Rumble writes links to channels and users. */

import type { LinkGrammar } from '../../model/link.ts';

export const rumbleLinks: LinkGrammar = {
  platform: 'rumble',
  parts: { name: '[\\w-]{2,64}' },
  keepCase: [],
  reserved: [],
  rules: [
    {
      on: ['rumble.com'],
      path: '/c/{name}',
      unless: null,
      kind: 'channel',
      canonical: 'https://rumble.com/c/{name}',
      channel: 'c/{name}',
      post: null,
    },
    {
      on: ['rumble.com'],
      path: '/user/{name}',
      unless: null,
      kind: 'channel',
      canonical: 'https://rumble.com/user/{name}',
      channel: 'user/{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
