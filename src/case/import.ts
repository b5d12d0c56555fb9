import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { copyIncoming, digestedOf, type Incoming } from '../evidence/files.ts';
import { reasonOf, UserError, WorldError } from '../model/errors.ts';
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
  const walked = paths.map((path) => filesUnder(open, path));
  const results: ImportedFile[] = walked.flatMap(({ links }) =>
    links.map((path) => refusal(path, `${path} is a symbolic link; name it to import it`)),
  );
  for (const path of walked.flatMap(({ files }) => files)) results.push(importFile(open, path, readers, as, options, progress));
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

function refusal(path: string, reason: string): ImportedFile {
  return { path, source: null, refused: reason, before: false };
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
  let incoming: Incoming;
  try {
    format = chooseReader(readers, headOf(path, name), as ?? (options.map === null ? null : 'mapped')).format;
    incoming = copyIncoming(open.folder, path, (done, size) => progress(`copying ${name} into evidence`, done, size));
  } catch (error) {
    // What cannot be read is left out; a case that cannot be written ends the import.
    if (error instanceof WorldError) throw error;
    return refusal(path, error instanceof UserError ? error.message : `cannot read ${path}: ${reasonOf(error)}`);
  }
  const kept = digestedOf(incoming);
  const wanted = JSON.stringify(options);
  const same = (): SourceRow | undefined =>
    open.db.sourcesOf(kept.digest).find((source) => source.format === format && source.options === wanted);
  let before = false;
  record(
    open,
    'import',
    () => {
      const known = same();
      // One whose reading was cut is read to its end now: that is not nothing.
      before = known?.status === 'done';
      return known === undefined ? { files: [kept], name, format, options } : null;
    },
    incoming,
  );
  return { path, source: same() ?? null, refused: null, before };
}

interface Walked {
  files: string[];
  /** Symbolic links inside a folder: they are not followed, and told. */
  links: string[];
}

/** The files of a path, folders walked in natural order (`messages2` before `messages10`). The case's own parts are left alone. */
function filesUnder(open: OpenCase, path: string): Walked {
  const walked: Walked = { files: [], links: [] };
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (error) {
    throw new UserError(`there is no file or folder ${path} that can be read: ${reasonOf(error)}`, { cause: error });
  }
  if (isOwn(open, path)) throw new UserError(`${path} is a part of the case itself`);
  if (!isFolder) return { files: [path], links: [] };
  const walk = (folder: string): void => {
    for (const entry of entriesOf(folder)) {
      const inside = join(folder, entry.name);
      if (entry.isSymbolicLink()) walked.links.push(inside);
      else if (isOwn(open, inside)) continue;
      else if (entry.isDirectory()) walk(inside);
      else if (entry.isFile()) walked.files.push(inside);
    }
  };
  walk(path);
  return walked;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !HIDDEN.test(entry.name) && (entry.isDirectory() || !PASSED_OVER.test(entry.name)))
      .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  } catch (error) {
    throw new UserError(`cannot read the folder ${folder}: ${reasonOf(error)}`, { cause: error });
  }
}

const OWN = /^(evidence|lake|incoming|set-aside|briefs|case\.yaml|(case|search)\.db(-\w+)?)([/\\]|$)/;

/** Whether a path lies in what makes up the case. A folder of exports beside that may stand in the case's folder. */
function isOwn(open: OpenCase, path: string): boolean {
  return OWN.test(relative(realpathSync(open.folder), realpathSync(path)));
}
