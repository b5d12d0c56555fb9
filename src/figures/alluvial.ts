/** Where did they go: communities as ribbons between the places they were in at a few moments, time in the reading direction. */

import { canvas, flowOf, label, type Flow as Reading, SMALL, TEXT, unit, WIDTH } from './canvas.ts';
import type { Direction } from './foreign.ts';
import { legend } from './legend.ts';
import { type Markup, markup } from './markup.ts';
import { filled, type Look } from './texture.ts';
import { fitted, widthOf, wrapped } from './width.ts';

export interface AlluvialCell {
  n: number;
  /** What stands beside it, below its number. */
  text: string;
}

export interface AlluvialRibbon {
  /** From the column of this number to the next. */
  column: number;
  /** Numbers of strata. */
  from: number;
  to: number;
  n: number;
  /** Of these. */
  contested: number;
}

export interface AlluvialInput {
  id: string;
  title: string;
  description: string;
  direction: Direction;
  /** At least two and at most six: the day, the clock, and what it is in words. */
  moments: readonly { day: string; clock: string; text: string }[];
  /** From top to bottom in every column. */
  strata: readonly Look[];
  /** By moment, then by stratum; the sum of each column is the same, and not 0. */
  columns: readonly (readonly AlluvialCell[])[];
  /** Empty where none may be told. */
  ribbons: readonly AlluvialRibbon[];
  /** How a number is written. */
  digits(n: number): string;
  /** The zone of the days. */
  axis: string;
  /** Of the dashed edge; shown where there is one. */
  contested: string;
}

const NODE = 14;
const BARS = 250;
/** A single community is not drawn higher than this. */
const MOST_HIGH = 26;
const LEAST_HIGH = 2;
/** Two dashed edges so near to one another would look like one. */
const THIN = 5;
const LINE = 13.5;
const NUMBER_LINE = 16;
const GAP = 12;
const BESIDE = 5;

interface Node {
  stratum: number;
  n: number;
  lines: readonly string[];
  top: number;
  height: number;
}

interface Plan {
  input: AlluvialInput;
  flow: Reading;
  /** Width of a column with its labels. */
  slot: number;
  scale: number;
  columns: Node[][];
}

/** Nodes keep the order of `strata` in every column, whatever crosses; labels have room of their own and cannot meet. */
export function alluvial(input: AlluvialInput): Markup {
  const flow = flowOf(input.direction);
  const slot = WIDTH / input.moments.length;
  const heads = input.moments.map(({ day, clock, text }) => [day, clock, ...wrappedIn(text, slot - BESIDE)]);
  const top = Math.max(...heads.map((lines) => lines.length)) * LINE + 30;
  const total = Math.max(
    1,
    (input.columns[0] ?? []).reduce((sum, cell) => sum + cell.n, 0),
  );
  const scale = Math.min(MOST_HIGH, BARS / total);
  const columns = input.columns.map((cells) => nodesOf(cells, top, scale, slot - NODE - 2 * BESIDE));
  const plan = { input, flow, slot, scale, columns };
  const bottom = Math.max(...columns.map((nodes) => bottomOf(nodes.at(-1), top)));
  const key = legendOf(input, bottom + 10);
  const parts = [
    ...headsOf(heads, plan),
    ...arrow(input, top - 14, flow),
    ...ribbonsOf(plan),
    ...columns.flatMap((nodes, i) => nodes.flatMap((node) => nodeParts(node, i, plan))),
    ...key.parts,
  ];
  const { id, title, description } = input;
  return canvas({ id, title, description, height: key.bottom + 6 }, parts);
}

/** Lines of words, none wider than the room. */
function wrappedIn(text: string, room: number): string[] {
  return wrapped(text, room, SMALL).map((line) => fitted(line, room, SMALL));
}

function nodesOf(cells: readonly AlluvialCell[], top: number, scale: number, room: number): Node[] {
  const nodes: Node[] = [];
  let y = top;
  for (const [stratum, { n, text }] of cells.entries()) {
    if (n === 0) continue;
    const node: Node = { stratum, n, lines: wrappedIn(text, room), top: y, height: Math.max(LEAST_HIGH, n * scale) };
    nodes.push(node);
    y = bottomOf(node, y) + GAP;
  }
  return nodes;
}

function bottomOf(node: Node | undefined, top: number): number {
  return node === undefined ? top : node.top + Math.max(node.height, NUMBER_LINE + node.lines.length * LINE);
}

