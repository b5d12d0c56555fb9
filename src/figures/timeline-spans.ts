/** What lasted, or was said at a moment: bars with a label above each, in as many rows as keep labels apart. */

import type { Ms } from '../model/observation.ts';
import { label, SMALL, unit } from './canvas.ts';
import { directionOf } from './foreign.ts';
import { type Markup, markup } from './markup.ts';
import { type Box, filled } from './texture.ts';
import type { TimeScale } from './timeline-scale.ts';
import { fitted, widthOf } from './width.ts';

/** A wave of one kind; a happening, meant to change things or not; the interval of a first appearance; what somebody said. */
export type SpanLook = 'gone' | 'silent' | 'private' | 'event' | 'event-meant' | 'first-seen' | 'claim';

export interface Span {
  from: Ms;
  /** Null while it goes on. */
  to: Ms | null;
  look: SpanLook;
  text: string;
  /** Where there is no room for all, those with more of it are drawn. */
  weight: number;
}

export interface SpanLane {
  is: 'spans';
  title: string;
  /** What lies before and behind the axis, in words; empty where nothing does. */
  outside: string;
  /** Only what lies on the axis. */
  items: readonly Span[];
  /** How many have no room here, in words. */
  more(n: number): string;
}

const MOST_ROWS = 6;
const ROW = 31;
const TEXT_LINE = 13;
const BAR = 10;
/** A moment must still be seen on an axis of years. */
const THINNEST = 7;
const LABEL_ROOM = 300;
const APART = 10;

interface Placed {
  item: Span;
  text: string;
  /** Units from where reading begins. */
  bar: { from: number; to: number };
  label: number;
  from: number;
  to: number;
  row: number;
}

export function spanLane(lane: SpanLane, top: number, scale: TimeScale): { parts: Markup[]; bottom: number } {
  const { placed, left } = packed(lane.items, scale);
  const parts = placed.flatMap((item) => spanParts(item, top + item.row * ROW, scale));
  const bottom = top + Math.max(0, ...placed.map((item) => item.row + 1)) * ROW;
  if (left.length === 0) return { parts, bottom };
  const { flow, direction, start, end } = scale;
  const words = fitted(lane.more(left.length), end - start, SMALL);
  const strokes = left.map((item) => markup`<path class="moment" d="M${unit(flow.at(scale.place(item.from)))} ${unit(bottom + 1)}v6"/>`);
  const said = label({
    x: flow.at(start),
    y: bottom + 20,
    edge: flow.start,
    text: words,
    direction,
    size: SMALL,
    bold: false,
    faint: true,
  });
  return { parts: [...parts, ...strokes, said], bottom: bottom + 26 };
}

/** The weightiest first, each into the first row with room for its bar and its label. */
function packed(items: readonly Span[], scale: TimeScale): { placed: Placed[]; left: Span[] } {
  const placed: Placed[] = [];
  const left: Span[] = [];
  for (const item of [...items].sort(byWeight)) {
    const spot = spotOf(item, scale);
    const row = rowFor(spot, placed);
    if (row === null) left.push(item);
    else placed.push({ ...spot, row });
  }
  return { placed, left };
}

function byWeight(a: Span, b: Span): number {
  return b.weight - a.weight || a.from - b.from || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);
}

function rowFor(spot: Omit<Placed, 'row'>, placed: readonly Placed[]): number | null {
  for (let row = 0; row < MOST_ROWS; row++) {
    const meets = placed.some((other) => other.row === row && spot.from < other.to + APART && other.from < spot.to + APART);
    if (!meets) return row;
  }
  return null;
}

function spotOf(item: Span, { place, to, start, end }: TimeScale): Omit<Placed, 'row'> {
  const text = fitted(item.text, LABEL_ROOM, SMALL);
  const width = widthOf(text, SMALL);
  const begin = place(item.from);
  const stop = place(item.to ?? to);
  const thin = Math.max(0, THINNEST - (stop - begin));
  const bar = { from: begin - thin / 2, to: stop + thin / 2 };
  // Above its bar, drawn back from the end of the axis where it would run over it.
  const at = Math.max(start - THINNEST, Math.min(bar.from, end + THINNEST - width));
  return { item, text, bar, label: at, from: Math.min(bar.from, at), to: Math.max(bar.to, at + width) };
}

function spanParts({ item, text, bar, label: at }: Placed, top: number, { flow }: TimeScale): Markup[] {
  const width = bar.to - bar.from;
  const box: Box = { x: flow.box(bar.from, width), y: top + TEXT_LINE + 2, width, height: BAR };
  const said = label({
    x: flow.at(at),
    y: top + 10,
    edge: flow.start,
    text,
    direction: directionOf(text),
    size: SMALL,
    bold: false,
    faint: false,
  });
  if (item.to !== null) return [spanBox(box, item.look), said];
  const [tip, back] = [flow.at(bar.to + 7), flow.at(bar.to + 1)];
  const middle = box.y + BAR / 2;
  return [
    spanBox(box, item.look),
    markup`<path class="onward" d="M${unit(back)} ${unit(middle - 5)}L${unit(tip)} ${unit(middle)}L${unit(back)} ${unit(middle + 5)}"/>`,
    said,
  ];
}

/** The same in the legend. */
export function spanBox(box: Box, look: SpanLook): Markup {
  if (look === 'gone' || look === 'silent' || look === 'private') return filled(box, look);
  return markup`<rect class="${look}" x="${unit(box.x)}" y="${unit(box.y)}" width="${unit(box.width)}" height="${unit(box.height)}"/>`;
}
