import type { Observation, Profile } from '../model/observation.ts';
import type { Chunk, OpenBytes, Problem, Resume } from '../model/reader.ts';
import { type Line, lineBatches } from './lines.ts';

/**
 * How does a file of one record a line become chunks? The part that all such readers share: places, problems, resuming.
 * A chunk ends after a fixed number of lines or bytes, however the stream was cut, so every run makes the same chunks.
 */

// Few enough that a chunk dies young: records kept longer are copied by the garbage collector, which costs more than parsing them.
const CHUNK_LINES = 1000;
const CHUNK_BYTES = 8 * 1024 * 1024;

/** A chunk under construction: what a line reader adds to. */
export interface Draft {
  records: Observation[];
  places: number[];
  problems: Problem[];
  hints: string[];
  /** The last profile of each channel, without its time: many formats repeat it with every post. */
  profiles: Map<string, string>;
}

export function emptyDraft(): Draft {
  return { records: [], places: [], problems: [], hints: [], profiles: new Map() };
}

/** The draft as a chunk that ends at `end`. */
export function chunkOf({ records, places, problems, hints }: Draft, end: number, state: unknown): Chunk {
  return { records, places, problems, hints, end, state };
}

/** Adds a record that begins at the byte offset `place`. */
export function addRecord(draft: Draft, record: Observation, place: number): void {
  draft.records.push(record);
  draft.places.push(place);
}

/** Adds a profile, unless the chunk's last one of this channel says the same. */
export function addProfile(draft: Draft, profile: Profile, place: number): void {
  const said = JSON.stringify({ ...profile, observedAt: null });
  if (draft.profiles.get(profile.channel) === said) return;
  draft.profiles.set(profile.channel, said);
  addRecord(draft, profile, place);
}

/** Adds any record; a profile only if it is new. */
export function addObservation(draft: Draft, record: Observation, place: number): void {
  if (record.type === 'profile') addProfile(draft, record, place);
  else addRecord(draft, record, place);
}

/** Adds what a person should know, once in this chunk. */
export function addHint(draft: Draft, hint: string): void {
  if (!draft.hints.includes(hint)) draft.hints.push(hint);
}

/** Says why a line could not be read. */
export function addLineProblem(draft: Draft, line: Line, reason: string): void {
  draft.problems.push({ place: line.offset, where: `line ${line.number}`, reason, excerpt: line.text.slice(0, 200) });
}

/**
 * Calls `read` for every sound line that is not blank; flawed lines become problems. `read` adds what it finds to the draft,
 * which is a new one for each chunk. It must depend on nothing but the line and the draft, or resuming would differ.
 */
export async function* lineChunks(open: OpenBytes, resume: Resume | null, read: (line: Line, draft: Draft) => void): AsyncGenerator<Chunk> {
  const from = { offset: resume?.offset ?? 0, number: lineNumber(resume) };
  let draft = emptyDraft();
  let lines = 0;
  let bytes = 0;
  for await (const batch of lineBatches(open(from.offset), from)) {
    // Counted by hand: an iterator of pairs would make an array for every line.
    let next = 0;
    for (const line of batch.lines) {
      next++;
      if (line.flaw !== null) addLineProblem(draft, line, line.flaw);
      else if (line.text.trim() !== '') read(line, draft);
      bytes += line.length;
      if (++lines < CHUNK_LINES && bytes < CHUNK_BYTES) continue;
      yield chunkOf(draft, batch.lines[next]?.offset ?? batch.offset, { line: line.number + 1 });
      draft = emptyDraft();
      lines = 0;
      bytes = 0;
    }
    from.offset = batch.offset;
    from.number = batch.number;
  }
  if (lines > 0) yield chunkOf(draft, from.offset, { line: from.number });
}

function lineNumber(resume: Resume | null): number {
  const state = resume?.state;
  if (typeof state !== 'object' || state === null || !('line' in state)) return 1;
  return typeof state.line === 'number' ? state.line : 1;
}