function headsOf(heads: readonly (readonly string[])[], { flow, slot, input: { direction } }: Plan): Markup[] {
  return heads.flatMap((lines, column) =>
    lines.map((text, i) =>
      label({
        x: flow.at(column * slot),
        y: (i + 1) * LINE,
        edge: flow.start,
        text,
        // Day and clock are written in digits.
        direction: i < 2 ? 'ltr' : direction,
        size: SMALL,
        bold: i === 0,
        faint: i > 0,
      }),
    ),
  );
}

/** The head of the arrow points where time goes. */
function arrow({ axis, direction }: AlluvialInput, y: number, flow: Reading): Markup[] {
  const text = fitted(axis, WIDTH / 2, SMALL);
  const end = WIDTH - widthOf(text, SMALL) - 14;
  const [tip, back] = [flow.at(end), flow.at(end - 8)];
  return [
    markup`<path class="axis" d="M${unit(flow.at(0))} ${unit(y)}H${unit(tip)}M${unit(back)} ${unit(y - 4)}L${unit(tip)} ${unit(y)}L${unit(back)} ${unit(y + 4)}"/>`,
    label({ x: flow.at(WIDTH), y: y + 4, edge: flow.end, text, direction, size: SMALL, bold: false, faint: true }),
  ];
}

function nodeParts({ stratum, n, lines, top, height }: Node, column: number, { input, flow, slot }: Plan): Markup[] {
  const { direction, strata, digits } = input;
  const x = column * slot;
  const beside = flow.at(x + NODE + BESIDE);
  const words = lines.map((text, i) =>
    label({
      x: beside,
      y: top + NUMBER_LINE + i * LINE + 10,
      edge: flow.start,
      text,
      direction,
      size: SMALL,
      bold: false,
      faint: false,
    }),
  );
  return [
    filled({ x: flow.box(x, NODE), y: top, width: NODE, height }, strata[stratum] ?? 'unknown'),
    label({ x: beside, y: top + 11.5, edge: flow.start, text: digits(n), direction: 'ltr', size: TEXT, bold: true, faint: false }),
    ...words,
  ];
}

/** Ribbons leave and reach each node in the order of strata, so that they cross as little as that order allows. */
function ribbonsOf({ input, flow, slot, scale, columns }: Plan): Markup[] {
  const [left, reached] = [new Map<string, number>(), new Map<string, number>()];
  const take = (used: Map<string, number>, column: number, stratum: number, n: number): number => {
    const node = columns[column]?.find((candidate) => candidate.stratum === stratum);
    const key = `${column} ${stratum}`;
    const before = used.get(key) ?? 0;
    used.set(key, before + n);
    return (node?.top ?? 0) + before * scale;
  };
  return [...input.ribbons]
    .sort((a, b) => a.column - b.column || a.from - b.from || a.to - b.to)
    .map((ribbon) => {
      const from = take(left, ribbon.column, ribbon.from, ribbon.n);
      const to = take(reached, ribbon.column + 1, ribbon.to, ribbon.n);
      const x = { from: flow.at(ribbon.column * slot + NODE), to: flow.at((ribbon.column + 1) * slot) };
      const height = Math.max(0.8, ribbon.n * scale);
      const body = markup`<path class="r r-${input.strata[ribbon.to] ?? 'unknown'}" d="${band(x, from, to, height)}"/>`;
      if (ribbon.contested === 0) return body;
      // Those that are contested lie at the lower edge of their ribbon.
      const part = ribbon.contested * scale;
      const edge = part < THIN ? line(x, from + height, to + height) : band(x, from + height - part, to + height - part, part);
      return markup`${body}<path class="r-contested" d="${edge}"/>`;
    });
}

function line(x: { from: number; to: number }, from: number, to: number): string {
  const half = unit((x.from + x.to) / 2);
  return `M${unit(x.from)} ${unit(from)}C${half} ${unit(from)} ${half} ${unit(to)} ${unit(x.to)} ${unit(to)}`;
}

function band(x: { from: number; to: number }, from: number, to: number, height: number): string {
  const half = unit((x.from + x.to) / 2);
  const [a, b] = [unit(x.from), unit(x.to)];
  return `M${a} ${unit(from)}C${half} ${unit(from)} ${half} ${unit(to)} ${b} ${unit(to)}V${unit(to + height)}C${half} ${unit(to + height)} ${half} ${unit(from + height)} ${a} ${unit(from + height)}Z`;
}

function legendOf(input: AlluvialInput, top: number): { parts: Markup[]; bottom: number } {
  if (!input.ribbons.some((ribbon) => ribbon.contested > 0)) return { parts: [], bottom: top - 10 };
  const swatch = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }): Markup =>
    markup`<path class="r-contested" d="M${unit(x)} ${unit(y + 2)}h${unit(width)}v${unit(height - 4)}h${unit(-width)}Z"/>`;
  return legend([{ swatch, text: input.contested }], top, input.direction);
}
