/** How WhatsApp writes links to groups and channels. Its `wa.me` links are telephone numbers, which are never kept. */

import type { LinkGrammar } from '../../model/link.ts';

export const whatsappLinks: LinkGrammar = {
  platform: 'whatsapp',
  parts: { token: '[a-z0-9]{10,32}', post: '\\d{1,20}' },
  keepCase: ['token'],
  reserved: [],
  rules: [
    {
      on: ['chat.whatsapp.com'],
      path: '/(?:invite/)?{token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://chat.whatsapp.com/{token}',
      channel: '+{token}',
      post: null,
    },
    {
      on: ['whatsapp.com'],
      path: '/channel/{token}/{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://whatsapp.com/channel/{token}/{post}',
      channel: '+{token}',
      post: '{post}',
    },
    {
      on: ['whatsapp.com'],
      path: '/channel/{token}',
      unless: null,
      kind: 'channel',
      canonical: 'https://whatsapp.com/channel/{token}',
      channel: '+{token}',
      post: null,
    },
    {
      on: ['whatsapp:'],
      path: 'chat/?\\?code={token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://chat.whatsapp.com/{token}',
      channel: '+{token}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
