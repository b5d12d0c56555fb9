import type { Clock } from './clock.ts';
import type { Ms, Post, Profile, Sighting } from './observation.ts';
import type { ChannelRef } from './ref.ts';
import type { ChannelKind, Status, Tool } from './words.ts';

/**
 * How a platform is watched: the contract between the loop (`watch/`), the fetch (`net/`) and a platform's source.
 *
 * A source is a conversation: it asks, gets answers, and says what it saw. It opens no connection, knows no clock and keeps
 * nothing between looks, so that the same answers give the same look again: evidence is read back by replaying it.
 */

/** One request, as it may be recorded: without cookies, without secrets. */
export interface AskRequest {
  method: 'GET' | 'POST';
  /** Absolute, `https:`; on a host that the source names. */
  url: string;
  /** Lower-case names. The user agent, the encoding and the credential are added by who sends. */
  headers: Readonly<Record<string, string>>;
  body: string | null;
  /** Where the credential of the platform's settings goes; null where none is sent. */
  credential: { in: 'header'; name: string; prefix: string } | { in: 'query'; name: string } | null;
}

/** An answer with its bytes. `ask` follows no redirect: a 3xx is an answer like any other. */
export interface Answered {
  kind: 'answer';
  status: number;
  /** In the order and spelling in which they came, secrets blotted out. */
  headers: readonly (readonly [name: string, value: string])[];
  /** As received (transfer coding undone, content coding not). */
  raw: Uint8Array;
  /** Content coding undone, within the cap. */
  body: Uint8Array;
  sentAt: Ms;
  /** When the answer was complete, by our clock. */
  at: Ms;
}

/** Why there is no answer. None of these ever says anything about a channel. */
export const FAILURES = [
  'timeout',
  'unreachable',
  'reset',
  'dns',
  'private_address',
  'tls',
  'too_large',
  'bad_encoding',
  'truncated',
  'malformed',
  'proxy',
  'host_not_allowed',
  'stopped',
] as const;
export type FailureKind = (typeof FAILURES)[number];

export interface Failed {
  kind: 'failure';
  why: FailureKind;
  /** For a person; no secret, no address of a proxy. */
  detail: string;
  sentAt: Ms;
  at: Ms;
}

export type Exchange = { request: AskRequest; outcome: Answered | Failed };

/** Never rejects; waits its turn at the host first. */
export type Ask = (request: AskRequest) => Promise<Answered | Failed>;

/** What earlier looks taught and the next one needs: plain JSON, under about 2 kB. Recorded with each look, so that it can be replayed. */
export interface Known {
  nativeId: string | null;
  kind: ChannelKind | null;
  /** The newest post that is stored; null before the first. Collecting goes on behind it. */
  lastPost: string | null;
  /** Ids of up to 5 posts that were seen, newest first: where only a known post shows that the platform banned its channel. */
  posts: readonly string[];
  /** Digest of the last profile told; a profile is told again when it changes. */
  profile: string | null;
  /** Whatever else the platform's source wants to remember. */
  own: Readonly<Record<string, string | number | boolean | null>>;
}

export const NOTHING_KNOWN: Known = { nativeId: null, kind: null, lastPost: null, posts: [], profile: null, own: {} };

/** Settings of one platform in `case.yaml`, without secrets: those are named by environment variables and never reach a source. */
export interface SourceSettings {
  /** Origin (`https://host[:port]`) that takes the place of the platform's own; null: the usual one. */
  base: string | null;
  /** Further settings, as written. */
  own: Readonly<Record<string, string | number | boolean | null>>;
}

export interface LookInput {
  channel: ChannelRef;
  known: Known;
  settings: SourceSettings;
  /** Our clock when the look began. */
  startedAt: Ms;
  /** Pages of posts that may be asked for in this look; 0: only whether it is alive. */
  pages: number;
}

