import type { Clock } from '../model/clock.ts';
import { reasonOf } from '../model/errors.ts';
import type { Ms } from '../model/observation.ts';
import type { Ask, Exchange, Found, Known, Look, LookContext, SearchContext, SourceSettings, WatchSource } from '../model/watch.ts';

/** One look at one channel, with its tries, and everything that was asked and answered on the way. */

/** Beyond that a source is not asked again about one channel in one round. */
export const MOST_TRIES = 4;

/** What a lane looks with. */
export interface Eyes {
  platform: string;
  source: WatchSource;
  settings: SourceSettings;
  ask: Ask;
  clock: Clock;
  observer: string;
}

export interface Target {
  channel: string;
  known: Known;
  round: string;
  control: LookContext['control'];
  pages: number;
}

export interface Looked {
  context: LookContext;
  look: Look;
  exchanges: Exchange[];
}

export async function lookAt(eyes: Eyes, target: Target): Promise<Looked> {
  const { channel, known, pages } = target;
  const startedAt = eyes.clock.now();
  const exchanges: Exchange[] = [];
  const ask = recording(eyes.ask, exchanges);
  let tries = 0;
  let look: Look;
  do {
    look = await soundly(() => eyes.source.look({ channel, known, settings: eyes.settings, startedAt, pages }, ask), known);
    tries++;
  } while (look.sighting.status === 'unknown' && look.again && tries < MOST_TRIES);
  const { platform, settings, observer } = eyes;
  const { round, control } = target;
  const context: LookContext = {
    purpose: 'look',
    platform,
    channel,
    known,
    settings,
    startedAt,
    pages,
    tries,
    round,
    observer,
    control,
    voids: false,
  };
  return { context, look, exchanges };
}

/** What a source makes of hostile pages is never to end the watch of the others: a source that fails has seen nothing. */
async function soundly(look: () => Promise<Look>, known: Known): Promise<Look> {
  try {
    return await look();
  } catch (error) {
    const reason = `defect: ${reasonOf(error)}`.slice(0, 200);
    const sighting = { status: 'unknown', reason, nativeId: null, movedTo: null } as const;
    return { sighting, handle: null, profile: null, posts: [], known, more: false, again: false };
  }
}

export interface Searched {
  context: SearchContext;
  found: Found;
  exchanges: Exchange[];
}

/** Null where the platform offers no search. */
export async function searchFor(eyes: Eyes, query: string, cursor: string | null, pages: number): Promise<Searched | null> {
  const { source, settings, platform, observer } = eyes;
  const { search } = source;
  if (search === null) return null;
  const startedAt: Ms = eyes.clock.now();
  const exchanges: Exchange[] = [];
  const ask = recording(eyes.ask, exchanges);
  let tries = 0;
  let found: Found;
  do {
    found = await searched(() => search({ query, cursor, settings, startedAt, pages }, ask), cursor);
    tries++;
  } while (found.failed !== null && found.again && tries < MOST_TRIES);
  return { context: { purpose: 'search', platform, query, cursor, settings, startedAt, pages, tries, observer }, found, exchanges };
}

async function searched(search: () => Promise<Found>, cursor: string | null): Promise<Found> {
  try {
    return await search();
  } catch (error) {
    return { posts: [], profiles: [], cursor, more: false, failed: `defect: ${reasonOf(error)}`.slice(0, 200), again: false };
  }
}

function recording(ask: Ask, into: Exchange[]): Ask {
  return async (request) => {
    const outcome = await ask(request);
    into.push({ request, outcome });
    return outcome;
  };
}
