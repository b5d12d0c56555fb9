/** How does this audience see a channel, a post, a text, a link? The only place where the three versions differ in what they show. */

import { defanged, directionOf, excerpt } from '../figures/foreign.ts';
import type { Ms } from '../model/observation.ts';
import { type ChannelRef, parsePostRef } from '../model/ref.ts';
import { type Count, type Inline, type Said, say, text } from './document.ts';
import type { Audience, BriefInput } from './input.ts';
import { collectNotes, type Notes } from './notes.ts';
import { digits } from './numbers.ts';
import { channelsOf, publicText } from './public-text.ts';
import { longTime, shortTime } from './times.ts';
import type { RuleName, Words } from './words/words.ts';

/** Of a post's text, for partners. */
const EXCERPT = 160;
/** Records that a note names; the rest is counted. */
const RECORDS_NAMED = 5;

export interface View {
  input: BriefInput;
  words: Words;
  audience: Audience;
  notes: Notes;
  /** A reference, or a pseudonym for the public. */
  channel(channel: ChannelRef): Inline;
  /** The same as it stands in a figure. */
  channelName(channel: ChannelRef): string;
  platform(platform: string): Inline;
  platformName(platform: string): string;
  /** What somebody wrote: whole, shortened for partners, without names and links for the public. */
  written(words: string): Inline;
  /** The same where it names a thing (a case, an event, a source): never shortened. */
  named(words: string): Inline;
  /** An id of ours: a digest, an entry, an offset. */
  id(id: string): Inline;
  cellTime(at: Ms | null): Said;
  time(at: Ms): Inline;
  /** An upper bound as precise as this audience may have it: the public gets whole minutes, widened outwards. */
  until(at: Ms): Ms;
  /** A number with the note that names its rule and its records. */
  count(n: number, key: string, rule: RuleName, records: readonly string[]): Count;
  /** Where the bytes of these records are, in words. */
  records(records: readonly string[]): Said[];
  /** The number of a note with this rule and these records. */
  note(key: string, rule: RuleName, records: readonly string[]): number;
}

export function viewOf(input: BriefInput, words: Words): View {
  const { zone } = input.settings;
  const notes = collectNotes();
  const channelName = channelNames(input);
  const isPublic = input.audience === 'public';
  const cut = isPublic ? publicText(input) : (said: string) => said;
  const note: View['note'] = (key, rule, records) =>
    notes.note(key, () => ({ rule: words.notes.rules[rule], records: recordLines(view, records) }));
  const view: View = {
    input,
    words,
    audience: input.audience,
    notes,
    channelName,
    channel: (channel) => foreign(channelName(channel), 'code'),
    platformName: (platform) => input.platformTitles.get(platform) ?? platform,
    platform: (platform) => foreign(input.platformTitles.get(platform) ?? platform, 'plain'),
    written: (said) => foreign(defanged(input.audience === 'partner' ? excerpt(said, EXCERPT) : cut(said)), 'plain'),
    named: (said) => foreign(defanged(cut(said)), 'plain'),
    id: (id) => foreign(id, 'code'),
    cellTime: (at) => (at === null ? text(words.nothing) : [shortTime(isPublic ? wholeMinute(at) : at, zone)]),
    until: (at) => (isPublic ? -wholeMinute(-at) : at),
    time: (at) => longTime(isPublic ? wholeMinute(at) : at, zone, words),
    records: (records) => recordLines(view, records),
    count: (n, key, rule, records) => ({ n, note: note(key, rule, records) }),
    note,
  };
  return view;
}

function wholeMinute(at: Ms): Ms {
  return Math.floor(at / 60_000) * 60_000;
}

/** A text from outside; references and ids run from left to right whatever they are made of. */
export function foreign(said: string, look: 'plain' | 'code'): Inline {
  return { is: 'foreign', text: said, direction: look === 'code' ? 'ltr' : directionOf(said), look, whole: null };
}

/** Shows `4f2a91c0d3e7`; the whole stands in the title. */
export function digestOf(digest: string): Inline {
  const hex = digest.replace(/^sha256:/, '');
  return { is: 'foreign', text: hex.slice(0, 12), direction: 'ltr', look: 'code', whole: hex };
}

/** References (hosts in them made harmless), or `P1`, `P2`, … in the order in which the case came to know the channels. */
function channelNames(input: BriefInput): (channel: ChannelRef) => string {
  if (input.audience !== 'public') return defanged;
  const numbers = new Map([...input.known, ...channelsOf(input)].map((channel) => [channel, 0]));
  [...numbers.keys()].forEach((channel, i) => {
    numbers.set(channel, i + 1);
  });
  return (channel) => `P${numbers.get(channel) ?? '?'}`;
}

/** The bytes of a few records, and how many more there are. */
function recordLines(view: View, given: readonly string[]): Said[] {
  const { words } = view;
  const records = [...new Set(given)];
  const lines = records.slice(0, RECORDS_NAMED).flatMap((record): Said[] => {
    const origins = view.input.origins.get(record) ?? [];
    const name = recordName(view, record);
    if (origins.length === 0) return [words.notes.lost(name)];
    return origins
      .slice(0, RECORDS_NAMED)
      .map(({ entry, offset, digest }) => words.notes.record(name, view.id(String(entry)), digestOf(digest), view.id(digits(offset))));
  });
  const more = records.length - RECORDS_NAMED;
  return more > 0 ? [...lines, words.notes.more(digits(more))] : lines;
}

/** `sightings/123` as it is; a post by its reference, or by the pseudonym of its channel alone: its id would lead to it. */
function recordName(view: View, record: string): Said {
  const post = parsePostRef(record);
  if (post === null || view.audience !== 'public') return [foreign(defanged(record), 'code')];
  return say`${view.channel(post.channel)}`;
}
