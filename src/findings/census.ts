/** Who is where, as of a time: the answer of `census`. */

import type { Ms } from '../model/observation.ts';
import { type ChannelRef, platformOf } from '../model/ref.ts';
import type { ProfileRow } from '../model/rows.ts';
import type { State, Status } from '../model/words.ts';
import type { Rename } from './identity.ts';
import { identityOfRow, type LivenessInput, liveness } from './liveness.ts';
import type { MassLoss } from './mass-loss.ts';
import { compare, groupBy } from './order.ts';
import type { Liveness } from './state.ts';
import type { Interval } from './verdict.ts';

export interface CensusInput extends LivenessInput {
  profiles: readonly ProfileRow[];
}

export interface CensusChannel {
  channel: ChannelRef;
  /** As it stands in the roster, where it has since been renamed or is known by a native id. */
  entered: ChannelRef;
  title: string | null;
  state: State;
  posting: boolean | null;
  status: Status;
  reason: string | null;
  /** `after` is null where the channel was never seen alive. */
  gone: Interval | null;
  lastAlive: Ms | null;
  lastPost: Ms | null;
  posts: number;
  subscribers: number | null;
  control: boolean;
  movedTo: ChannelRef | null;
  renamed: Rename | null;
  why: string;
  evidence: string[];
}

/** Totals of a platform; controls are not counted. `watched` is the sum of the five states. */
export interface CensusPlatform extends Record<State, number> {
  platform: string;
  watched: number;
}

export interface Census {
  at: Ms;
  channels: CensusChannel[];
  platforms: CensusPlatform[];
  massLosses: MassLoss[];
}

/** The census of a roster as of `input.at`, times in milliseconds, channels and platforms sorted by name. */
export function census(input: CensusInput): Census {
  const { channels, massLosses, index } = liveness(input);
  const profiles = groupBy(input.profiles, (row) => identityOfRow(index, row.channel, row.nativeId, row.observedAt));
  const lines = channels.map(({ identity, ...line }: Liveness): CensusChannel => {
    const known = [...(profiles.get(identity) ?? [])].sort((a, b) => b.observedAt - a.observedAt || compare(a.channel, b.channel));
    return {
      ...line,
      title: known.find((row) => row.title !== null)?.title ?? null,
      subscribers: known.find((row) => row.subscribers !== null)?.subscribers ?? null,
    };
  });
  return { at: input.at, channels: lines, platforms: totals(lines), massLosses };
}

function totals(lines: readonly CensusChannel[]): CensusPlatform[] {
  const platforms = new Map<string, CensusPlatform>();
  for (const line of lines) {
    const platform = platformOf(line.channel);
    const total = platforms.get(platform) ?? { platform, watched: 0, alive: 0, silent: 0, gone: 0, private: 0, unknown: 0 };
    platforms.set(platform, total);
    if (line.control) continue;
    total.watched += 1;
    total[line.state] += 1;
  }
  return [...platforms.values()].sort((a, b) => compare(a.platform, b.platform));
}
