import { expect } from 'vitest';
import type { Known } from '../../src/model/watch.ts';
import { type Given, type LookCase, page, type Reply } from './conformance.ts';

/** What t.me answers, and what it means: every row of the table, and every trap that is known. */

export const CHANNEL = 'telegram:garden';
const ID = '1554951087';
const OTHER_ID = '2099000111';

export function saved(name: string): string {
  return page(`telegram/pages/${name}.html`);
}

const OFF: Reply = { status: 302, headers: { location: 'https://t.me/garden' } };
/** A channel whose preview was seen before. */
export const SEEN: Partial<Known> = {
  nativeId: ID,
  kind: 'channel',
  lastPost: '100',
  posts: ['100', '99', '98'],
  own: { preview: true, previewAskedAt: null, gaps: '', recent: '' },
};
const GROUP: Partial<Known> = { kind: 'group', posts: ['100'] };

type Rest = Partial<Omit<LookCase, 'name' | 'serve' | 'expect'>>;

function look(name: string, serve: Given, expected: LookCase['expect'], rest: Rest = {}): LookCase {
  return { name, channel: CHANNEL, serve, expect: expected, ...rest };
}

/** One saved page for `t.me/garden`, looked at for liveness alone. */
function onPage(name: string, file: string, expected: LookCase['expect'], rest: Rest = {}): LookCase {
  return look(name, { '/garden': saved(file), '/garden/100': saved('embed-not-found') }, expected, {
    pages: 0,
    asks: ['/garden'],
    ...rest,
  });
}

function unknown(reason: string): LookCase['expect'] {
  return { status: 'unknown', reason, profile: null, posts: [], again: false };
}

/** One saved page for `t.me/s/garden` of a channel that had a preview. */
function onPreview(name: string, file: string, expected: LookCase['expect'], rest: Rest = {}): LookCase {
  return look(name, { '/s/garden': saved(file) }, expected, { known: SEEN, asks: ['/s/garden'], ...rest });
}

/** A contact page, and what is shown of the last known posts. */
function embedded(name: string, embeds: readonly string[], expected: LookCase['expect'], rest: Rest = {}): LookCase {
  const ids = ['100', '99', '98'];
  const served = embeds.map((file, at) => [`/garden/${ids[at]}?embed=1`, saved(file)] as const);
  const serve: Given = { '/s/garden': OFF, '/garden': saved('contact'), ...Object.fromEntries(served) };
  const asks = ['/s/garden', '/garden', ...served.map(([path]) => path)];
  return look(name, serve, expected, { known: SEEN, asks, ...rest });
}

const ALIVE = { status: 'alive', reason: null, again: false, handle: null } as const;

