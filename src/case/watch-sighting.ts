import type { Ms, Sighting } from '../model/observation.ts';
import { type ChannelRef, channelRef } from '../model/ref.ts';
import { NEVER_USED_REASON, VOID_ROUND_REASON } from '../model/rows.ts';
import type { Exchange, Look, LookContext } from '../model/watch.ts';
import type { Tool } from '../model/words.ts';

/** The sighting that a look amounts to: the same for the loop that acts on it and for the reader that replays it from evidence. */
export function sightingOf(context: LookContext, look: Look, exchanges: readonly Exchange[], tool: Tool | null): Sighting {
  const { status, reason, nativeId, movedTo } = look.sighting;
  return {
    type: 'sighting',
    channel: shownAs(context, look),
    nativeId,
    at: saidAt(status, context, exchanges),
    status: context.voids ? 'unknown' : status,
    reason: reasonFor(context, reason),
    movedTo,
    clockOffsetMs: clockOffset(exchanges),
    observer: context.observer,
    tool,
    round: context.round,
  };
}

/** The reference under which the platform showed it: a channel met by its native id may bear another name than the one asked for. */
export function shownAs(context: LookContext, look: Look): ChannelRef {
  if (look.handle === null || context.voids) return context.channel;
  return channelRef(context.platform, look.handle) ?? context.channel;
}

function reasonFor(context: LookContext, reason: string | null): string | null {
  if (context.voids) return reason === null ? VOID_ROUND_REASON : `${VOID_ROUND_REASON} ${reason}`;
  if (context.control !== 'never-used') return reason;
  return reason === null ? NEVER_USED_REASON : `${NEVER_USED_REASON} ${reason}`;
}

/**
 * When it was so, on the side on which an interval may rest on it: alive since the first answer, since a channel may go between two
 * answers of one look; away by the last.
 */
function saidAt(status: Look['sighting']['status'], context: LookContext, exchanges: readonly Exchange[]): Ms {
  if (status !== 'alive' && status !== 'restricted') return answeredAt(context, exchanges);
  const first = exchanges.find(({ outcome }) => outcome.kind === 'answer');
  return first?.outcome.at ?? answeredAt(context, exchanges);
}

/** When the last answer (or failure) came: what was said, was so until then. */
export function answeredAt(context: { startedAt: Ms }, exchanges: readonly Exchange[]): Ms {
  return exchanges.at(-1)?.outcome.at ?? context.startedAt;
}

/**
 * How far our clock is behind the server's, in milliseconds, to about a second: its `Date` has whole seconds, so half of one
 * is added, and is held against the middle of sent and received (Cristian 1989). Null where no answer bears a date.
 */
export function clockOffset(exchanges: readonly Exchange[]): number | null {
  for (const { outcome } of exchanges.toReversed()) {
    if (outcome.kind !== 'answer') continue;
    const date = outcome.headers.find(([name]) => name.toLowerCase() === 'date')?.[1];
    const said = date === undefined ? Number.NaN : Date.parse(date);
    if (Number.isFinite(said)) return Math.round(said + 500 - (outcome.sentAt + outcome.at) / 2);
  }
  return null;
}
