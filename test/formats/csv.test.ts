import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addLine, endRows, type OpenRow, sniffDelimiter, splitCsv } from '../../src/formats/csv.ts';

function rowsOf(text: string, delimiter = ',') {
  const rows: { cells: string[]; reason: string | null }[] = [];
  let open: OpenRow | null = null;
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const added = addLine(open, { number: i + 1, offset: 0, length: line.length, text: line, flaw: null, ended: true }, delimiter);
    rows.push(...added.rows);
    open = added.open;
  }
  return [...rows, ...endRows(open, delimiter)];
}

describe('csv', () => {
  it('agrees with an independent parser on every well-formed table', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'ب', '"', ',', ';', '\n', ' ', '1'), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }), (table) => {
        const quote = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
        const text = table.map((row) => row.map(quote).join(',')).join('\n');
        const theirs = parse(text, { relax_column_count: true, skip_empty_lines: false });
        expect(rowsOf(text).map((row) => row.cells)).toEqual(table);
        expect(theirs).toEqual(table);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps quotes inside bare and sloppy cells', () => {
    expect(splitCsv('a 5" disk,"he said "no" twice",', ',').cells).toEqual(['a 5" disk', 'he said "no" twice', '']);
  });

  it('loses one row, not the file, where a quote never closes', () => {
    const text = ['1,"open', ...Array.from({ length: 500 }, (_, i) => `${i},x`)].join('\n');
    const rows = rowsOf(text);
    expect(rows).toHaveLength(501);
    expect(rows[0]?.reason).toMatch(/never closed/);
    expect(rows.slice(1).every((row) => row.reason === null && row.cells.length === 2)).toBe(true);
    expect(rowsOf('a,"b\nc,d').map((row) => row.cells)).toEqual([[], ['c', 'd']]);
  });

  it('costs little where every line opens a quote', () => {
    const rows = rowsOf(Array.from({ length: 2000 }, () => 'a,"b').join('\n'));
    expect(rows.length).toBeGreaterThan(900);
  });

  it.each([
    ['a,b;c,d', ','],
    ['a;b;c', ';'],
    ['a\tb', '\t'],
    ['"x;y;z",b', ','],
    ['alone', ','],
  ])('takes the delimiter of %j', (header, delimiter) => {
    expect(sniffDelimiter(header)).toBe(delimiter);
  });
});
