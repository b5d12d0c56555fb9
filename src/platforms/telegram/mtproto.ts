import type { Ms, Profile } from '../../model/observation.ts';
import { type ChannelRef, nameOf } from '../../model/ref.ts';
import type { Ask, Look, LookInput, OwnDoor, SourceSettings, WatchSource } from '../../model/watch.ts';
import { news, unseen } from '../shared/api-look.ts';
import { type ChatSaid, chatSaid, type Mapped, refusalSaid } from './mtproto-answer.ts';
import { mtprotoAsk } from './mtproto-ask.ts';
import { type Answer, type Chat, callUrl, chatIn, type MtprotoCall, readAnswer } from './mtproto-call.ts';
import { openMtproto } from './mtproto-client.ts';
import { readHistory } from './mtproto-history.ts';
import { telegramWatch } from './watch.ts';

/**
 * How is Telegram watched through an account of one's own (MTProto), where a case is set up so (`via: mtproto`)? It tells bans from
 * disappearances and reads groups; it costs an account that can be seen, limited and lost. It joins nothing.
 */

export const mtprotoWatch: WatchSource = {
  tool: 'api',
  // It has a door of its own (`mtprotoAsk`); through the one to the web it reaches nothing.
  hosts: () => [],
  pauseMs: [2000, 4000],
  requestsPerLook: 3,
  needsCredential: true,
  missing: () => null,
  blindTo(channel: ChannelRef): string | null {
    // An invitation can be looked at only where the case allows it, so the look itself says why not.
    return nameOf(channel).startsWith('#')
      ? 'An account reaches channels by name, not by number: add the name to the roster.'
      : telegramWatch.blindTo(channel);
  },
  look,
  search: null,
  neverUsed: telegramWatch.neverUsed,
  suggestedControls: telegramWatch.suggestedControls,
};

/** True where a case asks for MTProto instead of the web preview. */
export function viaMtproto({ own }: SourceSettings): boolean {
  return own['via'] === 'mtproto';
}

/** Telegram as a whole: by the web preview, or by an account where the settings say so. A replay finds the same way by the same settings. */
export function webOrAccount(web: WatchSource): WatchSource {
  const of = (settings: SourceSettings): WatchSource => (viaMtproto(settings) ? mtprotoWatch : web);
  return {
    ...web,
    hosts: (settings) => of(settings).hosts(settings),
    missing: (settings) => of(settings).missing(settings),
    look: (input, ask) => of(input.settings).look(input, ask),
    door: (settings) => (viaMtproto(settings) ? openDoor : null),
  };
}

const openDoor: OwnDoor = async (credential, clock) => {
  const account = await openMtproto(credential);
  return { ask: mtprotoAsk(account, clock), close: () => account.close() };
};

interface Talk {
  input: LookInput;
  call(call: MtprotoCall): Promise<Answer>;
}

async function look(input: LookInput, ask: Ask): Promise<Look> {
  const call = async (one: MtprotoCall): Promise<Answer> =>
    readAnswer(await ask({ method: 'GET', url: callUrl(one), headers: {}, body: null, credential: null }));
  const talk = { input, call };
  const name = nameOf(input.channel);
  if (!name.startsWith('+')) return lookAtName(talk, name);
  // Checking an invitation shows the account's interest in it.
  if (input.settings.own['invites'] !== true) return unseen(input, { reason: 'invites_not_checked', again: false });
  return lookAtInvite(talk, name.slice(1));
}

async function lookAtName(talk: Talk, username: string): Promise<Look> {
  const { input } = talk;
  const resolved = await talk.call({ method: 'contacts.resolveUsername', username });
  if (resolved.kind !== 'said') return refused(input, 'contacts.resolveUsername', resolved);
  const chat = chatIn(resolved.json);
  const said = chatSaid(chat, input.known);
  if (chat === null || !isSeen(said)) return told(input, said, null, null);
  const full = await talk.call({ method: 'channels.getFullChannel', id: chat.id });
  if (full.kind === 'trouble') return told(input, said, chat, null);
  if (full.kind === 'error') {
    const mapped = refusalSaid('channels.getFullChannel', full.error);
    if (full.error.text === 'CHANNEL_INVALID') return lookAgain(talk, username, chat);
    // That it exists was said already; what stands in the way of the rest says nothing against it.
    const passing = mapped.kind === 'trouble' && mapped.reason !== 'private_or_banned';
    return passing ? told(input, said, chat, null) : told(input, mapped, null, null);
  }
  const whole = chatIn(full.json);
  if (whole === null || whole.id !== chat.id) return described(talk, said, chat, null);
  const fully = chatSaid(whole, input.known);
  return isSeen(fully) ? described(talk, fully, whole, full.at) : told(input, fully, null, null);
}

