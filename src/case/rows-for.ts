import { type Census, census } from '../findings/census.ts';
import { type ChannelHistory, histories } from '../findings/history.ts';
import type { LivenessInput } from '../findings/liveness.ts';
import { MOST_MIRRORS } from '../findings/operators.ts';
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

/**
 * What the liveness rule reads: of the roster, or of every channel that was observed where the roster is empty, and then
 * `rosterEmpty` says so. `everyone`: those observed as well, whoever is on the roster.
 */
async function livenessRows(open: OpenCase, lake: Lake, at: Ms, everyone = false): Promise<{ input: LivenessInput; rosterEmpty: boolean }> {
  const [sightings, activity, bindings, roster] = await Promise.all([
    lake.sightings(at),
    lake.activity(at),
    lake.bindings(at),
    rosterRows(open, lake),
  ]);
  const watched = roster.filter((row) => row.control === null);
  const observed = [...new Set([...activity, ...sightings].map((row) => row.channel))].map(
    (channel): RosterRow => ({ channel, control: null, since: null }),
  );
  const controls = new Set(roster.map((row) => row.channel));
  const rosterEmpty = watched.length === 0;
  const rows = rosterEmpty || everyone ? [...roster, ...observed.filter((row) => !controls.has(row.channel))] : roster;
  return { input: { at, roster: rows, sightings, activity, bindings, probeIntervals: {} }, rosterEmpty };
}

/** The census of the roster; of every channel that was observed where the roster is empty, and then `rosterEmpty` says so. */
export async function takeCensus(open: OpenCase, lake: Lake, at: Ms): Promise<{ answer: Census; rosterEmpty: boolean }> {
  const [{ input, rosterEmpty }, profiles] = await Promise.all([livenessRows(open, lake, at), lake.profiles(at)]);
  return { answer: census({ ...input, profiles }), rosterEmpty };
}

/**
 * What happened to each channel of the roster (of every observed one where the roster is empty), controls included and
 * marked. `everyone`: to those as well that were observed without being on the roster.
 */
export async function takeHistories(open: OpenCase, lake: Lake, at: Ms, everyone = false): Promise<ChannelHistory[]> {
  const [{ input }, faces, shared] = await Promise.all([
    livenessRows(open, lake, at, everyone),
    lake.faces(at),
    lake.shared(at, MOST_MIRRORS),
  ]);
  const tags = open.db.roster().map((entry) => ({ channel: entry.channel, since: parseTime(entry.since)?.ms ?? null, tags: entry.tags }));
  return histories({ ...input, faces, shared, tags });
}
