import { type ChannelRef, nameOf } from '../../model/ref.ts';
import type { SourceSettings, WatchSource } from '../../model/watch.ts';
import { type BotApi, originOf } from '../shared/bot-request.ts';
import { lookAtChat } from '../shared/bot-watch.ts';

/**
 * How TamTam is watched: by the bot API of its frozen schema, version 0.5.6. The platform closed in February 2026, so this
 * serves replicas and archives that answer like it.
 */

const API: BotApi = {
  platform: 'tamtam',
  origin: 'https://botapi.tamtam.chat',
  version: '0.5.6',
  credential: { in: 'query', name: 'access_token' },
  neverIssued: null,
};

export const tamTamWatch: WatchSource = {
  tool: 'api',
  hosts: (settings) => [originOf(API, settings)],
  pauseMs: [1000, 2000],
  requestsPerLook: 2,
  needsCredential: true,
  missing,
  blindTo,
  look: (input, ask) => lookAtChat(API, input, ask),
  search: null,
  neverUsed,
  // The platform's own bot names, @primebot and @support, are dialogs and no communities.
  suggestedControls: [],
};

function missing({ base }: SourceSettings): string | null {
  if (base !== null) return null;
  return 'TamTam closed on 27 February 2026 and answers no more: set `base` to a replica or an archive that speaks its bot API.';
}

function blindTo(channel: ChannelRef): string | null {
  const name = nameOf(channel);
  if (name.startsWith('+')) return 'an invite cannot be looked at by a bot: name the chat itself, or note what a person sees';
  if (name.startsWith('#'))
    return /^#-\d{1,19}$/.test(name) ? null : 'ids of TamTam communities are negative numbers, as in tamtam:#-70801090403050';
  return /^[a-z][a-z0-9_-]{0,63}$/.test(name) ? null : 'public names on TamTam begin with a letter and hold letters, digits, - and _';
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Sixteen letters and digits that spell nothing. */
function neverUsed(chance: () => number): ChannelRef {
  const letters = Array.from({ length: 12 }, () => LETTERS[Math.floor(chance() * LETTERS.length)] ?? 'q').join('');
  return `tamtam:${letters}_${String(Math.floor(chance() * 900) + 100)}`;
}
