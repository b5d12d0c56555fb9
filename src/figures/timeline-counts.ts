/** What was counted in equal stretches of time: at least so many in each, at most so many. */

import type { Ms } from '../model/observation.ts';
import { label, SMALL, unit } from './canvas.ts';
import { type Markup, markup } from './markup.ts';
import type { TimeScale } from './timeline-scale.ts';
import { fitted } from './width.ts';

export type CountLook = 'sure' | 'back' | 'sign';

/** One stretch of time. */
export interface Counted {
  after: Ms;
  by: Ms;
  /** So many certainly lie in it; so many may. */
  least: number;
  most: number;
}

export interface CountRow {
  /** Null where the title of the lane says it. */
  name: string | null;
  look: CountLook;
  counted: readonly Counted[];
}

export interface CountLane {
  is: 'counts';
  title: string;
  /** What lies before and behind the axis, in words; empty where nothing does. */
  outside: string;
  /** Only what lies on the axis. */
  rows: readonly CountRow[];
}

const ALONE = 58;
const TOGETHER = 20;
const BETWEEN = 5;

/** All rows of a lane share one scale; a row of its own names its greatest number. */
export function countLane({ rows }: CountLane, top: number, scale: TimeScale): { parts: Markup[]; bottom: number } {
  const height = rows.length === 1 ? ALONE : TOGETHER;
  const most = Math.max(1, ...rows.flatMap((row) => row.counted.map((count) => count.most)));
  let y = top;
  const parts: Markup[] = [];
  for (const row of rows) {
    parts.push(...rowParts(row, y, height, most, scale));
    y += height + BETWEEN;
  }
  return { parts, bottom: y };
}

function rowParts(row: CountRow, top: number, height: number, most: number, scale: TimeScale): Markup[] {
  const { flow, start, end, direction } = scale;
  const base = top + height;
  const line = (y: number) => markup`<path class="grid" d="M${unit(flow.at(start))} ${unit(y)}H${unit(flow.at(end))}"/>`;
  const parts = row.counted.flatMap((count) => barParts(count, row.look, base, height / most, scale));
  if (row.name !== null) {
    const text = fitted(row.name, start - 8, SMALL);
    const y = top + height / 2 + 4;
    return [line(base), ...parts, label({ x: flow.at(0), y, edge: flow.start, text, direction, size: SMALL, bold: false, faint: false })];
  }
  const number = (n: number, y: number) =>
    label({ x: flow.at(start - 6), y, edge: flow.end, text: String(n), direction: 'ltr', size: SMALL, bold: false, faint: true });
  return [line(base), line(top), ...parts, number(most, top + 8), number(0, base + 2)];
}

function barParts({ after, by, least, most }: Counted, look: CountLook, base: number, high: number, { flow, place }: TimeScale): Markup[] {
  const from = place(after);
  const width = Math.max(1.5, place(by) - from - 1);
  const rect = (name: string, n: number): Markup => {
    const height = Math.max(1, n * high);
    return markup`<rect class="${name}" x="${unit(flow.box(from + 0.5, width))}" y="${unit(base - height)}" width="${unit(width)}" height="${unit(height)}"/>`;
  };
  return [...(most > least ? [rect('maybe', most)] : []), ...(least > 0 ? [rect(look, least)] : [])];
}
