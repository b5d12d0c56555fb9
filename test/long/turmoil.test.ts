import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { random } from '../../src/simulate/random.ts';
import { MAIN, type Workplace, workplace } from '../command.ts';
import { ndjson, post } from '../desk.ts';
import { lakeRows } from '../lake-rows.ts';

/** Four commands at a time on one case, writing and reading, a quarter of them killed: no other may fail, and in the end all is there, once. */

let place: Workplace;
beforeAll(() => {
  place = workplace();
});
afterAll(() => place.remove());

const FILES = 8;
const EACH = 700;
const COMMANDS = 160;

interface Ended {
  words: string[];
  code: number | null;
  err: string;
}

/** Ends with the command; `killAfter` in milliseconds, or null. */
function run(words: string[], killAfter: number | null): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [MAIN, ...words, '--case', 'case'], {
      cwd: place.folder,
      env: place.env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (piece) => {
      err += String(piece);
    });
    const timer = killAfter === null ? null : setTimeout(() => child.kill('SIGKILL'), killAfter);
    child.on('close', (code) => {
      if (timer !== null) clearTimeout(timer);
      done({ words, code, err });
    });
  });
}

function commands(chance: ReturnType<typeof random>): string[][] {
  const file = (): string => `part-${Math.floor(chance.uniform() * FILES)}.ndjson`;
  return Array.from({ length: COMMANDS }, (_, n) => {
    const kind = chance.uniform();
    if (kind < 0.28) return ['import', file()];
    if (kind < 0.45) return ['import', file(), '--zone', chance.uniform() < 0.5 ? 'Europe/Brussels' : 'Asia/Damascus'];
    if (kind < 0.55) return ['verify'];
    if (kind < 0.65) return ['census'];
    if (kind < 0.75) return ['search', 'garden'];
    if (kind < 0.82) return ['first'];
    if (kind < 0.87) return ['rebuild'];
    if (kind < 0.94) return ['note', 'telegram:reading_room', '--status', 'absent', '--at', '2019-12-01T10:00:00Z', '--observer', `o${n}`];
    return ['roster', 'add', `telegram:room_${n}`];
  });
}

it('survives turmoil', async () => {
  place.json('init', 'case');
  // Times without a zone, so that --zone changes them; files overlap, so that posts repeat.
  for (let f = 0; f < FILES; f++) {
    const records = Array.from({ length: EACH }, (_, i) =>
      post(f * 500 + i, `garden move ${f * 500 + i} of the long game, told for those who follow`),
    );
    writeFileSync(place.path(`part-${f}.ndjson`), ndjson(records).replaceAll('.000Z"', '"'));
  }
  const chance = random(19);
  const waiting = commands(chance);
  const failed: Ended[] = [];
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let words = waiting.pop(); words !== undefined; words = waiting.pop()) {
        const ended = await run(words, chance.uniform() < 0.25 ? chance.uniform() * 2500 : null);
        if (ended.code !== 0 && ended.code !== null) failed.push(ended);
      }
    }),
  );
  expect(failed).toEqual([]);
  for (let f = 0; f < FILES; f++) place.json('import', `part-${f}.ndjson`, '--case', 'case');
  expect(place.json('verify', '--case', 'case')).toMatchObject({ verdict: 'sound' });
  const rows = await lakeRows(place.path('case'));
  expect(new Set(rows.posts.map((row) => row['id'])).size).toBe((FILES - 1) * 500 + EACH);
  const ask = () => ['census', 'first'].map((verb) => place.json(verb, '--case', 'case'));
  const answers = [...ask(), place.json('search', 'garden', '--case', 'case')];
  expect(answers[2]).toMatchObject({ total: (FILES - 1) * 500 + EACH });
  place.json('rebuild', '--case', 'case');
  expect(await lakeRows(place.path('case'))).toEqual(rows);
  expect([...ask(), place.json('search', 'garden', '--case', 'case')]).toEqual(answers);
  expect(readdirSync(place.path('case/incoming'))).toEqual(['lock.db']);
});
