/** How Guilded wrote invites. */

import type { LinkGrammar } from '../../model/link.ts';

export const guildedLinks: LinkGrammar = {
  platform: 'guilded',
  parts: { token: '[a-z0-9-]{4,32}' },
  keepCase: ['token'],
  reserved: [],
  rules: [
    {
      on: ['guilded.gg', 'guilded.com'],
      path: '/i/{token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://www.guilded.gg/i/{token}',
      channel: '+{token}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
