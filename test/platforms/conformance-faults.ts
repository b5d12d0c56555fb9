import { expect } from 'vitest';
import { type Answered, type AskRequest, FAILURES, type Failed, type LookInput, type WatchSource } from '../../src/model/watch.ts';
import { outcomeOf, type Reply, type Server } from './conformance-ask.ts';
import { EXPLICIT, lookAt, sound } from './conformance-look.ts';

/** Everything that may come back instead of the platform's answer. */

export interface Fault {
  name: string;
  /** What comes instead of this answer. */
  instead(good: Answered | Failed, request: AskRequest): Reply;
  /** Whether another try soon makes sense; null: either. */
  again: boolean | null;
  /** One of the few that stand for their kind where every combination would take minutes. */
  typical: boolean;
}

const TYPICAL = new Set([
  'timeout',
  'reset',
  '403 with a page',
  '404 with a page',
  '404 in JSON',
  '429 with nothing',
  '503 with a page',
  '200 with a captive portal',
  '200 with a challenge',
  '200 with nothing',
  '200 with random bytes',
  '200 with an empty object',
  '302 to "https://login.example/portal"',
  '302 to "/"',
  '302 to itself',
  'the right answer under 503',
  'the right answer backwards',
]);

/** A page with every phrase in it that careless code takes for "gone", as a portal, a block page or a log-in would show them. */
const PHRASES = [
  'Post not found. Not Found. 404. no such user. user not found. Account suspended. This account has been deactivated.',
  "If you have <b>Telegram</b>, you can contact us. This channel can’t be displayed because it violated Telegram's Terms of Service.",
  '"code":"not.found","error":"AccountTakedown","RepoDeactivated","title":"Not Found Error","detail":"Could not find user", item-not-found, gone',
].join(' ');
const PORTAL = `<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body><form action="/login"><p>${PHRASES}</p><p>${PHRASES}</p></form></body></html>`;
const CHALLENGE = `<!DOCTYPE html><html><head><title>Just a moment...</title><meta name="robots" content="noindex,nofollow"></head><body><div class="main-content"><h2 id="challenge-running">Checking your browser. Post not found</h2></div><script src="/cdn-cgi/challenge-platform/h/b/orchestrate"></script></body></html>`;
const BODIES: Readonly<Record<string, string | Uint8Array>> = {
  'a captive portal': PORTAL,
  'a challenge': CHALLENGE,
  nothing: '',
  'white space': ' \r\n\n',
  'a zero byte': '\0',
  'random bytes': Uint8Array.from({ length: 700 }, (_, i) => (i * 167 + 89) & 0xff),
  null: 'null',
  'an empty list': '[]',
  'an empty object': '{}',
  'a string': '"ok"',
  "somebody's JSON error": '{"error":"not_found","message":"no such thing","status":404,"errors":[{"message":"not found"}],"code":404}',
  'an XML error': '<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>gone</Message></Error>',
};
const STATUSES = [400, 401, 403, 404, 405, 410, 418, 429, 451, 500, 502, 503, 504, 520];
const PLACES = ['https://login.example/portal', 'http://127.0.0.1/', 'file:///etc/hosts', '/', '//portal.example/x', '', 'ht!tp://%%'];
/** Only where nobody may think better of it within seconds. */
const REFUSED = new Set([401, 403, 429, 451]);
const SOON: readonly string[] = ['timeout', 'reset', 'truncated'];

const ALL: readonly Omit<Fault, 'typical'>[] = [
  ...FAILURES.map((why) => {
    const again = SOON.includes(why) ? true : why === 'stopped' || why === 'host_not_allowed' ? false : null;
    return { name: why, instead: () => ({ failure: why }), again };
  }),
  ...STATUSES.flatMap((status) => {
    // 503 is a refusal on some platforms.
    const again = REFUSED.has(status) ? false : [500, 502, 504].includes(status) ? true : null;
    return [
      { name: `${status} with a page`, instead: () => ({ status, body: PORTAL }), again },
      { name: `${status} with nothing`, instead: () => ({ status, headers: { 'retry-after': '30' } }), again },
      { name: `${status} in JSON`, instead: () => ({ status, body: BODIES["somebody's JSON error"] ?? '' }), again },
    ];
  }),
  {
    name: '403 with a challenge',
    instead: () => ({ status: 403, headers: { 'cf-mitigated': 'challenge' }, body: CHALLENGE }),
    again: false,
  },
  { name: '204', instead: () => ({ status: 204 }), again: null },
  { name: '304', instead: () => ({ status: 304 }), again: null },
  ...Object.entries(BODIES).map(([name, body]) => ({ name: `200 with ${name}`, instead: () => ({ body }), again: null })),
  ...[301, 302, 303, 307, 308].flatMap((status) =>
    PLACES.map((location) => {
      const headers = { ...(location === '' ? {} : { location }) };
      return { name: `${status} to "${location}"`, instead: () => ({ status, headers, body: PORTAL }), again: null };
    }),
  ),
  { name: '302 to itself', instead: (_, { url }) => ({ status: 302, headers: { location: url } }), again: null },
];

