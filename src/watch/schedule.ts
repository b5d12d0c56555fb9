import type { Ms } from '../model/observation.ts';
import type { Known } from '../model/watch.ts';

/** Whom to look at next? The politeness of the platforms sets how many looks there are; this sets whom they are spent on. */

/** A channel under watch, as the schedule sees it. */
export interface Watched {
  channel: string;
  known: Known;
  /** The last look, whatever it said; null before the first. */
  lookedAt: Ms | null;
  /** When it came to be, or was first heard of; null where neither is known. */
  bornAt: Ms | null;
  /** Its posts were not read to the end. */
  more: boolean;
  /** Answered to be away since it was last seen alive, and not confirmed yet. */
  pending: boolean;
  gone: boolean;
  /** The latest loss among its neighbours: channels of one presumed operator. Null: none. */
  kinLostAt: Ms | null;
}

/** Larger is sooner; infinite before everything else. */
export type Priority = (watched: Watched, now: Ms) => number;

const DAY = 86_400_000;
const YOUNG_MS = 30 * DAY;
/** Re-formed channels die young: a mean of 14 days, of 302 before (Amarasingam, Maher and Winter 2021). Taken far more cautiously, since most young channels are no re-formed ones. */
const YOUNG = 4;
const KIN = 12;
const KIN_MS = 2 * DAY;
/** One that is gone may come back. */
const GONE = 0.1;
const MORE = 3;

/**
 * A share of looks for each channel that makes the expected delay of noticing a loss least: the delay summed over channels,
 * Σ hazardᵢ·pauseᵢ/2, under a fixed number of looks, Σ 1/pauseᵢ, is least at pauseᵢ ∝ 1/√hazardᵢ (Lagrange; the square-root rule
 * of crawlers, Cho and Garcia-Molina 2003). Always taking the largest hazard·(time since the last look)² gives those
 * pauses, whatever the budget. Channels never looked at, and losses that wait to be confirmed, come first.
 */
export const byRisk: Priority = (watched, now) => {
  if (watched.lookedAt === null) return Number.POSITIVE_INFINITY;
  const pause = Math.max(1, now - watched.lookedAt);
  if (watched.pending) return 1e30 + pause;
  return hazard(watched, now) * pause * pause;
};

/** Each in its turn. */
export const byTurn: Priority = (watched, now) => (watched.lookedAt === null ? Number.POSITIVE_INFINITY : now - watched.lookedAt);

/** Relative to a channel of which nothing special is known. */
function hazard(watched: Watched, now: Ms): number {
  if (watched.gone) return GONE;
  const young = watched.bornAt !== null && now - watched.bornAt < YOUNG_MS ? YOUNG : 1;
  const kin = watched.kinLostAt !== null && now - watched.kinLostAt < KIN_MS ? KIN : 1;
  return young * kin * (watched.more ? MORE : 1);
}

/** Two of them, each as early as a round may take it, make the half hour that the rule asks for. */
const CONFIRM_MS = 17 * 60_000;

/** The pause after which the next look at it is due, where the usual one is `everyMs`: by the same square root, and soon where a loss waits to be confirmed. */
export function pauseOf(watched: Watched, now: Ms, everyMs: Ms): Ms {
  if (watched.lookedAt === null) return 0;
  return watched.pending ? Math.min(everyMs, CONFIRM_MS) : everyMs / Math.sqrt(hazard(watched, now));
}

/** All of them, those to look at first in front; the order of equals is that of their names. */
export function ranked(watched: readonly Watched[], now: Ms, priority: Priority): Watched[] {
  return watched
    .map((one) => ({ one, weight: priority(one, now) }))
    .sort((a, b) => (b.weight === a.weight ? (a.one.channel < b.one.channel ? -1 : 1) : b.weight - a.weight))
    .map(({ one }) => one);
}

/** Milliseconds that one look at each takes at the politeness of the platform. */
export function passMs(channels: number, pauseMs: readonly [number, number], requestsPerLook: number): Ms {
  return (channels * requestsPerLook * (pauseMs[0] + pauseMs[1])) / 2;
}
