import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The built command, run as its user would run it, with keys and configuration in a folder of the test's own. */

export const MAIN = resolve(import.meta.dirname, '../dist/cli/main.js');

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

export interface Workplace {
  folder: string;
  path: (name: string) => string;
  run: (...argv: string[]) => Ran;
  /** Runs with --json and parses the one document; fails the test where the exit code is not 0. */
  json: <T = Record<string, unknown>>(...argv: string[]) => T;
  start: (...argv: string[]) => ChildProcess;
  env: NodeJS.ProcessEnv;
  remove: () => void;
}

export function workplace(): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'trackway-test-'));
  const env = {
    ...process.env,
    XDG_CONFIG_HOME: join(folder, 'config'),
    TRACKWAY_KEY_FILE: '',
    NODE_OPTIONS: process.env['NODE_OPTIONS'] ?? '',
  };
  const run = (...argv: string[]): Ran => {
    const done = spawnSync(process.execPath, [MAIN, ...argv], { cwd: folder, env, encoding: 'utf8', maxBuffer: 1 << 28 });
    return { code: done.status, out: done.stdout, err: done.stderr };
  };
  return {
    folder,
    env,
    path: (name) => join(folder, name),
    run,
    json(...argv) {
      const done = run(...argv, '--json');
      if (done.code !== 0) throw new Error(`trackway ${argv.join(' ')} ended with ${done.code}: ${done.err}`);
      return JSON.parse(done.out);
    },
    start: (...argv) => spawn(process.execPath, [MAIN, ...argv], { cwd: folder, env, stdio: 'ignore' }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
