import type { Ms } from '../model/observation.ts';
import type { ChannelRef, PostRef } from '../model/ref.ts';
import type {
  ActivityRow,
  BindingRow,
  CopyRow,
  CoverageRow,
  CoverageSpan,
  DisputeRow,
  FaceRow,
  ForwardRow,
  FoundRow,
  HostRow,
  PointerRow,
  PointerTextRow,
  PostPiece,
  ProfileRow,
  SharedRow,
  SightingRow,
  SignpostRow,
} from '../model/rows.ts';
import type { Stance } from '../model/words.ts';
import type { LakeTable } from './schema.ts';

/**
 * What may be asked of the lake. One implementation runs DuckDB inside the process (`duckdb.ts`); another engine over the
 * same Parquet files would be one more implementation of this, and nothing else would change.
 *
 * Every question that takes `at` answers as of then: records published or seen later do not exist for it.
 */

export interface StoredPost {
  rid: number;
  post: PostRef;
  channel: ChannelRef;
  at: Ms;
  after: Ms;
  by: Ms;
  editedAt: Ms | null;
  text: string;
  views: number | null;
  deleted: boolean;
}

/** What decides whether a post is the same as a stored one: everything its author or platform could have changed. */
export interface StoredContent {
  rid: number;
  channel: ChannelRef;
  id: string;
  at: Ms;
  after: Ms;
  by: Ms;
  editedAt: Ms | null;
  text: string;
  deleted: boolean;
  action: string | null;
  media: string;
  /** As given by the platform, a JSON array; null where there are none. */
  links: string | null;
}

export interface SignpostQuery {
  at: Ms;
  /** Only of these stances, platforms, targets; null: all. */
  stance: Stance | null;
  platform: string | null;
  to: ChannelRef | null;
  limit: number;
  offset: number;
}

/** Posts published from `from` (included) to `to` (left out), as known at `at`. */
export interface PostsQuery {
  from: Ms;
  to: Ms;
  at: Ms;
  /** Whether `text` and `words` are wanted; they take most of the time. */
  withText: boolean;
}

/** Some words of one post, up to a few hundred characters. */
export interface ExcerptRow {
  channel: ChannelRef;
  nativeId: string | null;
  post: PostRef;
  at: Ms;
  text: string;
}

/** Where a record came from: the log entry of its file and the byte offset in its content. */
export interface Origin {
  rid: number;
  source: number;
  place: number;
}

export interface StatementRow {
  statement: number;
  copies: number;
  channels: number;
  firstAt: Ms;
}

export interface ClaimRow {
  at: Ms;
  asOf: Ms | null;
  by: string;
  text: string;
  citation: string | null;
  rid: number;
}

export interface EventRow {
  at: Ms;
  until: Ms | null;
  name: string;
  intervention: boolean;
  citation: string | null;
  rid: number;
}

export interface ProblemRow {
  source: number;
  place: number;
  where: string | null;
  reason: string;
}

export interface Lake {
  /** The latest time that any record carries (the sure bound of posts), up to the last import; null for an empty case. */
  lastObservation(): Promise<Ms | null>;
  counts(): Promise<{ table: LakeTable; rows: number }[]>;

  sightings(at: Ms): Promise<SightingRow[]>;
  /** Of each channel the looks that can still matter to its state, with those at the controls of their rounds: where a watch goes on. */
  latestSightings(controls: ChannelRef[], at: Ms): Promise<SightingRow[]>;
  activity(at: Ms): Promise<ActivityRow[]>;
  bindings(at: Ms): Promise<BindingRow[]>;
  profiles(at: Ms): Promise<ProfileRow[]>;
  controls(): Promise<ChannelRef[]>;
  /** The latest post of each channel. */
  lastPosts(at: Ms): Promise<{ channel: ChannelRef; post: PostRef }[]>;

  /** Ids of up to `each` newest posts of each channel, newest first. */
  latestPosts(at: Ms, each: number): Promise<{ channel: ChannelRef; ids: string[] }[]>;

