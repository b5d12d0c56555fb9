/** How long do homes last? Medians with their intervals, and the curves. */

import { visible } from '../../figures/foreign.ts';
import { survivalCurves } from '../../figures/survival-curve.ts';
import { type Block, column, numbers, paragraph, type Section, text } from '../document.ts';
import type { BriefLifespans } from '../input.ts';
import { cell } from '../numbers.ts';
import type { View } from '../view.ts';

/** A curve of fewer homes says next to nothing, and for the public too much. */
const FEWEST_HOMES = 5;
/** More would not be told apart. */
const CURVES = 4;

/** Null where no group has enough homes. */
export function lifespansSection(view: View): Section | null {
  const { words, input } = view;
  const groups = input.lifespans.filter((group) => group.n >= FEWEST_HOMES);
  if (groups.length === 0) return null;
  const note = view.note('lifespans', 'lifespans', []);
  const drawn = [...groups].sort((a, b) => b.n - a.n || (a.group < b.group ? -1 : 1)).slice(0, CURVES);
  const figure: Block = {
    is: 'figure',
    caption: words.lifespans.figure,
    note,
    svg: survivalCurves({
      id: 'figure-lifespans',
      title: words.sections.lifespans,
      description: words.lifespans.figureText,
      direction: words.direction,
      groups: drawn.map((group) => ({ name: visible(nameOf(view, group)), curve: group.curve, horizon: group.horizon })),
      days: words.lifespans.days,
      share: words.lifespans.share,
    }),
  };
  return {
    id: 'lifespans',
    title: words.sections.lifespans,
    blocks: [paragraph(words.lifespans.intro), figure, table(view, groups, note)],
  };
}

function nameOf(view: View, group: BriefLifespans): string {
  const name = view.platformName(group.group);
  return group.from > 0 ? view.words.lifespans.aged(name, group.from.toFixed(0)) : name;
}

function table(view: View, groups: readonly BriefLifespans[], note: number): Block {
  const { words } = view;
  const c = words.columns;
  return {
    is: 'table',
    caption: words.lifespans.caption,
    note,
    columns: [column(c.group), column(c.origin), numbers(c.homes), numbers(c.ended), column(c.median)],
    rows: groups.map((group) => [
      [view.named(nameOf(view, group))],
      text(view.words.lifespans.origins[group.origin]),
      cell(group.n),
      cell(group.ended),
      text(median(view, group)),
    ]),
  };
}

function median(view: View, { median: days, medianLow, medianHigh }: BriefLifespans): string {
  const { lifespans } = view.words;
  if (days === null) return lifespans.notReached;
  const shown = (n: number | null): string => (n === null ? '∞' : n.toFixed(n < 10 ? 1 : 0));
  return `${shown(days)} (${lifespans.interval(shown(medianLow), shown(medianHigh))})`;
}
