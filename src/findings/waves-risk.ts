/** Who could have been lost when, and who was? From histories to time at risk by age, and losses as intervals; times in days. */

import type { ChannelRef } from '../model/ref.ts';
import { cumulated, type Exposure, exposureOf, type Stay } from '../stats/exposure.ts';
import type { ChannelHistory, Episode } from './history.ts';
import { compare, groupBy } from './order.ts';

export type WaveKind = Episode['kind'];
export const WAVE_KINDS: readonly WaveKind[] = ['gone', 'silent', 'private'];

const DAY = 86_400_000;
/** A channel whose end is all that was looked at is taken to be under watch since its last sign of life, and its neighbours with it, where their watch began within these days. */
const FIRST_LOOKS = 7;
/** Losses of one operator no further apart than this are one joint loss. */
const JOINT = 1;
/** Two known moments around a birth no further apart than this make the age known. */
const BIRTH_KNOWN = 2;

/** Known age from so many days on; channels of unknown age are apart until they are known to be a month old. */
const KNOWN_AGES = [0, 2, 7] as const;
const UNKNOWN_AGES = [0, 7] as const;
const OLD_AGES = [30, 180] as const;
/** How many hazards there are: by known age (under 2 days, 2 to 7, 7 to 30), by time since first seen (under 7 days, 7 to 30), and for the old (30 to 180 days, over 180). */
export const BANDS = KNOWN_AGES.length + UNKNOWN_AGES.length + OLD_AGES.length;

export interface Loss {
  channel: ChannelRef;
  operator: string | null;
  after: number;
  by: number;
  /** Where it is put when only one moment will do. */
  middle: number;
  band: number;
  /** From when this stay was at risk. */
  entered: number;
  /** One over the number of losses of the same operator that came with it: sums count joint losses. */
  weight: number;
}

/** All that is scanned together: one platform, one kind. */
export interface Risk {
  platform: string;
  kind: WaveKind;
  exposure: Exposure;
  /** For each band: channel-days up to a time. */
  daysUpTo: readonly ((time: number) => number)[];
  /** Each stay of a channel at risk: `to` is its end as seen, a loss included. */
  stays: { channel: ChannelRef; from: number; to: number }[];
  /** Sorted by `after`. */
  losses: Loss[];
  /** The least width of a loss's interval: no window can be shorter. */
  narrowest: number;
  from: number;
  to: number;
  /** Up to when anything on the platform was looked at. */
  seenTo: number;
}

/** Risks by platform and kind, in a fixed order; controls and entries of kept lists are left out, and where nobody was at risk there is none. */
export function risksOf(histories: readonly ChannelHistory[]): Risk[] {
  const watched = histories.filter((history) => !history.control && !history.listed && history.firstAlive !== null);
  const platforms = [...groupBy(watched, (history) => history.platform)].sort(([a], [b]) => compare(a, b));
  return platforms.flatMap(([platform, members]) => {
    const sorted = [...members].sort((a, b) => compare(a.channel, b.channel));
    return WAVE_KINDS.flatMap((kind) => riskOf(platform, kind, sorted) ?? []);
  });
}

function riskOf(platform: string, kind: WaveKind, members: readonly ChannelHistory[]): Risk | null {
  const early = kind === 'silent' ? null : firstSurprise(members, kind);
  const stays: Risk['stays'] = [];
  const banded: Stay[] = [];
  const losses: Loss[] = [];
  for (const member of members) {
    for (const stay of staysOf(member, kind, early)) {
      const to = stay.lost === null ? stay.to : (stay.lost.after + stay.lost.by) / 2;
      if (to <= stay.from) continue;
      stays.push({ channel: member.channel, from: stay.from, to });
      banded.push(...inBands(member, stay.from, to));
      if (stay.lost === null) continue;
      const band = bandAt(member, to);
      losses.push({ channel: member.channel, operator: member.operator, ...stay.lost, middle: to, band, entered: stay.from, weight: 1 });
    }
  }
  if (stays.length === 0) return null;
  losses.sort((a, b) => a.after - b.after || a.by - b.by || compare(a.channel, b.channel));
  weigh(losses);
  const from = stays.reduce((least, stay) => Math.min(least, stay.from), Number.POSITIVE_INFINITY);
  const to = stays.reduce((most, stay) => Math.max(most, stay.to), Number.NEGATIVE_INFINITY);
  const exposure = exposureOf(banded, BANDS);
  const daysUpTo = Array.from({ length: BANDS }, (_, band) => cumulated(exposure, oneOf(band)));
  const seenTo = members.reduce((most, member) => Math.max(most, (member.observedTo ?? 0) / DAY), to);
  const narrowest = losses.reduce((least, loss) => Math.min(least, loss.by - loss.after), Number.POSITIVE_INFINITY);
  return { platform, kind, exposure, daysUpTo, stays, losses, narrowest, from, to, seenTo };
}

