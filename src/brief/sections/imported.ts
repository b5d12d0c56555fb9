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
  return view.notes.note(rule, () => ({ rule: view.words.notes.rules[rule], records: sourceLines(view, sources) }));
}

/** A watch records a segment a minute: the custody log tells them apart, and a reader gets them as one. */
const WATCHED = 'watch';

function sourceLines(view: View, sources: readonly BriefSource[]): Said[] {
  const files = sources.filter((source) => source.format !== WATCHED).map((source) => sourceLine(view, source));
  const segments = sources.filter((source) => source.format === WATCHED);
  return segments.length === 0 ? files : [...files, segmentsLine(view, segments)];
}

function segmentsLine(view: View, segments: readonly BriefSource[]): Said {
  const entries = segments.map(({ entry }) => entry).sort((a, b) => a - b);
  const [first, last] = [entries[0] ?? 0, entries.at(-1) ?? 0];
  return view.words.notes.segments(view.id(String(segments.length)), view.id(String(first)), view.id(String(last)));
}

/** All segments as one source: sums, and the last of them. */
function together(segments: readonly BriefSource[]): BriefSource[] {
  const last = segments.at(-1);
  if (last === undefined) return [];
  const sum = (of: (source: BriefSource) => number): number => segments.reduce((all, source) => all + of(source), 0);
  const sums = {
    size: sum((s) => s.size),
    records: sum((s) => s.records),
    fresh: sum((s) => s.fresh),
    repeated: sum((s) => s.repeated),
    bad: sum((s) => s.bad),
  };
  return [{ ...last, ...sums, file: `evidence/warc/ (${segments.length})`, digest: '' }];
}

function sourceNote(view: View, source: BriefSource): number {
  return view.notes.note(`source ${source.entry}`, () => ({ rule: sourceLine(view, source), records: [] }));
}

function segmentsNote(view: View, segments: readonly BriefSource[]): number {
  return view.notes.note('segments', () => ({ rule: segmentsLine(view, segments), records: [] }));
}

/** The digest in full, so that it also stands on paper. */
function sourceLine(view: View, { entry, digest }: BriefSource): Said {
  return view.words.notes.source(view.id(String(entry)), foreign(digest.replace(/^sha256:/, ''), 'code'));
}

function filesTable(view: View): Block {
  const { words, input } = view;
  const c = words.columns;
  const named = view.audience !== 'public';
  const segments = input.sources.filter((source) => source.format === WATCHED);
  const files = [...input.sources.filter((source) => source.format !== WATCHED), ...together(segments)];
  const rows = files.map((source): readonly Said[] => [
    [view.id(String(source.entry))],
    ...(named ? [[foreign(source.file, 'code')]] : []),
    [view.id(source.format)],
    source.digest === '' ? text(words.nothing) : [digestOf(source.digest)],
    cell(source.size),
    cell(source.records),
    cell(source.fresh),
    cell(source.repeated),
    cell(source.bad),
    view.cellTime(source.importedAt),
    [{ is: 'note', note: source.digest === '' ? segmentsNote(view, segments) : sourceNote(view, source) }],
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
