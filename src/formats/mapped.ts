import type { Profile } from '../model/observation.ts';
import type { Chunk, FileReader, OpenBytes, ReadOptions, Resume } from '../model/reader.ts';
import { type JsonElement, jsonElements } from '../text/json-elements.ts';
import { parseJson } from '../text/json-values.ts';
import { addLineProblem, addObservation, addRecord, chunkOf, type Draft, emptyDraft, lineChunks } from '../text/line-chunks.ts';
import { isObject } from './checks.ts';
import { type Row, type RowReader, rowReader } from './mapped-row.ts';
import { readTable } from './mapped-table.ts';
import { mappingsOf } from './mapping.ts';

/** Reads any CSV or JSON through a mapping file that says which column is which field of the neutral format. */
export const mapped: FileReader = {
  format: 'mapped',
  summary: 'any CSV or JSON, read through a mapping file (--map)',
  // Nothing in a foreign table says that it is meant for us: the mapping file does.
  recognise: () => 0,
  read,
};

async function* read(open: OpenBytes, options: ReadOptions, resume: Resume | null): AsyncGenerator<Chunk> {
  const { mappings, records } = mappingsOf(options.map);
  const readRow = rowReader(mappings, options);
  if (records.kind === 'lines') yield* readLines(open, resume, readRow);
  else if (records.kind === 'array') yield* readArray(open, resume, records.path, readRow);
  else {
    const sign = await firstSign(open);
    if (sign === '[') yield* readArray(open, resume, '', readRow);
    else if (sign === '{') yield* readLines(open, resume, readRow);
    else yield* readTable(open, resume, mappings, readRow);
  }
}

/** The first character that is no white space: a list and an object begin with theirs, a table with a column's name. */
async function firstSign(open: OpenBytes): Promise<string> {
  for await (const piece of open(0)) {
    const sign = /[^\s\uFEFF]/.exec(Buffer.from(piece).toString('utf8'))?.[0];
    if (sign !== undefined) return sign;
  }
  return '';
}

function readLines(open: OpenBytes, resume: Resume | null, readRow: RowReader): AsyncIterable<Chunk> {
  return lineChunks(open, resume, (line, draft) => {
    const parsed = parseJson(line.text);
    const reads = parsed.ok ? readRow(pointed(parsed.value)) : [line.ended ? parsed.reason : 'the file ends within this record'];
    for (const read of reads) {
      if (typeof read === 'string') addLineProblem(draft, line, read);
      else addObservation(draft, read, line.offset);
    }
  });
}

/** The profile read last, without its time: lists of posts repeat it with every post. Kept from chunk to chunk. */
interface LastProfile {
  said: string | null;
}

async function* readArray(open: OpenBytes, resume: Resume | null, path: string, readRow: RowReader): AsyncGenerator<Chunk> {
  const saved = isObject(resume?.state) ? resume.state : null;
  const last: LastProfile = { said: typeof saved?.['profile'] === 'string' ? saved['profile'] : null };
  const from = resume === null ? null : { offset: resume.offset, state: saved?.['inner'] ?? null };
  let found = resume !== null;
  for await (const batch of jsonElements(open(resume?.offset ?? 0), [path], from)) {
    const draft = emptyDraft();
    for (const element of batch.elements) addElement(draft, element, readRow, last);
    for (const problem of batch.problems) draft.problems.push({ ...problem, where: null });
    found ||= draft.records.length + draft.problems.length > 0;
    yield chunkOf(draft, batch.offset, { inner: batch.state, profile: last.said });
  }
  if (found) return;
  const draft = emptyDraft();
  draft.hints.push(
    `there is no record in the array ${path === '' ? 'that the file is' : `"${path}"`}: check "records" in the mapping file`,
  );
  yield chunkOf(draft, 0, null);
}

function addElement(draft: Draft, { flaw, text, offset }: JsonElement, readRow: RowReader, last: LastProfile): void {
  const parsed = flaw === null ? parseJson(text) : { ok: false as const, reason: flaw };
  for (const read of parsed.ok ? readRow(pointed(parsed.value)) : [parsed.reason]) {
    if (typeof read === 'string') draft.problems.push({ place: offset, where: null, reason: read, excerpt: text.slice(0, 200) });
    else if (read.type !== 'profile' || isNews(read, last)) addRecord(draft, read, offset);
  }
}

function isNews(profile: Profile, last: LastProfile): boolean {
  const said = JSON.stringify({ ...profile, observedAt: null });
  const news = said !== last.said;
  last.said = said;
  return news;
}

/** A row whose names are JSON pointers, or bare names of the object's own fields. */
function pointed(value: unknown): Row {
  return (name) => {
    if (!name.startsWith('/')) return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    let at = value;
    for (const part of name.slice(1).split('/')) {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
      if (Array.isArray(at)) at = at[Number(key)];
      else if (isObject(at) && Object.hasOwn(at, key)) at = at[key];
      else return undefined;
    }
    return at;
  };
}
