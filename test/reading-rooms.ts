import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DemoWorld } from '../src/simulate/week.ts';
import { loadVerb } from '../src/verbs/index.ts';
import type { VerbContext } from '../src/verbs/verb.ts';

/** The invented week as files on a researcher's desk, taken into a case by the ordinary commands, inside the test's own process. */

export interface TakenIn {
  files: { path: string; bad: number }[];
}

const never = new AbortController().signal;

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Makes the case in `folder`, with its files in `folder/desk`. `config`: where keys lie. */
export async function takeIn(world: DemoWorld, folder: string, config: string): Promise<TakenIn> {
  const before = process.env['XDG_CONFIG_HOME'];
  process.env['XDG_CONFIG_HOME'] = config;
  const context: VerbContext = {
    caseFolder: folder,
    now: () => Date.now(),
    progress: () => {},
    warn: () => {},
    log: () => {},
    untilStopped: () => ({ stop: never, cut: never }),
    env: {},
    version: '0',
    ask: null,
    stdin: nothing(),
    findVerb: loadVerb,
    emit: () => {},
  };
  const run = async <T>(name: string, input: Record<string, unknown>): Promise<T> => {
    const verb = await loadVerb(name);
    if (verb === null) throw new Error(`there is no command ${name}`);
    return (await verb.run(verb.input.parse(input), context)) as T;
  };
  const put = (path: string, text: string): string => {
    const whole = join(folder, 'desk', path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, text);
    return whole;
  };
  try {
    await run('init', { dir: folder, name: 'The reading rooms', zone: 'Europe/Brussels' });
    for (const { path, text } of world.files) put(path, text);
    const files: TakenIn['files'] = [];
    for (const { path, channel, zone } of world.imports) {
      const options = { ...(channel === null ? {} : { channel }), ...(zone === null ? {} : { zone }) };
      files.push(...(await run<TakenIn>('import', { paths: [join(folder, 'desk', path)], ...options })).files);
    }
    await run('roster', { action: 'import', items: [join(folder, 'desk/roster.csv')] });
    for (const { ref, status, at, observer, fileName, fileText } of world.notes)
      await run('note', { channel: ref, status, at, observer, file: put(join('notes', fileName), fileText) });
    await run('found', { action: 'accept', refs: [...world.accept] });
    return { files };
  } finally {
    if (before === undefined) delete process.env['XDG_CONFIG_HOME'];
    else process.env['XDG_CONFIG_HOME'] = before;
  }
}
