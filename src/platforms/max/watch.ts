import { type ChannelRef, nameOf } from '../../model/ref.ts';
import type { WatchSource } from '../../model/watch.ts';
import { type BotApi, originOf } from '../shared/bot-request.ts';
import { lookAtChat } from '../shared/bot-watch.ts';

/** How MAX is watched: as far as a bot sees that an administrator added to the chat. Its API finds no chat by link. */

/** Ids of real chats have 14 digits or so; nobody was ever given one of 18. */
const NEVER_ISSUED = /^-9\d{17}$/;

const API: BotApi = {
  platform: 'max',
  origin: 'https://platform-api2.max.ru',
  version: null,
  credential: { in: 'header', name: 'authorization', prefix: '' },
  neverIssued: NEVER_ISSUED,
};

export const maxWatch: WatchSource = {
  tool: 'api',
  hosts: (settings) => [originOf(API, settings)],
  pauseMs: [1000, 2000],
  requestsPerLook: 2,
  needsCredential: true,
  missing: () => null,
  blindTo,
  look: (input, ask) => lookAtChat(API, input, ask),
  search: null,
  neverUsed,
  // A bot sees only the chats it was added to: nobody else's serve as controls.
  suggestedControls: [],
};

function blindTo(channel: ChannelRef): string | null {
  const name = nameOf(channel);
  if (/^#-\d{1,19}$/.test(name)) return null;
  if (name.startsWith('#')) return 'ids of MAX communities are negative numbers, as in max:#-70801090403050';
  return 'the bot API of MAX finds no chat by its name or invite: give its id, as in max:#-70801090403050, and have an administrator add the bot';
}

function neverUsed(chance: () => number): ChannelRef {
  return `max:#-9${Array.from({ length: 17 }, () => Math.floor(chance() * 10)).join('')}`;
}
