/** What a brief consists of, before it is HTML or Markdown: blocks of inline parts, each part knowing whose words it holds. */

import type { Direction } from '../figures/foreign.ts';
import type { Markup } from '../figures/markup.ts';
import type { Look } from '../figures/texture.ts';
import type { Ms } from '../model/observation.ts';

/** A number and the evidence note that says where it comes from. No number without one. */
export interface Count {
  n: number;
  note: number;
}

export type Inline =
  /** Our own words. */
  | { is: 'text'; text: string }
  /** Anybody else's: shown isolated, with invisible characters made visible. `whole` is what a shortened form stands for. */
  | { is: 'foreign'; text: string; direction: Direction; look: 'plain' | 'code'; whole: string | null }
  | { is: 'time'; at: Ms; shown: string; direction: Direction }
  /** A number in our words; the note is left out in tables, which carry one for all cells. */
  | { is: 'counted'; text: string; note: number | null }
  | { is: 'note'; note: number }
  | { is: 'state'; fill: Look; text: string }
  | { is: 'strong'; parts: readonly Inline[] }
  | { is: 'break' };

export type Said = readonly Inline[];

export interface Column {
  title: Said;
  numeric: boolean;
}

export type Block =
  | { is: 'heading'; parts: Said }
  | { is: 'paragraph'; parts: Said; faint: boolean }
  | { is: 'list'; items: readonly Said[] }
  | { is: 'terms'; items: readonly { term: string; parts: Said }[] }
  | { is: 'table'; caption: Said; note: number; columns: readonly Column[]; rows: readonly (readonly Said[])[] }
  | { is: 'figure'; svg: Markup; caption: Said; note: number };

export interface Section {
  id: string;
  title: string;
  blocks: readonly Block[];
}

/** Tagged template for whole sentences: the literal parts are our words, values are inline parts, never plain text from outside. */
export function say(literals: TemplateStringsArray, ...values: (Inline | Said)[]): Said {
  return literals.flatMap((literal, i): readonly Inline[] => {
    const value = values[i - 1];
    const before = value === undefined ? [] : isPart(value) ? [value] : value;
    return literal === '' ? before : [...before, { is: 'text', text: literal }];
  });
}

function isPart(value: Inline | Said): value is Inline {
  return 'is' in value;
}

export function text(words: string): Said {
  return [{ is: 'text', text: words }];
}

export function paragraph(parts: Said): Block {
  return { is: 'paragraph', parts, faint: false };
}

export function remark(parts: Said): Block {
  return { is: 'paragraph', parts, faint: true };
}

export function column(title: string): Column {
  return { title: text(title), numeric: false };
}

export function numbers(title: string): Column {
  return { title: text(title), numeric: true };
}
