import type { Ms } from './observation.ts';
import type { ChannelRef, PostRef } from './ref.ts';
import type { ChannelKind, DisputeKind, LinkKind, Stance, Status, Tool, Verdict } from './words.ts';

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
/** The reason of an `unknown` sighting by which a watch declares its round void: the controls failed when they were asked again. */
export const VOID_ROUND_REASON = 'round:void';

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

/** What a channel showed of itself: one row for each combination that profiles gave of one (channel, native id). */
export interface FaceRow {
  channel: ChannelRef;
  nativeId: string | null;
  kind: ChannelKind | null;
  title: string | null;
  about: string | null;
  /** Hex of any one length per source; only equal lengths compare. */
  avatarHash: string | null;
  createdAt: Ms | null;
  /** The last number seen with this face. */
  subscribers: number | null;
  /** First and last profile with it. */
  from: Ms;
  to: Ms;
}

/** One post pointing to one channel, with what tells independent voices apart. */
export interface PointerRow {
  post: PostRef;
  at: Ms;
  by: ChannelRef;
  byNativeId: string | null;
  /** Pseudonym; null where the post shows none: the channel speaks. */
  author: string | null;
  to: ChannelRef;
  kind: LinkKind;
  stance: Stance;
  obfuscated: boolean;
  /** Equal for equal folded texts. */
  textHash: number;
}

/** One text of posts that point. */
export interface PointerTextRow {
  /** As in `PointerRow`. */
  textHash: number;
  /** Its folded words separated by blanks, up to a thousand characters. */
  words: string;
  /** The statement that it is a copy of; null where it stands alone. */
  statement: number | null;
}

/** What one channel forwarded from another. */
export interface ForwardRow {
  channel: ChannelRef;
  nativeId: string | null;
  from: ChannelRef;
  posts: number;
  firstAt: Ms;
  lastAt: Ms;
}

/** A statement that few channels share, in one of them: how archives travel. Wire statements that many repeat never come. */
export interface SharedRow {
  statement: number;
  channel: ChannelRef;
  nativeId: string | null;
  /** Its first post of the statement there. */
  post: string;
  firstAt: Ms;
  posts: number;
  /** Different channels that have the statement. */
  channels: number;
}

/** Posts in columns of equal length, in record order; service messages and hidden versions left out. */
export interface PostPiece {
  length: number;
  channel: readonly ChannelRef[];
  nativeId: readonly (string | null)[];
  at: Float64Array;
  /** Pseudonym; null where the post shows none. */
  author: readonly (string | null)[];
  forwarded: Uint8Array;
  /** The statement it is a copy of; -1 where it stands alone. */
  statement: Float64Array;
  /** Record number: leads back to the post. */
  rid: Float64Array;
  /** As stored, and its folded words separated by blanks; empty arrays where the text was not asked for. */
  text: readonly string[];
  words: readonly string[];
}

/** Web hosts that one channel's posts named on one day (whole days of 24 hours since the beginning of the time asked for). */
export interface HostRow {
  channel: ChannelRef;
  nativeId: string | null;
  day: number;
  /** Lower case, with port where written, as found in the post. */
  host: string;
  /** Posts that name it. */
  posts: number;
}

/** Somebody publicly denied that a home is genuine. */
export interface DisputeRow {
  by: ChannelRef;
  about: ChannelRef;
  at: Ms;
  kind: DisputeKind;
  text: string | null;
  /** A post reference or a citation. */
  citation: string | null;
  rid: number;
}

/** What an analyst decided of a pair, the latest of it. */
export interface VerdictRow {
  predecessor: ChannelRef;
  successor: ChannelRef;
  verdict: Verdict;
  at: Ms;
  note: string | null;
  /** Given on a pair of a random audit sample, without looking at the score. */
  blind: boolean;
  /** With which probability the audit drew the pair; null where none did. */
  drawnWith: number | null;
}
