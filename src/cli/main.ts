import { VERBS } from '../verbs/index.ts';

/**
 * The command line's front door. It stays free of heavy imports: help and mistakes answer at once, and a command loads
 * only what it needs.
 */

function overview(): string {
  const width = Math.max(...VERBS.map((verb) => verb.name.length));
  const commands = VERBS.map((verb) => `  ${verb.name.padEnd(width)}  ${verb.summary}`).join('\n');
  return `Trackway watches public online communities that are being moderated away: who is where,
what they point to, who said it first, and the evidence for each answer.

Usage: trackway COMMAND [WORDS] [--case DIR] [--json]

Commands:
${commands}

Options everywhere:
  --case DIR  the case to work on; default: the working directory
  --json      one JSON document on standard output (trackway schema COMMAND describes it)
  --help      help on a command: trackway COMMAND --help
  --version   the version

Start with: trackway demo
`;
}

async function main(argv: readonly string[]): Promise<void> {
  // What a case holds is for its owner alone, whatever the account's habit.
  process.umask(0o077);
  const [first] = argv;
  if (first === undefined || first === '--help' || first === '-h' || (first === 'help' && argv.length === 1)) {
    process.stdout.write(overview());
    process.exitCode = first === undefined ? 2 : 0;
    return;
  }
  const { runCommand } = await import('./run.ts');
  process.exitCode = await runCommand(argv);
}

await main(process.argv.slice(2));