export const pageCases: LookCase[] = [
  onPage('a channel', 'channel', {
    ...ALIVE,
    profile: {
      kind: 'channel',
      title: 'The Reading Garden',
      about: 'Books, tea and seedlings.\nEvery Sunday.',
      subscribers: 4040,
      nativeId: null,
    },
  }),
  onPage('a count with no-break spaces', 'channel-nbsp', { ...ALIVE, profile: { subscribers: 11_110_268, title: 'The Reading Garden' } }),
  onPage('one subscriber, no description', 'channel-one', { ...ALIVE, profile: { subscribers: 1, about: null } }),
  onPage('a title in the words of the contact page', 'channel-titled-contact', {
    ...ALIVE,
    profile: { title: 'If you have Telegram, you can contact @garden' },
  }),
  onPage('a description that quotes a ban', 'channel-about-terms', { ...ALIVE }),
  onPage('a name written in capitals', 'channel-capitals', { ...ALIVE }),
  onPage('a page in Russian', 'channel-localised', unknown('localised')),
  onPage('a page in Arabic', 'channel-localised-arabic', unknown('localised')),
  onPage('classes that nobody knows', 'channel-drift', unknown('drift')),
  onPage('a count in words', 'channel-drift-count', unknown('drift')),
  onPage("another name's page", 'channel-other-handle', unknown('other_handle')),
  onPage('a group', 'group', { ...ALIVE, profile: { kind: 'group', title: 'Garden chat', subscribers: 16_674 }, known: { kind: 'group' } }),
  onPage('a group with nobody online', 'group-quiet', { ...ALIVE, profile: { kind: 'group', subscribers: 3, about: null } }),
  onPage('a group in Russian', 'group-localised', unknown('localised')),
  onPage('a person where nothing was known', 'user', unknown('user_page')),
  onPage(
    'a person where a channel was',
    'user',
    { status: 'reassigned', reason: 'user_page', nativeId: null },
    { known: { nativeId: ID, kind: 'channel' } },
  ),
  onPage('a person without a line of their own', 'user-bare', { status: 'reassigned', reason: 'user_page' }, { known: { kind: 'group' } }),
  onPage('a person in Russian where a channel was', 'user-localised', unknown('drift'), { known: { kind: 'channel' } }),
  onPage('a bot where a channel was', 'bot', { status: 'reassigned', reason: 'bot_page' }, { known: { lastPost: '3' } }),
  onPage(
    'a bot with its users where a channel was',
    'bot-users',
    { status: 'reassigned', reason: 'bot_page' },
    { known: { kind: 'channel' } },
  ),
  onPage('a bot where nothing was known', 'bot', unknown('bot_page')),
  onPage('the contact page', 'contact', { status: 'absent', reason: 'contact_page', nativeId: null, profile: null, posts: [] }),
  onPage('the contact page in capitals', 'contact-capitals', { status: 'absent', reason: 'contact_page' }),
  onPage('the contact page in Russian', 'contact-localised', unknown('localised')),
  onPage('the contact page with its sentence in German', 'contact-localised-text', unknown('localised')),
  ...[
    ['without its icon', 'contact-no-icon'],
    ['with another icon', 'contact-other-icon'],
    ['that may be indexed', 'contact-indexed'],
    ['with a picture', 'contact-other-image'],
    ['with a description', 'contact-described'],
    ['without an empty description', 'contact-no-description'],
    ['with a link to another name', 'contact-other-link'],
    ['with a count', 'contact-counted'],
    ['without its frame', 'contact-no-wrap'],
    ['with a title', 'contact-titled'],
  ].map(([what, file]) => onPage(`a contact page ${what}`, file ?? '', unknown('drift'))),
  onPage("another name's contact page", 'contact-other-name', unknown('other_handle')),
  onPage('a contact page whose heading is a title', 'contact-og-title', unknown('localised')),
  onPage('a contact page cut short', 'contact-cut', { status: 'unknown', reason: 'truncated', again: true }),
  onPage('a captive portal', 'portal', unknown('foreign_page')),
  onPage('a block page', 'block-page', unknown('foreign_page'), { known: { nativeId: ID, kind: 'channel' } }),
  onPage('a challenge', 'challenge', unknown('challenge')),
  onPage('a log-in', 'login', unknown('login_wall')),
  onPage('maintenance', 'maintenance', unknown('foreign_page')),
  onPage("Telegram's own home page", 'home', unknown('drift')),
  onPage('a tiny page', 'tiny', unknown('tiny_body')),
  onPage('a page nested 400 deep', 'deep', unknown('drift')),
  look('an empty 200', { '/garden': '' }, unknown('tiny_body'), { pages: 0 }),
  look(
    'a challenge with 403',
    { '/garden': { status: 403, headers: { 'cf-mitigated': 'challenge' }, body: saved('challenge') } },
    unknown('challenge'),
  ),
  look('the contact page under 503', { '/garden': { status: 503, body: saved('contact') } }, unknown('unavailable')),
  look('the contact page under 404', { '/garden': { status: 404, body: saved('contact') } }, unknown('http_404')),
  look('451', { '/garden': { status: 451, body: saved('block-page') } }, unknown('legal_block')),
  look('429', { '/garden': { status: 429, headers: { 'retry-after': '60' } } }, unknown('rate_limited')),
  look(
    'a redirect to another host',
    { '/garden': { status: 302, headers: { location: 'https://login.example/' } } },
    unknown('redirected'),
  ),
  look(
    'JSON',
    { '/garden': { headers: { 'content-type': 'application/json' }, body: `{"page":"${'x'.repeat(600)}"}` } },
    unknown('no_html'),
  ),
];

const plainIds = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, i) => String(from + i));

