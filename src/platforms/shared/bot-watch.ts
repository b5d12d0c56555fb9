import { nameOf, nativeIdOf } from '../../model/ref.ts';
import type { Ask, Look, LookInput } from '../../model/watch.ts';
import type { Status } from '../../model/words.ts';
import { text } from '../../text/json-values.ts';
import { news, slug, unseen } from './api-look.ts';
import { chatProfile, chatStatus } from './bot-answer.ts';
import { type ChatAnswer, chatAnswer } from './bot-chat.ts';
import { collect } from './bot-history.ts';
import { chatRef } from './bot-message.ts';
import { type BotApi, botRequest } from './bot-request.ts';

/** What does a bot see of one chat of TamTam or MAX, and what may be said of the community from that? */

type Chat = Extract<ChatAnswer, { kind: 'chat' }>;

/**
 * Looks by the chat's id where the reference is one, else by its public name; where that name is gone or another's, by the id
 * that earlier looks taught. Only three answers speak of the community: `active`, `closed`, and that no chat has the public name.
 * That the bot itself was removed, left or is denied leaves the community `unknown`.
 */
export async function lookAtChat(api: BotApi, input: LookInput, ask: Ask): Promise<Look> {
  const id = nativeIdOf(input.channel);
  if (id === null) return lookByLink(api, input, ask);
  const answer = await chatById(api, input, id, ask);
  if (answer.kind === 'chat') return lookOf(api, input, answer, ask);
  if (answer.kind === 'none' && api.neverIssued?.test(id)) return said(input, 'absent', 'not_found');
  // A bot that was put out may get the same answer as for a chat that is no more.
  return unseen(input, answer.kind === 'trouble' ? answer : { reason: notSeen(answer), again: false });
}

async function lookByLink(api: BotApi, input: LookInput, ask: Ask): Promise<Look> {
  const { nativeId } = input.known;
  const answer = chatAnswer(await ask(botRequest(api, input, `/chats/${encodeURIComponent(nameOf(input.channel))}`)));
  if (answer.kind === 'trouble') return unseen(input, answer);
  if (answer.kind === 'denied') return unseen(input, { reason: notSeen(answer), again: false });
  // A chat that names itself otherwise than it was asked for was served by mistake.
  const shown = answer.kind === 'chat' ? chatRef(api.platform, answer.id, text(answer.chat['link'])) : null;
  if (shown !== null && nativeIdOf(shown) === null && shown !== input.channel)
    return unseen(input, { reason: 'other_handle', again: true });
  if (answer.kind === 'chat' && (nativeId === null || answer.id === nativeId)) return lookOf(api, input, answer, ask);
  if (nativeId === null)
    return answer.kind === 'none' ? said(input, 'absent', 'not_found') : unseen(input, { reason: 'no_community', again: false });
  // The name is gone, or somebody else has it: is the community still there under another?
  const kept = await chatById(api, input, nativeId, ask);
  if (kept.kind === 'trouble') return unseen(input, kept);
  if (kept.kind === 'chat' && kept.chat['status'] === 'active') return lookOf(api, input, kept, ask);
  if (answer.kind === 'chat') return said(input, 'reassigned', 'other_id', answer.id);
  // Of a person nothing is kept, the id neither.
  if (answer.kind === 'person') return said(input, 'reassigned', 'person', null);
  if (kept.kind === 'chat') return lookOf(api, input, kept, ask);
  // What is denied is there: without its public name it is out of our sight, and no more can be said.
  return kept.kind === 'none' ? said(input, 'absent', 'not_found') : unseen(input, { reason: notSeen(kept), again: false });
}

async function chatById(api: BotApi, input: LookInput, id: string, ask: Ask): Promise<ChatAnswer> {
  const answer = chatAnswer(await ask(botRequest(api, input, `/chats/${id}`)));
  return answer.kind === 'chat' && answer.id !== id ? { kind: 'trouble', reason: 'drift', again: true } : answer;
}

function notSeen({ kind }: { kind: 'none' | 'denied' | 'person' }): string {
  return kind === 'none' ? 'not_found_by_id' : kind === 'denied' ? 'denied' : 'no_community';
}

function said(input: LookInput, status: Status, reason: string, nativeId = input.known.nativeId): Look {
  const look = unseen(input, { reason, again: false });
  return { ...look, sighting: { ...look.sighting, status, nativeId } };
}

/** The look at a chat that was shown. */
async function lookOf(api: BotApi, input: LookInput, { id, chat, at }: Chat, ask: Ask): Promise<Look> {
  const { status, reason } = chatStatus(chat);
  const base = { ...said(input, status, slug(reason), id), known: { ...input.known, nativeId: id } };
  if (status !== 'alive') return base;
  const shown = chatRef(api.platform, id, text(chat['link']));
  const profile = chatProfile(chat, input.channel, id, at);
  const told = news(profile, input.known);
  const history = await collect(api, input, id, ask);
  return {
    ...base,
    sighting: { ...base.sighting, reason: history.trouble === null ? slug(reason) : `${slug(reason)}:posts_${history.trouble}` },
    handle: nativeIdOf(shown) !== null || shown === input.channel ? null : nameOf(shown),
    profile: told.profile,
    posts: history.posts,
    known: { nativeId: id, kind: profile.kind, profile: told.digest, ...history.known },
    more: history.more,
  };
}
