/** How Session writes links to open groups: any host, known by the public key. Account ids stand for persons and are left out. */

import type { LinkGrammar } from '../../model/link.ts';

export const sessionLinks: LinkGrammar = {
  platform: 'session',
  parts: { name: '[\\w-]{1,64}', key: '[0-9a-f]{64}' },
  keepCase: [],
  reserved: [],
  rules: [
    {
      on: ['*/?'],
      path: '/{name}/?\\?public_key={key}',
      unless: null,
      kind: 'room',
      canonical: 'https://{host}/{name}?public_key={key}',
      channel: '{host}/{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