  signposts(query: SignpostQuery): Promise<{ total: number; rows: SignpostRow[] }>;
  found(at: Ms): Promise<FoundRow[]>;

  faces(at: Ms): Promise<FaceRow[]>;
  pointers(at: Ms): Promise<PointerRow[]>;
  /** What posts that point say: one row for each text, with the statement that it is a copy of. */
  pointerTexts(at: Ms): Promise<PointerTextRow[]>;
  forwards(at: Ms): Promise<ForwardRow[]>;
  /** Statements that at least 2 and at most `mostChannels` channels share. */
  shared(at: Ms, mostChannels: number): Promise<SharedRow[]>;
  posts(query: PostsQuery): AsyncIterable<PostPiece>;
  hosts(query: Omit<PostsQuery, 'withText'>): Promise<HostRow[]>;
  /** Up to `each` own posts with words of each channel, spread evenly over all it has: a fair look, chosen by nothing they say. */
  excerpts(channels: ChannelRef[], at: Ms, each: number): Promise<ExcerptRow[]>;

  statements(at: Ms, minCopies: number, limit: number, offset: number): Promise<{ total: number; rows: StatementRow[] }>;
  copies(statements: number[], at: Ms): Promise<CopyRow[]>;
  /** The same rows for posts chosen otherwise (one link, one text), as one statement named `name`. */
  copiesOf(rids: number[], name: string, at: Ms): Promise<CopyRow[]>;
  coverage(spans: CoverageSpan[]): Promise<CoverageRow[]>;
  /** Posts (newest version each) whose folded words hold this run of words; `link`: posts with this canonical link. */
  ridsWithWords(words: string, at: Ms): Promise<number[]>;
  ridsWithLink(link: string, at: Ms): Promise<number[]>;
  ridsOfPost(channel: ChannelRef, id: string): Promise<number[]>;
  statementsOf(rids: number[]): Promise<number[]>;

  /** `deleted` also where only another version says so. */
  postsByRid(rids: number[]): Promise<StoredPost[]>;
  /** Versions of posts that another one stands for as of then. */
  hidden(at: Ms): Promise<number[]>;
  origins(table: LakeTable, rids: number[]): Promise<Origin[]>;
  /** All places where posts stand, repeats in other files included. */
  postOrigins(posts: PostRef[]): Promise<(Origin & { post: PostRef })[]>;
  /** Channels in the order in which records first named them. */
  channelsInOrder(): Promise<ChannelRef[]>;
  signpostTotals(at: Ms): Promise<{ platform: string; stance: Stance; posts: number }[]>;
  /** Over time: counted by the quarter of an hour, which lies within one hour and one day of every zone. */
  signpostTimes(at: Ms): Promise<{ at: Ms; stance: Stance; posts: number }[]>;

  disputes(at: Ms): Promise<DisputeRow[]>;
  assertions(at: Ms): Promise<ClaimRow[]>;
  events(at: Ms): Promise<EventRow[]>;
  /** Of these sources, or of all where none is named. */
  problems(sources: number[], limit: number): Promise<{ total: number; rows: ProblemRow[] }>;

  /** All post keys, in pieces: to know quickly which posts cannot be here yet. */
  keys(onPiece: (keys: Float64Array) => void): Promise<void>;
  contentByKeys(keys: number[]): Promise<StoredContent[]>;
  /** Record numbers and signatures (`size` bytes each, zeros where a post has none) in record order. */
  signatures(size: number): AsyncIterable<{ rids: Float64Array; bytes: Uint8Array }>;
  /** Folded words in record order within the batch of one file, for the full-text index. */
  wordsOf(path: string): Promise<{ rids: number[]; at: number[]; channels: string[]; words: string[] }>;

  /** Writes one table to a file: `csv`, `parquet` or `ndjson`. Times in RFC 3339, UTC. */
  exportTable(table: LakeTable, format: 'csv' | 'parquet' | 'ndjson', path: string, at: Ms): Promise<number>;
  close(): void;
}
