/** How Threema writes links: ids of eight signs (`*` for broadcasting gateways) and group invites. */

import type { LinkGrammar } from '../../model/link.ts';

export const threemaLinks: LinkGrammar = {
  platform: 'threema',
  parts: { name: '[*a-z0-9][a-z0-9]{7}', token: '[\\w=+/-]{16,512}' },
  keepCase: ['token'],
  reserved: [],
  rules: [
    {
      on: ['threema.id'],
      path: '/{name}',
      unless: null,
      kind: 'account',
      canonical: 'https://threema.id/{name}',
      channel: '{name}',
      post: null,
    },
    {
      on: ['threema.group'],
      path: '/join/?#{token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://threema.group/join#{token}',
      channel: '+{token}',
      post: null,
    },
    {
      on: ['threema:'],
      path: '(?:add|compose)/?\\?id={name}',
      unless: null,
      kind: 'account',
      canonical: 'https://threema.id/{name}',
      channel: '{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
