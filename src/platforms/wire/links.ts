/** How Wire writes links to conversations. */

import type { LinkGrammar } from '../../model/link.ts';

export const wireLinks: LinkGrammar = {
  platform: 'wire',
  parts: { token: '[\\w-]{8,64}' },
  keepCase: ['token'],
  reserved: [],
  rules: [
    {
      on: ['account.wire.com', 'app.wire.com', 'wire.com'],
      path: '/(?:#/)?(?:conversation-join|join-conversation|conversation)/?(?=\\?(?:[^#\\s]{0,200}&)?key={token}(?![\\w-]))',
      unless: null,
      kind: 'invite',
      canonical: 'https://account.wire.com/conversation-join/?key={token}',
      channel: '+{token}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
