import type { Clock } from '../model/clock.ts';
import type { Ms } from '../model/observation.ts';
import type { Answered, Ask, Failed } from '../model/watch.ts';
import { growing, moodOf, wishOf } from './back-off.ts';

/** When a host may be asked next: one request at a time, pauses between them, and left alone when it says so. */

export interface Politeness {
  /** Least and most pause between the end of one request to a host and the begin of the next. */
  pauseMs: readonly [least: Ms, most: Ms];
  stop: AbortSignal;
}

export interface PoliteFetch {
  /** Waits its turn at the host, in the order of the calls. Never rejects. */
  ask: Ask;
  /** Until when this host (`name[:port]`) asked to be left alone; null where it did not. A request waits for it. */
  blockedUntil(host: string): Ms | null;
}

interface HostState {
  /** The end of the queue. */
  last: Promise<unknown>;
  nextAt: Ms;
  blockedUntil: Ms;
  /** Bad answers in a row. */
  run: number;
}

/** `chance` gives numbers from 0 to 1. */
export function politely(fetch: Ask, rules: Politeness, clock: Clock, chance: () => number): PoliteFetch {
  const hosts = new Map<string, HostState>();
  const stateOf = (host: string): HostState => {
    const state = hosts.get(host) ?? { last: Promise.resolve(), nextAt: 0, blockedUntil: 0, run: 0 };
    hosts.set(host, state);
    return state;
  };
  const turn: (state: HostState) => Ask = (state) => async (request) => {
    await wait(Math.max(state.nextAt, state.blockedUntil), rules.stop, clock);
    if (rules.stop.aborted) return stopped(clock.now());
    const outcome = await fetch(request);
    learn(state, outcome, { rules, now: clock.now(), chance });
    return outcome;
  };
  return {
    ask(request) {
      const state = stateOf(hostOf(request.url));
      const mine = state.last.then(() => turn(state)(request));
      state.last = mine;
      return mine;
    },
    blockedUntil(host) {
      const until = hosts.get(host)?.blockedUntil ?? 0;
      return until > clock.now() ? until : null;
    },
  };
}

async function wait(until: Ms, stop: AbortSignal, clock: Clock): Promise<void> {
  // A sleep may end early, by a timer's rounding; the time it waits for must really have come.
  for (let left = until - clock.now(); left > 0 && !stop.aborted; left = until - clock.now()) await clock.sleep(left, stop);
}

function learn(
  state: HostState,
  outcome: Answered | Failed,
  { rules, now, chance }: { rules: Politeness; now: Ms; chance: () => number },
): void {
  const [least, most] = rules.pauseMs;
  state.nextAt = now + least + chance() * (most - least);
  // A failure may be our own network's: it says nothing about what the host wishes.
  if (outcome.kind === 'failure') return;
  const mood = moodOf(outcome);
  state.run = mood === 'well' ? 0 : state.run + 1;
  const wish = wishOf(outcome);
  if (wish !== null) state.blockedUntil = now + wish;
  // A first error of the server passes within the usual pause more often than not.
  else if (mood === 'refusing' || (mood === 'failing' && state.run > 1)) state.blockedUntil = now + growing(mood, state.run, most, chance);
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}

function stopped(at: Ms): Failed {
  return { kind: 'failure', why: 'stopped', detail: 'stopped before it was sent', sentAt: at, at };
}
