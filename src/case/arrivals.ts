import { type Arrivals, arrivals } from '../findings/arrivals.ts';
import type { Ms } from '../model/observation.ts';
import type { Lake } from '../store/lake.ts';
import type { OpenCase } from './case.ts';
import type { Progress } from './ingest.ts';
import { takeSuccessors } from './successors.ts';

/** Who arrives on a platform as of `at`, counted from `since`, or from the first hour that stands out. Statements must be up to date. */
export async function takeArrivals(
  open: OpenCase,
  lake: Lake,
  asked: { platform: string; at: Ms; since: Ms | null },
  progress: Progress,
): Promise<Arrivals> {
  const { at } = asked;
  const [pointers, activity, bindings, disputes] = await Promise.all([
    lake.pointers(at),
    lake.activity(at),
    lake.bindings(at),
    lake.disputes(at),
  ]);
  const successions = await takeSuccessors(open, lake, at, null, progress);
  return arrivals({ ...asked, pointers, activity, bindings, disputes, successions });
}
