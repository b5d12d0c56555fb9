// Writes the reference pages and the room picture from what the program itself says. With --check: fails where a page is
// not what it would write. Needs a build.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const dist = (path) => import(join(root, 'dist', path));
const check = process.argv.includes('--check');

const pages = new Map();
const NOTE = '<!-- Written by `npm run docs`; do not edit. -->\n';

function typeOf(property) {
  if (property === undefined || property === true) return 'any';
  if (property.enum) return property.enum.map((word) => `\`${word}\``).join(', ');
  if (property.anyOf) return property.anyOf.map(typeOf).join(' or ');
  if (property.type === 'array') return `list of ${typeOf(property.items)}`;
  if (property.type === 'object') return `{ ${Object.keys(property.properties ?? {}).join(', ')} }`;
  return property.type ?? 'any';
}

async function verbPages() {
  const { VERBS } = await dist('verbs/index.js');
  const { helpOf } = await dist('cli/arguments.js');
  for (const entry of VERBS) {
    const verb = await entry.load();
    const output = z.toJSONSchema(verb.output, { io: 'output' });
    const rows = Object.entries(output.properties ?? {}).map(
      ([name, property]) => `| \`${name}\` | ${typeOf(property)} | ${property.description ?? ''} |`,
    );
    const answer =
      rows.length === 0
        ? 'A JSON document of its own kind.'
        : `| key | type | meaning |\n| --- | --- | --- |\n${rows.join('\n')}\n\nThe whole schema: \`trackway schema ${verb.name}\`.`;
    pages.set(
      `docs/reference/${verb.name}.md`,
      `${NOTE}# trackway ${verb.name}\n\n\`\`\`\n${helpOf(verb)}\`\`\`\n\n## The JSON answer${verb.streams ? ' (one document a line)' : ''}\n\n${answer}\n`,
    );
  }
  const list = VERBS.map((entry) => `| [${entry.name}](${entry.name}.md) | ${entry.summary} |`).join('\n');
  pages.set(
    'docs/reference/README.md',
    `${NOTE}# Commands\n\n| command | does |\n| --- | --- |\n${list}\n\nSee also: [file formats](formats.md), [platforms](platforms.md), [the lake's tables](lake.md). Exit codes: 0 done, 1 the answer is "no", 2 the user's mistake, 3 the outside world's.\n`,
  );
}

async function formatPage() {
  const { allReaders } = await dist('case/readers.js');
  const rows = (await allReaders()).map((reader) => `| \`${reader.format}\` | ${reader.summary} |`).join('\n');
  pages.set(
    'docs/reference/formats.md',
    `${NOTE}# File formats\n\nThe format is recognised from the content; \`--as FORMAT\` names it.\n\n| format | what it is |\n| --- | --- |\n${rows}\n\nAny other CSV or JSON comes in through a mapping file; see \`docs/mappings/\` for examples.\n`,
  );
}

async function platformPage() {
  const { loadPlatforms } = await dist('platforms/registry.js');
  const rows = (await loadPlatforms()).map(
    (platform) =>
      `| \`${platform.name}\` | ${platform.title} | ${platform.links === null ? 'no' : 'yes'} | ${platform.readers.map((reader) => `\`${reader.format}\``).join(', ')} |`,
  );
  pages.set(
    'docs/reference/platforms.md',
    `${NOTE}# Platforms\n\n| in references | name | links recognised | files read |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`,
  );
}

async function lakePage() {
  const { LAKE, FORMAT } = await dist('store/schema.js');
  const tables = Object.entries(LAKE).map(
    ([name, columns]) => `## ${name}\n\n${columns.map(([column, type]) => `\`${column}\` ${type}`).join(', ')}\n`,
  );
  pages.set(
    'docs/reference/lake.md',
    `${NOTE}# The lake's tables\n\nParquet files under \`lake/TABLE/\`, case format ${FORMAT}; which files count is listed in \`case.db\`. Types: \`text\` and \`word\` are UTF-8 strings (a \`word\` has few distinct values), \`time\` is milliseconds in UTC. ` +
      '`rid` numbers a record for ever, `source` is the number of the log entry that brought its file, `place` its byte offset in that file.\n\n' +
      tables.join('\n'),
  );
}

function roomPicture() {
  const mermaid = execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.mjs',
      '-T',
      'mermaid',
      '--collapse',
      '^src/[^/]+',
      '--include-only',
      '^src',
      'src',
    ],
    { cwd: root, encoding: 'utf8' },
  );
  const path = 'DESIGN.md';
  const text = readFileSync(join(root, path), 'utf8');
  const replaced = text.replace(
    /<!-- rooms -->[\s\S]*<!-- \/rooms -->/,
    `<!-- rooms -->\n\`\`\`mermaid\n${mermaid.trim()}\n\`\`\`\n<!-- /rooms -->`,
  );
  pages.set(path, replaced);
}

await verbPages();
await formatPage();
await platformPage();
await lakePage();
roomPicture();

const stale = [];
for (const [path, text] of pages) {
  const full = join(root, path);
  if (existsSync(full) && readFileSync(full, 'utf8') === text) continue;
  stale.push(path);
  if (check) continue;
  mkdirSync(join(full, '..'), { recursive: true });
  writeFileSync(full, text);
}
const reference = join(root, 'docs/reference');
for (const name of existsSync(reference) ? readdirSync(reference) : []) {
  const path = `docs/reference/${name}`;
  if (pages.has(path)) continue;
  stale.push(path);
  if (!check) rmSync(join(root, path));
}
if (check && stale.length > 0) {
  console.error(`these pages are not what the program says; run \`npm run docs\`: ${stale.join(', ')}`);
  process.exitCode = 1;
}
