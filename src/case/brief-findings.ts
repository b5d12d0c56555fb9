import type { BriefChange, BriefLifespans, BriefWave } from '../brief/input.ts';
import type { ChannelHistory } from '../findings/history.ts';
import { lifespans } from '../findings/lifespans.ts';
import type { Succession } from '../findings/successors.ts';
import { waves } from '../findings/waves.ts';
import type { Ms } from '../model/observation.ts';

/** What the later findings give a brief: in the brief's shape, with the records that decide. */

/** A candidate less probable than this is no home worth naming, unless somebody decided on it. */
const NAMED = 0.5;

export function briefWaves(histories: readonly ChannelHistory[], at: Ms): BriefWave[] {
  const evidence = new Map(histories.map((history) => [history.channel, history]));
  return waves(histories, at).waves.map(({ platform, kind, start, end, lost, watched, expected, channels }) => {
    const within = { from: start, to: end ?? at };
    const records = channels.flatMap((channel) => lossRecords(evidence.get(channel), kind, within));
    return { platform, kind, start, end, lost, watched, expected, channels, evidence: [...new Set(records)] };
  });
}

function lossRecords(history: ChannelHistory | undefined, kind: BriefWave['kind'], within: { from: Ms; to: Ms }): string[] {
  const losses = (history?.episodes ?? []).filter(
    (episode) => episode.kind === kind && episode.by >= within.from && (episode.after ?? 0) <= within.to,
  );
  return losses.flatMap((episode) => episode.evidence);
}

/** Disappearances of watched channels and returns of what had disappeared, in time order. */
export function briefChanges(histories: readonly ChannelHistory[]): { losses: BriefChange[]; returns: BriefChange[] } {
  const gone = histories.filter((history) => !history.control).flatMap((history) => history.episodes.filter(({ kind }) => kind === 'gone'));
  const losses = gone.map(({ after, by, evidence }) => ({ after, by, evidence }));
  const returns = gone.flatMap(({ until, evidence }) => (until === null ? [] : [{ ...until, evidence }]));
  const inTime = (a: BriefChange, b: BriefChange): number => a.by - b.by || (a.after ?? a.by) - (b.after ?? b.by);
  return { losses: losses.sort(inTime), returns: returns.sort(inTime) };
}

/** Only what a reader is told of: likely homes, and those that an analyst decided on. */
export function briefHomes(ranked: readonly Succession[]): Succession[] {
  return ranked.map((lost) => ({
    ...lost,
    candidates: lost.candidates.filter((candidate) => candidate.probability >= NAMED || candidate.verdict !== null),
  }));
}

/** By platform; groups of which nothing can be estimated are left out. */
export function briefLifespans(histories: readonly ChannelHistory[]): BriefLifespans[] {
  return lifespans(histories, 'platform').groups.flatMap(({ group, origin, n, ended, estimate }) => {
    if (estimate === null) return [];
    const { median, fromDays, horizonDays, curve } = estimate;
    return [
      {
        group: group.split('/')[0] ?? group,
        origin,
        n,
        ended,
        from: fromDays,
        median: median.days,
        medianLow: median.low,
        medianHigh: median.high,
        horizon: horizonDays,
        curve,
      },
    ];
  });
}
