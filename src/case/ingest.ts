import { sweepIncoming } from '../evidence/files.ts';
import type { FileReader } from '../model/reader.ts';
import { loadPlatforms } from '../platforms/registry.ts';
import { takeImportLock, tryImportLock } from '../store/import-lock.ts';
import { openSearchIndex } from '../store/search-index.ts';
import { compileLinks, type LinkFinder } from '../text/links.ts';
import { lakeOf, type OpenCase, retireLakeFiles, sweepLake } from './case.ts';
import { ingestSource, type Progress } from './ingest-source.ts';
import { type KnownPosts, knownPosts } from './known-posts.ts';
import { mergeSmallFiles } from './merge.ts';
import { allReaders } from './readers.ts';
import type { Pseudonym } from './rows.ts';
import { setStraysAside } from './segment.ts';

export type { Progress } from './ingest-source.ts';

/**
 * Reads what the log says was imported or watched into the lake, in batches that resume by byte range: at any interruption the
 * batches that were committed stand, and the next run goes on behind them.
 */

/** Reads again and again without learning each time what the lake holds: for who writes evidence all the time. */
export interface IngestSession {
  /**
   * Reads every pending source, in the order of the log. False where another process is reading: it was left alone, and what is
   * pending stays so until the next call. One call at a time.
   */
  readPending(): Promise<boolean>;
  /** Lets go of what was learnt. */
  close(): void;
}

/** What an earlier watch left in evidence without logging it is set aside first. */
export function openIngest(open: OpenCase, pseudonym: Pseudonym, progress: Progress): IngestSession {
  setStraysAside(open);
  const reading = newReading(open, pseudonym, progress);
  return {
    async readPending() {
      if (open.db.pendingSources() === 0) return true;
      const release = tryImportLock(open.folder);
      if (release === null) return false;
      try {
        await readAll(reading);
        return true;
      } finally {
        release();
      }
    },
    close: () => {
      reading.known = null;
    },
  };
}

/** Reads every pending source, in the order of the log. Returns when all are done, whoever did them. */
export async function ingestPending(open: OpenCase, pseudonym: Pseudonym, progress: Progress): Promise<void> {
  if (open.db.pendingSources() === 0) return;
  const release = takeImportLock(open.folder, () => progress('another import is running on this case; waiting for it', 0, null));
  try {
    await readAll(newReading(open, pseudonym, progress));
  } finally {
    release();
  }
}

/** What outlives one reading. */
interface Reading {
  open: OpenCase;
  pseudonym: Pseudonym;
  progress: Progress;
  tools: { readers: FileReader[]; finder: LinkFinder } | null;
  /** The posts of the lake as `stamp` describes it; null: to be learnt. */
  known: KnownPosts | null;
  stamp: string;
  swept: boolean;
}

function newReading(open: OpenCase, pseudonym: Pseudonym, progress: Progress): Reading {
  return { open, pseudonym, progress, tools: null, known: null, stamp: '', swept: false };
}

/** Only for who holds the import lock. */
async function readAll(reading: Reading): Promise<void> {
  const { open, pseudonym, progress } = reading;
  if (!reading.swept) sweepIncoming(open.folder);
  if (open.db.meta('stale') !== null) readAllAgain(open);
  if (!reading.swept) sweepLake(open);
  reading.swept = true;
  const pending = open.db.sources('pending');
  if (pending.length === 0) return;
  reading.tools ??= await toolsOf();
  // Another process may have read files meanwhile.
  if (reading.stamp !== stampOf(open)) reading.known = null;
  const known = reading.known ?? (await knownPosts(() => lakeOf(open)));
  // Not kept where reading fails: it would take for stored what was only read.
  reading.known = null;
  const index = openSearchIndex(open.folder);
  try {
    for (const source of pending) await ingestSource({ open, index, ...reading.tools, pseudonym, known, progress }, source);
  } finally {
    index.close();
  }
  // Merged files make room only once nobody can hold them any more.
  if (await mergeSmallFiles(open)) reading.swept = false;
  reading.known = known;
  reading.stamp = stampOf(open);
}

async function toolsOf(): Promise<{ readers: FileReader[]; finder: LinkFinder }> {
  const platforms = await loadPlatforms();
  return { readers: await allReaders(), finder: compileLinks(platforms.flatMap((platform) => platform.links ?? [])) };
}

/** Which posts the lake holds. */
function stampOf(open: OpenCase): string {
  const files = open.db.lakeFiles().filter((file) => file.lakeTable === 'posts');
  return `${files.reduce((sum, file) => sum + file.rows, 0)} up to ${files.reduce((last, file) => Math.max(last, file.lastRid), 0)}`;
}

/**
 * A file that was read again with other options leaves rows of its first reading. Other files' posts may count as repeats
 * of those, so the lake is made anew from the log.
 */
function readAllAgain(open: OpenCase): void {
  // The index first: were it left, it would go on finding records that are no more.
  const index = openSearchIndex(open.folder);
  index.clear();
  index.close();
  open.db.turn(() => {
    open.db.dropMeta('stale');
    open.db.dropMeta('grouped');
    retireLakeFiles(open, open.db.lakeFiles());
    open.db.clearWatching();
    for (const source of open.db.sources()) {
      open.db.updateSource({
        ...source,
        status: 'pending',
        offset: 0,
        state: 'null',
        batches: 0,
        records: 0,
        fresh: 0,
        repeated: 0,
        bad: 0,
        hints: '[]',
      });
    }
  });
}
