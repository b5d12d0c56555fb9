/** Which channels continue the roster? Its members, what took their place, and what took the place of that. */

import type { IdentityKey } from './identity.ts';
import type { Succession } from './successors.ts';

/** A candidate from this probability on is a likely successor. */
export const LIKELY = 0.5;

export interface Network {
  members: ReadonlySet<IdentityKey>;
  /** Successors beyond those given: confirmed by an analyst, likely by their evidence, and how many of both are contested. */
  confirmed: number;
  likely: number;
  contested: number;
}

/** The roster and its confirmed and likely successors, over any number of moves. What an analyst rejected is left out; so are homes that nobody observed. */
export function networkOf(roster: Iterable<IdentityKey>, successions: readonly Succession[]): Network {
  const byPredecessor = new Map(successions.map((succession) => [succession.identity, succession]));
  const members = new Set(roster);
  const network = { confirmed: 0, likely: 0, contested: 0 };
  // A set that grows while it is walked: successors of successors are met in their turn.
  for (const member of members) {
    for (const candidate of byPredecessor.get(member)?.candidates ?? []) {
      const confirmed = candidate.verdict === 'confirmed';
      const ruledOut = candidate.verdict === 'rejected' || candidate.verdict === 'impersonator';
      if (ruledOut || !candidate.observed || (!confirmed && candidate.probability < LIKELY) || members.has(candidate.identity)) continue;
      members.add(candidate.identity);
      network[confirmed ? 'confirmed' : 'likely'] += 1;
      if (candidate.contested) network.contested += 1;
    }
  }
  return { members, ...network };
}

/** How many of a set are confirmed or likely successors of members of another. */
export function successorsAmong(set: ReadonlySet<IdentityKey>, of: ReadonlySet<IdentityKey>, successions: readonly Succession[]): number {
  const { members } = networkOf(of, successions);
  return [...set].filter((identity) => members.has(identity) && !of.has(identity)).length;
}
