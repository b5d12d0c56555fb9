/** How SimpleX writes links: long contact addresses by their queue, and short links of its relays. */

import type { LinkGrammar } from '../../model/link.ts';

export const simplexLinks: LinkGrammar = {
  platform: 'simplex',
  parts: { token: '[\\w-]{16,64}={0,2}', type: '[acgi]' },
  keepCase: ['token'],
  reserved: [],
  rules: [
    { on: ['simplex:'], path: '{token}', unless: null, kind: 'invite', canonical: 'simplex:{token}', channel: '+{token}', post: null },
    {
      on: ['simplex.chat'],
      path: '/(?:contact|invitation)/?(?:\\?[^#\\s]{0,40})?#/?\\?[^\\s]{0,100}?smp=smp(?::|%3a)(?:/|%2f){2}[^\\s@%]{8,80}(?:%3d|=)?(?:@|%40)[^\\s/%]{3,120}(?:/|%2f){token}[\\w%/?#&=:@+-]{0,1200}',
      unless: null,
      kind: 'invite',
      canonical: 'simplex:{token}',
      channel: '+{token}',
      post: null,
    },
    {
      on: ['simplex:'],
      path: '/(?:contact|invitation)/?(?:\\?[^#\\s]{0,40})?#/?\\?[^\\s]{0,100}?smp=smp(?::|%3a)(?:/|%2f){2}[^\\s@%]{8,80}(?:%3d|=)?(?:@|%40)[^\\s/%]{3,120}(?:/|%2f){token}[\\w%/?#&=:@+-]{0,1200}',
      unless: null,
      kind: 'invite',
      canonical: 'simplex:{token}',
      channel: '+{token}',
      post: null,
    },
    {
      on: ['*.simplex.im'],
      path: '/[\\w-]{1,63}/{type}#{token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://{host}/{type}#{token}',
      channel: '+{token}',
      post: null,
    },
    {
      on: ['*.simplexonflux.com'],
      path: '/[\\w-]{1,63}/{type}#{token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://{host}/{type}#{token}',
      channel: '+{token}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
