import { beginAlerts, keepGone, raiseAlerts } from '../case/alerts.ts';
import { lakeOf, type OpenCase } from '../case/case.ts';
import { takeCensus, takeHistories } from '../case/rows-for.ts';
import { arrivals as arrivalsOf } from '../findings/arrivals.ts';
import { found as foundOf } from '../findings/found.ts';
import { waves as wavesOf } from '../findings/waves.ts';
import type { Alert } from '../model/alert.ts';
import type { Clock } from '../model/clock.ts';
import type { Ms } from '../model/observation.ts';
import { platformOf } from '../model/ref.ts';
import type { PointerRow } from '../model/rows.ts';
import type { Lake } from '../store/lake.ts';
import { detect, type Holds, NOTHING_HOLDS } from './detect.ts';
import type { Settled } from './standing.ts';

/** When is what looked at for news? After each reading what the watch has in its head; from the lake only what can have changed. */

export interface TellingOptions {
  clock: Clock;
  /** Waves and arrivals look at the whole lake: no more often than this. */
  slowEveryMs: Ms;
  /** Called with what was raised and is safe in the log. */
  raised: (alerts: readonly Alert[]) => void;
}

export interface Telling {
  /** After a reading: detects and raises. */
  afterReading(settled: Settled): Promise<void>;
  /** Before a watch ends: what waits for its time is looked at now. */
  last(): Promise<void>;
}

export const SLOW_EVERY_MS = 30 * 60_000;

/** Made before a watch begins. The first time that a case is watched, what happened until now becomes its baseline, and is no news. */
export function telling(open: OpenCase, options: TellingOptions): Telling {
  const { clock } = options;
  const since = beginAlerts(open, clock.now());
  const told: Alert[] = open.db.alerts();
  let gone = open.db.alertBaseline()?.gone ?? null;
  let linksSeen = -1;
  let latest: Settled | null = null;
  let slowSeen = '';
  let slowAt = Number.NEGATIVE_INFINITY;

  const look = async (settled: Settled, patient: boolean): Promise<void> => {
    if (gone === null) keepGone(open, [...new Set([...goneBefore(settled, since), ...(await goneInCase(open, since))])].sort());
    gone ??= open.db.alertBaseline()?.gone ?? [];
    const fast: Holds = { ...NOTHING_HOLDS, channels: [...settled.channels.values()], massLosses: settled.massLosses };
    const links = lastLink(open);
    const slow = `${links} ${statesOf(settled)}`;
    const isSlow = slow !== slowSeen && (!patient || clock.now() - slowAt >= options.slowEveryMs);
    const holds = links === linksSeen && !isSlow ? fast : { ...fast, ...(await fromLake(open, clock.now(), isSlow)) };
    linksSeen = links;
    if (isSlow) [slowSeen, slowAt] = [slow, clock.now()];
    const raised = raiseAlerts(open, detect(holds, { since, gone, alerts: told }));
    told.push(...raised);
    if (raised.length > 0) options.raised(raised);
  };
  return {
    afterReading(settled) {
      latest = settled;
      return look(settled, true);
    },
    async last() {
      if (latest !== null) await look(latest, false);
    },
  };
}

/** What imports tell too: a watch that begins knows only the looks of watches. */
async function goneInCase(open: OpenCase, since: Ms): Promise<string[]> {
  const lake = await lakeOf(open);
  try {
    const { answer } = await takeCensus(open, lake, since);
    return answer.channels.flatMap((line) => (line.state === 'gone' ? [line.entered] : []));
  } finally {
    lake.close();
  }
}

function goneBefore(settled: Settled, since: Ms): string[] {
  return [...settled.channels].flatMap(([entered, line]) =>
    line.state === 'gone' && line.gone !== null && line.gone.by < since ? [entered] : [],
  );
}

function statesOf(settled: Settled): string {
  return [...settled.channels.values()].map((line) => `${line.entered} ${line.state}`).join('\n');
}

/** Changes with each link that is stored. */
function lastLink(open: OpenCase): number {
  return open.db.lakeFiles().reduce((last, file) => (file.lakeTable === 'signposts' ? Math.max(last, file.lastRid) : last), 0);
}

async function fromLake(open: OpenCase, at: Ms, isSlow: boolean): Promise<Partial<Holds>> {
  const lake = await lakeOf(open);
  try {
    const [rows, bindings] = await Promise.all([lake.found(at), lake.bindings(at)]);
    const settled = [...open.db.decisions().map((decision) => decision.ref), ...open.db.roster().map((entry) => entry.channel)];
    const found = foundOf({ rows, bindings, settled });
    if (!isSlow) return { found };
    const { waves } = wavesOf(await takeHistories(open, lake, at), at);
    return { found, waves, arrivals: await arrivalsIn(lake, at) };
  } finally {
    lake.close();
  }
}

async function arrivalsIn(lake: Lake, at: Ms): Promise<Holds['arrivals']> {
  const [pointers, activity, bindings] = await Promise.all([lake.pointers(at), lake.activity(at), lake.bindings(at)]);
  const platforms = [...new Set(pointers.map((row: PointerRow) => platformOf(row.to)))].sort();
  return platforms.flatMap((platform) => {
    // Who is behind them takes long to find out, and is not asked here.
    const { standsOut } = arrivalsOf({ platform, at, since: null, pointers, activity, bindings, successions: [], disputes: [] });
    return standsOut === null ? [] : [{ platform, standsOut }];
  });
}
