import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Known, type Look, NOTHING_KNOWN, type SourceSettings } from '../../src/model/watch.ts';
import { xmppWatch } from '../../src/platforms/xmpp/watch.ts';
import { lookAt, replayed } from '../platforms/conformance-look.ts';
import { recordingAsk } from './ask.ts';
import { type Prosody, prosodyMissing, startProsody } from './prosody.ts';
import { type Maker, roomMaker } from './room-maker.ts';

/** Table 3.2 of the platforms' answers, seen by our source through a real server: prosody, on loopback. */

const missing = prosodyMissing();
if (missing !== null) process.stderr.write(`SKIPPED: rooms on a real XMPP server. ${missing}.\n`);

const at = (name: string): string => `${name}@rooms.example`;

describe.skipIf(missing !== null)('rooms on a real server', () => {
  let server: Prosody;
  let maker: Maker;
  const settings = (): SourceSettings => ({ base: server.origin, own: { domain: 'guest.example', rooms: 'rooms.example' } });

  async function look(room: string, known: Known = NOTHING_KNOWN, pages = 3): Promise<Look> {
    const { ask } = recordingAsk(server.origin);
    const input = { channel: `xmpp:${room}`, known, settings: settings(), startedAt: Date.now(), pages };
    const seen = await lookAt(xmppWatch, input, ask);
    await replayed(xmppWatch, input, seen);
    return seen.look;
  }

  beforeAll(async () => {
    server = await startProsody();
    maker = await roomMaker(server.origin, 'makers.example', 'librarian');
    const open = { 'muc#roomconfig_persistentroom': '1', 'muc#roomconfig_publicroom': '1', 'muc#roomconfig_roomname': 'The Reading Room' };
    await maker.make(at('open'), { ...open, 'muc#roomconfig_roomdesc': 'Novels on Tuesdays' });
    for (const text of ['Tonight: chapter one', 'Bring tea', 'See https://t.me/reading_room']) await maker.say(at('open'), text);
    await maker.make(at('members'), { ...open, 'muc#roomconfig_membersonly': '1' });
    await maker.say(at('members'), 'Only for members');
    await maker.make(at('password'), {
      ...open,
      'muc#roomconfig_passwordprotectedroom': '1',
      'muc#roomconfig_roomsecret': 'chess',
    });
    await maker.say(at('password'), 'Behind a password');
    await maker.make(at('hidden'), { ...open, 'muc#roomconfig_publicroom': '0' });
    await maker.say(at('hidden'), 'Not on the list');
    await maker.make(at('banning'), open);
    await maker.say(at('banning'), 'Guests are not welcome');
    const outcast = '<item affiliation="outcast" jid="guest.example"/>';
    await maker.set(at('banning'), `<query xmlns="http://jabber.org/protocol/muc#admin">${outcast}</query>`);
    for (const room of ['moved', 'closed']) {
      await maker.make(at(room), open);
      await maker.say(at(room), 'Soon to end');
    }
    await maker.make(at('passing'), { 'muc#roomconfig_persistentroom': '0' });
    await maker.leave(at('passing'));
  });
  afterAll(async () => {
    await server?.stop();
  });

  test('an open room lives, shows itself, and its archive is read', async () => {
    const seen = await look(at('open'));
    expect(seen.sighting).toEqual({ status: 'alive', reason: 'open', nativeId: null, movedTo: null });
    expect(seen.profile).toMatchObject({ title: 'The Reading Room', about: 'Novels on Tuesdays', kind: 'room', subscribers: null });
    const said = seen.posts.filter((post) => post.action === null);
    expect(said.map((post) => post.text)).toEqual(['Tonight: chapter one', 'Bring tea', 'See https://t.me/reading_room']);
    expect(said.map((post) => post.author)).toEqual(['librarian', 'librarian', 'librarian']);
    for (const post of said) expect(Math.abs(post.when.at - Date.now())).toBeLessThan(120_000);
    expect(seen.more).toBe(false);
  });

  test('the next look goes on behind what was read', async () => {
    const first = await look(at('open'));
    expect((await look(at('open'), first.known)).posts).toEqual([]);
    await maker.say(at('open'), 'Chapter two next week');
    const next = await look(at('open'), first.known);
    expect(next.posts.map((post) => post.text)).toEqual(['Chapter two next week']);
    expect(next.profile).toBeNull();
  });

  test('many messages come page by page, none twice, none lost', async () => {
    const room = at('busy');
    await maker.make(room, { 'muc#roomconfig_persistentroom': '1' });
    await maker.say(room, 'first');
    const first = await look(room);
    const texts = Array.from({ length: 120 }, (_, n) => `move ${n}`);
    for (const text of texts) await maker.say(room, text);
    const part = await look(room, first.known, 1);
    expect(part.more).toBe(true);
    const rest = await look(room, part.known, 5);
    expect(rest.more).toBe(false);
    expect([...part.posts, ...rest.posts].map((post) => post.text)).toEqual(texts);
    // From the end backwards, where nothing is known.
    const newest = await look(room, NOTHING_KNOWN, 2);
    expect(newest.posts.map((post) => post.text)).toEqual(texts.slice(-100));
  });

  test('an archive that no longer knows the last message is read on by time', async () => {
    const first = await look(at('open'));
    const seen = await look(at('open'), { ...first.known, lastPost: 'long-gone', posts: [] }, 3);
    expect(seen.sighting.status).toBe('alive');
    expect(seen.posts.length).toBeGreaterThan(0);
    expect(seen.known.lastPost).toBe(first.known.lastPost);
  });

  test('members only and password are private, and nothing behind them is read', async () => {
    for (const [room, reason] of [
      ['members', 'members_only'],
      ['password', 'password'],
    ] as const) {
      const seen = await look(at(room));
      expect(seen.sighting).toMatchObject({ status: 'private', reason });
      expect(seen.posts).toEqual([]);
    }
  });

  test('a hidden room answers who knows its address', async () => {
    const seen = await look(at('hidden'));
    expect(seen.sighting).toMatchObject({ status: 'alive', reason: 'hidden' });
    expect(seen.posts.map((post) => post.text)).toContain('Not on the list');
  });

  test('a room that bans guests looks alive, without its archive', async () => {
    const seen = await look(at('banning'));
    expect(seen.sighting).toMatchObject({ status: 'alive', reason: 'open' });
    expect(seen.posts).toEqual([]);
  });

  test('destroyed with another address: moved there', async () => {
    const before = await look(at('moved'));
    expect(before.sighting.status).toBe('alive');
    const destroy = `<destroy jid="${at('new-home')}"><reason>We have moved</reason></destroy>`;
    await maker.set(at('moved'), `<query xmlns="http://jabber.org/protocol/muc#owner">${destroy}</query>`);
    const seen = await look(at('moved'), before.known);
    expect(seen.sighting).toEqual({ status: 'moved', reason: 'gone', nativeId: null, movedTo: `xmpp:${at('new-home')}` });
  });

  test('destroyed without one: absent', async () => {
    await maker.set(at('closed'), '<query xmlns="http://jabber.org/protocol/muc#owner"><destroy/></query>');
    const seen = await look(at('closed'));
    expect(seen.sighting).toMatchObject({ status: 'absent', movedTo: null });
  });

  test('never existed, or was not to last: absent', async () => {
    let n = 0;
    const control = xmppWatch.neverUsed(() => (n = (n + 0.37) % 1), settings());
    for (const channel of [control.slice('xmpp:'.length), at('passing')]) {
      expect((await look(channel)).sighting).toMatchObject({ status: 'absent', reason: 'item_not_found' });
    }
  });

  test('a service that is no service of rooms, or that cannot be reached, says nothing', async () => {
    for (const room of ['someone@makers.example', 'room@elsewhere.example']) {
      const seen = await look(room);
      expect(seen.sighting.status, `${room}: ${seen.sighting.reason}`).toBe('unknown');
    }
  });

  test('a host without anonymous logins says nothing', async () => {
    const { ask } = recordingAsk(server.origin);
    const own = { domain: 'rooms.example', rooms: 'rooms.example' };
    const input = {
      channel: `xmpp:${at('open')}`,
      known: NOTHING_KNOWN,
      settings: { base: server.origin, own },
      startedAt: Date.now(),
      pages: 1,
    };
    const { look: seen } = await lookAt(xmppWatch, input, ask);
    expect(seen.sighting.status).toBe('unknown');
  });

  test('nothing it does leaves a trace in the room', async () => {
    const before = await look(at('open'));
    const { ask, exchanges } = recordingAsk(server.origin);
    const input = { channel: `xmpp:${at('open')}`, known: before.known, settings: settings(), startedAt: Date.now(), pages: 1 };
    await lookAt(xmppWatch, input, ask);
    const sent = exchanges.map(({ request }) => request.body ?? '').join('\n');
    expect(sent).not.toMatch(/<presence[^>]* to=|<message/);
    expect((await look(at('open'), before.known)).posts).toEqual([]);
  });
});
