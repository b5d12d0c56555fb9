import type { Post } from '../../model/observation.ts';
import { readPage } from './watch-answer.ts';
import { type Gap, type Memory, postDigest } from './watch-known.ts';
import { idsOf, type Message } from './watch-post.ts';
import { type Preview, readPreview } from './watch-preview.ts';
import type { Talk } from './watch-talk.ts';

/** Which posts are new since the last look, and how far back has to be paged for them? */

export interface Collected {
  posts: Post[];
  /** All that was seen, told before or not. */
  messages: Message[];
  /** The newest post that is stored after this look. */
  lastPost: string | null;
  gaps: Gap[];
  recent: ReadonlyMap<number, string>;
}

/** One page, and where the next older one begins. */
interface Page {
  messages: readonly Message[];
  before: number | null;
}

/** Pages back from the newest page to the last post known, then through what earlier looks left out, as far as `pages` allows. */
export async function collect(talk: Talk, preview: Preview, memory: Memory): Promise<Collected> {
  const { lastPost } = talk.input.known;
  const reading: Reading = { talk, nativeId: idsOf(preview.messages.read)[0] ?? null, left: talk.input.pages - 1, pages: [], gaps: [] };
  const first: Page = { messages: preview.messages.read, before: preview.before };
  reading.pages.push(first);
  await readDown(reading, first, lastPost === null ? null : Number(lastPost));
  for (const gap of memory.gaps) {
    const page = reading.left > 0 ? await olderPage(reading, gap.before) : null;
    if (page === null) reading.gaps.push(gap);
    else await readDown(reading, page, gap.until);
  }
  return told(reading, first, talk, memory);
}

interface Reading {
  talk: Talk;
  nativeId: string | null;
  /** Pages that may still be asked for. */
  left: number;
  pages: Page[];
  gaps: Gap[];
}

/** Reads on below a page until `until` is reached; what is then still missing is a gap. With nothing stored before, nothing is missing. */
async function readDown(reading: Reading, from: Page, until: number | null): Promise<void> {
  let page: Page | null = from;
  let before = Number.POSITIVE_INFINITY;
  while (page !== null && !reaches(page, until)) {
    const next = cursorOf(page);
    if (next === null) return;
    // A cursor that does not lead back would lead round in circles.
    page = next < before && reading.left > 0 ? await olderPage(reading, next) : null;
    before = Math.min(before, next);
  }
  if (page === null && until !== null && before > until + 1) reading.gaps.push({ before, until });
}

/** Where the next older page begins; null at the channel's beginning. */
function cursorOf(page: Page): number | null {
  const oldest = oldestOf(page);
  return page.before === null || oldest === null ? page.before : Math.min(page.before, oldest);
}

function reaches(page: Page, until: number | null): boolean {
  const oldest = oldestOf(page);
  return until !== null && oldest !== null && oldest <= until;
}

function oldestOf({ messages }: Page): number | null {
  return messages.length === 0 ? null : Math.min(...messages.map(({ post }) => Number(post.id)));
}

/** Null where it did not come, could not be read or is another channel's; then no more is asked for. */
async function olderPage(reading: Reading, before: number): Promise<Page | null> {
  const { talk } = reading;
  reading.left--;
  const answer = readPage(await talk.get(`/s/${talk.handle}?before=${before}`));
  const preview = answer.kind === 'page' ? readPreview(answer.root, talk.input.channel, answer.at) : answer;
  const other = preview.kind !== 'preview' || idsOf(preview.messages.read).some((id) => id !== reading.nativeId);
  if (other) {
    reading.left = 0;
    return null;
  }
  const messages = preview.messages.read.filter(({ post }) => Number(post.id) < before);
  const page = { messages, before: preview.before };
  reading.pages.push(page);
  return page;
}

function told(reading: Reading, first: Page, talk: Talk, memory: Memory): Collected {
  const stored = Number(talk.input.known.lastPost ?? 0);
  const posts = new Map<string, Post>();
  const messages = reading.pages.flatMap((page) => page.messages);
  for (const message of messages) {
    const { post } = message;
    if (isNews(message, stored, memory) && !posts.has(post.id)) posts.set(post.id, post);
  }
  const newest = Math.max(stored, ...messages.map(({ post }) => Number(post.id)));
  const recent = new Map(memory.recent);
  for (const { post } of first.messages) recent.set(Number(post.id), postDigest(post));
  return { posts: [...posts.values()], messages, lastPost: newest === 0 ? null : String(newest), gaps: reading.gaps, recent };
}

/** Newer than all that is stored, or from a gap, or edited since it was told. */
export function isNews({ post, edited }: Message, stored: number, memory: Memory): boolean {
  const id = Number(post.id);
  if (id > stored) return true;
  if (memory.gaps.some(({ before, until }) => id < before && id > until)) return true;
  const before = memory.recent.get(id);
  return edited && before !== undefined && before !== postDigest(post);
}
