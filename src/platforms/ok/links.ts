/** How Odnoklassniki writes links to groups. Profiles are persons and left out. */

import type { LinkGrammar } from '../../model/link.ts';

export const okLinks: LinkGrammar = {
  platform: 'ok',
  parts: { id: '\\d{5,20}', post: '\\d{5,20}' },
  keepCase: [],
  reserved: [],
  rules: [
    {
      on: ['ok.ru', 'odnoklassniki.ru'],
      path: '/group/{id}/topic/{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://ok.ru/group/{id}/topic/{post}',
      channel: '#{id}',
      post: '{post}',
    },
    {
      on: ['ok.ru', 'odnoklassniki.ru'],
      path: '/group/{id}',
      unless: null,
      kind: 'group',
      canonical: 'https://ok.ru/group/{id}',
      channel: '#{id}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
