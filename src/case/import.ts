import { lstatSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { keepOriginal } from '../evidence/files.ts';
import { reasonOf, UserError } from '../model/errors.ts';
import type { FileReader } from '../model/reader.ts';
import type { SourceRow } from '../store/case-db.ts';
import type { ImportOptions } from './apply.ts';
import { type OpenCase, record } from './case.ts';
import { ingestPending, type Progress } from './ingest.ts';
import { loadKey, pseudonymizer } from './pseudonyms.ts';
import { allReaders, chooseReader, headOf } from './readers.ts';

/** Import: copy into evidence, log (that is the acknowledgement), then read into the lake. */

export interface ImportedFile {
  path: string;
  /** Null where the file was refused. */
  source: SourceRow | null;
  /** Why it was refused, or null. */
  refused: string | null;
  /** It had been imported before, with the same options. */
  before: boolean;
}

/** Files that belong to an export but are no records: styles, scripts, pictures. Left alone when a folder is walked. */
const PASSED_OVER = /\.(css|js|png|jpe?g|gif|webp|mp4|webm|ogg|oga|mp3|m4a|tgs|pdf|zip|svg|ico|woff2?|ttf|md|txt)$/i;
const HIDDEN = /^\./;

/**
 * Imports files and folders. A file that is of no known format is refused and told; the others go on. `UserError` where a
 * path does not exist or nothing at all could be imported.
 */
export async function importPaths(
  open: OpenCase,
  paths: readonly string[],
  as: string | null,
  options: ImportOptions,
  progress: Progress,
): Promise<ImportedFile[]> {
  const pseudonym = pseudonymizer(loadKey(open.settings.id, open.settings.keyCheck));
  const readers = await allReaders();
  const walked = paths.flatMap((path) => filesUnder(path));
  const results: ImportedFile[] = [];
  for (const path of walked) {
    results.push(importFile(open, path, readers, as, options, progress));
  }
  const refused = results.filter((result) => result.refused !== null);
  if (results.length === refused.length) {
    throw new UserError(refused[0]?.refused ?? `there is no file to import under ${paths.join(', ')}`);
  }
  await ingestPending(open, pseudonym, progress);
  const sources = new Map(open.db.sources().map((source) => [source.seq, source]));
  return results.map((result) =>
    result.source === null ? result : { ...result, source: sources.get(result.source.seq) ?? result.source },
  );
}

function importFile(
  open: OpenCase,
  path: string,
  readers: FileReader[],
  as: string | null,
  options: ImportOptions,
  progress: Progress,
): ImportedFile {
  const name = basename(path);
  let format: string;
  try {
    format = chooseReader(readers, headOf(path, name), as ?? (options.map === null ? null : 'mapped')).format;
  } catch (error) {
    const reason = error instanceof UserError ? error.message : `cannot read ${path}: ${reasonOf(error)}`;
    return { path, source: null, refused: reason, before: false };
  }
  const kept = keepOriginal(open.folder, path, (done, size) => progress(`copying ${name} into evidence`, done, size));
  const wanted = JSON.stringify(options);
  const same = (source: SourceRow): boolean => source.digest === kept.digest && source.format === format && source.options === wanted;
  let before = false;
  const entry = record(open, 'import', () => {
    before = open.db.sources().some(same);
    return before ? null : { files: [kept], name, format, options };
  });
  const source = open.db.sources().find((candidate) => (entry === null ? same(candidate) : candidate.seq === entry.seq)) ?? null;
  return { path, source, refused: null, before };
}

/** The files of a path, folders walked in natural order (`messages2` before `messages10`). Symbolic links are not followed out of a folder. */
function filesUnder(path: string): string[] {
  let kind: ReturnType<typeof lstatSync>;
  try {
    kind = lstatSync(path);
  } catch {
    throw new UserError(`there is no file or folder ${path}`);
  }
  if (!kind.isDirectory()) return [path];
  const found: string[] = [];
  const walk = (folder: string): void => {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
    for (const entry of entries) {
      if (HIDDEN.test(entry.name)) continue;
      const inside = join(folder, entry.name);
      if (entry.isDirectory()) walk(inside);
      else if (entry.isFile() && !PASSED_OVER.test(entry.name)) found.push(inside);
    }
  };
  walk(path);
  return found;
}
