import type { Observation } from './observation.ts';
import type { ChannelRef } from './ref.ts';
import type { WatchMove } from './watch.ts';

/**
 * The contract of every file reader, whether it belongs to a platform or to none.
 *
 * A reader is a pure function of bytes: it opens no file, knows no clock and stores nothing. It streams: memory stays
 * bounded however long the file is. It never throws for what is *in* a file: a record that cannot be read becomes a
 * `Problem` with its place, and reading goes on. It never drops a record in silence.
 */

/** What the first bytes and the names tell, for recognition. */
export interface FileHead {
  /** File name without folders, as the user had it. */
  name: string;
  /** The first 64 KiB (or the whole file where it is shorter), gunzipped where the file was gzip. */
  bytes: Uint8Array;
  /** The same decoded as UTF-8 (never throws; bytes cut at the end show as U+FFFD). */
  text: string;
  /** True where `bytes` is the whole content. */
  whole: boolean;
}

export interface ReadOptions {
  /** File name as the user had it, for messages and provisional names. */
  name: string;
  /** `--platform`, where given. */
  platform: string | null;
  /** `--channel`, where given: the channel that the file's posts belong to. */
  channel: ChannelRef | null;
  /** `--zone`, checked: an IANA name or `+03:00`. Null: unknown. */
  zone: string | null;
  /** The mapping file of `--map`, parsed from YAML. */
  map: unknown;
}

export interface Problem {
  /** Byte offset in the (uncompressed) content where the record begins. */
  place: number;
  /** `line 12`, `message 4032`: what a person looks for. Null where the offset is all there is. */
  where: string | null;
  /** What is wrong, in one plain sentence, without a full stop. */
  reason: string;
  /** Up to 200 characters of the record. */
  excerpt: string;
}

/** One piece of a file: what was read up to `end`, from where reading can go on. */
export interface Chunk {
  records: Observation[];
  /** Byte offset of each record, same length as `records`. */
  places: number[];
  problems: Problem[];
  /** Every record that starts before this offset is in this chunk or an earlier one. */
  end: number;
  /** What `read` needs beside `end` to go on from here: plain JSON, small. Null where nothing. */
  state: unknown;
  /** Things a person should know once, such as "no time zone in this file". */
  hints: string[];
  /** Where a watch stands after what was read: stored with the records, all or nothing. Only what a watch recorded has any. */
  watched?: readonly WatchMove[];
}

/** From where a reader goes on: `end` and `state` of the last chunk that was stored. */
export interface Resume {
  offset: number;
  state: unknown;
}

/** Opens the content at a byte offset. Pieces are of any size; a piece may be reused after the next one is asked for. */
export type OpenBytes = (offset: number) => AsyncIterable<Uint8Array>;

export interface FileReader {
  /** `telegram-desktop-json`: lower case, as `--as` takes it and answers show it. */
  format: string;
  /** One line for people: what this is and which tool writes it. */
  summary: string;
  /** 0 (not mine) to 1 (certainly mine), from content first, name second. Must be cheap and never throw. */
  recognise(head: FileHead): number;
  /**
   * Yields chunks in file order, about 1,000 to 10,000 records each. `resume` null: from the start.
   * Reading from any chunk's `{offset: end, state}` gives exactly the chunks' remaining records.
   */
  read(open: OpenBytes, options: ReadOptions, resume: Resume | null): AsyncIterable<Chunk>;
}
