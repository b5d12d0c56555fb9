/** How is a state drawn so that it is told without colour? Textures as path geometry: SVG patterns make printing slow and PDF large. */

import type { State } from '../model/words.ts';
import { unit } from './canvas.ts';
import { type Markup, markup } from './markup.ts';

/** A state of the census, or cells too small to be shown apart. */
export type Fill = State | 'merged';

/** Also where a community may be that is not simply in a state. */
export type Look = Fill | 'elsewhere' | 'between' | 'pointed' | 'notFound' | 'notLooked' | 'notYet';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const STEP = 6;

/** A box with the colour and the texture of a state. `alive` is plain; the word stands beside it, always. */
export function filled(box: Box, fill: Look): Markup {
  const texture = textureOf(box, fill);
  const rectangle = markup`<rect class="s-${fill}" x="${unit(box.x)}" y="${unit(box.y)}" width="${unit(box.width)}" height="${unit(box.height)}"/>`;
  return texture === '' ? rectangle : markup`${rectangle}<path class="x-${fill}" d="${texture}"/>`;
}

const TEXTURES: Record<Look, (box: Box) => string> = {
  alive: () => '',
  silent: (box) => uprights(box, STEP),
  gone: (box) => diagonals(box, STEP),
  private: (box) => dots(box, STEP),
  unknown: (box) => levels(box, STEP - 1),
  merged: (box) => diagonals(box, STEP) + falling(box, STEP),
  elsewhere: (box) => falling(box, 2 * STEP),
  between: (box) => uprights(box, 2 * STEP),
  pointed: (box) => dots(box, STEP),
  notFound: (box) => diagonals(box, STEP),
  notLooked: (box) => levels(box, 2 * STEP),
  notYet: () => '',
};

function textureOf(box: Box, fill: Look): string {
  return TEXTURES[fill](box);
}

/** Rising lines x + y = c, cut at the box by arithmetic. */
function diagonals({ x, y, width, height }: Box, step: number): string {
  let path = '';
  for (let c = step; c < width + height; c += step) {
    const fromX = Math.max(0, c - height);
    const toX = Math.min(width, c);
    path += `M${unit(x + fromX)} ${unit(y + c - fromX)}L${unit(x + toX)} ${unit(y + c - toX)}`;
  }
  return path;
}

/** The same lines, mirrored left to right. */
function falling({ x, y, width, height }: Box, step: number): string {
  let path = '';
  for (let c = step; c < width + height; c += step) {
    const fromX = Math.max(0, c - height);
    const toX = Math.min(width, c);
    path += `M${unit(x + width - fromX)} ${unit(y + c - fromX)}L${unit(x + width - toX)} ${unit(y + c - toX)}`;
  }
  return path;
}

function uprights({ x, y, width, height }: Box, step: number): string {
  let path = '';
  for (let at = step / 2; at < width; at += step) path += `M${unit(x + at)} ${unit(y)}v${unit(height)}`;
  return path;
}

function levels({ x, y, width, height }: Box, step: number): string {
  let path = '';
  for (let at = step / 2; at < height; at += step) path += `M${unit(x)} ${unit(y + at)}h${unit(width)}`;
  return path;
}

/** Lines of no length: round ends make them dots. */
function dots({ x, y, width, height }: Box, step: number): string {
  let path = '';
  for (let down = step / 2; down < height; down += step)
    for (let across = step / 2; across < width; across += step) path += `M${unit(x + across)} ${unit(y + down)}h0`;
  return path;
}
