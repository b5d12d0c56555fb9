/** The case on one axis of time, near the top: figure, and the counts as a table. */

import { isolated } from '../../figures/foreign.ts';
import { timeline } from '../../figures/timeline.ts';
import type { Ms } from '../../model/observation.ts';
import { zoneOffset } from '../../model/time.ts';
import { type Bins, binsFor } from '../bins.ts';
import { type Block, column, numbers, paragraph, remark, type Section, text } from '../document.ts';
import { cell } from '../numbers.ts';
import { tickClock, zoneName } from '../times.ts';
import type { View } from '../view.ts';
import { toldStatements } from './first.ts';
import { countsOf, keyOf, lanesOf } from './timeline-lanes.ts';
import { toldWaves } from './waves.ts';

const DAY = 86_400_000;
/** So much of the time of the waves is shown before them, and after them where nothing follows soon. */
const AROUND = 0.1;
/** Up to so long after them, or twice their time, the axis goes on to the end of the case. */
const AFTERMATH = 7 * DAY;
const MOST_MARKS = 8;

/** Null where nothing was observed. */
export function timelineSection(view: View): Section | null {
  const { words, input } = view;
  if (input.at === null) return null;
  const span = shownSpan(view, input.at);
  const id = 'timeline';
  const title = words.sections.timeline;
  if (span === null) return { id, title, blocks: [paragraph(words.timeline.nothing)] };
  const { zone } = input.settings;
  const bins = binsFor(span.from, span.to, zoneOffset(zone, span.from));
  const lanes = lanesOf(view, bins);
  if (lanes.length === 0) return { id, title, blocks: [paragraph(words.timeline.nothing)] };
  const note = view.note(
    'timeline',
    'timeline',
    [...input.losses, ...input.returns].flatMap((change) => change.evidence),
  );
  const svg = timeline({
    id: 'figure-timeline',
    title,
    description: words.timeline.figureText,
    direction: words.direction,
    from: bins.from,
    to: bins.to,
    lanes,
    marks: marksOf(view),
    legend: keyOf(view, lanes),
    axis: words.timeline.axis(isolated(zoneName(bins.from, zone), 'ltr')),
    clock: (at, step) => tickClock(at, step, zone),
    zoneOffset: zoneOffset(zone, bins.from),
  });
  const small = view.audience === 'public' ? [remark(words.timeline.smallCells)] : [];
  const figure: Block = { is: 'figure', svg, caption: words.timeline.figure, note };
  return { id, title, blocks: [paragraph(words.timeline.intro), figure, ...small, ...table(view, bins, note)] };
}

/** Interventions, through all lanes; with more of them the lines would hide what they cross. */
function marksOf({ input }: View): Ms[] {
  const meant = input.events.filter((event) => event.intervention);
  return meant.length > MOST_MARKS ? [] : meant.map((event) => event.at);
}

/**
 * The axis lies around the waves, else around the disappearances, else around whatever has a time: years of attrition or of
 * signposts beforehand would press the days that matter into a corner. What lies outside is counted beside each lane.
 */
function shownSpan(view: View, at: Ms): { from: Ms; to: Ms } | null {
  const { input } = view;
  const waves = toldWaves(view).flatMap((wave) => [wave.start, wave.end ?? at]);
  const losses = input.losses.flatMap(({ after, by }) => [after ?? by, by]);
  const others = [
    ...input.signpostTimes.map((line) => line.at),
    ...toldStatements(view).map((statement) => statement.first.at),
    ...input.events.map((event) => event.at),
    ...input.assertions.map((said) => said.asOf ?? said.at),
  ];
  const times = [waves, losses, others].find((candidate) => candidate.length > 0);
  if (times === undefined) return null;
  const first = times.reduce((a, b) => Math.min(a, b));
  const last = times.reduce((a, b) => Math.max(a, b));
  const around = Math.max(DAY, (last - first) * AROUND);
  const rest = at - last;
  const goesOn = rest <= Math.max(AFTERMATH, 2 * (last - first));
  return { from: first - around, to: Math.max(last, goesOn ? at : last + around) };
}

function table(view: View, bins: Bins, note: number): Block[] {
  const { words } = view;
  const { lost, returned, signposts } = countsOf(view, bins);
  const starts = [...new Set([...lost, ...returned, ...signposts].map((bin) => bin.after))].sort((a, b) => a - b);
  if (starts.length === 0) return [];
  const c = words.columns;
  const at = (list: typeof lost, start: Ms) => list.find((bin) => bin.after === start);
  const columns = [
    ...(lost.length > 0 ? [numbers(c.lostAtLeast), numbers(c.lostAtMost)] : []),
    ...(returned.length > 0 ? [numbers(c.returned)] : []),
    ...(signposts.length > 0 ? [numbers(c.signposts)] : []),
  ];
  return [
    {
      is: 'table',
      caption: words.timeline.table(words.timeline.bins[bins.name]),
      note,
      columns: [column(c.from), ...columns],
      rows: starts.map((start) => [
        view.cellTime(start),
        ...(lost.length > 0 ? [numberOf(view, at(lost, start)?.least), numberOf(view, at(lost, start)?.most)] : []),
        ...(returned.length > 0 ? [numberOf(view, at(returned, start)?.most)] : []),
        ...(signposts.length > 0 ? [numberOf(view, at(signposts, start)?.most)] : []),
      ]),
    },
  ];
}

/** For the public nought and a count that is not told look the same. */
function numberOf(view: View, n: number | undefined) {
  if (view.audience === 'public') return n === undefined || n === 0 ? text(view.words.nothing) : cell(n);
  return cell(n ?? 0);
}
