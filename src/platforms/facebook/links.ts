/** How Facebook writes links to groups. Its pages cannot be told from persons and are left out. */

import type { LinkGrammar } from '../../model/link.ts';

const HOSTS = ['facebook.com', 'fb.com', 'web.facebook.com', 'mbasic.facebook.com'];

export const facebookLinks: LinkGrammar = {
  platform: 'facebook',
  parts: { name: '(?!\\d{1,20}(?!\\w))[a-z0-9.]{4,63}\\w', id: '\\d{5,20}', post: '\\d{5,20}' },
  keepCase: [],
  reserved: ['discover', 'create', 'joins', 'search', 'feed'],
  rules: [
    {
      on: HOSTS,
      path: '/groups/{id}/(?:posts|permalink)/{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://www.facebook.com/groups/{id}/posts/{post}',
      channel: '#{id}',
      post: '{post}',
    },
    {
      on: HOSTS,
      path: '/groups/{name}/(?:posts|permalink)/{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://www.facebook.com/groups/{name}/posts/{post}',
      channel: 'groups/{name}',
      post: '{post}',
    },
    {
      on: HOSTS,
      path: '/groups/{id}',
      unless: null,
      kind: 'group',
      canonical: 'https://www.facebook.com/groups/{id}',
      channel: '#{id}',
      post: null,
    },
    {
      on: HOSTS,
      path: '/groups/{name}',
      unless: null,
      kind: 'group',
      canonical: 'https://www.facebook.com/groups/{name}',
      channel: 'groups/{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
