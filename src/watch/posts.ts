import type { OpenCase } from '../case/case.ts';
import type { Clock } from '../model/clock.ts';
import { UserError } from '../model/errors.ts';
import type { Ms } from '../model/observation.ts';
import type { Platform } from '../model/platform.ts';
import { type ChannelRef, platformOf } from '../model/ref.ts';
import type { Ask, OwnDoor, SourceSettings, WatchSource } from '../model/watch.ts';
import { parseProxy } from '../net/connect.ts';
import { DEADLINE_MS, MAX_BYTES, makeFetch } from '../net/fetch.ts';
import { politely } from '../net/polite.ts';
import type { Post } from './watch.ts';

/** From where can we watch? The platforms of the roster that can be watched now, each with its one door to the network. */

export interface World {
  clock: Clock;
  /** Numbers from 0 to 1. */
  chance: () => number;
  /** Ends every request at once. */
  cut: AbortSignal;
  env: Readonly<Record<string, string | undefined>>;
  version: string;
  /** Origins that may lie on private addresses: replicas of a rehearsal. A case's own settings cannot name them. */
  privateOrigins: readonly string[];
  /** Shorter pauses than a platform's own: for replicas alone, which nobody else uses. Null: the platform's. */
  pauseMs: readonly [Ms, Ms] | null;
}

export interface Unwatched {
  platform: string;
  channels: ChannelRef[];
  /** Why, and what to do, in a sentence. */
  why: string;
}

/** Variable that names private origins which may be asked, separated by blanks: a server of one's own. */
const PRIVATE = 'TRACKWAY_PRIVATE_ORIGINS';

/** Which of the platforms on the roster. */
export interface Wanted {
  /** This one alone; null: all. */
  only: string | null;
  without: ReadonlySet<string>;
}

/** Errors: `UserError` where a setting is wrong. */
export async function postsOf(
  open: OpenCase,
  platforms: readonly Platform[],
  wanted: Wanted,
  world: World,
): Promise<{ posts: Post[]; unwatched: Unwatched[] }> {
  const byPlatform = new Map<string, ChannelRef[]>();
  for (const { channel } of open.db.roster())
    byPlatform.set(platformOf(channel), [...(byPlatform.get(platformOf(channel)) ?? []), channel]);
  for (const { platform } of open.db.searches()) byPlatform.set(platform, byPlatform.get(platform) ?? []);
  const posts: Post[] = [];
  const unwatched: Unwatched[] = [];
  for (const [platform, channels] of [...byPlatform].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if ((wanted.only !== null && platform !== wanted.only) || wanted.without.has(platform)) continue;
    const made = await postOf(open, platforms.find(({ name }) => name === platform) ?? null, platform, world);
    if (typeof made === 'string') {
      unwatched.push({ platform, channels, why: made });
      continue;
    }
    posts.push(made);
    unwatched.push(...blindSpots(platform, made.source, channels));
  }
  return { posts, unwatched };
}

/** Channels that a source cannot look at, by the reason it gives. */
function blindSpots(platform: string, source: WatchSource, channels: readonly ChannelRef[]): Unwatched[] {
  const blind = new Map<string, ChannelRef[]>();
  for (const channel of channels) {
    const why = source.blindTo(channel)?.replace(/\.$/, '');
    if (why !== undefined) blind.set(why, [...(blind.get(why) ?? []), channel]);
  }
  return [...blind].map(([why, some]) => ({ platform, channels: some, why }));
}

async function postOf(open: OpenCase, platform: Platform | null, name: string, world: World): Promise<Post | string> {
  const source = platform?.watch;
  if (platform === null || source === undefined)
    return `${platform?.title ?? name} cannot be watched live; enter what you see with \`trackway note\``;
  const { settings, tokenEnv } = settingsOf(open, name);
  const missing = source.missing(settings);
  if (missing !== null) return missing;
  const credential = tokenEnv === null ? null : (world.env[tokenEnv] ?? null);
  if (tokenEnv !== null && credential === null)
    return `the environment variable ${tokenEnv} that case.yaml names for ${platform.title} is not set`;
  const door = source.door?.(settings) ?? null;
  if ((source.needsCredential || door !== null) && credential === null)
    return `${platform.title} needs a token: name its environment variable in case.yaml, under platforms: ${name}: tokenEnv`;
  const { ask, close } =
    door === null ? overHttp(open, source, settings, credential, world) : await ownWay(open, platform, door, credential, world);
  const pauseMs = world.pauseMs ?? source.pauseMs;
  const polite = politely(ask, { pauseMs, stop: world.cut }, world.clock, world.chance);
  return { platform: name, source, settings, ask: polite.ask, close };
}

type Way = { ask: Ask; close(): Promise<void> };

/** Not through `net/`, so that a proxy would be passed by: then it is refused. */
function ownWay(open: OpenCase, platform: Platform, door: OwnDoor, credential: string | null, world: World): Promise<Way> {
  if (open.settings.watch.proxy !== null)
    throw new UserError(`${platform.title} by account cannot go through the proxy of case.yaml yet; leave out the one or the other`);
  return door(credential ?? '', world.clock);
}

function overHttp(open: OpenCase, source: WatchSource, settings: SourceSettings, credential: string | null, world: World): Way {
  const { proxy, contact } = open.settings.watch;
  const own = (world.env[PRIVATE] ?? '').split(/\s+/).filter((origin) => origin !== '');
  const ask = makeFetch({
    allowed: source.hosts(settings),
    allowedPrivate: [...world.privateOrigins, ...own.map(originOf)],
    credential,
    proxy: proxy === null ? null : parseProxy(proxy),
    ca: null,
    version: world.version,
    contact,
    deadlineMs: DEADLINE_MS,
    maxBytes: MAX_BYTES,
    clock: world.clock,
    stop: world.cut,
    lookup: null,
  });
  return { ask, close: async () => {} };
}

function originOf(text: string): string {
  if (!URL.canParse(text)) throw new UserError(`${PRIVATE} holds "${text}", which is no origin like http://127.0.0.1:8080`);
  return new URL(text).origin;
}

function settingsOf(open: OpenCase, platform: string): { settings: SourceSettings; tokenEnv: string | null } {
  const { base, tokenEnv, ...own } = open.settings.platforms[platform] ?? {};
  return { settings: { base: base ?? null, own }, tokenEnv: tokenEnv ?? null };
}
