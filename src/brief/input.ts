/** Everything a brief is made from, as plain data: the verb fills it, the brief only tells it. Times are milliseconds, UTC. */

import type { Census } from '../findings/census.ts';
import type { Statement } from '../findings/first.ts';
import type { Signpost } from '../findings/signposts.ts';
import type { Succession } from '../findings/successors.ts';
import type { WhereaboutsTally } from '../findings/whereabouts-tally.ts';
import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import type { Stance } from '../model/words.ts';

export type Language = 'en' | 'ar';
export type Format = 'html' | 'md';
/** Who will read it: `internal` sees everything, `partner` handles and shortened texts, `public` neither. */
export type Audience = 'internal' | 'partner' | 'public';

export interface BriefSettings {
  name: string;
  purpose: string;
  basis: string;
  responsible: string;
  retention: string;
  /** In which times are shown, as `isZone` of the model accepts it. */
  zone: string;
}

/** One imported file. */
export interface BriefSource {
  /** Number of its entry in the custody log. */
  entry: number;
  file: string;
  /** `sha256:hex`, or the hex alone. */
  digest: string;
  format: string;
  /** Bytes. */
  size: number;
  importedAt: Ms;
  records: number;
  fresh: number;
  repeated: number;
  bad: number;
  hints: readonly string[];
}

/** Where a record's bytes are. */
export interface RecordOrigin {
  /** Log entry of the file. */
  entry: number;
  /** Byte offset in the uncompressed content. */
  offset: number;
  /** Of the file. */
  digest: string;
}

export interface BriefDispute {
  by: ChannelRef;
  about: ChannelRef;
  at: Ms;
  kind: string;
  text: string | null;
  citation: string | null;
  /** `disputes/123`. */
  record: string;
}

export interface BriefAssertion {
  at: Ms;
  asOf: Ms | null;
  by: string;
  text: string;
  citation: string | null;
  /** `assertions/123`; null where it stands in case.yaml. */
  record: string | null;
}

export interface BriefEvent {
  at: Ms;
  until: Ms | null;
  name: string;
  intervention: boolean;
  citation: string | null;
  /** `events/123`; null where it stands in case.yaml. */
  record: string | null;
}

/** Base64 of woff2 files. */
export interface BriefFonts {
  latin400: string;
  latin700: string;
  arabic400: string;
  arabic700: string;
}

/** Channels of a platform that disappeared (or fell silent, or went private) beyond the ordinary. */
export interface BriefWave {
  platform: string;
  kind: 'gone' | 'silent' | 'private';
  start: Ms;
  /** Null while it goes on. */
  end: Ms | null;
  lost: number;
  watched: number;
  /** By ordinary attrition in that time. */
  expected: number;
  channels: readonly ChannelRef[];
  /** The records that decide. */
  evidence: readonly string[];
}

/** Something that happened to one watched channel: it disappeared, or came back. */
export interface BriefChange {
  /** Null where it was never seen before `by`. */
  after: Ms | null;
  by: Ms;
  /** The records that decide. */
  evidence: readonly string[];
}

/** Homes of one kind, how long they lasted. */
export interface BriefLifespans {
  /** A platform. */
  group: string;
  /** What ages are counted from. */
  origin: 'created' | 'appeared' | 'discovered';
  /** Days: all is said of homes that reached this age; 0 where it is said of all. */
  from: number;
  n: number;
  ended: number;
  /** Days; null where fewer than half have ended. */
  median: number | null;
  medianLow: number | null;
  medianHigh: number | null;
  horizon: number;
  curve: readonly { day: number; survival: number; low: number; high: number }[];
}

export interface BriefInput {
  /** Version of Trackway. */
  tool: string;
  audience: Audience;
  /** Nothing later is taken into account; null where nothing was observed. */
  at: Ms | null;
  /** By how many days `at` was moved back for a public version; null where it was not. */
  delayDays: number | null;
  settings: BriefSettings;
  /** Size and hash of the custody log; null before its first entry. */
  log: { entries: number; hash: string } | null;
  sources: readonly BriefSource[];
  /** Rows of each table of the lake, under its name there. */
  records: readonly { table: string; rows: number }[];
  /** Records that could not be read, of all sources. */
  problems: number;
  census: Census;
  /** The roster is empty: the census lists every channel that was observed. */
  rosterEmpty: boolean;
  /** `total` signposts; `totals` add up to it; `list` is the part to print, in time order. */
  signposts: { total: number; totals: readonly { platform: string; stance: Stance; posts: number }[]; list: readonly Signpost[] };
  /** `total` statements with at least two copies; `list` is the part to print, the one to be drawn first. */
  statements: { total: number; list: readonly Statement[] };
  /** Counted over time; each entry lies within one hour. */
  signpostTimes: readonly { at: Ms; stance: Stance; posts: number }[];
  waves: readonly BriefWave[];
  /** Disappearances, and returns of what had disappeared, of watched channels; controls left out. */
  losses: readonly BriefChange[];
  returns: readonly BriefChange[];
  /** Where the watched communities were at a few moments; null where nothing was lost. */
  whereabouts: WhereaboutsTally | null;
  /** Of every lost channel, with the candidates worth naming. */
  homes: readonly Succession[];
  lifespans: readonly BriefLifespans[];
  disputes: readonly BriefDispute[];
  assertions: readonly BriefAssertion[];
  events: readonly BriefEvent[];
  /** From a record (`sightings/123`, or `REF/ID` of a post) to its bytes; several where several files hold it. */
  origins: ReadonlyMap<string, readonly RecordOrigin[]>;
  /** Channels in the order in which the case came to know them: numbers the pseudonyms of the public version, the same in each brief. */
  known: readonly ChannelRef[];
  /** How people write the names of platforms: `telegram` → `Telegram`. */
  platformTitles: ReadonlyMap<string, string>;
  /** Null: the reader's own fonts. */
  fonts: BriefFonts | null;
}
