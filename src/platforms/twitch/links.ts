/** How Twitch writes links to channels. */

import type { LinkGrammar } from '../../model/link.ts';

export const twitchLinks: LinkGrammar = {
  platform: 'twitch',
  parts: { name: '[a-z0-9]\\w{2,24}' },
  keepCase: [],
  reserved:
    'directory downloads drops friends inventory jobs login messages p popout prime products search settings signup store subscriptions turbo user videos wallet'.split(
      ' ',
    ),
  rules: [
    {
      on: ['twitch.tv'],
      path: '/{name}',
      unless: '/(?:clip|v|video)/',
      kind: 'channel',
      canonical: 'https://www.twitch.tv/{name}',
      channel: '{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
