import type { LakeFile } from '../store/case-db.ts';
import { takeImportLock } from '../store/import-lock.ts';
import { parquetBuilder } from '../store/parquet.ts';
import { LAKE } from '../store/schema.ts';
import { openSearchIndex } from '../store/search-index.ts';
import { groupNearDuplicates } from '../text/near-duplicates.ts';
import { SIGNATURE_BYTES } from '../text/signature.ts';
import { writeLakeFile } from './batch.ts';
import { lakeOf, type OpenCase, retireLakeFiles } from './case.ts';
import type { Progress } from './ingest.ts';

/** What is derived from all posts together, brought up to date after an import or before it is needed: statements and the full-text index. */
export async function refreshDerived(open: OpenCase, progress: Progress): Promise<void> {
  await refreshStatements(open, progress);
  await refreshSearch(open, progress);
}

const GROUPED = 'grouped';

function postFiles(open: OpenCase): LakeFile[] {
  return open.db.lakeFiles().filter((file) => file.lakeTable === 'posts');
}

/** Which posts the statements were made from: changes whenever a post is added. */
function stamp(files: readonly LakeFile[]): string {
  return `${files.reduce((sum, file) => sum + file.rows, 0)} up to ${files.reduce((last, file) => Math.max(last, file.lastRid), 0)}`;
}

/** Groups copies into statements, where posts were added since it was last done. */
export async function refreshStatements(open: OpenCase, progress: Progress): Promise<void> {
  if ((open.db.meta(GROUPED) ?? stamp([])) === stamp(postFiles(open))) return;
  const release = takeImportLock(open.folder, () => progress('an import is running on this case; waiting for it', 0, null));
  try {
    const files = postFiles(open);
    const count = files.reduce((sum, file) => sum + file.rows, 0);
    if (open.db.meta(GROUPED) === stamp(files)) return;
    progress('grouping copies into statements', 0, count);
    const made = await writeStatements(open, count);
    const old = open.db.lakeFiles().filter((file) => file.lakeTable === 'copies');
    open.db.turn(() => {
      retireLakeFiles(
        open,
        old.filter((file) => file.path !== made?.path),
      );
      if (made !== null) open.db.addLakeFile(made);
      open.db.setMeta(GROUPED, stamp(files));
    });
  } finally {
    release();
  }
}

async function writeStatements(open: OpenCase, count: number): Promise<LakeFile | null> {
  const lake = await lakeOf(open);
  try {
    const rids = new Float64Array(count);
    async function* signatures(): AsyncGenerator<Uint8Array> {
      let filled = 0;
      for await (const piece of lake.signatures(SIGNATURE_BYTES)) {
        rids.set(piece.rids, filled);
        filled += piece.rids.length;
        yield piece.bytes;
      }
    }
    const groups = await groupNearDuplicates(count, signatures);
    const sizes = new Int32Array(count);
    for (const group of groups) sizes[group] = (sizes[group] ?? 0) + 1;
    const builder = parquetBuilder(LAKE.copies);
    for (let post = 0; post < count; post++) {
      const group = groups[post] ?? post;
      if ((sizes[group] ?? 0) > 1) builder.add([rids[post] ?? 0, rids[group] ?? 0]);
    }
    if (builder.rows() === 0) return null;
    const rows = builder.rows();
    const lastRid = rids[count - 1] ?? 0;
    const path = `lake/copies/${lastRid}-${count}.parquet`;
    const bytes = writeLakeFile(open.folder, path, builder.finish());
    return { path, lakeTable: 'copies', source: 0, rows, bytes, firstRid: rids[0] ?? 0, lastRid };
  } finally {
    lake.close();
  }
}

/** Adds to the full-text index what it does not hold yet; makes it anew where it was deleted. */
export async function refreshSearch(open: OpenCase, progress: Progress): Promise<void> {
  if (postFiles(open).length === 0) return;
  const index = openSearchIndex(open.folder);
  try {
    // Counted before the list is taken: what is imported meanwhile is in the list first.
    const indexed = index.indexed(0, Number.MAX_SAFE_INTEGER);
    const files = postFiles(open);
    if (indexed > files.reduce((sum, file) => sum + file.rows, 0)) index.clear();
    const missing = files.filter((file) => index.indexed(file.firstRid, file.lastRid) < file.rows);
    if (missing.length === 0) return;
    const lake = await lakeOf(open);
    try {
      for (const [i, file] of missing.entries()) {
        progress('indexing words', i, missing.length);
        index.add(await lake.wordsOf(file.path));
      }
    } finally {
      lake.close();
    }
  } finally {
    index.close();
  }
}
