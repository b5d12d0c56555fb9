import type { Ms } from '../../model/observation.ts';
import type { Answered, Ask, Failed } from '../../model/watch.ts';
import { DRIFT, refused, slug, type Trouble } from '../shared/api-look.ts';
import { child, parseXml, type Xml, xmlText } from './watch-xml.ts';

/**
 * How does one talk XMPP over plain requests: BOSH (XEP-0124 and XEP-0206) with an anonymous login (XEP-0175)? The stream is opened
 * for one look and closed after it. It enters no room, sends no presence to anybody and leaves no account behind.
 */

const HTTPBIND = 'http://jabber.org/protocol/httpbind';
const STREAMS = 'http://etherx.jabber.org/streams';
const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
const BIND = 'urn:ietf:params:xml:ns:xmpp-bind';
const SESSION = 'urn:ietf:params:xml:ns:xmpp-session';
/** Seconds for which the server may hold a request back. */
const WAIT = 10;
/** Empty requests after which an answer is given up. */
const POLLS = 4;

export interface Stream {
  ask: Ask;
  url: string;
  domain: string;
  /** Request id of the next request: consecutive, and taken from the look's beginning so that a replay asks the same. */
  rid: number;
  sid: string | null;
  over: boolean;
  /** When the last answer was complete. */
  at: Ms;
}

export type Said<T> = { ok: true; value: T } | { ok: false; trouble: Trouble };

export function newStream(ask: Ask, url: string, domain: string, startedAt: Ms): Stream {
  return { ask, url, domain, rid: Math.max(1, Math.floor(startedAt)), sid: null, over: false, at: startedAt };
}

/** Opens the stream, logs in anonymously and binds a resource. */
export async function openStream(stream: Stream): Promise<Said<null>> {
  const opening = `content='text/xml; charset=utf-8' hold='1' wait='${WAIT}' ver='1.6' xmpp:version='1.0' xmlns:xmpp='urn:xmpp:xbosh'`;
  const first = await until(stream, `to='${xmlText(stream.domain)}' xml:lang='en' ${opening}`, '', isFeatures);
  if (!first.ok) return first;
  const mechanisms = child(first.value.found, 'mechanisms', SASL)?.children.map((one) => one.text.trim()) ?? [];
  if (!mechanisms.includes('ANONYMOUS')) return no('no_anonymous_login', false);
  const login = await until(stream, '', `<auth xmlns='${SASL}' mechanism='ANONYMOUS'/>`, (one) => one.namespace === SASL);
  if (!login.ok) return login;
  if (login.value.found.name !== 'success') return no('login_refused', false);
  const restart = `to='${xmlText(stream.domain)}' xml:lang='en' xmpp:restart='true' xmlns:xmpp='urn:xmpp:xbosh'`;
  const second = await until(stream, restart, '', isFeatures);
  if (!second.ok) return second;
  const bound = await request(stream, 'bind', `type='set'`, `<bind xmlns='${BIND}'/>`, null);
  if (!bound.ok) return bound;
  if (bound.value.found.attributes['type'] !== 'result') return no('no_resource', false);
  return startSession(stream, second.value.found);
}

/** Older servers want a session begun (RFC 3921); newer ones call it optional or say nothing. */
async function startSession(stream: Stream, features: Xml): Promise<Said<null>> {
  const wanted = child(features, 'session', SESSION);
  if (wanted === null || child(wanted, 'optional') !== null) return { ok: true, value: null };
  const begun = await request(stream, 'session', `type='set'`, `<session xmlns='${SESSION}'/>`, null);
  return begun.ok ? { ok: true, value: null } : begun;
}

function isFeatures(xml: Xml): boolean {
  return xml.name === 'features' && xml.namespace === STREAMS;
}

/** What came with an answer that was waited for, in order. */
export interface Heard {
  found: Xml;
  stanzas: Xml[];
}

/**
 * Sends one query and waits for its answer. `to`: whose answer it must be (a bare address); null: the own server's.
 * Errors are answers too: `type='error'`.
 */
