/** How MeWe writes links to groups and pages. */

import type { LinkGrammar } from '../../model/link.ts';

export const meweLinks: LinkGrammar = {
  platform: 'mewe',
  parts: { name: '[\\w.-]{2,80}\\w', token: '[\\w-]{10,64}' },
  keepCase: ['token'],
  reserved: [],
  rules: [
    {
      on: ['mewe.com'],
      path: '/join/{name}',
      unless: null,
      kind: 'group',
      canonical: 'https://mewe.com/join/{name}',
      channel: '{name}',
      post: null,
    },
    {
      on: ['mewe.com'],
      path: '/group/{token}',
      unless: null,
      kind: 'group',
      canonical: 'https://mewe.com/group/{token}',
      channel: '#{token}',
      post: null,
    },
    {
      on: ['mewe.com'],
      path: '/p/{name}',
      unless: null,
      kind: 'account',
      canonical: 'https://mewe.com/p/{name}',
      channel: 'p/{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