/** What one look says. Times inside are the answers' own. */
export interface Look {
  /** `reason`: a short lower-case word like `contact_page`; for `unknown` what stood in the way (`rate_limited`, `timeout`, `drift`, …). */
  sighting: Pick<Sighting, 'status' | 'reason' | 'nativeId' | 'movedTo'>;
  /** The handle under which it was met, where the platform shows another than the one asked for (a rename); else null. */
  handle: string | null;
  /** Null where nothing is new since `known.profile`. */
  profile: Profile | null;
  /** New posts, and those whose edit is newer; any order. */
  posts: Post[];
  known: Known;
  /** Posts between what was stored and what was seen are still missing: another look should follow soon. */
  more: boolean;
  /** True where `unknown` may pass within seconds (a reset, a 5xx), so that another try makes sense; false for a rate limit or a refusal. */
  again: boolean;
}

export interface SearchInput {
  query: string;
  /** What the last search returned; null at first. */
  cursor: string | null;
  settings: SourceSettings;
  startedAt: Ms;
  pages: number;
}

/** What a watched search found: posts of channels that nobody may watch. */
export interface Found {
  posts: Post[];
  profiles: Profile[];
  cursor: string | null;
  more: boolean;
  /** Null where the search was answered; else why not. */
  failed: string | null;
  again: boolean;
}

/** Opens a way of its own. @throws UserError where what it needs is not installed or the credential is none, WorldError where it is not let in. */
export type OwnDoor = (credential: string, clock: Clock) => Promise<{ ask: Ask; close(): Promise<void> }>;

export interface WatchSource {
  tool: Tool;
  /** Origins that may be asked under these settings; anything else is refused before it is sent. */
  hosts(settings: SourceSettings): string[];
  /** Least and most pause between two requests to one host; the hard floor of politeness. */
  pauseMs: readonly [least: Ms, most: Ms];
  /** Requests that a usual look takes, to say how long a round lasts. */
  requestsPerLook: number;
  /** True where the settings must name a credential (`tokenEnv`). */
  needsCredential: boolean;
  /** A way of its own to the platform that takes the place of requests to `hosts`, where the settings ask for one; it needs a credential. Null: none. */
  door?(settings: SourceSettings): OwnDoor | null;
  /** What is missing before it can be watched, as a sentence for a person; null: nothing. */
  missing(settings: SourceSettings): string | null;
  /** Why this channel cannot be looked at by this source (a private post link, an app only); null: it can. */
  blindTo(channel: ChannelRef): string | null;
  look(input: LookInput, ask: Ask): Promise<Look>;
  /** Null where the platform offers none. */
  search: ((input: SearchInput, ask: Ask) => Promise<Found>) | null;
  /** A reference that has the shape of a channel there and that nobody ever used; `chance` gives numbers from 0 to 1. */
  neverUsed(chance: () => number, settings: SourceSettings): ChannelRef;
  /** Neutral channels of the platform itself that a person may take as controls. */
  suggestedControls: readonly ChannelRef[];
}

/** What a look was asked with, beside its exchanges: enough to replay it. Plain JSON. */
export interface LookContext {
  purpose: 'look';
  platform: string;
  channel: ChannelRef;
  known: Known;
  settings: SourceSettings;
  startedAt: Ms;
  pages: number;
  /** How often `look` was called, each time with the exchanges that follow those of the time before; the last answer counts. */
  tries: number;
  round: string;
  observer: string;
  control: 'living' | 'never-used' | null;
  /** This look at a control failed and with it the round: its sighting is `unknown` with the reason `round:void`. */
  voids: boolean;
}

export interface SearchContext {
  purpose: 'search';
  platform: string;
  query: string;
  cursor: string | null;
  settings: SourceSettings;
  startedAt: Ms;
  pages: number;
  tries: number;
  observer: string;
}

/** A look or a search as it is written into evidence: its exchanges in the order in which they happened. */
export interface Recorded {
  context: LookContext | SearchContext;
  exchanges: readonly Exchange[];
}

/** What one recorded look or search changes in where the watch stands. */
export type WatchMove = LookMove | SearchMove;

export interface LookMove {
  kind: 'look';
  channel: ChannelRef;
  at: Ms;
  status: Status;
  round: string;
  /** What the look began with, and what it leaves to the next. */
  before: Known;
  after: Known;
  /** Posts are still missing. */
  more: boolean;
}

export interface SearchMove {
  kind: 'search';
  platform: string;
  query: string;
  at: Ms;
  before: string | null;
  after: string | null;
  /** Why it was not answered; null where it was. */
  failed: string | null;
}
