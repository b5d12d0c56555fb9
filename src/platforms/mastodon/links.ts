/** How Mastodon and its relatives write links. Anybody may run a server, so the host is part of the name: `user@host`. */

import type { LinkGrammar } from '../../model/link.ts';

export const mastodonLinks: LinkGrammar = {
  platform: 'mastodon',
  parts: { name: '\\w(?:[\\w.-]{0,62}\\w)?', server: '[a-z0-9][a-z0-9.-]{0,190}\\.[a-z]{2,24}', post: '\\d{15,20}' },
  keepCase: [],
  reserved: [],
  rules: [
    {
      on: ['*/@'],
      path: '/@{name}@{server}',
      unless: null,
      kind: 'account',
      canonical: 'https://{server}/@{name}',
      channel: '{name}@{server}',
      post: null,
    },
    {
      on: ['*/@'],
      path: '/@{name}/{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://{host}/@{name}/{post}',
      channel: '{name}@{host}',
      post: '{post}',
    },
    {
      on: ['*/us'],
      path: '/users/{name}/statuses/{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://{host}/@{name}/{post}',
      channel: '{name}@{host}',
      post: '{post}',
    },
    {
      on: ['*/@'],
      path: '(?<!(?:medium|tiktok|flipboard|unpkg|hackernoon|jsdelivr|github)\\.(?:com|net|io))/@{name}',
      unless: '/(?!(?:with_replies|media|tagged|followers|following|featured)(?!\\w)|[\\s?#]|$)',
      kind: 'account',
      canonical: 'https://{host}/@{name}',
      channel: '{name}@{host}',
      post: null,
    },
    {
      on: ['@'],
      path: '@{name}@{server}',
      unless: null,
      kind: 'account',
      canonical: 'https://{server}/@{name}',
      channel: '{name}@{server}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
