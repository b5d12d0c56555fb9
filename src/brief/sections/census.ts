/** Who is where: the strip, the same as a table, what may just have been lost, and each channel with what decides. */

import { censusStrip } from '../../figures/census-strip.ts';
import { visible } from '../../figures/foreign.ts';
import type { MassLoss } from '../../findings/mass-loss.ts';
import { STATES } from '../../model/words.ts';
import { type Block, column, numbers, paragraph, remark, type Said, type Section, text } from '../document.ts';
import { cell } from '../numbers.ts';
import { cellsOf, FEWEST, mergedCells, type PlatformCells } from '../small-cells.ts';
import type { View } from '../view.ts';
import { censusNote, channelsTable } from './census-channels.ts';

export function censusSection(view: View): Section {
  const { words, input } = view;
  const rows = platformRows(view);
  const any = input.census.channels.some((line) => !line.control);
  const blocks: Block[] = any
    ? [
        paragraph(input.rosterEmpty ? words.census.observed : words.census.roster),
        ...(rows.length === 0 ? [] : [strip(view, rows), platformsTable(view, rows)]),
        ...(view.audience === 'public' ? [remark(words.census.smallCells)] : []),
        ...controls(view),
        ...massLosses(view),
        ...(view.audience === 'public' ? [] : channelsTable(view)),
      ]
    : [paragraph(words.census.none)];
  return { id: 'census', title: words.sections.census, blocks };
}

/** The platforms as this audience may see them. */
export function platformRows(view: View): PlatformCells[] {
  const watched = view.input.census.platforms.filter((line) => line.watched > 0);
  return view.audience === 'public' ? mergedCells(watched) : watched.map(cellsOf);
}

function rowName(view: View, row: PlatformCells): string {
  return row.platform === null ? view.words.platformsTogether : visible(view.platformName(row.platform));
}

function strip(view: View, rows: readonly PlatformCells[]): Block {
  const { words } = view;
  const svg = censusStrip({
    id: 'census-strip',
    title: words.sections.census,
    description: words.census.figureText(rows.length),
    direction: words.direction,
    rows: rows.map((row) => ({
      platform: rowName(view, row),
      total: words.census.total(row.watched),
      segments: row.cells.map(({ fill, n }) => ({ fill, count: n, text: words.census.segment(fill, n) })),
    })),
  });
  return { is: 'figure', svg, caption: words.census.figure, note: censusNote(view) };
}

function platformsTable(view: View, rows: readonly PlatformCells[]): Block {
  const { words } = view;
  const merged = rows.some((row) => row.cells.some(({ fill }) => fill === 'merged'));
  const fills = [...STATES, ...(merged ? (['merged'] as const) : [])];
  const cells = (row: PlatformCells) =>
    fills.map((fill): Said => {
      const found = row.cells.find((candidate) => candidate.fill === fill);
      if (found !== undefined) return cell(found.n);
      // In a merged row a state that stands alone nowhere may be nought or hidden: both look the same.
      return row.cells.some((candidate) => candidate.fill === 'merged') || fill === 'merged' ? text(words.nothing) : cell(0);
    });
  return {
    is: 'table',
    caption: words.census.platforms,
    note: censusNote(view),
    columns: [column(words.columns.platform), numbers(words.columns.watched), ...fills.map((fill) => numbers(words.states[fill]))],
    rows: rows.map((row) => [
      row.platform === null ? text(words.platformsTogether) : [view.platform(row.platform)],
      cell(row.watched),
      ...cells(row),
    ]),
  };
}

function controls(view: View): Block[] {
  const { words, input } = view;
  const n = input.census.channels.filter((line) => line.control).length;
  return [remark(n === 0 ? words.census.noControls : words.census.controls(view.count(n, 'controls', 'controls', [])))];
}

function massLosses(view: View): Block[] {
  const { words, input } = view;
  return input.census.massLosses.flatMap((loss): Block[] => {
    const note = massLossNote(view, loss);
    const count = (n: number) => ({ n, note });
    if (view.audience === 'public' && loss.channels.length < FEWEST) return [];
    const parts = [
      ...words.census.massLoss(
        count(loss.channels.length),
        count(loss.watched),
        view.platform(loss.platform),
        view.time(loss.from),
        view.time(loss.to),
      ),
    ];
    const deciders = loss.controls.length === 0 ? words.census.noDeciders : words.census.deciders(count(loss.controls.length));
    return [{ is: 'paragraph', parts: [{ is: 'strong', parts }], faint: false }, paragraph(deciders)];
  });
}

/** The looks that said so, of all channels that dropped out of sight. */
export function massLossNote(view: View, loss: MassLoss): number {
  const lost = new Set(loss.channels);
  const records = view.input.census.channels.filter((line) => lost.has(line.channel)).flatMap((line) => line.evidence);
  return view.note(`massLoss ${loss.platform} ${loss.from}`, 'massLoss', records);
}
