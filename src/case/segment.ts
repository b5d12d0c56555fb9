import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  digestedOf,
  digestFile,
  type Incoming,
  incomingPath,
  originalPath,
  syncFolder,
  WATCH_FORMAT,
  writeAll,
} from '../evidence/files.ts';
import type { LogEntry } from '../evidence/log.ts';
import { reasonOf, WorldError } from '../model/errors.ts';
import { formatTime } from '../model/time.ts';
import type { Recorded } from '../model/watch.ts';
import type { ImportBody } from './apply.ts';
import { type OpenCase, record } from './case.ts';
import { segmentInfo, writeLook } from './watch-warc.ts';

/** What a watch sees becomes evidence: looks gather in a WARC file outside `evidence/`; sealing it moves it in and logs it. */

export interface Segment {
  /** Writes one look, whole or not at all. `WorldError` where the case cannot be written; what was added before stands. */
  add(recorded: Recorded): void;
  looks(): number;
  /** As compressed, so far. */
  bytes(): number;
  /** Ends the file, durably; null where there is none. Only for `sealSegment`. */
  finish(): Incoming | null;
}

/** A segment that begins now. Its file appears with the first look; a killed process leaves it to be swept: it was never acknowledged. */
export function newSegment(open: OpenCase): Segment {
  let file: { fd: number; part: string } | null = null;
  let looks = 0;
  let bytes = 0;
  const write = (pieces: readonly Uint8Array[]): void => {
    if (file === null) {
      const part = incomingPath(open.folder);
      file = { fd: openSync(part, 'ax', 0o600), part };
    }
    for (const piece of pieces) writeAll(file.fd, piece);
    bytes += pieces.reduce((sum, piece) => sum + piece.length, 0);
  };
  return {
    add(recorded) {
      const pieces = writeLook(recorded);
      try {
        write(bytes === 0 ? [segmentInfo(open.now()), ...pieces] : pieces);
      } catch (error) {
        // Half a look would end the file: what follows it could not be told from it.
        if (file !== null) ftruncateSync(file.fd, bytes);
        throw new WorldError(`could not write what was just seen to ${open.folder}/incoming: ${reasonOf(error)}. It is lost; make room`, {
          cause: error,
        });
      }
      looks++;
    },
    looks: () => looks,
    bytes: () => bytes,
    finish() {
      if (file === null) return null;
      const { fd, part } = file;
      file = null;
      try {
        fsyncSync(fd);
      } catch (error) {
        rmSync(part, { force: true });
        throw new WorldError(`could not write ${part}: ${reasonOf(error)}. The looks of this segment are lost; make room`, {
          cause: error,
        });
      } finally {
        closeSync(fd);
      }
      return { ...digestAt(part), part };
    },
  };
}

function digestAt(part: string): Omit<Incoming, 'part'> {
  const fd = openSync(part, 'r');
  try {
    return digestFile(fd, null, () => {});
  } finally {
    closeSync(fd);
  }
}

/**
 * A watch that was killed between moving a segment into evidence and logging it leaves a file that no entry names: never
 * acknowledged, kept aside, and the log says so. Before anything of this case is watched again.
 */
export function setStraysAside(open: OpenCase): void {
  const folder = dirname(join(open.folder, originalPath('0'.repeat(64), WATCH_FORMAT)));
  if (!existsSync(folder)) return;
  record(open, 'set-aside', () => {
    const watched = open.db.sources().filter(({ format }) => format === WATCH_FORMAT);
    const logged = new Set(watched.map(({ digest, format }) => basename(originalPath(digest, format))));
    const strays = readdirSync(folder).filter((name) => !logged.has(name));
    if (strays.length === 0) return null;
    const aside = join(open.folder, 'set-aside');
    mkdirSync(aside, { recursive: true, mode: 0o700 });
    for (const name of strays) renameSync(join(folder, name), join(aside, name));
    syncFolder(aside);
    syncFolder(folder);
    return { names: strays, why: 'segments of a watch that was cut before it logged them: never acknowledged' };
  });
}

const NO_OPTIONS = { platform: null, channel: null, zone: null, map: null };

/**
 * Acknowledges a segment: on return its looks are in evidence and in the custody log, and will be read into the lake whatever
 * happens now. Null where nothing was seen. `WorldError` where the case cannot be written; then its looks are lost.
 */
export function sealSegment(open: OpenCase, segment: Segment): LogEntry | null {
  const incoming = segment.finish();
  if (incoming === null) return null;
  const name = `watch-${formatTime(open.now()).replace(/[-:]|\.\d+/g, '')}.warc.gz`;
  const body: ImportBody = { files: [digestedOf(incoming)], name, format: WATCH_FORMAT, options: NO_OPTIONS };
  return record(open, 'watch', () => body, incoming);
}
