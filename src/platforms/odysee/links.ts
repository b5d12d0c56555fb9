/** How Odysee and LBRY write links to channels: a name and, where two share it, a claim id behind a colon. */

import type { LinkGrammar } from '../../model/link.ts';

export const odyseeLinks: LinkGrammar = {
  platform: 'odysee',
  parts: { name: '[\\w-]{1,64}(?::[0-9a-f]{1,40})?' },
  keepCase: [],
  reserved: [],
  rules: [
    {
      on: ['odysee.com', 'lbry.tv'],
      path: '/(?:\\$/)?@{name}',
      unless: null,
      kind: 'channel',
      canonical: 'https://odysee.com/@{name}',
      channel: '{name}',
      post: null,
    },
    {
      on: ['lbry:'],
      path: '@{name}',
      unless: null,
      kind: 'channel',
      canonical: 'https://odysee.com/@{name}',
      channel: '{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
