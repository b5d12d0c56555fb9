import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, expect } from 'vitest';
import { seen } from './loopback-guard.mjs';

/** For every test file: what would leave this machine fails the test in which it was tried, however well the code took it. */

/** Node options with which a process that a test starts is guarded too. */
export const GUARDED_CHILD = `--import ${pathToFileURL(join(import.meta.dirname, 'loopback-guard.mjs')).href}`;

const folder = mkdtempSync(join(tmpdir(), 'trackway-loopback-'));
const log = join(folder, 'refused');
process.env['TRACKWAY_LOOPBACK_LOG'] = log;
process.env['NODE_OPTIONS'] = `${process.env['NODE_OPTIONS'] ?? ''} ${GUARDED_CHILD}`.trim();

/** Connections to loopback so far, in this process. */
export function loopbackConnections(): number {
  return seen.loopback;
}

/** What would have left since the last call, here and in the processes started from here. */
export function takeRefused(): string[] {
  const here = seen.refused.splice(0).map((what) => `${process.pid} ${what}`);
  const logged = existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : [];
  rmSync(log, { force: true });
  return [...new Set([...here, ...logged])];
}

afterEach(() => {
  expect(takeRefused(), 'tests stay on loopback').toEqual([]);
});

afterAll(() => {
  const late = takeRefused();
  rmSync(folder, { recursive: true, force: true });
  expect(late, 'tests stay on loopback').toEqual([]);
});
