import { UserError } from '../model/errors.ts';
import type { Chunk, OpenBytes, Resume } from '../model/reader.ts';
import { addLineProblem, addObservation, chunkOf, type Draft, emptyDraft } from '../text/line-chunks.ts';
import { type Line, lineBatches } from '../text/lines.ts';
import { isObject } from './checks.ts';
import { addLine, type CsvRow, endRows, type OpenRow, sniffDelimiter, splitCsv } from './csv.ts';
import type { RowReader } from './mapped-row.ts';
import type { Mapping } from './mapping.ts';

/** How does a table of any length become observations, row by row, through a mapping? */

/** What a table needs to go on: its delimiter and header stand only at its start. */
interface Table {
  delimiter: string;
  header: string[];
}

function savedTable(resume: Resume | null): (Table & { line: number }) | null {
  const state = resume?.state;
  if (!isObject(state) || typeof state['delimiter'] !== 'string' || typeof state['line'] !== 'number' || !Array.isArray(state['header']))
    return null;
  return { line: state['line'], delimiter: state['delimiter'], header: state['header'].map(String) };
}

const CHUNK_LINES = 1000;

export async function* readTable(open: OpenBytes, resume: Resume | null, mappings: Mapping[], readRow: RowReader): AsyncGenerator<Chunk> {
  const saved = savedTable(resume);
  const from = { offset: resume?.offset ?? 0, number: saved?.line ?? 1 };
  const table = startTable(saved, mappings, readRow);
  let draft = emptyDraft();
  let count = 0;
  for await (const batch of lineBatches(open(from.offset), from)) {
    let next = 0;
    for (const line of batch.lines) {
      next++;
      from.offset = batch.lines[next]?.offset ?? batch.offset;
      from.number = line.number + 1;
      const atRowEnd = table.add(line, draft);
      if (++count < CHUNK_LINES || !atRowEnd) continue;
      yield chunkOf(draft, from.offset, table.state(from.number));
      draft = emptyDraft();
      count = 0;
    }
  }
  table.end(draft);
  if (count > 0) yield chunkOf(draft, from.offset, table.state(from.number));
}

/** A table being read: its first line that is not blank is the header. `add` tells whether a row ends with this line. */
function startTable(saved: Table | null, mappings: Mapping[], readRow: RowReader) {
  let table: Table | null = saved === null ? null : { delimiter: saved.delimiter, header: saved.header };
  let open: OpenRow | null = null;
  const addRows = (rows: CsvRow[], header: string[], draft: Draft): void => {
    for (const row of rows) addRow(draft, row, header, readRow);
  };
  return {
    add(line: Line, draft: Draft): boolean {
      if (line.flaw !== null) addLineProblem(draft, line, line.flaw);
      else if (table !== null) {
        const added = addLine(open, line, table.delimiter);
        open = added.open;
        addRows(added.rows, table.header, draft);
      } else if (line.text.trim() !== '') table = headerOf(line.text, mappings);
      return open === null;
    },
    end(draft: Draft): void {
      if (table !== null) addRows(endRows(open, table.delimiter), table.header, draft);
    },
    state: (line: number) => (table === null ? { line } : { ...table, line }),
  };
}

/** The header's columns. A mapping that names a column which is not there is the user's mistake, told before any row is read. */
function headerOf(text: string, mappings: Mapping[]): Table {
  const delimiter = sniffDelimiter(text);
  const header = splitCsv(text, delimiter).cells.map((cell) => cell.trim());
  for (const mapping of mappings) {
    const sources = [...mapping.fields.entries(), ...mapping.only.map(({ source }) => ['only', source] as const)];
    for (const [field, source] of sources) {
      const absent = source.names.find((name) => !header.includes(name));
      if (absent !== undefined)
        throw new UserError(
          `mapping: ${field} takes column "${absent}", which the file does not have: its columns are ${header.join(', ')}`,
        );
    }
  }
  return { delimiter, header };
}

function addRow(draft: Draft, { first, cells, reason }: CsvRow, header: string[], readRow: RowReader): void {
  if (reason !== null) addLineProblem(draft, first, reason);
  else if (cells.length === 1 && cells[0]?.trim() === '') return;
  else if (cells.length !== header.length)
    addLineProblem(draft, first, `the row has ${cells.length} cells and the header ${header.length}`);
  else {
    for (const read of readRow((name) => cells[header.indexOf(name)])) {
      if (typeof read === 'string') addLineProblem(draft, first, read);
      else addObservation(draft, read, first.offset);
    }
  }
}
