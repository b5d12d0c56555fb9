import fc from 'fast-check';
import { DomUtils, parseDocument } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import type { Replica, ReplicaPlace } from '../../src/simulate/replica.ts';
import { telegramReplica } from '../../src/simulate/replica-telegram.ts';
import { DAY, get, HOUR, place, post, START, world } from './worlds.ts';

type Doc = ReturnType<typeof parseDocument>;
type Element = ReturnType<typeof DomUtils.getElementsByTagName>[number];

function page(replica: Replica, path: string, now: number, headers: Record<string, string> = {}): Doc {
  const answer = get(replica, path, now, headers);
  expect(answer.status, path).toBe(200);
  expect(answer.body.length).toBeGreaterThan(500);
  return parseDocument(answer.body);
}

function elements(doc: Doc | Element, test: (element: Element) => boolean): Element[] {
  return DomUtils.findAll(test, [doc]);
}

function all(doc: Doc | Element, name: string): Element[] {
  return elements(doc, (one) => (one.attribs['class'] ?? '').split(/\s+/).includes(name));
}

function text(doc: Doc | Element, name: string): string | null {
  const [first] = all(doc, name);
  return first === undefined ? null : DomUtils.textContent(first).trim();
}

function meta(doc: Doc, property: string): string | null {
  const found = DomUtils.getElementsByTagName('meta', doc).find((tag) => [tag.attribs['property'], tag.attribs['name']].includes(property));
  return found?.attribs['content'] ?? null;
}

function title(doc: Doc): string {
  const [found] = DomUtils.getElementsByTagName('title', doc);
  return found === undefined ? '' : DomUtils.textContent(found);
}

function posts(doc: Doc): string[] {
  return elements(doc, (one) => one.attribs['data-post'] !== undefined).map((one) => one.attribs['data-post'] ?? '');
}

function expectNobody(replica: Replica, name: string, now: number): void {
  const doc = page(replica, `/${name}`, now);
  expect(title(doc)).toBe(`Telegram: Contact @${name}`);
  expect(meta(doc, 'og:title')).toBe(`Telegram: Contact @${name}`);
  expect(meta(doc, 'og:description')).toBe('');
  expect(meta(doc, 'og:image')).toMatch(/t_logo_2x\.png$/);
  expect(meta(doc, 'robots')).toContain('noindex');
  const [icon] = all(doc, 'tgme_page_icon');
  expect(icon === undefined ? [] : all(icon, 'tgme_icon_user')).toHaveLength(1);
  expect(all(doc, 'tgme_page_title')).toHaveLength(0);
  expect(text(doc, 'tgme_username_link')).toBe(`@${name}`);
  const preview = get(replica, `/s/${name}`, now);
  expect([preview.status, preview.headers['location'], preview.body]).toEqual([302, `https://t.me/${name}`, '']);
}

const NOW = START + 100 * DAY;
const face = (subscribers: number, preview = true) => [{ from: START, title: 'Night sky', about: 'Saturn & tea', subscribers, preview }];
const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => post(String(i + 2), START + (i + 1) * HOUR, `Evening ${i + 2}`));

