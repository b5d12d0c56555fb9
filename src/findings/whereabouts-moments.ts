/** At which moments is it asked where communities are? Before the losses, around the greatest waves, and now. */

import type { Ms } from '../model/observation.ts';
import type { ChannelHistory } from './history.ts';
import { compare } from './order.ts';

/** More columns cannot be read side by side. */
const MOST_MOMENTS = 6;
/** Moments nearer to one another than this part of the whole time would show the same twice. */
const LEAST_PART = 0.02;
const HOUR = 3_600_000;

/** `beforeWaves`: before the first of them; `beforeLosses`: where there is no wave. `half`, `last`: half of the losses, all of them, are behind. */
export interface Moment {
  at: Ms;
  what: 'beforeWaves' | 'beforeLosses' | 'waveBegins' | 'waveEnds' | 'half' | 'last' | 'now';
  /** Of the wave; null for the others. */
  platform: string | null;
}

export interface WaveSpan {
  platform: string;
  start: Ms;
  /** Null while it goes on. */
  end: Ms | null;
  lost: number;
}

/**
 * In time order, at most six, the last one `at`. The ends of waves first, the greatest before the smaller ones, then their
 * beginnings. Empty where nothing was lost.
 */
export function momentsOf(waves: readonly WaveSpan[], histories: readonly ChannelHistory[], at: Ms): Moment[] {
  const wanted = waves.length > 0 ? ofWaves(waves) : ofLosses(histories);
  const [before, ...others] = wanted;
  if (before === undefined) return [];
  const chosen: Moment[] = [before, { at, what: 'now', platform: null }];
  const apart = Math.max(HOUR, (at - before.at) * LEAST_PART);
  for (const moment of others) {
    if (chosen.length === MOST_MOMENTS) break;
    if (chosen.every((other) => Math.abs(other.at - moment.at) >= apart)) chosen.push(moment);
  }
  return chosen.sort((a, b) => a.at - b.at);
}

function ofWaves(waves: readonly WaveSpan[]): Moment[] {
  const ranked = [...waves].sort((a, b) => b.lost - a.lost || a.start - b.start || compare(a.platform, b.platform));
  const ends = ranked.flatMap(({ end, platform }): Moment[] => (end === null ? [] : [{ at: end, what: 'waveEnds', platform }]));
  const begins = ranked.map(({ start, platform }): Moment => ({ at: start, what: 'waveBegins', platform }));
  const first = waves.reduce((least, wave) => Math.min(least, wave.start), Number.POSITIVE_INFINITY);
  return [{ at: first, what: 'beforeWaves', platform: null }, ...ends, ...begins];
}

function ofLosses(histories: readonly ChannelHistory[]): Moment[] {
  const losses = histories.filter((history) => !history.control).flatMap((history) => history.episodes);
  const byTimes = losses.map((loss) => loss.by).sort((a, b) => a - b);
  const last = byTimes.at(-1);
  if (last === undefined) return [];
  const before = losses.reduce((least, loss) => Math.min(least, loss.after ?? loss.by), last);
  const half = byTimes[Math.floor((byTimes.length - 1) / 2)] ?? last;
  return [
    { at: before, what: 'beforeLosses', platform: null },
    { at: last, what: 'last', platform: null },
    { at: half, what: 'half', platform: null },
  ];
}
