import type { Line } from '../text/lines.ts';

/** Which cells stand in a line of CSV, and is its last one still open? Quotes as in RFC 4180; a quote inside a bare cell is kept. */

interface CsvLine {
  cells: string[];
  /** The text so far of a quoted cell that goes on in the next line; null where the row ends here. */
  open: string | null;
}

/** `before`: the line before, where it left a cell open. */
export function splitCsv(text: string, delimiter: string, before: CsvLine | null = null): CsvLine {
  const cells = before === null ? [] : [...before.cells];
  let carried = before?.open ?? null;
  let at = 0;
  for (;;) {
    if (carried === null && text[at] !== '"') {
      const end = text.indexOf(delimiter, at);
      cells.push(end < 0 ? text.slice(at) : text.slice(at, end));
      if (end < 0) return { cells, open: null };
      at = end + 1;
      continue;
    }
    const quoted: Quoted = carried === null ? readQuoted(text, at + 1, delimiter) : readQuoted(text, at, delimiter);
    const cell: string = carried === null ? quoted.cell : `${carried}\n${quoted.cell}`;
    carried = null;
    if (quoted.open) return { cells, open: cell };
    cells.push(cell);
    if (quoted.end >= text.length) return { cells, open: null };
    at = quoted.end + 1;
  }
}

interface Quoted {
  cell: string;
  /** Where its delimiter stands, or the text's length. */
  end: number;
  open: boolean;
}

/** A quoted cell from after its quote. */
function readQuoted(text: string, from: number, delimiter: string): Quoted {
  let cell = '';
  let at = from;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { cell: cell + text.slice(at), end: text.length, open: true };
    cell += text.slice(at, quote);
    const next = text[quote + 1];
    if (next === '"') {
      cell += '"';
      at = quote + 2;
    } else if (next === undefined || next === delimiter) {
      return { cell, end: quote + 1, open: false };
    } else {
      // A quote that neither closes nor doubles is somebody's inch sign.
      cell += '"';
      at = quote + 1;
    }
  }
}

/** The delimiter that splits a header line into most cells: comma, semicolon or tab. */
export function sniffDelimiter(header: string): string {
  const counted = [',', ';', '\t'].map((delimiter) => ({ delimiter, cells: splitCsv(header, delimiter).cells.length }));
  return counted.reduce((best, next) => (next.cells > best.cells ? next : best)).delimiter;
}

/** A row of one or more lines; `reason` where it could not be put together. */
export interface CsvRow {
  first: Line;
  cells: string[];
  reason: string | null;
}

/** A cell of more lines than this was never closed: better to lose one row than to swallow the rest of the file. */
const MAX_LINES = 200;

/** The lines of a row whose last cell is still open. */
export interface OpenRow {
  lines: Line[];
  split: CsvLine;
}

/**
 * Adds a line: the rows that it completes (mostly one), and what stays open. A row whose quote never closes becomes a row
 * with a reason, and reading goes on with the line after its first.
 */
export function addLine(open: OpenRow | null, line: Line, delimiter: string): { rows: CsvRow[]; open: OpenRow | null } {
  const split = splitCsv(line.text, delimiter, open?.split ?? null);
  const lines = [...(open?.lines ?? []), line];
  if (split.open === null) return { rows: [{ first: lines[0] ?? line, cells: split.cells, reason: null }], open: null };
  return lines.length <= MAX_LINES ? { rows: [], open: { lines, split } } : giveUp(lines, delimiter);
}

/** The rows that the end of the file leaves, where a cell is still open. */
export function endRows(open: OpenRow | null, delimiter: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let left = open;
  while (left !== null) {
    const given = giveUp(left.lines, delimiter);
    rows.push(...given.rows);
    left = given.open;
  }
  return rows;
}

function giveUp([first, ...rest]: Line[], delimiter: string): { rows: CsvRow[]; open: OpenRow | null } {
  const rows: CsvRow[] = first === undefined ? [] : [{ first, cells: [], reason: 'a quote is opened in this row and never closed' }];
  let open: OpenRow | null = null;
  for (const line of rest) {
    const added = addLine(open, line, delimiter);
    rows.push(...added.rows);
    open = added.open;
  }
  return { rows, open };
}
