import type { Place } from './homes-types.ts';

/** Where do the channels live, and how do people write links to them? */

const tidy = (stem: string, longest: number): string => {
  const named = stem
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '');
  const cut = named.slice(0, longest).replace(/_+$/, '');
  return cut.length >= 4 ? cut : `${cut}_room`;
};

type Way = (handle: string) => string;

/** The first way is the usual one. */
function links(usual: Way, ...others: readonly Way[]): Pick<Place, 'address' | 'link'> {
  return { address: usual, link: (handle, random) => (others.length === 0 || random.chance(0.55) ? usual : random.pick(others))(handle) };
}

const NO_HOSTS: readonly string[] = [];

export const TELEGRAM: Place = {
  platform: 'telegram',
  kind: 'channel',
  nativeIds: true,
  avatarBits: 64,
  tellsAge: true,
  hosts: NO_HOSTS,
  handle: (stem) => tidy(stem, 28),
  ...links(
    (h) => `https://t.me/${h}`,
    (h) => `t.me/${h}`,
    (h) => `https://telegram.me/${h}`,
    (h) => `Telegram: @${h}`,
    (h) => `t[.]me/${h}`,
    (h) => `hxxps://t.me/${h}`,
  ),
};

export const TAMTAM: Place = {
  platform: 'tamtam',
  kind: 'channel',
  nativeIds: true,
  avatarBits: 64,
  tellsAge: false,
  hosts: NO_HOSTS,
  handle: (stem) => tidy(stem, 40),
  ...links(
    (h) => `https://tt.me/${h}`,
    (h) => `tt.me/${h}`,
    (h) => `https://tamtam.chat/${h}`,
    (h) => `hxxps://tt.me/${h}`,
    (h) => `tt[.]me/${h}`,
  ),
};

export const X: Place = {
  platform: 'x',
  kind: 'account',
  nativeIds: true,
  avatarBits: 64,
  tellsAge: true,
  hosts: NO_HOSTS,
  handle: (stem) => tidy(stem, 15),
  ...links(
    (h) => `https://x.com/${h}`,
    (h) => `https://twitter.com/${h}`,
    (h) => `x.com/${h}`,
    (h) => `Twitter: @${h}`,
  ),
};

export const BLUESKY: Place = {
  platform: 'bluesky',
  kind: 'account',
  nativeIds: true,
  avatarBits: 64,
  tellsAge: true,
  hosts: NO_HOSTS,
  handle: (stem) => `${tidy(stem, 18).replaceAll('_', '-')}.bsky.social`,
  ...links(
    (h) => `https://bsky.app/profile/${h}`,
    (h) => `bsky.app/profile/${h}`,
    (h) => `@${h}`,
  ),
};

export const MASTODON: Place = {
  platform: 'mastodon',
  kind: 'account',
  nativeIds: false,
  avatarBits: 64,
  tellsAge: true,
  hosts: ['social.meadow.example', 'fedi.harbour.example', 'toot.orchard.example', 'masto.lantern.example', 'social.quarry.example'],
  handle: (stem, host) => `${tidy(stem, 30)}@${host}`,
  ...links(
    (h) => `https://${h.slice(h.indexOf('@') + 1)}/@${h.slice(0, h.indexOf('@'))}`,
    (h) => `@${h}`,
    (h) => `${h.slice(h.indexOf('@') + 1)}/@${h.slice(0, h.indexOf('@'))}`,
  ),
};

export const MATRIX: Place = {
  platform: 'matrix',
  kind: 'room',
  nativeIds: true,
  avatarBits: 256,
  tellsAge: true,
  hosts: [
    'meadow.example',
    'harbour.example',
    'quarry.example',
    'matrix.orchard.example',
    'lantern.example',
    'mill.example',
    'synapse.fen.example',
  ],
  handle: (stem, host) => `${tidy(stem, 40)}:${host}`,
  ...links(
    (h) => `https://matrix.to/#/#${h}`,
    (h) => `#${h}`,
    (h) => `matrix:r/${h}`,
    (h) => `matrix.to/#/#${h}`,
  ),
};

export const XMPP: Place = {
  platform: 'xmpp',
  kind: 'room',
  nativeIds: false,
  avatarBits: 256,
  tellsAge: false,
  hosts: ['muc.meadow.example', 'conference.harbour.example', 'rooms.quarry.example', 'muc.fen.example', 'chat.mill.example'],
  handle: (stem, host) => `${tidy(stem, 40)}@${host}`,
  ...links(
    (h) => `xmpp:${h}?join`,
    (h) => `https://conversations.im/j/${h}`,
    (h) => `xmpp:${h}?join`,
  ),
};

export const ROCKETCHAT: Place = {
  platform: 'rocketchat',
  kind: 'room',
  nativeIds: false,
  avatarBits: 256,
  tellsAge: false,
  hosts: ['chat.meadow.example', 'chat.fen.example', 'rocket.mill.example'],
  handle: (stem, host) => `${host}/${tidy(stem, 40)}`,
  ...links(
    (h) => `https://${h.replace('/', '/channel/')}`,
    (h) => `${h.replace('/', '/channel/')}`,
  ),
};

export const VK: Place = {
  platform: 'vk',
  kind: 'group',
  nativeIds: true,
  avatarBits: 64,
  tellsAge: false,
  hosts: NO_HOSTS,
  handle: (stem) => tidy(stem, 30),
  ...links(
    (h) => `https://vk.com/${h}`,
    (h) => `vk.com/${h}`,
    (h) => `https://vk.ru/${h}`,
  ),
};

export const LEMMY: Place = {
  platform: 'lemmy',
  kind: 'group',
  nativeIds: false,
  avatarBits: 256,
  tellsAge: true,
  hosts: ['lemmy.meadow.example', 'lemmy.quarry.example', 'lemmy.fen.example'],
  handle: (stem, host) => `${tidy(stem, 40)}@${host}`,
  ...links(
    (h) => `https://${h.slice(h.indexOf('@') + 1)}/c/${h.slice(0, h.indexOf('@'))}`,
    (h) => `!${h}`,
  ),
};

export const MAX: Place = {
  platform: 'max',
  kind: 'channel',
  nativeIds: true,
  avatarBits: 64,
  tellsAge: false,
  hosts: NO_HOSTS,
  handle: (stem) => tidy(stem, 40),
  ...links(
    (h) => `https://max.ru/${h}`,
    (h) => `max.ru/${h}`,
  ),
};
