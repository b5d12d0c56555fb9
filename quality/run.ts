import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `npm run quality -- NAME [ARGS]`: how good the findings are, on worlds whose truth is known, with seeds that no parameter
 * was fitted on. Each file of this folder that exports `run` is one report; RESULTS.md keeps what they said.
 */

const here = import.meta.dirname;
const [name, ...args] = process.argv.slice(2);
const reports = readdirSync(here)
  .filter((file) => file.endsWith('.js') && file !== 'run.js')
  .map((file) => file.slice(0, -3))
  .sort();

const report: { run?: (args: string[]) => Promise<void> } | null =
  name !== undefined && reports.includes(name) ? await import(join(here, `${name}.js`)) : null;
if (report?.run === undefined) {
  const runnable: string[] = [];
  for (const file of reports) if ('run' in (await import(join(here, `${file}.js`)))) runnable.push(file);
  console.error(`Name a report: ${runnable.join(', ')}. For example \`npm run quality -- ${runnable[0] ?? 'waves'}\`.`);
  process.exitCode = 2;
} else await report.run(args);