describe('the replica of t.me: what a name shows', () => {
  it('a channel with its exact count, title, text, and the way to its preview', () => {
    const replica = telegramReplica(world(place('telegram', '1554951087', { handle: 'Night_Sky', faces: face(11_110_268) })));
    const doc = page(replica, '/night_sky', NOW);
    expect(title(doc)).toBe('Telegram: View @Night_Sky');
    expect(text(doc, 'tgme_page_title')).toBe('Night sky');
    expect(text(doc, 'tgme_page_description')).toBe('Saturn & tea');
    expect(text(doc, 'tgme_page_extra')?.replaceAll('\u00a0', ' ')).toBe('11 110 268 subscribers');
    expect(text(doc, 'tgme_action_button_new')).toBe('View in Telegram');
    expect(text(doc, 'tgme_page_context_link')).toBe('Preview channel');
    expect(all(doc, 'tgme_page_wrap')).toHaveLength(1);
  });

  it('thousands parted by spaces or by no-break spaces', () => {
    const places = Array.from({ length: 20 }, (_, i) => place('telegram', String(1000 + i), { handle: `room_${i}`, faces: face(4040) }));
    const replica = telegramReplica({ places });
    const shown = new Set(places.map((_, i) => text(page(replica, `/room_${i}`, NOW), 'tgme_page_extra')));
    expect(shown).toEqual(new Set(['4 040 subscribers', '4\u00a0040 subscribers']));
  });

  it('a group by its members, without a preview', () => {
    const replica = telegramReplica(world(place('telegram', '88', { handle: 'gardeners', kind: 'group', faces: face(16_674) })));
    const doc = page(replica, '/gardeners', NOW);
    expect(text(doc, 'tgme_page_extra')?.replaceAll('\u00a0', ' ')).toBe('16 674 members, 370 online');
    expect(text(doc, 'tgme_action_button_new')).toBe('View in Telegram');
    expect(get(replica, '/s/gardeners', NOW)).toMatchObject({ status: 302, headers: { location: 'https://t.me/gardeners' } });
  });

  it.each([
    ['account', 'Send Message'],
    ['bot', 'Start Bot'],
  ] as const)('a %s with a title and no count, under the title of a contact page', (kind, button) => {
    const replica = telegramReplica(world(place('telegram', '5', { handle: 'teapot', kind })));
    const doc = page(replica, '/teapot', NOW);
    expect(title(doc)).toBe('Telegram: Contact @teapot');
    expect(text(doc, 'tgme_page_title')).toBe('Reading room 5');
    expect(text(doc, 'tgme_page_extra')).toBe('@teapot');
    expect(text(doc, 'tgme_action_button_new')).toBe(button);
    expect(get(replica, '/s/teapot', NOW).status).toBe(302);
  });

  it('nobody for a name that was never taken', () => {
    expectNobody(telegramReplica(world()), 'nobody_here', NOW);
  });

  it.each(['deleted', 'banned', 'private'] as const)('nobody for a channel that is %s, from that moment on', (how) => {
    const ended = place('telegram', '7', { handle: 'evening', endings: [{ how, from: NOW, to: NOW + DAY }] });
    const replica = telegramReplica(world(ended));
    expect(text(page(replica, '/evening', NOW - 1), 'tgme_page_title')).toBe('Reading room 7');
    expectNobody(replica, 'evening', NOW);
    expect(text(page(replica, '/evening', NOW + DAY), 'tgme_page_title')).toBe('Reading room 7');
  });

  it('the next holder of a name, and the new name of the first', () => {
    const first = place('telegram', '10', {
      handles: [
        { handle: 'lamps', from: START, to: NOW },
        { handle: 'old_lamps', from: NOW, to: null },
      ],
    });
    const second = place('telegram', '11', { handles: [{ handle: 'lamps', from: NOW + DAY, to: null }] });
    const replica = telegramReplica(world(first, second));
    expectNobody(replica, 'lamps', NOW);
    expect(text(page(replica, '/old_lamps', NOW), 'tgme_page_title')).toBe('Reading room 10');
    expect(text(page(replica, '/lamps', NOW + DAY), 'tgme_page_title')).toBe('Reading room 11');
  });

  it('no preview where it is turned off, though the channel is there', () => {
    const replica = telegramReplica(world(place('telegram', '12', { handle: 'quiet', faces: face(50, false) })));
    expect(all(page(replica, '/quiet', NOW), 'tgme_page_context_link')).toHaveLength(0);
    expect(get(replica, '/s/quiet', NOW)).toMatchObject({ status: 302, headers: { location: 'https://t.me/quiet' }, body: '' });
  });

  it('other words, but the same structure, to whoever does not ask for English', () => {
    const replica = telegramReplica(world(place('telegram', '13', { handle: 'kettles', faces: face(40) })));
    const doc = page(replica, '/kettles', NOW, { 'accept-language': 'de' });
    expect(title(doc)).not.toContain('View');
    expect(text(doc, 'tgme_page_extra')).toBe('40 Abonnenten');
    expect(text(doc, 'tgme_page_title')).toBe('Night sky');
  });

  it('the time of its own clock', () => {
    const late = telegramReplica(world(), { clockErrorMs: 5000 });
    expect(Date.parse(get(late, '/anyone', NOW).headers['date'] ?? '')).toBe(NOW + 5000);
  });
});

