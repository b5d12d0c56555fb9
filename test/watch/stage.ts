import type { Ms } from '../../src/model/observation.ts';
import { type Ask, type Look, type LookInput, NOTHING_KNOWN, type WatchSource } from '../../src/model/watch.ts';
import type { Status } from '../../src/model/words.ts';
import type { VirtualClock } from '../../src/simulate/virtual-clock.ts';

/** A platform without pages for tests of the loop: what a channel says is a function of its name and the time. */

export type Says = (name: string, now: Ms) => { status: Status; reason?: string; again?: boolean };

export const PAUSE_MS = 3_000;

/** Asks take `PAUSE_MS` of the clock, as if the host were polite. */
export function stagedAsk(clock: VirtualClock): Ask {
  return async () => {
    await clock.sleep(PAUSE_MS, new AbortController().signal);
    const at = clock.now();
    return { kind: 'answer', status: 200, headers: [], raw: new Uint8Array(0), body: new Uint8Array(0), sentAt: at, at };
  };
}

export function stagedSource(says: Says): WatchSource {
  return {
    tool: 'web',
    hosts: () => ['https://stage.example'],
    pauseMs: [2_000, 4_000],
    requestsPerLook: 1,
    needsCredential: false,
    missing: () => null,
    blindTo: () => null,
    look: (input, ask) => lookOn(says, input, ask),
    search: null,
    neverUsed: (chance) => `stage:never_${Math.floor(chance() * 1e9)}`,
    suggestedControls: [],
  };
}

async function lookOn(says: Says, input: LookInput, ask: Ask): Promise<Look> {
  const name = input.channel.slice('stage:'.length);
  const outcome = await ask({ method: 'GET', url: `https://stage.example/${name}`, headers: {}, body: null, credential: null });
  const { status, reason, again } = says(name, outcome.at);
  return {
    sighting: { status, reason: reason ?? null, nativeId: null, movedTo: null },
    handle: null,
    profile: null,
    posts: [],
    known: { ...NOTHING_KNOWN, lastPost: '1' },
    more: false,
    again: again ?? false,
  };
}
