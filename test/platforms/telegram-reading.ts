import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Observation, Post, Profile, Sighting } from '../../src/model/observation.ts';
import type { Chunk, FileHead, FileReader, OpenBytes, ReadOptions, Resume } from '../../src/model/reader.ts';

/** How the tests of Telegram's readers open, read and cut files. */

export const FIXTURES = join(import.meta.dirname, '../fixtures/telegram');

export interface ReadAll {
  chunks: Chunk[];
  records: Observation[];
  places: number[];
  posts: Post[];
  profiles: Profile[];
  sightings: Sighting[];
  problems: Chunk['problems'];
  hints: string[];
}

export function openFile(path: string, piece = 65536): OpenBytes {
  return (offset) => createReadStream(path, { start: offset, highWaterMark: piece });
}

export function openText(text: string | Uint8Array, piece = 65536): OpenBytes {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return async function* (offset) {
    const shared = Buffer.alloc(piece);
    for (let at = offset; at < bytes.length; at += piece) {
      const next = bytes.subarray(at, at + piece);
      shared.set(next);
      yield shared.subarray(0, next.length);
    }
  };
}

export async function readAll(
  reader: FileReader,
  open: OpenBytes,
  options: Partial<ReadOptions> = {},
  resume: Resume | null = null,
): Promise<ReadAll> {
  const all: ReadAll = { chunks: [], records: [], places: [], posts: [], profiles: [], sightings: [], problems: [], hints: [] };
  const whole: ReadOptions = { name: 'result.json', platform: null, channel: null, zone: null, map: null, ...options };
  for await (const chunk of reader.read(open, whole, resume)) {
    all.chunks.push(chunk);
    all.records.push(...chunk.records);
    all.places.push(...chunk.places);
    all.problems.push(...chunk.problems);
    all.hints.push(...chunk.hints);
  }
  for (const record of all.records) {
    if (record.type === 'post') all.posts.push(record);
    else if (record.type === 'profile') all.profiles.push(record);
    else if (record.type === 'sighting') all.sightings.push(record);
  }
  return all;
}

export function headOf(content: string | Uint8Array, name = 'file'): FileHead {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const start = bytes.subarray(0, 65536);
  return { name, bytes: start, text: new TextDecoder().decode(start), whole: bytes.length <= 65536 };
}

export async function headOfFile(path: string): Promise<FileHead> {
  return headOf(await readFile(path), path.split('/').at(-1));
}
