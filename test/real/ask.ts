import type { Ask, Exchange } from '../../src/model/watch.ts';
import { DEADLINE_MS, MAX_BYTES, makeFetch } from '../../src/net/fetch.ts';
import { realClock } from '../../src/net/real-clock.ts';

/** The real door of `net/`, opened to one server on loopback, with everything written down that went through it. */
export function recordingAsk(origin: string): { ask: Ask; exchanges: Exchange[] } {
  const exchanges: Exchange[] = [];
  const door = makeFetch({
    allowed: [origin],
    allowedPrivate: [origin],
    credential: null,
    proxy: null,
    ca: null,
    version: 'test',
    contact: null,
    deadlineMs: DEADLINE_MS,
    maxBytes: MAX_BYTES,
    clock: realClock,
    stop: new AbortController().signal,
    lookup: null,
  });
  const ask: Ask = async (request) => {
    const outcome = await door(request);
    exchanges.push({ request, outcome });
    return outcome;
  };
  return { ask, exchanges };
}