/** A restriction on some platforms does not hold for an account. */
function isSeen({ status }: ChatSaid): boolean {
  return status === 'alive' || status === 'restricted';
}

/** The key to a channel may be stale, or the channel is deleted: its name is asked for once more, and decides. */
async function lookAgain({ input, call }: Talk, username: string, before: Chat): Promise<Look> {
  const resolved = await call({ method: 'contacts.resolveUsername', username });
  if (resolved.kind !== 'said') return refused(input, 'contacts.resolveUsername', resolved);
  const chat = chatIn(resolved.json);
  if (chat === null || chat.id !== before.id) return told(input, chatSaid(chat, input.known), null, null);
  const full = await call({ method: 'channels.getFullChannel', id: chat.id });
  if (full.kind === 'trouble') return unseen(input, full);
  if (full.kind === 'said') return told(input, chatSaid(chatIn(full.json), input.known), null, null);
  const deleted: Mapped = { kind: 'said', status: 'absent', reason: 'channel_invalid' };
  return told(input, full.error.text === 'CHANNEL_INVALID' ? deleted : refusalSaid('channels.getFullChannel', full.error), null, null);
}

async function lookAtInvite({ input, call }: Talk, hash: string): Promise<Look> {
  const answer = await call({ method: 'messages.checkChatInvite', hash });
  if (answer.kind !== 'said') return refused(input, 'messages.checkChatInvite', answer);
  const chat = chatIn(answer.json);
  // An invitation shows a title without an id; a chat that it leads to by now may have another than before.
  const said = chat === null || chat.id === '' ? null : chatSaid(chat, input.known);
  if (said !== null && !isSeen(said)) return told(input, said, null, null);
  return chat === null
    ? unseen(input, { reason: 'drift', again: false })
    : told(input, { ...(said ?? INVITE), reason: 'invite' }, chat, answer.at);
}

const INVITE: ChatSaid = { kind: 'said', status: 'alive', reason: 'invite', nativeId: null, movedTo: null };

function refused(input: LookInput, method: MtprotoCall['method'], answer: Exclude<Answer, { kind: 'said' }>): Look {
  return answer.kind === 'trouble' ? unseen(input, answer) : told(input, refusalSaid(method, answer.error), null, null);
}

/** `chat` with the time of its answer where it is to be told as a profile. */
function told(input: LookInput, said: Mapped | ChatSaid, chat: Chat | null, at: Ms | null): Look {
  if (said.kind === 'trouble') return unseen(input, said);
  const sighting = {
    status: said.status,
    reason: said.reason,
    nativeId: 'nativeId' in said ? said.nativeId : input.known.nativeId,
    movedTo: 'movedTo' in said ? said.movedTo : null,
  };
  if (sighting.status === 'unknown') return unseen(input, { reason: said.reason, again: false });
  if (chat === null) return { sighting, handle: null, profile: null, posts: [], known: input.known, more: false, again: false };
  const { profile, digest } =
    at === null ? { profile: null, digest: input.known.profile } : news(chatProfile(input, chat, at), input.known);
  const known = { ...input.known, nativeId: sighting.nativeId ?? input.known.nativeId, kind: kindOf(chat), profile: digest };
  return { sighting, handle: null, profile, posts: [], known, more: false, again: false };
}

function kindOf(chat: Chat): 'group' | 'channel' {
  return chat.kind === 'group' ? 'group' : 'channel';
}

async function described({ input, call }: Talk, said: ChatSaid, chat: Chat, at: Ms | null): Promise<Look> {
  const look = told(input, said, chat, at);
  if (input.pages === 0) return look;
  const read = await readHistory(call, chat, { ...input, known: look.known });
  return { ...look, ...read };
}

function chatProfile({ channel }: LookInput, chat: Chat, observedAt: Ms): Profile {
  return {
    type: 'profile',
    channel,
    nativeId: chat.id === '' ? null : chat.id,
    observedAt,
    kind: kindOf(chat),
    title: chat.title,
    about: chat.about,
    subscribers: chat.subscribers,
    createdAt: chat.createdAt,
    avatarHash: null,
    control: null,
  };
}