export async function request(stream: Stream, id: string, attributes: string, payload: string, to: string | null): Promise<Said<Heard>> {
  const address = to === null ? '' : ` to='${xmlText(to)}'`;
  const iq = `<iq xmlns='jabber:client' id='${id}' ${attributes}${address}>${payload}</iq>`;
  const wanted = (one: Xml): boolean => {
    const { id: own, type, from } = one.attributes;
    return one.name === 'iq' && own === id && (type === 'result' || type === 'error') && (to === null || from?.toLowerCase() === to);
  };
  return until(stream, '', iq, wanted);
}

/** Says goodbye; whatever comes back changes nothing. */
export async function closeStream(stream: Stream): Promise<void> {
  if (stream.sid === null || stream.over) return;
  await send(stream, `type='terminate'`, `<presence xmlns='jabber:client' type='unavailable'/>`);
}

async function until(stream: Stream, attributes: string, payload: string, wanted: (xml: Xml) => boolean): Promise<Said<Heard>> {
  const stanzas: Xml[] = [];
  for (let turn = 0; turn <= POLLS; turn++) {
    const said = await send(stream, turn === 0 ? attributes : '', turn === 0 ? payload : '');
    if (!said.ok) return said;
    stanzas.push(...said.value);
    const found = said.value.find(wanted);
    if (found !== undefined) return { ok: true, value: { found, stanzas } };
  }
  return no('no_answer', true);
}

async function send(stream: Stream, attributes: string, payload: string): Promise<Said<Xml[]>> {
  const sid = stream.sid === null ? '' : ` sid='${xmlText(stream.sid)}'`;
  const body = `<body xmlns='${HTTPBIND}' rid='${stream.rid}'${sid}${attributes === '' ? '' : ` ${attributes}`}>${payload}</body>`;
  stream.rid += 1;
  const headers = { 'content-type': 'text/xml; charset=utf-8' };
  const outcome = await stream.ask({ method: 'POST', url: stream.url, headers, body, credential: null });
  // After a request that failed the server may have seen its id or not: the stream cannot go on.
  const broken = (trouble: Trouble): Said<Xml[]> => {
    stream.over = true;
    return { ok: false, trouble };
  };
  if (outcome.kind === 'failure' || outcome.status !== 200) return broken(troubleOf(outcome));
  stream.at = outcome.at;
  const root = parseXml(decoded(outcome.body));
  if (root === null || root.name !== 'body' || root.namespace !== HTTPBIND) return broken(DRIFT);
  if (root.attributes['type'] === 'terminate' || root.attributes['type'] === 'error') return broken(ending(root));
  stream.sid ??= root.attributes['sid'] ?? null;
  if (stream.sid === null) return broken(DRIFT);
  return { ok: true, value: root.children };
}

function no(reason: string, again: boolean): { ok: false; trouble: Trouble } {
  return { ok: false, trouble: { kind: 'trouble', reason, again } };
}

const PASSING: ReadonlySet<string> = new Set(['timeout', 'unreachable', 'reset', 'dns', 'truncated', 'malformed', 'bad_encoding']);

/** No answer, or none of a BOSH service: that always comes with status 200. */
function troubleOf(outcome: Answered | Failed): Trouble {
  if (outcome.kind === 'failure') return { kind: 'trouble', reason: outcome.why, again: PASSING.has(outcome.why) };
  if (outcome.status === 429) return { kind: 'trouble', reason: 'rate_limited', again: false };
  return outcome.status >= 500 ? { kind: 'trouble', reason: 'server_error', again: true } : refused(outcome.status);
}

/** Text that is no UTF-8 becomes nothing, which is no XML. */
function decoded(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return '';
  }
}

const HOPELESS = /^(?:host-unknown|host-gone|improper-addressing|policy-violation|see-other-uri|bad-request)$/;

function ending(root: Xml): Trouble {
  const condition = root.attributes['condition'] ?? '';
  return {
    kind: 'trouble',
    reason: `stream_${slug(condition === '' ? 'ended' : condition)}`.slice(0, 64),
    again: !HOPELESS.test(condition),
  };
}
