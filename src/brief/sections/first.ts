/** Who said it first: the earliest of the copies seen, as an interval, and whether the order can be told at all. */

import { excerpt } from '../../figures/foreign.ts';
import type { Appearance, Statement } from '../../findings/first.ts';
import { postRef } from '../../model/ref.ts';
import { type Block, column, paragraph, remark, type Said, type Section, text } from '../document.ts';
import { span } from '../numbers.ts';
import { FEWEST } from '../small-cells.ts';
import { foreign, type View } from '../view.ts';
import { axisFigure } from './first-figure.ts';

/** Of the text in a heading. */
const HEADING = 90;
/** Copies in a table. */
const LISTED = 40;

export function firstSection(view: View): Section {
  const { words, input } = view;
  const told = toldStatements(view);
  const { total } = input.statements;
  const note = () => statementsNote(view);
  const blocks: Block[] =
    told.length === 0
      ? [paragraph(total === 0 ? words.first.none : words.first.fewer)]
      : [
          paragraph(words.first.intro),
          ...(told.length < total && view.audience !== 'public'
            ? [remark(words.first.shown({ n: told.length, note: note() }, { n: total, note: note() }))]
            : []),
          ...(view.audience === 'public' ? [remark(words.first.fewer)] : []),
          ...told.flatMap((statement, i) => statementBlocks(view, statement, i)),
        ];
  return { id: 'first', title: words.sections.first, blocks };
}

/** What this audience may see: for the public nothing that stands in few channels. */
export function toldStatements(view: View): readonly Statement[] {
  const { list } = view.input.statements;
  return view.audience === 'public' ? list.filter((statement) => statement.channels >= FEWEST) : list;
}

export function statementsNote(view: View): number {
  return view.note('statements', 'statements', recordsOf(toldStatements(view).flatMap((statement) => statement.posts)));
}

/** Copies that only a forward shows have no record of their own. */
function recordsOf(copies: readonly Appearance[]): string[] {
  return copies.flatMap((copy) => (copy.post === null || copy.throughForward ? [] : [postRef(copy.channel, copy.post)]));
}

function statementBlocks(view: View, statement: Statement, i: number): Block[] {
  const { words } = view;
  const note = view.note(`copies ${statement.id}`, 'copies', recordsOf(statement.posts));
  const blocks: Block[] = [
    { is: 'heading', parts: headingOf(view, statement, i) },
    paragraph([...words.first.copies({ n: statement.copies, note }), ...text(' '), ...earliest(view, statement, note)]),
    { is: 'list', items: verdicts(view, statement) },
  ];
  if (view.audience === 'internal' && statement.text.length > HEADING) blocks.push(paragraph([view.written(statement.text)]));
  if (i === 0) blocks.push(...axisFigure(view, statement, note));
  return [...blocks, copiesTable(view, statement, note)];
}

function headingOf(view: View, statement: Statement, i: number): Said {
  const name = foreign(`S${i + 1}`, 'code');
  if (view.audience === 'public' || statement.text.trim() === '') return view.words.first.untitled(name);
  // Cut before it is made harmless: marks added inside must not be cut in two.
  return [view.written(excerpt(statement.text, HEADING))];
}

function earliest(view: View, { first, channels }: Statement, note: number): Said {
  const { words } = view;
  const among = { n: channels, note };
  const where = view.channel(first.channel);
  const found =
    first.after <= 0
      ? words.first.earliestBefore(where, view.time(view.until(first.by)), among)
      : words.first.earliest(where, view.time(first.after), view.time(view.until(first.by)), among);
  return first.throughForward ? [...found, ...text(' '), ...words.first.forwardOnly] : found;
}

function verdicts(view: View, statement: Statement): Said[] {
  const { words } = view;
  const { order, gaps } = statement;
  const lines: Said[] = [text(words.first.platforms[order.platforms]), text(words.first.channels[order.channels])];
  const lead = leadOf(view, statement);
  if (lead !== null) lines.push(lead);
  if (gaps > 0) lines.push(words.first.gaps(view.count(gaps, `gaps ${statement.id}`, 'gaps', recordsOf(statement.posts))));
  return lines;
}

function leadOf(view: View, { id, lead, posts }: Statement): Said | null {
  const { words } = view;
  // An origin without a time lies anywhere in the past: no lead can be named.
  if (lead === null || posts.some((copy) => copy.after <= 0)) return null;
  const note = view.note(`lead ${id}`, 'lead', recordsOf(posts));
  const said = (ms: number, bound: 'lower' | 'upper') => {
    const { n, unit } = span(ms, bound);
    return words.first.span(unit, { n, note });
  };
  const over = view.channel(lead.over);
  return lead.minMs >= 0
    ? words.first.lead(over, said(lead.minMs, 'lower'), said(lead.maxMs, 'upper'))
    : words.first.leadOpen(over, said(Math.max(0, lead.maxMs), 'upper'), said(-lead.minMs, 'upper'));
}

function copiesTable(view: View, statement: Statement, note: number): Block {
  const { words } = view;
  const c = words.columns;
  const rows = statement.posts
    .slice(0, LISTED)
    .map((copy): readonly Said[] => [
      [view.channel(copy.channel)],
      copy.after <= 0 ? text(words.nothing) : view.cellTime(copy.after),
      view.cellTime(view.until(copy.by)),
      text(copy.throughForward ? words.throughForward : words.seenItself),
      [{ is: 'note', note: copyNote(view, copy, note) }],
    ]);
  return {
    is: 'table',
    caption: words.first.table,
    note,
    columns: [column(c.channel), column(c.earliest), column(c.latest), column(c.seenAs), column(c.evidence)],
    rows,
  };
}

function copyNote(view: View, copy: Appearance, ofStatement: number): number {
  const [record] = recordsOf([copy]);
  return record === undefined ? ofStatement : view.note(`copy ${record}`, 'copy', [record]);
}
