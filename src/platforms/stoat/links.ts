/** How Stoat, formerly Revolt, writes invites. */

import type { LinkGrammar } from '../../model/link.ts';

export const stoatLinks: LinkGrammar = {
  platform: 'stoat',
  parts: { token: '[a-z0-9]{4,32}' },
  keepCase: ['token'],
  reserved: [],
  rules: [
    {
      on: ['rvlt.gg', 'stt.gg'],
      path: '/{token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://stt.gg/{token}',
      channel: '+{token}',
      post: null,
    },
    {
      on: ['app.revolt.chat', 'revolt.chat', 'stoat.chat', 'app.stoat.chat'],
      path: '/invite/{token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://stt.gg/{token}',
      channel: '+{token}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
