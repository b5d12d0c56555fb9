/** What was imported, and in which file each thing came. */

import { type Block, column, numbers, paragraph, type Said, type Section, text } from '../document.ts';
import type { BriefSource } from '../input.ts';
import { cell } from '../numbers.ts';
import { digestOf, foreign, type View } from '../view.ts';

export function importedSection(view: View): Section {
  const { words, input } = view;
  return {
    id: 'imported',
    title: words.sections.imported,
    blocks: [...(input.sources.length === 0 ? [paragraph(words.header.empty)] : [filesTable(view)]), ...tablesTable(view), ...hints(view)],
  };
}

/** Counts over files lead to the entries of those files. */
export function filesNote(view: View, rule: 'files' | 'records' | 'problems'): number {
  const sources = view.input.sources.filter((source) => rule !== 'problems' || source.bad > 0);
  return view.notes.note(rule, () => ({ rule: view.words.notes.rules[rule], records: sources.map((source) => sourceLine(view, source)) }));
}

function sourceNote(view: View, source: BriefSource): number {
  return view.notes.note(`source ${source.entry}`, () => ({ rule: sourceLine(view, source), records: [] }));
}

/** The digest in full, so that it also stands on paper. */
function sourceLine(view: View, { entry, digest }: BriefSource): Said {
  return view.words.notes.source(view.id(String(entry)), foreign(digest.replace(/^sha256:/, ''), 'code'));
}

function filesTable(view: View): Block {
  const { words, input } = view;
  const c = words.columns;
  const named = view.audience !== 'public';
  const rows = input.sources.map((source): readonly Said[] => [
    [view.id(String(source.entry))],
    ...(named ? [[foreign(source.file, 'code')]] : []),
    [view.id(source.format)],
    [digestOf(source.digest)],
    cell(source.size),
    cell(source.records),
    cell(source.fresh),
    cell(source.repeated),
    cell(source.bad),
    view.cellTime(source.importedAt),
    [{ is: 'note', note: sourceNote(view, source) }],
  ]);
  return {
    is: 'table',
    caption: words.imported.caption,
    note: filesNote(view, 'files'),
    columns: [
      column(c.entry),
      ...(named ? [column(c.file)] : []),
      column(c.format),
      column('SHA-256'),
      numbers(c.bytes),
      numbers(c.records),
      numbers(c.fresh),
      numbers(c.repeated),
      numbers(c.bad),
      column(c.importedAt),
      column(c.evidence),
    ],
    rows,
  };
}

function tablesTable(view: View): Block[] {
  const { words, input } = view;
  // That there are disputes is itself a judgement about somebody; all signposts together would tell the few that are left out.
  const shown = input.records.filter(
    ({ table, rows }) => rows > 0 && !(view.audience === 'public' && ['disputes', 'signposts'].includes(table)),
  );
  if (shown.length === 0) return [];
  return [
    {
      is: 'table',
      caption: words.imported.tables,
      note: filesNote(view, 'records'),
      columns: [column(words.columns.table), numbers(words.columns.rows)],
      rows: shown.map(({ table, rows }) => [
        Object.hasOwn(words.tables, table) ? text(words.tables[table] ?? table) : [view.named(table)],
        cell(rows),
      ]),
    },
  ];
}

/** Readers remark on names and zones of files, so the public does not see them. */
function hints(view: View): Block[] {
  const { words, input } = view;
  const said = [...new Set(input.sources.flatMap((source) => source.hints))];
  if (said.length === 0 || view.audience === 'public') return [];
  return [paragraph(words.imported.hints), { is: 'list', items: said.map((hint) => [view.named(hint)]) }];
}