describe('the replica of t.me: invites', () => {
  const group = place('telegram', '20', {
    kind: 'group',
    invites: [{ token: 'AbCdEfGhIjKlMnOp', from: START, to: NOW }],
    endings: [{ how: 'private', from: START, to: null }],
  });
  const replica = telegramReplica(world(group));

  it('a live one shows title and count, a private place included', () => {
    for (const path of ['/+AbCdEfGhIjKlMnOp', '/joinchat/AbCdEfGhIjKlMnOp', '/%2BAbCdEfGhIjKlMnOp']) {
      const doc = page(replica, path, NOW - 1);
      expect(meta(doc, 'og:title')).toBe('Reading room 20');
      expect(text(doc, 'tgme_page_extra')?.replaceAll('\u00a0', ' ')).toBe('1 200 members, 26 online');
      expect(text(doc, 'tgme_action_button_new')).toBe('Join Group');
    }
  });

  it('a dead or wrong one shows no title; case matters', () => {
    for (const [path, now] of [
      ['/+AbCdEfGhIjKlMnOp', NOW],
      ['/+abcdefghijklmnop', NOW - 1],
    ] as const) {
      const doc = page(replica, path, now);
      expect(meta(doc, 'og:title')).toBe('Join group chat on Telegram');
      expect(all(doc, 'tgme_page_title')).toHaveLength(0);
    }
  });
});

describe('the replica of t.me: one post', () => {
  const embed = (replica: Replica, path: string, now = NOW): Doc => page(replica, `${path}?embed=1`, now);

  it('of a channel, with the id of the channel', () => {
    const replica = telegramReplica(world(place('telegram', '1554951087', { handle: 'Night_Sky', posts: numbered(3) })));
    const doc = embed(replica, '/night_sky/3');
    expect(posts(doc)).toEqual(['Night_Sky/3']);
    expect(text(doc, 'js-message_text')).toBe('Evening 3');
    expect(all(doc, 'tgme_widget_message')[0]?.attribs['data-peer']).toMatch(/^c1554951087_/);
    expect(text(embed(replica, '/night_sky/99'), 'tgme_widget_message_error')).toBe('Post not found');
    expect(all(embed(replica, '/night_sky/99'), 'err_message')).toHaveLength(1);
  });

  it('of a group only now and then, and there with `data-peer` alone', () => {
    const busy = place('telegram', '77', { handle: 'gardeners', kind: 'group', posts: numbered(2000) });
    const replica = telegramReplica(world(busy));
    const shown = busy.posts.filter((one) => posts(embed(replica, `/gardeners/${one.id}`)).length === 1);
    expect(shown.length).toBeGreaterThan(8);
    expect(shown.length).toBeLessThan(40);
    const [message] = all(embed(replica, `/gardeners/${shown[0]?.id}`), 'tgme_widget_message');
    expect(message?.attribs['data-peer']).toMatch(/^c77_/);
    expect(message?.attribs['data-view']).toBeUndefined();
  });

  it('of a banned channel says so, of a deleted or private one nothing, and only about posts that were', () => {
    const said = ['banned', 'deleted', 'private'].map((how) => {
      const ended = place('telegram', '30', {
        handle: 'evening',
        posts: numbered(3),
        endings: [{ how: how as 'banned', from: NOW, to: null }],
      });
      const replica = telegramReplica(world(ended));
      return [
        text(embed(replica, '/evening/2'), 'tgme_widget_message_error'),
        text(embed(replica, '/evening/99'), 'tgme_widget_message_error'),
      ];
    });
    expect(said[0]?.[0]?.replaceAll('’', "'")).toBe("This channel can't be displayed because it violated Telegram's Terms of Service.");
    expect(said.slice(1)).toEqual([
      ['Post not found', 'Post not found'],
      ['Post not found', 'Post not found'],
    ]);
    expect(said[0]?.[1]).toBe('Post not found');
  });

  it('of a restricted channel names another reason, while its page stays', () => {
    const limited = place('telegram', '31', {
      handle: 'evening',
      posts: numbered(3),
      endings: [{ how: 'restricted', from: START, to: null }],
    });
    const replica = telegramReplica(world(limited));
    expect(text(embed(replica, '/evening/2'), 'tgme_widget_message_error')).toContain('was used to spread');
    expect(text(page(replica, '/evening', NOW), 'tgme_page_title')).toBe('Reading room 31');
    expect(get(replica, '/s/evening', NOW).status).toBe(302);
  });
});

