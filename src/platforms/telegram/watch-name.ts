import type { Ms } from '../../model/observation.ts';
import type { Known, Look } from '../../model/watch.ts';
import { elsewhere, readPage, type Trouble, trouble } from './watch-answer.ts';
import { type Collected, collect, isNews } from './watch-collect.ts';
import { type NotShown, readEmbed, type Said, type Shown } from './watch-embed.ts';
import { type Memory, memoryOf, newestIds, ownOf, postDigest, profileOf } from './watch-known.ts';
import { type Place, readNamePage } from './watch-page.ts';
import { idsOf, type Message } from './watch-post.ts';
import { type NoMessages, type Preview, readPreview } from './watch-preview.ts';
import { lookOf, type Talk, unknown, wasCommunity } from './watch-talk.ts';

/** What does one look at a name of Telegram say? The fewest requests that answer it: preview, page, known posts. */

const DAY = 86_400_000;
const MOST_EMBEDS = 3;

export async function lookAtName(talk: Talk): Promise<Look> {
  const memory = memoryOf(talk.input.known);
  if (memory.preview !== true) return lookAtPage(talk, memory, null);
  const preview = await askPreview(talk);
  if (preview.kind === 'preview') return lookAtPreview(talk, memory, preview);
  // No preview any more, or a channel without posts: its page tells which, or that it is gone.
  const asks = preview.kind === 'off' || (preview.kind === 'no_messages' && talk.input.known.lastPost === null);
  return asks ? lookAtPage(talk, memory, preview) : unknown(talk.input, preview.kind === 'trouble' ? preview : trouble('soft_throttled'));
}

interface Off {
  kind: 'off';
}

type PreviewAnswer = Preview | NoMessages | Off | Trouble;

async function askPreview(talk: Talk): Promise<PreviewAnswer> {
  const path = `/s/${talk.handle}`;
  const outcome = await talk.get(path);
  const away = elsewhere(outcome, talk.url(path));
  if (away !== null) return away.handle === talk.handle ? { kind: 'off' } : trouble('redirected');
  const answer = readPage(outcome);
  return answer.kind === 'page' ? readPreview(answer.root, talk.input.channel, answer.at) : answer;
}

/** `preview`: what was answered there in this look, null where it was not asked. */
async function lookAtPage(talk: Talk, memory: Memory, preview: PreviewAnswer | null): Promise<Look> {
  const { input } = talk;
  const answer = readPage(await talk.get(`/${talk.handle}`));
  const page = answer.kind === 'page' ? readNamePage(answer.root, talk.handle) : answer;
  if (answer.kind === 'trouble' || page.kind === 'trouble') return unknown(input, page.kind === 'trouble' ? page : trouble('drift'));
  if (page.kind === 'contact') return lookAtAbsence(talk, memory);
  if (page.kind === 'somebody') {
    const reason = page.bot ? 'bot_page' : 'user_page';
    return wasCommunity(input.known) ? lookOf(input, 'reassigned', reason) : unknown(input, trouble(reason));
  }
  if (page.community === 'group') return lookAtWithout(talk, memory, page, answer.at, null);
  const asked = preview ?? (await previewBehindPage(talk, memory));
  if (asked?.kind === 'preview') return lookAtPreview(talk, memory, asked);
  return lookAtWithout(talk, memory, page, answer.at, asked);
}

/** A preview that was off is asked for again once a day; for liveness alone the page was enough. */
async function previewBehindPage(talk: Talk, { preview, previewAskedAt }: Memory): Promise<PreviewAnswer | null> {
  const { pages, startedAt } = talk.input;
  if (pages === 0) return null;
  if (preview === false && previewAskedAt !== null && startedAt - previewAskedAt < DAY) return { kind: 'off' };
  return askPreview(talk);
}

async function lookAtPreview(talk: Talk, memory: Memory, preview: Preview): Promise<Look> {
  const { input } = talk;
  const { known } = input;
  const whose = ownerOf(talk, preview);
  if (whose.kind === 'trouble') return unknown(input, whose);
  const { nativeId } = whose;
  if (isOther(known, nativeId)) return lookOf(input, 'reassigned', 'other_id', { nativeId });
  const { profile, digest } = profileOf({ channel: input.channel, nativeId, kind: 'channel', ...pick(preview) }, preview.at, known);
  const { read } = preview.messages;
  const seen = input.pages === 0 ? unread(read, memory, known) : await collect(talk, preview, memory);
  return lookOf(input, 'alive', null, {
    nativeId,
    handle: whose.handle === talk.handle ? null : whose.handle,
    profile,
    posts: seen.posts,
    known: {
      nativeId: nativeId ?? known.nativeId,
      kind: 'channel',
      lastPost: seen.lastPost,
      posts: newestIds(seen.messages, known.posts),
      profile: digest,
      own: ownOf({ preview: true, previewAskedAt: null, gaps: seen.gaps, recent: seen.recent }),
    },
    more: seen.gaps.length > 0 || isBehind(seen),
  });
}

/** Whose preview it is: all of it must agree. */
function ownerOf(talk: Talk, preview: Preview): { kind: 'owner'; nativeId: string | null; handle: string } | Trouble {
  const ids = idsOf(preview.messages.read);
  const handles = new Set([...preview.messages.read.map((one) => one.handle), ...(preview.handle === null ? [] : [preview.handle])]);
  const [handle] = handles;
  if (ids.length > 1 || handles.size !== 1 || handle === undefined) return trouble('drift');
  // Another name is this channel's only where the id is the one known; else it could be anybody's page, served by mistake.
  if (handle !== talk.handle && (ids[0] === undefined || ids[0] !== talk.input.known.nativeId)) return trouble('other_handle');
  return { kind: 'owner', nativeId: ids[0] ?? null, handle };
}