export const previewCases: LookCase[] = [
  look(
    'a channel never looked at',
    { '/garden': saved('channel'), '/s/garden': saved('preview') },
    {
      ...ALIVE,
      nativeId: ID,
      posts: plainIds(81, 100),
      more: false,
      profile: {
        kind: 'channel',
        nativeId: ID,
        title: 'The Reading Garden',
        about: 'Books, tea and seedlings.\nEvery Sunday.',
        subscribers: 4040,
      },
      known: { nativeId: ID, kind: 'channel', lastPost: '100', posts: ['100', '99', '98', '97', '96'] },
    },
    { asks: ['/garden', '/s/garden'] },
  ),
  onPreview('nothing new in one request', 'preview', { ...ALIVE, posts: [], more: false, known: { lastPost: '100' } }),
  onPreview(
    'new posts on the newest page',
    'preview',
    { ...ALIVE, posts: plainIds(91, 100), more: false },
    { known: { ...SEEN, lastPost: '90' } },
  ),
  onPreview(
    'only whether it lives',
    'preview',
    { ...ALIVE, posts: [], more: true, known: { lastPost: '90' } },
    { known: { ...SEEN, lastPost: '90' }, pages: 0 },
  ),
  look(
    'paging back to the last post known',
    { '/s/garden?before=81': saved('preview-older'), '/s/garden?before=61': saved('preview-oldest'), '/s/garden': saved('preview') },
    { ...ALIVE, posts: ['50', '53', '56', '59', ...plainIds(61, 100)], more: false },
    { known: { ...SEEN, lastPost: '47' }, pages: 9, asks: ['/s/garden', '/s/garden?before=81', '/s/garden?before=61'] },
  ),
  look(
    'paging by the button where the head has no link',
    { '/s/garden': saved('preview-data-before'), '/s/garden?before=81': saved('preview-older') },
    { ...ALIVE, posts: plainIds(71, 100), more: false },
    { known: { ...SEEN, lastPost: '70' }, pages: 3, asks: ['/s/garden', '/s/garden?before=81'] },
  ),
  look(
    'as many pages as allowed leave a gap',
    { '/s/garden': saved('preview-newer') },
    { ...ALIVE, posts: plainIds(121, 140), more: true, known: { lastPost: '140' } },
    { known: { ...SEEN, lastPost: '60' }, asks: ['/s/garden'], also: ({ known }) => expect(known.own['gaps']).toBe('121-60') },
  ),
  look(
    'a gap is filled from where the last look ended',
    { '/s/garden': saved('preview-newer'), '/s/garden?before=121': saved('preview-between'), '/s/garden?before=101': saved('preview') },
    { ...ALIVE, posts: plainIds(91, 120), more: false, known: { lastPost: '140' } },
    {
      known: { ...SEEN, lastPost: '140', own: { preview: true, previewAskedAt: null, gaps: '121-90', recent: '' } },
      pages: 5,
      asks: ['/s/garden', '/s/garden?before=121', '/s/garden?before=101'],
    },
  ),
  look(
    'a page that does not come leaves a gap',
    { '/s/garden': saved('preview-newer'), '/s/garden?before=121': { status: 429 } },
    { ...ALIVE, posts: plainIds(121, 140), more: true, known: { lastPost: '140' } },
    { known: { ...SEEN, lastPost: '60' }, pages: 4, asks: ['/s/garden', '/s/garden?before=121'] },
  ),
  look(
    "another channel's older page is not taken",
    { '/s/garden': saved('preview'), '/s/garden?before=81': saved('preview-other-id') },
    { ...ALIVE, posts: plainIds(81, 100), more: true },
    { known: { ...SEEN, lastPost: '60' }, pages: 4 },
  ),
  onPreview(
    'the canonical address is no older page',
    'preview-canonical-only',
    { ...ALIVE, posts: plainIds(81, 100) },
    { known: { ...SEEN, lastPost: '5' }, pages: 5 },
  ),
  look(
    'a cursor that leads forward',
    { '/s/garden': saved('preview-loop'), '/s/garden?before=81': saved('preview-loop') },
    { ...ALIVE, posts: plainIds(81, 100), more: true },
    { known: { ...SEEN, lastPost: '5' }, pages: 9, asks: ['/s/garden', '/s/garden?before=81'] },
  ),
  onPreview('a channel with one post', 'preview-one', { ...ALIVE, posts: ['1'] }, { known: { own: { preview: true } } }),
  onPreview('a name in capitals', 'preview-capitals', { ...ALIVE, posts: ['7'], handle: null }, { known: { own: { preview: true } } }),
  onPreview(
    'an id as bots write it',
    'preview-bot-id',
    { ...ALIVE, nativeId: ID, posts: ['7'] },
    { known: { nativeId: ID, own: { preview: true } } },
  ),
  onPreview(
    'no id shown',
    'preview-no-view',
    { ...ALIVE, nativeId: null, posts: ['7'], known: { nativeId: ID } },
    { known: { nativeId: ID, own: { preview: true } } },
  ),
  onPreview('another id under the name', 'preview-other-id', {
    status: 'reassigned',
    reason: 'other_id',
    nativeId: OTHER_ID,
    posts: [],
    profile: null,
    known: { nativeId: ID },
  }),
  onPreview('two ids on a page', 'preview-two-ids', unknown('drift')),
  onPreview('a known id under another name', 'preview-renamed', { ...ALIVE, handle: 'orchard', nativeId: ID, posts: ['101'] }),
  onPreview('another name without an id', 'preview-renamed-no-id', unknown('other_handle')),
  onPreview('two names on a page', 'preview-two-names', unknown('drift')),
  onPreview('no posts where there were some', 'preview-empty', unknown('soft_throttled')),
  look(
    'no posts where there never were any',
    { '/s/garden': saved('preview-empty'), '/garden': saved('channel') },
    { ...ALIVE, reason: 'no_posts_shown', posts: [], profile: { subscribers: 4040 } },
    { known: { own: { preview: true } }, asks: ['/s/garden', '/garden'] },
  ),
  onPreview('no posts and no word of it', 'preview-empty-unmarked', unknown('drift')),
  onPreview('posts without the head of a channel', 'preview-no-info', unknown('drift')),
  onPreview('blocks without text', 'preview-drift-text', unknown('understood_nothing')),
  onPreview('blocks without ids', 'preview-drift-ids', unknown('understood_nothing')),
  onPreview('blocks without times', 'preview-drift-times', unknown('understood_nothing')),
  onPreview('a head without a title', 'preview-drift-title', unknown('drift')),
  onPreview('a preview cut short', 'preview-cut', { status: 'unknown', reason: 'truncated', again: true, known: { lastPost: '100' } }),
  onPreview('a preview with its counts in Russian', 'preview-localised', { ...ALIVE, profile: { subscribers: null } }),
  onPreview(
    'a post that quotes everything',
    'preview-quotes',
    { ...ALIVE, posts: ['12'], profile: { title: 'Telegram: Contact @garden' } },
    { known: { ...SEEN, lastPost: '11' } },
  ),
  look('429 in place of the preview', { '/s/garden': { status: 429 } }, unknown('rate_limited'), { known: SEEN, asks: ['/s/garden'] }),
  look(
    'a redirect to another place',
    { '/s/garden': { status: 302, headers: { location: 'https://t.me/orchard' } } },
    unknown('redirected'),
    { known: SEEN },
  ),
  look(
    'preview switched off',
    { '/s/garden': OFF, '/garden': saved('channel'), '/garden/100': saved('embed') },
    { ...ALIVE, reason: 'no_preview', nativeId: ID, posts: [] },
    { known: SEEN, asks: ['/s/garden', '/garden', '/garden/100?embed=1'] },
  ),
  look(
    'preview off when first looked at',
    { '/s/garden': OFF, '/garden': saved('channel') },
    { ...ALIVE, reason: 'no_preview' },
    { asks: ['/garden', '/s/garden'] },
  ),
  look(
    'preview off as known since an hour',
    { '/garden': saved('channel') },
    { ...ALIVE, reason: 'no_preview' },
    { known: { own: { preview: false, previewAskedAt: Date.UTC(2026, 4, 1, 11), gaps: '', recent: '' } }, asks: ['/garden'] },
  ),
  look(
    'preview off as known for two days is asked for again',
    { '/garden': saved('channel'), '/s/garden': saved('preview-one') },
    { ...ALIVE, posts: ['1'] },
    { known: { own: { preview: false, previewAskedAt: Date.UTC(2026, 3, 29), gaps: '', recent: '' } }, asks: ['/garden', '/s/garden'] },
  ),
  look(
    'a preview that fails behind a living page',
    { '/garden': saved('channel'), '/s/garden': { status: 500 } },
    { ...ALIVE, reason: 'posts_unread', posts: [] },
  ),
  look(
    'a group where a preview was',
    { '/s/garden': OFF, '/garden': saved('group') },
    { ...ALIVE, profile: { kind: 'group' } },
    { known: { own: { preview: true } } },
  ),
];

