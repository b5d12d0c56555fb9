/** What happened when: one axis of time, and on it what lasted, what was counted and what was said, each in a lane of its own. */

import type { Ms } from '../model/observation.ts';
import { canvas, flowOf, label, SMALL, TEXT, unit, WIDTH } from './canvas.ts';
import type { Direction } from './foreign.ts';
import { type LegendEntry, legend } from './legend.ts';
import { type Markup, markup } from './markup.ts';
import { ticks } from './ticks.ts';
import { type CountLane, countLane } from './timeline-counts.ts';
import type { TimeScale } from './timeline-scale.ts';
import { type SpanLane, spanLane } from './timeline-spans.ts';
import { fitted, widthOf } from './width.ts';

export type Lane = SpanLane | CountLane;

export interface TimelineInput {
  id: string;
  title: string;
  description: string;
  direction: Direction;
  from: Ms;
  /** After `from`. */
  to: Ms;
  /** Lanes without anything are left out by the caller. */
  lanes: readonly Lane[];
  /** Moments that run through all lanes. */
  marks: readonly Ms[];
  legend: readonly LegendEntry[];
  /** What the axis shows, with its zone. */
  axis: string;
  /** The clock at a moment, as fine as `step` asks. */
  clock(at: Ms, step: Ms): string;
  /** East of UTC, in ms. */
  zoneOffset: Ms;
}

/** Names of rows stand before it. */
const START = 112;
const END = WIDTH - 18;
const TITLE_LINE = 22;
const AFTER_LANE = 8;
/** From this step on, ticks may bear dates. */
const DATED = 3 * 3_600_000;

/** Time runs in the reading direction of the page; an arrow on the axis says so. */
export function timeline(input: TimelineInput): Markup {
  const { direction, from, to } = input;
  const scale: TimeScale = {
    flow: flowOf(direction),
    direction,
    from,
    to,
    start: START,
    end: END,
    place: (at) => START + ((Math.min(to, Math.max(from, at)) - from) / (to - from)) * (END - START),
  };
  const drawn: Markup[] = [];
  let y = 0;
  for (const lane of input.lanes) {
    drawn.push(...titleOf(lane, y + 14, scale));
    const lines = lane.is === 'spans' ? spanLane(lane, y + TITLE_LINE, scale) : countLane(lane, y + TITLE_LINE, scale);
    drawn.push(...lines.parts);
    y = lines.bottom + AFTER_LANE;
  }
  const marks = input.marks
    .filter((at) => at >= from && at <= to)
    .map((at) => markup`<path class="mark" d="M${unit(scale.flow.at(scale.place(at)))} ${TITLE_LINE - 4}V${unit(y)}"/>`);
  const key = legend(input.legend, y + 56, direction);
  const { id, title, description } = input;
  return canvas({ id, title, description, height: key.bottom + 4 }, [...axisOf(input, scale, y), ...marks, ...drawn, ...key.parts]);
}

/** What lies outside of the axis is told at the end of the lane's title: nothing is left out in silence. */
function titleOf(lane: Lane, y: number, { flow, direction }: TimeScale): Markup[] {
  const outside = fitted(lane.outside, WIDTH / 2, SMALL);
  const room = WIDTH - (outside === '' ? 0 : widthOf(outside, SMALL) + 16);
  const text = fitted(lane.title, room, TEXT, true);
  const title = label({ x: flow.at(0), y, edge: flow.start, text, direction, size: TEXT, bold: true, faint: false });
  if (outside === '') return [title];
  return [title, label({ x: flow.at(WIDTH), y, edge: flow.end, text: outside, direction, size: SMALL, bold: false, faint: true })];
}

function axisOf(input: TimelineInput, scale: TimeScale, y: number): Markup[] {
  const { flow, place, start, end, direction } = scale;
  const { step, at } = ticksOf(scale, input.zoneOffset);
  const parts = at.flatMap((moment) => {
    const x = unit(flow.at(place(moment)));
    return [
      markup`<path class="grid" d="M${x} ${TITLE_LINE - 4}V${unit(y)}"/>`,
      tickLabel(place(moment), input.clock(moment, step), y + 16, scale),
    ];
  });
  const [tip, back] = [flow.at(end + 12), flow.at(end + 4)];
  const axis = fitted(input.axis, WIDTH, SMALL);
  return [
    ...parts,
    markup`<path class="axis" d="M${unit(flow.at(start))} ${unit(y)}H${unit(tip)}M${unit(back)} ${unit(y - 4)}L${unit(tip)} ${unit(y)}L${unit(back)} ${unit(y + 4)}"/>`,
    label({ x: flow.at(WIDTH), y: y + 38, edge: flow.end, text: axis, direction, size: SMALL, bold: false, faint: true }),
  ];
}

/** As many as have room: dates are wider than clocks. */
function ticksOf({ from, to, start, end }: TimeScale, offset: Ms): { step: Ms; at: Ms[] } {
  const fitting = (text: string) => Math.max(2, Math.floor((end - start) / (widthOf(text, SMALL) + 14)));
  const fine = ticks(from, to, fitting('00:00:00'), offset);
  return fine.step < DATED ? fine : ticks(from, to, fitting('2019-11-29'), offset);
}

/** Centred at its tick, but never over the edge of the figure. */
function tickLabel(place: number, text: string, y: number, { flow }: TimeScale): Markup {
  const half = widthOf(text, SMALL) / 2;
  const middle = Math.min(WIDTH - half, Math.max(half, place));
  return label({ x: flow.at(middle), y, edge: 'middle', text, direction: 'ltr', size: SMALL, bold: false, faint: true });
}
