/** Did many channels just drop out of sight at once, before anything could be confirmed? A report, never a wave. */

import type { Ms } from '../model/observation.ts';
import { type ChannelRef, platformOf } from '../model/ref.ts';
import { type Status, showsAlive } from '../model/words.ts';
import { compare, groupBy } from './order.ts';
import type { Judged } from './rounds.ts';

const FEWEST = 5;
const SHARE = 0.2;
/** First explicit answers no further apart than this belong to one loss. */
const TOGETHER_MS = 24 * 3_600_000;

/** Channels that were answered to be away, after they were seen alive, without enough to confirm it; and the controls that will decide. */
export interface MassLoss {
  platform: string;
  /** First and last of the first explicit answers. */
  from: Ms;
  to: Ms;
  channels: ChannelRef[];
  /** Channels under watch on the platform, controls not counted. */
  watched: number;
  /** What each control last said. Empty: nothing can decide until a control is named. */
  controls: { channel: ChannelRef; status: Status; at: Ms | null }[];
}

interface Assessed {
  subject: { channel: ChannelRef; control: boolean; looks: readonly Judged[] };
  entry: { state: string; lastAlive: Ms | null };
}

/** At least 5 channels and a fifth of those watched on a platform. Looks that do not count are reported here too: that is what unconfirmed means. */
export function massLosses(assessed: readonly Assessed[]): MassLoss[] {
  const found: MassLoss[] = [];
  for (const [platform, members] of groupBy(assessed, (a) => platformOf(a.subject.channel))) {
    const watched = members.filter((a) => !a.subject.control);
    const open = watched.flatMap((a) => openLoss(a)).sort((a, b) => a.at - b.at || compare(a.channel, b.channel));
    const controls = members.filter((a) => a.subject.control).map(controlOf);
    controls.sort((a, b) => compare(a.channel, b.channel));
    for (const run of runsOf(open)) {
      const [first, last] = [run[0], run.at(-1)];
      if (first === undefined || last === undefined || run.length < FEWEST || run.length < SHARE * watched.length) continue;
      const channels = run.map((loss) => loss.channel).sort(compare);
      found.push({ platform, from: first.at, to: last.at, channels, watched: watched.length, controls });
    }
  }
  return found.sort((a, b) => a.from - b.from || compare(a.platform, b.platform));
}

interface OpenLoss {
  channel: ChannelRef;
  at: Ms;
}

/** The first explicit answer after the last sign of life, where the matter is not settled. */
function openLoss({ subject, entry }: Assessed): OpenLoss[] {
  if (entry.state === 'gone' || entry.state === 'private') return [];
  let since = entry.lastAlive ?? 0;
  for (const { row } of subject.looks) if (showsAlive(row.status) && row.at > since) since = row.at;
  const first = subject.looks.find((look) => look.row.at > since && !showsAlive(look.row.status));
  return first === undefined || since === 0 ? [] : [{ channel: subject.channel, at: first.row.at }];
}

function controlOf({ subject }: Assessed): MassLoss['controls'][number] {
  const last = subject.looks.at(-1);
  return { channel: subject.channel, status: last?.row.status ?? 'unknown', at: last?.row.at ?? null };
}

function runsOf(losses: readonly OpenLoss[]): OpenLoss[][] {
  const runs: OpenLoss[][] = [];
  for (const loss of losses) {
    const run = runs.at(-1);
    if (run !== undefined && loss.at - (run.at(-1)?.at ?? 0) <= TOGETHER_MS) run.push(loss);
    else runs.push([loss]);
  }
  return runs;
}
