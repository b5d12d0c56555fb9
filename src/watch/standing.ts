import { type Assessed, assess } from '../findings/liveness.ts';
import { type MassLoss, massLosses } from '../findings/mass-loss.ts';
import type { Liveness } from '../findings/state.ts';
import type { Ms, Sighting } from '../model/observation.ts';
import { type ChannelRef, platformOf } from '../model/ref.ts';
import { type ActivityRow, type BindingRow, type RosterRow, type SightingRow, VOID_ROUND_REASON } from '../model/rows.ts';
import { showsAlive } from '../model/words.ts';

/**
 * Who is alive as far as a running watch knows? The liveness rule over the tail of each channel's looks: what came before its
 * last sure sign of life cannot change its state any more, so memory stays bounded however long the watch runs.
 */

export interface Standing {
  observe(sighting: Sighting): void;
  /** What holds as of `at`; forgets looks that can no longer matter. `roster`: everyone under watch, controls included. */
  settle(at: Ms, roster: readonly RosterRow[]): Settled;
  /** Looks held in memory. */
  size(): number;
}

export interface Settled {
  /** By reference as entered in the roster. */
  channels: Map<ChannelRef, Liveness>;
  massLosses: MassLoss[];
  /** Explicit answers that are not enough yet, by reference as entered. */
  pending: Set<ChannelRef>;
}

const SAME_MS = 60_000;

/** Explicit looks kept of a channel whose loss is confirmed: those that confirmed it, and the latest. */
const KEPT_OF_LOST = 8;

/** `before`: looks of earlier watches, as the lake has them; `activity` and `bindings` from the same time. */
export function standing(before: readonly SightingRow[], activity: readonly ActivityRow[], bindings: readonly BindingRow[]): Standing {
  let rows: SightingRow[] = [...before];
  const bound = [...bindings];
  const boundNow = new Map<string, BindingRow & { round: string | null }>();
  let count = before.length;
  let last: { at: Ms; roster: readonly RosterRow[]; settled: Settled } | null = null;
  return {
    observe(sighting) {
      last = null;
      const { channel, nativeId, at, status, reason, movedTo, observer, tool, round } = sighting;
      // An unanswered look says nothing, unless it declares its round void.
      if (status === 'unknown' && !reason?.startsWith(VOID_ROUND_REASON)) return;
      // What was seen under another's name while the controls were out of sight teaches no native id.
      if (reason?.startsWith(VOID_ROUND_REASON)) for (const [key, one] of boundNow) if (one.round === round) boundNow.delete(key);
      rows.push({ id: String(count++), channel, nativeId, at, status, reason, movedTo, observer, tool, round });
      if (nativeId === null || status === 'reassigned') return;
      const key = `${channel} ${nativeId}`;
      const binding = boundNow.get(key);
      if (binding === undefined) boundNow.set(key, { channel, nativeId, from: at, to: at, round });
      else binding.to = at;
    },
    settle(at, roster) {
      // A round that ends and the reading that follows ask the same; nothing else changes within a minute.
      if (last !== null && last.roster === roster && at - last.at < SAME_MS) return last.settled;
      const input = { at, roster, sightings: rows, activity, bindings: [...bound, ...boundNow.values()], probeIntervals: {} };
      const { assessed } = assess(input);
      rows = worthKeeping(rows, assessed);
      const settled = {
        channels: new Map(assessed.map((one) => [one.subject.entered, one.entry])),
        massLosses: massLosses(assessed),
        pending: new Set(assessed.filter((one) => one.path.pending.length > 0).map((one) => one.subject.entered)),
      };
      last = { at, roster, settled };
      return settled;
    },
    size: () => rows.length,
  };
}

/** The tail of each channel, and the controls of every round that a tail speaks of or that may still go on. */
function worthKeeping(rows: readonly SightingRow[], assessed: readonly Assessed[]): SightingRow[] {
  const kept = new Set<SightingRow>();
  const rounds = new Set<string>();
  const watched = new Set<SightingRow>();
  for (const one of assessed) {
    for (const look of one.subject.looks) watched.add(look.row);
    if (!one.subject.control) for (const row of tailOf(one)) kept.add(row);
  }
  for (const row of kept) rounds.add(roundOf(row));
  const latest = new Map<string, string>();
  for (const row of rows) if (row.round !== null) latest.set(platformOf(row.channel), roundOf(row));
  for (const round of latest.values()) rounds.add(round);
  const controls = new Set(assessed.filter((one) => one.subject.control).flatMap((one) => one.subject.looks.map((look) => look.row)));
  return rows.filter(
    (row) => kept.has(row) || (rounds.has(roundOf(row)) && (controls.has(row) || !watched.has(row) || isLatest(row, latest))),
  );
}

function isLatest(row: SightingRow, latest: ReadonlyMap<string, string>): boolean {
  return latest.get(platformOf(row.channel)) === roundOf(row);
}

function roundOf(row: SightingRow): string {
  return `${platformOf(row.channel)} ${row.round ?? row.id}`;
}

/** From the last look that surely showed it alive on; of one that is lost, the first looks that say so and the last. */
function tailOf({ subject, path }: Assessed): SightingRow[] {
  const sure = subject.looks.findLastIndex((look) => look.doubt === null && showsAlive(look.row.status));
  const tail = subject.looks.slice(Math.max(0, sure)).map((look) => look.row);
  const lost = path.confirmed === 'gone' || path.confirmed === 'private';
  return lost && tail.length > KEPT_OF_LOST ? [...tail.slice(0, KEPT_OF_LOST - 1), ...tail.slice(-1)] : tail;
}
