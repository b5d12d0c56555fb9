/** How Signal writes links to groups. Its `signal.me` links lead to persons and are not kept. */

import type { LinkGrammar } from '../../model/link.ts';

export const signalLinks: LinkGrammar = {
  platform: 'signal',
  parts: { token: '[\\w=-]{16,256}' },
  keepCase: ['token'],
  reserved: [],
  rules: [
    {
      on: ['signal.group'],
      path: '/?#{token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://signal.group/#{token}',
      channel: '+{token}',
      post: null,
    },
    {
      on: ['sgnl:'],
      path: 'signal\\.group/?#{token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://signal.group/#{token}',
      channel: '+{token}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
