import { type ChannelRef, nameOf, parseChannelRef, platformOf } from '../../model/ref.ts';
import type { Look, WatchSource } from '../../model/watch.ts';
import { telegramLinks } from './links.ts';
import { readPage, trouble } from './watch-answer.ts';
import { profileOf } from './watch-known.ts';
import { lookAtName } from './watch-name.ts';
import { readInvitePage } from './watch-page.ts';
import { lookOf, originOf, type Talk, talkOf, unknown } from './watch-talk.ts';

/** How is Telegram watched? By its public web preview, as anybody sees it who opens a link: no account, nothing joined. */

const NAME = /^[a-z][a-z0-9_]{3,31}$/;
const INVITE = /^\+[\w-]{1,64}$/;
const RESERVED: ReadonlySet<string> = new Set(telegramLinks.reserved);
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const LETTERS_AND_DIGITS = `${LETTERS}0123456789`;

export const telegramWatch: WatchSource = {
  tool: 'web',
  hosts: (settings) => [originOf(settings)],
  pauseMs: [2000, 4000],
  requestsPerLook: 1,
  needsCredential: false,
  missing: () => null,
  blindTo,
  look(input, ask) {
    const talk = talkOf(input, ask);
    if (blindTo(input.channel) !== null) return Promise.resolve(unknown(input, trouble('not_watchable')));
    return talk.handle.startsWith('+') ? lookAtInvite(talk) : lookAtName(talk);
  },
  search: null,
  neverUsed(chance) {
    const pick = (from: string): string => from.charAt(Math.floor(chance() * from.length));
    return `telegram:${pick(LETTERS)}${Array.from({ length: 21 }, () => pick(LETTERS_AND_DIGITS)).join('')}`;
  },
  suggestedControls: ['telegram:telegram', 'telegram:telegramtips', 'telegram:botnews', 'telegram:contest'],
};

function blindTo(channel: ChannelRef): string | null {
  const parsed = parseChannelRef(channel);
  if (parsed === null || platformOf(channel) !== 'telegram') return 'It is no reference to a Telegram channel.';
  const name = nameOf(channel);
  if (name.startsWith('#')) return 'The web preview shows channels by name or invitation, never by number: add the name to the roster.';
  if (name.startsWith('+')) {
    if (/^\+\d+$/.test(name)) return 'Digits alone are a telephone number, which is never asked for.';
    return INVITE.test(name) ? null : 'It is no Telegram invitation.';
  }
  if (!NAME.test(name)) return 'It is no Telegram name: those have 4 to 32 letters, digits and underscores.';
  return RESERVED.has(name) ? 'Telegram keeps this name for its own pages.' : null;
}

/** A dead invitation tells nothing of the chat: links are withdrawn and run out while it lives on. */
async function lookAtInvite(talk: Talk): Promise<Look> {
  const { input } = talk;
  const answer = readPage(await talk.get(`/${talk.handle}`));
  const page = answer.kind === 'page' ? readInvitePage(answer.root) : answer;
  if (answer.kind === 'trouble' || page.kind === 'trouble') return unknown(input, page.kind === 'trouble' ? page : trouble('drift'));
  if (page.kind === 'dead_invite') return unknown(input, trouble('dead_invite'));
  const { community: kind, title, about, subscribers } = page;
  const { profile, digest } = profileOf(
    { channel: input.channel, nativeId: null, kind, title, about, subscribers },
    answer.at,
    input.known,
  );
  return lookOf(input, 'alive', 'invite', { profile, known: { ...input.known, kind, profile: digest } });
}
