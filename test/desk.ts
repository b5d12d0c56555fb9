import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadVerb } from '../src/verbs/index.ts';

/** Commands called inside the test's own process: for what does not need the command line, at a tenth of the time. */

export interface Desk {
  folder: string;
  path: (name: string) => string;
  /** Runs a command on the case in `dir`; `input` as its schema takes it. */
  ask: <T>(verb: string, dir: string, input?: Record<string, unknown>) => Promise<T>;
  /** What was told beside the answers, since this was last asked. */
  warnings: () => string[];
  file: (name: string, content: string | Uint8Array) => string;
  remove: () => void;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

export function desk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'trackway-desk-'));
  const config = process.env['XDG_CONFIG_HOME'];
  process.env['XDG_CONFIG_HOME'] = join(folder, 'config');
  let warned: string[] = [];
  return {
    folder,
    path: (name) => join(folder, name),
    async ask<T>(name: string, dir: string, input: Record<string, unknown> = {}) {
      const verb = await loadVerb(name);
      if (verb === null) throw new Error(`there is no command ${name}`);
      const answer = await verb.run(verb.input.parse(input), {
        caseFolder: join(folder, dir),
        now: () => Date.now(),
        progress: () => {},
        warn: (text) => warned.push(text),
        ask: null,
        log: () => {},
        untilStopped: () => ({ stop: new AbortController().signal, cut: new AbortController().signal }),
        env: {},
        version: '0',
        stdin: nothing(),
        findVerb: loadVerb,
        emit: () => {},
      });
      return answer as T;
    },
    warnings() {
      const told = warned;
      warned = [];
      return told;
    },
    file(name, content) {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    },
    remove() {
      if (config === undefined) delete process.env['XDG_CONFIG_HOME'];
      else process.env['XDG_CONFIG_HOME'] = config;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let numbers = 0;

/** A new case; its name. */
export async function newCase(place: Desk, dir = `case-${numbers++}`): Promise<string> {
  await place.ask('init', '.', { dir: place.path(dir) });
  return dir;
}

/** One post of the invented reading room, in the neutral format. */
export function post(id: number | string, text: string, more: object = {}): object {
  const minute = typeof id === 'number' ? id : 0;
  return {
    type: 'post',
    platform: 'telegram',
    channel: 'reading_room',
    id: String(id),
    publishedAt: new Date(Date.UTC(2019, 10, 1) + minute * 60_000).toISOString(),
    text,
    ...more,
  };
}

export function ndjson(records: readonly (object | string)[]): string {
  return `${records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record))).join('\n')}\n`;
}
