/** How Keybase writes links to teams. */

import type { LinkGrammar } from '../../model/link.ts';

export const keybaseLinks: LinkGrammar = {
  platform: 'keybase',
  parts: { name: '[a-z0-9_]{2,16}(?:\\.[a-z0-9_]{2,16})?' },
  keepCase: [],
  reserved: [],
  rules: [
    {
      on: ['keybase.io'],
      path: '/team/{name}',
      unless: null,
      kind: 'group',
      canonical: 'https://keybase.io/team/{name}',
      channel: '{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
