/** How Threads writes links to accounts and their posts. */

import type { LinkGrammar } from '../../model/link.ts';

const HOSTS = ['threads.net', 'threads.com'];

export const threadsLinks: LinkGrammar = {
  platform: 'threads',
  parts: { name: '\\w(?:[\\w.]{0,28}\\w)?', post: '[\\w-]{8,16}' },
  keepCase: ['post'],
  reserved: [],
  rules: [
    {
      on: HOSTS,
      path: '/@{name}/post/{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://www.threads.net/@{name}/post/{post}',
      channel: '{name}',
      post: '{post}',
    },
    {
      on: HOSTS,
      path: '/@{name}',
      unless: null,
      kind: 'account',
      canonical: 'https://www.threads.net/@{name}',
      channel: '{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
