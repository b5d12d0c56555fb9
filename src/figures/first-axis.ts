/** Who said it first, drawn: each copy as the interval in which it appeared, on an axis fine enough to tell minutes. */

import type { Ms } from '../model/observation.ts';
import { canvas, type Flow, flowOf, label, SMALL, TEXT, unit, WIDTH } from './canvas.ts';
import { type Direction, directionOf } from './foreign.ts';
import { type Markup, markup } from './markup.ts';
import { ticks } from './ticks.ts';
import { fitted, widthOf, wrapped } from './width.ts';

export interface AxisCopy {
  name: string;
  at: Ms;
  after: Ms;
  by: Ms;
  /** The earliest of the copies seen. */
  first: boolean;
  /** Never seen itself: a forward names it. */
  throughForward: boolean;
  /** What colour and outline say, in words; null where there is nothing to say. */
  remark: string | null;
}

export interface AxisInput {
  id: string;
  title: string;
  description: string;
  direction: Direction;
  /** The platforms with their copies, in the order to be drawn. Not empty. */
  rows: readonly { platform: string; copies: readonly AxisCopy[] }[];
  /** What the axis shows, with its zone and day. */
  axis: string;
  /** The clock at a moment, as fine as `step` asks. */
  clock(at: Ms, step: Ms): string;
  /** East of UTC, in ms. */
  zoneOffset: Ms;
  /** What follows, in words, drawn below the axis. */
  verdicts: readonly string[];
}

const PLATFORM_LINE = 24;
const COPY_LINE = 22;
const BAR = 10;
const LEFT_MOST = 260;
const MARGIN = 12;
/** A bar of a second must still be seen on an axis of hours. */
const THINNEST = 6;
const LINE = 17;
/** From this step on, ticks may bear dates. */
const DATED = 3 * 3_600_000;

interface Scale {
  flow: Flow;
  /** Units from where reading begins. */
  place(at: Ms): number;
  start: number;
  from: Ms;
  to: Ms;
}

/** Time runs in the reading direction of the page; an arrow on the axis says so. */
export function firstAxis(input: AxisInput): Markup {
  const { rows, direction } = input;
  const scale = scaleOf(input);
  const drawn: Markup[] = [];
  let y = 0;
  for (const row of rows) {
    drawn.push(rowLabel(row.platform, 0, y + 17, scale.flow, true, LEFT_MOST));
    y += PLATFORM_LINE;
    for (const copy of row.copies) {
      drawn.push(rowLabel(copy.name, 12, y + 14, scale.flow, false, scale.start - 24), ...copyBar(copy, y + 5, scale, direction));
      y += COPY_LINE;
    }
  }
  const axis = axisOf(input, scale, y + 4);
  let below = y + 4 + 58;
  const verdicts = input.verdicts.flatMap((verdict) =>
    wrapped(verdict, WIDTH, TEXT, true).map((text) => {
      below += LINE;
      return label({ x: scale.flow.at(0), y: below, edge: scale.flow.start, text, direction, size: TEXT, bold: true, faint: false });
    }),
  );
  const { id, title, description } = input;
  return canvas({ id, title, description, height: below + 8 }, [...axis, ...drawn, ...verdicts]);
}

function rowLabel(text: string, indent: number, y: number, flow: Flow, bold: boolean, room: number): Markup {
  const size = bold ? TEXT : SMALL;
  const shown = fitted(text, room, size, bold);
  return label({ x: flow.at(indent), y, edge: flow.start, text: shown, direction: directionOf(shown), size, bold, faint: false });
}

