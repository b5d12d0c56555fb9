import { nameOf } from '../../model/ref.ts';
import type { Ask, Look, LookInput, SourceSettings, WatchSource } from '../../model/watch.ts';
import { news, type Trouble, unseen } from '../shared/api-look.ts';
import { type Archived, readArchive } from './watch-archive.ts';
import { closeStream, newStream, openStream, request, type Stream } from './watch-bosh.ts';
import { DISCO_INFO, isRoomService, type RoomSaid, roomProfile, roomSaid } from './watch-room.ts';

/** How are XMPP rooms watched? By asking them what they are, as a guest of a server with anonymous logins, without ever entering one. */

const ROOM = /^[^@/]+@[^@/]+$/;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

export const xmppWatch: WatchSource = {
  tool: 'api',
  hosts: (settings) => (settings.base === null ? [] : [new URL(settings.base).origin]),
  // The turns of one conversation: a login alone takes four.
  pauseMs: [300, 800],
  requestsPerLook: 7,
  needsCredential: false,
  missing,
  blindTo(channel) {
    const name = nameOf(channel);
    return ROOM.test(name) && !/^[#+]/.test(name) ? null : 'this is no address of a room: xmpp:room@service is one';
  },
  look,
  search: null,
  neverUsed(chance, settings) {
    const letters = Array.from({ length: 18 }, () => LETTERS[Math.floor(chance() * LETTERS.length)] ?? 'a').join('');
    return `xmpp:${letters}@${word(settings.own['rooms']) ?? 'rooms.invalid'}`;
  },
  suggestedControls: ['xmpp:xsf@muc.xmpp.org', 'xmpp:jdev@muc.xmpp.org', 'xmpp:operators@muc.xmpp.org'],
};

function missing(settings: SourceSettings): string | null {
  const need = (key: string, what: string, example: string): string =>
    `XMPP rooms are watched through a server that lets guests in: set platforms.xmpp.${key} to ${what}, such as ${example}`;
  if (settings.base === null) return need('base', 'the origin of its BOSH service', 'https://chat.example.org:5281');
  if (word(settings.own['domain']) === null) return need('domain', 'its host for anonymous logins', 'guest.example.org');
  if (word(settings.own['rooms']) === null)
    return need('rooms', 'a room service on which invented names are tried as controls', 'rooms.example.org');
  return null;
}

function word(value: SourceSettings['own'][string] | undefined): string | null {
  return typeof value === 'string' && /^[^\s@/]+$/.test(value) ? value.toLowerCase() : null;
}

async function look(input: LookInput, ask: Ask): Promise<Look> {
  const { base, own } = input.settings;
  const domain = word(own['domain']);
  if (base === null || domain === null) return unseen(input, { reason: 'not_configured', again: false });
  const path = typeof own['path'] === 'string' && /^\/(?!\/)/.test(own['path']) ? own['path'] : '/http-bind';
  const stream = newStream(ask, new URL(path, base).href, domain, input.startedAt);
  const opened = await openStream(stream);
  const seen = opened.ok ? await lookThrough(stream, input) : unseen(input, opened.trouble);
  if (!stream.over) await closeStream(stream);
  return seen;
}

async function lookThrough(stream: Stream, input: LookInput): Promise<Look> {
  const room = nameOf(input.channel);
  const info = await request(stream, 'info', `type='get'`, DISCO_INFO, room);
  if (!info.ok) return unseen(input, info.trouble);
  const observedAt = stream.at;
  const said = roomSaid(info.value.found, input.channel);
  const doubt = await doubtOf(stream, room, said);
  if (doubt !== null) return unseen(input, doubt);
  if (said.status === 'unknown') return unseen(input, { reason: said.reason ?? 'drift', again: false });
  const profile = roomProfile(info.value.found, input.channel, observedAt);
  const told = profile === null ? { profile: null, digest: input.known.profile } : news(profile, input.known);
  const archived: Archived =
    said.readable && input.pages > 0 ? await readArchive(stream, room, input) : { posts: [], known: input.known, more: false };
  return {
    sighting: { status: said.status, reason: said.reason, nativeId: null, movedTo: said.movedTo },
    handle: null,
    profile: told.profile,
    posts: archived.posts,
    known: { ...archived.known, kind: 'room', profile: told.digest },
    more: archived.more,
    again: false,
  };
}

/** A service that says of a room that there is none must itself say that it holds rooms; one that does not has moved or is broken. */
async function doubtOf(stream: Stream, room: string, said: RoomSaid): Promise<Omit<Trouble, 'kind'> | null> {
  if (said.reason !== 'item_not_found') return null;
  const service = serviceOf(room);
  const answer = await request(stream, 'service', `type='get'`, DISCO_INFO, service);
  if (!answer.ok) return answer.trouble;
  return isRoomService(answer.value.found) ? null : { reason: 'no_room_service', again: false };
}

function serviceOf(room: string): string {
  return room.slice(room.indexOf('@') + 1);
}
