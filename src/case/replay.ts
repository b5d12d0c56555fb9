import { reasonOf } from '../model/errors.ts';
import type { Ms, Observation, Post, Profile } from '../model/observation.ts';
import type { Ask, AskRequest, Exchange, Found, Look, LookContext, SearchContext, WatchMove, WatchSource } from '../model/watch.ts';
import { decodeBody } from '../net/decode.ts';
import { answeredAt, sightingOf } from './watch-sighting.ts';
import type { Outcome } from './watch-warc.ts';

/** What did a recorded look see? The platform's source looks once more, and every question is answered from the record. */

/** A request with what came back as recorded, null where that is damaged. */
export interface RecordedExchange {
  request: AskRequest;
  sentAt: Ms;
  at: Ms;
  outcome: Outcome | null;
}

export interface Replayed {
  records: Observation[];
  /** Why it could not be looked at again, as a sentence; then its sighting is `unknown`. */
  problem: string | null;
  /** Null for names that nobody ever used: there is nothing to go on from. */
  move: WatchMove | null;
}

/** Larger than what any watch lets in: what was too large then is recorded as a failure. */
const DECODED_CAP = 64 << 20;

/** `source` null: this Trackway does not watch the platform. */
export async function replayed(
  context: LookContext | SearchContext,
  recorded: readonly RecordedExchange[],
  source: WatchSource | null,
): Promise<Replayed> {
  const script = scriptOf(recorded);
  if (source === null) script.fault ??= `this Trackway does not watch ${context.platform}`;
  return context.purpose === 'look' ? lookAgain(context, script, source) : searchAgain(context, script, source);
}

/** The recorded answers, waiting to be asked for. */
interface Script {
  exchanges: Exchange[];
  used: Set<Exchange>;
  /** The first thing that went wrong. */
  fault: string | null;
  ask: Ask;
}

function scriptOf(recorded: readonly RecordedExchange[]): Script {
  const script: Script = { exchanges: [], used: new Set(), fault: null, ask: (request) => Promise.resolve(answerTo(script, request)) };
  for (const { request, sentAt, at, outcome } of recorded) {
    const exchange = outcome === null ? null : decoded(request, outcome);
    if (exchange === null) script.fault ??= `the recorded answer of ${request.url} is missing or damaged`;
    script.exchanges.push(exchange ?? { request, outcome: { kind: 'failure', why: 'malformed', detail: 'damaged', sentAt, at } });
  }
  return script;
}

function decoded(request: AskRequest, outcome: Outcome): Exchange | null {
  if (outcome.kind === 'failure') return { request, outcome };
  const body = decodeBody(outcome.headers, outcome.raw, DECODED_CAP);
  return typeof body === 'string' ? null : { request, outcome: { ...outcome, body } };
}

/** The same question may be asked more than once: each time gets the next of its answers. */
function answerTo(script: Script, request: AskRequest): Exchange['outcome'] {
  const exchange = script.exchanges.find((one) => !script.used.has(one) && isSame(one.request, request));
  if (exchange !== undefined) {
    script.used.add(exchange);
    return exchange.outcome;
  }
  script.fault ??= `it asks for ${request.url}, which was not asked when this was recorded: another version of Trackway did`;
  const at = script.exchanges.at(-1)?.outcome.at ?? 0;
  return { kind: 'failure', why: 'stopped', detail: 'not recorded', sentAt: at, at };
}

function isSame(a: AskRequest, b: AskRequest): boolean {
  return a.method === b.method && a.url === b.url && a.body === b.body;
}

/** Asks as often as was asked then; the last answer counts. Null where the source fails on it. */
async function again<T>(tries: number, script: Script, once: () => Promise<T>): Promise<T | null> {
  let last: T | null = null;
  try {
    for (let i = 0; i < tries && script.fault === null; i++) last = await once();
  } catch (error) {
    script.fault = `the reader of this platform failed on it: ${reasonOf(error)}`;
  }
  return script.fault === null ? last : null;
}

async function lookAgain(context: LookContext, script: Script, source: WatchSource | null): Promise<Replayed> {
  const { channel, known, settings, startedAt, pages } = context;
  const input = { channel, known, settings, startedAt, pages };
  const seen = source === null ? null : await again(context.tries, script, () => source.look(input, script.ask));
  const look: Look = seen ?? notReadBack(context);
  const sighting = sightingOf(context, look, script.exchanges, source?.tool ?? null);
  const invented = context.control === 'never-used';
  const records: Observation[] = [sighting];
  if (!invented) {
    const own = <T extends Profile | Post>(record: T): T =>
      record.channel === channel ? { ...record, channel: sighting.channel } : record;
    records.push(...posted(look.profile === null ? [] : [own(look.profile)], look.posts.map(own), sighting.at));
  }
  const move: WatchMove = {
    kind: 'look',
    channel,
    at: sighting.at,
    status: sighting.status,
    round: context.round,
    before: known,
    // Of a control no posts are collected: the place where collecting goes on stays where it is.
    after: context.control === null ? look.known : { ...look.known, lastPost: known.lastPost },
    more: look.more,
  };
  return { records, problem: told(script, 'look'), move: invented ? null : move };
}

function notReadBack({ known }: LookContext): Look {
  return {
    sighting: { status: 'unknown', reason: 'not_read_back', nativeId: null, movedTo: null },
    handle: null,
    profile: null,
    posts: [],
    known,
    more: false,
    again: false,
  };
}

async function searchAgain(context: SearchContext, script: Script, source: WatchSource | null): Promise<Replayed> {
  const { platform, query, cursor, settings, startedAt, pages } = context;
  const search = source?.search ?? null;
  if (source !== null && search === null) script.fault ??= `this Trackway does not search ${platform}`;
  const found: Found | null =
    search === null ? null : await again(context.tries, script, () => search({ query, cursor, settings, startedAt, pages }, script.ask));
  const at = answeredAt(context, script.exchanges);
  const move: WatchMove = {
    kind: 'search',
    platform,
    query,
    at,
    before: cursor,
    after: found?.cursor ?? cursor,
    failed: found === null ? 'not_read_back' : found.failed,
  };
  const records = found === null ? [] : posted(found.profiles, found.posts, at);
  return { records, problem: told(script, 'search'), move };
}

function told({ fault }: Script, what: 'look' | 'search'): string | null {
  return fault === null ? null : `this ${what} cannot be read back: ${fault}`;
}

/** Posts that do not say when they were seen were seen when the last answer came. */
function posted(profiles: readonly Profile[], posts: readonly Post[], at: number): Observation[] {
  return [...profiles, ...posts.map((post) => ({ ...post, observedAt: post.observedAt ?? at }))];
}
