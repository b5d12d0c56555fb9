import type { AskRequest } from '../../../src/model/watch.ts';
import type { Reply } from '../conformance-ask.ts';

/** An invented XMPP server behind BOSH: what it says of its rooms is a test's to decide. */

export interface SyntheticMessage {
  id: string;
  /** Inside `<message>`; its attributes before it. */
  attributes: string;
  payload: string;
  stamp: string;
}

export interface Synthetic {
  /** Inside the `<iq>` that answers disco#info, `type` included: by address. An address that is not there gets no answer. */
  info: Readonly<Record<string, { type: 'result' | 'error'; payload: string }>>;
  archive?: readonly SyntheticMessage[];
  /** Instead of pages of the archive. */
  archiveError?: string;
  mechanisms?: readonly string[];
  /** How many empty answers come before each that was waited for. */
  late?: number;
}

const STREAM = `xmlns:stream='http://etherx.jabber.org/streams'`;
const STANZAS = 'urn:ietf:params:xml:ns:xmpp-stanzas';

export function chat(attributes: string, body: string, id: string, stamp = '2026-04-30T18:00:00Z'): SyntheticMessage {
  return { id, attributes: `type='groupchat' ${attributes}`, payload: `<body>${body}</body>`, stamp };
}

export function roomInfo(features: readonly string[], name = 'The Reading Room', about = 'Novels on Tuesdays'): Synthetic['info'][string] {
  const field = (key: string, value: string): string => `<field var='${key}'><value>${value}</value></field>`;
  const form = `<x xmlns='jabber:x:data' type='result'>${field('FORM_TYPE', 'http://jabber.org/protocol/muc#roominfo')}${field('muc#roominfo_description', about)}${field('muc#roominfo_occupants', '7')}</x>`;
  const list = features.map((feature) => `<feature var='${feature}'/>`).join('');
  const identity = `<identity category='conference' type='text' name='${name}'/>`;
  return { type: 'result', payload: `<query xmlns='http://jabber.org/protocol/disco#info'>${identity}${list}${form}</query>` };
}

export function refusal(condition: string, content = ''): Synthetic['info'][string] {
  const error = content === '' ? `<${condition} xmlns='${STANZAS}'/>` : `<${condition} xmlns='${STANZAS}'>${content}</${condition}>`;
  return { type: 'error', payload: `<error type='cancel'>${error}<text xmlns='${STANZAS}'>As it is here</text></error>` };
}

export const OPEN = ['http://jabber.org/protocol/muc', 'muc_public', 'muc_open', 'muc_persistent', 'urn:xmpp:mam:2'];
export const SERVICE: Synthetic['info'][string] = {
  type: 'result',
  payload: `<query xmlns='http://jabber.org/protocol/disco#info'><identity category='conference' type='text' name='Rooms'/><feature var='http://jabber.org/protocol/muc'/></query>`,
};

/** Answers one request; keeps nothing but what is late. */
export function syntheticServer(world: Synthetic): (request: AskRequest) => Reply | null {
  let waiting: string | null = null;
  let empty = 0;
  return (request) => {
    if (!request.url.endsWith('/http-bind') || request.method !== 'POST') return null;
    const fresh = answerTo(request.body ?? '', world);
    if (fresh !== null) {
      waiting = fresh;
      empty = world.late ?? 0;
    }
    if (waiting === null || empty-- > 0) return body('');
    const told = waiting;
    waiting = null;
    return told;
  };
}

function body(payload: string): string {
  return `<body xmlns='http://jabber.org/protocol/httpbind' sid='s-1' ${STREAM}>${payload}</body>`;
}

function answerTo(asked: string, world: Synthetic): string | null {
  if (asked.includes("type='terminate'")) return `<body xmlns='http://jabber.org/protocol/httpbind' type='terminate'/>`;
  if (asked.includes("xmpp:restart='true'")) return body(features(`<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>`));
  if (asked.includes("ver='1.6'")) {
    const names = (world.mechanisms ?? ['ANONYMOUS', 'SCRAM-SHA-1']).map((name) => `<mechanism>${name}</mechanism>`).join('');
    return body(features(`<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>${names}</mechanisms>`));
  }
  if (asked.includes('<auth ')) return body(`<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>`);
  const id = /<iq [^>]*id='([^']*)'/.exec(asked)?.[1];
  if (id === undefined) return null;
  const to = /<iq [^>]* to='([^']*)'/.exec(asked)?.[1] ?? '';
  if (asked.includes('xmpp-bind')) {
    return body(
      `<iq xmlns='jabber:client' type='result' id='${id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>a@guest/b</jid></bind></iq>`,
    );
  }
  if (asked.includes('urn:xmpp:mam:2')) return body(archivePage(asked, id, to, world));
  const info = world.info[to];
  return info === undefined ? body('') : body(iq(id, to, info.type, info.payload));
}

function features(payload: string): string {
  return `<stream:features>${payload}</stream:features>`;
}

function iq(id: string, from: string, type: string, payload: string): string {
  return `<iq xmlns='jabber:client' type='${type}' id='${id}' from='${from}' to='a@guest/b'>${payload}</iq>`;
}

function archivePage(asked: string, id: string, room: string, world: Synthetic): string {
  if (world.archiveError !== undefined) return iq(id, room, 'error', refusal(world.archiveError).payload);
  const all = world.archive ?? [];
  const size = Number(/<max>(\d+)<\/max>/.exec(asked)?.[1]);
  const after = /<after>([^<]*)<\/after>/.exec(asked)?.[1];
  const before = /<before>([^<]*)<\/before>/.exec(asked)?.[1];
  const start = /var='start'><value>([^<]*)</.exec(asked)?.[1];
  const place = (wanted: string): number => all.findIndex((one) => one.id === wanted);
  if ((after !== undefined && place(after) < 0) || (before !== undefined && before !== '' && place(before) < 0)) {
    return iq(id, room, 'error', refusal('item-not-found').payload);
  }
  const since = start === undefined ? all : all.filter((one) => Date.parse(one.stamp) >= Date.parse(start));
  const range =
    after !== undefined ? all.slice(place(after) + 1) : before === undefined || before === '' ? since : all.slice(0, place(before));
  const page = before === undefined ? range.slice(0, size) : range.slice(-size);
  const results = page.map(({ id: own, attributes, payload, stamp }) => {
    const forwarded = `<forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='${stamp}'/><message xmlns='jabber:client' ${attributes}>${payload}</message></forwarded>`;
    return `<message xmlns='jabber:client' from='${room}' to='a@guest/b'><result xmlns='urn:xmpp:mam:2' queryid='${id}' id='${own}'>${forwarded}</result></message>`;
  });
  const set = page.length === 0 ? '' : `<first index='0'>${page[0]?.id}</first><last>${page.at(-1)?.id}</last>`;
  const complete = page.length === range.length ? ` complete='true'` : '';
  const fin = `<fin xmlns='urn:xmpp:mam:2'${complete}><set xmlns='http://jabber.org/protocol/rsm'>${set}<count>${all.length}</count></set></fin>`;
  return results.join('') + iq(id, room, 'result', fin);
}
