/** How Discord writes links: invites, and the numeric ids of servers and messages. */

import type { LinkGrammar } from '../../model/link.ts';

const HOSTS = ['discord.com', 'discordapp.com', 'ptb.discord.com', 'canary.discord.com'];

export const discordLinks: LinkGrammar = {
  platform: 'discord',
  parts: { token: '[a-z0-9-]{2,32}', id: '\\d{15,20}', post: '\\d{15,20}' },
  keepCase: ['token'],
  reserved: [],
  rules: [
    {
      on: ['discord.gg'],
      path: '/(?:invite/)?{token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://discord.gg/{token}',
      channel: '+{token}',
      post: null,
    },
    {
      on: HOSTS,
      path: '/invite/{token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://discord.gg/{token}',
      channel: '+{token}',
      post: null,
    },
    {
      on: HOSTS,
      path: '/channels/{id}/\\d{15,20}/{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://discord.com/channels/{id}',
      channel: '#{id}',
      post: '{post}',
    },
    {
      on: HOSTS,
      path: '/channels/{id}(?:/\\d{15,20})?',
      unless: null,
      kind: 'group',
      canonical: 'https://discord.com/channels/{id}',
      channel: '#{id}',
      post: null,
    },
    {
      on: ['discord:'],
      path: '-?/?invite/{token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://discord.gg/{token}',
      channel: '+{token}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
