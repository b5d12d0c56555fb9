import type { ChannelHistory } from '../findings/history.ts';
import type { Succession } from '../findings/successors.ts';
import { whereabouts } from '../findings/whereabouts.ts';
import { momentsOf, type WaveSpan } from '../findings/whereabouts-moments.ts';
import { tallied, type WhereaboutsTally } from '../findings/whereabouts-tally.ts';
import type { Ms } from '../model/observation.ts';
import type { Lake } from '../store/lake.ts';
import type { OpenCase } from './case.ts';
import { lineageRows } from './lineage.ts';

/** Where the channels under watch (`found.histories`) were at a few moments, followed to homes off the roster; null where nothing was lost. */
export async function takeWhereabouts(
  open: OpenCase,
  lake: Lake,
  at: Ms,
  found: { histories: readonly ChannelHistory[]; waves: readonly WaveSpan[]; successions: readonly Succession[] },
): Promise<WhereaboutsTally | null> {
  const moments = momentsOf(found.waves, found.histories, at);
  if (moments.length === 0) return null;
  const watched = found.histories.filter((history) => !history.control).map((history) => history.identity);
  const { rows, neverSeen } = whereabouts({ ...(await lineageRows(open, lake, at, found.successions)), at, watched, moments });
  return rows.length === 0 ? null : tallied(moments, rows, neverSeen);
}
