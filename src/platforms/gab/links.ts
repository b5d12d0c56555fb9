/** How Gab writes links to accounts, their posts and groups. Gab Chat has no invite form that is its own. */

import type { LinkGrammar } from '../../model/link.ts';

export const gabLinks: LinkGrammar = {
  platform: 'gab',
  parts: { name: '\\w{2,30}', id: '\\d{1,10}', post: '\\d{10,20}' },
  keepCase: [],
  reserved:
    'about account apps auth compose explore followers group groups hashtag help home legal login lists marketplace messages news notifications posts privacy search settings signup tags timeline trends tv voice'.split(
      ' ',
    ),
  rules: [
    {
      on: ['gab.com'],
      path: '/{name}/posts/{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://gab.com/{name}/posts/{post}',
      channel: '{name}',
      post: '{post}',
    },
    {
      on: ['gab.com'],
      path: '/groups/{id}',
      unless: null,
      kind: 'group',
      canonical: 'https://gab.com/groups/{id}',
      channel: '#{id}',
      post: null,
    },
    { on: ['gab.com'], path: '/{name}', unless: null, kind: 'account', canonical: 'https://gab.com/{name}', channel: '{name}', post: null },
  ],
  mention: null,
  cues: [],
};
