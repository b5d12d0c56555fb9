/** What colours and textures mean: a swatch and a word each, one after the other, going on in the next line where one is full. */

import { flowOf, label, SMALL, WIDTH } from './canvas.ts';
import type { Direction } from './foreign.ts';
import type { Markup } from './markup.ts';
import type { Box } from './texture.ts';
import { fitted, widthOf } from './width.ts';

const LINE = 20;
const SWATCH = 14;
const GAP = 18;
const ROOM = WIDTH - SWATCH - 5;

export interface LegendEntry {
  swatch(box: Box): Markup;
  text: string;
}

export function legend(entries: readonly LegendEntry[], top: number, direction: Direction): { parts: Markup[]; bottom: number } {
  const flow = flowOf(direction);
  const parts: Markup[] = [];
  let along = 0;
  let y = top;
  for (const { swatch, text } of entries) {
    const shown = fitted(text, ROOM, SMALL);
    const width = SWATCH + 5 + widthOf(shown, SMALL);
    if (along > 0 && along + width > WIDTH) {
      along = 0;
      y += LINE;
    }
    parts.push(
      swatch({ x: flow.box(along, SWATCH), y, width: SWATCH, height: SWATCH }),
      label({
        x: flow.at(along + SWATCH + 5),
        y: y + 11.5,
        edge: flow.start,
        text: shown,
        direction,
        size: SMALL,
        bold: false,
        faint: false,
      }),
    );
    along += width + GAP;
  }
  return { parts, bottom: y + SWATCH };
}
