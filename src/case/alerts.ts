import type { Alert } from '../model/alert.ts';
import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import type { RaisedAlert } from '../store/case-db-alerts.ts';
import { type OpenCase, record } from './case.ts';

/**
 * What was raised and who took it. Both are entries of the custody log before anything is sent, so that a kill between
 * detecting and sending loses nothing: what was not marked as sent is sent again, under the same key.
 */

/** Says from when on things are news in this case, unless that was said before; what holds is returned. */
export function beginAlerts(open: OpenCase, since: Ms): Ms {
  record(open, 'alerts', () => (open.db.alertBaseline() === null ? { alerts: [], baseline: { since, gone: null } } : null));
  return open.db.alertBaseline()?.since ?? since;
}

/** Keeps which channels were gone before that, once. */
export function keepGone(open: OpenCase, gone: readonly ChannelRef[]): void {
  record(open, 'alerts', () => {
    const baseline = open.db.alertBaseline();
    return baseline === null || baseline.gone !== null ? null : { alerts: [], baseline: { since: baseline.since, gone: [...gone] } };
  });
}

/** Logs those whose key is new, in one turn, and returns them. From then on they are not lost. */
export function raiseAlerts(open: OpenCase, alerts: readonly Alert[]): Alert[] {
  const fresh = unraised(open, alerts);
  if (fresh.length === 0) return [];
  let raised: Alert[] = [];
  record(open, 'alerts', () => {
    // Another process may have raised some meanwhile.
    raised = unraised(open, fresh);
    return raised.length === 0 ? null : { alerts: raised, baseline: null };
  });
  return raised;
}

function unraised(open: OpenCase, alerts: readonly Alert[]): Alert[] {
  const keys = new Set<string>();
  return alerts.filter(({ key }) => !keys.has(key) && keys.add(key) && !open.db.hasAlert(key));
}

/** Counts these as receivers: a new one gets what is raised from now on, none of what was before. */
export function openSinks(open: OpenCase, sinks: readonly string[]): void {
  for (const sink of sinks) {
    if (open.db.hasSink(sink)) continue;
    record(open, 'alert-sent', () => (open.db.hasSink(sink) ? null : { sink, keys: [] }));
  }
}

/** What a receiver did not take yet, the oldest first; nothing for one that `openSinks` does not know. */
export function unsentAlerts(open: OpenCase, sink: string): RaisedAlert[] {
  return open.db.unsentAlerts(sink);
}

/** Marks what a receiver took: only after it did. */
export function alertsSent(open: OpenCase, sink: string, keys: readonly string[]): void {
  record(open, 'alert-sent', () => ({ sink, keys: [...keys] }));
}
