/** How Nostr writes names: bech32 keys (NIP-19), bare, as `nostr:` or in the path of any web client. */

import type { LinkGrammar } from '../../model/link.ts';

export const nostrLinks: LinkGrammar = {
  platform: 'nostr',
  parts: {
    name: 'npub1[ac-hj-np-z02-9]{58}',
    profile: 'nprofile1[ac-hj-np-z02-9]{60,400}',
    event: '(?:note1[ac-hj-np-z02-9]{58}|nevent1[ac-hj-np-z02-9]{60,400})',
  },
  keepCase: [],
  reserved: [],
  rules: [
    {
      on: ['*/np', '*/no', '*/ne', '*/n/', '*/p/', '*/pe', '*/pr', '*/u/', '*/e/', '*/#'],
      path: '/(?:(?:p|u|e|n|people|profile|#/[un])/)?{name}',
      unless: null,
      kind: 'account',
      canonical: 'nostr:{name}',
      channel: '{name}',
      post: null,
    },
    { on: ['nostr:', 'npub1'], path: '{name}', unless: null, kind: 'account', canonical: 'nostr:{name}', channel: '{name}', post: null },
    {
      on: ['*/np', '*/no', '*/ne', '*/n/', '*/p/', '*/pe', '*/pr', '*/u/', '*/e/', '*/#'],
      path: '/(?:(?:p|u|e|n|people|profile|#/[un])/)?{profile}',
      unless: null,
      kind: 'account',
      canonical: 'nostr:{profile}',
      channel: '{profile}',
      post: null,
    },
    {
      on: ['nostr:', 'nprofile1'],
      path: '{profile}',
      unless: null,
      kind: 'account',
      canonical: 'nostr:{profile}',
      channel: '{profile}',
      post: null,
    },
    {
      on: ['*/np', '*/no', '*/ne', '*/n/', '*/p/', '*/pe', '*/pr', '*/u/', '*/e/', '*/#'],
      path: '/(?:(?:p|u|e|n|people|profile|#/[un])/)?{event}',
      unless: null,
      kind: 'post',
      canonical: 'nostr:{event}',
      channel: null,
      post: '{event}',
    },
    {
      on: ['nostr:', 'note1', 'nevent1'],
      path: '{event}',
      unless: null,
      kind: 'post',
      canonical: 'nostr:{event}',
      channel: null,
      post: '{event}',
    },
  ],
  mention: null,
  cues: [],
};
