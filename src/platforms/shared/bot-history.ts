import type { Ms, Post } from '../../model/observation.ts';
import type { Answered, Ask, AskRequest, Failed, Known, LookInput } from '../../model/watch.ts';
import { array, idText, integer, type JsonObject, object, text } from '../../text/json-values.ts';
import { apiAnswer, DRIFT, newestPosts, type Trouble } from './api-look.ts';
import { refusalOf } from './bot-chat.ts';
import { messagePost } from './bot-message.ts';
import { type BotApi, botRequest } from './bot-request.ts';

/**
 * Which messages of a chat are new? The API gives them newest first, up to 100 a page, bounded by times; a page of a busy chat
 * may end before what is stored, so what is left in between is remembered and fetched by the next look.
 */

export interface History {
  posts: Post[];
  known: Pick<Known, 'lastPost' | 'posts' | 'own'>;
  more: boolean;
  /** What ended it early; null where nothing did. */
  trouble: string | null;
}

const COUNT = 100;

/** Where a message stands in its chat: by its time, among those of one millisecond by the chat's own number. */
interface Mark {
  at: Ms;
  seq: string;
  id: string;
}

/** Negative where `a` is the older one. */
function inOrder(a: Mark, b: Mark): number {
  if (a.at !== b.at) return a.at - b.at;
  const [one, other] = [BigInt(a.seq), BigInt(b.seq)];
  if (one !== other) return one < other ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** What earlier looks left: everything up to `stored` is in the lake, and so is everything from `resume` up to `newest`. */
interface Left {
  stored: Mark | null;
  newest: Mark | null;
  resume: Mark | null;
}

/** A walk back through the pages of a chat. */
interface Walk extends Left {
  fresh: Map<string, Placed>;
  pages: number;
  /** All that is stored joins on. */
  reached: boolean;
  trouble: string | null;
}

/**
 * Asks `GET /messages` for up to `input.pages` pages. A first look takes the newest pages and leaves what is older.
 *
 * @returns posts of `input.channel`, the newest first, and what to remember.
 */
export async function collect(api: BotApi, input: LookInput, chat: string, ask: Ask): Promise<History> {
  const left = leftBy(input.known);
  const walk: Walk = { ...left, fresh: new Map(), pages: 0, reached: false, trouble: null };
  while (walk.pages < input.pages && !walk.reached) {
    const answer = messagesIn(await ask(pageRequest(api, input, chat, walk)));
    const read = answer.kind === 'trouble' ? [] : answer.messages.map((message) => readMessage(api, input, chat, message, answer.at));
    const readable = read.filter((one) => one !== null);
    if (answer.kind === 'trouble' || (readable.length === 0 && read.length > 0)) {
      walk.trouble = answer.kind === 'trouble' ? answer.reason : DRIFT.reason;
      break;
    }
    if (readable.length < read.length) walk.trouble = 'some_unreadable';
    for (const one of readable) if (isNew(one.mark, left)) walk.fresh.set(one.mark.id, one);
    stepBack(walk, readable.sort(newestFirst), read.length);
  }
  return told(walk, input);
}

function stepBack(walk: Walk, page: readonly Placed[], size: number): void {
  const oldest = page.at(-1)?.mark ?? null;
  walk.pages++;
  walk.newest ??= page[0]?.mark ?? null;
  walk.reached = size < COUNT || oldest === null || (walk.stored !== null && inOrder(oldest, walk.stored) <= 0);
  // A full page of one millisecond would be served for ever.
  if (oldest !== null) walk.resume = walk.resume !== null && oldest.at >= walk.resume.at ? { ...oldest, at: walk.resume.at - 1 } : oldest;
}

/** `from` is the later bound and `to` the earlier one. Whether they are inclusive is not said: a millisecond more serves both readings. */
function pageRequest(api: BotApi, input: LookInput, chat: string, { stored, resume }: Left): AskRequest {
  return botRequest(api, input, '/messages', {
    chat_id: chat,
    ...(resume === null ? {} : { from: String(resume.at + 1) }),
    ...(stored === null ? {} : { to: String(stored.at - 1) }),
    count: String(COUNT),
  });
}

interface Messages {
  kind: 'messages';
  messages: JsonObject[];
  at: Ms;
}

function messagesIn(outcome: Answered | Failed): Messages | Trouble {
  const answer = apiAnswer(outcome);
  if (answer.kind === 'trouble') return answer;
  const { status, json, at } = answer;
  if (status !== 200) {
    const refusal = refusalOf(status, json);
    return refusal.kind === 'trouble' ? refusal : { kind: 'trouble', reason: refusal.kind, again: false };
  }
  const list = array(json['messages']);
  return list === null ? DRIFT : { kind: 'messages', messages: list.map((item) => object(item) ?? {}), at };
}

interface Placed {
  mark: Mark;
  post: Post;
}

function readMessage(api: BotApi, input: LookInput, chat: string, message: JsonObject, at: Ms): Placed | null {
  const post = messagePost(message, () => api.platform, at, null);
  if (typeof post === 'string' || post.nativeId !== chat || !/^[\w.:-]{1,64}$/.test(post.id)) return null;
  const seq = idText(object(message['body'])?.['seq']) ?? '';
  return { mark: { at: post.when.at, seq: NUMBER.test(seq) ? seq : '0', id: post.id }, post: { ...post, channel: input.channel } };
}

const NUMBER = /^\d{1,20}$/;

function newestFirst(a: Placed, b: Placed): number {
  return inOrder(b.mark, a.mark);
}

/** Neither stored already nor told by the look that left the gap. */
function isNew(mark: Mark, { stored, resume }: Left): boolean {
  return (stored === null || inOrder(mark, stored) > 0) && (resume === null || inOrder(mark, resume) < 0);
}

function told({ fresh, pages, reached, stored, newest, resume, trouble }: Walk, input: LookInput): History {
  const found = [...fresh.values()].sort(newestFirst);
  const posts = found.map((one) => one.post);
  const { lastPost, own } = input.known;
  if (pages === 0) return { posts, known: { lastPost, posts: input.known.posts, own }, more: resume !== null, trouble };
  const ids = found.map((one) => one.mark.id);
  // Behind a first look nothing is stored that a gap could reach to.
  const whole = reached || stored === null;
  const left: Left = whole ? { stored: newest ?? stored, newest: null, resume: null } : { stored, newest, resume };
  return { posts, known: remembered(left, newestPosts(ids, input.known)), more: !whole, trouble };
}

function remembered({ stored, newest, resume }: Left, posts: string[]): History['known'] {
  return { lastPost: stored?.id ?? null, posts, own: { stored: written(stored), newest: written(newest), resume: written(resume) } };
}

function leftBy({ own }: Known): Left {
  const [stored, newest, resume] = [own['stored'], own['newest'], own['resume']].map(markIn);
  const gap = newest === null || resume === null ? { newest: null, resume: null } : { newest: newest ?? null, resume: resume ?? null };
  return { stored: stored ?? null, ...gap };
}

/** `1572991020123/103087459512483843/mid.…` */
function written(mark: Mark | null): string | null {
  return mark === null ? null : `${mark.at}/${mark.seq}/${mark.id}`;
}

function markIn(own: unknown): Mark | null {
  const [at, seq, id] = (text(own) ?? '').split('/');
  const ms = integer(at);
  return ms === null || seq === undefined || id === undefined || !NUMBER.test(seq) ? null : { at: ms, seq, id };
}
