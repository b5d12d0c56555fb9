import { closeSync, openSync, readSync } from 'node:fs';
import { lakeOf, openCase } from '../src/case/case.ts';
import { refreshStatements } from '../src/case/derived.ts';
import { importPaths } from '../src/case/import.ts';
import { deleteSearchIndex, openSearchIndex } from '../src/store/search-index.ts';

/** What an import costs, part by part, beside a bare loop over the same file. */

export interface Cost {
  cpu: number;
  wall: number;
  peakMb: number;
}

async function cost(work: () => unknown): Promise<Cost> {
  const cpu = process.cpuUsage();
  const wall = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: (user + system) / 1e6, wall: (performance.now() - wall) / 1000, peakMb: process.resourceUsage().maxRSS / 1024 };
}

/** The limit: read the file, split it at its newlines, `JSON.parse` each line. */
export function bareParse(path: string): Promise<Cost> {
  return cost(() => {
    const fd = openSync(path, 'r');
    const buffer = Buffer.allocUnsafe(1 << 22);
    let carry: Buffer = Buffer.alloc(0);
    let characters = 0;
    for (;;) {
      const read = readSync(fd, buffer, 0, buffer.length, null);
      if (read === 0) break;
      const piece = carry.length > 0 ? Buffer.concat([carry, buffer.subarray(0, read)]) : buffer.subarray(0, read);
      let from = 0;
      for (let end = piece.indexOf(10, from); end >= 0; end = piece.indexOf(10, from)) {
        characters += JSON.parse(piece.toString('utf8', from, end)).text.length;
        from = end + 1;
      }
      carry = Buffer.from(piece.subarray(from));
    }
    closeSync(fd);
    if (characters === 0) throw new Error('there was nothing to parse');
  });
}

const now = (): number => Date.now();
const quiet = (): void => {};

/** The whole import into an existing, empty case, statements and full text included. */
export function wholeImport(folder: string, path: string): Promise<Cost> {
  return cost(async () => {
    const open = openCase(folder, now);
    await importPaths(open, [path], null, { platform: null, channel: null, zone: null, map: null }, quiet);
    await refreshStatements(open, quiet);
    open.close();
  });
}

/** Grouping alone, again, on the imported case. */
export function grouping(folder: string): Promise<Cost> {
  return cost(async () => {
    const open = openCase(folder, now);
    open.db.dropMeta('grouped');
    await refreshStatements(open, quiet);
    open.close();
  });
}

/** The full-text index alone, again; reading the words back from the lake is not counted, since an import has them at hand. */
export async function fullText(folder: string): Promise<Cost> {
  const open = openCase(folder, now);
  deleteSearchIndex(open.folder);
  const index = openSearchIndex(open.folder);
  const lake = await lakeOf(open);
  const sum: Cost = { cpu: 0, wall: 0, peakMb: 0 };
  for (const file of open.db.lakeFiles().filter((candidate) => candidate.lakeTable === 'posts')) {
    const words = await lake.wordsOf(file.path);
    const part = await cost(() => index.add(words));
    sum.cpu += part.cpu;
    sum.wall += part.wall;
    sum.peakMb = part.peakMb;
  }
  index.close();
  lake.close();
  open.close();
  return sum;
}
