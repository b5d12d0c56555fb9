import type { Media } from '../../model/observation.ts';
import { type Element, elementsOf, find, hasClass, ownText, textIn } from './desktop-html-blocks.ts';

/** What do the parts of one message in an HTML export say: its time, links, media, and what a service message tells? */

export interface Stamp {
  /** The time as written, read as UTC. */
  local: number;
  /** Minutes east of UTC, where the file says so. */
  offset: number | null;
}

const STAMP = /(\d\d)\.(\d\d)\.(\d{4})\s+(\d\d):(\d\d):(\d\d)(?:\s+UTC([+-])(\d\d):(\d\d))?/;

/** Reads `06.11.2018 10:35:21 UTC+01:00`, with or without the zone. */
export function stampOf(written: string): Stamp | null {
  const m = STAMP.exec(written);
  if (m === null) return null;
  const [day, month, year, hour, minute, second] = m.slice(1, 7).map(Number);
  const local = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
  if (new Date(local).getUTCDate() !== day || (hour ?? 0) > 23 || (year ?? 0) < 1970 || (year ?? 0) > 2100) return null;
  const offset = m[7] === undefined ? null : (m[7] === '-' ? -1 : 1) * (Number(m[8]) * 60 + Number(m[9]));
  return { local, offset };
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ');

/** The day of a date separator, `5 September 2018`, as midnight read as UTC; null for any other service message. */
export function dayOf(text: string): number | null {
  const m = /^(\d{1,2}) ([A-Za-z]+) (\d{4})$/.exec(text);
  const month = m === null ? -1 : MONTHS.indexOf(m[2]?.toLowerCase() ?? '');
  return m === null || month < 0 ? null : Date.UTC(Number(m[3]), month, Number(m[1]));
}

/** Targets of the links in a text, each once: where they lead, not how they read. Addresses and numbers of people are left out. */
export function linksIn(element: Element): string[] {
  const links: string[] = [];
  const visit = (one: Element): void => {
    const href = one.name === 'a' ? (one.attributes['href'] ?? '') : '';
    if (/^(?:https?|tg|ftp|xmpp|matrix|magnet):/i.test(href) && !links.includes(href)) links.push(href);
    for (const child of elementsOf(one)) visit(child);
  };
  visit(element);
  return links;
}

/** By class, then by the title that early builds wrote beside a common icon. */
const MEDIA: readonly (readonly [string, string])[] = [
  ['photo_wrap', 'image'],
  ['media_photo', 'image'],
  ['video_file_wrap', 'video'],
  ['media_video', 'video'],
  ['animated_wrap', 'animation'],
  ['sticker_wrap', 'sticker'],
  ['media_voice_message', 'voice'],
  ['media_audio_file', 'audio'],
  ['media_file', 'file'],
  ['media_live_location', 'location'],
  ['media_location', 'location'],
  ['media_venue', 'location'],
  ['location_link', 'location'],
  ['media_contact', 'contact'],
  ['media_poll', 'poll'],
  ['media_game', 'game'],
  ['media_invoice', 'invoice'],
  ['media_call', 'call'],
];
const TITLES: ReadonlyMap<string, string> = new Map([
  ['sticker', 'sticker'],
  ['animation', 'animation'],
  ['video message', 'video_message'],
  ['voice message', 'voice'],
  ['video file', 'video'],
  ['photo', 'image'],
]);

/** The kind of one media block; null for markup that no known build writes. */
export function mediaOf(wrap: Element): Media | null {
  const found = MEDIA.find(([name]) => find(wrap, name) !== null);
  const title = find(wrap, 'title');
  const kind = (title === null ? undefined : TITLES.get(textIn(title).toLowerCase())) ?? found?.[1];
  return kind === undefined ? null : { kind, sha256: null, perceptualHash: null };
}

/** Question and options of a poll, one a line. */
export function pollIn(wrap: Element): string | null {
  const poll = find(wrap, 'media_poll');
  const question = poll === null ? null : find(poll, 'question');
  if (poll === null || question === null) return null;
  const answers = elementsOf(poll).filter((part) => hasClass(part, 'answer'));
  return [textIn(question), ...answers.map((answer) => `- ${ownText(answer).replace(/^-\s*/, '')}`)].join('\n');
}

const ACTIONS: readonly (readonly [RegExp, string])[] = [
  [/^Channel «([\s\S]*)» created$/, 'create_channel'],
  [/ created group «([\s\S]*?)»(?: with members [\s\S]*)?$/, 'create_group'],
  [/^Channel title changed to «([\s\S]*)»$/, 'edit_group_title'],
  [/ changed group title to «([\s\S]*)»$/, 'edit_group_title'],
  [/^Channel photo changed$| changed group photo$/, 'edit_group_photo'],
  [/^Channel photo removed$| deleted group photo$/, 'delete_group_photo'],
  [/ converted this group to a supergroup/, 'migrate_to_supergroup'],
  [/ converted a basic group to this supergroup/, 'migrate_from_group'],
  [/ pinned /, 'pin_message'],
  [/ joined (?:group|channel) by (?:link|request)/, 'join_group_by_link'],
  [/auto-delet/, 'set_messages_ttl'],
  [/ (?:voice|video) chat|group call/i, 'group_call'],
  [/^History cleared$/, 'clear_history'],
  [/ invited /, 'invite_members'],
  [/ removed /, 'remove_members'],
];

/** What a service message reports, in the words of the JSON export, and the title it gives. Its wording names people and is not kept. */
export function actionOf(text: string): { action: string; title: string | null } {
  for (const [pattern, action] of ACTIONS) {
    const m = pattern.exec(text);
    if (m !== null) return { action, title: m[1] ?? null };
  }
  return { action: 'service', title: null };
}