function isOther(known: Known, nativeId: string | null): boolean {
  return known.nativeId !== null && nativeId !== null && nativeId !== known.nativeId;
}

/** Posts were seen and, as nobody asked for them, not told. */
function unread(messages: Message[], { gaps, recent }: Memory, { lastPost }: Known): Collected {
  return { posts: [], messages, lastPost, gaps, recent };
}

function isBehind({ messages, lastPost }: Collected): boolean {
  return lastPost !== null && messages.some(({ post }) => Number(post.id) > Number(lastPost));
}

function pick({ title, about, subscribers }: Preview | Place): { title: string; about: string | null; subscribers: number | null } {
  return { title, about, subscribers };
}

/** Alive, and its posts cannot be read but one by one: a group, or a channel that shows no preview. */
async function lookAtWithout(talk: Talk, memory: Memory, page: Place, at: Ms, preview: PreviewAnswer | null): Promise<Look> {
  const { input } = talk;
  const { known } = input;
  const embedded = isWorthAPost(talk, memory, preview) ? await askPosts(talk, 1) : null;
  if (embedded?.kind === 'said') return lookOf(input, embedded.status, embedded.reason);
  const message = embedded?.kind === 'shown' ? embedded.message : null;
  const nativeId = message?.identity.nativeId ?? null;
  if (isOther(known, nativeId)) return lookOf(input, 'reassigned', 'other_id', { nativeId });
  const { profile, digest } = profileOf({ channel: input.channel, nativeId, kind: page.community, ...pick(page) }, at, known);
  const posts = message !== null && isNews(message, Number(known.lastPost ?? 0), memory) ? [message.post] : [];
  const recent = new Map(memory.recent);
  if (message !== null) recent.set(Number(message.post.id), postDigest(message.post));
  const off = page.community === 'group' || preview?.kind === 'off';
  const askedAt = preview?.kind === 'off' ? previewAskedAt(memory, input.startedAt) : memory.previewAskedAt;
  return lookOf(input, 'alive', reasonOf(preview, known), {
    nativeId,
    profile,
    posts,
    known: {
      nativeId: nativeId ?? known.nativeId,
      kind: page.community,
      lastPost: known.lastPost ?? posts[0]?.id ?? null,
      posts: known.posts,
      profile: digest,
      own: ownOf({ ...memory, preview: off ? false : memory.preview, previewAskedAt: askedAt, recent }),
    },
  });
}

/** A known post shows the id of a group, and whether a preview went away because the channel was hidden. */
function isWorthAPost(talk: Talk, memory: Memory, preview: PreviewAnswer | null): boolean {
  // Where the preview could not be read, nothing more is asked for.
  if (preview !== null && preview.kind !== 'off') return false;
  return talk.input.pages > 0 || memory.preview === true;
}

/** That it was off is known from the last time it was asked for, at most a day ago, or from now. */
function previewAskedAt({ preview, previewAskedAt: before }: Memory, now: number): number {
  return preview === false && before !== null && now - before < DAY ? before : now;
}

/** Why a living channel's posts could not be read this time; null where that is no news. */
function reasonOf(preview: PreviewAnswer | null, { lastPost }: Known): string | null {
  if (preview === null) return null;
  if (preview.kind === 'off') return 'no_preview';
  return preview.kind === 'no_messages' && lastPost === null ? 'no_posts_shown' : 'posts_unread';
}

/** The name leads nowhere. Only a post that was seen there can show that Telegram itself removed or hid the channel. */
async function lookAtAbsence(talk: Talk, memory: Memory): Promise<Look> {
  const { input } = talk;
  const own = ownOf({ ...memory, preview: null, previewAskedAt: null });
  const known = { ...input.known, own };
  const embedded = await askPosts(talk, MOST_EMBEDS);
  // A channel that is only hidden looks the same until a post of it could be asked for.
  if (embedded.kind === 'trouble') return unknown(input, embedded);
  if (embedded.kind === 'not_shown') return lookOf(input, 'absent', 'contact_page', { known });
  if (embedded.kind === 'said') return lookOf(input, embedded.status, embedded.reason, { known });
  // Two answers that exclude each other: what is seen counts, if it is this channel's.
  const { nativeId } = embedded.message.identity;
  return isOther(input.known, nativeId)
    ? unknown(input, trouble('contradiction'))
    : lookOf(input, 'alive', 'post_shown', { nativeId, known });
}

/** Asks for up to so many known posts, until one says something of the channel; trouble where none could be read. */
async function askPosts(talk: Talk, most: number): Promise<Shown | Said | NotShown | Trouble> {
  const { known, channel } = talk.input;
  let last: NotShown | Trouble | null = null;
  for (const id of known.posts.filter((one) => /^[1-9]\d{0,11}$/.test(one)).slice(0, most)) {
    const answer = readPage(await talk.get(`/${talk.handle}/${id}?embed=1`));
    const embedded = answer.kind === 'page' ? readEmbed(answer.root, { channel, handle: talk.handle, id }, answer.at) : answer;
    if (embedded.kind === 'said' || embedded.kind === 'shown') return embedded;
    if (last?.kind !== 'not_shown') last = embedded;
    // Whoever refuses is not asked on.
    if (embedded.kind === 'trouble' && !embedded.again) break;
  }
  return last ?? { kind: 'not_shown' };
}
