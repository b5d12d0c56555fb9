import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect } from 'vitest';
import type { Observation } from '../../src/model/observation.ts';
import type { Chunk, FileHead, FileReader, OpenBytes, Problem, ReadOptions, Resume } from '../../src/model/reader.ts';

/** Reads bytes with a reader in tests, cut in any way. */

export interface Outcome {
  records: Observation[];
  places: number[];
  problems: Problem[];
  hints: string[];
  chunks: Chunk[];
}

/** Pieces of `size` bytes in one buffer that is used again, as the contract allows. */
export function openBytes(bytes: Uint8Array, size: number): OpenBytes {
  return async function* (offset) {
    const shared = Buffer.alloc(Math.min(size, Math.max(bytes.length, 1)));
    for (let at = offset; at < bytes.length; at += size) {
      const piece = bytes.subarray(at, at + size);
      shared.set(piece);
      yield shared.subarray(0, piece.length);
    }
  };
}

export function options(given: Partial<ReadOptions> = {}): ReadOptions {
  return { name: 'file', platform: null, channel: null, zone: null, map: null, ...given };
}

export async function readBytes(
  reader: FileReader,
  bytes: Uint8Array | string,
  given: Partial<ReadOptions> = {},
  size = 1 << 20,
  resume: Resume | null = null,
): Promise<Outcome> {
  const outcome: Outcome = { records: [], places: [], problems: [], hints: [], chunks: [] };
  for await (const chunk of reader.read(openBytes(Buffer.from(bytes), size), options(given), resume)) {
    expect(chunk.places.length).toBe(chunk.records.length);
    outcome.records.push(...chunk.records);
    outcome.places.push(...chunk.places);
    outcome.problems.push(...chunk.problems);
    for (const hint of chunk.hints) if (!outcome.hints.includes(hint)) outcome.hints.push(hint);
    outcome.chunks.push(chunk);
  }
  return outcome;
}

export function readFile(reader: FileReader, path: string, given: Partial<ReadOptions> = {}): Promise<Outcome> {
  return readBytes(reader, readFileSync(path), { name: basename(path), ...given });
}

/** However the bytes are cut, and from whatever chunk reading goes on: the same records, places and problems. */
export async function expectSameHoweverCut(
  reader: FileReader,
  bytes: Uint8Array | string,
  given: Partial<ReadOptions>,
  sizes: number[],
): Promise<Outcome> {
  const whole = await readBytes(reader, bytes, given);
  for (const size of sizes) {
    const cut = await readBytes(reader, bytes, given, size);
    expect(pick(cut)).toEqual(pick(whole));
    for (const [i, chunk] of cut.chunks.entries()) {
      // State is stored as JSON between two runs.
      const resume: Resume = JSON.parse(JSON.stringify({ offset: chunk.end, state: chunk.state }));
      const rest = await readBytes(reader, bytes, given, size + 1, resume);
      const later = cut.chunks.slice(i + 1);
      expect(rest.records).toEqual(later.flatMap((next) => next.records));
      expect(rest.places).toEqual(later.flatMap((next) => next.places));
      expect(rest.problems).toEqual(later.flatMap((next) => next.problems));
    }
  }
  return whole;
}

function pick({ records, places, problems }: Outcome) {
  return { records, places, problems };
}

export function headOf(bytes: Uint8Array | string, name = 'file'): FileHead {
  const all = Buffer.from(bytes);
  const start = all.subarray(0, 65_536);
  return { name, bytes: start, text: start.toString('utf8'), whole: all.length <= 65_536 };
}

/** How many records there are of each type, sightings by status. */
export function tally(records: Observation[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const record of records) {
    const key = record.type === 'sighting' ? `sighting ${record.status}` : record.type;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
