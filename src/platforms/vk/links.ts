/** How VK writes links: communities by number or short name, posts on their walls, chat invites. Persons by number are left out. */

import type { LinkGrammar } from '../../model/link.ts';

const HOSTS = ['vk.com', 'vk.ru', 'vkontakte.ru'];

export const vkLinks: LinkGrammar = {
  platform: 'vk',
  parts: {
    name: '(?!id\\d|club\\d|public\\d|event\\d|wall|app\\d)[a-z][a-z0-9_.]{2,30}[a-z0-9_]',
    id: '[1-9]\\d{0,18}',
    post: '[1-9]\\d{0,18}',
    token: '[\\w=/+-]{10,128}',
  },
  keepCase: ['token'],
  reserved:
    'about album albums apps audio audios away away.php blog bookmarks calls clips club dev doc docs donut edit event fave feed feedback friends games groups help im jobs join jobs login mail market music news notifications photo photos podcasts privacy public restore search settings share share.php stickers stories story support terms topic video videos video_ext.php vkpay wall widget'.split(
      ' ',
    ),
  rules: [
    {
      on: HOSTS,
      path: '/(?:[a-z][\\w.]{0,40}\\?w=)?wall-{id}_{post}',
      unless: null,
      kind: 'post',
      canonical: 'https://vk.com/wall-{id}_{post}',
      channel: '#{id}',
      post: '{post}',
    },
    {
      on: ['vk.com', 'vk.ru', 'vkontakte.ru', 'vk.me'],
      path: '/(?:club|public|event){id}',
      unless: null,
      kind: 'group',
      canonical: 'https://vk.com/club{id}',
      channel: '#{id}',
      post: null,
    },
    {
      on: ['vk.me'],
      path: '/join/{token}',
      unless: null,
      kind: 'invite',
      canonical: 'https://vk.me/join/{token}',
      channel: '+{token}',
      post: null,
    },
    {
      on: ['vk.com', 'vk.ru', 'vkontakte.ru', 'vk.me'],
      path: '/{name}',
      unless: null,
      kind: 'account',
      canonical: 'https://vk.com/{name}',
      channel: '{name}',
      post: null,
    },
  ],
  mention: null,
  cues: [],
};
