/** How Delta Chat writes invites to groups and channels (`i.delta.chat`). An invite names a key fingerprint, which stands for the group here. */

import type { LinkGrammar } from '../../model/link.ts';

export const deltachatLinks: LinkGrammar = {
  platform: 'deltachat',
  parts: { token: '[0-9a-f]{40,64}' },
  keepCase: [],
  reserved: [],
  rules: [
    {
      on: ['i.delta.chat'],
      path: '/?#{token}(?=&(?:[^\\s]{0,400}&)?g=)',
      unless: null,
      kind: 'invite',
      canonical: 'https://i.delta.chat/#{token}&g=',
      channel: '+{token}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