function oneOf(band: number): number[] {
  return Array.from({ length: BANDS }, (_, other) => (other === band ? 1 : 0));
}

/** Where watching began with the loss itself: the earliest last sign of life of a channel that no look ever showed alive. */
function firstSurprise(members: readonly ChannelHistory[], kind: WaveKind): number | null {
  const found = members.flatMap(({ episodes, watchedFrom }) => {
    const first = episodes.find((episode) => episode.kind === kind && episode.source === 'probes' && episode.after !== null);
    const after = first?.after ?? null;
    return after === null || watchedFrom === null || after >= watchedFrom ? [] : [after / DAY];
  });
  return found.length === 0 ? null : found.reduce((a, b) => Math.min(a, b));
}

interface LostStay {
  from: number;
  to: number;
  lost: { after: number; by: number } | null;
}

/** The stays of a channel at risk of this kind of loss. Silence is told from posts, so its risk begins with them; the others' with being looked at. */
function staysOf(history: ChannelHistory, kind: WaveKind, early: number | null): LostStay[] {
  const ends = history.episodes.filter((e) => e.source === 'probes' && e.after !== null && endsRisk(e.kind, kind));
  const last = (history.lastAlive ?? 0) / DAY;
  const stays: LostStay[] = [];
  let from = entryOf(history, kind, early, ends[0]);
  for (const end of ends) {
    if (from === null) break;
    const after = (end.after ?? 0) / DAY;
    const lost = end.kind === kind ? { after, by: end.by / DAY } : null;
    if (end.by / DAY > from) stays.push({ from, to: after, lost });
    from = end.until === null ? null : end.until.by / DAY;
  }
  if (from !== null && last > from) stays.push({ from, to: last, lost: null });
  return stays;
}

/** Who is gone can be neither private nor silent; a private channel can still go. */
function endsRisk(met: WaveKind, kind: WaveKind): boolean {
  return met === kind || met === 'gone' || (kind === 'silent' && met === 'private');
}

function entryOf(history: ChannelHistory, kind: WaveKind, early: number | null, first: Episode | undefined): number | null {
  const alive = (history.firstAlive ?? 0) / DAY;
  if (kind === 'silent') return alive;
  if (history.watchedFrom === null) return null;
  const watched = history.watchedFrom / DAY;
  if (early !== null && early < watched && watched - early <= FIRST_LOOKS && alive <= early) return early;
  const after = (first?.after ?? history.watchedFrom) / DAY;
  return Math.min(watched, Math.max(alive, after));
}

/** The birth where it is known, and until when the age is not. */
function birthOf(history: ChannelHistory): { born: number; known: boolean } {
  const seen = (history.firstAlive ?? 0) / DAY;
  if (history.createdAt !== null) return { born: Math.min(history.createdAt / DAY, seen), known: true };
  const before = history.absentBefore === null ? null : history.absentBefore / DAY;
  if (before !== null && seen - before <= BIRTH_KNOWN) return { born: before, known: true };
  return { born: seen, known: false };
}

function edgesOf(history: ChannelHistory): { time: number; band: number }[] {
  const { born, known } = birthOf(history);
  const young = known
    ? KNOWN_AGES.map((age, i) => ({ age, band: i }))
    : UNKNOWN_AGES.map((age, i) => ({ age, band: KNOWN_AGES.length + i }));
  const old = OLD_AGES.map((age, i) => ({ age, band: KNOWN_AGES.length + UNKNOWN_AGES.length + i }));
  return [...young, ...old].map(({ age, band }) => ({ time: born + age, band }));
}

function inBands(history: ChannelHistory, from: number, to: number): Stay[] {
  const edges = edgesOf(history);
  return edges.flatMap(({ time, band }, i) => {
    const start = i === 0 ? from : Math.max(from, time);
    const end = Math.min(to, edges[i + 1]?.time ?? to);
    return end > start ? [{ from: start, to: end, band }] : [];
  });
}

function bandAt(history: ChannelHistory, time: number): number {
  return edgesOf(history).findLast((edge) => edge.time <= time)?.band ?? edgesOf(history)[0]?.band ?? 0;
}

/** Gives the losses that one operator suffered together a weight of one in all. */
function weigh(losses: Loss[]): void {
  for (const [operator, members] of groupBy(losses, (loss) => loss.operator ?? '')) {
    if (operator === '') continue;
    let run: Loss[] = [];
    let reach = Number.NEGATIVE_INFINITY;
    const close = () => {
      for (const loss of run) loss.weight = 1 / run.length;
    };
    for (const loss of members) {
      if (loss.after > reach + JOINT) {
        close();
        run = [];
      }
      run.push(loss);
      // Wide intervals must not chain everything together: they reach as far as a day, no more.
      reach = Math.max(reach, Math.min(loss.by, loss.after + JOINT));
    }
    close();
  }
}
