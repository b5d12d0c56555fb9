/** How Truth Social writes links to accounts, posts and groups. */

import type { LinkGrammar } from '../../model/link.ts';

export const truthsocialLinks: LinkGrammar = {
  platform: 'truthsocial',
  parts: { name: '\\w{1,30}', post: '\\d{15,20}' },
  keepCase: [],
  reserved: [],
  rules: [
    {
      on: ['truthsocial.com'],
      path: '/@{name}/(?:posts/)?{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://truthsocial.com/@{name}/posts/{post}',
      channel: '{name}',
      post: '{post}',
    },
    {
      on: ['truthsocial.com'],
      path: '/group/{name}',
      unless: null,
      kind: 'group',
      canonical: 'https://truthsocial.com/group/{name}',
      channel: 'group/{name}',
      post: null,
    },
    {
      on: ['truthsocial.com'],
      path: '/@{name}',
      unless: null,
      kind: 'account',
      canonical: 'https://truthsocial.com/@{name}',
      channel: '{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
