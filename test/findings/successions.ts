import type { ChannelHistory, Episode } from '../../src/findings/history.ts';
import type { Candidate, Succession } from '../../src/findings/successors.ts';
import { platformOf } from '../../src/model/ref.ts';

/** Successions and histories for tests: what is not said is nothing. */

export function candidate(channel: string, probability: number, more: Partial<Candidate> = {}): Candidate {
  return {
    identity: channel,
    channel,
    observed: true,
    probability,
    low: probability,
    high: probability,
    contested: false,
    disputes: [],
    verdict: null,
    evidence: [],
    ...more,
  };
}

export function succession(predecessor: string, candidates: Candidate[], more: Partial<Succession> = {}): Succession {
  return {
    identity: predecessor,
    predecessor,
    state: 'gone',
    lost: null,
    pool: 100,
    noneInPool: 0.1,
    calibratedOn: 'a test',
    candidates,
    ...more,
  };
}

export function goneFrom(after: number, by: number, until: Episode['until'] = null): Episode {
  return { kind: 'gone', source: 'probes', after, by, until, status: 'absent', evidence: [] };
}

export function history(channel: string, firstAlive: number, episodes: Episode[], more: Partial<ChannelHistory> = {}): ChannelHistory {
  const last = episodes.at(-1);
  const gone = last !== undefined && last.until === null && last.kind === 'gone';
  return {
    identity: channel,
    channel,
    platform: platformOf(channel),
    control: false,
    operator: null,
    createdAt: null,
    firstAlive,
    absentBefore: null,
    listed: false,
    watchedFrom: firstAlive,
    observedTo: null,
    lastAlive: gone ? (last.after ?? null) : null,
    state: gone ? 'gone' : 'alive',
    episodes,
    ...more,
  };
}
