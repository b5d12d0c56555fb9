/** How Reddit writes links to communities and their posts. */

import type { LinkGrammar } from '../../model/link.ts';

const HOSTS = ['reddit.com', 'old.reddit.com', 'new.reddit.com', 'np.reddit.com'];

export const redditLinks: LinkGrammar = {
  platform: 'reddit',
  parts: { name: '[a-z0-9]\\w{1,20}', post: '[a-z0-9]{4,10}' },
  keepCase: [],
  reserved: ['all', 'popular'],
  rules: [
    {
      on: HOSTS,
      path: '/r/{name}/comments/{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://www.reddit.com/r/{name}/comments/{post}',
      channel: '{name}',
      post: '{post}',
    },
    {
      on: HOSTS,
      path: '/r/{name}',
      unless: null,
      kind: 'group',
      canonical: 'https://www.reddit.com/r/{name}',
      channel: '{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
