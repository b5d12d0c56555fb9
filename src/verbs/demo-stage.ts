import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type OpenCase, openCase } from '../case/case.ts';
import { loadKey, pseudonymizer } from '../case/pseudonyms.ts';
import { readSettings, writeSettings } from '../case/settings.ts';
import type { Alert } from '../model/alert.ts';
import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import { loadPlatforms } from '../platforms/registry.ts';
import { random } from '../simulate/random.ts';
import type { Rehearsal } from '../simulate/rehearsal.ts';
import type { Deed } from '../simulate/rehearsal-script.ts';
import { tamtamReplica } from '../simulate/replica-tamtam.ts';
import { telegramReplica } from '../simulate/replica-telegram.ts';
import { xReplica } from '../simulate/replica-x.ts';
import { type ServedReplicas, serveReplicas } from '../simulate/serve-replicas.ts';
import { type VirtualClock, virtualClock } from '../simulate/virtual-clock.ts';
import { postsOf } from '../watch/posts.ts';
import { telling } from '../watch/telling.ts';
import { type WatchEvent, watch } from '../watch/watch.ts';
import { found } from './found.ts';
import { importVerb } from './import.ts';
import { enter, readNotes } from './note.ts';
import { clockOf, weekdayOf } from './people.ts';
import { roster } from './roster.ts';
import { type VerbContext, withCase } from './verb.ts';

/**
 * Stages a rehearsal: replicas of the platforms on this machine, a clock that jumps from look to look, the people of the
 * script. Everything between is what a real watch does: requests over HTTP, evidence, the lake, the rule of liveness.
 */

export interface Played {
  imported: Awaited<ReturnType<typeof importVerb.run>>;
  /** Looks at channels, controls included, and searches. */
  probes: number;
  requests: number;
  rounds: number;
  voidRounds: number;
  /** What people took under watch, when. */
  accepted: { channel: ChannelRef; at: Ms }[];
  notes: number;
  /** What would have been sent. */
  alerts: Alert[];
}

/** Young homes and losses to confirm are looked at sooner, by the risk that the schedule knows. */
const EVERY_MS = 3 * 3_600_000;
/** What is seen is acknowledged at the latest after so long. */
const SEAL_AFTER_MS = 3_000_000;
/** Waves are looked for over the whole lake: not after each reading. */
const SLOW_EVERY_MS = 6 * 3_600_000;
/** As servers' clocks are: a little ahead, a little behind. */
const CLOCK_ERRORS = { telegram: 700, tamtam: -400, x: 250 };
const TOKEN_NAME = 'TRACKWAY_REHEARSAL_TOKEN';
const TOKEN = 'a-token-of-the-rehearsal';

/** Plays the whole week into the case in `folder`, which was just made. `desk`: where the files of its people lie. */
export async function play(folder: string, desk: string, story: Rehearsal, context: VerbContext): Promise<Played> {
  const clock = virtualClock(story.start);
  const then: VerbContext = { ...context, now: clock.now, progress: () => {} };
  const served = await serveReplicas(replicasOf(story), clock.now);
  try {
    pointTo(folder, served.origins);
    const imported = await prepare(desk, story, then);
    return { imported, ...(await live({ folder, desk, story, clock, served, context, then })) };
  } finally {
    await served.close();
  }
}

function replicasOf({ world }: Rehearsal) {
  return {
    telegram: telegramReplica(world, { clockErrorMs: CLOCK_ERRORS.telegram }),
    tamtam: tamtamReplica(world, { token: TOKEN, clockErrorMs: CLOCK_ERRORS.tamtam }),
    x: xReplica(world, { token: TOKEN, clockErrorMs: CLOCK_ERRORS.x }),
  };
}

/** The case's settings name the replicas; that these may lie on this machine is said apart, and never by settings. */
function pointTo(folder: string, origins: Readonly<Record<string, string>>): void {
  const platforms = Object.fromEntries(
    Object.entries(origins).map(([name, base]) => [name, name === 'telegram' ? { base } : { base, tokenEnv: TOKEN_NAME }]),
  );
  writeSettings(folder, { ...readSettings(folder), platforms });
}

/** What was known before, and who is watched. */
async function prepare(desk: string, story: Rehearsal, then: VerbContext): Promise<Played['imported']> {
  put(desk, 'prehistory.ndjson', story.prehistory);
  put(desk, 'roster.csv', story.roster);
  const imported = await importVerb.run({ paths: [join(desk, 'prehistory.ndjson')] }, then);
  await roster.run(roster.input.parse({ action: 'import', items: [join(desk, 'roster.csv')] }), then);
  for (const { platform, query } of story.searches)
    await roster.run(roster.input.parse({ action: 'add', search: query, platform, note: 'how the rooms are commonly called' }), then);
  return imported;
}

