/** Could we see as well after as before? Coverage of the roster, and how the observers themselves fared. */

import type { Ms } from '../model/observation.ts';
import type { SightingRow } from '../model/rows.ts';
import type { ChannelHistory } from './history.ts';
import type { IdentityKey } from './identity.ts';
import type { MemberDays } from './impact-panel.ts';
import { DAY, dayOf, type Span, type Windows } from './impact-windows.ts';
import { compare } from './order.ts';

export interface Looks {
  looks: number;
  /** Of these, how many got an answer that could be read. */
  answered: number;
}

export interface Health {
  before: Looks;
  after: Looks;
  /** Looks at living controls, answered: those that showed the control alive. */
  controls: { before: Looks; after: Looks };
  observers: { observer: string; before: Looks; after: Looks }[];
  /** By day, from the first day of the window before to the last of the one after. */
  days: { at: Ms; looks: number; answered: number }[];
}

export interface Coverage {
  /** Channels of the roster that could be observed in the window before, in the one after, and in both. */
  before: number;
  after: number;
  both: number;
  channels: number;
}

/** A look put to the channel it was at. */
export interface Look {
  row: SightingRow;
  identity: IdentityKey;
  /** At a control known to live. */
  control: boolean;
}

/** How the looking itself went in both windows. */
export function healthOf(windows: Windows, looks: readonly Look[]): Health {
  const from = windows.before.from;
  const days = Array.from({ length: Math.max(0, windows.after.to - from) }, (_, place) => ({
    at: windows.start + (from + place) * DAY,
    looks: 0,
    answered: 0,
  }));
  const total = { before: none(), after: none() };
  const controls = { before: none(), after: none() };
  const observers = new Map<string, { before: Looks; after: Looks }>();
  for (const { row, control } of looks) {
    const place = dayOf(windows, row.at);
    const answered = row.status !== 'unknown';
    const day = days[place - from];
    if (day !== undefined) tally(day, answered);
    const side = sideOf(windows, place);
    if (side === null) continue;
    tally(total[side], answered);
    if (control) tally(controls[side], row.status === 'alive');
    const name = row.observer ?? 'not named';
    const observer = observers.get(name) ?? { before: none(), after: none() };
    observers.set(name, observer);
    tally(observer[side], answered);
  }
  return {
    ...total,
    controls,
    observers: [...observers].map(([observer, counts]) => ({ observer, ...counts })).sort((a, b) => compare(a.observer, b.observer)),
    days,
  };
}

function none(): Looks {
  return { looks: 0, answered: 0 };
}

function tally(counts: Looks, answered: boolean): void {
  counts.looks += 1;
  if (answered) counts.answered += 1;
}

function sideOf({ before, after }: Windows, place: number): 'before' | 'after' | null {
  if (place >= before.from && place < before.to) return 'before';
  return place >= after.from && place < after.to ? 'after' : null;
}

/**
 * How many channels could be observed on both sides: a post, or a look with an answer, in the window; or known to be away in
 * it. A channel of which nothing was heard after, and at which nobody looked, was not
 * observed: its zero may be ours.
 */
export function coverageOf(
  windows: Windows,
  members: readonly { history: ChannelHistory | null; identity: IdentityKey; days: MemberDays | undefined }[],
  looks: readonly Look[],
): Coverage {
  const answered = { before: new Set<IdentityKey>(), after: new Set<IdentityKey>() };
  for (const { row, identity } of looks) {
    const side = row.status === 'unknown' ? null : sideOf(windows, dayOf(windows, row.at));
    if (side !== null) answered[side].add(identity);
  }
  const coverage: Coverage = { before: 0, after: 0, both: 0, channels: members.length };
  for (const { history, identity, days } of members) {
    const seen = (side: 'before' | 'after'): boolean =>
      answered[side].has(identity) || posted(days, windows[side]) || knownAway(windows, history, windows[side]);
    const before = seen('before');
    const after = seen('after');
    if (before) coverage.before += 1;
    if (after) coverage.after += 1;
    if (before && after) coverage.both += 1;
  }
  return coverage;
}

function posted(days: MemberDays | undefined, { from, to }: Span): boolean {
  const any = (array: Uint32Array | null): boolean => array?.subarray(from, to).some((n) => n > 0) ?? false;
  return days !== undefined && (any(days.organic) || any(days.forwarded));
}

function knownAway(windows: Windows, history: ChannelHistory | null, { from, to }: Span): boolean {
  if (history === null || to <= from) return false;
  const begin = windows.start + from * DAY;
  const end = windows.start + to * DAY;
  return history.episodes.some(
    (episode) => episode.kind !== 'silent' && episode.by < end && (episode.until === null || episode.until.after >= begin),
  );
}
