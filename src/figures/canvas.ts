/** What every figure is drawn with: an SVG that reads the same in a page of either direction, and labels with a known edge. */

import { type Direction, isolated } from './foreign.ts';
import { type Markup, markup } from './markup.ts';

/** User units across; the page scales it. */
export const WIDTH = 720;
export const TEXT = 13;
export const SMALL = 11.5;

/** A number as it stands in SVG: at most two decimals, so that the same figure is the same bytes everywhere. */
export function unit(value: number): number {
  const rounded = Math.round(value * 100) / 100;
  return rounded === 0 ? 0 : rounded;
}

export interface Frame {
  /** Unique in the page. */
  id: string;
  title: string;
  description: string;
  height: number;
}

/**
 * The direction of the page would flip every text anchor, so each figure sets its own and isolates the direction of each label.
 */
export function canvas(frame: Frame, parts: readonly Markup[]): Markup {
  const { id, title, description, height } = frame;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" direction="ltr" role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="0 0 ${WIDTH} ${unit(height)}" width="${WIDTH}" height="${unit(height)}"><title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>${parts}</svg>`;
}

export interface Label {
  /** The left edge, the middle or the right edge of the text. */
  x: number;
  /** The base line. */
  y: number;
  edge: 'left' | 'middle' | 'right';
  text: string;
  direction: Direction;
  size: number;
  bold: boolean;
  faint: boolean;
}

const ANCHORS = { left: 'start', middle: 'middle', right: 'end' };

export function label({ x, y, edge, text, direction, size, bold, faint }: Label): Markup {
  const look = `t${bold ? ' t-bold' : ''}${faint ? ' t-faint' : ''}`;
  return markup`<text class="${look}" x="${unit(x)}" y="${unit(y)}" text-anchor="${ANCHORS[edge]}" font-size="${size}">${isolated(text, direction)}</text>`;
}

/** Places along the reading direction: where Arabic is read, geometry is mirrored (never the letters). */
export interface Flow {
  /** The place of a point `x` units from where reading begins. */
  at(x: number): number;
  /** The left edge of a box that begins there. */
  box(x: number, width: number): number;
  start: 'left' | 'right';
  end: 'left' | 'right';
}

export function flowOf(direction: Direction): Flow {
  if (direction === 'ltr') return { at: (x) => x, box: (x) => x, start: 'left', end: 'right' };
  return { at: (x) => WIDTH - x, box: (x, width) => WIDTH - x - width, start: 'right', end: 'left' };
}