/** What the last known posts show where the name leads nowhere. */
export const embedCases: LookCase[] = [
  embedded('no post is there', ['embed-not-found', 'embed-not-found', 'embed-not-found'], {
    status: 'absent',
    reason: 'contact_page',
    known: { nativeId: ID, lastPost: '100' },
  }),
  embedded('a ban in typographic apostrophes', ['embed-terms-curly'], { status: 'banned', reason: 'terms_of_service', nativeId: null }),
  embedded('a ban in plain apostrophes', ['embed-terms-straight'], { status: 'banned', reason: 'terms_of_service' }),
  embedded('a ban in either, without the class of an error', ['embed-terms-mixed'], { status: 'banned' }),
  embedded('a ban of a group', ['embed-terms-group'], { status: 'banned' }),
  embedded('a ban at the second post', ['embed-not-found', 'embed-terms-curly'], { status: 'banned' }),
  embedded('a ban in Russian', Array(3).fill('embed-terms-localised'), { status: 'absent', reason: 'contact_page' }),
  embedded('words of a ban inside of others', Array(3).fill('embed-terms-longer'), { status: 'absent' }),
  embedded('words of a ban beside another error', ['embed-two-errors'], unknown('drift')),
  embedded('words of a ban in another place', ['embed-terms-elsewhere'], unknown('drift')),
  embedded('words of a ban beside a post', ['embed-terms-beside-post'], { status: 'alive', reason: 'post_shown', nativeId: ID }),
  embedded('a post that quotes a ban', ['embed-quotes-terms'], { status: 'alive', reason: 'post_shown' }),
  embedded('hidden as pornographic', ['embed-sensitive'], { status: 'restricted', reason: 'sensitive' }),
  embedded('suspended for a time', ['embed-suspended'], { status: 'restricted', reason: 'suspended_temporarily' }),
  embedded('inaccessible on this device', ['embed-inaccessible'], { status: 'restricted', reason: 'inaccessible' }),
  embedded('other posts than asked for', Array(3).fill('embed-other-post'), { status: 'absent' }),
  embedded("another channel's post", Array(3).fill('embed-other-channel'), { status: 'absent' }),
  embedded('the post, of another id', ['embed-other-id'], unknown('contradiction')),
  embedded('a challenge', ['challenge'], unknown('challenge')),
  embedded('a challenge after a post that is not there', ['embed-not-found', 'challenge'], { status: 'absent', reason: 'contact_page' }),
  look(
    'no post was ever seen',
    { '/garden': saved('contact') },
    { status: 'absent', reason: 'contact_page' },
    { known: { nativeId: ID }, asks: ['/garden'] },
  ),
  look(
    'a group by its members and a known post',
    { '/garden': saved('group'), '/garden/100': saved('embed-group') },
    { ...ALIVE, nativeId: '1777000222', known: { nativeId: '1777000222', kind: 'group' } },
    { known: { ...GROUP, lastPost: '100' }, asks: ['/garden', '/garden/100?embed=1'] },
  ),
  look(
    'a group of another id',
    { '/garden': saved('group'), '/garden/100': saved('embed-group-other-id') },
    { status: 'reassigned', reason: 'other_id', nativeId: '1999000333' },
    { known: { ...GROUP, nativeId: '1777000222' } },
  ),
  look(
    'a group whose known post is gone',
    { '/garden': saved('group'), '/garden/100': saved('embed-not-found') },
    { ...ALIVE, nativeId: null },
    { known: GROUP },
  ),
  look(
    "a group's post never stored",
    { '/garden': saved('group'), '/garden/100': saved('embed-group') },
    { ...ALIVE, posts: ['100'] },
    { known: GROUP, also: ({ posts }) => expect(posts[0]?.author).toBe('Rosa Example') },
  ),
  look(
    'a living page of a channel that Telegram says it removed',
    { '/s/garden': OFF, '/garden': saved('channel'), '/garden/100': saved('embed-terms-curly') },
    { status: 'banned' },
    { known: SEEN },
  ),
  look(
    'a living page of a channel that is hidden',
    { '/s/garden': OFF, '/garden': saved('channel'), '/garden/100': saved('embed-sensitive') },
    { status: 'restricted', reason: 'sensitive' },
    { known: SEEN },
  ),
];

