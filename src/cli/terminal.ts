import type { Block, Column } from '../verbs/verb.ts';

/** People's output on a terminal: tables that fit the window, and nothing in them that the terminal would obey. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const OBEYED = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu;

/** Control and direction characters as visible marks: `‹U+202E›`. What is told of a text must not change how it is told. */
export function visible(text: string): string {
  return text.replace(OBEYED, (char) => `‹U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`);
}

const ZERO = /[\p{Mn}\p{Me}\u200b-\u200d\u00ad]/u;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  let width = 0;
  for (const char of text) width += ZERO.test(char) ? 0 : WIDE.test(char) ? 2 : 1;
  return width;
}

/** Cut to `width` columns, with … where something is missing. */
export function fitted(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let out = '';
  let used = 0;
  for (const char of text) {
    const more = widthOf(char);
    if (used + more > width - 1) break;
    out += char;
    used += more;
  }
  return `${out}…`;
}

/** All blocks as lines. `columns` is the window's width; null where the output is no terminal: nothing is cut then. */
export function render(blocks: readonly Block[], columns: number | null): string {
  const parts: string[] = [];
  for (const block of blocks) {
    if (block.kind === 'text') parts.push(block.text.split('\n').map(visible).join('\n'));
    else if (block.rows.length > 0) parts.push(table(block.columns, block.rows, columns));
    else if (block.empty !== '') parts.push(visible(block.empty));
  }
  return parts.length === 0 ? '' : `${parts.join('\n')}\n`;
}

const GAP = '  ';
const NARROWEST = 12;

function table(columns: readonly Column[], rows: readonly (readonly string[])[], window: number | null): string {
  const cells = rows.map((row) => row.map(visible));
  const widths = columns.map((column, i) => Math.max(widthOf(column.title), ...cells.map((row) => widthOf(row[i] ?? ''))));
  if (window !== null) shrink(columns, widths, window);
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => {
        const width = widths[i] ?? 0;
        const text = window === null ? cell : fitted(cell, width);
        const space = ' '.repeat(Math.max(0, width - widthOf(text)));
        return columns[i]?.right === true ? space + text : text + space;
      })
      .join(GAP)
      .trimEnd();
  return [line(columns.map((column) => column.title)), ...cells.map(line)].join('\n');
}

function shrink(columns: readonly Column[], widths: number[], window: number): void {
  let over = widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1) - window;
  while (over > 0) {
    let widest = -1;
    for (let i = 0; i < widths.length; i++) {
      if (columns[i]?.shrink === true && (widths[i] ?? 0) > NARROWEST && (widest < 0 || (widths[i] ?? 0) > (widths[widest] ?? 0)))
        widest = i;
    }
    if (widest < 0) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
    over--;
  }
}