function put(desk: string, name: string, text: string): string {
  const path = join(desk, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

interface Stage {
  folder: string;
  desk: string;
  story: Rehearsal;
  clock: VirtualClock;
  served: ServedReplicas;
  /** As the outside world is. */
  context: VerbContext;
  /** As it is in the week that is played. */
  then: VerbContext;
}

async function live(stage: Stage): Promise<Omit<Played, 'imported'>> {
  const { folder, clock, served, context } = stage;
  const asked = context.untilStopped();
  const open = openCase(folder, clock.now);
  const ended = new AbortController();
  const tally = newTally(stage);
  try {
    const news = telling(open, { clock, slowEveryMs: SLOW_EVERY_MS, raised: tally.raised });
    const chance = random('the chance of a rehearsal').uniform;
    const env = { [TOKEN_NAME]: TOKEN };
    const privateOrigins = Object.values(served.origins);
    const world = { clock, chance, cut: asked.cut, env, version: context.version, privateOrigins, pauseMs: null };
    const platforms = await loadPlatforms();
    const { posts } = await postsOf(open, platforms, { only: null, without: new Set() }, world);
    const stop = AbortSignal.any([ended.signal, asked.stop]);
    // Time stands still until all lanes have begun.
    clock.join();
    let begun = 0;
    const turn = <T>(work: () => Promise<T>): Promise<T> => {
      const running = clock.run(work);
      begun += 1;
      if (begun === posts.length) clock.leave();
      return running;
    };
    const watching = watch(open, pseudonymOf(open), {
      posts,
      more: async (without) => (await postsOf(open, platforms, { only: null, without }, world)).posts,
      everyMs: EVERY_MS,
      once: false,
      observer: 'watch',
      clock,
      chance,
      stop,
      turn,
      sealAfterMs: SEAL_AFTER_MS,
      event: tally.event,
      afterReading: news.afterReading,
    });
    // Ended before the director leaves: else the clock would jump to whoever sleeps on.
    const directing = clock.run(() => direct(stage, stop, tally).finally(() => ended.abort()));
    await Promise.all([watching.finally(() => ended.abort()), directing]);
    await news.last();
    return { ...tally.played(), requests: served.requests() };
  } finally {
    open.close();
  }
}

function pseudonymOf(open: OpenCase) {
  return pseudonymizer(loadKey(open.settings.id, open.settings.keyCheck));
}

/** The people of the week, each thing at its time. */
async function direct(stage: Stage, stop: AbortSignal, tally: Tally): Promise<void> {
  const { story, clock, context } = stage;
  // Found references that a person meant to accept, and that nobody had seen by then.
  let waiting: ChannelRef[] = [];
  for (const { at, deed } of story.script) {
    await clock.sleep(at - clock.now(), stop);
    if (stop.aborted) return;
    context.progress(`${weekdayOf(at, 'UTC')} ${clockOf(at, 'UTC')} UTC`, at - story.start, story.end - story.start);
    if (deed.do === 'accept') waiting = await accept([...waiting, ...deed.refs], stage, tally);
    else await doDeed(deed, stage, tally);
  }
  await clock.sleep(story.end - clock.now(), stop);
}

/** Only what posts pointed to can be accepted; returns what nobody pointed to yet. */
async function accept(refs: readonly ChannelRef[], { then, clock }: Stage, tally: Tally): Promise<ChannelRef[]> {
  const { found: open } = await found.run(found.input.parse({ limit: 100_000 }), then);
  const there = refs.filter((ref) => open.some((line) => line.channel === ref));
  if (there.length > 0) await found.run(found.input.parse({ action: 'accept', refs: there }), then);
  tally.accepted(there, clock.now());
  return refs.filter((ref) => !there.includes(ref));
}

async function doDeed(deed: Exclude<Deed, { do: 'accept' }>, { desk, then }: Stage, tally: Tally): Promise<void> {
  if (deed.do === 'import') {
    await importVerb.run({ paths: [put(desk, deed.fileName, deed.text)] }, then);
  } else {
    await withCase(then, async (open) => {
      for (const { ref, status, at, observer, fileName, fileText } of deed.notes) {
        enter(open, { channel: ref, status, at, observer, file: put(desk, join('notes', fileName), fileText) }, then);
      }
      await readNotes(open, then);
    });
    tally.noted(deed.notes.length);
  }
}

interface Tally {
  event: (event: WatchEvent) => void;
  raised: (alerts: readonly Alert[]) => void;
  accepted: (channels: readonly ChannelRef[], at: Ms) => void;
  noted: (notes: number) => void;
  played: () => Omit<Played, 'imported' | 'requests'>;
}

function newTally({ story, context }: Stage): Tally {
  const played = { probes: 0, rounds: 0, voidRounds: 0, accepted: [] as Played['accepted'], notes: 0, alerts: [] as Alert[] };
  return {
    event(event) {
      if (event.event === 'round') {
        played.rounds++;
        if (event.fault !== null) played.voidRounds++;
      }
      if (event.event !== 'look' && event.event !== 'search') return;
      played.probes++;
      const { at } = event;
      context.progress(`${weekdayOf(at, 'UTC')} ${clockOf(at, 'UTC')} UTC`, at - story.start, story.end - story.start);
    },
    raised: (alerts) => void played.alerts.push(...alerts),
    accepted(channels, at) {
      for (const channel of channels) played.accepted.push({ channel, at });
    },
    noted(notes) {
      played.notes += notes;
    },
    played: () => played,
  };
}
