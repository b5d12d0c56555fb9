/** Each channel with its state, since when, and the looks that decide. */

import type { CensusChannel } from '../../findings/census.ts';
import type { State } from '../../model/words.ts';
import { type Block, column, numbers, paragraph, type Said, text } from '../document.ts';
import { cell } from '../numbers.ts';
import { foreign, type View } from '../view.ts';

/** More than a reader goes through; the command `census` lists all. */
const LISTED = 300;
/** What was lost comes first. */
const ORDER: readonly State[] = ['gone', 'private', 'silent', 'unknown', 'alive'];

/** All counts of the census rest on the same rule and on the looks that decide. */
export function censusNote(view: View): number {
  const deciding = view.input.census.channels.filter((line) => !line.control).flatMap((line) => line.evidence);
  return view.note('census', 'census', deciding);
}

export function channelsTable(view: View): Block[] {
  const { words, input } = view;
  const lines = input.census.channels
    .filter((line) => !line.control)
    .sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || (a.channel < b.channel ? -1 : 1));
  const c = words.columns;
  const note = censusNote(view);
  const table: Block = {
    is: 'table',
    caption: words.census.channels,
    note,
    columns: [
      column(c.channel),
      column(c.state),
      column(c.disappeared),
      column(c.lastAlive),
      column(c.lastPost),
      numbers(c.posts),
      column(c.evidence),
    ],
    rows: lines.slice(0, LISTED).map((line) => channelRow(view, line)),
  };
  const more = lines.length - LISTED;
  return more > 0 ? [table, paragraph(words.census.more({ n: more, note }))] : [table];
}

function channelRow(view: View, line: CensusChannel): Said[] {
  const { words } = view;
  const { after, by } = line.gone ?? { after: null, by: null };
  return [
    nameOf(view, line),
    [{ is: 'state', fill: line.state, text: words.states[line.state] }],
    by === null
      ? text(words.nothing)
      : after === null
        ? words.census.neverAlive(view.cellTime(by))
        : words.census.interval(view.cellTime(after), view.cellTime(by)),
    line.lastAlive === null ? text(words.never) : view.cellTime(line.lastAlive),
    view.cellTime(line.lastPost),
    cell(line.posts),
    [{ is: 'note', note: channelNote(view, line) }],
  ];
}

/** The reference, its title, its earlier handle, and the new home where the platform itself names one. */
function nameOf(view: View, line: CensusChannel): Said {
  const { words } = view;
  const title = line.title === null ? [] : [{ is: 'break' } as const, view.named(line.title)];
  const renamed = line.renamed === null ? [] : [{ is: 'break' } as const, ...words.census.renamed(view.channel(line.renamed.from))];
  const moved = line.movedTo === null ? [] : [{ is: 'break' } as const, ...words.census.movedTo(view.channel(line.movedTo))];
  return [view.channel(line.channel), ...title, ...renamed, ...moved];
}

function channelNote(view: View, line: CensusChannel): number {
  const { words, notes } = view;
  return notes.note(`channel ${line.channel}`, () => ({
    rule: words.notes.channel(foreign(line.why, 'plain')),
    records: view.records(line.evidence),
  }));
}
