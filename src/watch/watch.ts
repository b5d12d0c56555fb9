import { lakeOf, type OpenCase } from '../case/case.ts';
import { openIngest } from '../case/ingest.ts';
import type { Pseudonym } from '../case/rows.ts';
import { newSegment, type Segment, sealSegment } from '../case/segment.ts';
import { sightingOf } from '../case/watch-sighting.ts';
import type { Clock } from '../model/clock.ts';
import type { Ms } from '../model/observation.ts';
import { type ChannelRef, platformOf } from '../model/ref.ts';
import type { BindingRow } from '../model/rows.ts';
import { type Ask, type Known, NOTHING_KNOWN, type Recorded, type SourceSettings, type WatchSource } from '../model/watch.ts';
import type { Status } from '../model/words.ts';
import { type Lane, type RoundEnd, runLane } from './lane.ts';
import type { Looked } from './looking.ts';
import { byRisk, passMs } from './schedule.ts';
import { type Settled, type Standing, standing } from './standing.ts';
import { type Watchlist, watchlist } from './watchlist.ts';

/**
 * A running watch: a lane per platform, one evidence for all. What is seen is written down, logged (from then on it is
 * acknowledged), read into the lake from what was logged, and only then acted on.
 */

/** A platform that can be watched now. */
export interface Post {
  platform: string;
  source: WatchSource;
  settings: SourceSettings;
  ask: Ask;
  /** Called when the watch ends. */
  close(): Promise<void>;
}

export interface WatchOptions {
  posts: readonly Post[];
  /** Asked when a platform that none of the lanes watches came onto the roster: those of them that can be watched. */
  more: (watched: ReadonlySet<string>) => Promise<readonly Post[]>;
  everyMs: Ms;
  once: boolean;
  observer: string;
  clock: Clock;
  /** Numbers from 0 to 1. */
  chance: () => number;
  /** Rounds are ended and evidence is sealed before the watch returns. */
  stop: AbortSignal;
  /** Runs a lane; a rehearsal's clock gives each its turn. */
  turn: <T>(work: () => Promise<T>) => Promise<T>;
  /** What is seen is acknowledged at the latest after so many milliseconds. */
  sealAfterMs: Ms;
  event: (event: WatchEvent) => void;
  /** Called after each reading into the lake, inside the same line: detection of what to tell. */
  afterReading: (settled: Settled) => Promise<void>;
}

export type WatchEvent =
  | { event: 'begin'; platform: string; channels: number; controls: number; searches: number; passMs: Ms }
  | { event: 'look'; platform: string; channel: ChannelRef; status: Status; reason: string | null; posts: number; at: Ms; control: boolean }
  | { event: 'search'; platform: string; query: string; posts: number; failed: string | null; at: Ms }
  | ({ event: 'round' } & RoundEnd)
  | { event: 'sealed'; entry: number; looks: number; bytes: number; at: Ms };

/** A segment is sealed at so many looks or bytes. */
const SEAL_LOOKS = 256;
const SEAL_BYTES = 8 << 20;

/**
 * Watches until stopped; with `once`, until everyone was looked at.
 *
 * @throws WorldError where the case cannot be written any more; what was acknowledged is safe.
 */
export async function watch(open: OpenCase, pseudonym: Pseudonym, options: WatchOptions): Promise<void> {
  const ingest = openIngest(open, pseudonym, () => {});
  const posts: Post[] = [];
  try {
    // What a watch that was killed had logged and not read.
    await ingest.readPending();
    const { list, now } = await takeUp(open, options, posts);
    const evidence = keeper(open, options, async () => {
      await ingest.readPending();
      await options.afterReading(settle(list, now, options.clock.now()));
    });
    settle(list, now, options.clock.now());
    const failed = new AbortController();
    const stop = AbortSignal.any([options.stop, failed.signal]);
    const lanes: Promise<void>[] = [];
    const inTurn = (work: () => Promise<void>): void => {
      const running = options.turn(work).catch((error: unknown) => {
        failed.abort();
        throw error;
      });
      lanes.push(running);
      // Waited for below; until then a failure is no unhandled one.
      running.catch(() => {});
    };
    const begin = (post: Post): void => {
      posts.push(post);
      inTurn(() => runLane(laneOf(post, { list, now, evidence, options, stop })));
    };
    for (const post of options.posts) begin(post);
    if (!options.once) inTurn(() => welcome(list, posts, { ...options, stop }, begin));
    await all(lanes);
    await evidence.seal();
  } finally {
    for (const post of posts) await post.close();
    ingest.close();
  }
}

