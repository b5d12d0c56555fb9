import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { reasonOf, UserError, WorldError } from '../model/errors.ts';
import { loadVerb, VERBS } from '../verbs/index.ts';
import type { Verb, VerbContext } from '../verbs/verb.ts';
import { helpOf, inputOf, splitCommandLine } from './arguments.ts';
import { progressLine } from './progress.ts';
import { render, visible } from './terminal.ts';

/** Runs one command: parse, call, print. Returns the exit code: 0 done, 1 the answer is "no", 2 the user's mistake, 3 the outside world's. */
export async function runCommand(argv: readonly string[]): Promise<number> {
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    process.exit(report(new WorldError(`could not write the answer: ${error.message}`)));
  });
  try {
    if (argv.includes('--version')) {
      process.stdout.write(`trackway ${version()}\n`);
      return 0;
    }
    const line = splitCommandLine(helpFirst(argv));
    const verb = await loadVerb(line.verb);
    if (verb === null) throw new UserError(unknownCommand(line.verb));
    if (line.help) {
      process.stdout.write(helpOf(verb));
      return 0;
    }
    return await runVerb(verb, line);
  } catch (error) {
    return report(error);
  }
}

/** `trackway help census` is `trackway census --help`. */
function helpFirst(argv: readonly string[]): readonly string[] {
  return argv[0] === 'help' && argv[1] !== undefined ? [argv[1], '--help'] : argv;
}

function unknownCommand(name: string): string {
  const close = VERBS.map((verb) => verb.name).find((known) => known.startsWith(name.slice(0, 3)) && name !== '');
  return `there is no command "${name}"${close === undefined ? '' : `; did you mean ${close}?`} See trackway --help`;
}

async function runVerb(verb: Verb, line: ReturnType<typeof splitCommandLine>): Promise<number> {
  const input = inputOf(verb, line.rest);
  const progress = progressLine();
  const zone = zoneOf(line.caseFolder);
  const context: VerbContext = {
    caseFolder: line.caseFolder,
    now: () => Date.now(),
    progress: progress.show,
    warn(text) {
      progress.clear();
      process.stderr.write(`trackway: ${visible(text)}\n`);
    },
    log(event, text) {
      if (process.stderr.isTTY) progress.show(text, 0, null);
      else process.stderr.write(`${JSON.stringify(event)}\n`);
    },
    untilStopped,
    env: process.env,
    version: version(),
    ask: process.stdin.isTTY && process.stderr.isTTY && !line.json ? ask : null,
    stdin: process.stdin,
    findVerb: loadVerb,
    emit(document) {
      progress.clear();
      process.stdout.write(line.json ? `${JSON.stringify(document)}\n` : render(verb.human(document, zone), windowWidth()));
    },
  };
  try {
    const answer = await verb.run(input, context);
    progress.clear();
    if (!verb.streams) process.stdout.write(line.json ? `${JSON.stringify(answer)}\n` : render(verb.human(answer, zone), windowWidth()));
    return verb.exitCode(answer);
  } finally {
    progress.clear();
  }
}

/** The first Ctrl-C lets a long job finish what it has begun, the second ends it at once, the third kills. */
function untilStopped(): { stop: AbortSignal; cut: AbortSignal } {
  const stop = new AbortController();
  const cut = new AbortController();
  const heard = (): void => {
    if (cut.signal.aborted) process.exit(130);
    if (stop.signal.aborted) cut.abort();
    else stop.abort();
  };
  process.on('SIGINT', heard);
  process.on('SIGTERM', heard);
  return { stop: stop.signal, cut: cut.signal };
}

function windowWidth(): number | null {
  return process.stdout.isTTY ? Math.max(60, process.stdout.columns ?? 100) : null;
}

/** The zone for people's output, where there is a case that names one. A broken case is reported by the command itself. */
function zoneOf(caseFolder: string): string {
  const path = join(caseFolder, 'case.yaml');
  if (!existsSync(path)) return 'UTC';
  return /^zone:\s*["']?([A-Za-z0-9_+:/-]+)/m.exec(readFileSync(path, 'utf8'))?.[1] ?? 'UTC';
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(`${question}\n> `);
  } finally {
    lines.close();
  }
}

export function version(): string {
  const manifest: { version: string } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
  return manifest.version;
}

function report(error: unknown): number {
  if (error instanceof UserError || error instanceof WorldError) {
    process.stderr.write(`trackway: ${visible(error.message)}\n`);
    return error instanceof UserError ? 2 : 3;
  }
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (typeof code === 'string' && /^(E[A-Z]+|SQLITE_.*)$/.test(code)) {
    process.stderr.write(`trackway: ${visible(reasonOf(error))}\n`);
    return 3;
  }
  const detail = process.env['TRACKWAY_DEBUG'] === undefined ? reasonOf(error) : ((error as Error).stack ?? '');
  process.stderr.write(`trackway: a defect in Trackway, please report it: ${detail}\n`);
  return 3;
}
