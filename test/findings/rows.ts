import type { ActivityRow, BindingRow, CopyRow, RosterRow, SightingRow } from '../../src/model/rows.ts';

/** Rows for tests: what is not said is null. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A quiet Monday. */
export const START = Date.UTC(2019, 10, 18);

let next = 0;

export function sighting(channel: string, at: number, status: SightingRow['status'], more: Partial<SightingRow> = {}): SightingRow {
  next += 1;
  const nothing = { nativeId: null, reason: null, movedTo: null, observer: null, tool: null, round: null };
  return { id: `s${next}`, channel, at, status, ...nothing, ...more };
}

export function watched(channel: string, control: RosterRow['control'] = null): RosterRow {
  return { channel, control, since: null };
}

export function activity(channel: string, times: readonly number[], nativeId: string | null = null): ActivityRow {
  const sorted = [...times].sort((a, b) => a - b);
  const last = sorted.at(-1) ?? 0;
  const days = [...new Set(sorted.map((time) => Math.floor(time / DAY)))];
  return { channel, nativeId, posts: sorted.length, firstPost: sorted[0] ?? 0, lastPost: last, lastPostAfter: last, days };
}

export function binding(channel: string, nativeId: string, from: number, to: number): BindingRow {
  return { channel, nativeId, from, to };
}

export function copy(statement: string, channel: string, post: string, at: number, more: Partial<CopyRow> = {}): CopyRow {
  const nothing = { nativeId: null, editedAt: null, clockErrorMs: null, forwardChannel: null, forwardId: null, forwardAt: null };
  return { statement, channel, post, at, after: at, by: at, text: 'The library opens on Sundays from now on.', ...nothing, ...more };
}
