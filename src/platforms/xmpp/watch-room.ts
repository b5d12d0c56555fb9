import type { Ms, Profile } from '../../model/observation.ts';
import { type ChannelRef, channelRef } from '../../model/ref.ts';
import type { Look } from '../../model/watch.ts';
import { slug } from '../shared/api-look.ts';
import { child, childrenNamed, type Xml } from './watch-xml.ts';

/**
 * What does a room's answer to disco#info (XEP-0030, XEP-0045) say? It alone speaks of whether a room lives: archives of destroyed
 * rooms answer "no messages", and lists leave hidden rooms out.
 */

const INFO = 'http://jabber.org/protocol/disco#info';
const STANZAS = 'urn:ietf:params:xml:ns:xmpp-stanzas';
export const DISCO_INFO = `<query xmlns='${INFO}'/>`;
export const ARCHIVE = 'urn:xmpp:mam:2';

export type RoomSaid = Pick<Look['sighting'], 'status' | 'reason' | 'movedTo'> & {
  /** Whether anybody may read its archive without entering. */
  readable: boolean;
};

/** `iq` is the answer that came from the room itself, or from its service in its name. */
export function roomSaid(iq: Xml, own: ChannelRef): RoomSaid {
  return iq.attributes['type'] === 'error' ? refusalSaid(child(iq, 'error'), own) : infoSaid(child(iq, 'query', INFO));
}

function infoSaid(info: Xml | null): RoomSaid {
  if (!isConference(info)) return said('unknown', 'no_room');
  const features = featuresOf(info);
  // An archive may be open although the room is not: what a password or a list of members keeps is not public.
  if (features.has('muc_membersonly')) return said('private', 'members_only');
  if (features.has('muc_passwordprotected')) return said('private', 'password');
  return { ...said('alive', features.has('muc_hidden') ? 'hidden' : 'open'), readable: features.has(ARCHIVE) };
}

/**
 * Errors of the room. `forbidden` may mean that guests of our server are banned there, and anything about servers and time speaks of
 * the way to the room: neither says anything of the room.
 */
function refusalSaid(error: Xml | null, own: ChannelRef): RoomSaid {
  const condition = error?.children.find((one) => one.namespace === STANZAS && one.name !== 'text') ?? null;
  switch (condition?.name) {
    case 'gone': {
      const movedTo = addressIn(condition.text, own);
      return movedTo === null ? said('absent', 'gone') : { ...said('moved', 'gone'), movedTo };
    }
    case 'item-not-found':
      return said('absent', 'item_not_found');
    case 'registration-required':
      return said('private', 'registration_required');
    case 'not-authorized':
      return said('private', 'password');
    default:
      return said('unknown', condition === null || condition === undefined ? 'drift' : slug(condition.name));
  }
}

function said(status: RoomSaid['status'], reason: string): RoomSaid {
  return { status, reason, movedTo: null, readable: false };
}

/** The room at `xmpp:room@service?join`; null for no address, for that of a server, and for the room's own. */
function addressIn(text: string, own: ChannelRef): ChannelRef | null {
  const written = /^(?:xmpp:)?([^\s/?#;]+@[^\s/?#;@]+)(?:[/?;#]\S*)?$/i.exec(text.trim())?.[1];
  if (written === undefined) return null;
  let address = written;
  try {
    address = decodeURIComponent(written);
  } catch {
    // Not encoded: as it stands.
  }
  const ref = /^[^@/]+@[^@/]+$/.test(address) ? channelRef('xmpp', address) : null;
  return ref === own ? null : ref;
}

/** True where a service answers as one that holds rooms: only then does it know which room there is not. */
export function isRoomService(iq: Xml): boolean {
  return iq.attributes['type'] === 'result' && isConference(child(iq, 'query', INFO));
}

function isConference(info: Xml | null): info is Xml {
  return childrenNamed(info, 'identity').some((identity) => identity.attributes['category'] === 'conference');
}

function featuresOf(info: Xml): Set<string> {
  return new Set(childrenNamed(info, 'feature').map((feature) => feature.attributes['var'] ?? ''));
}

/** How the room presents itself. Who is in it now is no count of its subscribers. */
export function roomProfile(iq: Xml, channel: ChannelRef, observedAt: Ms): Profile | null {
  const info = child(iq, 'query', INFO);
  const identity = childrenNamed(info, 'identity').find((one) => one.attributes['category'] === 'conference');
  if (identity === undefined) return null;
  const form = childrenNamed(info, 'x').find((one) => field(one, 'FORM_TYPE') === 'http://jabber.org/protocol/muc#roominfo') ?? null;
  const avatar = field(form, 'muc#roominfo_avatarhash')?.toLowerCase() ?? '';
  return {
    type: 'profile',
    channel,
    nativeId: null,
    observedAt,
    kind: 'room',
    title: filled(field(form, 'muc#roomconfig_roomname')) ?? filled(identity.attributes['name'] ?? null),
    about: filled(field(form, 'muc#roominfo_description')) ?? filled(field(form, 'muc#roominfo_subject')),
    subscribers: null,
    createdAt: null,
    avatarHash: /^[0-9a-f]{40}$/.test(avatar) ? avatar : null,
    control: null,
  };
}

function field(form: Xml | null, name: string): string | null {
  const found = childrenNamed(form, 'field').find((one) => one.attributes['var'] === name);
  return child(found, 'value')?.text ?? null;
}

function filled(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text;
}
