import { type IdentityKey, identities, resolve, shownAs } from '../findings/identity.ts';
import { type Lineages, lineages } from '../findings/lineage.ts';
import type { LineageInput } from '../findings/lineage-stays.ts';
import { identityOfRow } from '../findings/liveness.ts';
import type { Succession } from '../findings/successors.ts';
import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import type { Lake } from '../store/lake.ts';
import type { OpenCase } from './case.ts';
import type { Progress } from './ingest.ts';
import { takeHistories } from './rows-for.ts';
import { takeSuccessors } from './successors.ts';

/** The chains of homes of a case as of a time, from `successions` where they are at hand already. */
export async function takeLineages(
  open: OpenCase,
  lake: Lake,
  at: Ms,
  progress: Progress,
  successions: readonly Succession[] | null = null,
): Promise<{ answer: Lineages; resolve: (ref: ChannelRef) => IdentityKey }> {
  const rows = await lineageRows(open, lake, at, successions ?? (await takeSuccessors(open, lake, at, null, progress)));
  return { answer: lineages(rows), resolve: rows.resolve };
}

/** What the lineages read: histories of everyone observed, and who was seen when beside them. */
export async function lineageRows(open: OpenCase, lake: Lake, at: Ms, successions: readonly Succession[]): Promise<LineageInput> {
  const [histories, bindings, activity] = await Promise.all([takeHistories(open, lake, at, true), lake.bindings(at), lake.activity(at)]);
  const index = identities(bindings);
  const seen = new Map<IdentityKey, { channel: ChannelRef; first: Ms; last: Ms }>();
  for (const row of activity) {
    const identity = identityOfRow(index, row.channel, row.nativeId, row.lastPost);
    const known = seen.get(identity);
    seen.set(identity, {
      channel: shownAs(index, identity, at),
      first: Math.min(known?.first ?? row.firstPost, row.firstPost),
      last: Math.max(known?.last ?? row.lastPost, row.lastPost),
    });
  }
  return { successions, histories, verdicts: open.db.verdicts(), seen, resolve: (ref) => resolve(index, ref, at) };
}
