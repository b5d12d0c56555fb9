import { readFileSync } from 'node:fs';
import { bareParse, fullText, grouping, wholeImport } from './case.ts';
import { measureLinks } from './links.ts';
import { writePosts } from './make-posts.ts';
import { measureGrouping } from './near-duplicates.ts';
import { measureDelay, measureMemory, measureProbe } from './watch.ts';

/** One measurement in a process of its own, its result as JSON: `node one.js NAME ARGUMENTS…`. */

const [name, ...words] = process.argv.slice(2);
const [first = '', second = ''] = words;

function textsOf(path: string, count: number): string[] {
  const lines = readFileSync(path, 'utf8').split('\n', count);
  return lines.flatMap((line) => (line === '' ? [] : [String(JSON.parse(line).text)]));
}

const MEASURES: Record<string, () => unknown> = {
  posts: () => writePosts(first, Number(second), words[2] ?? 'bench'),
  parse: () => bareParse(first),
  import: () => wholeImport(first, second),
  grouping: () => grouping(first),
  'full-text': () => fullText(first),
  'near-duplicates': () => measureGrouping(Number(first), second),
  links: () => measureLinks(textsOf(first, Number(second))),
  'watch-delay': () => measureDelay(Number(first)),
  'watch-probe': () => measureProbe(),
  'watch-memory': () => measureMemory(),
};

const measure = MEASURES[name ?? ''];
if (measure === undefined) throw new Error(`there is no measurement "${name}"`);
console.log(JSON.stringify(await measure()));