/** What cannot be made without the right answer. */
const RIGHT: readonly Omit<Fault, 'typical'>[] = [
  { name: 'the right answer under 503', instead: (good) => under(good, 503), again: null },
  { name: 'the right answer under 429', instead: (good) => under(good, 429), again: false },
  { name: 'the right answer in UTF-16', instead: (good) => encoded(good, 'utf-16le'), again: null },
  { name: 'the right answer backwards', instead: (good) => encoded(good, 'backwards'), again: null },
];

function marked(faults: readonly Omit<Fault, 'typical'>[]): Fault[] {
  return faults.map((fault) => ({ ...fault, typical: TYPICAL.has(fault.name) }));
}

const MADE_OF_THE_ANSWER = marked(RIGHT);
const WITHOUT_THE_ANSWER = marked(ALL);
export const FAULTS: readonly Fault[] = [...WITHOUT_THE_ANSWER, ...MADE_OF_THE_ANSWER];

function under(good: Answered | Failed, status: number): Reply {
  return good.kind === 'failure' ? { failure: good.why } : { status, body: good.body };
}

function encoded(good: Answered | Failed, how: 'utf-16le' | 'backwards'): Reply {
  if (good.kind === 'failure') return { failure: good.why };
  const body =
    how === 'backwards' ? good.body.slice().reverse() : new Uint8Array(Buffer.from(new TextDecoder().decode(good.body), 'utf16le'));
  return { status: good.status < 300 ? good.status : 502, body };
}

/** Each fault in place of all answers: nothing can be said, and the source must know that. `known`: the same input was seen before. */
export async function onEveryAnswer(source: WatchSource, input: LookInput, serve: () => Server, known: boolean): Promise<void> {
  // What is made without the right answer is the same for each case of one input.
  for (const fault of known ? MADE_OF_THE_ANSWER : FAULTS) {
    const server = serve();
    let asked = 0;
    const seen = await lookAt(source, input, async (request) =>
      outcomeOf(fault.instead(await server.orUnreachable(request), request), asked++),
    );
    const { status, reason } = seen.look.sighting;
    expect(status, `${fault.name} was read as ${status} (${reason})`).toBe('unknown');
    if (fault.again !== null && asked > 0) expect(seen.look.again, `${fault.name}: another try (${reason})`).toBe(fault.again);
    sound(source, input.settings, input, seen);
  }
}

/** Faults in place of each one answer of a look at a living channel, and in place of all that follow it. */
export async function atEveryPlace(source: WatchSource, input: LookInput, serve: () => Server): Promise<void> {
  const usual = await lookAt(source, input, serve().orUnreachable);
  // All answers in place of the first and what follows is another test.
  for (let place = 0; place < usual.exchanges.length; place++) {
    for (const fault of FAULTS.filter(({ typical }) => typical)) {
      for (const onwards of place === 0 ? [false] : [false, true]) await oneFault(source, input, serve, { fault, place, onwards });
    }
  }
}

interface Placed {
  fault: Fault;
  place: number;
  onwards: boolean;
}

async function oneFault(source: WatchSource, input: LookInput, serve: () => Server, { fault, place, onwards }: Placed): Promise<void> {
  const server = serve();
  let asked = 0;
  const seen = await lookAt(source, input, async (request) => {
    const good = await server.orUnreachable(request);
    const now = asked++;
    return now === place || (onwards && now > place) ? outcomeOf(fault.instead(good, request), now) : good;
  });
  const { status, reason } = seen.look.sighting;
  expect(EXPLICIT, `${fault.name} in place of answer ${place + 1} was read as ${status} (${reason})`).not.toContain(status);
  sound(source, input.settings, input, seen);
}
