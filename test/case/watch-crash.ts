import { spawn } from 'node:child_process';
import { createReadStream, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openCase } from '../../src/case/case.ts';
import { openIngest } from '../../src/case/ingest.ts';
import { loadKey, pseudonymizer } from '../../src/case/pseudonyms.ts';
import { watchReader } from '../../src/case/watch-reader.ts';
import { random as seeded } from '../../src/simulate/random.ts';
import { type Desk, desk, newCase } from '../desk.ts';
import { lakeRows } from '../lake-rows.ts';
import { clubs, registerClubs } from './watched.ts';

/** Kills a watch at random moments, lets the next one go on, and compares what was acknowledged with what is there. */

export interface WatchCrashTally {
  kills: number;
  /** Looks and posts that were acknowledged and are missing. */
  lost: number;
  doubled: number;
  /** Sightings that no look in evidence says. */
  unfounded: number;
  /** Cursors that were ahead of what was stored, after any of the kills. */
  ahead: number;
  /** Verifications after a kill that found more than a write that was cut, or at the end anything at all. */
  unsound: number;
}

export type Mode = 'CAREFUL' | 'EARLY' | 'AHEAD';

const DIST = resolve(import.meta.dirname, '../../dist');
const CHILD = join(import.meta.dirname, 'watch-crash-child.mjs');
/** Kills before a case is looked at as a whole. */
const KILLS_PER_CASE = 5;

export function faultsOf({ kills, ...faults }: WatchCrashTally): number {
  return Object.values(faults).reduce((sum, n) => sum + n, 0);
}

/** Kills `kills` times; the moments are drawn from `seed`, over starting up and the rounds after it. */
export async function crashWatch(mode: Mode, kills: number, seed: number): Promise<WatchCrashTally> {
  const chance = seeded(seed);
  const place = desk();
  await registerClubs();
  const tally: WatchCrashTally = { kills: 0, lost: 0, doubled: 0, unfounded: 0, ahead: 0, unsound: 0 };
  try {
    while (tally.kills < kills) {
      const dir = await newCase(place);
      const acknowledged = new Set<string>();
      for (let kill = 0; kill < KILLS_PER_CASE && tally.kills < kills; kill++) {
        const waits = { ready: !chance.chance(0.2), ms: chance.uniform() * 700 };
        for (const line of await killed(place.path(dir), mode, kill, waits)) acknowledged.add(line);
        tally.kills++;
        await afterKill(place, dir, tally);
      }
      await atEnd(place, dir, acknowledged, tally);
    }
  } finally {
    place.remove();
  }
  return tally;
}

/** Runs a watch and kills it, after it is ready or from its start; what it acknowledged. */
function killed(folder: string, mode: Mode, run: number, waits: { ready: boolean; ms: number }): Promise<string[]> {
  const child = spawn(process.execPath, [CHILD, DIST, folder, mode, String(run)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  let armed = false;
  const arm = (): void => {
    if (armed) return;
    armed = true;
    setTimeout(() => child.kill('SIGKILL'), waits.ms);
  };
  if (!waits.ready) arm();
  child.stdout.on('data', (piece: Buffer) => {
    said += piece.toString();
    if (said.startsWith('ready')) arm();
  });
  return new Promise((done, fail) => {
    child.on('close', (code) => {
      if (code !== null) fail(new Error(`the watch ended by itself with ${code}`));
      // What follows the last line end was cut while it was said.
      done(
        said
          .split('\n')
          .slice(0, -1)
          .filter((line) => line !== 'ready'),
      );
    });
  });
}

async function afterKill(place: Desk, dir: string, tally: WatchCrashTally): Promise<void> {
  const { verdict } = await place.ask<{ verdict: string }>('verify', dir);
  if (verdict !== 'sound' && verdict !== 'incomplete') tally.unsound++;
  const stored = new Set((await lakeRows(place.path(dir))).posts.map((row) => `${row['channel']} ${row['id']}`));
  const open = openCase(place.path(dir), () => Date.now());
  for (const { channel, known } of open.db.watching()) {
    const last = Number(known.lastPost ?? -1);
    if (Array.from({ length: last + 1 }, (_, id) => `${channel} ${id}`).some((post) => !stored.has(post))) tally.ahead++;
  }
  open.close();
}

/** The next watch goes on, as it would: then everything that was acknowledged must be there, once. */
async function atEnd(place: Desk, dir: string, acknowledged: ReadonlySet<string>, tally: WatchCrashTally): Promise<void> {
  const open = openCase(place.path(dir), () => Date.now());
  const session = openIngest(open, pseudonymizer(loadKey(open.settings.id, open.settings.keyCheck)), () => {});
  await session.readPending();
  session.close();
  const evidence = await looksIn(
    open.folder,
    open.db.sources().flatMap((source) => (source.format === 'watch' ? [source.digest] : [])),
  );
  open.close();
  const { posts, sightings } = await lakeRows(place.path(dir));
  const looks = sightings.map((row) => `look ${row['channel']} ${new Date(String(row['seen_at'])).getTime()}`);
  const kept = [...posts.map((row) => `post ${row['channel']} ${row['id']}`), ...looks];
  const there = new Set(kept);
  tally.lost += [...acknowledged].filter((line) => !there.has(line)).length;
  tally.doubled += kept.length - there.size;
  tally.unfounded += looks.filter((line) => !evidence.has(line)).length;
  if ((await place.ask<{ verdict: string }>('verify', dir)).verdict !== 'sound') tally.unsound++;
}

async function looksIn(folder: string, digests: readonly string[]): Promise<Set<string>> {
  const said = new Set<string>();
  const files = new Set(readdirSync(folder, { recursive: true }).map(String));
  for (const digest of digests) {
    const path = `evidence/warc/${digest}.warc.gz`;
    if (!files.has(path)) continue;
    const read = watchReader([clubs]).read((offset) => createReadStream(join(folder, path), { start: offset }), NO_OPTIONS, null);
    for await (const chunk of read) for (const one of chunk.records) if (one.type === 'sighting') said.add(`look ${one.channel} ${one.at}`);
  }
  return said;
}

const NO_OPTIONS = { name: 'segment', platform: null, channel: null, zone: null, map: null };
