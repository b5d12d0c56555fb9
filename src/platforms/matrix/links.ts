/** How Matrix writes links: matrix.to, `matrix:` (MSC2312), web clients on any host, and bare room aliases. Users are left out. */

import type { LinkGrammar } from '../../model/link.ts';

const WEB_CLIENTS = ['*/#', '*/ap', 'app.element.io', 'develop.element.io', 'riot.im'];

export const matrixLinks: LinkGrammar = {
  platform: 'matrix',
  parts: {
    name: '[\\w.=+~-]{1,128}',
    server: '[a-z0-9][a-z0-9.-]{0,190}\\.[a-z]{2,24}(?::\\d{1,5})?',
    id: '[\\w.=+~-]{1,128}',
    post: '(?:\\$|%24)[\\w.=+:~-]{4,128}',
  },
  keepCase: ['id', 'post'],
  reserved: [],
  rules: [
    {
      on: ['matrix.to'],
      path: '/?#/(?:#|%23){name}(?::|%3a){server}/{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://matrix.to/#/#{name}:{server}/{post}',
      channel: '{name}:{server}',
      post: '{post}',
    },
    {
      on: ['matrix.to'],
      path: '/?#/(?:#|%23){name}(?::|%3a){server}',
      unless: null,
      kind: 'room',
      canonical: 'https://matrix.to/#/#{name}:{server}',
      channel: '{name}:{server}',
      post: null,
    },
    {
      on: ['matrix.to'],
      path: '/?#/(?:!|%21){id}(?::|%3a){server}',
      unless: null,
      kind: 'room',
      canonical: 'https://matrix.to/#/!{id}:{server}',
      channel: '#!{id}:{server}',
      post: null,
    },
    {
      on: WEB_CLIENTS,
      path: '/(?:app/)?#/room/(?:#|%23){name}(?::|%3a){server}',
      unless: null,
      kind: 'room',
      canonical: 'https://matrix.to/#/#{name}:{server}',
      channel: '{name}:{server}',
      post: null,
    },
    {
      on: WEB_CLIENTS,
      path: '/(?:app/)?#/room/(?:!|%21){id}(?::|%3a){server}',
      unless: null,
      kind: 'room',
      canonical: 'https://matrix.to/#/!{id}:{server}',
      channel: '#!{id}:{server}',
      post: null,
    },
    {
      on: ['matrix:'],
      path: 'r/{name}:{server}',
      unless: null,
      kind: 'room',
      canonical: 'https://matrix.to/#/#{name}:{server}',
      channel: '{name}:{server}',
      post: null,
    },
    {
      on: ['matrix:'],
      path: 'roomid/{id}:{server}',
      unless: null,
      kind: 'room',
      canonical: 'https://matrix.to/#/!{id}:{server}',
      channel: '#!{id}:{server}',
      post: null,
    },
    {
      on: ['#'],
      path: '#{name}:{server}',
      unless: null,
      kind: 'room',
      canonical: 'https://matrix.to/#/#{name}:{server}',
      channel: '{name}:{server}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
