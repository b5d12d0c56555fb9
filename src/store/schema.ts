import type { Schema } from './parquet.ts';

/**
 * The tables of the lake, and the format number of a case. Derived: a change here raises FORMAT, and older cases are
 * brought up to it by rebuilding from evidence.
 */

/** In `case.yaml` as `format`. A case with a higher number is refused, one with a lower number is rebuilt. */
export const FORMAT = 1;

/**
 * `rid` numbers a record for ever: the log entry that brought it, times 2^32, plus its place among that entry's records.
 * `source` and `place` lead back to the bytes: the log entry of the file, and the byte offset in its uncompressed content.
 */
const ORIGIN = [
  ['rid', 'int'],
  ['source', 'int'],
  ['place', 'int'],
] as const satisfies Schema;

export const LAKE = {
  posts: [
    ...ORIGIN,
    ['key', 'int'],
    ['channel', 'word'],
    ['native_id', 'word'],
    ['id', 'text'],
    ['published_at', 'time'],
    ['published_after', 'time'],
    ['published_by', 'time'],
    ['observed_at', 'time'],
    ['edited_at', 'time'],
    ['clock_error_ms', 'int'],
    ['author', 'word'],
    ['text', 'text'],
    ['words', 'text'],
    ['links', 'text'],
    ['views', 'int'],
    ['reply_to', 'text'],
    ['forward_channel', 'word'],
    ['forward_id', 'text'],
    ['forward_at', 'time'],
    ['media', 'text'],
    ['deleted', 'bool'],
    ['action', 'word'],
    ['signature', 'blob'],
  ],
  /** The same post from another file, or twice in one: the post stands once in `posts`, its further sources here. */
  repeats: [...ORIGIN, ['channel', 'word'], ['id', 'text'], ['of', 'int']],
  /** Another version of a post that was here already: `rid` is the older one, `newer` the one to show. */
  superseded: [...ORIGIN, ['newer', 'int']],
  signposts: [
    ...ORIGIN,
    ['post_id', 'text'],
    ['channel', 'word'],
    ['published_at', 'time'],
    ['author', 'word'],
    ['target', 'text'],
    ['link', 'text'],
    ['platform', 'word'],
    ['kind', 'word'],
    ['obfuscated', 'bool'],
    ['stance', 'word'],
    ['text_hash', 'int'],
  ],
  profiles: [
    ...ORIGIN,
    ['channel', 'word'],
    ['native_id', 'word'],
    ['observed_at', 'time'],
    ['kind', 'word'],
    ['title', 'text'],
    ['about', 'text'],
    ['subscribers', 'int'],
    ['created_at', 'time'],
    ['avatar_hash', 'text'],
    ['control', 'bool'],
  ],
  sightings: [
    ...ORIGIN,
    ['channel', 'word'],
    ['native_id', 'word'],
    ['seen_at', 'time'],
    ['status', 'word'],
    ['reason', 'word'],
    ['moved_to', 'word'],
    ['clock_offset_ms', 'int'],
    ['observer', 'word'],
    ['tool', 'word'],
    ['round', 'word'],
  ],
  disputes: [
    ...ORIGIN,
    ['disputed_by', 'word'],
    ['about', 'word'],
    ['said_at', 'time'],
    ['kind', 'word'],
    ['text', 'text'],
    ['citation', 'text'],
  ],
  events: [...ORIGIN, ['happened_at', 'time'], ['until', 'time'], ['name', 'text'], ['intervention', 'bool'], ['citation', 'text']],
  assertions: [...ORIGIN, ['said_at', 'time'], ['as_of', 'time'], ['asserted_by', 'text'], ['text', 'text'], ['citation', 'text']],
  captures: [...ORIGIN, ['uri', 'text'], ['captured_at', 'time'], ['http_status', 'int'], ['digest', 'text']],
  /** What could not be read, by its place: its bytes stay in evidence, since they may name authors. */
  problems: [...ORIGIN, ['location', 'text'], ['reason', 'text']],
  /** Which posts say the same: `statement` is the rid of the group's first post. Posts that stand alone are left out. */
  copies: [
    ['rid', 'int'],
    ['statement', 'int'],
  ],
} as const satisfies Record<string, Schema>;

export type LakeTable = keyof typeof LAKE;

/** Records of one log entry never reach this many. */
export const RECORDS_PER_SOURCE = 2 ** 32;
