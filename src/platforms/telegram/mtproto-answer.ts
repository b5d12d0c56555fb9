import { channelRef } from '../../model/ref.ts';
import type { Known, Look } from '../../model/watch.ts';
import type { Status } from '../../model/words.ts';
import { slug, type Trouble } from '../shared/api-look.ts';
import type { CallError, Chat, MtprotoCall } from './mtproto-call.ts';

/** What does an answer or an error of Telegram's API say of a channel? A pure table. */

export type Mapped = { kind: 'said'; status: Status; reason: string } | Trouble;
export type ChatSaid = { kind: 'said'; reason: string } & Pick<Look['sighting'], 'status' | 'nativeId' | 'movedTo'>;

/** Errors about our own account: frozen, logged out, deleted. They say nothing of any channel. */
const OWN =
  /^(?:FROZEN_\w+|AUTH_KEY_\w+|SESSION_\w+|USER_DEACTIVATED(?:_BAN)?|PHONE_NUMBER_BANNED|INPUT_USER_DEACTIVATED|API_ID_\w+|CONNECTION_\w+|BOT_METHOD_INVALID)$/;
const FLOOD = /^(?:FLOOD_\w*WAIT_(?:\d+|%d)|SLOWMODE_WAIT_(?:\d+|%d)|FLOOD|PEER_FLOOD)$/;

/** The methods in whose mouth an error means something of the channel. */
const MEANINGS: Readonly<Record<string, { methods: readonly MtprotoCall['method'][]; mapped: Mapped }>> = {
  USERNAME_NOT_OCCUPIED: { methods: ['contacts.resolveUsername'], mapped: said('absent', 'username_not_occupied') },
  USERNAME_PURCHASE_AVAILABLE: { methods: ['contacts.resolveUsername'], mapped: said('absent', 'username_for_sale') },
  USERNAME_INVALID: { methods: ['contacts.resolveUsername'], mapped: trouble('username_invalid') },
  // It went private, or we were put out of it: which of the two is not said.
  CHANNEL_PRIVATE: { methods: ['channels.getFullChannel', 'messages.getHistory'], mapped: trouble('private_or_banned') },
  CHANNEL_PUBLIC_GROUP_NA: { methods: ['channels.getFullChannel', 'messages.getHistory'], mapped: said('absent', 'public_group_na') },
  // Deleted, or a stale key: the name is asked for once more before it counts.
  CHANNEL_INVALID: { methods: ['channels.getFullChannel', 'messages.getHistory'], mapped: trouble('channel_invalid') },
  // A link that was withdrawn says nothing of the chat.
  INVITE_HASH_EXPIRED: { methods: ['messages.checkChatInvite'], mapped: trouble('dead_invite') },
  INVITE_HASH_INVALID: { methods: ['messages.checkChatInvite'], mapped: trouble('dead_invite') },
  INVITE_HASH_EMPTY: { methods: ['messages.checkChatInvite'], mapped: trouble('dead_invite') },
};

export function refusalSaid(method: MtprotoCall['method'], { code, text }: CallError): Mapped {
  if (FLOOD.test(text) || code === 420) return trouble(OWN.test(text) ? 'own_account' : 'flood_wait');
  if (OWN.test(text) || code === 401) return trouble('own_account');
  const meaning = Object.hasOwn(MEANINGS, text) ? MEANINGS[text] : undefined;
  // The right word with another code than it comes with is somebody else's.
  if (meaning?.methods.includes(method) === true && (code === 400 || code === 403 || code === 406)) return meaning.mapped;
  if (code >= 500 || code < 0) return { kind: 'trouble', reason: 'server_error', again: true };
  return trouble(`error_${slug(text)}`.slice(0, 64));
}

function said(status: Status, reason: string): Mapped {
  return { kind: 'said', status, reason };
}

function trouble(reason: string): Trouble {
  return { kind: 'trouble', reason, again: false };
}

/** What a name or an invitation led to. `known`: what earlier looks found under it. */
export function chatSaid(chat: Chat | null, known: Known): ChatSaid {
  if (chat === null) return as('unknown', 'drift', null);
  if (chat.kind === 'user')
    return known.nativeId === null && known.kind === null ? as('unknown', 'not_a_channel', null) : as('reassigned', 'person_or_bot', null);
  if (known.nativeId !== null && chat.id !== known.nativeId) return as('reassigned', 'another_id', chat.id);
  if (chat.kind === 'forbidden') return as('unknown', 'own_removal', chat.id);
  const movedTo = chat.movedTo === null ? null : channelRef('telegram', `#${chat.movedTo}`);
  if (movedTo !== null) return { ...as('moved', 'migrated', chat.id), movedTo };
  return restrictionSaid(chat) ?? as('alive', chat.fake ? 'fake' : chat.scam ? 'scam' : 'resolved', chat.id);
}

/** Restricted on every platform is what Telegram calls a ban; on one of them, the others still read it. */
function restrictionSaid(chat: Chat): ChatSaid | null {
  const everywhere = chat.restrictions.find(({ platform }) => platform === 'all');
  if (everywhere !== undefined) return as('banned', word('all', everywhere.reason), chat.id);
  const [first] = chat.restrictions;
  if (first !== undefined) return as('restricted', word(first.platform, first.reason), chat.id);
  return chat.restricted ? as('restricted', 'restricted', chat.id) : null;
}

function word(platform: string, reason: string): string {
  return slug(`${platform} ${reason}`) || 'restricted';
}

function as(status: Status, reason: string, nativeId: string | null): ChatSaid {
  return { kind: 'said', status, reason, nativeId: nativeId === '' ? null : nativeId, movedTo: null };
}
