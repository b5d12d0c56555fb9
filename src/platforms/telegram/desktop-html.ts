import type { Chunk, FileHead, FileReader, OpenBytes, ReadOptions, Resume } from '../../model/reader.ts';
import { zoneReader } from '../../model/time.ts';
import { type Block, find, hasClass, messageBlocks, parseBlock, textIn } from './desktop-html-blocks.ts';
import { type Page, readBlock } from './desktop-html-message.ts';
import { profileOf } from './desktop-json-message.ts';
import { NAME_IT, ownerOf } from './desktop-title.ts';

/**
 * Reads one page (`messages.html`, `messages2.html` …) of an HTML export of Telegram Desktop. The markup names neither
 * the channel nor its id: without `--channel` the posts go by the title. It does not say either whether the chat was a
 * public one; only the person who imports it knows.
 */
export const telegramDesktopHtml: FileReader = {
  format: 'telegram-desktop-html',
  summary: "one page of Telegram Desktop's HTML export (messages.html, messages2.html …)",
  recognise,
  read,
};

function recognise({ text: head }: FileHead): number {
  if (!/^\ufeff?\s*</.test(head)) return 0;
  const message = /class="message (?:default|service)/.test(head) && /id="message-?\d+"/.test(head);
  if (message && /class="(?:page_body chat_page|history)"/.test(head)) return 0.97;
  if (message) return 0.8;
  // A page without messages is still one of these.
  return /class="page_body chat_page"/.test(head) && /class="history"/.test(head) ? 0.7 : 0;
}

interface State {
  page: Page;
  hinted: string[];
}

const CHUNK = 2000;
const ZONELESS = 'times in this file are wall-clock times without a zone: give --zone, else each is known only within 26 hours';

async function* read(open: OpenBytes, options: ReadOptions, resume: Resume | null): AsyncGenerator<Chunk> {
  const state: State = isState(resume?.state) ? structuredClone(resume.state) : { page: newPage(), hinted: [] };
  const start = resume?.offset ?? 0;
  const fromLocal = zoneReader(options.zone);
  let chunk = emptyChunk(start);
  let any = false;
  for await (const block of messageBlocks(open(start), start)) {
    any = true;
    if (block.message) addBlock(chunk, block, state, options, fromLocal);
    else readHead(chunk, block, state.page);
    if (state.page.zoneless && options.zone === null) hint(chunk, state, ZONELESS);
    if (block.last) addTitle(chunk, block, state.page);
    chunk.end = block.end;
    if (chunk.records.length >= CHUNK || block.last) {
      yield { ...chunk, state: structuredClone(state) };
      chunk = emptyChunk(block.end);
    }
  }
  if (!any && start === 0) {
    chunk.problems.push({ place: 0, where: null, reason: 'the file is empty', excerpt: '' });
    yield { ...chunk, state: structuredClone(state) };
  }
}

function isState(state: unknown): state is State {
  return typeof state === 'object' && state !== null && 'page' in state && 'hinted' in state;
}

function newPage(): Page {
  return { title: null, owner: null, day: null, offset: null, lastAt: null, author: null, unknown: [], goesOn: false, zoneless: false };
}

function emptyChunk(end: number): Chunk {
  return { records: [], places: [], problems: [], end, state: null, hints: [] };
}

function hint(chunk: Chunk, state: State, words: string): void {
  if (state.hinted.includes(words)) return;
  state.hinted.push(words);
  chunk.hints.push(words);
}

/** What stands before the first message: the title, and links to other pages. */
function readHead(chunk: Chunk, block: Block, page: Page): void {
  for (const element of parseBlock(block.html)) {
    const header = hasClass(element, 'page_header') ? element : find(element, 'page_header');
    const title = header === null ? null : find(header, 'text');
    if (title !== null) page.title = textIn(title);
  }
  if (block.flaw !== null) chunk.problems.push({ place: 0, where: null, reason: block.flaw, excerpt: block.html.slice(0, 200) });
  else if (page.title === null) {
    chunk.problems.push({ place: 0, where: null, reason: 'the page has no title', excerpt: block.html.slice(0, 200) });
  }
  if (block.last) chunk.problems.push({ place: 0, where: null, reason: 'there are no messages in it', excerpt: block.html.slice(0, 200) });
}

function addBlock(chunk: Chunk, block: Block, state: State, options: ReadOptions, fromLocal: ReturnType<typeof zoneReader>): void {
  const { page } = state;
  page.owner ??= ownerOf(options, null, page.title ?? options.name);
  if (page.owner.provisional) hint(chunk, state, NAME_IT);
  const { records, problems } = readBlock(block, page, page.owner, fromLocal);
  for (const record of records) {
    chunk.records.push(record);
    chunk.places.push(block.offset);
  }
  chunk.problems.push(...problems);
}

/**
 * The page's title, as of its last message. It is the title at the time of export: on a page that is not the last one
 * that would date it years too early, so there it is told only where it is all that names the channel.
 */
function addTitle(chunk: Chunk, block: Block, { owner, lastAt, title, goesOn }: Page): void {
  if (owner === null || lastAt === null || title === null || (goesOn && !owner.provisional)) return;
  chunk.records.push(profileOf({ ...owner, kind: null }, lastAt, title, null));
  chunk.places.push(block.offset);
}