/** Waits for all, also for those that begin meanwhile; then throws what one of them threw. */
async function all(lanes: readonly Promise<void>[]): Promise<void> {
  const ended: PromiseSettledResult<void>[] = [];
  while (ended.length < lanes.length) ended.push(...(await Promise.allSettled(lanes.slice(ended.length))));
  const broken = ended.find((one) => one.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
}

/** How often it is looked whether a person took channels of another platform under watch. */
const WELCOME_MS = 180_000;

async function welcome(list: Watchlist, posts: readonly Post[], options: WatchOptions, begin: (post: Post) => void): Promise<void> {
  const asked = new Set(posts.map((post) => post.platform));
  while (!options.stop.aborted) {
    await options.clock.sleep(WELCOME_MS, options.stop);
    const there = list.platforms();
    if ([...there].every((platform) => asked.has(platform))) continue;
    for (const post of await options.more(asked)) begin(post);
    for (const platform of there) asked.add(platform);
  }
}

function settle(list: Watchlist, now: Standing, at: Ms): Settled {
  const settled = now.settle(at, list.rows());
  list.settled(settled);
  return settled;
}

/** Where the last watch left off. */
async function takeUp(open: OpenCase, options: WatchOptions, posts: readonly Post[]): Promise<{ list: Watchlist; now: Standing }> {
  const lake = await lakeOf(open);
  try {
    const at = options.clock.now();
    const declared = new Set(await lake.controls());
    const controls = [...new Set([...declared, ...open.db.roster().flatMap((entry) => (entry.control ? [entry.channel] : []))])];
    const [looks, activity, bindings, faces, latest] = await Promise.all([
      lake.latestSightings(controls, at),
      lake.activity(at),
      lake.bindings(at),
      lake.faces(at),
      lake.latestPosts(at, POSTS_KNOWN),
    ]);
    const bornAt = new Map(activity.map((row) => [row.channel, row.firstPost]));
    for (const face of faces) if (face.createdAt !== null) bornAt.set(face.channel, face.createdAt);
    const blindTo = (channel: ChannelRef): string | null =>
      posts.find(({ platform }) => platform === platformOf(channel))?.source.blindTo(channel) ?? null;
    return {
      list: watchlist(open, { declared, bornAt, taught: taughtBy(bindings, latest), blindTo }),
      now: standing(looks, activity, bindings),
    };
  } finally {
    lake.close();
  }
}

const POSTS_KNOWN = 5;

/** Where collecting begins is not told: posts that a watch did not store itself are read again, and are one post with both sources. */
function taughtBy(bindings: readonly BindingRow[], posts: readonly { channel: ChannelRef; ids: string[] }[]): Map<ChannelRef, Known> {
  const taught = new Map<ChannelRef, Known>();
  for (const { channel, ids } of posts) taught.set(channel, { ...NOTHING_KNOWN, posts: ids });
  const latest = [...bindings].sort((a, b) => a.to - b.to);
  for (const { channel, nativeId } of latest) taught.set(channel, { ...(taught.get(channel) ?? NOTHING_KNOWN), nativeId });
  return taught;
}

interface Keeper {
  add(recorded: Recorded): Promise<void>;
  /** Acknowledges what was seen so far, and reads it. */
  seal(): Promise<void>;
  /** The same where something waits long enough. */
  sealIfDue(): Promise<void>;
}

/** The evidence of all lanes, in one segment at a time. */
function keeper(open: OpenCase, options: WatchOptions, read: () => Promise<void>): Keeper {
  let segment: Segment = newSegment(open);
  let since = options.clock.now();
  // One after the other: two lanes may find it full at once.
  let sealing: Promise<void> = Promise.resolve();
  const sealNow = async (): Promise<void> => {
    const full = segment;
    if (full.looks() === 0) return;
    segment = newSegment(open);
    since = options.clock.now();
    const entry = sealSegment(open, full);
    if (entry !== null)
      options.event({ event: 'sealed', entry: entry.seq, looks: full.looks(), bytes: full.bytes(), at: options.clock.now() });
    await read();
  };
  const seal = (): Promise<void> => {
    sealing = sealing.then(sealNow);
    return sealing;
  };
  const sealIfDue = async (): Promise<void> => {
    if (options.clock.now() - since >= options.sealAfterMs) await seal();
  };
  return {
    async add(recorded) {
      segment.add(recorded);
      if (segment.looks() >= SEAL_LOOKS || segment.bytes() >= SEAL_BYTES) await seal();
      else await sealIfDue();
    },
    seal,
    sealIfDue,
  };
}

interface Shared {
  list: Watchlist;
  now: Standing;
  evidence: Keeper;
  options: WatchOptions;
  stop: AbortSignal;
}

function laneOf({ platform, source, settings, ask }: Post, shared: Shared): Lane {
  const { list, now, evidence, options, stop } = shared;
  const { clock, event } = options;
  const begin = list.lane(platform);
  event({
    event: 'begin',
    platform,
    channels: begin.watched.length,
    controls: begin.living.length,
    searches: begin.searches.length,
    passMs: passMs(begin.watched.length, source.pauseMs, source.requestsPerLook),
  });
  return {
    platform,
    source,
    settings,
    ask,
    clock,
    observer: options.observer,
    everyMs: options.everyMs,
    once: options.once,
    priority: byRisk,
    chance: options.chance,
    roster: () => list.lane(platform),
    async took(looked) {
      const { context, look, exchanges } = looked;
      now.observe(sightingOf(context, look, exchanges, source.tool));
      list.looked(looked, clock.now());
      event(lookEvent(platform, looked, clock.now()));
      await evidence.add({ context, exchanges });
    },
    async found(searched) {
      const { context, found, exchanges } = searched;
      list.searched(searched);
      event({ event: 'search', platform, query: context.query, posts: found.posts.length, failed: found.failed, at: clock.now() });
      await evidence.add({ context, exchanges });
    },
    async closed(round) {
      settle(list, now, clock.now());
      event({ event: 'round', ...round });
      // A loss is told at once; the rest may wait for company.
      await (round.lost > 0 ? evidence.seal() : evidence.sealIfDue());
    },
    stop,
  };
}

function lookEvent(platform: string, { context, look }: Looked, at: Ms): WatchEvent {
  const { status, reason } = look.sighting;
  return {
    event: 'look',
    platform,
    channel: context.channel,
    status,
    reason,
    posts: look.posts.length,
    at,
    control: context.control !== null,
  };
}
