/** Which pairs should a person judge without looking at the score, so that the model can be checked and taught? */

import type { ChannelRef } from '../model/ref.ts';
import { compare } from './order.ts';
import type { Succession } from './successors.ts';

/** Upper ends of the bands of probability that are drawn from alike: the few likely pairs would drown among the many unlikely ones. */
const BANDS = [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 1];

export interface DrawnPair {
  predecessor: ChannelRef;
  successor: ChannelRef;
  /** The probability with which this sample drew it, given what could be drawn. */
  drawnWith: number;
}

export interface AuditInput {
  successions: readonly Succession[];
  /** Pairs that somebody has decided or a sample has drawn before. */
  known: readonly { predecessor: ChannelRef; successor: ChannelRef }[];
  size: number;
  /** A string for a name, as good as chance and always the same: the seed is in it. */
  lot: (name: string) => string;
}

export interface AuditDraw {
  /** In the order in which they are to be shown, which says nothing of the band. */
  pairs: DrawnPair[];
  /** How many pairs could have been drawn. */
  population: number;
  /** Pairs whose candidate was never observed: there is nothing to look at, so they are never drawn. */
  unobserved: number;
}

interface Pair {
  predecessor: ChannelRef;
  successor: ChannelRef;
  band: number;
  lot: string;
}

/**
 * A stratified random sample without replacement of the pairs that were compared: from each band of probability the same
 * number where it has so many, the rest shared among the others. Within a band each pair is as likely as any other, so a
 * pair is drawn with probability (drawn from its band) / (pairs in its band). Weights of estimates over all pairs are its
 * inverse (Horvitz and Thompson, J. American Statistical Association 47, 1952).
 */
export function drawAudit(input: AuditInput): AuditDraw {
  const known = new Set(input.known.map(nameOf));
  const all = input.successions.flatMap(({ predecessor, candidates }) =>
    candidates.map((candidate) => ({ predecessor, successor: candidate.channel, candidate })),
  );
  const open = all.filter((pair) => pair.candidate.verdict === null && !known.has(nameOf(pair)));
  const pairs = open
    .filter((pair) => pair.candidate.observed)
    .map(({ predecessor, successor, candidate }): Pair => {
      const band = BANDS.findIndex((end) => candidate.probability <= end);
      return {
        predecessor,
        successor,
        band: band < 0 ? BANDS.length - 1 : band,
        lot: input.lot(`draw ${nameOf({ predecessor, successor })}`),
      };
    })
    .sort((a, b) => a.band - b.band || compare(a.lot, b.lot) || compare(nameOf(a), nameOf(b)));
  const bands = BANDS.map((_, band) => pairs.filter((pair) => pair.band === band));
  const quotas = shares(
    bands.map((band) => band.length),
    input.size,
  );
  const drawn = bands.flatMap((band, i) => {
    const quota = quotas[i] ?? 0;
    return band
      .slice(0, quota)
      .map(({ predecessor, successor }): DrawnPair => ({ predecessor, successor, drawnWith: quota / band.length }));
  });
  return { pairs: shown(drawn, input.lot), population: pairs.length, unobserved: open.length - pairs.length };
}

function nameOf(pair: { predecessor: ChannelRef; successor: ChannelRef }): string {
  return `${pair.predecessor} ${pair.successor}`;
}

/** By lot again, so that the order tells nothing of the band. */
function shown(pairs: readonly DrawnPair[], lot: AuditInput['lot']): DrawnPair[] {
  return pairs
    .map((pair) => ({ pair, lot: lot(`show ${nameOf(pair)}`) }))
    .sort((a, b) => compare(a.lot, b.lot) || compare(nameOf(a.pair), nameOf(b.pair)))
    .map(({ pair }) => pair);
}

/** Shares `total` among groups of these sizes: one each in turn, from the last (the likeliest pairs) on, until all is given or all are full. */
function shares(sizes: readonly number[], total: number): number[] {
  const given = sizes.map(() => 0);
  let left = Math.min(
    total,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  while (left > 0) {
    for (let i = sizes.length - 1; i >= 0 && left > 0; i -= 1) {
      if ((given[i] ?? 0) >= (sizes[i] ?? 0)) continue;
      given[i] = (given[i] ?? 0) + 1;
      left -= 1;
    }
  }
  return given;
}
