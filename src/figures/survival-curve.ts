/** How long do homes last? Step curves with their bands, time in the reading direction of the page. */

import { canvas, type Flow, flowOf, label, SMALL, TEXT, unit, WIDTH } from './canvas.ts';
import { type Direction, directionOf } from './foreign.ts';
import { type Markup, markup } from './markup.ts';
import { fitted } from './width.ts';

export interface CurveGroup {
  name: string;
  /** By rising day; before the first the share is 1. */
  curve: readonly { day: number; survival: number; low: number; high: number }[];
  /** The curve is drawn up to here. */
  horizon: number;
}

export interface CurvesInput {
  id: string;
  title: string;
  description: string;
  direction: Direction;
  /** Not empty; more than four would not be told apart. */
  groups: readonly CurveGroup[];
  /** What the two axes show. */
  days: string;
  share: string;
}

const HEIGHT = 260;
const TOP = 26;
const START = 52;
const END = WIDTH - 24;
const LEGEND_LINE = 20;

interface Plot {
  flow: Flow;
  x(day: number): number;
  y(share: number): number;
  most: number;
}

/** Dashes tell the curves apart where colour does not; the legend repeats them. */
export function survivalCurves(input: CurvesInput): Markup {
  const most = Math.max(1, ...input.groups.map((group) => group.horizon));
  const flow = flowOf(input.direction);
  const plot: Plot = {
    flow,
    x: (day) => START + (Math.min(day, most) / most) * (END - START),
    y: (share) => TOP + (1 - share) * (HEIGHT - TOP),
    most,
  };
  const curves = input.groups.flatMap((group, i) => [band(group, i, plot), line(group, i, plot)]);
  const legend = input.groups.flatMap((group, i) => legendLine(group.name, i, HEIGHT + 52 + i * LEGEND_LINE, plot));
  const { id, title, description } = input;
  const height = HEIGHT + 52 + input.groups.length * LEGEND_LINE + 6;
  return canvas({ id, title, description, height }, [...axes(input, plot), ...curves, ...legend]);
}

/** The corners of a step function from day 0 to the horizon. */
function steps(group: CurveGroup, of: 'survival' | 'low' | 'high'): { day: number; share: number }[] {
  const corners = [{ day: 0, share: 1 }];
  let share = 1;
  for (const point of group.curve) {
    if (point.day > group.horizon) break;
    corners.push({ day: point.day, share });
    share = point[of];
    corners.push({ day: point.day, share });
  }
  corners.push({ day: group.horizon, share });
  return corners;
}

function path(corners: readonly { day: number; share: number }[], { flow, x, y }: Plot): string {
  return corners.map(({ day, share }, i) => `${i === 0 ? 'M' : 'L'}${unit(flow.at(x(day)))} ${unit(y(share))}`).join('');
}

function line(group: CurveGroup, i: number, plot: Plot): Markup {
  return markup`<path class="curve curve-${i}" d="${path(steps(group, 'survival'), plot)}"/>`;
}

function band(group: CurveGroup, i: number, plot: Plot): Markup {
  const around = [...steps(group, 'high'), ...steps(group, 'low').reverse()];
  return markup`<path class="band band-${i}" d="${path(around, plot)}Z"/>`;
}

function axes(input: CurvesInput, { flow, x, y, most }: Plot): Markup[] {
  const { direction } = input;
  const shares = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    markup`<path class="grid" d="M${unit(flow.at(START))} ${unit(y(share))}H${unit(flow.at(END))}"/>`,
    label({
      x: flow.at(START - 8),
      y: y(share) + 4,
      edge: flow.end,
      text: String(share * 100),
      direction: 'ltr',
      size: SMALL,
      bold: false,
      faint: true,
    }),
  ]);
  const days = roundDays(most).map((day) =>
    label({
      x: flow.at(x(day)),
      y: HEIGHT + 16,
      edge: 'middle',
      text: String(day),
      direction: 'ltr',
      size: SMALL,
      bold: false,
      faint: true,
    }),
  );
  const [tip, back] = [flow.at(END + 12), flow.at(END + 4)];
  return [
    ...shares,
    ...days,
    markup`<path class="axis" d="M${unit(flow.at(START))} ${HEIGHT}H${unit(tip)}M${unit(back)} ${HEIGHT - 4}L${unit(tip)} ${HEIGHT}L${unit(back)} ${HEIGHT + 4}"/>`,
    label({ x: flow.at(0), y: 13, edge: flow.start, text: input.share, direction, size: SMALL, bold: false, faint: true }),
    label({ x: flow.at(END), y: HEIGHT + 34, edge: flow.end, text: input.days, direction, size: SMALL, bold: false, faint: true }),
  ];
}

/** At most seven round numbers of days from 0 to `most`. */
function roundDays(most: number): number[] {
  const step = [1, 2, 5, 10, 20, 30, 60, 90, 180, 365, 730, 1825, 3650].find((days) => most / days <= 6) ?? 36_500;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
}

function legendLine(name: string, i: number, y: number, { flow }: Plot): Markup[] {
  const shown = fitted(name, WIDTH - 90, TEXT, false);
  return [
    markup`<path class="curve curve-${i}" d="M${unit(flow.at(START))} ${unit(y - 4)}H${unit(flow.at(START + 34))}"/>`,
    label({
      x: flow.at(START + 42),
      y,
      edge: flow.start,
      text: shown,
      direction: directionOf(shown),
      size: TEXT,
      bold: false,
      faint: false,
    }),
  ];
}
