import type { OpenCase } from '../case/case.ts';
import { OPERATOR_TAG, stemOf } from '../findings/operators.ts';
import type { Ms } from '../model/observation.ts';
import { type ChannelRef, platformOf } from '../model/ref.ts';
import { type ControlKind, NEVER_USED_TAG, type RosterRow } from '../model/rows.ts';
import { parseTime } from '../model/time.ts';
import { type Known, NOTHING_KNOWN } from '../model/watch.ts';
import { saysAway } from '../model/words.ts';
import type { RosterEntry } from '../store/case-db.ts';
import type { SearchEntry } from '../store/case-db-watch.ts';
import type { LaneRoster } from './lane.ts';
import type { Looked, Searched } from './looking.ts';
import type { Watched } from './schedule.ts';
import type { Settled } from './standing.ts';

/** Who is watched, and what is known of each that the next look needs? The roster of the case, joined with what the looks teach. */

export interface Watchlist {
  lane(platform: string): LaneRoster;
  /** Everyone of the roster, controls included. */
  rows(): RosterRow[];
  /** On which somebody is watched, or searched for. */
  platforms(): Set<string>;
  looked(looked: Looked, at: Ms): void;
  searched(searched: Searched): void;
  settled(settled: Settled): void;
}

/** Before the watch: who declared themselves controls in profiles, and when channels came to be, as the lake has it. */
export interface Background {
  declared: ReadonlySet<ChannelRef>;
  bornAt: ReadonlyMap<ChannelRef, Ms>;
  /** What imports tell of a channel that was never looked at: its native id, and posts by which the platform may show what became of it. */
  taught: ReadonlyMap<ChannelRef, Known>;
  /** Why a channel cannot be looked at live; null where it can. */
  blindTo(channel: ChannelRef): string | null;
}

interface Progress {
  known: Known;
  lookedAt: Ms | null;
  more: boolean;
}

export function watchlist(open: OpenCase, background: Background): Watchlist {
  const progress = new Map<ChannelRef, Progress>(
    open.db.watching().map((row) => [row.channel, { known: row.known, lookedAt: row.lookedAt, more: row.more }]),
  );
  // Ahead of what is stored while a segment fills.
  const cursors = new Map<string, string | null>();
  const kinLostAt = new Map<string, Ms>();
  let settled: Settled = { channels: new Map(), massLosses: [], pending: new Set() };
  const read = rosterReader(open, background);
  const watchedOf = (entry: RosterEntry): Watched => {
    const { channel } = entry;
    const own = progress.get(channel);
    return {
      channel,
      known: own?.known ?? background.taught.get(channel) ?? NOTHING_KNOWN,
      lookedAt: own?.lookedAt ?? null,
      bornAt: background.bornAt.get(channel) ?? parseTime(entry.since)?.ms ?? null,
      more: own?.more ?? false,
      pending: settled.pending.has(channel),
      gone: settled.channels.get(channel)?.state === 'gone',
      kinLostAt: kinLostAt.get(kinOf(entry) ?? '') ?? null,
    };
  };
  return {
    lane(platform) {
      const { entries, searches } = read();
      const here = entries.filter(({ entry }) => platformOf(entry.channel) === platform && background.blindTo(entry.channel) === null);
      return {
        watched: here.filter(({ control }) => control === null).map(({ entry }) => watchedOf(entry)),
        living: here
          .filter(({ control }) => control === 'living')
          .map(({ entry: { channel } }) => ({ channel, known: progress.get(channel)?.known ?? NOTHING_KNOWN })),
        searches: searches
          .filter((search) => search.platform === platform)
          .map(({ query, cursor }) => ({ query, cursor: cursors.get(`${platform} ${query}`) ?? cursor })),
      };
    },
    rows: () => read().rows,
    platforms() {
      const { rows, searches } = read();
      return new Set([...rows.map((row) => platformOf(row.channel)), ...searches.map((search) => search.platform)]);
    },
    looked({ context, look }, at) {
      if (context.control === 'never-used') return;
      if (context.control === 'living') {
        // Nothing is collected of a control; what it looks like is remembered, so that it is not told again.
        const { known } = progress.get(context.channel) ?? { known: NOTHING_KNOWN };
        progress.set(context.channel, { known: { ...look.known, lastPost: known.lastPost }, lookedAt: at, more: false });
        return;
      }
      progress.set(context.channel, { known: look.known, lookedAt: at, more: look.more });
      const { status } = look.sighting;
      // One that was closed to us did not go.
      if (!saysAway(status) || status === 'private' || settled.channels.get(context.channel)?.state === 'gone') return;
      const entry = read().entries.find((one) => one.entry.channel === context.channel)?.entry;
      const kin = entry === undefined ? null : kinOf(entry);
      if (kin !== null) kinLostAt.set(kin, at);
    },
    searched({ context, found }) {
      if (found.failed === null) cursors.set(`${context.platform} ${context.query}`, found.cursor);
    },
    settled(now) {
      settled = now;
    },
  };
}

interface Entered {
  entry: RosterEntry;
  control: ControlKind | null;
}

/** The roster is read again when the custody log has grown, and only then. */
function rosterReader(open: OpenCase, background: Background) {
  let asOf = -1;
  let text = '';
  let held: { entries: Entered[]; rows: RosterRow[]; searches: SearchEntry[] } = { entries: [], rows: [], searches: [] };
  return () => {
    const head = open.db.head().entries;
    if (head === asOf) return held;
    asOf = head;
    const now = JSON.stringify([open.db.roster(), open.db.searches()]);
    // Most entries of the log are the watch's own, and change nothing here: what is held may be compared by identity.
    if (now === text) return held;
    text = now;
    const entries = open.db.roster().map((entry): Entered => ({ entry, control: controlOf(entry, background.declared) }));
    held = {
      entries,
      rows: entries.map(({ entry, control }) => ({ channel: entry.channel, control, since: parseTime(entry.since)?.ms ?? null })),
      searches: open.db.searches(),
    };
    return held;
  };
}

function controlOf(entry: RosterEntry, declared: ReadonlySet<ChannelRef>): ControlKind | null {
  if (entry.tags.includes(NEVER_USED_TAG)) return 'never-used';
  return entry.control || declared.has(entry.channel) ? 'living' : null;
}

/** Neighbours: those whom the roster gives one operator, else those whose handles differ by a number. */
function kinOf(entry: RosterEntry): string | null {
  return entry.tags.find((tag) => tag.startsWith(OPERATOR_TAG)) ?? stemOf(entry.channel);
}
