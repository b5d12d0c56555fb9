/** Who is where, at a glance: per platform one bar of states, each told by colour, texture and word. */

import { canvas, flowOf, label, TEXT, WIDTH } from './canvas.ts';
import { type Direction, directionOf } from './foreign.ts';
import { legend } from './legend.ts';
import type { Markup } from './markup.ts';
import { type Fill, filled } from './texture.ts';
import { fitted, widthOf } from './width.ts';

export interface StripSegment {
  fill: Fill;
  count: number;
  /** The state and its count in words: `gone: 12`. */
  text: string;
}

export interface StripRow {
  platform: string;
  /** How many are watched there, in words. */
  total: string;
  segments: readonly StripSegment[];
}

export interface StripInput {
  id: string;
  title: string;
  description: string;
  direction: Direction;
  rows: readonly StripRow[];
}

const BAR = 20;
const HEAD = 20;
const GAP = 18;
const AFTER_ROW = 14;

/** Bars share one scale: the longest has the whole width. Words and counts stand below each bar, so the smallest share is still told. */
export function censusStrip(input: StripInput): Markup {
  const most = Math.max(1, ...input.rows.map(countOf));
  let y = 0;
  const parts = input.rows.map((row) => {
    const drawn = stripRow(row, y, WIDTH / most, input.direction);
    y = drawn.bottom + AFTER_ROW;
    return drawn.parts;
  });
  const { id, title, description } = input;
  return canvas({ id, title, description, height: y }, parts.flat());
}

function countOf(row: StripRow): number {
  return row.segments.reduce((sum, segment) => sum + segment.count, 0);
}

function stripRow(row: StripRow, top: number, scale: number, direction: Direction): { parts: Markup[]; bottom: number } {
  const flow = flowOf(direction);
  const line = { y: top + TEXT + 1, size: TEXT, faint: false };
  const room = WIDTH - widthOf(row.total, TEXT) - GAP;
  const name = fitted(row.platform, room, TEXT, true);
  const parts = [
    label({ ...line, x: flow.at(0), edge: flow.start, text: name, direction: directionOf(name), bold: true }),
    label({ ...line, x: flow.at(WIDTH), edge: flow.end, text: row.total, direction, bold: false, faint: true }),
  ];
  let along = 0;
  for (const segment of row.segments) {
    const width = segment.count * scale;
    parts.push(filled({ x: flow.box(along, width), y: top + HEAD, width, height: BAR }, segment.fill));
    along += width;
  }
  const chips = legend(
    row.segments.map(({ fill, text }) => ({ swatch: (box) => filled(box, fill), text })),
    top + HEAD + BAR + 6,
    direction,
  );
  return { parts: [...parts, ...chips.parts], bottom: chips.bottom };
}
