import type { Ms, Post } from '../../model/observation.ts';
import type { Known, LookInput } from '../../model/watch.ts';
import { newestPosts } from '../shared/api-look.ts';
import { request, type Stream } from './watch-bosh.ts';
import { archivedMessages, postsOf } from './watch-message.ts';
import { ARCHIVE } from './watch-room.ts';
import { child, type Xml, xmlText } from './watch-xml.ts';

/** Which posts of a room are new, by its archive (XEP-0313)? An empty archive says nothing of whether the room lives. */

const RSM = 'http://jabber.org/protocol/rsm';
const PAGE = 50;

export interface Archived {
  posts: Post[];
  known: Known;
  more: boolean;
}

/** Where to read on. `after`: forwards behind that id; `before`: backwards, '' from the end. */
interface Place {
  after: string | null;
  before: string | null;
  /** Only what is not older; null: everything. */
  start: Ms | null;
}

interface Page {
  results: Xml[];
  first: string | null;
  last: string | null;
  complete: boolean;
}

/** The posts behind `known.lastPost`, or the newest pages where nothing is stored yet. A page that fails ends it without harm. */
export async function readArchive(stream: Stream, room: string, input: LookInput): Promise<Archived> {
  const { known } = input;
  const read = known.lastPost === null ? await newest(stream, room, input.pages) : await behind(stream, room, input);
  const told = new Set([...known.posts, known.lastPost]);
  const messages = archivedMessages(read.results, room).filter((message) => !told.has(message.id));
  const posts = postsOf(messages, input.channel, stream.at);
  const lastAt = messages.reduce<Ms | null>((last, { at }) => Math.max(last ?? at, at), null) ?? known.own['lastAt'] ?? null;
  const ids = posts.map((post) => post.id).reverse();
  const next = { ...known, lastPost: read.last ?? known.lastPost, posts: newestPosts(ids, known), own: { ...known.own, lastAt } };
  return { posts, known: next, more: read.more };
}

interface Read {
  results: Xml[];
  /** The newest id that the archive named. */
  last: string | null;
  more: boolean;
}

async function newest(stream: Stream, room: string, pages: number): Promise<Read> {
  const read: Read = { results: [], last: null, more: false };
  let before = '';
  for (let n = 0; n < pages; n++) {
    const page = await pageAt(stream, room, n, { after: null, before, start: null });
    if (page === null || page === 'not-found') break;
    read.results.unshift(...page.results);
    read.last ??= page.last;
    if (page.complete || page.first === null) break;
    before = page.first;
  }
  return read;
}

async function behind(stream: Stream, room: string, { known, pages }: LookInput): Promise<Read> {
  const read: Read = { results: [], last: null, more: false };
  const lastAt = known.own['lastAt'];
  let place: Place = { after: known.lastPost, before: null, start: null };
  for (let n = 0; n < pages; n++) {
    const page = await pageAt(stream, room, n, place);
    if (page === 'not-found' && place.start === null && typeof lastAt === 'number') {
      // The message that was read last is no longer kept: go on by time, which may tell a second again.
      place = { after: null, before: null, start: lastAt };
      continue;
    }
    if (page === null || page === 'not-found') return read;
    read.results.push(...page.results);
    read.last = page.last ?? read.last;
    read.more = !page.complete && page.last !== null;
    if (page.complete || page.last === null) return read;
    place = { ...place, after: page.last };
  }
  return read;
}

/** One page; null where it could not be had, `not-found` where the archive does not know the id to go on from. */
async function pageAt(stream: Stream, room: string, n: number, place: Place): Promise<Page | 'not-found' | null> {
  const query = `page-${n}`;
  const said = await request(stream, query, `type='set'`, queryOf(query, place), room);
  if (!said.ok) return null;
  const { found, stanzas } = said.value;
  if (found.attributes['type'] !== 'result') return child(child(found, 'error'), 'item-not-found') === null ? null : 'not-found';
  const fin = child(found, 'fin', ARCHIVE);
  if (fin === null) return null;
  const results = stanzas
    .filter((one) => one.name === 'message' && one.attributes['from']?.toLowerCase() === room)
    .map((one) => child(one, 'result', ARCHIVE))
    .filter((one) => one !== null && one.attributes['queryid'] === query)
    .filter((one) => one !== null);
  const set = child(fin, 'set', RSM);
  const first = child(set, 'first')?.text.trim() ?? '';
  const last = child(set, 'last')?.text.trim() ?? '';
  const complete = fin.attributes['complete'] === 'true' || results.length === 0;
  return { results, first: first === '' ? null : first, last: last === '' || last.length > 256 ? null : last, complete };
}

function queryOf(id: string, { after, before, start }: Place): string {
  const value = (name: string, text: string, type = ''): string => `<field var='${name}'${type}><value>${text}</value></field>`;
  const since = start === null ? '' : value('start', new Date(start).toISOString());
  const form = `<x xmlns='jabber:x:data' type='submit'>${value('FORM_TYPE', ARCHIVE, ` type='hidden'`)}${since}</x>`;
  const from = after === null ? '' : `<after>${xmlText(after)}</after>`;
  const until = before === null ? '' : `<before>${xmlText(before)}</before>`;
  return `<query xmlns='${ARCHIVE}' queryid='${id}'>${form}<set xmlns='${RSM}'><max>${PAGE}</max>${from}${until}</set></query>`;
}
