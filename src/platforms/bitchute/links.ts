/** How BitChute writes links to channels. */

import type { LinkGrammar } from '../../model/link.ts';

export const bitchuteLinks: LinkGrammar = {
  platform: 'bitchute',
  parts: { name: '[\\w-]{3,64}' },
  keepCase: [],
  reserved: [],
  rules: [
    {
      on: ['bitchute.com', 'old.bitchute.com'],
      path: '/channel/{name}',
      unless: null,
      kind: 'channel',
      canonical: 'https://www.bitchute.com/channel/{name}',
      channel: '{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
