import { type Element, elementsOf, hasClass, ownText, textIn } from './desktop-html-blocks.ts';
import { type Trouble, trouble, unfamiliar } from './watch-answer.ts';
import { attribute, findFirst, firstOfClass, metaOf, plain } from './watch-html.ts';

/** What does the page `t.me/name` or `t.me/+token` say: a channel, a group, a person, or nobody? */

export interface Place {
  kind: 'place';
  /** What it is called there. */
  community: 'channel' | 'group';
  title: string;
  about: string | null;
  subscribers: number;
}

export interface Somebody {
  kind: 'somebody';
  bot: boolean;
}

/** The name leads nowhere: nobody holds it, or who holds it cannot be seen. */
export interface Contact {
  kind: 'contact';
}

export interface DeadInvite {
  kind: 'dead_invite';
}

/** `handle` in lower case. */
export function readNamePage(page: Element, handle: string): Place | Somebody | Contact | Trouble {
  if (firstOfClass(page, 'tgme_page_wrap') === null) return unfamiliar(page);
  const titled = titledOf(page);
  const shown = handleIn(titled?.rest ?? '');
  if (shown !== null && shown !== handle) return trouble('other_handle');
  const title = firstOfClass(page, 'tgme_page_title');
  if (title === null) return contactOf(page, handle, titled);
  const extra = firstOfClass(page, 'tgme_page_extra');
  const place = placeOf(page, title, extra);
  if (place !== null) return titled?.what === 'View' && shown !== null ? place : trouble('localised');
  return somebodyOf(page, extra, handle, titled) ?? (looksLikeCount(extra) ? trouble('localised') : trouble('drift'));
}

/** `Telegram: View @garden` → what is offered, and the rest. */
function titledOf(page: Element): { what: string; rest: string } | null {
  const title = findFirst(page, (one) => one.name === 'title');
  const m = title === null ? null : /^Telegram: (\S+) (.*)$/.exec(plain(textIn(title)));
  return m === null ? null : { what: m[1] ?? '', rest: m[2] ?? '' };
}

function handleIn(text: string): string | null {
  return /^@(\w{2,64})$/.exec(text)?.[1]?.toLowerCase() ?? null;
}

const COUNT = /^(\d[\d ]*) (subscribers?|members?)(?:, [\d ]+ online)?$/;

function placeOf(page: Element, title: Element, extra: Element | null): Place | null {
  const m = extra === null ? null : COUNT.exec(plain(textIn(extra)));
  const name = nameIn(title);
  if (m === null || name === '') return null;
  const about = firstOfClass(page, 'tgme_page_description');
  return {
    kind: 'place',
    community: m[2]?.startsWith('s') === true ? 'channel' : 'group',
    title: name,
    about: about === null ? null : textIn(about) || null,
    subscribers: Number((m[1] ?? '').replaceAll(' ', '')),
  };
}

/** The title without the mark of a verified channel beside it. */
export function nameIn(title: Element): string {
  const span = elementsOf(title).find((one) => one.name === 'span');
  return plain(span === undefined ? ownText(title) : textIn(span));
}

/** A number and a word that is none of the English ones. */
function looksLikeCount(extra: Element | null): boolean {
  return extra !== null && /^\p{Nd}[\p{Nd} .,']*\p{L}/u.test(plain(textIn(extra)));
}

const BUTTONS: ReadonlyMap<string, boolean> = new Map([
  ['Send Message', false],
  ['Start Bot', true],
  ['Open App', true],
  ['Launch', true],
]);

/** A person's or bot's page: no count of subscribers or members, and a button to write to it. */
function somebodyOf(page: Element, extra: Element | null, handle: string, titled: { what: string; rest: string } | null): Somebody | null {
  const other = extra === null ? '' : plain(textIn(extra));
  if (other !== '' && handleIn(other) !== handle && !/^\d[\d ]* monthly users?$/.test(other)) return null;
  if (titled === null || handleIn(titled.rest) !== handle || firstOfClass(page, 'tgme_icon_user') !== null) return null;
  const button = buttonOf(page);
  const bot = button === null ? undefined : BUTTONS.get(button);
  return bot === undefined ? null : { kind: 'somebody', bot };
}

function buttonOf(page: Element): string | null {
  const action = firstOfClass(page, 'tgme_page_action');
  const button = action === null ? null : findFirst(action, (one) => one.name === 'a');
  return button === null ? null : plain(textIn(button));
}

/** Only all signs of the contact page together are one: a change of any of them is drift, never a loss. */
function contactOf(page: Element, handle: string, titled: { what: string; rest: string } | null): Contact | Trouble {
  const icon = firstOfClass(page, 'tgme_page_icon');
  const description = firstOfClass(page, 'tgme_page_description');
  const link = description === null ? null : firstOfClass(description, 'tgme_username_link');
  const structure =
    icon !== null &&
    elementsOf(icon).some((one) => one.name === 'i' && hasClass(one, 'tgme_icon_user')) &&
    firstOfClass(page, 'tgme_page_extra') === null &&
    firstOfClass(page, 'tgme_widget_message') === null &&
    metaOf(page, 'og:description') === '' &&
    /\/t_logo_2x\.png$/.test(metaOf(page, 'og:image') ?? '') &&
    /\bnoindex\b/.test(metaOf(page, 'robots') ?? '') &&
    link !== null &&
    handleIn(plain(textIn(link))) === handle;
  if (!structure) return trouble('drift');
  const heading = plain(metaOf(page, 'og:title') ?? '').toLowerCase();
  const says = description === null ? '' : plain(textIn(description));
  const words =
    titled?.what === 'Contact' &&
    handleIn(titled.rest) === handle &&
    heading === `telegram: contact @${handle}` &&
    says.startsWith('If you have Telegram, you can contact @');
  return words ? { kind: 'contact' } : trouble('localised');
}

/** The page of an invitation. */
export function readInvitePage(page: Element): Place | DeadInvite | Trouble {
  if (firstOfClass(page, 'tgme_page_wrap') === null) return unfamiliar(page);
  const title = firstOfClass(page, 'tgme_page_title');
  if (title === null) {
    const dead = /^Join (?:group chat|group|channel) on Telegram$/.test(plain(metaOf(page, 'og:title') ?? ''));
    return dead ? { kind: 'dead_invite' } : trouble('drift');
  }
  const extra = firstOfClass(page, 'tgme_page_extra');
  const place = placeOf(page, title, extra);
  if (place === null) return looksLikeCount(extra) ? trouble('localised') : trouble('drift');
  return /^(?:Join|View|Request to Join|Apply to Join)\b/i.test(buttonOf(page) ?? '') ? place : trouble('localised');
}

/** A handle as a link shows it: `https://t.me/Garden` or `@Garden` → `garden`. */
export function handleOfLink(link: Element | null): string | null {
  const written = attribute(link, 'href');
  const m = written === null ? null : /^(?:https?:)?\/\/t\.me\/(?:s\/)?(\w{2,64})\/?$/.exec(written);
  return m?.[1]?.toLowerCase() ?? (link === null ? null : handleIn(plain(textIn(link))));
}
