/** How YouTube writes links to channels. Single videos name no channel and are left out. */

import type { LinkGrammar } from '../../model/link.ts';

export const youtubeLinks: LinkGrammar = {
  platform: 'youtube',
  parts: { name: '[\\w.-]{2,29}\\w', id: 'UC[\\w-]{22}' },
  keepCase: ['id'],
  reserved: [],
  rules: [
    {
      on: ['youtube.com'],
      path: '/channel/{id}',
      unless: null,
      kind: 'channel',
      canonical: 'https://www.youtube.com/channel/{id}',
      channel: '#{id}',
      post: null,
    },
    {
      on: ['youtube.com'],
      path: '/@{name}',
      unless: null,
      kind: 'channel',
      canonical: 'https://www.youtube.com/@{name}',
      channel: '{name}',
      post: null,
    },
    {
      on: ['youtube.com'],
      path: '/c/{name}',
      unless: null,
      kind: 'channel',
      canonical: 'https://www.youtube.com/c/{name}',
      channel: 'c/{name}',
      post: null,
    },
    {
      on: ['youtube.com'],
      path: '/user/{name}',
      unless: null,
      kind: 'channel',
      canonical: 'https://www.youtube.com/user/{name}',
      channel: 'user/{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
