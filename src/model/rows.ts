import type { Ms } from './observation.ts';
import type { ChannelRef, PostRef } from './ref.ts';
import type { ChannelKind, LinkKind, Stance, Status, Tool } from './words.ts';

/**
 * What the findings read: plain flat rows, as one query over the lake gives each of them. Posts never come row by row
 * where an aggregate does. "Up to `at`" is the query's business: a finding believes that every row it gets is of that past.
 * The order of rows never matters. Times are milliseconds since 1970, UTC.
 */

/** What a control is for: a channel known to live and to be neutral, or a random name that nobody ever used. */
export type ControlKind = 'living' | 'never-used';

/** A never-used name is marked in the roster (`control` true and this tag) or, where a watch makes names up, by the reason of its sightings. */
export const NEVER_USED_TAG = 'never-used';
export const NEVER_USED_REASON = 'control:never-used';

/** One entry of the roster. */
export interface RosterRow {
  channel: ChannelRef;
  /** Null: a channel under watch. From `control` (or a profile's `control: true`) and the tag `never-used`. */
  control: ControlKind | null;
  since: Ms | null;
}

/** One look. Profiles enter here too: status `alive`, reason `profile`, at `observedAt`. */
export interface SightingRow {
  /** Leads back to the record: what an evidence note cites. */
  id: string;
  channel: ChannelRef;
  nativeId: string | null;
  at: Ms;
  status: Status;
  reason: string | null;
  movedTo: ChannelRef | null;
  observer: string | null;
  tool: Tool | null;
  round: string | null;
}

/** The posts of one (channel, native id) up to `at`, service messages left out. */
export interface ActivityRow {
  channel: ChannelRef;
  nativeId: string | null;
  posts: number;
  firstPost: Ms;
  /** The latest nominal publication. */
  lastPost: Ms;
  /** The latest lower bound of a publication: at or after this instant the channel was certainly alive. Equals `lastPost` where times are exact. */
  lastPostAfter: Ms;
  /** Days (whole days since 1970, UTC) on which it posted, each once, of the `HABIT_DAYS` before `at`. */
  days: number[];
}

/** How far back a channel's habit of posting is looked at. */
export const HABIT_DAYS = 400;

/** A handle and a native id that were shown together by posts, profiles or sightings: the first and the last time. */
export interface BindingRow {
  /** A handle; rows with `platform:#ID` bind nothing and may be left out. */
  channel: ChannelRef;
  nativeId: string;
  from: Ms;
  to: Ms;
}

/** What profiles last said of one (channel, native id). */
export interface ProfileRow {
  channel: ChannelRef;
  nativeId: string | null;
  observedAt: Ms;
  kind: ChannelKind | null;
  title: string | null;
  subscribers: number | null;
}

/** One stored version of one post that carries a statement. Several versions of one post may come; they are taken together. */
export interface CopyRow {
  /** Equal for all copies of one statement. */
  statement: string;
  channel: ChannelRef;
  nativeId: string | null;
  post: string;
  at: Ms;
  after: Ms;
  by: Ms;
  /** When the version with this text was made; null where the post was never edited before it was seen with this text. */
  editedAt: Ms | null;
  /** What the source says of its clock; null where it says nothing. */
  clockErrorMs: number | null;
  forwardChannel: ChannelRef | null;
  forwardId: string | null;
  forwardAt: Ms | null;
  /** As stored, up to a few hundred characters. */
  text: string;
}

/** Asks how well one rival channel is known before its own copy: see `decisiveSpans`. */
export interface CoverageSpan {
  statement: string;
  channel: ChannelRef;
  nativeId: string | null;
  /** The decisive time begins here. */
  from: Ms;
  /** The number of the rival's own copy. */
  copy: number;
}

/** The answer to a `CoverageSpan`. Every stored row counts, service messages and deleted posts too: they use up numbers. */
export interface CoverageRow {
  statement: string;
  channel: ChannelRef;
  /** The greatest number seen in the channel below `copy` with a time at or before `from`; null where there is none. */
  anchor: number | null;
  /** How many different numbers were seen strictly between the anchor (0 where null) and `copy`. */
  known: number;
}

/** One link in one post. */
export interface SignpostRow {
  post: PostRef;
  at: Ms;
  by: ChannelRef;
  to: ChannelRef | null;
  link: string;
  platform: string;
  kind: LinkKind;
  obfuscated: boolean;
  stance: Stance;
}

/** All posts that point to one reference. */
export interface FoundRow {
  to: ChannelRef;
  platform: string;
  kind: LinkKind;
  /** Posts that point to it. */
  posts: number;
  /** Different channels that posted them. */
  channels: number;
  /** Different authors (pseudonyms; the channel where a post shows none). */
  authors: number;
  /** Different texts, after folding. */
  texts: number;
  firstAt: Ms;
  lastAt: Ms;
  call: number;
  calm: number;
  endorse: number;
  warn: number;
  neutral: number;
  /** A few posts, the earliest first. */
  examples: PostRef[];
}