const INVITE = 'telegram:+AbCdEfGhIjKlMnOp';

function invited(name: string, file: string, expected: LookCase['expect']): LookCase {
  return { name, channel: INVITE, serve: { '/+AbCdEfGhIjKlMnOp': saved(file) }, expect: expected, asks: ['/+AbCdEfGhIjKlMnOp'] };
}

export const inviteCases: LookCase[] = [
  invited('an invitation to a channel', 'invite-channel', {
    status: 'alive',
    reason: 'invite',
    profile: { kind: 'channel', title: 'The Reading Garden', subscribers: 4040 },
  }),
  invited('an invitation to a group', 'invite-group', {
    status: 'alive',
    reason: 'invite',
    profile: { kind: 'group', title: 'Garden chat', subscribers: 362 },
  }),
  invited('a dead invitation to a group', 'invite-dead', unknown('dead_invite')),
  invited('a dead invitation to a channel', 'invite-dead-channel', unknown('dead_invite')),
  invited('a dead invitation in Russian', 'invite-dead-localised', unknown('drift')),
  invited('an invitation in Russian', 'invite-localised', unknown('localised')),
  invited('an invitation of unknown markup', 'invite-drift', unknown('drift')),
  invited('a portal for an invitation', 'portal', unknown('foreign_page')),
  { name: 'a channel known by number alone', channel: 'telegram:#1554951087', serve: {}, expect: unknown('not_watchable'), asks: [] },
];
