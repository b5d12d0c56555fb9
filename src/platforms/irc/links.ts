/** How IRC channels are linked: `irc:` addresses and the common web gateways. The network's host is part of the name. */

import type { LinkGrammar } from '../../model/link.ts';

export const ircLinks: LinkGrammar = {
  platform: 'irc',
  parts: { name: '[\\w.+-]{1,50}', server: '[a-z0-9][a-z0-9.-]{0,190}\\.[a-z]{2,24}' },
  keepCase: [],
  reserved: [],
  rules: [
    {
      on: ['irc:', 'ircs:'],
      path: '{server}(?::\\+?\\d{1,5})?/(?:#|%23){0,2}{name}',
      unless: null,
      kind: 'room',
      canonical: 'irc://{server}/{name}',
      channel: '{server}/{name}',
      post: null,
    },
    {
      on: ['web.libera.chat', 'kiwiirc.com'],
      path: '/(?:next)?client/{server}/(?:\\?[^#\\s]{0,100})?#{name}',
      unless: null,
      kind: 'room',
      canonical: 'irc://{server}/{name}',
      channel: '{server}/{name}',
      post: null,
    },
    {
      on: ['web.libera.chat'],
      path: '/(?:gamja/)?(?:\\?[^#\\s]{0,100})?#{name}',
      unless: null,
      kind: 'room',
      canonical: 'irc://irc.libera.chat/{name}',
      channel: 'irc.libera.chat/{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
