/** Which posts point to a community elsewhere. */

import { defanged } from '../../figures/foreign.ts';
import type { Signpost } from '../../findings/signposts.ts';
import { STANCES } from '../../model/words.ts';
import { type Block, column, numbers, paragraph, type Said, type Section, text } from '../document.ts';
import { cell } from '../numbers.ts';
import { FEWEST } from '../small-cells.ts';
import { foreign, type View } from '../view.ts';

export function signpostsSection(view: View): Section {
  const { words, input } = view;
  const blocks: Block[] =
    input.signposts.total === 0
      ? [paragraph(words.signposts.none)]
      : [paragraph(words.signposts.intro), ...(view.audience === 'public' ? publicTotals(view) : [totalsTable(view), ...list(view)])];
  return { id: 'signposts', title: words.sections.signposts, blocks };
}

export function signpostsNote(view: View): number {
  return view.note(
    'signposts',
    'signposts',
    view.input.signposts.list.map((line) => line.post),
  );
}

function platformsWithTotals(view: View): { platform: string; of: (stance: string) => number; all: number }[] {
  const { totals } = view.input.signposts;
  return [...new Set(totals.map((line) => line.platform))].sort().map((platform) => {
    const lines = totals.filter((line) => line.platform === platform);
    return {
      platform,
      of: (stance) => lines.filter((line) => line.stance === stance).reduce((n, line) => n + line.posts, 0),
      all: lines.reduce((n, line) => n + line.posts, 0),
    };
  });
}

function totalsTable(view: View): Block {
  const { words } = view;
  return {
    is: 'table',
    caption: words.signposts.totals,
    note: signpostsNote(view),
    columns: [column(words.columns.platform), ...STANCES.map((stance) => numbers(words.stances[stance])), numbers(words.columns.total)],
    rows: platformsWithTotals(view).map((line) => [
      [view.platform(line.platform)],
      ...STANCES.map((stance) => cell(line.of(stance))),
      cell(line.all),
    ]),
  };
}

/** True where a public version leaves a small count out: its total would tell it. */
export function hidesSmall(view: View): boolean {
  const small = platformsWithTotals(view).filter((line) => line.all < FEWEST);
  const n = small.reduce((sum, line) => sum + line.all, 0);
  return n > 0 && n < FEWEST;
}

/** Without stances (one of them is a judgement), small platforms together. */
function publicTotals(view: View): Block[] {
  const { words } = view;
  const lines = platformsWithTotals(view);
  const large = lines.filter((line) => line.all >= FEWEST);
  const rest = lines.filter((line) => line.all < FEWEST).reduce((n, line) => n + line.all, 0);
  const rows: Said[][] = large.map((line) => [[view.platform(line.platform)], cell(line.all)]);
  if (rest >= FEWEST) rows.push([text(words.platformsTogether), cell(rest)]);
  else if (rest > 0 && large.length > 0) rows.push([text(words.platformsTogether), text(words.fewerThan)]);
  if (rows.length === 0) return [paragraph(words.signposts.fewer)];
  return [
    {
      is: 'table',
      caption: words.signposts.publicTotals,
      note: signpostsNote(view),
      columns: [column(words.columns.platform), numbers(words.columns.total)],
      rows,
    },
  ];
}

function list(view: View): Block[] {
  const { words, input } = view;
  const { list: lines, total } = input.signposts;
  if (lines.length === 0) return [];
  const c = words.columns;
  const note = signpostsNote(view);
  const table: Block = {
    is: 'table',
    caption: words.signposts.list,
    note,
    columns: [column(c.at), column(c.by), column(c.to), column(c.kind), column(c.stance), column(c.hidden), column(c.evidence)],
    rows: lines.map((line) => signpostLine(view, line)),
  };
  return lines.length < total ? [table, paragraph(words.signposts.shown({ n: lines.length, note }, { n: total, note }))] : [table];
}

function signpostLine(view: View, line: Signpost): Said[] {
  const { words } = view;
  return [
    view.cellTime(line.at),
    [view.channel(line.by)],
    [line.to === null ? foreign(defanged(line.link), 'code') : view.channel(line.to)],
    text(words.linkKinds[line.kind]),
    text(words.stances[line.stance]),
    text(line.obfuscated ? words.yes : words.no),
    [{ is: 'note', note: view.note(`post ${line.post}`, 'signpost', [line.post]) }],
  ];
}