describe('the replica of t.me: the preview', () => {
  it('shows the newest twenty, oldest first, with the way back and a trap', () => {
    const replica = telegramReplica(world(place('telegram', '40', { handle: 'Lamps', posts: numbered(50) })));
    const doc = page(replica, '/s/lamps', NOW);
    expect(posts(doc)).toEqual(Array.from({ length: 20 }, (_, i) => `Lamps/${32 + i}`));
    const links = Object.fromEntries(DomUtils.getElementsByTagName('link', doc).map((tag) => [tag.attribs['rel'], tag.attribs['href']]));
    expect(links).toMatchObject({ prev: '/s/Lamps?before=32', canonical: '/s/Lamps?before=52' });
    expect(all(doc, 'tme_messages_more')[0]?.attribs['data-before']).toBe('32');
    expect(text(doc, 'tgme_channel_info_header_title')).toBe('Reading room 40');
    expect(text(doc, 'tgme_channel_info_header_username')).toBe('@Lamps');
    expect(posts(page(replica, '/s/lamps?after=10', NOW))).toEqual(Array.from({ length: 20 }, (_, i) => `Lamps/${11 + i}`));
    expect(posts(page(replica, '/s/lamps?search=nothing', NOW))).toHaveLength(20);
  });

  it('tells the channel, the post and the time of the server in `data-view`', () => {
    const replica = telegramReplica(world(place('telegram', '1554951087', { handle: 'lamps', posts: numbered(2) })), {
      clockErrorMs: -3000,
    });
    const views = all(page(replica, '/s/lamps', NOW), 'tgme_widget_message').map((one) =>
      JSON.parse(Buffer.from(one.attribs['data-view'] ?? '', 'base64url').toString()),
    );
    expect(views.map(({ c, p, t }) => [c, p, t])).toEqual([1, 2, 3].map((p) => [-1554951087, p, (NOW - 3000) / 1000]));
  });

  it('searches the text of a channel, and says when nothing was found', () => {
    const replica = telegramReplica(world(place('telegram', '41', { handle: 'lamps', posts: numbered(50) })));
    expect(posts(page(replica, '/s/lamps?q=evening%2033', NOW))).toEqual(['lamps/33']);
    expect(posts(page(replica, '/s/lamps?q=evening', NOW))).toHaveLength(21);
    const none = page(replica, '/s/lamps?q=sardines', NOW);
    expect(posts(none)).toEqual([]);
    expect(all(none, 'tme_no_messages_found')).toHaveLength(1);
  });

  it('leads by `before` through every post that is served then, each once, albums whole', () => {
    const shape = fc.record({
      count: fc.integer({ min: 0, max: 90 }),
      gone: fc.array(fc.nat(90)),
      albums: fc.array(fc.tuple(fc.nat(90), fc.integer({ min: 2, max: 6 })), { maxLength: 6 }),
    });
    fc.assert(
      fc.property(shape, ({ count, gone, albums }) => {
        const lost = new Set(gone.map(String));
        const all = numbered(count).map((one) => (lost.has(one.id) ? { ...one, deletedAt: NOW } : one));
        const album = new Map<string, string>();
        for (const [from, size] of albums)
          for (let i = 0; i < size; i += 1) if (!album.has(String(from + i))) album.set(String(from + i), `a${from}`);
        const replica = telegramReplica(world(place('telegram', '42', { handle: 'lamps', posts: all })), {
          dress: (_, one) => (album.has(one.id) ? { albumOf: album.get(one.id) ?? '' } : 'plain'),
        });
        const seen: number[] = [];
        let next: string | undefined = '/s/lamps';
        for (let turns = 0; next !== undefined && turns < 12; turns += 1) {
          const doc: Doc = page(replica, next, NOW);
          const singles = DomUtils.getElementsByTagName('a', doc).flatMap(
            (tag) => /\/(\d+)\?single$/.exec(tag.attribs['href'] ?? '')?.[1] ?? [],
          );
          const ids = new Set([...posts(doc).map((one) => one.split('/')[1] ?? ''), ...singles]);
          expect(ids.size === 0 || posts(doc).length > 0).toBe(true);
          seen.push(...[...ids].map(Number));
          next = DomUtils.getElementsByTagName('link', doc).find((tag) => tag.attribs['rel'] === 'prev')?.attribs['href'];
        }
        const served = [1, ...all.filter((one) => one.deletedAt === null).map((one) => Number(one.id))];
        expect(seen.sort((a, b) => a - b)).toEqual(served);
      }),
    );
  });

  it('writes posts with everything that may hang on them', () => {
    const said = [
      post('2', START + HOUR, 'Look at https://example.org/?a=1&b=2.\nand @gardeners #tea', {
        views: 12_534_000,
        author: { id: '9', name: 'Layla' },
      }),
      post('3', START + 2 * HOUR, 'behind words', { links: ['https://example.org/?x=1&y=2'], editedAt: START + 3 * HOUR }),
      post('4', START + 4 * HOUR, 'from elsewhere', { forward: { handle: 'gardeners', title: 'Gardeners', id: '17' } }),
      post('5', START + 5 * HOUR, 'from the dark', { forward: { handle: '', title: 'Somebody', id: '' }, replyTo: '2' }),
      post('6', START + 6 * HOUR, 'Channel photo updated'),
    ];
    const replica = telegramReplica(world(place('telegram', '43', { handle: 'lamps', posts: said })), {
      dress: (_, one) => (one.id === '6' ? 'service' : one.id === '3' ? 'photo' : 'plain'),
    });
    const [, two, three, four, five, six] = all(page(replica, '/s/lamps', NOW), 'tgme_widget_message');
    const hrefs = (one: Element | undefined) =>
      one === undefined
        ? []
        : all(one, 'js-message_text').flatMap((body) => DomUtils.getElementsByTagName('a', body).map((a) => a.attribs['href']));
    expect(hrefs(two)).toEqual(['https://example.org/?a=1&b=2', 'https://t.me/gardeners', '?q=%23tea']);
    expect(two && text(two, 'tgme_widget_message_views')).toBe('12.5M');
    expect(two && text(two, 'tgme_widget_message_from_author')).toBe('Layla');
    expect(two && DomUtils.getElementsByTagName('time', two).at(-1)?.attribs['datetime']).toBe('2019-11-01T01:00:00+00:00');
    // Once unescaped by the parser, the link that asks before it opens is still escaped once.
    expect(hrefs(three)).toEqual(['https://example.org/?x=1&amp;y=2']);
    expect(three && text(three, 'tgme_widget_message_meta')).toContain('edited');
    expect(two && text(two, 'tgme_widget_message_meta')).not.toContain('edited');
    expect(four && all(four, 'tgme_widget_message_forwarded_from_name')[0]?.attribs['href']).toBe('https://t.me/gardeners/17');
    expect(five && all(five, 'tgme_widget_message_forwarded_from_name')[0]?.attribs['href']).toBeUndefined();
    expect(five && text(five, 'js-message_reply_text')).toContain('Look at');
    expect(five && text(five, 'js-message_text')).toBe('from the dark');
    expect(six?.attribs['class']).toContain('service_message');
    expect(two?.attribs['class']).not.toContain('service_message');
  });

  it('says nothing that was not so yet', () => {
    const later: ReplicaPlace = place('telegram', '44', {
      handle: 'lamps',
      posts: [post('2', NOW, 'now', { editedAt: NOW + DAY, deletedAt: NOW + 2 * DAY })],
      faces: [...face(10), { from: NOW, title: 'Renamed', about: '', subscribers: 20, preview: true }],
    });
    const replica = telegramReplica(world(later));
    expect(posts(page(replica, '/s/lamps', NOW - 1))).toEqual(['lamps/1']);
    expect(text(page(replica, '/lamps', NOW - 1), 'tgme_page_title')).toBe('Night sky');
    expect(text(page(replica, '/lamps', NOW), 'tgme_page_title')).toBe('Renamed');
    expect(posts(page(replica, '/s/lamps', NOW + 2 * DAY))).toEqual(['lamps/1']);
    expectNobody(replica, 'lamps', START - 1);
  });
});
