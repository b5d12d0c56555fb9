import type { FileHead, FileReader } from '../model/reader.ts';
import { parseJson } from '../text/json-values.ts';
import { addHint, addLineProblem, addRecord, type Draft, lineChunks } from '../text/line-chunks.ts';
import type { Line } from '../text/lines.ts';
import { isObject } from './checks.ts';
import { observationReader, type RecordReader } from './observation-record.ts';

/** Reads the neutral observations, version 1: NDJSON, one record a line, as any scraper or researcher can write it. */
export const observations: FileReader = {
  format: 'observations',
  summary: 'neutral observations, NDJSON with a type on every line (profile, sighting, post, dispute, event, assertion)',
  recognise,
  read(open, options, resume) {
    const recordOf = observationReader(options);
    const zoneHint = options.zone === null;
    return lineChunks(open, resume, (line, draft) => readLine(line, draft, recordOf, zoneHint));
  },
};

// A lone surrogate, which no store can hold, can only stand in a line as such an escape.
const HALF_PAIR = /\\u[dD][89a-fA-F]/;

function readLine(line: Line, draft: Draft, recordOf: RecordReader, zoneHint: boolean): void {
  let read = line.text.includes('\\u') && HALF_PAIR.test(line.text) ? carefully(line, recordOf) : quickly(line, recordOf);
  // What fails is read again with care, since an id of 17 digits or a control character written as \x1B is no fault.
  if (typeof read === 'string') read = carefully(line, recordOf);
  if (typeof read === 'string') {
    addLineProblem(draft, line, read);
    return;
  }
  if (zoneHint && read.type === 'post' && read.when.by - read.when.after === UNKNOWN_ZONE_MS) addHint(draft, ZONE_HINT);
  addRecord(draft, read, line.offset);
}

const UNKNOWN_ZONE_MS = 26 * 3_600_000;
const ZONE_HINT = 'some posts have a time without a zone, so it is known only within 26 hours: name their zone with --zone';

function quickly(line: Line, recordOf: RecordReader) {
  let json: unknown;
  try {
    json = JSON.parse(line.text);
  } catch {
    return 'it is not valid JSON';
  }
  return recordOf(json);
}

function carefully(line: Line, recordOf: RecordReader) {
  const parsed = parseJson(line.text);
  if (parsed.ok) return recordOf(parsed.value);
  return line.ended ? parsed.reason : 'the file ends within this record';
}

const TYPES = new Set(['profile', 'sighting', 'post', 'dispute', 'event', 'assertion']);

/** Certain where the first record has a type of ours, probable where a later line of the head has. */
function recognise(head: FileHead): number {
  const lines = head.text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  if (lines[0]?.trimStart()[0] !== '{') return 0;
  const cut = head.whole ? lines.length : lines.length - 1;
  const ours = lines.slice(0, Math.min(cut, 20)).filter(isOurs).length;
  if (ours > 0) return ours === Math.min(cut, 20) ? 1 : 0.8;
  // One record longer than the head: its type usually stands first.
  return cut === 0 && /^\s*\{\s*"type"\s*:\s*"(?:profile|sighting|post|dispute|event|assertion)"/.test(lines[0]) ? 0.9 : 0;
}

function isOurs(line: string): boolean {
  const parsed = parseJson(line);
  return parsed.ok && isObject(parsed.value) && typeof parsed.value['type'] === 'string' && TYPES.has(parsed.value['type']);
}
