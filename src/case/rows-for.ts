import { type Census, census } from '../findings/census.ts';
import type { Ms } from '../model/observation.ts';
import { type ControlKind, NEVER_USED_TAG, type RosterRow } from '../model/rows.ts';
import { parseTime } from '../model/time.ts';
import type { Lake } from '../store/lake.ts';
import type { OpenCase } from './case.ts';

/** The roster as the findings read it: those whom profiles declare to be controls included, those added after `at` too (they are watched now). */
export async function rosterRows(open: OpenCase, lake: Lake): Promise<RosterRow[]> {
  const declared = new Set(await lake.controls());
  const rows = open.db.roster().map((entry): RosterRow => {
    const control: ControlKind | null = entry.tags.includes(NEVER_USED_TAG)
      ? 'never-used'
      : entry.control || declared.has(entry.channel)
        ? 'living'
        : null;
    return { channel: entry.channel, control, since: parseTime(entry.since)?.ms ?? null };
  });
  const known = new Set(rows.map((row) => row.channel));
  for (const channel of declared) if (!known.has(channel)) rows.push({ channel, control: 'living', since: null });
  return rows;
}

/** The census of the roster; of every channel that was observed where the roster is empty, and then `rosterEmpty` says so. */
export async function takeCensus(open: OpenCase, lake: Lake, at: Ms): Promise<{ answer: Census; rosterEmpty: boolean }> {
  const [sightings, activity, bindings, profiles, roster] = await Promise.all([
    lake.sightings(at),
    lake.activity(at),
    lake.bindings(at),
    lake.profiles(at),
    rosterRows(open, lake),
  ]);
  const watched = roster.filter((row) => row.control === null);
  const observed = [...new Set([...activity, ...sightings].map((row) => row.channel))].map(
    (channel): RosterRow => ({ channel, control: null, since: null }),
  );
  const controls = new Set(roster.map((row) => row.channel));
  const rosterEmpty = watched.length === 0;
  const rows = rosterEmpty ? [...roster, ...observed.filter((row) => !controls.has(row.channel))] : roster;
  return { answer: census({ at, roster: rows, sightings, activity, bindings, profiles, probeIntervals: {} }), rosterEmpty };
}
