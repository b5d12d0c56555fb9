/** How Rocket.Chat writes links. Anybody may run a server, so the host is part of the name; only hosts that say what they are count. */

import type { LinkGrammar } from '../../model/link.ts';

const HOSTS = ['chat.*', 'rocket.*', 'rocketchat.*', 'rc.*', 'talk.*', 'team.*', 'im.*'];

export const rocketchatLinks: LinkGrammar = {
  platform: 'rocketchat',
  parts: {
    name: '[\\w-]{1,60}(?:\\.[\\w-]{1,60})?',
    token: '[a-z0-9]{5,32}',
    server: '[a-z0-9][a-z0-9.-]{0,190}\\.[a-z]{2,24}',
    post: '[a-z0-9]{17}',
  },
  keepCase: ['token', 'post'],
  reserved: ['general-settings'],
  rules: [
    {
      on: HOSTS,
      path: '/channel/{name}\\?msg={post}',
      unless: null,
      kind: 'post',
      canonical: 'https://{host}/channel/{name}?msg={post}',
      channel: '{host}/{name}',
      post: '{post}',
    },
    {
      on: HOSTS,
      path: '/channel/{name}',
      unless: null,
      kind: 'room',
      canonical: 'https://{host}/channel/{name}',
      channel: '{host}/{name}',
      post: null,
    },
    {
      on: HOSTS,
      path: '/invite/{token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://{host}/invite/{token}',
      channel: '+{host}/{token}',
      post: null,
    },
    {
      on: ['*.rocket.chat'],
      path: '/[\\w-]{1,63}/channel/{name}',
      unless: null,
      kind: 'room',
      canonical: 'https://{host}/channel/{name}',
      channel: '{host}/{name}',
      post: null,
    },
    {
      on: ['*.rocket.chat'],
      path: '/[\\w-]{1,63}/invite/{token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://{host}/invite/{token}',
      channel: '+{host}/{token}',
      post: null,
    },
    {
      on: ['go.rocket.chat'],
      path: '/(?:invite|room)/?(?=\\?(?:[^#\\s]{0,200}&)?host={server}(?![\\w.-]))(?=\\?(?:[^#\\s]{0,200}&)?path=/?invite(?:/|%2f){token}(?!\\w))',
      unless: null,
      kind: 'invite',
      canonical: 'https://{server}/invite/{token}',
      channel: '+{server}/{token}',
      post: null,
    },
    {
      on: ['go.rocket.chat'],
      path: '/(?:invite|room)/?(?=\\?(?:[^#\\s]{0,200}&)?host={server}(?![\\w.-]))(?=\\?(?:[^#\\s]{0,200}&)?path=/?channel(?:/|%2f){name}(?!\\w))',
      unless: null,
      kind: 'room',
      canonical: 'https://{server}/channel/{name}',
      channel: '{server}/{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
