/** How Kick writes links to channels. */

import type { LinkGrammar } from '../../model/link.ts';

export const kickLinks: LinkGrammar = {
  platform: 'kick',
  parts: { name: '[a-z0-9]\\w{2,24}' },
  keepCase: [],
  reserved:
    'about browse categories category community-guidelines dashboard following help login privacy-policy search settings signup terms-of-service video'.split(
      ' ',
    ),
  rules: [
    {
      on: ['kick.com'],
      path: '/{name}',
      unless: null,
      kind: 'channel',
      canonical: 'https://kick.com/{name}',
      channel: '{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
