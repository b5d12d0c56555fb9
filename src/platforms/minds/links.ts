/** How Minds writes links to channels, groups and posts. */

import type { LinkGrammar } from '../../model/link.ts';

export const mindsLinks: LinkGrammar = {
  platform: 'minds',
  parts: { name: '[a-z0-9_.-]{2,48}\\w', id: '\\d{15,20}', post: '\\d{15,20}' },
  keepCase: [],
  reserved:
    'about analytics api blog boost branding canary channel channels chat content-policy discovery groups help jobs login memberships messenger mobile newsfeed notifications p plus pro privacy register rewards search settings terms tokens upgrade wallet wire'.split(
      ' ',
    ),
  rules: [
    {
      on: ['minds.com'],
      path: '/group/{id}',
      unless: null,
      kind: 'group',
      canonical: 'https://www.minds.com/group/{id}',
      channel: '#{id}',
      post: null,
    },
    {
      on: ['minds.com'],
      path: '/newsfeed/{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://www.minds.com/newsfeed/{post}',
      channel: null,
      post: '{post}',
    },
    {
      on: ['minds.com'],
      path: '/{name}',
      unless: null,
      kind: 'account',
      canonical: 'https://www.minds.com/{name}',
      channel: '{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
