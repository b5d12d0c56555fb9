/** How TikTok writes links to accounts and their videos. */

import type { LinkGrammar } from '../../model/link.ts';

export const tiktokLinks: LinkGrammar = {
  platform: 'tiktok',
  parts: { name: '\\w(?:[\\w.]{0,22}\\w)?', post: '\\d{15,20}' },
  keepCase: [],
  reserved: [],
  rules: [
    {
      on: ['tiktok.com'],
      path: '/@{name}/(?:video|photo)/{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://www.tiktok.com/@{name}/video/{post}',
      channel: '{name}',
      post: '{post}',
    },
    {
      on: ['tiktok.com'],
      path: '/@{name}',
      unless: null,
      kind: 'account',
      canonical: 'https://www.tiktok.com/@{name}',
      channel: '{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
