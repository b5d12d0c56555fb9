/** How the invented platform of chess clubs is watched: plain JavaScript, so that a child process can run it beside the built program. */

export const HOST = 'https://clubs.example';
export const START = Date.UTC(2019, 10, 29, 18);
export const SETTINGS = { base: null, own: {} };

function request(url) {
  return { method: 'GET', url, headers: { accept: 'application/json' }, body: null, credential: null };
}

function look(known, status, reason, more = {}) {
  const sighting = { status, reason, nativeId: null, movedTo: null };
  return { sighting, handle: null, profile: null, posts: [], known, more: false, again: false, ...more };
}

function postOf(channel, { id, at, text, by }) {
  const when = { at, after: at, by: at };
  const rest = { nativeId: null, observedAt: null, editedAt: null, clockErrorMs: null, links: [], views: null, replyTo: null };
  return {
    type: 'post',
    channel,
    id: String(id),
    when,
    text,
    author: by,
    forwardedFrom: null,
    media: [],
    deleted: false,
    action: null,
    ...rest,
  };
}

function profileOf(channel, observedAt, title) {
  const rest = { nativeId: null, kind: null, about: null, subscribers: null, createdAt: null, avatarHash: null, control: null };
  return { type: 'profile', channel, observedAt, title, ...rest };
}

export const source = {
  tool: 'web',
  hosts: () => [HOST],
  pauseMs: [1, 2],
  requestsPerLook: 1,
  needsCredential: false,
  missing: () => null,
  blindTo: () => null,
  suggestedControls: [],
  neverUsed: (chance) => `clubs:never_${Math.floor(chance() * 1e9)}`,
  async look({ channel, known }, ask) {
    const outcome = await ask(request(`${HOST}/c/${channel.slice('clubs:'.length)}?after=${known.lastPost ?? ''}`));
    if (outcome.kind === 'failure') return look(known, 'unknown', outcome.why, { again: true });
    if (outcome.status === 404) return look(known, 'absent', 'no_club');
    const { title, posts } = JSON.parse(Buffer.from(outcome.body).toString());
    const next = { ...known, lastPost: posts.length === 0 ? known.lastPost : String(posts.at(-1).id), profile: title };
    const profile = known.profile === title ? null : profileOf(channel, outcome.at, title);
    return look(next, 'alive', 'club_page', { profile, posts: posts.map((post) => postOf(channel, post)) });
  },
  async search({ query, cursor }, ask) {
    const outcome = await ask(request(`${HOST}/search?q=${encodeURIComponent(query)}&after=${cursor ?? ''}`));
    const none = { posts: [], profiles: [], cursor, more: false, failed: null, again: false };
    if (outcome.kind === 'failure') return { ...none, failed: outcome.why };
    const { posts } = JSON.parse(Buffer.from(outcome.body).toString());
    return { ...none, posts: posts.map((post) => postOf('clubs:elsewhere', post)), cursor: String(posts.at(-1)?.id ?? cursor) };
  },
};

/** The page of a club that posts a move every minute, as of `at`: at most 20 after the post `after`. */
export function clubPage(name, at, after) {
  const last = Math.floor((at - START) / 60_000);
  const ids = Array.from({ length: Math.max(0, Math.min(last - after, 20)) }, (_, i) => after + 1 + i);
  const text = (id) => `${name}: move ${id} of the long game, told to all who follow`;
  return JSON.stringify({
    title: `The club ${name}`,
    posts: ids.map((id) => ({ id, at: START + id * 60_000, text: text(id), by: `player ${id % 3}` })),
  });
}

export function answer(body, at, more = {}) {
  const raw = Buffer.from(body);
  const headers = [
    ['Content-Type', 'application/json'],
    ['Date', new Date(at).toUTCString()],
  ];
  return { kind: 'answer', status: 200, headers, raw, body: raw, sentAt: at - 300, at, ...more };
}

export function context(channel, at, more = {}) {
  return {
    purpose: 'look',
    platform: 'clubs',
    channel,
    known: { nativeId: null, kind: null, lastPost: null, posts: [], profile: null, own: {} },
    settings: SETTINGS,
    startedAt: at,
    pages: 1,
    tries: 1,
    round: `clubs-${Math.floor(at / 900_000)}`,
    observer: 'ada',
    control: null,
    voids: false,
    ...more,
  };
}

/** What a look gives where every request is answered by `outcome`, recorded as a watch would. */
export async function looked(asked, outcome) {
  const exchanges = [];
  const ask = (sent) => {
    const came = outcome(sent);
    exchanges.push({ request: sent, outcome: came });
    return Promise.resolve(came);
  };
  return { look: await source.look(asked, ask), recorded: { context: asked, exchanges } };
}

/** Looks at a living club as of `at`. */
export function lookedAlive(channel, at, known) {
  const page = clubPage(channel.slice('clubs:'.length), at, Number(known.lastPost ?? -1));
  return looked(context(channel, at - 500, { known }), () => answer(page, at));
}
