import { expect, test } from 'vitest';
import { type Ask, type Known, type Look, NOTHING_KNOWN } from '../../src/model/watch.ts';
import { telegramWatch } from '../../src/platforms/telegram/watch.ts';
import type { ReplicaPlace } from '../../src/simulate/replica.ts';
import { answerOf } from '../../src/simulate/replica-ask.ts';
import { telegramReplica } from '../../src/simulate/replica-telegram.ts';
import { DAY, HOUR, place, post, START, world } from '../simulate/worlds.ts';

/** The source and the replica were written apart, from one description: here they meet. */

const LOST = START + 30 * DAY;
const POSTS = Array.from({ length: 130 }, (_, i) => post(String(i + 2), START + (i + 1) * 5 * HOUR, `Note ${i + 2} on tea`));
const FACE = { from: START, title: 'Reading room', about: 'Tea & lamps\nDaily', subscribers: 12_534, preview: true };

function ended(
  nativeId: string,
  handle: string,
  how: ReplicaPlace['endings'][number]['how'],
  more: Partial<ReplicaPlace> = {},
): ReplicaPlace {
  return place('telegram', nativeId, { handle, posts: POSTS, endings: [{ how, from: LOST, to: null }], ...more });
}

const replica = telegramReplica(
  world(
    place('telegram', '1001', { handle: 'Living_Room', posts: POSTS, faces: [FACE] }),
    ended('1002', 'gone_room', 'deleted'),
    ended('1003', 'banned_room', 'banned'),
    ended('1012', 'other_banned', 'banned'),
    ended('1004', 'private_room', 'private'),
    ended('1005', 'hidden_room', 'restricted'),
    place('telegram', '1006', { handle: 'talk_room', kind: 'group', posts: POSTS }),
    place('telegram', '1007', { handle: 'closed_view', posts: POSTS, faces: [{ ...FACE, preview: false }] }),
    place('telegram', '1008', { handles: [{ handle: 'taken_room', from: START, to: LOST }], posts: POSTS }),
    place('telegram', '1009', { handles: [{ handle: 'taken_room', from: LOST + HOUR, to: null }], posts: POSTS }),
    place('telegram', '1010', { handle: 'a_person', kind: 'account' }),
    place('telegram', '1011', { handle: 'empty_room', invites: [{ token: 'AbCdEfGhIjKlMnOp', from: START, to: LOST }] }),
  ),
);

function askAt(now: number): Ask {
  return async (request) => answerOf(replica, request, now, now + 300);
}

async function look(name: string, now: number, known: Known = NOTHING_KNOWN, pages = 10): Promise<Look> {
  return telegramWatch.look({ channel: `telegram:${name}`, known, settings: { base: null, own: {} }, startedAt: now, pages }, askAt(now));
}

const BEFORE = LOST - HOUR;
const AFTER = LOST + 2 * HOUR;

test('a living channel: every post, its face, its id', async () => {
  const seen = await look('living_room', BEFORE);
  expect(seen.sighting).toEqual({ status: 'alive', reason: null, nativeId: '1001', movedTo: null });
  expect(seen.profile).toMatchObject({ title: 'Reading room', about: 'Tea & lamps\nDaily', kind: 'channel', nativeId: '1001' });
  const notes = seen.posts.filter((one) => one.text.startsWith('Note'));
  const written = POSTS.filter((one) => one.at <= BEFORE);
  expect(notes.map((one) => one.text).sort()).toEqual(written.map((one) => one.text).sort());
  expect(new Set(notes.map((one) => one.when.at))).toEqual(new Set(written.map((one) => one.at)));
  const later = await look('living_room', BEFORE + DAY, seen.known);
  expect(later.posts.map((one) => one.when.at).every((at) => at > BEFORE && at <= BEFORE + DAY)).toBe(true);
  expect(later.posts.length).toBe(POSTS.filter((one) => one.at > BEFORE && one.at <= BEFORE + DAY).length);
});

test.each([
  ['gone_room', 'absent', 'contact_page'],
  ['banned_room', 'banned', 'terms_of_service'],
  ['other_banned', 'banned', 'terms_of_service'],
  ['private_room', 'absent', 'contact_page'],
  ['hidden_room', 'restricted', 'sensitive'],
  ['taken_room', 'reassigned', 'other_id'],
  ['living_room', 'alive', null],
] as const)('%s is %s', async (name, status, reason) => {
  for (const pages of [0, 3]) {
    const before = await look(name, BEFORE);
    expect(before.sighting.status).toBe('alive');
    expect((await look(name, AFTER, before.known, pages)).sighting).toMatchObject({ status, reason });
  }
});

test('a group, a channel without preview, a person, a name that nobody has', async () => {
  const group = await look('talk_room', BEFORE, { ...NOTHING_KNOWN, posts: ['5'] });
  expect([group.sighting.status, group.profile?.kind, group.profile?.subscribers]).toEqual(['alive', 'group', 1200]);
  expect((await look('closed_view', BEFORE)).sighting).toMatchObject({ status: 'alive', reason: 'no_preview' });
  expect((await look('a_person', BEFORE)).sighting).toMatchObject({ status: 'unknown', reason: 'user_page' });
  expect((await look('a_person', BEFORE, { ...NOTHING_KNOWN, kind: 'channel' })).sighting).toMatchObject({ status: 'reassigned' });
  expect((await look('nobody_at_all', BEFORE)).sighting).toMatchObject({ status: 'absent', reason: 'contact_page' });
});

test('an invitation, alive and dead', async () => {
  expect((await look('+AbCdEfGhIjKlMnOp', BEFORE)).sighting).toMatchObject({ status: 'alive', reason: 'invite' });
  expect((await look('+AbCdEfGhIjKlMnOp', AFTER)).sighting).toMatchObject({ status: 'unknown', reason: 'dead_invite' });
});

test('never-used names are absent', async () => {
  let state = 1;
  const chance = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  for (let i = 0; i < 20; i++) {
    const name = telegramWatch.neverUsed(chance, { base: null, own: {} }).slice('telegram:'.length);
    expect((await look(name, BEFORE)).sighting.status).toBe('absent');
  }
});
