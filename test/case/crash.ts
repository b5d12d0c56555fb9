import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { EMPTY_HEAD, walkLog } from '../../src/evidence/log.ts';
import { random as seeded } from '../../src/simulate/random.ts';
import { type Workplace, workplace } from '../command.ts';
import { lakeRows } from '../lake-rows.ts';

/**
 * Kills a writer at random moments, runs it again, and compares what it kept with what an undisturbed run keeps.
 * What was acknowledged before a kill must be there at the end, once.
 */

export interface CrashTally {
  kills: number;
  /** Posts of acknowledged files that are missing at the end. */
  lost: number;
  doubled: number;
  /** Cases whose posts are not those of an undisturbed run. */
  different: number;
  /** Cases that verify does not find sound. */
  unsound: number;
}

export function tallyOf({ lost, doubled, different, unsound }: CrashTally): number {
  return lost + doubled + different + unsound;
}

/** A way of importing files into a folder. */
export interface Writer {
  prepare(place: Workplace, folder: string): void;
  start(place: Workplace, folder: string, files: readonly string[]): ChildProcess;
  /** Names of the files that are acknowledged by now. */
  acknowledged(place: Workplace, folder: string): string[];
  /** Channel and id of every post kept. */
  posts(place: Workplace, folder: string): Promise<string[]>;
  sound(place: Workplace, folder: string): boolean;
}

const FILES = 5;
const POSTS = 700;
/** Kills before a case is let run to its end. */
const ROUNDS = 5;

export const trackwayWriter: Writer = {
  prepare: (place, folder) => void place.json('init', folder),
  start: (place, folder, files) => place.start('import', ...files, '--case', folder),
  acknowledged(place, folder) {
    const { entries } = walkLog(place.path(folder), EMPTY_HEAD);
    return entries.filter((entry) => entry.type === 'import').map((entry) => String(entry.body['name']));
  },
  async posts(place, folder) {
    const { posts } = await lakeRows(place.path(folder));
    return posts.map((row) => `${row['channel']}/${row['id']}`);
  },
  sound: (place, folder) => place.run('verify', '--case', folder).code === 0,
};

/** Rewrites its one file in place and keeps its progress beside it: what a tool does that never thought of being killed. */
const CARELESS = `
const fs = require('node:fs');
const [store, ...files] = process.argv.slice(1);
const state = store + '.done';
const done = fs.existsSync(state) ? JSON.parse(fs.readFileSync(state, 'utf8') || '[]') : [];
let kept = [];
try { kept = JSON.parse(fs.readFileSync(store, 'utf8')); } catch {}
for (const file of files) {
  if (done.includes(file)) continue;
  done.push(file);
  fs.writeFileSync(state, JSON.stringify(done));
  for (const line of fs.readFileSync(file, 'utf8').trim().split('\\n')) {
    const post = JSON.parse(line);
    kept.push(post.platform + ':' + post.channel + '/' + post.id);
    if (kept.length % 20 === 0) fs.writeFileSync(store, JSON.stringify(kept));
  }
  fs.writeFileSync(store, JSON.stringify(kept));
}`;

export const carelessWriter: Writer = {
  prepare: () => {},
  start: (place, folder, files) =>
    spawn(process.execPath, ['-e', CARELESS, `${folder}.json`, ...files], { cwd: place.folder, stdio: 'ignore' }),
  acknowledged: (place, folder) => readJson(place.path(`${folder}.json.done`)),
  posts: async (place, folder) => readJson(place.path(`${folder}.json`)),
  sound: () => true,
};

function readJson(path: string): string[] {
  try {
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
  } catch {
    return [];
  }
}

function writeFiles(place: Workplace): { files: string[]; all: string[] } {
  const all: string[] = [];
  const files = Array.from({ length: FILES }, (_, f) => {
    const lines = Array.from({ length: POSTS }, (_, i) => {
      const id = f * POSTS + i;
      all.push(`telegram:club/${id}`);
      return JSON.stringify({
        type: 'post',
        platform: 'telegram',
        channel: 'club',
        id: String(id),
        publishedAt: new Date(1_575_000_000_000 + id * 1000).toISOString(),
        text: `move ${id} of the long game, told for those who follow it from home`,
      });
    });
    writeFileSync(place.path(`part-${f}.ndjson`), `${lines.join('\n')}\n`);
    return `part-${f}.ndjson`;
  });
  return { files, all };
}

/** Kills `writer` `kills` times at moments spread over the length of an undisturbed run. */
export async function crashImport(writer: Writer, kills: number, seed: number): Promise<CrashTally> {
  const chance = seeded(seed);
  const place = workplace();
  const tally: CrashTally = { kills: 0, lost: 0, doubled: 0, different: 0, unsound: 0 };
  try {
    const { files, all } = writeFiles(place);
    writer.prepare(place, 'undisturbed');
    const began = performance.now();
    await ended(writer.start(place, 'undisturbed', files));
    const length = performance.now() - began;
    if ((await writer.posts(place, 'undisturbed')).length !== all.length) throw new Error('the undisturbed run does not keep everything');
    for (let number = 0; tally.kills < kills; number++) {
      await crashCase(
        writer,
        place,
        `case-${number}`,
        files,
        all,
        Math.min(ROUNDS, kills - tally.kills),
        () => chance.uniform() * length,
        tally,
      );
    }
  } finally {
    place.remove();
  }
  return tally;
}

async function crashCase(
  writer: Writer,
  place: Workplace,
  folder: string,
  files: string[],
  all: string[],
  rounds: number,
  moment: () => number,
  tally: CrashTally,
): Promise<void> {
  writer.prepare(place, folder);
  const acknowledged = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    const child = writer.start(place, folder, files);
    const end = ended(child);
    await new Promise((wait) => setTimeout(wait, moment()));
    child.kill('SIGKILL');
    await end;
    tally.kills++;
    for (const name of writer.acknowledged(place, folder)) acknowledged.add(name);
  }
  // Only one file is named again: what was acknowledged must come back without being asked for.
  await ended(writer.start(place, folder, files.slice(-1)));
  const kept = await writer.posts(place, folder);
  const there = new Set(kept);
  for (const name of acknowledged) tally.lost += postsOf(place, name).filter((post) => !there.has(post)).length;
  await ended(writer.start(place, folder, files));
  const final = await writer.posts(place, folder);
  tally.doubled += final.length - new Set(final).size;
  if (new Set(final).size !== all.length || all.some((post) => !new Set(final).has(post))) tally.different++;
  if (!writer.sound(place, folder)) tally.unsound++;
}

function postsOf(place: Workplace, name: string): string[] {
  const lines = readFileSync(place.path(name), 'utf8').trim().split('\n');
  return lines.map((line) => `telegram:club/${JSON.parse(line).id}`);
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((done) => child.on('exit', () => done()));
}