function scaleOf({ rows, direction }: AxisInput): Scale {
  const copies = rows.flatMap((row) => row.copies);
  // A forward without a time reaches back for ever: such a bar is cut at the edge, it does not set the scale.
  const bounded = copies.filter((copy) => copy.after > 0);
  const earliest = Math.min(...(bounded.length > 0 ? bounded : copies).map((copy) => (copy.after > 0 ? copy.after : copy.at)));
  const latest = Math.max(...copies.map((copy) => copy.by));
  const room = Math.max(1000, (latest - earliest) * 0.06);
  const widest = Math.max(...copies.map((copy) => widthOf(copy.name, SMALL)), ...rows.map((row) => widthOf(row.platform, TEXT, true)));
  const start = Math.min(LEFT_MOST, widest + 24) + MARGIN;
  const [from, to] = [earliest - room, latest + room];
  const flow = flowOf(direction);
  const place = (at: Ms) => start + ((Math.min(to, Math.max(from, at)) - from) / (to - from)) * (WIDTH - MARGIN - start);
  return { flow, place, start, from, to };
}

function copyBar(copy: AxisCopy, y: number, scale: Scale, direction: Direction): Markup[] {
  const { flow, place } = scale;
  const width = Math.max(THINNEST, place(copy.by) - place(copy.after));
  const begin = (place(copy.after) + place(copy.by) - width) / 2;
  const look = copy.throughForward ? 'copy-forward' : copy.first ? 'copy-first' : 'copy';
  const moment = flow.at(place(copy.at));
  const bar = markup`<rect class="${look}" x="${unit(flow.box(begin, width))}" y="${unit(y)}" width="${unit(width)}" height="${BAR}"/><path class="moment" d="M${unit(moment)} ${unit(y - 3)}v${BAR + 6}"/>`;
  return copy.remark === null ? [bar] : [bar, ...remarkAt(copy.remark, begin, begin + width, y + 9, scale, direction)];
}

/** After its bar, or before it where there is no room; the table below says it in any case. */
function remarkAt(text: string, begin: number, end: number, y: number, { flow, start }: Scale, direction: Direction): Markup[] {
  const width = widthOf(text, SMALL);
  const look = { y, text, direction, size: SMALL, bold: false, faint: false };
  if (end + 8 + width <= WIDTH) return [label({ ...look, x: flow.at(end + 8), edge: flow.start })];
  return begin - 8 - width >= start ? [label({ ...look, x: flow.at(begin - 8), edge: flow.end })] : [];
}

function axisOf(input: AxisInput, scale: Scale, y: number): Markup[] {
  const { flow, place, start } = scale;
  const { direction } = input;
  const { step, at } = ticksOf(scale, input.zoneOffset);
  const end = WIDTH - MARGIN;
  const parts = at.flatMap((moment) => {
    const x = flow.at(place(moment));
    return [markup`<path class="grid" d="M${unit(x)} 4V${unit(y)}"/>`, tickLabel(place(moment), input.clock(moment, step), y + 16, flow)];
  });
  // The head of the arrow points where time goes.
  const tip = flow.at(end + 8);
  const back = flow.at(end);
  return [
    ...parts,
    markup`<path class="axis" d="M${unit(flow.at(start))} ${unit(y)}H${unit(tip)}M${unit(back)} ${unit(y - 4)}L${unit(tip)} ${unit(y)}L${unit(back)} ${unit(y + 4)}"/>`,
    label({ x: flow.at(WIDTH), y: y + 38, edge: flow.end, text: input.axis, direction, size: SMALL, bold: false, faint: true }),
  ];
}

/** As many as have room: dates are wider than clocks. */
function ticksOf({ from, to, start }: Scale, offset: Ms): { step: Ms; at: Ms[] } {
  const fitting = (text: string) => Math.max(2, Math.floor((WIDTH - MARGIN - start) / (widthOf(text, SMALL) + 14)));
  const fine = ticks(from, to, fitting('00:00:00'), offset);
  return fine.step < DATED ? fine : ticks(from, to, fitting('2019-11-29'), offset);
}

/** Centred at its tick, but never over the edge of the figure. */
function tickLabel(place: number, text: string, y: number, flow: Flow): Markup {
  const half = widthOf(text, SMALL) / 2;
  const middle = Math.min(WIDTH - half, Math.max(half, place));
  return label({ x: flow.at(middle), y, edge: 'middle', text, direction: 'ltr', size: SMALL, bold: false, faint: true });
}
