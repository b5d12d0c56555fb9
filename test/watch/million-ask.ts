import type { Ms } from '../../src/model/observation.ts';
import type { Answered, Ask, AskRequest, Failed } from '../../src/model/watch.ts';
import type { Fault, Named, Struck } from '../../src/simulate/fault.ts';
import type { Random } from '../../src/simulate/random.ts';
import type { Replica } from '../../src/simulate/replica.ts';
import { answerOf } from '../../src/simulate/replica-ask.ts';
import type { VirtualClock } from '../../src/simulate/virtual-clock.ts';

/** A platform in the same process, with a bad line in between. */

export interface Line {
  replica: Replica;
  clock: VirtualClock;
  /** By handle or id. */
  named: (name: string) => Named;
  other: Named;
  faults: readonly Fault[];
  /** Of requests, and of time for faults that come in spells: 0 to 1. */
  rate: number;
  /** Whom no fault ever strikes. */
  spares: (handle: string) => boolean;
  /** Nothing goes wrong before. */
  from: Ms;
  pauseMs: readonly [Ms, Ms];
  random: Random;
}

export interface FaultyAsk {
  ask: Ask;
  /** Requests that a fault struck. */
  struck(): number;
  requests(): number;
}

const ANSWER_MS = 300;
const SPELL_MS = 20 * 60_000;
const never = new AbortController().signal;

export function faultyAsk(line: Line): FaultyAsk {
  const { clock, random, replica } = line;
  const nobody: Named = { handle: 'nobody_was_here', nativeId: '2999999999' };
  const single = line.faults.filter((fault) => fault.scope === 'request');
  const spells = spellsOf(line);
  let struck = 0;
  let requests = 0;
  const faultNow = (at: Ms): Fault | null => {
    if (at < line.from) return null;
    const spell = spells(at);
    if (spell !== null) return spell;
    return single.length > 0 && random.uniform() < line.rate ? random.pick(single) : null;
  };
  const ask = async (request: AskRequest): Promise<Answered | Failed> => {
    const [least, most] = line.pauseMs;
    await clock.sleep(least + Math.floor(random.uniform() * (most - least)), never);
    const at = clock.now();
    const serve = (asked: AskRequest, when: Ms): Answered => ({ ...answerOf(replica, asked, at - ANSWER_MS, when), at });
    requests += 1;
    const name = nameIn(request.url);
    const about = name === null ? null : line.named(name);
    const fault = faultNow(at);
    const truth = serve(request, at);
    if (fault === null || (about !== null && line.spares(about.handle))) return truth;
    struck += 1;
    const what: Struck = { request, truth, serve, about, other: line.other, nobody, chance: random.uniform };
    return fault.strike(what);
  };
  return { ask, struck: () => struck, requests: () => requests };
}

const HANDLE = /^\/(?:s\/|chats\/|2\/users\/by\/username\/)?([a-z]\w{3,31})(?:\/\d+)?$/i;
const ID = /^\/(?:chats|2\/users)\/(-?\d+)(?:\/tweets)?$/;

/** Whom a request is about, by handle or by id. */
function nameIn(url: string): string | null {
  const { pathname, searchParams } = new URL(url);
  return ID.exec(pathname)?.[1] ?? searchParams.get('chat_id') ?? HANDLE.exec(pathname)?.[1]?.toLowerCase() ?? null;
}

/** Spells and pauses in turn, of random lengths, so that `rate` of the time is a spell. Asked in the order of time. */
function spellsOf({ faults, rate, from, random }: Line): (at: Ms) => Fault | null {
  const kinds = faults.filter((fault) => fault.scope !== 'request');
  const chance = random.fork('spells');
  if (kinds.length === 0) return () => null;
  const length = (): Ms => chance.exponential(SPELL_MS);
  const pause = (): Ms => chance.exponential((SPELL_MS * (1 - rate)) / rate);
  let begins = rate >= 1 ? from : from + pause();
  let ends = rate >= 1 ? Number.POSITIVE_INFINITY : begins + length();
  let kind = chance.pick(kinds);
  return (at) => {
    while (at >= ends) {
      begins = ends + pause();
      ends = begins + length();
      kind = chance.pick(kinds);
    }
    return at >= begins ? kind : null;
  };
}
